#include <doctest/doctest.h>

#include "connectors/facebook/facebook.h"
#include "tests/unit/connectors/meta_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using namespace std::chrono_literals;
using Kind = PublishOutcome::Kind;

namespace {

const std::string post_a = page + "_10";

OutgoingReply comment_to(const std::string& target, const std::string& parent) {
  OutgoingReply reply;
  reply.target_id = target;
  reply.target_parent = parent;
  reply.text = "Thanks. Case 26-000001-K3";
  reply.marker = "26-000001-K3";
  reply.composed_at = noon;
  reply.target_at = noon - 1h;
  return reply;
}

OutgoingReply message_to(const std::string& person, std::chrono::seconds age) {
  OutgoingReply reply = comment_to("m_1", "");
  reply.direct_message = true;
  reply.conversation = "messages:" + person;
  reply.recipient_id = person;
  reply.target_at = noon - age;
  return reply;
}

// Takes comments as Facebook does, and shows them again.
struct Wall {
  std::vector<std::pair<std::string, std::string>> written{};  // landing, text
  int refuse_code = 0;
  int refuse_subcode = 0;
  std::string landed_under{};      // "" = where it was asked for
  std::vector<std::string> own{};  // items of every comment list

  HttpResponse operator()(const GraphCall& call) {
    if (call.method == "POST" && call.path.ends_with("/comments")) {
      const std::string landing = call.path.substr(0, call.path.find('/'));
      written.emplace_back(landing, call["message"]);
      if (refuse_code != 0) return graph_error(refuse_code, refuse_subcode);
      return answer(200, R"({"id":"10_99"})");
    }
    if (call.path == "10_99") {
      std::string where = landed_under.empty() ? written.back().first : landed_under;
      const bool post = where.starts_with(page + "_");
      return answer(200, R"({"id":"10_99","message":"x")" +
                             (post ? "" : R"(,"parent":{"id":")" + where + "\"}") + "}");
    }
    if (call.path.ends_with("/comments")) return graph_list(own);
    return graph_error(100, 33);
  }
};

struct Stage {
  Wall wall{};
  PlayedGraph graph{[this](const GraphCall& call) { return wall(call); }};
  std::unique_ptr<Network> facebook = graph.make(facebook_account());

  int posts() const {
    return static_cast<int>(std::count_if(graph.calls.begin(), graph.calls.end(),
                                          [](const GraphCall& c) { return c.method == "POST"; }));
  }
};

std::string own_comment(const std::string& id, const std::string& parent,
                        std::chrono::seconds age) {
  return R"({"id":")" + id + R"(","message":"Thanks. Case 26-000001-K3","created_time":")" +
         ago(age) + R"(","from":{"id":")" + page + R"("},"parent":{"id":")" + parent + "\"}}";
}

}  // namespace

TEST_CASE("M13 an answer to a reply lands under its parent and is proved by reading back") {
  Stage stage;
  const auto out = stage.facebook->publish(comment_to("10_2", "10_1"), noon);
  CHECK(out.kind == Kind::sent);
  CHECK(out.remote_id == "10_99");
  CHECK(out.message == "read back");
  REQUIRE(stage.wall.written.size() == 1);
  CHECK(stage.wall.written[0].first == "10_1");
}

TEST_CASE(
    "M13 a top-level comment is answered directly though a webhook calls the post its parent") {
  Stage stage;
  CHECK(stage.facebook->publish(comment_to("10_1", post_a), noon).kind == Kind::sent);
  CHECK(stage.wall.written.at(0).first == "10_1");
  CHECK(stage.facebook->publish(comment_to(post_a, ""), noon).kind == Kind::sent);
  CHECK(stage.wall.written.at(1).first == post_a);
}

