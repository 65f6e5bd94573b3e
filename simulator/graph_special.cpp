// Paths that are no nodes: tokens, subscriptions, hashtags, mentions.
#include <algorithm>

#include "core/digest.h"
#include "core/text.h"
#include "simulator/graph_api.h"
#include "simulator/problem.h"

namespace social311::simulator {

namespace {

constexpr std::chrono::hours tag_window{7 * 24};
constexpr std::size_t tags_in_window = 30;

const std::vector<std::string_view>& webhook_fields() {
  static const std::vector<std::string_view> fields = {
      "feed",           "mention",       "messages",
      "message_echoes", "message_edits", "messaging_postbacks",
      "ratings",        "standby",       "message_deliveries",
      "message_reads",  "name",          "messaging_referrals"};
  return fields;
}

std::int64_t seconds(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

const std::vector<const char*>& scopes() {
  static const std::vector<const char*> all = {
      "pages_show_list",       "pages_read_engagement",     "pages_read_user_content",
      "pages_manage_metadata", "pages_manage_engagement",   "pages_messaging",
      "instagram_basic",       "instagram_manage_comments", "instagram_manage_messages"};
  return all;
}

}  // namespace

std::string hashtag_id(const std::string& tag) {
  return "1784" + std::to_string(1'000'000'000'000ULL + hash64(fold(tag)) % 1'000'000'000'000ULL);
}

WireReply GraphApi::special(Call& call, bool& known) {
  known = true;
  const bool get = call.verb == Verb::get;
  if (get && call.path == "debug_token") return debug_token(call);
  if (get && call.path == "oauth/access_token") return exchange_token(call);
  if (get && call.path == "ig_hashtag_search") return search_hashtag(call);
  if (get && call.path == "refresh_access_token" && call.host == GraphHost::instagram) {
    return refresh_instagram(call);
  }
  known = false;
  return {};
}

WireReply GraphApi::debug_token(const Call& call) const {
  if (auto refusal = refuse_parameters(call, {"input_token"})) return *refusal;
  const MetaAccount& meta = parts_.options.meta;
  const std::string token = call.param("input_token");
  const bool page = token == meta.page_access_token.reveal();
  const bool user = token == meta.user_access_token.reveal();
  JsonWriter out;
  out.object().key("data").object();
  if (!page && !user) {
    out.key("error").object().member("code", 190).member("message", "Invalid OAuth access token.");
    out.end().member("is_valid", false).key("scopes").list().end();
    return json_reply(200, out.str());
  }
  out.member("app_id", meta.app_id).member("type", page ? "PAGE" : "USER");
  out.member("application", "social311");
  out.member("data_access_expires_at", seconds(call.now + std::chrono::hours(90 * 24)));
  out.member("expires_at", page ? 0 : seconds(call.now + std::chrono::hours(60 * 24)));
  out.member("is_valid", true).member("issued_at", seconds(call.now - std::chrono::hours(24)));
  if (page) out.member("profile_id", meta.page_id);
  out.key("scopes").list();
  for (const char* scope : scopes()) out.value(scope);
  out.end().key("granular_scopes").list();
  for (const char* scope : scopes()) {
    out.object().member("scope", scope).key("target_ids").list();
    out.value(std::string_view(scope).starts_with("instagram") ? meta.ig_user_id : meta.page_id);
    out.end().end();
  }
  out.end().member("user_id", meta.user_id);
  return json_reply(200, out.str());
}

WireReply GraphApi::exchange_token(const Call& call) const {
  if (auto refusal = refuse_parameters(
          call, {"grant_type", "client_id", "client_secret", "fb_exchange_token"})) {
    return *refusal;
  }
  const MetaAccount& meta = parts_.options.meta;
  if (call.param("grant_type") != "fb_exchange_token" || call.param("client_id") != meta.app_id ||
      call.param("client_secret") != meta.app_secret.reveal()) {
    return graph_error({.message = "Error validating client secret.", .code = 1});
  }
  JsonWriter out;
  out.object()
      .member("access_token", meta.user_access_token.reveal())
      .member("token_type", "bearer");
  out.member("expires_in", 60 * 24 * 60 * 60);
  return json_reply(200, out.str());
}

WireReply GraphApi::refresh_instagram(const Call& call) const {
  if (auto refusal = refuse_parameters(call, {"grant_type"})) return *refusal;
  if (call.param("grant_type") != "ig_refresh_token") {
    return graph_refuse(100, "Invalid grant_type");
  }
  JsonWriter out;
  out.object().member("access_token", call.token_text).member("token_type", "bearer");
  out.member("expires_in", 60 * 24 * 60 * 60).member("permissions", "instagram_business_basic");
  return json_reply(200, out.str());
}

// Thirty different tags in seven rolling days; repeats are free.
WireReply GraphApi::search_hashtag(Call& call) {
  if (auto refusal = refuse_parameters(call, {"user_id", "q"})) return *refusal;
  if (call.param("user_id") != parts_.options.meta.ig_user_id) {
    return graph_refuse(100, "The parameter user_id is required");
  }
  const std::string tag = call.param("q");
  const bool fits = !tag.empty() && tag.find_first_of(" #@") == std::string::npos;
  if (!fits) return graph_refuse(100, "Invalid parameter: q");
  const std::string id = hashtag_id(tag);
  const auto known = searched_.find(id);
  if (known == searched_.end() || known->second.first <= call.now - tag_window) {
    const auto recent = std::count_if(searched_.begin(), searched_.end(), [&call](const auto& one) {
      return one.second.first > call.now - tag_window;
    });
    if (recent >= static_cast<std::ptrdiff_t>(tags_in_window)) {
      return graph_refuse(18, "You have reached the maximum number of hashtags in 7 days", 2207034);
    }
    searched_[id] = {call.now, tag};
  }
  JsonWriter out;
  out.object().key("data").list().object().member("id", id);
  return json_reply(200, out.str());
}

WireReply GraphApi::subscribed_list(const Call& call) const {
  if (auto refusal = refuse_parameters(call, {"limit", "after", "before"})) return *refusal;
  JsonWriter out;
  out.object().key("data").list();
  if (!subscribed_.empty()) {
    out.object().member("category", "Business").member("link", "https://social311.example/");
    out.member("name", "social311").member("id", parts_.options.meta.app_id);
    out.key("subscribed_fields").list();
    for (const std::string& field : subscribed_) out.value(field);
  }
  return json_reply(200, out.str());
}

// What is sent replaces what stood there.
WireReply GraphApi::subscribe(const Call& call) {
  std::vector<std::string> fields;
  for (const std::string& field : split(call.param("subscribed_fields"), ',')) {
    const auto& known = webhook_fields();
    if (std::find(known.begin(), known.end(), field) == known.end()) {
      return graph_refuse(100, "Param subscribed_fields must be one of its values");
    }
    fields.push_back(field);
  }
  if (call.verb == Verb::remove) fields.clear();
  subscribed_ = std::move(fields);
  return json_reply(200, R"({"success":true})");
}

// `fields=mentioned_comment.comment_id(ID){…}`: only what names the account.
WireReply GraphApi::mentioned(Call& call, const FieldAsk& field) {
  const bool comment = field.name == "mentioned_comment";
  const auto id = field.args.find(comment ? "comment_id" : "media_id");
  const SimItem* item =
      id == field.args.end() ? nullptr : parts_.commons.find(Site::instagram, id->second);
  const ItemKind kind = comment ? ItemKind::comment : ItemKind::post;
  if (item == nullptr || item->source.kind != kind || !names_page(*item)) {
    return unsupported_request("get", id == field.args.end() ? "" : id->second);
  }
  const Node node{comment ? NodeKind::ig_comment : NodeKind::ig_media, item->id, item};
  std::vector<FieldAsk> fields = field.fields;
  if (auto refusal = check_fields(node.kind, fields, call)) return *refusal;
  if (fields.empty()) fields.push_back({.name = "id"});
  JsonWriter out;
  out.object().key(field.name);
  write_node(out, node, fields, call);
  out.member("id", parts_.options.meta.ig_user_id);
  return json_reply(200, out.str());
}

}  // namespace social311::simulator
