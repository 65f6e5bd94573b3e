#include "classifier/stem.h"

#include <libstemmer.h>

#include <memory>

namespace social311::classifier {
namespace {

struct StemmerEnd {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, StemmerEnd>;

sb_stemmer* stemmer(RuleLanguage language) {
  thread_local const Stemmer english(sb_stemmer_new("english", "UTF_8"));
  thread_local const Stemmer spanish(sb_stemmer_new("spanish", "UTF_8"));
  return language == RuleLanguage::es ? spanish.get() : english.get();
}

}  // namespace

std::string_view stem_of(std::string_view word, RuleLanguage language) {
  constexpr std::size_t longest_word = 64;
  if (language == RuleLanguage::any || word.size() > longest_word) return word;
  sb_stemmer* const with = stemmer(language);
  const auto* bytes = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* stem =
      with ? sb_stemmer_stem(with, bytes, static_cast<int>(word.size())) : nullptr;
  if (stem == nullptr) return word;
  const auto size = static_cast<std::size_t>(sb_stemmer_length(with));
  return {reinterpret_cast<const char*>(stem), size};
}

}  // namespace social311::classifier
