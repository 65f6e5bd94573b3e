// Reads one street out of the words of a text. For places.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/gazetteer.h"
#include "classifier/match_text.h"
#include "classifier/street_words.h"

namespace social311::classifier {

// What stands around a street and makes a bare word believable as its name.
enum class Company : std::uint8_t {
  none,      // nothing: "Colfax Ave", "calle Hidalgo"
  numbered,  // a house number before it: "1437 Bannock"
  crossing,  // the other street of a crossing, or "corner of": "Colfax and Broadway"
};

struct Words {
  std::size_t first = 0;  // tokens, inclusive
  std::size_t last = 0;
};

struct Street {
  Words words{};
  bool certain = false;  // by its suffix, number or the map; else only by its capital letter
};

// The words of one post, each looked up once. Refers to the text and the names.
class StreetReader {
 public:
  StreetReader(const MatchText& text, const Gazetteer& names);

  std::size_t size() const { return classes_.size(); }
  bool is(std::size_t at, std::uint32_t classes) const {
    return at < size() && (classes_[at] & classes) != 0;
  }
  std::string_view word(std::size_t at) const { return text_.view(text_.tokens[at]); }
  // What stands between a word and the next one; "" at the end.
  std::string_view gap(std::size_t at) const;
  bool joined(std::size_t at) const;   // the next word follows in the same sentence
  bool capital(std::size_t at) const;  // and the text does not shout
  bool shouting() const { return shouting_; }
  bool is_word(std::size_t at, std::string_view word) const;
  const MatchText& text() const { return text_; }
  const Gazetteer& names() const { return names_; }

  std::optional<Street> street_at(std::size_t at, Company company) const;
  // One to three words with capital letters that could be a name.
  std::optional<Street> capital_name_at(std::size_t at) const;

 private:
  std::optional<Street> highway_at(std::size_t at) const;
  std::optional<Street> spanish_at(std::size_t at, Company company) const;
  std::optional<Street> suffixed_at(std::size_t at, std::size_t opens, Company company) const;
  std::optional<Street> known_at(std::size_t at, std::size_t opens, Company company) const;
  std::optional<Street> ordinal_at(std::size_t at, Company company) const;
  bool name_word(std::size_t at) const;
  bool believable(std::size_t opens, std::size_t first, std::size_t suffix, Company company) const;
  bool adjoins(std::size_t at) const;  // the next word belongs to the same name
  std::size_t with_direction(std::size_t last) const;

  const MatchText& text_;
  const Gazetteer& names_;
  std::vector<std::uint32_t> classes_;  // of the main part's tokens
  bool shouting_ = false;
};

}  // namespace social311::classifier
