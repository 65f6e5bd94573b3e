#include "simulator/graph_nodes.h"

#include <algorithm>
#include <array>
#include <map>

namespace social311::simulator {

namespace {

using Words = std::vector<std::string_view>;

const Words person_words = {"id", "name", "username", "email", "user_id"};
const Words object_words = {"id", "message", "created_time", "from", "permalink_url"};

const Words make_comment = {"attachment_id", "attachment_share_url", "attachment_url", "message"};
const Words send_message = {"message",    "messaging_type", "notification_type", "payload",
                            "persona_id", "recipient",      "reply_to",          "sender_action",
                            "tag",        "platform"};
const Words comment_list = {"filter", "live_filter", "order", "since", "summary"};

const std::vector<EdgeRule> edges = {
    {NodeKind::page,
     "feed",
     EdgeName::feed,
     NodeKind::post,
     {"include_hidden", "show_expired", "with", "since", "until"},
     {"message", "link", "published"},
     {}},
    {NodeKind::page,
     "published_posts",
     EdgeName::published_posts,
     NodeKind::post,
     {"since", "until"},
     {},
     {}},
    {NodeKind::page, "tagged", EdgeName::tagged, NodeKind::post, {}, {}, {}},
    {NodeKind::page,
     "conversations",
     EdgeName::conversations,
     NodeKind::thread,
     {"folder", "platform", "tags", "user_id"},
     {},
     {}},
    {NodeKind::page, "messages", EdgeName::messages, NodeKind::message, {}, send_message, {}},
    {NodeKind::page,
     "subscribed_apps",
     EdgeName::subscribed_apps,
     NodeKind::app,
     {},
     {"subscribed_fields"},
     {"subscribed_fields"}},
    {NodeKind::person,
     "accounts",
     EdgeName::accounts,
     NodeKind::account,
     {"business_id", "is_business", "is_place", "is_promotable"},
     {},
     {}},
    {NodeKind::post,
     "comments",
     EdgeName::comments,
     NodeKind::comment,
     comment_list,
     make_comment,
     {}},
    {NodeKind::post, "attachments", EdgeName::attachments, NodeKind::attachment, {}, {}, {}},
    {NodeKind::post,
     "likes",
     EdgeName::likes,
     NodeKind::person,
     {"summary"},
     {"feedback_source"},
     {"feedback_source"}},
    {NodeKind::comment,
     "comments",
     EdgeName::comments,
     NodeKind::comment,
     comment_list,
     make_comment,
     {}},
    {NodeKind::comment,
     "likes",
     EdgeName::likes,
     NodeKind::person,
     {"summary"},
     {"feedback_source"},
     {"feedback_source"}},
    {NodeKind::thread, "messages", EdgeName::messages, NodeKind::message, {"source"}, {}, {}},
    {NodeKind::ig_user, "media", EdgeName::media, NodeKind::ig_media, {"since", "until"}, {}, {}},
    {NodeKind::ig_user, "tags", EdgeName::tags, NodeKind::ig_media, {}, {}, {}},
    {NodeKind::ig_user,
     "mentions",
     EdgeName::mentions,
     NodeKind::ig_comment,
     {},
     {"comment_id", "media_id", "message"},
     {}},
    {NodeKind::ig_user,
     "recently_searched_hashtags",
     EdgeName::recently_searched_hashtags,
     NodeKind::hashtag,
     {},
     {},
     {}},
    {NodeKind::ig_user,
     "conversations",
     EdgeName::conversations,
     NodeKind::thread,
     {"folder", "platform", "tags", "user_id"},
     {},
     {}},
    {NodeKind::ig_user, "messages", EdgeName::messages, NodeKind::message, {}, send_message, {}},
    {NodeKind::ig_media,
     "comments",
     EdgeName::comments,
     NodeKind::ig_comment,
     {},
     {"ad_id", "message"},
     {}},
    {NodeKind::ig_comment,
     "replies",
     EdgeName::replies,
     NodeKind::ig_comment,
     {},
     {"ad_id", "message"},
     {}},
    {NodeKind::hashtag,
     "recent_media",
     EdgeName::recent_media,
     NodeKind::ig_media,
     {"user_id"},
     {},
     {}},
};

std::vector<FieldRule> plain(const Words& names) {
  std::vector<FieldRule> rules;
  for (const std::string_view name : names) rules.push_back({name, {}});
  return rules;
}

std::vector<FieldRule> with(const Words& names, std::vector<FieldRule> more) {
  std::vector<FieldRule> rules = plain(names);
  rules.insert(rules.end(), more.begin(), more.end());
  return rules;
}

using FieldTable = std::map<NodeKind, std::vector<FieldRule>>;

void add_page_fields(FieldTable& all) {
  all[NodeKind::page] = with(
      {"id", "name", "access_token", "about", "category", "fan_count", "followers_count", "link",
       "username", "tasks", "is_published", "is_webhooks_subscribed", "verification_status",
       "has_transitioned_to_new_page_experience", "page_token", "website"},
      {{"instagram_business_account", {"id", "username", "name"}},
       {"connected_instagram_account", {"id", "username", "name"}},
       {"business", {"id", "name"}}});
  all[NodeKind::account] =
      with({"id", "name", "access_token", "category", "tasks", "username", "link"},
           {{"category_list", {"id", "name"}},
            {"instagram_business_account", {"id", "username", "name"}}});
  all[NodeKind::post] = with({"id",
                              "created_time",
                              "updated_time",
                              "message",
                              "message_tags",
                              "story",
                              "story_tags",
                              "status_type",
                              "parent_id",
                              "permalink_url",
                              "is_hidden",
                              "is_published",
                              "is_expired",
                              "is_popular",
                              "is_spherical",
                              "is_inline_created",
                              "is_eligible_for_promotion",
                              "full_picture",
                              "picture",
                              "icon",
                              "promotable_id",
                              "promotion_status",
                              "can_reply_privately",
                              "comments_mirroring_domain",
                              "instagram_eligibility",
                              "timeline_visibility",
                              "subscribed",
                              "tagged_time",
                              "actions",
                              "shares"},
                             {{"from", person_words},
                              {"place", {"id", "name", "location"}},
                              {"privacy", {"value", "description"}},
                              {"to", person_words}});
}

void add_comment_fields(FieldTable& all) {
  all[NodeKind::comment] = with(
      {"id", "created_time", "message", "message_tags", "is_hidden", "is_private", "can_comment",
       "can_hide", "can_like", "can_remove", "can_reply_privately", "comment_count", "like_count",
       "permalink_url", "user_likes", "live_broadcast_timestamp"},
      {{"from", person_words},
       {"parent", object_words},
       {"object", object_words},
       {"attachment", {"type", "media", "url", "title", "description", "target"}},
       {"private_reply_conversation", {"id", "link", "updated_time"}},
       {"application", {"id", "name"}},
       {"admin_creator", {"id", "name"}}});
}

void add_message_fields(FieldTable& all) {
  all[NodeKind::thread] = with(
      {"id", "updated_time", "message_count", "unread_count", "can_reply", "link", "snippet",
       "subject", "name", "folder", "is_owner", "is_subscribed", "scoped_thread_key", "wallpaper"},
      {{"participants", person_words},
       {"senders", person_words},
       {"former_participants", person_words}});
  all[NodeKind::message] = with(
      {"id", "created_time", "message", "sticker", "is_unsupported", "thread_id"},
      {{"from", person_words},
       {"to", person_words},
       {"attachments", {"id", "image_data", "mime_type", "name", "size", "file_url", "video_data"}},
       {"shares", {"id", "link", "name", "description", "template"}},
       {"tags", {"name"}},
       {"reactions", {"reaction", "users"}},
       {"story", {"mention", "reply_to"}}});
  all[NodeKind::person] =
      plain({"id", "name", "first_name", "last_name", "profile_pic", "username"});
}

void add_instagram_fields(FieldTable& all) {
  all[NodeKind::ig_user] =
      with({"id", "user_id", "username", "name", "biography", "followers_count", "follows_count",
            "has_profile_pic", "ig_id", "is_published", "legacy_instagram_user_id", "media_count",
            "profile_picture_url", "website", "account_type", "shopping_review_status"},
           {});
  all[NodeKind::ig_media] =
      with({"id", "caption", "timestamp", "permalink", "comments_count", "like_count", "media_type",
            "media_product_type", "media_url", "username", "shortcode", "thumbnail_url", "ig_id",
            "alt_text", "is_comment_enabled", "is_shared_to_feed", "view_count",
            "legacy_instagram_media_id"},
           {{"owner", {"id", "username"}}});
  all[NodeKind::ig_comment] = with(
      {"id", "text", "timestamp", "username", "hidden", "like_count", "parent_id",
       "legacy_instagram_comment_id"},
      {{"from", {"id", "username"}},
       {"media",
        {"id", "media_product_type", "caption", "permalink", "timestamp", "username", "owner"}},
       {"user", {"id", "username"}}});
  all[NodeKind::hashtag] = plain({"id", "name"});
  all[NodeKind::attachment] = with(
      {"media_type", "type", "title", "description", "url", "unshimmed_url", "description_tags"},
      {{"media", {"image", "source"}},
       {"target", {"id", "url"}},
       {"subattachments",
        {"media_type", "type", "title", "description", "url", "media", "target"}}});
  all[NodeKind::app] = plain({"id", "name", "link", "category", "subscribed_fields"});
}

FieldTable make_fields() {
  FieldTable all;
  add_page_fields(all);
  add_comment_fields(all);
  add_message_fields(all);
  add_instagram_fields(all);
  return all;
}

}  // namespace

const char* name_of(NodeKind kind) {
  static constexpr std::array<const char*, 14> names = {
      "Page", "PagePost",        "Comment", "UnifiedThread", "UnifiedMessage",
      "User", "IGUser",          "IGMedia", "IGComment",     "ShadowIGHashtag",
      "Page", "StoryAttachment", "Summary", "Application"};
  return names[static_cast<std::size_t>(kind)];
}

const EdgeRule* edge_of(NodeKind node, std::string_view word) {
  const auto found = std::find_if(edges.begin(), edges.end(), [node, word](const EdgeRule& rule) {
    return rule.node == node && rule.word == word;
  });
  return found == edges.end() ? nullptr : &*found;
}

bool takes(const EdgeRule& rule, Verb verb) {
  if (verb == Verb::post) return !rule.post.empty();
  if (verb == Verb::remove) return !rule.remove.empty();
  return rule.edge != EdgeName::mentions && (rule.edge != EdgeName::messages || rule.post.empty());
}

const std::vector<FieldRule>& fields_of(NodeKind node) {
  static const std::map<NodeKind, std::vector<FieldRule>> all = make_fields();
  static const std::vector<FieldRule> none;
  const auto found = all.find(node);
  return found == all.end() ? none : found->second;
}

const std::vector<std::string_view>& default_fields(NodeKind node) {
  static const std::map<NodeKind, Words> all = {
      {NodeKind::page, {"name", "id"}},
      {NodeKind::account, {"access_token", "category", "name", "id", "tasks"}},
      {NodeKind::post, {"created_time", "message", "story", "id"}},
      {NodeKind::comment, {"created_time", "from", "message", "id"}},
      {NodeKind::thread, {"id", "link", "updated_time"}},
      {NodeKind::message, {"id", "created_time"}},
      {NodeKind::person, {"name", "id"}},
      {NodeKind::attachment, {"description", "media", "media_type", "target", "type", "url"}},
      {NodeKind::ig_comment, {"timestamp", "text", "id"}},
      {NodeKind::app, {"category", "link", "name", "id", "subscribed_fields"}}};
  static const Words only_id = {"id"};
  const auto found = all.find(node);
  return found == all.end() ? only_id : found->second;
}

const std::vector<std::string_view>& update_parameters(NodeKind node) {
  static const Words comment = {"attachment_id", "attachment_share_url", "attachment_url",
                                "is_hidden", "message"};
  static const Words post = {"is_hidden", "is_pinned", "is_published", "message"};
  static const Words ig_comment = {"ad_id", "hide"};
  static const Words none;
  switch (node) {
    case NodeKind::comment:
      return comment;
    case NodeKind::post:
      return post;
    case NodeKind::ig_comment:
      return ig_comment;
    default:
      return none;
  }
}

}  // namespace social311::simulator
