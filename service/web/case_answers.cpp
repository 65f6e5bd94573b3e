#include "service/web/case_answers.h"

namespace social311::service {

net::ServerReply not_found(std::string_view what) {
  return problem(404, "not-found", "Not found", what);
}

net::ServerReply show_case(const WebParts& parts, const ApiCall& call, const std::string& number) {
  auto detail = call.store.case_detail(number);
  if (!detail) return not_found("There is no case with this number.");
  detail->same = call.store.same_trouble(number);
  return json_reply(detail_json(parts, *detail, call.store.draft(number, call.agent.name)));
}

// 409 with the case as it is now: the page shows what changed and keeps the agent's words.
net::ServerReply case_moved(const WebParts& parts, const ApiCall& call, const std::string& number,
                            const std::string& why) {
  auto detail = call.store.case_detail(number);
  if (!detail) return not_found("There is no case with this number.");
  detail->same = call.store.same_trouble(number);
  const bool closed = why == "closed";
  JsonWriter json;
  json.object().member("type", closed ? "/problems/closed" : "/problems/changed");
  json.member("title", closed ? "The case is closed" : "The case changed meanwhile")
      .member("status", 409);
  json.member("detail", "Nothing was done. Look at the case as it is now, then decide again.");
  json.key("current")
      .raw(detail_json(parts, *detail, call.store.draft(number, call.agent.name)))
      .end();
  auto reply = json_reply(json.str(), 409);
  reply.headers["Content-Type"] = "application/problem+json";
  return reply;
}

net::ServerReply after_change(const WebParts& parts, const ApiCall& call, const std::string& number,
                              const sql::Changed& changed) {
  return changed.done ? show_case(parts, call, number)
                      : case_moved(parts, call, number, changed.why_not);
}

}  // namespace social311::service