TEST_CASE("M13 an unknown parent is asked for, and a wrong landing place is told") {
  Stage stage;
  stage.graph.answers([&](const GraphCall& call) {
    if (call.path == "10_2") return answer(200, R"({"id":"10_2","parent":{"id":"10_1"}})");
    return stage.wall(call);
  });
  CHECK(stage.facebook->publish(comment_to("10_2", ""), noon).kind == Kind::sent);
  CHECK(stage.wall.written.at(0).first == "10_1");
  stage.wall.landed_under = post_a;
  const auto out = stage.facebook->publish(comment_to("10_2", "10_1"), noon);
  CHECK(out.kind == Kind::sent);
  CHECK(says(out.message, "instead of 10_1"));
}

TEST_CASE("M14 no request ever posts on a comment or post itself") {
  Stage stage;
  stage.facebook->publish(comment_to("10_2", "10_1"), noon);
  stage.facebook->publish(comment_to(post_a, ""), noon);
  stage.facebook->publish(message_to("555", 1h), noon);
  stage.facebook->remove_own("10_99", noon);
  for (const GraphCall& call : stage.graph.calls) {
    CAPTURE(call.path);
    if (call.method == "POST") CHECK(call.path.find('/') != std::string::npos);
    if (call.method == "POST") CHECK(call["fields"].empty());
  }
}

TEST_CASE("M11 an answer that was lost is found again, and there is one comment") {
  Stage stage;
  stage.graph.http.play([&](const HttpRequest& request) -> Result<HttpResponse> {
    if (request.method == "POST") return no_answer(Reach::unknown);
    return graph_list({own_comment("10_50", "10_1", 0s)});
  });
  const auto reply = comment_to("10_1", post_a);
  CHECK(stage.facebook->publish(reply, noon).kind == Kind::unknown);
  const auto read = stage.facebook->read_own(noon - 1min, {reply}, noon + 5s);
  REQUIRE(read.ok());
  CHECK(read->complete);
  REQUIRE(read->posts.size() == 1);
  CHECK(read->posts[0].remote_id == "10_50");
  CHECK(read->posts[0].in_reply_to == "10_1");
}

TEST_CASE("M11 a duplicate and a refusal after the deed have an unknown end, nothing is repeated") {
  for (const auto& [code, subcode] : {std::pair{506, 0}, std::pair{20, 1772107}}) {
    Stage stage;
    stage.wall.refuse_code = code;
    stage.wall.refuse_subcode = subcode;
    CHECK(stage.facebook->publish(comment_to("10_1", post_a), noon).kind == Kind::unknown);
    CHECK(stage.wall.written.size() == 1);
  }
}

TEST_CASE("M11 a 2xx without a new id is unknown") {
  for (const char* body : {"{}", R"({"id":"10_1"})", R"({"success":true})"}) {
    Stage stage;
    stage.graph.answers([&](const GraphCall&) { return answer(200, body); });
    CHECK(stage.facebook->publish(comment_to("10_1", post_a), noon).kind == Kind::unknown);
  }
}

TEST_CASE("M21 a repeat finds the first attempt and writes nothing") {
  Stage stage;
  stage.wall.own = {own_comment("10_50", "10_1", 0s)};
  const auto out = stage.facebook->publish(comment_to("10_1", post_a), noon + 10min);
  CHECK(out.kind == Kind::sent);
  CHECK(out.remote_id == "10_50");
  CHECK(stage.posts() == 0);
}

TEST_CASE("M12 a block stops writes and leaves reading alone") {
  Stage stage;
  stage.wall.refuse_code = 368;
  const auto out = stage.facebook->publish(comment_to("10_1", post_a), noon);
  CHECK(out.kind == Kind::not_sent);
  CHECK(out.park_writes);
  CHECK_FALSE(out.park_account);
  CHECK(says(out.message, "stop"));
  stage.graph.answers([](const GraphCall&) { return answer(200, R"({"data":[]})"); });
  CHECK(stage.facebook->read_page(ask_for("comments", 3h)).ok());
}

