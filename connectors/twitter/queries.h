// Long searches. Recent search takes 512 characters (self-serve; X docs, rate-limits.mdx), a city's
// keywords need more: the query is parted at its ORs into several that together find the same
// posts. Each is a feed with a cursor of its own; a post that two of them find is stored once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace social311::connectors::twitter {

constexpr std::size_t longest_query = 512;
// Room for "(…)" and " -from:" with a handle of 15 characters: our own posts need not be paid for.
constexpr std::size_t room_for_ourselves = 24;
constexpr std::size_t most_queries = 64;

std::size_t query_length(std::string_view query);  // as X counts: code points
// Whether "a OR b" stands outside of parentheses and quotation marks.
bool has_open_or(std::string_view query);

// Queries of at most `longest` characters each. The same words in the same order give the same
// queries, and words added at the end leave the first ones (and their cursors) as they were.
// AND binds tighter than OR: "(a OR b) c" is parted as "(a) c" and "(b) c".
// Fault rejected, "at character N: …" (from 1): an open parenthesis or quotation mark, or a part
// that is too long and holds no OR.
Result<std::vector<std::string>> split_query(std::string_view query, std::size_t longest);

}  // namespace social311::connectors::twitter
