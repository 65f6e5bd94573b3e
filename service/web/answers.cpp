// What an agent sees before writing: whether and how the network lets the case's resident be
// answered, what is known to be the answer, and which texts the city has. Nothing here sends.
#include <algorithm>

#include "casebridge/bridge.h"
#include "casebridge/knowledge.h"
#include "core/text.h"
#include "service/web/approvals.h"
#include "service/web/views.h"

namespace social311::service {
namespace {

using std::chrono::hours;

constexpr const char* sample_number = "26-000123";
constexpr const char* sample_marker = "26-000123-K3";
constexpr const char* sample_link = "https://example.com/";

net::ServerReply no_such(const char* what) {
  return problem(404, "not-found", "There is no such thing", what);
}

// The resident's newest post: the one an answer would go to.
const sql::CasePost* newest_of_resident(const sql::CaseDetail& detail) {
  const auto& resident = detail.about.resident;
  const auto found =
      std::find_if(detail.posts.rbegin(), detail.posts.rend(), [&](const sql::CasePost& one) {
        return one.post.network == resident.network && one.post.author.id == resident.id &&
               one.state != "own";
      });
  return found == detail.posts.rend() ? nullptr : &*found;
}

// ---- eligibility

struct Way {
  const char* name = "public_reply";
  bool possible = false;
  std::string reason{};
  LengthRule length{};
  std::optional<Instant> until{};          // the network closes this way then
  std::optional<Instant> until_by_hand{};  // … to a text that a person writes
  std::int64_t cost = 0;                   // millionths of a dollar
  std::int64_t cost_with_link = 0;
};

struct Stop {
  std::string why{};
  std::string by{};
};

// Nothing leaves this account for now: queued replies wait.
std::optional<Stop> stop_of(sql::Store& store, const std::string& account_key, Instant now) {
  for (const std::string& key : {std::string(), account_key})
    if (const auto stop = store.sending_stop(key)) return Stop{stop->why, stop->by};
  if (const auto parked = store.parked(account_key, now)) return Stop{parked->why, "auto"};
  return {};
}

void add_costs(Way& way, const connectors::Network& network, const sql::CasePost& target) {
  connectors::OutgoingReply reply{.target_id = target.post.id, .text = sample_marker};
  reply.direct_message = target.post.kind == PostKind::direct_message;
  reply.conversation = target.post.conversation;
  reply.recipient_id = target.post.author.id;
  way.cost = network.cost_of(reply);
  reply.text += std::string(" ") + sample_link;
  way.cost_with_link = network.cost_of(reply);
}

void close_window(Way& way, Instant now) {
  const auto last = way.until_by_hand ? way.until_by_hand : way.until;
  if (!way.possible || !last || now < *last) return;
  way.possible = false;
  way.reason = "The network's window for an answer closed at " + to_iso8601(*last) +
               ". It opens again when the resident writes.";
}

Way way_to(const CanReply& can, const connectors::Network& network, const sql::CasePost& target,
           Instant now) {
  const auto& capabilities = network.capabilities();
  Way way{.possible = can.possible, .reason = can.reason, .length = capabilities.length};
  if (target.post.kind == PostKind::direct_message) {
    way.name = "direct_message";
    way.length = capabilities.message_length.value_or(capabilities.length);
    if (capabilities.message_window)
      way.until = target.post.created_at + *capabilities.message_window;
    if (capabilities.message_window_by_hand)
      way.until_by_hand = target.post.created_at + *capabilities.message_window_by_hand;
    close_window(way, now);
  }
  add_costs(way, network, target);
  return way;
}

void write_way(JsonWriter& json, const Way& way) {
  json.object().member("way", way.name).member("possible", way.possible);
  json.member("reason", way.reason).member("limit", static_cast<std::uint64_t>(way.length.limit));
  json.member("until", way.until).member("until_by_hand", way.until_by_hand);
  json.member("cost_micro_usd", way.cost).member("cost_with_link_micro_usd", way.cost_with_link);
  json.end();
}

net::ServerReply eligibility(const WebParts& parts, const ApiCall& call) {
  const auto detail = call.store.case_detail(call.path[0]);
  if (!detail) return no_such("There is no case with this number.");
  const CanReply can = can_reply(parts, *detail);
  const std::string key = can.account ? can.account->key() : "";
  const auto* network = parts.book.network(key);
  const auto* target = newest_of_resident(*detail);
  JsonWriter json;
  std::vector<Way> ways;
  if (network != nullptr && target != nullptr)
    ways.push_back(way_to(can, *network, *target, call.now));
  const bool possible = can.possible && !ways.empty() && ways.front().possible;
  json.object().member("possible", possible);
  json.member("reason", ways.empty() ? can.reason : ways.front().reason);
  json.member("network", detail->about.resident.network).member("account", or_null(key));
  json.member("handle", can.account ? std::optional(can.account->handle) : std::nullopt);
  json.key("ways").list();
  for (const Way& way : ways) write_way(json, way);
  json.end().key("stopped");
  if (const auto stop = key.empty() ? std::nullopt : stop_of(call.store, key, call.now))
    json.object().member("why", stop->why).member("by", stop->by).end();
  else
    json.null();
  json.key("approval");
  write_needed(json, parts, call, AboutToSay{key, ReplyKind::answer, detail->about.topic});
  json.member("undo_s", parts.config.sender.undo_s).end();
  return json_reply(json.str());
}

// ---- known answers

net::ServerReply suggestions_for(const WebParts& parts, const Post& post, const std::string& topic,
                                 const std::string& language, Instant now) {
  Finding finding = parts.rules->classify(post, now);
  if (finding.topics.empty() && !topic.empty()) finding.topics.push_back({.topic = topic});
  const std::string words = language.empty() ? finding.language : language;
  JsonWriter json;
  json.list();
  for (const auto& one :
       casebridge::suggest_answers(parts.city.articles, finding, post.text, words)) {
    json.object().member("article", one.article).member("question", one.question);
    json.member("answer", one.answer).member("score", one.score);
    json.member("checked_on", or_null(one.checked_on)).end();
  }
  json.end();
  return json_reply(json.str());
}

net::ServerReply case_suggestions(const WebParts& parts, const ApiCall& call) {
  const auto detail = call.store.case_detail(call.path[0]);
  if (!detail) return no_such("There is no case with this number.");
  const auto* post = newest_of_resident(*detail);
  if (post == nullptr) return json_reply("[]");
  return suggestions_for(parts, post->post, detail->about.topic, detail->about.language, call.now);
}

net::ServerReply post_suggestions(const WebParts& parts, const ApiCall& call) {
  const auto id = JsonValue::parse(call.path[0]);
  const auto number = id ? id->number(1, INT64_MAX) : std::nullopt;
  const auto post = number ? call.store.post(*number) : std::nullopt;
  if (!post) return no_such("There is no post with this number.");
  return suggestions_for(parts, post->post, "", "", call.now);
}

// ---- templates

Case sample_case(const casebridge::Service& service, const std::string& network,
                 const std::string& language, Instant now) {
  Case about;
  about.number = sample_number;
  about.topic = service.topic;
  about.service_code = service.code;
  about.division = service.division.value_or("");
  about.network = network;
  about.language = language;
  about.resident = {.network = network, .id = "1", .handle = "resident"};
  about.opened_at = now;
  about.due_at = now + hours(72);
  return about;
}

void write_preview(JsonWriter& json, const WebParts& parts, const connectors::Account& account,
                   const casebridge::ComposeAsk& asked) {
  casebridge::ComposeAsk ask = asked;
  ask.length = parts.book.network(account.key())->capabilities().length;
  ask.about.network = ask.about.resident.network = account.network;
  const auto text = casebridge::compose(parts.city, ask);
  json.object().member("network", account.network).member("handle", account.handle);
  json.member("text", text ? *text : text.fault().message).member("fits", text.ok());
  json.member("length", static_cast<std::uint64_t>(text ? ask.length.measure(*text) : 0));
  json.member("limit", static_cast<std::uint64_t>(ask.length.limit)).end();
}

// How a reply of this kind, about this topic, in this language, would stand on each network.
net::ServerReply templates(const WebParts& parts, const ApiCall& call) {
  const auto kind = reply_kind(call.http.query_value("kind").value_or("receipt"));
  const auto topic = call.http.query_value("topic").value_or("other");
  const auto language = call.http.query_value("language").value_or(parts.city.languages.front());
  const auto marker = call.http.query_value("mark").value_or(sample_marker);
  if (!kind)
    return invalid("kind", "kind is a kind of reply: receipt, question, answer, closing …");
  if (!parts.city.services.contains(topic))
    return invalid("topic", "The city has no service for this topic.");
  if (std::find(parts.city.languages.begin(), parts.city.languages.end(), language) ==
      parts.city.languages.end())
    return invalid("language", "The city does not write in this language.");
  if (marker.size() > 40) return invalid("mark", "A mark has at most 40 characters.");
  const auto& service = parts.city.service(topic);
  casebridge::ComposeAsk ask{.kind = *kind,
                             .about = sample_case(service, "", language, call.now),
                             .marker = marker,
                             .author_handle = "resident",
                             .free_text = call.http.query_value("text").value_or("…"),
                             .now = call.now};
  ask.ask_location = *kind == ReplyKind::question;
  JsonWriter json;
  json.object().key("previews").list();
  for (const auto& account : parts.config.accounts)
    if (parts.book.network(account.key()) != nullptr) write_preview(json, parts, account, ask);
  json.end().key("texts").list();
  for (const auto& [name, text] : parts.city.templates)
    json.object().member("name", name).member("text", text).end();
  json.end().end();
  return json_reply(json.str());
}

}  // namespace

void add_answer_routes(Routes& routes, const WebParts& parts) {
  const auto bind = [&parts](net::ServerReply (*handler)(const WebParts&, const ApiCall&)) {
    return [&parts, handler](const ApiCall& call) { return handler(parts, call); };
  };
  routes.add("GET", "/cases/{}/eligibility", Power::read, bind(eligibility));
  routes.add("GET", "/cases/{}/suggestions", Power::read, bind(case_suggestions));
  routes.add("GET", "/posts/{}/suggestions", Power::read, bind(post_suggestions));
  routes.add("GET", "/templates", Power::read, bind(templates));
}

}  // namespace social311::service