TEST_CASE("M26 the window for messages is decided by the clock") {
  std::string sent_body;
  Stage stage;
  std::chrono::seconds newest = 100h;
  stage.graph.answers([&](const GraphCall& call) {
    if (call.method == "POST") {
      CHECK(call.path == page + "/messages");
      sent_body = call.json;
      return answer(200, R"({"recipient_id":"555","message_id":"m_77"})");
    }
    CHECK(call["user_id"] == "555");
    return graph_list({R"({"id":"t_1","updated_time":")" + ago(newest) +
                       R"(","participants":{"data":[{"id":"555"},{"id":")" + page +
                       R"("}]},"messages":{"data":[{"id":"m_1","message":"hi","created_time":")" +
                       ago(newest) + R"(","from":{"id":"555"}}]}})"});
  });
  const auto send = [&](std::chrono::seconds age, bool by_person, Network& network) {
    sent_body.clear();
    newest = age;
    OutgoingReply reply = message_to("555", age);
    reply.written_by_person = by_person;
    return network.publish(reply, noon);
  };
  auto out = send(23h + 59min, false, *stage.facebook);
  CHECK(out.kind == Kind::sent);
  CHECK(out.remote_id == "m_77");
  CHECK(says(sent_body, R"("messaging_type":"RESPONSE")"));
  CHECK_FALSE(says(sent_body, "HUMAN_AGENT"));

  Account granted = facebook_account();
  granted.credentials["human_agent"] = Secret("yes");
  auto agent = stage.graph.make(granted);
  out = send(24h + 1min, true, *agent);
  CHECK(out.kind == Kind::sent);
  CHECK(says(sent_body, R"("tag":"HUMAN_AGENT")"));
  CHECK(says(sent_body, "MESSAGE_TAG"));

  for (Network* network : {agent.get(), stage.facebook.get()}) {
    out = send(24h + 1min, false, *network);  // a machine's words
    CHECK(out.kind == Kind::rejected);
    CHECK(sent_body.empty());
  }
  out = send(24h + 1min, true, *stage.facebook);  // not granted
  CHECK(out.kind == Kind::rejected);
  CHECK(says(out.message, "Human Agent"));
  out = send(7 * 24h + 1min, true, *agent);
  CHECK(out.kind == Kind::rejected);
  CHECK(says(out.message, "private reply"));
  CHECK(says(out.message, "in public"));
  CHECK(sent_body.empty());

  // The person has written again since: the newest message counts.
  OutgoingReply old = message_to("555", 30h);
  newest = 1h;
  CHECK(stage.facebook->publish(old, noon).kind == Kind::sent);
  CHECK(says(sent_body, "RESPONSE"));
  CHECK(agent->capabilities().message_window_by_hand == std::chrono::hours(7 * 24));
  CHECK(stage.facebook->capabilities().message_window_by_hand == std::chrono::hours(24));
}

TEST_CASE("a private reply goes out once, within seven days, and only where Facebook allows it") {
  std::string guard = R"({"id":"10_1","can_reply_privately":true})";
  std::string body;
  Stage stage;
  stage.graph.answers([&](const GraphCall& call) {
    if (call.method == "GET") return answer(200, guard);
    body = call.json;
    return answer(200, R"({"recipient_id":"555","message_id":"m_5"})");
  });
  OutgoingReply reply = comment_to("10_1", post_a);
  reply.private_reply = reply.direct_message = true;
  CHECK(stage.facebook->publish(reply, noon).kind == Kind::sent);
  CHECK(says(body, R"("recipient":{"comment_id":"10_1"})"));
  body.clear();
  guard = R"({"id":"10_1","can_reply_privately":false})";
  CHECK(stage.facebook->publish(reply, noon).kind == Kind::rejected);
  guard = R"({"id":"10_1","private_reply_conversation":{"id":"t_1"}})";
  CHECK(stage.facebook->publish(reply, noon).kind == Kind::rejected);
  guard = R"({"id":"10_1","can_reply_privately":true})";
  reply.target_at = noon - 7 * 24h - 1min;
  CHECK(stage.facebook->publish(reply, noon).kind == Kind::rejected);
  CHECK(body.empty());
}

