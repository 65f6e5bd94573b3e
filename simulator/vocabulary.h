// The names of X's API in its two vocabularies, endpoint by endpoint, as the OpenAPI
// documents 2.166 and 2.167 have them. What is not listed here is refused with 400.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/simulator.h"

namespace social311::simulator {

enum class Endpoint {
  mentions,
  search_recent,
  posts_by_ids,
  post_by_id,
  create_post,
  delete_post,
  me,
  user_by_name,
  user_by_id,
  user_posts,
  usage,
  dm_events,
  dm_events_with,
  dm_send,
  token,
  revoke,
};

struct Route {
  Endpoint endpoint = Endpoint::me;
  std::string method{};
  std::string pattern{};  // "/2/users/{id}/mentions", as in the documents
};
const std::vector<Route>& routes();

struct Routed {
  Endpoint endpoint = Endpoint::me;
  std::string value{};  // of the {…} part, "" without one
};
// Empty: no such path with this method.
std::optional<Routed> route(std::string_view method, std::string_view path);

enum class ValueKind { text, whole_number, id, moment, token, one_of, list_of, ids };

struct ParameterRule {
  std::string name{};
  ValueKind kind = ValueKind::text;
  std::int64_t min = 0;  // of the number, the text's or token's length, or the list's size
  std::int64_t max = 0;
  std::vector<std::string> values{};  // one_of, list_of
  bool required = false;
};
// Query parameters of an endpoint.
const std::vector<ParameterRule>& parameters_of(Endpoint endpoint, Vocabulary vocabulary);

// Words that differ between the vocabularies where answers are written.
struct Names {
  std::string fields{};               // post.fields
  std::string note{};                 // note_post
  std::string references{};           // referenced_posts
  std::string reference_expansion{};  // the expansion that brings the referenced posts
  std::string history{};              // edit_history_post_ids
  std::string included_posts{};       // includes.posts
  std::string repost_count{};
  std::string post_count{};  // of a user
  std::string problems{};    // "https://api.x.com/2/problems/"
};
const Names& names_of(Vocabulary vocabulary);

}  // namespace social311::simulator
