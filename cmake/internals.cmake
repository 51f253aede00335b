# foreplan::internals: tests and benchmarks see the internals too. A shared library hides those, so that they link the
# same sources once more.
if(BUILD_SHARED_LIBS)
  get_target_property(sources foreplan SOURCES)
  add_library(foreplan_internals STATIC ${sources})
  target_compile_features(foreplan_internals PUBLIC cxx_std_20)
  target_compile_definitions(foreplan_internals PUBLIC FOREPLAN_STATIC_DEFINE)
  target_compile_options(foreplan_internals PRIVATE -ffp-contract=off)
  target_include_directories(foreplan_internals PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(foreplan_internals PRIVATE Eigen3::Eigen Boost::headers nlohmann_json::nlohmann_json)
else()
  add_library(foreplan_internals INTERFACE)
  target_link_libraries(foreplan_internals INTERFACE foreplan::foreplan)
endif()
add_library(foreplan::internals ALIAS foreplan_internals)
