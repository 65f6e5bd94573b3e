// What items of all of Meta's lists have in common.
#pragma once

#include <string>
#include <string_view>

#include "core/json.h"
#include "core/post.h"

namespace social311::connectors::meta {

inline constexpr std::size_t most_mentions = 100;

// Of `from`: {"id","name"} or {"id","username"}. All empty when it is missing: an anonymous third
// party.
Author author_of(const JsonValue& from);
// A web address, or "".
std::string address_of(const JsonValue& value);
// 16 hexadecimal digits; the same text gives the same version whatever way it came in.
std::string text_version(std::string_view text);

// One attachment; what it says of itself is searchable.
void read_attachment(const JsonValue& attachment, Post& post);
// A list of them; of a list within an attachment each counts.
void read_attachments(const JsonValue& list, Post& post);

}  // namespace social311::connectors::meta
