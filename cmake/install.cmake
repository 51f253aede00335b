include(CMakePackageConfigHelpers)

install(TARGETS foreplan EXPORT foreplan-targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# What a static library leaves to its consumer's linker.
get_target_property(foreplan_type foreplan TYPE)
set(foreplan_dependencies "")
if(foreplan_type STREQUAL "STATIC_LIBRARY")
  set(foreplan_dependencies "include(CMakeFindDependencyMacro)\nfind_dependency(ZLIB)\n")
endif()
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/foreplan)
install(EXPORT foreplan-targets NAMESPACE foreplan:: DESTINATION ${package_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/packaging/foreplan-config.cmake.in
  ${PROJECT_BINARY_DIR}/foreplan-config.cmake INSTALL_DESTINATION ${package_dir})
# Before 1.0 every minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/foreplan-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/foreplan-config.cmake ${PROJECT_BINARY_DIR}/foreplan-config-version.cmake
  DESTINATION ${package_dir})

# Paths in the pkg-config file are relative to the prefix unless the folders were given as absolute. The prefix is found
# from where the file lies, so that it is right for `cmake --install --prefix` and for a tree that was moved.
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(foreplan_pc_prefix "${CMAKE_INSTALL_PREFIX}")
else()
  file(RELATIVE_PATH foreplan_pc_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  string(REGEX REPLACE "/$" "" foreplan_pc_prefix "\${pcfiledir}/${foreplan_pc_prefix}")
endif()
foreach(kind LIBDIR INCLUDEDIR)
  if(IS_ABSOLUTE "${CMAKE_INSTALL_${kind}}")
    set(foreplan_pc_${kind} "${CMAKE_INSTALL_${kind}}")
  else()
    set(foreplan_pc_${kind} "\${prefix}/${CMAKE_INSTALL_${kind}}")
  endif()
endforeach()
set(foreplan_pc_cflags "")
set(foreplan_pc_private "")
set(foreplan_pc_requires "")
if(foreplan_type STREQUAL "STATIC_LIBRARY")
  set(foreplan_pc_cflags " -DFOREPLAN_STATIC_DEFINE")
  set(foreplan_pc_private "-lstdc++ -lm")
  set(foreplan_pc_requires "zlib")
endif()
configure_file(${PROJECT_SOURCE_DIR}/cmake/packaging/foreplan.pc.in ${PROJECT_BINARY_DIR}/foreplan.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/foreplan.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
