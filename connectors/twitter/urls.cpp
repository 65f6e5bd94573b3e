#include "connectors/twitter/urls.h"

#include <algorithm>
#include <optional>
#include <string>

#include "connectors/twitter/punycode.h"
#include "connectors/twitter/top_level_domains.h"

namespace social311::connectors::twitter {
namespace {

constexpr std::size_t longest_url = 4096;
constexpr std::size_t longest_label = 63;
constexpr std::size_t longest_domain = 300;     // code points; DNS ends at 253 bytes
constexpr std::size_t longest_short_link = 40;  // the part after t.co/

bool is_any_of(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}

bool is_ascii_alnum(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
}

bool is_latin_accent(char32_t c) {
  return (c >= 0xc0 && c <= 0xd6) || (c >= 0xd8 && c <= 0xf6) || (c >= 0xf8 && c <= 0xff) ||
         (c >= 0x100 && c <= 0x24f) || c == 0x253 || c == 0x254 || c == 0x256 || c == 0x257 ||
         c == 0x259 || c == 0x25b || c == 0x263 || c == 0x268 || c == 0x26f || c == 0x272 ||
         c == 0x289 || c == 0x28b || c == 0x2bb || (c >= 0x300 && c <= 0x36f) ||
         (c >= 0x1e00 && c <= 0x1eff);
}

bool is_cyrillic(char32_t c) {
  return c >= 0x400 && c <= 0x4ff;
}

bool is_directional(char32_t c) {
  return (c >= 0x202a && c <= 0x202e) || c == 0x61c || c == 0x200e || c == 0x200f ||
         (c >= 0x2066 && c <= 0x2069);
}

bool is_invalid(char32_t c) {
  return c == 0xfffe || c == 0xfeff || c == 0xffff;
}

bool is_space(char32_t c) {
  return (c >= 0x9 && c <= 0xd) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         c == 0x180e || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
         c == 0x205f || c == 0x3000;
}

bool is_plain(char32_t c) {
  return is_ascii_alnum(c) || c == U'-' || is_latin_accent(c);
}

// Inside a label; hyphen and underscore are judged apart.
bool is_domain_char(char32_t c) {
  return !is_any_of(c, U"!'#%&\"()*+,\\-./:;<=>?@[]^_`{|}~$") && !is_space(c) && !is_invalid(c) &&
         !is_directional(c);
}

bool may_precede(char32_t c) {
  if (is_directional(c)) return true;
  return !is_ascii_alnum(c) && !is_any_of(c, U"@＠$#＃") && !is_invalid(c);
}

bool is_path_char(char32_t c) {
  return is_ascii_alnum(c) || is_any_of(c, U"!*';:=+,.$/%#[]-–_~@|&") || is_cyrillic(c) ||
         is_latin_accent(c);
}

bool may_end_path(char32_t c) {
  return is_ascii_alnum(c) || is_any_of(c, U"+-=_#/") || is_cyrillic(c) || is_latin_accent(c);
}

bool is_query_char(char32_t c) {
  return is_ascii_alnum(c) || is_any_of(c, U"!?*'@();:&=+$/%#[]-_.,~|");
}

bool may_end_query(char32_t c) {
  return is_ascii_alnum(c) || is_any_of(c, U"-_&=#/");
}

// Reads one text from left to right; a position is an index of a code point.
class Finder {
 public:
  Finder(std::u32string_view text, Schemeless schemeless) : text_(text), schemeless_(schemeless) {}

  std::vector<UrlSpan> run();

