// What the bytes of an ASCII text are, a bit a byte, sixty-four at a time; and the text in lower
// case.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace social311::classifier {

struct ByteClasses {
  std::uint64_t letters = 0;
  std::uint64_t capitals = 0;  // of the letters
  std::uint64_t digits = 0;
  std::uint64_t low_lines = 0;
  std::uint64_t signs = 0;   // @ and #
  std::uint64_t quotes = 0;  // what may be the apostrophe of "don't"
  std::uint64_t blanks = 0;
  std::uint64_t marks = 0;    // that end a sentence
  std::uint64_t pairs = 0;    // letters that stand here and in the next place
  std::uint64_t foreign = 0;  // not ASCII

  std::uint64_t words() const { return letters | digits | low_lines; }
};

class LowerText {
 public:
  void read(std::string_view text);

  bool is_ascii() const { return is_ascii_; }
  bool has_triples() const { return has_triples_; }  // of a letter, in a row
  // Roughly where three pieces of one or two letters or four single letters stand with a sign
  // between them, as in "p.o.t.h.o.l.e". Now and then it is nothing of the kind.
  std::uint64_t spelled(std::size_t block) const;
  // Letters and digits side by side: the second of the two.
  std::uint64_t mixed(std::size_t block) const;
  std::uint64_t triples(std::size_t block) const;  // the second of the three
  std::size_t blocks() const { return blocks_; }
  // The last two are empty.
  const ByteClasses& block(std::size_t at) const { return classes_[at]; }
  // Zeros stand on both sides.
  const char* letters() const { return lower_.data() + margin; }
  // The first byte from `at` on that belongs to no word.
  std::size_t word_end(std::size_t at) const;
  std::size_t word_begin(std::size_t at) const;  // of the word that ends before `at`

 private:
  static constexpr std::size_t margin = 64;

  std::vector<char> lower_{};
  std::vector<ByteClasses> classes_{};
  std::size_t blocks_ = 0;
  bool is_ascii_ = true;
  bool has_triples_ = false;
};

}  // namespace social311::classifier
