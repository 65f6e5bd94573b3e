#include <set>

#include "sql/rows.h"

namespace social311::sql {

namespace {

const char* name_of(PostKind kind) {
  switch (kind) {
    case PostKind::repost:
      return "repost";
    case PostKind::direct_message:
      return "direct_message";
    case PostKind::post:
      break;
  }
  return "post";
}

const char* name_of(Repliable value) {
  switch (value) {
    case Repliable::yes:
      return "yes";
    case Repliable::not_summoned:
      return "not_summoned";
    case Repliable::closed:
      return "closed";
    case Repliable::unknown:
      break;
  }
  return "unknown";
}

void texts(JsonWriter& json, const char* name, const std::vector<std::string>& values) {
  json.key(name).list();
  for (const auto& value : values) json.value(storable(value));
  json.end();
}

void details(JsonWriter& json, const Post& post) {
  json.key("details").object().member("quoted", storable(post.quoted));
  texts(json, "mentions", post.mentions);
  texts(json, "mention_ids", post.mention_ids);
  json.member("media", post.media);
  texts(json, "media_texts", post.media_texts);
  json.member("lat", post.lat).member("lon", post.lon);
  json.member("lang", storable(post.lang)).member("url", storable(post.url)).end();
}

void one_post(JsonWriter& json, const Post& post) {
  json.object()
      .member("network", post.network.empty() ? "import" : storable(post.network))
      .member("network_id", storable(post.id))
      .member("author_id", storable(post.author.id))
      .member("author_handle", storable(post.author.handle))
      .member("author_name", storable(post.author.name))
      .member("created_ms", ms(post.created_at))
      .member("in_reply_to", storable(post.in_reply_to))
      .member("conversation", storable(post.conversation))
      .member("kind", name_of(post.kind))
      .member("repliable", name_of(post.repliable))
      .member("repliable_reason", storable(post.repliable_reason))
      .member("version", storable(post.version))
      .member("text", storable(post.text))
      .member("raw", storable(post.raw));
  details(json, post);
  json.end();
}

}  // namespace

const char* name_of(ReplyWay way) {
  switch (way) {
    case ReplyWay::private_reply:
      return "private_reply";
    case ReplyWay::direct_message:
      return "direct_message";
    case ReplyWay::as_target:
      break;
  }
  return "reply";
}

std::string write_posts(const std::vector<Post>& posts) {
  std::set<std::pair<std::string, std::string>> written;
  JsonWriter json;
  json.list();
  for (const auto& post : posts)
    if (written.emplace(post.network, post.id).second) one_post(json, post);
  return json.str();
}

std::string write_texts(const std::vector<std::string>& values) {
  JsonWriter json;
  json.list();
  for (const auto& value : values) json.value(storable(value));
  return json.str();
}

std::string write_numbers(const std::vector<std::int64_t>& numbers) {
  JsonWriter json;
  json.list();
  for (const auto number : numbers) json.value(number);
  return json.str();
}

std::string write_location(const std::optional<Location>& location) {
  if (!location) return "null";
  JsonWriter json;
  json.object();
  if (location->start) json.member("start", static_cast<std::int64_t>(*location->start));
  if (location->end) json.member("end", static_cast<std::int64_t>(*location->end));
  json.member("text", storable(location->text)).member("kind", location->kind);
  json.member("lat", location->lat).member("lon", location->lon);
  return json.member("neighborhood", storable(location->neighborhood)).str();
}

std::string write_reply_row(const NewReply& reply) {
  JsonWriter json;
  json.object()
      .member("account_key", storable(reply.account_key))
      .member("target_post_id", storable(reply.target_post_id))
      .member("kind", social311::name_of(reply.kind))
      .member("seq", reply.seq)
      .member("case_number", storable(reply.case_number))
      .member("body", storable(reply.body))
      .member("marker", storable(reply.marker))
      .member("network_key", storable(reply.network_key))
      .member("language", storable(reply.language))
      .member("policy", social311::name_of(reply.policy))
      .member("state", social311::name_of(reply.state))
      .member("not_before_ms", ms(reply.not_before))
      .member("created_by", storable(reply.by))
      .member("created_ms", ms(reply.created_at))
      .member("way", name_of(reply.way));
  return json.str();
}

std::string write_case_row(const NewCaseRow& row) {
  JsonWriter json;
  json.object()
      .member("public_token", storable(row.public_token))
      .member("status", social311::name_of(row.status))
      .member("topic", storable(row.topic))
      .member("service_code", storable(row.service_code))
      .member("division", storable(row.division))
      .member("priority", social311::name_of(row.priority))
      .member("opened_ms", ms(row.opened_at))
      .member("due_ms", ms(row.due_at))
      .member("language", storable(row.language))
      .member("reason", storable(row.reason))
      .member("opened_by", storable(row.opened_by))
      .member("partner", row.partner)
      .key("location")
      .raw(write_location(row.location));
  return json.str();
}

}  // namespace social311::sql