 private:
  std::optional<std::size_t> match(std::size_t at);
  std::size_t scheme_length(std::size_t at) const;
  std::size_t label_end(std::size_t at, std::size_t limit) const;
  std::optional<std::size_t> domain_end(std::size_t at) const;
  std::optional<std::size_t> plain_domain_end(std::size_t at, std::size_t limit) const;
  void keep_plain_domains(std::size_t at, std::size_t domain_end, std::size_t end);
  bool is_label(std::size_t from, std::size_t to) const;
  bool labels_fit(std::size_t from, std::size_t to) const;
  std::size_t after_port(std::size_t at) const;
  std::size_t after_parens(std::size_t at) const;
  std::size_t after_path(std::size_t at) const;
  std::size_t after_query(std::size_t at) const;
  std::size_t short_link_end(std::size_t start, std::size_t name, std::size_t end) const;
  bool has(std::size_t at, char32_t c) const { return at < text_.size() && text_[at] == c; }
  void keep(std::size_t start, std::size_t end) { found_.push_back({start, end}); }

  std::u32string_view text_;
  Schemeless schemeless_;
  std::vector<UrlSpan> found_{};
};

// The character before a link is not part of what was looked at before.
std::vector<UrlSpan> Finder::run() {
  std::size_t at = 0;
  std::size_t done = 0;
  while (at < text_.size()) {
    const bool free = at == 0 || (at > done && may_precede(text_[at - 1]));
    const auto end = free ? match(at) : std::nullopt;
    if (end) done = *end;
    at = end ? *end : at + 1;
  }
  return std::move(found_);
}

std::size_t Finder::scheme_length(std::size_t at) const {
  for (const std::u32string_view scheme : {U"https://", U"http://"}) {
    if (text_.size() - at < scheme.size()) continue;
    std::size_t same = 0;
    while (same < scheme.size() &&
           (text_[at + same] | (same + 3 < scheme.size() ? 0x20 : 0)) == scheme[same])
      ++same;
    if (same == scheme.size()) return same;
  }
  return 0;
}

// Where the run of label characters from `at` on ends.
std::size_t Finder::label_end(std::size_t at, std::size_t limit) const {
  while (at < limit && (is_domain_char(text_[at]) || text_[at] == U'-' || text_[at] == U'_')) ++at;
  return at;
}

bool Finder::is_label(std::size_t from, std::size_t to) const {
  return from < to && is_domain_char(text_[from]) && is_domain_char(text_[to - 1]);
}

// The end of the longest valid domain from `at` on: labels, of which the last one before the ending
// holds no underscore.
std::optional<std::size_t> Finder::domain_end(std::size_t at) const {
  std::optional<std::size_t> best;
  const std::size_t limit = std::min(text_.size(), at + longest_domain);
  std::size_t label = at;
  for (std::size_t end = label_end(label, limit); has(end, U'.') && is_label(label, end);) {
    const std::size_t ending = known_ending(text_.substr(end + 1));
    const bool name = text_.substr(label, end - label).find(U'_') == std::u32string_view::npos;
    if (ending > 0 && name) best = end + 1 + ending;
    label = end + 1;
    end = label_end(label, limit);
  }
  return best;
}

// The same of ASCII and accented letters alone, before `limit`.
std::optional<std::size_t> Finder::plain_domain_end(std::size_t at, std::size_t limit) const {
  std::optional<std::size_t> best;
  for (std::size_t label = at; label < limit;) {
    std::size_t end = label;
    while (end < limit && is_plain(text_[end])) ++end;
    if (end == label || end == limit || text_[end] != U'.') break;
    const std::size_t ending = known_ending(text_.substr(end + 1, limit - end - 1));
    if (ending > 0) best = end + 1 + ending;
    label = end + 1;
  }
  return best;
}

// Without a scheme the letters of other scripts around a domain are not part of it:
// "これexample.comは" holds one, and several may stand in one run. What follows the run belongs to
// the last of them.
void Finder::keep_plain_domains(std::size_t at, std::size_t domain_end, std::size_t end) {
  const std::size_t before = found_.size();
  while (at < domain_end) {
    const auto stop = plain_domain_end(at, domain_end);
    if (stop && labels_fit(at, *stop)) keep(at, *stop);
    at = stop ? *stop : at + 1;
  }
  if (found_.size() > before && found_.back().end == domain_end) found_.back().end = end;
}

bool Finder::labels_fit(std::size_t from, std::size_t to) const {
  while (from < to) {
    std::size_t end = text_.find(U'.', from);
    if (end == std::u32string_view::npos || end > to) end = to;
    const std::u32string_view label = text_.substr(from, end - from);
    const auto length = wire_length(label);
    if (label.substr(0, 4) == U"xn--" && length != label.size()) return false;  // half encoded
    if (!length || *length == 0 || *length > longest_label) return false;
    from = end + 1;
  }
  return true;
}

std::size_t Finder::after_port(std::size_t at) const {
  if (!has(at, U':')) return at;
  std::size_t end = at + 1;
  while (end < text_.size() && text_[end] >= U'0' && text_[end] <= U'9') ++end;
  return end > at + 1 ? end : at;
}

// "(…)" or "(…(…)…)" of path characters; `at` when there is none.
std::size_t Finder::after_parens(std::size_t at) const {
  if (!has(at, U'(')) return at;
  int depth = 1;
  for (std::size_t i = at + 1; i < text_.size(); ++i) {
    if (text_[i] == U'(' && ++depth > 2) return at;
    if (text_[i] == U')' && --depth == 0) return i > at + 1 ? i + 1 : at;
    if (text_[i] != U'(' && text_[i] != U')' && !is_path_char(text_[i])) return at;
  }
  return at;
}

std::size_t Finder::after_path(std::size_t at) const {
  if (!has(at, U'/')) return at;
  std::size_t good = at + 1;
  for (std::size_t i = at + 1; i < text_.size();) {
    const std::size_t closed = after_parens(i);
    if (closed > i) {
      i = good = closed;
    } else if (is_path_char(text_[i])) {
      if (may_end_path(text_[i])) good = i + 1;
      ++i;
    } else {
      break;
    }
  }
  return good;
}

std::size_t Finder::after_query(std::size_t at) const {
  if (!has(at, U'?')) return at;
  std::size_t good = at;
  for (std::size_t i = at + 1; i < text_.size() && is_query_char(text_[i]); ++i) {
    if (may_end_query(text_[i])) good = i + 1;
  }
  return good;
}

// X's own short links end with their letters and digits: "t.co/abc," and "t.co/abc/d" alike. 0 =
// too long.
std::size_t Finder::short_link_end(std::size_t start, std::size_t name, std::size_t end) const {
  std::u32string host(text_.substr(name, 5));
  for (char32_t& c : host) {
    if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
  }
  if (name == start || host != U"t.co/") return end;
  std::size_t slug = name + 5;
  while (slug < end && is_ascii_alnum(text_[slug])) ++slug;
  if (slug == name + 5) return end;
  if (slug - name - 5 > longest_short_link) return 0;
  return after_query(slug);
}

// The end of what was looked at when a link may begin at `at`; it is kept when it is valid.
std::optional<std::size_t> Finder::match(std::size_t at) {
  std::size_t scheme = scheme_length(at);
  auto domain = domain_end(at + scheme);
  if (!domain && scheme > 0) {
    scheme = 0;
    domain = domain_end(at);
  }
  if (!domain) return std::nullopt;
  const std::size_t end = after_query(after_path(after_port(*domain)));
  const bool short_enough = end - at <= longest_url;
  if (scheme > 0) {
    const std::size_t stop = short_link_end(at, at + scheme, end);
    if (short_enough && labels_fit(at + scheme, *domain) && stop > 0) keep(at, stop);
    return stop > 0 ? stop : end;
  }
  const bool glued = at > 0 && is_any_of(text_[at - 1], U"-_./");
  if (schemeless_ == Schemeless::found && !glued && short_enough)
    keep_plain_domains(at, *domain, end);
  return end;
}

}  // namespace

std::vector<UrlSpan> find_urls(std::u32string_view text, Schemeless schemeless) {
  if (text.find(U'.') == std::u32string_view::npos) return {};
  return Finder(text, schemeless).run();
}

}  // namespace social311::connectors::twitter
