# One INTERFACE target carries our flags; rooms link it PRIVATE so that nobody inherits them.
add_library(social311_flags INTERFACE)
target_compile_options(social311_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(social311_flags INTERFACE -Wduplicated-cond -Wlogical-op -Wsuggest-override
    # g++ 12 sees ghosts in optimised standard code; the sanitizers look for the real ones.
    $<$<CONFIG:Debug>:-Wnull-dereference> -Wno-maybe-uninitialized -Wno-restrict)
endif()
if(SOCIAL311_WARNINGS_AS_ERRORS)
  target_compile_options(social311_flags INTERFACE -Werror)
endif()
if(SOCIAL311_SANITIZE)
  target_compile_options(social311_flags INTERFACE -fsanitize=${SOCIAL311_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(social311_flags INTERFACE -fsanitize=${SOCIAL311_SANITIZE})
endif()
if(SOCIAL311_FUZZ)
  target_compile_options(social311_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
