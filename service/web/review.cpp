// /review and /posts: what the rules were too unsure about; /replies: drafts, undo and doubt.
#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "service/web/approvals.h"
#include "service/web/views.h"

namespace social311::service {
namespace {

std::optional<std::int64_t> id_of(const std::string& text) {
  std::int64_t id = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
  return problem == std::errc() && end == text.data() + text.size() && id > 0 ? std::optional(id)
                                                                              : std::nullopt;
}

net::ServerReply unknown(std::string_view what) {
  return problem(404, "not-found", "Not found", what);
}

net::ServerReply refused(const sql::Changed& changed) {
  return problem(409, "changed", "It changed meanwhile",
                 "Nothing was done: " + changed.why_not + ".");
}

net::ServerReply review_page(const ApiCall& call) {
  const auto limit = JsonValue::parse(call.http.query_value("limit").value_or("50"));
  const auto wanted = limit ? limit->number(1, 200) : std::nullopt;
  if (!wanted) return invalid("limit", "limit is a whole number from 1 to 200.");
  const auto page =
      call.store.review(call.http.query_value("cursor").value_or(""), static_cast<int>(*wanted));
  JsonWriter json;
  json.object().key("posts").list();
  for (const auto& post : page.posts) write_post_view(json, post);
  json.end().member("next", or_null(page.next)).end();
  return json_reply(json.str());
}

net::ServerReply make_case(const WebParts& parts, const ApiCall& call) {
  const auto id = id_of(call.path[0]);
  if (!id) return unknown("There is no post with this id.");
  const auto topic = call.body["topic"].text();
  const auto& topics = parts.rules->topics();
  if (topic &&
      std::none_of(topics.begin(), topics.end(), [&](const auto& one) { return one.id == *topic; }))
    return invalid("topic", "This topic is not in the rules.");
  std::string number;
  const bool done = call.store.convert_post(
      *id, call.now, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
        number = settle(parts.intake(), turn, post, call.now, ByPerson{call.agent.name, topic});
      });
  if (!done || number.empty())
    return problem(409, "changed", "It changed meanwhile", "This post was decided already.");
  JsonWriter json;
  return json_reply(json.object().member("number", number).end().str());
}

net::ServerReply dismiss(const ApiCall& call) {
  const auto id = id_of(call.path[0]);
  if (!id || !call.store.post(*id)) return unknown("There is no post with this id.");
  if (!call.store.dismiss_post(*id, call.agent.name, call.now))
    return problem(409, "changed", "It changed meanwhile", "This post was decided already.");
  return no_content();
}

net::ServerReply approve(const WebParts& parts, const ApiCall& call) {
  const auto id = id_of(call.path[0]);
  const auto text = call.body["text"].text();
  if (!id) return unknown("There is no reply with this id.");
  if (!text || trim(*text).empty() || text->size() > 10'000)
    return invalid("text", "Write 1 to 10000 characters.");
  const auto detail = call.store.case_detail(call.store.case_of_reply(*id));
  const auto row = detail ? std::find_if(detail->replies.begin(), detail->replies.end(),
                                         [&](const auto& one) { return one.intent_id == *id; })
                          : std::vector<sql::ReplyRow>::const_iterator();
  if (!detail || row == detail->replies.end()) return unknown("There is no reply with this id.");
  const std::string body = repair_utf8(*text);
  if (const auto why = not_sendable(parts, *detail, *row, body))
    return problem(
        422, why->type,
        why->type == "too-long" ? "The text does not fit" : "This post cannot be answered",
        why->detail);
  const Release release{
      *id, {row->account_key, row->kind, detail->about.topic}, body, row->approval};
  if (const auto needed = needs_approval(parts, call, release)) {
    const auto asked = call.store.ask_approval({*id, body, *needed, call.agent.name, call.now});
    return asked.done ? no_content() : refused(asked);
  }
  const auto not_before = call.now + std::chrono::seconds(parts.config.sender.undo_s);
  const auto changed = call.store.approve_reply(*id, body, call.agent.name, not_before, call.now);
  return changed.done ? no_content() : refused(changed);
}

net::ServerReply withhold(const ApiCall& call) {
  const auto id = id_of(call.path[0]);
  const auto why = call.body["why"].text();
  if (!id) return unknown("There is no reply with this id.");
  if (!why || trim(*why).empty() || why->size() > 1000)
    return invalid("why", "Say why in 1 to 1000 characters.");
  const auto changed = call.store.withhold_reply(*id, repair_utf8(*why), call.agent.name, call.now);
  return changed.done ? no_content() : refused(changed);
}

net::ServerReply settle_doubt(const ApiCall& call) {
  const auto id = id_of(call.path[0]);
  const auto verdict = call.body["verdict"].text_or("");
  const auto remote = call.body["remote_id"].text_or("");
  if (!id) return unknown("There is no reply with this id.");
  if (verdict != "sent" && verdict != "queue")
    return invalid("verdict", "verdict is sent or queue.");
  if (verdict == "sent" && (trim(remote).empty() || remote.size() > 500))
    return invalid("remote_id", "Give the network's id of the reply you found.");
  const auto changed =
      call.store.settle_doubt(*id, verdict, repair_utf8(trim(remote)), call.agent.name, call.now);
  return changed.done ? no_content() : refused(changed);
}

}  // namespace

void add_review_routes(Routes& routes, const WebParts& parts) {
  routes.add("GET", "/review", Power::read, review_page);
  routes.add("POST", "/posts/{}/case", Power::act,
             [&parts](const ApiCall& call) { return make_case(parts, call); });
  routes.add("POST", "/posts/{}/dismiss", Power::act, dismiss);
}

void add_reply_routes(Routes& routes, const WebParts& parts) {
  routes.add("POST", "/replies/{}/approve", Power::act,
             [&parts](const ApiCall& call) { return approve(parts, call); });
  routes.add("POST", "/replies/{}/withhold", Power::act, withhold);
  routes.add("POST", "/replies/{}/settle", Power::act, settle_doubt);
}

}  // namespace social311::service
