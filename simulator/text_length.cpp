// How long a text is, in which words, and in which language.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "simulator/code_points.h"
#include "simulator/text_build.h"

namespace social311::simulator {

namespace {

std::size_t weight_of(char32_t c) {
  const bool light = c <= 0x10ff || (c >= 0x2000 && c <= 0x200d) || (c >= 0x2010 && c <= 0x201f) ||
                     (c >= 0x2032 && c <= 0x2037);
  return light ? 1 : 2;
}

std::size_t weight_of_cluster(std::string_view cluster) {
  const auto offsets = code_point_offsets(cluster);
  const char32_t first = decode(cluster.substr(0, offsets[1]));
  if (offsets.size() > 2 && (weight_of(first) == 2 || cluster.ends_with("\xe2\x83\xa3"))) return 2;
  std::size_t sum = 0;
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
    sum += weight_of(decode(cluster.substr(offsets[i], offsets[i + 1] - offsets[i])));
  }
  return sum;
}

std::string_view without_unpaid(std::string_view text, const std::vector<std::string>& unpaid) {
  for (;;) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    if (text.empty() || text.front() != '@') return text;
    const std::size_t end = end_of_handle(text, 0);
    const std::string handle = end == 0 ? "" : to_lower_ascii(text.substr(1, end - 1));
    const bool free = std::any_of(unpaid.begin(), unpaid.end(), [&handle](const std::string& one) {
      return to_lower_ascii(one) == handle;
    });
    if (!free) return text;
    text.remove_prefix(end);
  }
}

}  // namespace

std::size_t weighted_length(std::string_view source, const std::vector<std::string>& unpaid) {
  const std::string normal = nfc(repair_utf8(source));
  const std::string_view text = without_unpaid(normal, unpaid);
  std::size_t sum = 0;
  std::string rest;
  std::size_t at = 0;
  for (const auto& [start, end] : find_links(text)) {
    rest.append(text.substr(at, start - at));
    sum += 23;
    at = end;
  }
  rest.append(text.substr(at));
  for (std::string_view left = rest; !left.empty();) {
    const std::string_view cluster = grapheme_prefix(left, 1, left.size());
    if (cluster.empty()) break;
    sum += weight_of_cluster(cluster);
    left.remove_prefix(cluster.size());
  }
  return sum;
}

std::vector<std::string> search_words(std::string_view text) {
  const std::string plain = strip_accents(fold(text));
  const auto offsets = code_point_offsets(plain);
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
    const std::string one = plain.substr(offsets[i], offsets[i + 1] - offsets[i]);
    if (is_letter(decode(one))) {
      words.back() += one;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string guess_language(std::string_view source) {
  static constexpr std::array<std::string_view, 24> spanish = {
      "el",    "la",      "los",    "las", "un",  "una", "hay",      "esta",
      "en",    "por",     "para",   "que", "con", "del", "mi",       "calle",
      "bache", "gracias", "basura", "no",  "de",  "muy", "necesito", "cuando"};
  const auto words = search_words(source);
  if (words.empty()) return "und";
  std::size_t hits = 0;
  for (const std::string& word : words) {
    hits += std::find(spanish.begin(), spanish.end(), word) != spanish.end() ? 1U : 0U;
  }
  return hits * 4 >= words.size() ? "es" : "en";
}

}  // namespace social311::simulator
