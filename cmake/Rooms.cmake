# social311_room(NAME USES rooms… PRIVATE libraries…): one folder, one static library.
function(social311_room name)
  cmake_parse_arguments(ROOM "" "" "USES;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(NOT sources)
    file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp "")
    set(sources ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp)
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_USES} PRIVATE social311_flags ${ROOM_PRIVATE})
endfunction()

# social311_tests(NAME LABEL label USES rooms…): one doctest executable from tests/NAME/*.cpp; every
# TEST_CASE is an entry of its own. One label an executable: doctest_discover_tests loses a second one.
function(social311_tests name)
  cmake_parse_arguments(T "" "LABEL;TIMEOUT" "USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  string(REPLACE "/" "_" target ${name}_tests)
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 60)
  endif()
  add_executable(${target} ${sources})
  target_link_libraries(${target} PRIVATE social311_flags test_support ${T_USES})
  doctest_discover_tests(${target} TEST_PREFIX "${name}/"
    PROPERTIES LABELS ${T_LABEL} TIMEOUT ${T_TIMEOUT}
      FAIL_REGULAR_EXPRESSION "test cases: *0 " SKIP_REGULAR_EXPRESSION "skipped:")
endfunction()
