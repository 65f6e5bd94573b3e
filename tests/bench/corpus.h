// The texts that speed is measured on: the dev parts of all evaluation sets, read where they lie.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace social311::bench {

// SOCIAL311_SHARED, or ../shared beside the sources. "" when there is none.
std::string evaluation_folder();
// Every text of every set, mixed by a fixed seed, so that each part has texts of all of them.
std::vector<std::string> read_corpus(const std::string& folder);
// Texts of at least `bytes` each, joined from those of the corpus.
std::vector<std::string> long_texts(const std::vector<std::string>& texts, std::size_t bytes,
                                    std::size_t count);

}  // namespace social311::bench
