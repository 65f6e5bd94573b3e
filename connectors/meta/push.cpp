#include "connectors/meta/push.h"

#include <algorithm>
#include <array>
#include <set>

#include "connectors/meta/ids.h"
#include "connectors/meta/items.h"
#include "connectors/meta/times.h"
#include "core/digest.h"
#include "core/text.h"

namespace social311::connectors::meta {
namespace {

constexpr std::string_view signature_prefix = "sha256=";
constexpr std::size_t longest_challenge = 1'000;

std::string query_of(const Push& push, std::string_view name) {
  for (const auto& [key, value] : push.query) {
    if (key == name) return value;
  }
  return {};
}

Pushed answer(int status, std::string body) {
  Pushed out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

bool is_plain(std::string_view challenge) {
  return !challenge.empty() && challenge.size() <= longest_challenge &&
         std::all_of(challenge.begin(), challenge.end(),
                     [](char c) { return c > ' ' && c < 0x7f && c != '<' && c != '>'; });
}

Pushed handshake(const Push& push, const Secret& verify_token) {
  if (verify_token.empty()) return answer(404, "");
  const bool right = query_of(push, "hub.mode") == "subscribe" &&
                     equal_constant_time(query_of(push, "hub.verify_token"), verify_token.reveal());
  const std::string challenge = query_of(push, "hub.challenge");
  if (!right || !is_plain(challenge)) return answer(403, "");
  return answer(200, challenge);
}

// Told apart from what is not known: these bring no words.
constexpr std::array<std::string_view, 21> wordless{"read",
                                                    "delivery",
                                                    "reaction",
                                                    "postback",
                                                    "optin",
                                                    "referral",
                                                    "account_linking",
                                                    "policy_enforcement",
                                                    "policy-enforcement",
                                                    "app_roles",
                                                    "pass_thread_control",
                                                    "take_thread_control",
                                                    "request_thread_control",
                                                    "payment",
                                                    "checkout_update",
                                                    "pre_checkout",
                                                    "game_play",
                                                    "message_reads",
                                                    "seen",
                                                    "prior_message",
                                                    "typing"};

bool brings_no_words(const JsonValue& item) {
  return std::any_of(wordless.begin(), wordless.end(),
                     [&](std::string_view name) { return !item[name].absent(); });
}

void add_event(PushEvent::Kind kind, const JsonValue& item, Instant at,
               std::vector<PushEvent>& events) {
  PushEvent event;
  event.kind = kind;
  event.at = at;
  event.value = kind == PushEvent::Kind::change ? item["value"] : item;
  if (kind == PushEvent::Kind::change) event.field = item["field"].text_or("");
  if (kind == PushEvent::Kind::change && event.value.absent()) event.value = item;
  if (kind != PushEvent::Kind::change) at = time_of(item["timestamp"]).value_or(at);
  event.at = at;
  events.push_back(std::move(event));
}

void take_entry(const JsonValue& entry, Instant now, std::vector<PushEvent>& events) {
  const Instant at = std::min(time_of(entry["time"]).value_or(now), now);
  for (const JsonValue& item : entry["changes"].items())
    add_event(PushEvent::Kind::change, item, at, events);
  for (const JsonValue& item : entry["messaging"].items())
    add_event(PushEvent::Kind::messaging, item, at, events);
  for (const JsonValue& item : entry["standby"].items())
    add_event(PushEvent::Kind::standby, item, at, events);
}

std::string party(const JsonValue& item, const char* name) {
  const std::string id = item[name]["id"].id().value_or("");
  return is_number(id) ? id : std::string();
}

std::optional<Post> message_of(const PushEvent& event, const Mailbox& box, Instant now) {
  const JsonValue message = event.value["message"];
  const bool echo = message["is_echo"].flag().value_or(false);
  Post post;
  post.network = box.network;
  post.kind = PostKind::direct_message;
  post.id = message["mid"].id().value_or("");
  std::string person = party(event.value, echo ? "recipient" : "sender");
  if (echo && (person.empty() || box.is_own(person))) person = party(event.value, "sender");
  const auto at = time_of(event.value["timestamp"]);
  if (!is_message_id(post.id) || person.empty() || !at) return std::nullopt;
  const bool own = echo || box.is_own(person);
  post.author.id = own ? box.own_ids.front() : person;
  post.created_at = std::min(*at, now);
  if (!box.is_own(person)) post.conversation = std::string(conversation_prefix) + person;
  post.text = repair_utf8(message["text"].text_or(""));
  post.media = static_cast<int>(std::min<std::size_t>(message["attachments"].size(), 100));
  post.version = text_version(post.text);
  post.repliable = own ? Repliable::closed : Repliable::yes;
  post.repliable_reason = own ? "own post" : "written to us";
  if (event.kind == PushEvent::Kind::standby && !own) {
    post.repliable = Repliable::closed;
    post.repliable_reason = "another application holds this conversation";
  }
  post.raw = event.value.dump();
  return post;
}

}  // namespace

bool is_signed(const Push& push, const Secret& app_secret) {
  const auto found = push.headers.find("X-Hub-Signature-256");
  if (app_secret.empty() || found == push.headers.end()) return false;
  const std::string& given = found->second;
  if (!given.starts_with(signature_prefix)) return false;
  const std::string wanted = hex(hmac_sha256(app_secret, push.body));
  return equal_constant_time(to_lower_ascii(given.substr(signature_prefix.size())), wanted);
}

std::optional<Pushed> answer_at_once(const Push& push, const PushKeys& keys) {
  if (push.method == "GET") return handshake(push, keys.verify_token);
  if (push.method != "POST") return answer(405, "");
  if (!is_signed(push, keys.app_secret)) return answer(403, "");
  return std::nullopt;
}

std::vector<PushEvent> events_of(std::string_view body, std::string_view object,
                                 const std::vector<std::string>& own_ids, Instant now,
                                 Pushed& out) {
  std::vector<PushEvent> events;
  const auto root = JsonValue::parse(body);
  if (!root) {
    out.unreadable.push_back(repair_utf8(body));
    return events;
  }
  if ((*root)["object"].text_or("") != object) return events;
  std::set<std::uint64_t> seen;
  for (const JsonValue& entry : (*root)["entry"].items()) {
    const std::string id = entry["id"].id().value_or("");
    if (std::find(own_ids.begin(), own_ids.end(), id) == own_ids.end()) continue;
    if (seen.insert(hash64(entry.dump())).second) take_entry(entry, now, events);
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const PushEvent& a, const PushEvent& b) { return a.at < b.at; });
  return events;
}

void take_messaging(const PushEvent& event, const Mailbox& box, Instant now, Pushed& out) {
  const JsonValue message = event.value["message"];
  const JsonValue edit = event.value["message_edit"];
  const JsonValue named = message.is_object() ? message : edit;
  const std::string id = named["mid"].id().value_or("");
  if (edit.is_object() && is_message_id(id)) return out.touched.push_back(id);
  if (message["is_deleted"].flag().value_or(false) && is_message_id(id)) {
    out.gone[id] = Gone::deleted;
    return;
  }
  if (message.is_object()) {
    if (auto post = message_of(event, box, now)) return out.posts.push_back(std::move(*post));
  } else if (brings_no_words(event.value)) {
    return;
  }
  out.unreadable.push_back(event.value.dump());
}

}  // namespace social311::connectors::meta
