#include "connectors/twitter/names.h"

#include <algorithm>
#include <optional>

#include "connectors/twitter/urls.h"
#include "core/letters.h"
#include "core/utf8.h"

namespace social311::connectors::twitter {
namespace {

constexpr std::size_t longest_name = 20;
constexpr std::size_t longest_slug = 24;  // behind its first letter

bool is_any_of(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}

bool is_ascii_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

bool is_name_char(char32_t c) {
  return is_ascii_letter(c) || (c >= U'0' && c <= U'9') || c == U'_';
}

bool is_at(char32_t c) {
  return c == U'@' || c == U'＠';
}

bool is_hash(char32_t c) {
  return c == U'#' || c == U'＃';
}

bool is_latin_accent(char32_t c) {
  return (c >= 0xc0 && c <= 0xd6) || (c >= 0xd8 && c <= 0xf6) || (c >= 0xf8 && c <= 0x24f) ||
         is_any_of(c,
                   U"\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u02bb") ||
         (c >= 0x300 && c <= 0x36f) || (c >= 0x1e00 && c <= 0x1eff);
}

bool is_hashtag_alpha(char32_t c) {
  const CharKind kind = char_kind(c);
  return kind == CharKind::letter || kind == CharKind::mark;
}

bool is_hashtag_char(char32_t c) {
  return is_hashtag_alpha(c) || char_kind(c) == CharKind::digit ||
         is_any_of(c,
                   U"_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb"
                   U"\u3003\u0f0b\u0f0c\u00b7");
}

std::string utf8_of(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

// Reads one text from left to right. What an earlier match has taken is not looked at again:
// `done_` is where it ended.
class Reader {
 public:
  explicit Reader(std::u32string_view text) : text_(text) {}

  std::vector<NameSpan> mentions();
  std::vector<NameSpan> hashtags();

 private:
  bool follows(std::size_t at, std::u32string_view what) const {
    return text_.substr(at, what.size()) == what;
  }
  bool mention_may_begin(std::size_t at) const;
  bool repeats(std::size_t at) const;
  bool hashtag_may_begin(std::size_t at) const;
  std::size_t slug_end(std::size_t at) const;
  std::optional<NameSpan> mention_at(std::size_t at);
  std::optional<NameSpan> hashtag_at(std::size_t at);

  std::u32string_view text_;
  std::size_t done_ = 0;
};

// "RT@name" and "rt:@name" stand for themselves.
bool Reader::repeats(std::size_t at) const {
  std::size_t end = at;
  if (end > done_ && text_[end - 1] == U':') --end;
  if (end < done_ + 2 || !is_any_of(text_[end - 2], U"rR") || !is_any_of(text_[end - 1], U"tT"))
    return false;
  if (end == 2) return true;
  const char32_t before = text_[end - 3];
  return end - 3 >= done_ && !is_name_char(before) && !is_any_of(before, U"+~.-");
}

bool Reader::mention_may_begin(std::size_t at) const {
  if (at == 0) return true;
  const char32_t before = text_[at - 1];
  const bool plain = at > done_ && !is_name_char(before) && !is_any_of(before, U"!#$%&*@＠");
  return plain || repeats(at);
}

std::size_t Reader::slug_end(std::size_t at) const {
  if (at + 1 >= text_.size() || text_[at] != U'/' || !is_ascii_letter(text_[at + 1])) return at;
  std::size_t end = at + 2;
  while (end < text_.size() && end - at - 2 < longest_slug &&
         (is_name_char(text_[end]) || text_[end] == U'-'))
    ++end;
  return end;
}

std::optional<NameSpan> Reader::mention_at(std::size_t at) {
  if (!is_at(text_[at]) || !mention_may_begin(at)) return std::nullopt;
  std::size_t name = at + 1;
  while (name < text_.size() && name - at - 1 < longest_name && is_name_char(text_[name])) ++name;
  if (name == at + 1) return std::nullopt;
  const std::size_t end = slug_end(name);
  done_ = end;
  const bool mail = end < text_.size() && (is_at(text_[end]) || is_latin_accent(text_[end]));
  if (mail || follows(end, U"://")) return std::nullopt;
  return NameSpan{at, end, utf8_of(text_.substr(at + 1, name - at - 1)),
                  utf8_of(text_.substr(name, end - name))};
}

std::vector<NameSpan> Reader::mentions() {
  std::vector<NameSpan> out;
  for (std::size_t at = 0; at < text_.size(); at = std::max(at + 1, done_)) {
    if (auto mention = mention_at(at)) out.push_back(std::move(*mention));
  }
  return out;
}

bool Reader::hashtag_may_begin(std::size_t at) const {
  if (at == 0) return true;
  const char32_t before = text_[at - 1];
  if (at == done_) return false;
  return before == 0xfe0e || before == 0xfe0f || (!is_hashtag_char(before) && before != U'&');
}

std::optional<NameSpan> Reader::hashtag_at(std::size_t at) {
  if (!is_hash(text_[at]) || !hashtag_may_begin(at)) return std::nullopt;
  std::size_t end = at + 1;
  bool has_letter = false;
  for (; end < text_.size() && is_hashtag_char(text_[end]); ++end)
    has_letter = has_letter || is_hashtag_alpha(text_[end]);
  // U+FE0F and U+20E3 behind the sign make it a picture of a key.
  const bool key = at + 1 < text_.size() && (text_[at + 1] == 0xfe0f || text_[at + 1] == 0x20e3);
  if (!has_letter || key) return std::nullopt;
  done_ = end;
  const bool more = end < text_.size() && is_hash(text_[end]);
  if (more || follows(end, U"://")) return std::nullopt;
  return NameSpan{at, end, utf8_of(text_.substr(at + 1, end - at - 1)), {}};
}

std::vector<NameSpan> Reader::hashtags() {
  std::vector<NameSpan> out;
  for (std::size_t at = 0; at < text_.size(); at = std::max(at + 1, done_)) {
    if (auto tag = hashtag_at(at)) out.push_back(std::move(*tag));
  }
  return out;
}

}  // namespace

std::vector<NameSpan> find_mentions_and_lists(std::u32string_view text) {
  return Reader(text).mentions();
}

std::vector<NameSpan> find_mentions(std::u32string_view text) {
  std::vector<NameSpan> out = find_mentions_and_lists(text);
  std::erase_if(out, [](const NameSpan& span) { return !span.list_slug.empty(); });
  return out;
}

// Of a link and a hashtag that overlap, the one that begins first counts.
std::vector<NameSpan> find_hashtags(std::u32string_view text) {
  const std::vector<UrlSpan> urls = find_urls(text);
  std::vector<NameSpan> out;
  for (NameSpan& tag : Reader(text).hashtags()) {
    const bool inside = std::any_of(urls.begin(), urls.end(), [&tag](const UrlSpan& url) {
      return url.start <= tag.start && tag.start < url.end;
    });
    if (!inside) out.push_back(std::move(tag));
  }
  return out;
}

}  // namespace social311::connectors::twitter
