// Which parts of a text X takes for links. Follows the rules of twitter-text 3 (extractUrls).
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace social311::connectors::twitter {

struct UrlSpan {  // code points, end exclusive
  std::size_t start = 0;
  std::size_t end = 0;

  bool operator==(const UrlSpan&) const = default;
};

enum class Schemeless { found, ignored };
std::vector<UrlSpan> find_urls(std::u32string_view text, Schemeless schemeless = Schemeless::found);

}  // namespace social311::connectors::twitter
