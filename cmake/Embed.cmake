# social311_embed(TARGET NAMESPACE ns NAME name FILES files…): the files' text as
#   const std::vector<std::pair<std::string_view, std::string_view>>& ns::name();   // file name → text, sorted
# The literals are cut at 12,000 bytes: a C++ compiler need not take longer ones.
function(social311_embed target)
  cmake_parse_arguments(E "" "NAMESPACE;NAME;BASE" "FILES" ${ARGN})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${E_NAME}_embedded.cpp)
  list(SORT E_FILES)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${E_NAMESPACE} -DNAME=${E_NAME} "-DFILES=${E_FILES}"
            -P ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake
    DEPENDS ${E_FILES} ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
