// X's answers as posts. Pure, and fed by strangers: whatever the bytes are, the end is a value.
// Takes the words of spec 2.166 and 2.167 alike. Sources: X docs; recorded answers.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/network.h"
#include "connectors/twitter/prices.h"
#include "core/post.h"
#include "core/result.h"

namespace social311::connectors::twitter {

// Whose answers these are: decides what may be answered.
struct Self {
  std::string id{};
  std::string handle{};
  Tier tier = Tier::self_serve;
};

// Why a post that did not call us may be answered all the same: by a person, of an Enterprise app.
// Never by itself: X forbids automatic answers to found posts in every tier.
constexpr const char* by_contract = unsummoned;

// A page of mentions, of search or of a timeline, or the answer to a look-up of posts.
// Fault: garbled (not the JSON of a page) or rejected (only errors came, nothing else).
// `unreadable` items are explained in `problems`.
Result<Page> parse_page(std::string_view body, const Self& self);

// The newest version that the post's own JSON knows of, "" where it names none.
std::string newest_version(const Post& post);

// The ids of a look-up that X names as deleted, or as protected or withheld. One that is neither
// here nor among the posts was left out without a reason, which proves nothing.
std::map<std::string, Gone> parse_gone(std::string_view body);
// Whether X shows the post in some countries only (policy.mdx: it must then be taken from view).
bool is_withheld(const Post& post);

// The id of a post that was just created.
std::optional<std::string> parse_created(std::string_view body);

// A handle as X allows them: ^[A-Za-z0-9_]{1,15}$
bool is_handle(std::string_view text);

}  // namespace social311::connectors::twitter
