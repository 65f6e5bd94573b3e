// The Graph API's nodes, edges, fields and parameters, as Meta's own descriptions list them
// (facebook-business-sdk-codegen, v25.0) and its reference pages explain them. What is not listed
// here does not exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace social311::simulator {

enum class NodeKind {
  page,
  post,
  comment,
  thread,
  message,
  person,
  ig_user,
  ig_media,
  ig_comment,
  hashtag,
  account,     // an entry of /me/accounts
  attachment,  // of a post
  summary,
  app,
};
const char* name_of(NodeKind kind);  // "Page", as error messages call it

enum class EdgeName {
  feed,
  published_posts,
  tagged,
  comments,
  attachments,
  conversations,
  messages,
  likes,
  accounts,
  subscribed_apps,
  media,
  tags,
  replies,
  mentions,
  recent_media,
  recently_searched_hashtags,
  participants,
};

struct EdgeRule {
  NodeKind node = NodeKind::page;
  const char* word = "";
  EdgeName edge = EdgeName::feed;
  NodeKind holds = NodeKind::post;
  std::vector<std::string_view> get{};   // parameters beside fields, limit, after, before
  std::vector<std::string_view> post{};  // empty: cannot be posted to
  std::vector<std::string_view> remove{};
};
enum class Verb { get, post, remove };
// Empty (nullptr): there is no such edge.
const EdgeRule* edge_of(NodeKind node, std::string_view word);
bool takes(const EdgeRule& rule, Verb verb);

// Fields that hold one value or one object, and what stands in their braces.
struct FieldRule {
  std::string_view name{};
  std::vector<std::string_view> inside{};
};
const std::vector<FieldRule>& fields_of(NodeKind node);
const std::vector<std::string_view>& default_fields(NodeKind node);
// Parameters of `POST /{node}`.
const std::vector<std::string_view>& update_parameters(NodeKind node);

}  // namespace social311::simulator
