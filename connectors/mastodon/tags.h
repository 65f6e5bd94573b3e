// The tags of an HTML text, one by one, with the attributes a toot's text depends on. Follows the
// tokenizer of the HTML standard as far as it decides what is text and what is not.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace social311::connectors::mastodon {

struct Tag {
  std::string name{};  // lower case
  bool closes = false;
  std::string_view classes{};  // raw values: into the HTML, entities not decoded
  std::string_view href{};
  std::string_view alt{};
};
bool has_class(const Tag& tag, std::string_view name);

// What stands at `at`: `end == at` means text. Comments, declarations and elements whose content is
// no text (script, style and their like, up to their end) are markup without a tag. What is never
// closed reaches to the end.
struct Markup {
  std::size_t end = 0;
  std::optional<Tag> tag{};
};
Markup read_markup(std::string_view html, std::size_t at);

}  // namespace social311::connectors::mastodon
