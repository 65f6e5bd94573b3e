#include "classifier/sieve.h"

#include <algorithm>

#include "classifier/byte_classes.h"
#include "classifier/match_text.h"
#include "classifier/sieve_doubts.h"
#include "classifier/sieve_sentences.h"

namespace social311::classifier {

using namespace sieving;

namespace {

constexpr std::size_t none = std::string_view::npos;

LowerText& own_text() {
  thread_local LowerText text;
  return text;
}

const LowerText& read(std::string_view post) {
  own_text().read(post);
  return own_text();
}

// The looks at one post. Its memory is the thread's.
class SieveReader {
 public:
  SieveReader(const SoughtWords& sought, std::string_view post)
      : sought_(sought),
        text_(read(post)),
        sentences_(sought, text_, post.size()),
        doubts_(sought, post, text_) {}

  // The first place from `from` on that wants reading.
  std::size_t next(std::size_t from) {
    for (std::size_t block = from / 64; block < text_.blocks(); ++block) {
      const std::uint64_t wanted = ~std::uint64_t{0} << (block == from / 64 ? from % 64 : 0);
      const ByteClasses& now = text_.block(block);
      const std::uint64_t unsure =
          (text_.spelled(block) | drawn_out(block, text_.triples(block) & wanted)) & wanted;
      const std::uint64_t closer =
          now.signs | now.quotes | now.low_lines | now.foreign | text_.mixed(block);
      std::size_t bit = first_bit(unsure);
      bit = std::min(bit, first_word(block, begins(block) & wanted & below(bit)));
      bit = std::min(bit, first_doubt(block, closer & wanted & below(bit)));
      if (bit < 64) return block * 64 + bit;
    }
    return none;
  }

  std::size_t sentence_begin(std::size_t at) const { return sentences_.begin_of(at); }
  std::size_t sentence_end(std::size_t at) const { return sentences_.end_of(at); }

 private:
  const char* letters() const { return text_.letters(); }

  std::uint64_t begins(std::size_t block) const {
    const std::uint64_t before = block == 0 ? 0 : text_.block(block - 1).words() >> 63;
    const std::uint64_t words = text_.block(block).words();
    return words & ~((words << 1) | before);
  }

  // 64 when there is none.
  std::size_t first_word(std::size_t block, std::uint64_t begins) const {
    const std::uint64_t words = text_.block(block).words();
    const std::uint64_t next = text_.block(block + 1).words();
    const std::uint64_t second = (words >> 1) | (next << 63);
    const std::uint64_t third = second & ((words >> 2) | (next << 62));
    const char* const from = letters() + block * 64;
    for (; begins != 0; begins &= begins - 1) {
      const std::size_t bit = first_bit(begins);
      const std::size_t size = 1 + ((second >> bit) & 1) + ((third >> bit) & 1);
      if (sought_.may_begin(beginning_of(from + bit, size)) &&
          sought_.is_sought(from + bit, text_.word_end(block * 64 + bit) - block * 64 - bit))
        return bit;
    }
    return 64;
  }

  std::size_t first_doubt(std::size_t block, std::uint64_t places) {
    for (; places != 0; places &= places - 1)
      if (doubts_.wants_reading(block * 64 + first_bit(places))) return first_bit(places);
    return 64;
  }

  // The words of these triples that may be sought ones.
  std::uint64_t drawn_out(std::size_t block, std::uint64_t triples) const {
    std::uint64_t out = 0;
    for (; triples != 0; triples &= triples - 1)
      if (doubts_.may_be_drawn_out(block * 64 + first_bit(triples)))
        out |= triples & (~triples + 1);
    return out;
  }

  const SoughtWords& sought_;
  const LowerText& text_;
  SieveSentences sentences_;
  SieveDoubts doubts_;
};

}  // namespace

std::size_t Excerpt::place_in_post(std::size_t at) const {
  if (whole_ || pieces_.empty()) return at;
  const auto after =
      std::upper_bound(pieces_.begin(), pieces_.end(), at,
                       [](std::size_t place, const Piece& piece) { return place < piece.at; });
  return at - (after - 1)->at + (after - 1)->from;
}

void Excerpt::take_all(std::string_view post) {
  post_ = post;
  whole_ = true;
}

void Excerpt::take_none(std::string_view post) {
  post_ = post;
  whole_ = false;
  own_.clear();
  pieces_.clear();
}

void Excerpt::take(std::size_t begin, std::size_t end) {
  if (begin == 0 && end == post_.size()) return take_all(post_);
  pieces_.push_back({own_.size(), begin});
  own_.append(post_.substr(begin, end - begin));
}

Sieve::Sieve(const Sought& sought) : closed_(SoughtWords::are_few(sought)) {
  if (closed_) sought_ = SoughtWords(sought);
}

void Sieve::sift(std::string_view post, Excerpt& excerpt) const {
  // Of a longer text the end is not read, and that may be the end of a word.
  if (!closed_ || post.size() > longest_text) return excerpt.take_all(post);
  excerpt.take_none(post);
  SieveReader reader(sought_, post);
  std::size_t read = 0;
  for (std::size_t at = reader.next(0); at != none; at = reader.next(read)) {
    const std::size_t begin = std::max(read, reader.sentence_begin(at));
    read = reader.sentence_end(at);
    excerpt.take(begin, read);
    if (read == post.size()) return;
  }
}

}  // namespace social311::classifier
