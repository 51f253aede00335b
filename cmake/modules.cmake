# How the library is put together: each src/<module>/CMakeLists.txt calls foreplan_module() once.

# Fixed order of operations: the same bits from every build. Nothing here reads errno or floating-point flags, which
# lets loops with square roots and comparisons become vector code.
function(foreplan_arithmetic target)
  target_compile_options(${target} PRIVATE -ffp-contract=off -fno-math-errno -fno-trapping-math)
endfunction()

function(foreplan_configure_library target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES
    VERSION ${PROJECT_VERSION} SOVERSION ${FOREPLAN_SOVERSION}
    CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON)
  generate_export_header(${target} BASE_NAME foreplan EXPORT_FILE_NAME ${PROJECT_BINARY_DIR}/include/foreplan/export.hpp)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "STATIC_LIBRARY")
    target_compile_definitions(${target} PUBLIC FOREPLAN_STATIC_DEFINE)
  endif()
  foreplan_arithmetic(${target})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${target} PRIVATE
    $<BUILD_INTERFACE:Eigen3::Eigen> $<BUILD_INTERFACE:Boost::headers> $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>
    ZLIB::ZLIB)
  target_sources(${target} PUBLIC FILE_SET HEADERS
    BASE_DIRS ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include
    FILES ${PROJECT_SOURCE_DIR}/include/foreplan/foreplan.hpp ${PROJECT_BINARY_DIR}/include/foreplan/export.hpp)
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ${PROJECT_IS_TOP_LEVEL})
  foreplan_warnings(${target})
endfunction()

# foreplan_module(core HEADERS core.hpp core/errors.hpp ... SOURCES errors.cpp ...)
# HEADERS are public, named from include/foreplan/; SOURCES lie in the calling folder.
function(foreplan_module name)
  cmake_parse_arguments(arg "" "" "HEADERS;SOURCES" ${ARGN})
  list(TRANSFORM arg_HEADERS PREPEND ${PROJECT_SOURCE_DIR}/include/foreplan/)
  list(TRANSFORM arg_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  target_sources(foreplan PRIVATE ${arg_SOURCES})
  if(arg_HEADERS)
    target_sources(foreplan PUBLIC FILE_SET HEADERS FILES ${arg_HEADERS})
  endif()
endfunction()

# foreplan::internals, what tests and benchmarks link: the library with its internals in reach. A shared library
# hides those, so that its tests link the same sources once more.
function(foreplan_add_internals)
  if(NOT BUILD_SHARED_LIBS)
    add_library(foreplan_internals INTERFACE)
    target_link_libraries(foreplan_internals INTERFACE foreplan::foreplan)
  else()
    get_target_property(sources foreplan SOURCES)
    add_library(foreplan_internals STATIC ${sources})
    target_compile_features(foreplan_internals PUBLIC cxx_std_20)
    target_compile_definitions(foreplan_internals PUBLIC FOREPLAN_STATIC_DEFINE)
    foreplan_arithmetic(foreplan_internals)
    target_include_directories(foreplan_internals PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include
      PRIVATE ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(foreplan_internals PRIVATE Eigen3::Eigen Boost::headers nlohmann_json::nlohmann_json
      ZLIB::ZLIB)
  endif()
  add_library(foreplan::internals ALIAS foreplan_internals)
endfunction()

# foreplan_test(core SOURCES period_test.cpp ...): one test program per module.
function(foreplan_test name)
  cmake_parse_arguments(arg "" "" "SOURCES" ${ARGN})
  add_executable(foreplan_${name}_test ${arg_SOURCES})
  target_link_libraries(foreplan_${name}_test PRIVATE foreplan::internals GTest::gmock GTest::gtest_main rapidcheck)
  target_include_directories(foreplan_${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(foreplan_${name}_test PRIVATE
    FOREPLAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}" FOREPLAN_REFERENCE_DIR="${PROJECT_SOURCE_DIR}/tests/reference")
  foreplan_warnings(foreplan_${name}_test)
  gtest_discover_tests(foreplan_${name}_test TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
endfunction()

# foreplan_benchmark(core): bench/core_bench.cpp.
function(foreplan_benchmark name)
  add_executable(foreplan_${name}_bench ${name}_bench.cpp)
  target_link_libraries(foreplan_${name}_bench PRIVATE foreplan::internals benchmark::benchmark benchmark::benchmark_main)
  target_include_directories(foreplan_${name}_bench PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(foreplan_${name}_bench PRIVATE FOREPLAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  foreplan_warnings(foreplan_${name}_bench)
endfunction()
