// Our own texts as Mastodon reads them: how long they are, whom they name, whether one is ours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/mastodon/parse.h"
#include "core/length.h"

namespace social311::connectors::mastodon {

// Grapheme clusters, but each web address counts `address_characters` whatever its length. Never
// less than Mastodon counts: a mention's host, which it leaves out, is counted.
// Source: Mastodon docs, user/posting; the limits are the server's (Limits).
std::size_t measured_length(std::string_view text, std::size_t address_characters);
LengthRule length_rule(const Limits& limits);

// Whom a text names, "user" or "user@host" in lower case: each of them is notified, and sees it if
// it is direct.
std::vector<std::string> named_in(std::string_view text);

// The text with the author's address in front, if it does not name them: without it they are not
// told.
std::string addressed(const std::string& text, const std::string& acct);

// Whether a post of ours is this reply: its marker stands there as a whole word, or, where it has
// none, the texts are equal but for white space.
bool is_same_reply(std::string_view seen, std::string_view text, std::string_view marker);

}  // namespace social311::connectors::mastodon
