// The text of a post as people read it, from X's raw text and its entities. Offsets count code
// points of the raw text, so links are put in first and HTML entities unescaped after, once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"

namespace social311::connectors::twitter {

// The UTF-8 byte range of an entity; empty when its offsets do not lie in the text. `offsets` are
// those of core/text.h's code_point_offsets(raw).
std::optional<std::pair<std::size_t, std::size_t>> byte_range(
    const JsonValue& entity, const std::vector<std::size_t>& offsets);

// Short links become the addresses they stand for (unwound first), links to the post's own pictures
// go.
std::string readable_text(std::string_view raw, const JsonValue& entities);

struct Mention {
  std::string handle{};
  std::string id{};  // "" where X gives none

  bool operator==(const Mention&) const = default;
};
std::vector<Mention> mentions_of(const JsonValue& entities);

}  // namespace social311::connectors::twitter
