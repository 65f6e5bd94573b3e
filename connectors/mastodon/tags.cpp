#include "connectors/mastodon/tags.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace social311::connectors::mastodon {
namespace {

constexpr std::string_view blanks = " \t\n\r\f";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_blank(char c) {
  return blanks.find(c) != std::string_view::npos;
}

bool holds_no_text(std::string_view name) {
  constexpr std::array<std::string_view, 10> names{"script",   "style",   "title",    "textarea",
                                                   "iframe",   "noembed", "noframes", "xmp",
                                                   "noscript", "template"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::size_t find_or_end(std::string_view html, std::string_view what, std::size_t from) {
  const std::size_t found = html.find(what, from);
  return found == std::string_view::npos ? html.size() : found + what.size();
}

// Behind the end tag of `name`, in any case of letters.
std::size_t end_of_element(std::string_view html, std::string_view name, std::size_t from) {
  for (std::size_t at = html.find("</", from); at != std::string_view::npos;
       at = html.find("</", at + 2)) {
    if (to_lower_ascii(html.substr(at + 2, name.size())) == name)
      return find_or_end(html, ">", at + 2);
  }
  return html.size();
}

class TagReader {
 public:
  TagReader(std::string_view html, std::size_t at) : html_(html), at_(at) {}

  // Past "<" or "</"; false when the tag is never closed.
  bool read(Tag& tag) {
    const std::size_t start = at_;
    while (at_ < html_.size() && !is_blank(html_[at_]) && html_[at_] != '>' && html_[at_] != '/')
      ++at_;
    tag.name = to_lower_ascii(html_.substr(start, at_ - start));
    while (skip_to_attribute()) read_attribute(tag);
    if (at_ >= html_.size()) return false;
    ++at_;
    return true;
  }
  std::size_t end() const { return at_; }

 private:
  bool skip_to_attribute() {
    while (at_ < html_.size() && (is_blank(html_[at_]) || html_[at_] == '/')) ++at_;
    return at_ < html_.size() && html_[at_] != '>';
  }
  void skip_blanks() { at_ = std::min(html_.find_first_not_of(blanks, at_), html_.size()); }

  void read_attribute(Tag& tag) {
    const std::size_t start = at_++;  // a "=" in first place belongs to the name
    while (at_ < html_.size() && !is_blank(html_[at_]) && html_[at_] != '=' && html_[at_] != '>' &&
           html_[at_] != '/')
      ++at_;
    const std::string name = to_lower_ascii(html_.substr(start, at_ - start));
    skip_blanks();
    if (at_ >= html_.size() || html_[at_] != '=') return;
    ++at_;
    skip_blanks();
    const std::string_view value = read_value();
    if (name == "class") tag.classes = value;
    if (name == "href") tag.href = value;
    if (name == "alt") tag.alt = value;
  }

  std::string_view read_value() {
    const bool quoted = at_ < html_.size() && (html_[at_] == '"' || html_[at_] == '\'');
    const std::size_t start = quoted ? at_ + 1 : at_;
    const std::size_t end =
        quoted ? html_.find(html_[at_], start) : html_.find_first_of(" \t\n\r\f>", start);
    const std::size_t stop = std::min(end, html_.size());
    at_ = quoted ? std::min(stop + 1, html_.size()) : stop;
    return html_.substr(start, stop - start);
  }

  std::string_view html_;
  std::size_t at_;
};

}  // namespace

bool has_class(const Tag& tag, std::string_view name) {
  const std::string_view all = tag.classes;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t start = std::min(all.find_first_not_of(blanks, at), all.size());
    const std::size_t end = std::min(all.find_first_of(blanks, start), all.size());
    if (end > start && all.substr(start, end - start) == name) return true;
    at = end;
  }
  return false;
}

Markup read_markup(std::string_view html, std::size_t at) {
  if (html[at] != '<' || at + 1 >= html.size()) return {at, {}};
  if (html.substr(at, 4) == "<!--") return {find_or_end(html, "-->", at + 4), {}};
  const bool closes = html[at + 1] == '/';
  const std::size_t name = at + (closes ? 2 : 1);
  if (html[at + 1] == '!' || html[at + 1] == '?') return {find_or_end(html, ">", at), {}};
  if (name >= html.size() || !is_letter(html[name])) {
    if (closes && name < html.size()) return {find_or_end(html, ">", at), {}};
    return {at, {}};
  }
  TagReader reader(html, name);
  Tag tag;
  tag.closes = closes;
  if (!reader.read(tag)) return {html.size(), {}};
  if (!closes && holds_no_text(tag.name)) return {end_of_element(html, tag.name, reader.end()), {}};
  return {reader.end(), std::move(tag)};
}

}  // namespace social311::connectors::mastodon