TEST_CASE("M30 what is too long for Facebook is refused before anything is sent") {
  Stage stage;
  OutgoingReply message = message_to("555", 1h);
  message.text = std::string(2'001, 'a');
  CHECK(stage.facebook->publish(message, noon).kind == Kind::rejected);
  OutgoingReply comment = comment_to("10_1", post_a);
  comment.text = std::string(8'001, 'a');
  CHECK(stage.facebook->publish(comment, noon).kind == Kind::rejected);
  comment.text = "  ";
  CHECK(stage.facebook->publish(comment, noon).kind == Kind::rejected);
  CHECK(stage.graph.calls.empty());
}

TEST_CASE("M15 a bare id, a link and a pfbid cannot be answered") {
  Stage stage;
  for (const char* id : {"10", "pfbid0abc", "https://www.facebook.com/1", "../1_2", ""}) {
    CAPTURE(id);
    CHECK(stage.facebook->publish(comment_to(id, ""), noon).kind == Kind::rejected);
  }
  CHECK(stage.graph.calls.empty());
}

TEST_CASE("an own comment can be taken back") {
  Stage stage;
  stage.graph.answers([](const GraphCall& call) {
    CHECK(call.method == "DELETE");
    return answer(200, R"({"success":true})");
  });
  CHECK(stage.facebook->remove_own("10_99", noon).kind == Kind::sent);
  CHECK(stage.facebook->remove_own("../x", noon).kind == Kind::rejected);
  stage.graph.answers([](const GraphCall&) { return graph_error(100, 33); });
  CHECK(stage.facebook->remove_own("10_99", noon).kind == Kind::sent);  // gone already
}

TEST_CASE("own comments prove absence only when the list went back far enough") {
  Stage stage;
  const auto reply = comment_to("10_2", "10_1");
  stage.wall.own = {own_comment("10_60", "10_1", 1min)};
  auto read = stage.facebook->read_own(noon - 10min, {reply}, noon);
  REQUIRE(read.ok());
  CHECK(read->complete);
  REQUIRE(read->posts.size() == 1);
  CHECK(read->posts[0].in_reply_to == "10_2");  // as it was meant
  stage.wall.own = {R"({"message":"no id: we may not see it"})"};
  read = stage.facebook->read_own(noon - 10min, {reply}, noon);
  REQUIRE(read.ok());
  CHECK_FALSE(read->complete);
  stage.graph.answers([](const GraphCall&) { return graph_error(2, 0, 500); });
  CHECK_FALSE(stage.facebook->read_own(noon - 10min, {reply}, noon).ok());
}

TEST_CASE("own messages are looked up in their conversation") {
  Stage stage;
  stage.graph.answers([&](const GraphCall&) {
    return graph_list({R"({"id":"t_1","updated_time":")" + ago(0s) +
                       R"(","participants":{"data":[{"id":"555"}]},"messages":{"data":[{"id":)"
                       R"("m_9","message":"Thanks. Case 26-000001-K3","created_time":")" +
                       ago(0s) + R"(","from":{"id":")" + page +
                       R"("},"to":{"data":[{"id":"555"}]}}]}})"});
  });
  const auto read = stage.facebook->read_own(noon - 1min, {message_to("555", 1h)}, noon);
  REQUIRE(read.ok());
  CHECK(read->complete);
  REQUIRE(read->posts.size() == 1);
  CHECK(read->posts[0].in_reply_to == "messages:555");
  const auto out = stage.facebook->publish(message_to("555", 1h), noon + 10min);
  CHECK(out.kind == Kind::sent);
  CHECK(out.remote_id == "m_9");
  CHECK(stage.posts() == 0);
}
