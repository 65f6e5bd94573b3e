#include "corpus.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/json.h"
#include "core/random.h"
#include "core/text.h"

namespace social311::bench {
namespace {

void read_texts(const std::filesystem::path& file, std::vector<std::string>& into) {
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    const auto row = JsonValue::parse(line);
    if (!row) continue;
    if (const auto text = (*row)["text"].text()) into.push_back(repair_utf8(*text));
  }
}

}  // namespace

std::string evaluation_folder() {
  const char* given = std::getenv("SOCIAL311_SHARED");
  const std::string shared = given != nullptr ? given : SOCIAL311_SOURCE_DIR "/../shared";
  const std::string folder = shared + "/evaluation/data";
  return std::filesystem::is_directory(folder) ? folder : "";
}

std::vector<std::string> read_corpus(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& set : std::filesystem::directory_iterator(folder)) {
    if (!set.is_directory()) continue;
    for (const auto& entry : std::filesystem::directory_iterator(set)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with("dev") && name.ends_with(".jsonl")) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const auto& file : files) read_texts(file, texts);
  SeededRandom random(311);
  for (std::size_t i = texts.size(); i > 1; --i) std::swap(texts[i - 1], texts[random.below(i)]);
  return texts;
}

std::vector<std::string> long_texts(const std::vector<std::string>& texts, std::size_t bytes,
                                    std::size_t count) {
  std::vector<std::string> out;
  std::string joined;
  for (const std::string& text : texts) {
    if (out.size() == count) break;
    joined += (joined.empty() ? "" : ". ") + text;
    if (joined.size() < bytes) continue;
    out.push_back(std::move(joined));
    joined.clear();
  }
  return out;
}

}  // namespace social311::bench
