// The words inside "#FixThePotHole" and "@CityPolice".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/match_text.h"

namespace social311::classifier {

// Cuts the name of a #tag or an @account at the places where a new word visibly begins:
// "FixTheStreetLight311".
void parts_of(std::string_view tag, std::vector<Range>& parts);

// Writes the parts of hashtags, later of @names, behind the text: a phrase of their own each. One
// post, one thread.
class PartsWriter {
 public:
  PartsWriter(MatchText& into, std::uint32_t sentence);

  std::uint32_t next_sentence() const { return sentence_ + 1; }
  void skip_sentences(std::uint32_t count) { sentence_ += count + 1; }
  void write(TokenKind kind, Part part, std::size_t main_tokens);

 private:
  void split(const Token& token, Part part);
  bool lower_name(const Token& token);
  void add(std::string_view word, std::size_t from, Part part);
  void append(std::string_view bytes, std::size_t from);

  MatchText& into_;
  std::uint32_t sentence_;
  std::vector<Range>& parts_;  // of the thread: their memory is kept from post to post
  std::string& form_;
};

}  // namespace social311::classifier
