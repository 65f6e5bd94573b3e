#include "classifier/fold.h"

#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "classifier/letters.h"

namespace social311::classifier {
namespace {

// "don't" is one word; the quotation marks that people type for its apostrophe are three.
std::size_t apostrophe_size(std::string_view text, std::size_t at) {
  if (text[at] == '\'' || text[at] == '`') return 1;
  const std::string_view three = text.substr(at, 3);
  return three == "\xE2\x80\x99" || three == "\xE2\x80\x98" ? 3 : 0;
}

bool joins_negation(std::string_view text, std::size_t at) {
  const std::size_t size = at == 0 || text[at - 1] != 'n' ? 0 : apostrophe_size(text, at);
  if (size == 0 || at + size >= text.size() || text[at + size] != 't') return false;
  return at >= 2 && is_ascii_word(text[at - 2]) && !word_at(text, at + size + 1);
}

constexpr bool wants_fold(char c) {
  return c == '\'' || c == '`' || static_cast<unsigned char>(c) >= 0x80;
}

// The first place from `at` on that wants folding, or the end.
std::size_t next_fold(std::string_view text, std::size_t at) {
#if defined(__SSE2__)
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i c = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const __m128i mark =
        _mm_or_si128(_mm_cmpeq_epi8(c, _mm_set1_epi8('\'')), _mm_cmpeq_epi8(c, _mm_set1_epi8('`')));
    const int found = _mm_movemask_epi8(_mm_or_si128(c, mark));  // the highest bit is what counts
    if (found != 0)
      return at + static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(found)));
  }
#endif
  while (at < text.size() && !wants_fold(text[at])) ++at;
  return at;
}

// Accents, ornaments and the apostrophe of "don't" go; nothing grows, so it is done in place.
class Folder {
 public:
  explicit Folder(MatchText& into) : text_(into.text), source_(into.source) {}

  void run() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t next = next_fold(text_, at);
      keep_all(at, next);
      at = next < text_.size() ? closer(next) : next;
    }
    source_[out_] = source_[text_.size()];
    text_.resize(out_);
    source_.resize(out_ + 1);
  }

 private:
  void keep(std::size_t from, char c) {
    source_[out_] = source_[from];
    text_[out_++] = c;
  }

  void keep_all(std::size_t from, std::size_t to) {
    if (out_ != from) {
      std::memmove(text_.data() + out_, text_.data() + from, to - from);
      std::memmove(source_.data() + out_, source_.data() + from,
                   (to - from) * sizeof(std::uint32_t));
    }
    out_ += to - from;
  }

  std::size_t closer(std::size_t at) {
    const bool negation = joins_negation(text_, at);
    if (static_cast<unsigned char>(text_[at]) < 0x80) {
      if (!negation) keep(at, text_[at]);
      return at + 1;
    }
    const Decoded letter = decode(text_, at);
    const char plain = without_accent(letter.value);
    if (plain != 0) {
      keep(at, plain);
    } else if (!negation && !is_combining_ornament(letter.value)) {
      for (std::size_t i = 0; i < letter.size; ++i) keep(at + i, text_[at + i]);
    }
    return at + letter.size;
  }

  std::string& text_;
  std::vector<std::uint32_t>& source_;
  std::size_t out_ = 0;
};

}  // namespace

void fold_in_place(MatchText& into) {
  if (next_fold(into.text, 0) < into.text.size()) Folder(into).run();
}

}  // namespace social311::classifier
