#include "connectors/twitter/text.h"

#include <algorithm>
#include <array>

#include "connectors/twitter/urls.h"
#include "core/text.h"
#include "core/utf8.h"

namespace social311::connectors::twitter {
namespace {

struct Range {
  char32_t first = 0;
  char32_t last = 0;
};

template <std::size_t n>
bool lies_in(char32_t c, const std::array<Range, n>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

// Configuration 3 of twitter-text: these weigh 1, the rest 2.
constexpr std::array<Range, 4> light{
    {{0x0, 0x10ff}, {0x2000, 0x200d}, {0x2010, 0x201f}, {0x2032, 0x2037}}};

// Blocks whose characters are shown as emoji. Wider than the emoji property: their characters weigh
// 2 alone and 2 as emoji, so only what follows them is decided here.
constexpr std::array<Range, 16> pictures{{{0x203c, 0x203c},
                                          {0x2049, 0x2049},
                                          {0x2122, 0x2122},
                                          {0x2139, 0x2139},
                                          {0x2194, 0x21aa},
                                          {0x231a, 0x23ff},
                                          {0x24c2, 0x24c2},
                                          {0x25aa, 0x25fe},
                                          {0x2600, 0x27bf},
                                          {0x2934, 0x2935},
                                          {0x2b05, 0x2b55},
                                          {0x3030, 0x303d},
                                          {0x3297, 0x3299},
                                          {0x1f000, 0x1f1e5},
                                          {0x1f200, 0x1f3fa},
                                          {0x1f400, 0x1faff}}};

constexpr char32_t joiner = 0x200d;
constexpr char32_t emoji_style = 0xfe0f;
constexpr char32_t keycap = 0x20e3;

bool is_skin(char32_t c) {
  return c >= 0x1f3fb && c <= 0x1f3ff;
}

bool is_regional(char32_t c) {
  return c >= 0x1f1e6 && c <= 0x1f1ff;
}

bool is_tag(char32_t c) {
  return c >= 0xe0020 && c <= 0xe007e;
}

// Reads emoji sequences (Unicode TR51) in a text.
class EmojiReader {
 public:
  explicit EmojiReader(std::u32string_view text) : text_(text) {}

  // Code points of the sequence at `at`; 0 when none begins there.
  std::size_t length_at(std::size_t at) const {
    const char32_t c = text_[at];
    if (const std::size_t end = keycap_end(at)) return end - at;
    if (is_regional(c)) return is_regional(peek(at + 1)) ? 2 : 0;
    if ((c == 0xa9 || c == 0xae) && peek(at + 1) == emoji_style) return 2;  // © and ® as emoji
    if (is_skin(c)) return 1;
    if (!lies_in(c, pictures)) return 0;
    return sequence_end(at) - at;
  }

 private:
  char32_t peek(std::size_t at) const { return at < text_.size() ? text_[at] : 0; }

  std::size_t keycap_end(std::size_t at) const {
    const char32_t c = text_[at];
    if (!(c >= U'0' && c <= U'9') && c != U'#' && c != U'*') return 0;
    const std::size_t next = peek(at + 1) == emoji_style ? at + 2 : at + 1;
    return peek(next) == keycap ? next + 1 : 0;
  }

  std::size_t element_end(std::size_t at) const {
    ++at;
    if (peek(at) == emoji_style) ++at;
    if (is_skin(peek(at))) ++at;
    return at;
  }

  std::size_t sequence_end(std::size_t at) const {
    std::size_t end = element_end(at);
    if (text_[at] == 0x1f3f4 && is_tag(peek(end))) {  // the flags of England, Scotland, Wales
      while (is_tag(peek(end))) ++end;
      if (peek(end) == 0xe007f) ++end;
    }
    while (peek(end) == joiner && lies_in(peek(end + 1), pictures)) end = element_end(end + 1);
    return end;
  }

  std::u32string_view text_;
};

bool is_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

// Code points of a cashtag at `at` (which is '$'): one to six letters, then perhaps "." or "_" and
// two more.
bool is_cashtag(std::u32string_view text, std::size_t at) {
  if (at > 0 && text[at - 1] > 0x20) return false;
  std::size_t end = at + 1;
  while (end < text.size() && is_letter(text[end])) ++end;
  if (end == at + 1 || end - at - 1 > 6) return false;
  return end == text.size() || text[end] <= 0x20 || text[end] < U'0' ||
         (text[end] > U'9' && text[end] < U'A') || text[end] == U'_';
}

}  // namespace

std::u32string code_points(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    out += point.value;
    at += point.bytes;
  }
  return out;
}

std::size_t weighted_length(std::string_view text, EmojiCount emoji) {
  const std::u32string points = code_points(nfc(text));
  const std::vector<UrlSpan> urls = find_urls(points);
  const EmojiReader emojis(points);
  std::size_t weight = 0;
  std::size_t next_url = 0;
  for (std::size_t at = 0; at < points.size();) {
    if (next_url < urls.size() && urls[next_url].start == at) {
      weight += link_weight;
      at = urls[next_url++].end;
      continue;
    }
    const std::size_t sequence = emoji == EmojiCount::as_one ? emojis.length_at(at) : 0;
    weight += sequence == 0 && lies_in(points[at], light) ? 1U : 2U;
    at += std::max<std::size_t>(sequence, 1);
  }
  return weight;
}

LengthRule length_rule() {
  return {longest_text, 0, [](std::string_view text) { return weighted_length(text); }};
}

std::size_t cashtag_count(std::string_view text) {
  const std::u32string points = code_points(text);
  std::size_t count = 0;
  for (std::size_t at = 0; at < points.size(); ++at) {
    if (points[at] == U'$' && is_cashtag(points, at)) ++count;
  }
  return count;
}

}  // namespace social311::connectors::twitter
