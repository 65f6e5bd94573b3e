// Whom a text mentions and which hashtags it holds, as X sees it before it has answered with
// entities. Follows the rules of twitter-text 3 (extractMentions, extractHashtags).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace social311::connectors::twitter {

struct NameSpan {  // code points, sign included, end exclusive
  std::size_t start = 0;
  std::size_t end = 0;
  std::string name{};       // without sign
  std::string list_slug{};  // "/name" of a list, mentions only

  bool operator==(const NameSpan&) const = default;
};

// "@name", and "@name/list" with its slug.
std::vector<NameSpan> find_mentions_and_lists(std::u32string_view text);
std::vector<NameSpan> find_mentions(std::u32string_view text);  // no lists
std::vector<NameSpan> find_hashtags(std::u32string_view text);  // none inside a link

}  // namespace social311::connectors::twitter
