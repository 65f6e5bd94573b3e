// What an agent sees before writing: whether and how the network lets the case's resident be
// answered, and what is known to be the answer. Nothing here sends.
#include <algorithm>

#include "casebridge/bridge.h"
#include "casebridge/knowledge.h"
#include "core/text.h"
#include "service/web/approvals.h"
#include "service/web/views.h"
#include "service/web/ways.h"

namespace social311::service {
namespace {

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

net::ServerReply eligibility(const WebParts& parts, const ApiCall& call) {
  const auto detail = call.store.case_detail(call.path[0]);
  if (!detail) return no_such("There is no case with this number.");
  const CanReply can = can_reply(parts, *detail);
  const std::string key = can.account ? can.account->key() : "";
  const auto ways = ways_of(parts, *detail, call.now);
  const bool possible =
      std::any_of(ways.begin(), ways.end(), [](const Way& way) { return way.possible; });
  JsonWriter json;
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

}  // namespace

void add_answer_routes(Routes& routes, const WebParts& parts) {
  const auto bind = [&parts](net::ServerReply (*handler)(const WebParts&, const ApiCall&)) {
    return [&parts, handler](const ApiCall& call) { return handler(parts, call); };
  };
  routes.add("GET", "/cases/{}/eligibility", Power::read, bind(eligibility));
  routes.add("GET", "/cases/{}/suggestions", Power::read, bind(case_suggestions));
  routes.add("GET", "/posts/{}/suggestions", Power::read, bind(post_suggestions));
}

}  // namespace social311::service
