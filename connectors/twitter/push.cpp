#include "connectors/twitter/push.h"

#include <algorithm>

#include "connectors/twitter/ids.h"
#include "connectors/twitter/includes.h"
#include "connectors/twitter/twitter.h"
#include "core/digest.h"
#include "core/json.h"

namespace social311::connectors::twitter {
namespace {

constexpr std::string_view signature_header = "x-twitter-webhooks-signature";
constexpr std::size_t longest_challenge = 1'024;
constexpr std::size_t most_events = 200;
constexpr std::chrono::hours far_ahead{24};

std::string signature_of(std::string_view bytes, const Secret& consumer_secret) {
  return "sha256=" + base64(hmac_sha256(consumer_secret, bytes));
}

Pushed told(int status, std::string body = {}) {
  Pushed out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

void touch(const JsonValue& id, Pushed& out) {
  const std::string one = id_of(id);
  const bool known = std::find(out.touched.begin(), out.touched.end(), one) != out.touched.end();
  if (!one.empty() && !known && out.touched.size() < most_events) out.touched.push_back(one);
}

void touch_messages(const JsonValue& events, Pushed& out) {
  for (const JsonValue& event : events.items()) {
    const std::string type = event["type"].text_or("message_create");
    if (type == "message_create") touch(event["id"], out);
  }
}

// The payload of a post event is a post of API v2: read as a page that holds one.
void keep_post(const JsonValue& event, const Self& self, Instant now, Pushed& out) {
  JsonWriter page;
  page.object().key("data").list().raw(event["payload"].dump()).end();
  page.key("includes").raw(event["includes"].is_object() ? event["includes"].dump() : "{}");
  auto read = parse_page(page.str(), self);
  if (!read) return out.unreadable.push_back(event.dump());
  for (std::string& raw : read->unreadable) out.unreadable.push_back(std::move(raw));
  for (Post& post : read->posts) {
    const auto made = instant_of(post.version);
    if (made && *made > now + far_ahead) {
      out.unreadable.push_back(std::move(post.raw));
    } else {
      out.posts.push_back(std::move(post));
    }
  }
}

void read_activity(const JsonValue& event, const Self& self, Instant now, Pushed& out) {
  const std::string type = event["event_type"].text_or("");
  const JsonValue payload = event["payload"];
  if (event["filter"]["user_id"].id().value_or(self.id) != self.id) return;
  if (type == "post.delete") {
    const std::string id = id_of(payload["id"]);
    if (!id.empty()) out.gone.emplace(id, Gone::deleted);
  } else if (type == "post.create" || type == "post.mention.create" ||
             type == "post.reply.create" || type == "post.quote.create") {
    keep_post(event, self, now, out);
  } else if (type == "dm.received" || type == "dm.sent") {
    touch_messages(payload["direct_message_events"], out);
    touch(payload["id"], out);
  }
}

void read_account_activity(const JsonValue& root, const Self& self, Pushed& out) {
  if (root["for_user_id"].id().value_or("") != self.id) return;
  for (const JsonValue& post : root["tweet_create_events"].items())
    touch(post["id_str"].absent() ? post["id"] : post["id_str"], out);
  for (const JsonValue& event : root["tweet_delete_events"].items()) {
    const std::string id = id_of(event["status"]["id"]);
    if (!id.empty() && out.gone.size() < most_events) out.gone.emplace(id, Gone::deleted);
  }
  touch_messages(root["direct_message_events"], out);
}

std::string parameter(const Push& push, std::string_view name) {
  for (const auto& [key, value] : push.query)
    if (key == name) return value;
  return {};
}

std::string header_of(const Push& push, std::string_view name) {
  const auto found = push.headers.find(name);
  return found == push.headers.end() ? std::string() : found->second;
}

}  // namespace

std::string challenge_answer(std::string_view token, const Secret& consumer_secret) {
  JsonWriter json;
  json.object().member("response_token", signature_of(token, consumer_secret));
  return json.str();
}

bool is_signed(std::string_view body, std::string_view header, const Secret& consumer_secret) {
  return !consumer_secret.empty() &&
         equal_constant_time(header, signature_of(body, consumer_secret));
}

Pushed read_push(std::string_view body, const Self& self, Instant now) {
  const auto parsed = JsonValue::parse(body);
  if (!parsed || !parsed->is_object()) {
    Pushed out = told(400, "this is no event of X");
    out.unreadable.emplace_back(body);
    return out;
  }
  Pushed out = told(200);
  const JsonValue data = (*parsed)["data"];
  if (data.is_object()) read_activity(data, self, now, out);
  for (std::size_t i = 0; i < std::min(data.size(), most_events) && data.is_list(); ++i)
    read_activity(data.at(i), self, now, out);
  read_account_activity(*parsed, self, out);
  return out;
}

// X asks with GET and tells with POST. Without the app's secret there is no webhook here.
Pushed Twitter::take_push(const Push& push, Instant now) {
  if (push_secret_.empty()) return told(404);
  if (push.method == "GET") {
    const std::string token = parameter(push, "crc_token");
    if (token.empty() || token.size() > longest_challenge) return told(400, "no crc_token");
    Pushed out = told(200, challenge_answer(token, push_secret_));
    out.content_type = "application/json";
    return out;
  }
  if (push.method != "POST") return told(405);
  if (!is_signed(push.body, header_of(push, signature_header), push_secret_))
    return told(401, "the signature does not fit");
  return read_push(push.body, self_, now);
}

}  // namespace social311::connectors::twitter
