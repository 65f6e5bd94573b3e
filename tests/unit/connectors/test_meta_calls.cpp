// Everything that was really asked of the Graph API must stand in the one table of calls.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "connectors/meta/calls.h"
#include "connectors/meta/ids.h"
#include "tests/unit/connectors/meta_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using namespace std::chrono_literals;

namespace {

// "page/feed" of a call of the table, "1001/feed" of a request: the edge, or "" for a node.
std::string edge_in(const std::string& path) {
  const std::size_t slash = path.find('/');
  if (slash != std::string::npos) return path.substr(slash + 1);
  return path.find_first_not_of("0123456789_") == std::string::npos || path.starts_with("m_")
             ? std::string()
             : path;
}

bool allows(const meta::Call& call, const GraphCall& request) {
  if (call.method != request.method || edge_in(request.path) != call.edge) return false;
  for (const auto& [name, value] : request.parameters) {
    if (name == "after" || name == "appsecret_proof") continue;
    if (name == "limit" && call.limit > 0) continue;
    const auto& ladder = call.ladder;
    if (name == "fields" && std::find(ladder.begin(), ladder.end(), value) != ladder.end())
      continue;
    const auto& known = call.parameters;
    if (std::find(known.begin(), known.end(), name) == known.end()) return false;
  }
  if (request.json.empty()) return true;
  const auto body = JsonValue::parse(request.json);
  REQUIRE(body.ok());
  for (const std::string& key : body->keys())
    if (std::find(call.parameters.begin(), call.parameters.end(), key) == call.parameters.end())
      return false;
  return true;
}

HttpResponse anything(const GraphCall& call) {
  const std::string time = ago(1h);
  if (call.method == "POST" && call.path.ends_with("/messages"))
    return answer(200, R"({"recipient_id":"5","message_id":"m_1"})");
  if (call.method == "POST") return answer(200, R"({"id":"10_77","success":true})");
  if (call.method == "DELETE") return answer(200, R"({"success":true})");
  if (call.path.ends_with("/feed"))
    return graph_list({R"({"id":"1001_10","created_time":")" + time +
                       R"(","comments":{"summary":{"total_count":1}}})"});
  if (call.path == ig + "/media")
    return graph_list({R"({"id":"800","comments_count":1,"timestamp":")" + time + "\"}"});
  if (call.path == "ig_hashtag_search") return graph_list({R"({"id":"17"})"});
  if (edge_in(call.path).empty())
    return answer(200, R"({"id":")" + call.path + R"(","created_time":")" + time +
                           R"(","timestamp":")" + time + R"(","can_reply_privately":true})");
  return graph_list(
      {R"({"id":"10_5","created_time":")" + time + R"(","timestamp":")" + time + "\"}"});
}

void use_everything(Network& network, const std::vector<std::string>& words,
                    const std::string& comment, const std::string& message) {
  for (const std::string& word : words) walk_all(network, ask_for(word, 3h));
  OutgoingReply reply;
  reply.target_id = comment;
  reply.text = "Thanks";
  reply.composed_at = noon - 1h;  // looks first
  reply.target_at = noon - 1h;
  network.publish(reply, noon);
  OutgoingReply dm = reply;
  dm.target_id = message;
  dm.direct_message = true;
  dm.conversation = "messages:5";
  network.publish(dm, noon);
  OutgoingReply secret = reply;
  secret.private_reply = secret.direct_message = true;
  network.publish(secret, noon);
  OutgoingReply notice = reply;
  notice.target_id.clear();
  notice.notice = true;
  network.publish(notice, noon);
  (void)network.read_own(noon - 2h, {reply, dm, secret, notice}, noon);
  (void)network.read_posts({comment, "1001_10", message}, noon);
  network.remove_own(comment, noon);
  network.check(noon);
}

}  // namespace

TEST_CASE("every request stands in the table of calls, with no parameter or field besides") {
  PlayedGraph graph(anything);
  auto facebook = graph.make(facebook_account());
  use_everything(*facebook, {"posts", "comments", "messages"}, "10_5", "m_1");
  auto instagram = graph.make(instagram_account());
  use_everything(*instagram, {"comments", "tags", "hashtag:snow", "messages"}, "5", "m_1");
  std::set<meta::Use> used;
  for (const GraphCall& request : graph.calls) {
    CAPTURE(request.method + " " + request.path);
    bool known = false;
    for (const meta::Call& call : meta::all_calls()) {
      if (!allows(call, request)) continue;
      known = true;
      used.insert(call.use);
    }
    CHECK(known);
  }
  CHECK(used.size() >= 22);
  std::string table;
  for (const meta::Call& call : meta::all_calls()) {
    table += std::string("\n  ") + call.method + " " + call.node + "/" + call.edge;
    for (const auto name : call.parameters) table += " " + std::string(name);
    if (!call.ladder.empty()) table += " fields=" + call.ladder.front();
  }
  MESSAGE(table);
}

TEST_CASE("no permission is asked for that does not exist") {
  for (const auto* scopes :
       {&meta::page_scopes(), &meta::page_message_scopes(), &meta::instagram_scopes()})
    for (const std::string_view scope : *scopes)
      for (const std::string_view invented :
           {"pages_read_user_engagement", "pages_manage_read_engagement", "page_read_engagement"})
        CHECK(scope != invented);
}
