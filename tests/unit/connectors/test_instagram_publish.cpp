#include <doctest/doctest.h>

#include "tests/unit/connectors/meta_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using namespace std::chrono_literals;
using Kind = PublishOutcome::Kind;

namespace {

struct Stage {
  explicit Stage(GraphAnswer answers)
      : graph(std::move(answers)), instagram(graph.make(instagram_account())) {}
  PlayedGraph graph;
  std::unique_ptr<Network> instagram;
};

OutgoingReply reply_to(const std::string& target) {
  OutgoingReply reply;
  reply.target_id = target;
  reply.text = "Thanks. Case 26-000001-K3";
  reply.marker = "26-000001-K3";
  reply.composed_at = noon;
  reply.target_at = noon - 1h;
  return reply;
}

Push push_of(const std::string& field, const std::string& value) {
  Push push;
  push.method = "POST";
  push.body = R"({"object":"instagram","entry":[{"id":")" + ig +
              R"(","time":1763726400,"changes":[{"field":")" + field + R"(","value":)" + value +
              "}]}]}";
  push.headers["X-Hub-Signature-256"] =
      "sha256=" + hex(hmac_sha256(Secret("app-secret"), push.body));
  return push;
}

}  // namespace

TEST_CASE("an Instagram reply is one POST without fields, and is read back") {
  Stage stage([](const GraphCall& call) {
    if (call.method == "POST") {
      CHECK(call.path == "5/replies");
      CHECK(call["fields"].empty());
      CHECK(call["message"] == "Thanks. Case 26-000001-K3");
      return answer(200, R"({"id":"77"})");
    }
    CHECK(call.path == "77");
    return answer(200, R"({"id":"77","parent_id":"5"})");
  });
  const auto out = stage.instagram->publish(reply_to("5"), noon);
  CHECK(out.kind == Kind::sent);
  CHECK(out.remote_id == "77");
}

TEST_CASE("M11 Instagram's refusal after the deed is unknown and found by looking") {
  bool written = false;
  Stage stage([&](const GraphCall& call) {
    if (call.method == "POST") {
      written = true;
      return graph_error(20, 1772107);
    }
    if (call.path == "6") return answer(200, R"({"id":"6","parent_id":"5"})");
    CHECK(call.path == "5/replies");
    return graph_list({R"({"id":"78","text":"Thanks. Case 26-000001-K3","timestamp":")" + ago(0s) +
                       R"(","username":"Denver311"})"});
  });
  const auto out = stage.instagram->publish(reply_to("6"), noon);
  CHECK(written);
  CHECK(out.kind == Kind::unknown);
  const auto read = stage.instagram->read_own(noon - 1min, {reply_to("6")}, noon);
  REQUIRE(read.ok());
  CHECK(read->complete);
  REQUIRE(read->posts.size() == 1);
  CHECK(read->posts[0].in_reply_to == "6");
  written = false;
  const auto again = stage.instagram->publish(reply_to("6"), noon + 10min);
  CHECK(again.kind == Kind::sent);
  CHECK(again.remote_id == "78");
  CHECK_FALSE(written);
}

TEST_CASE("M30 what is too long for Instagram is refused before anything is sent") {
  Stage stage([](const GraphCall&) { return graph_error(100); });
  OutgoingReply comment = reply_to("5");
  comment.text = std::string(2'201, 'a');
  CHECK(stage.instagram->publish(comment, noon).kind == Kind::rejected);
  OutgoingReply message = reply_to("aWd1");
  message.direct_message = true;
  message.conversation = "messages:900";
  message.text = std::string(1'001, 'a');
  const auto out = stage.instagram->publish(message, noon);
  CHECK(out.kind == Kind::rejected);
  CHECK(says(out.message, "1001 bytes"));
  CHECK(stage.graph.calls.empty());
}

TEST_CASE("a long Instagram reply goes out with a word of caution") {
  Stage stage([](const GraphCall&) { return answer(200, R"({"id":"77"})"); });
  OutgoingReply reply = reply_to("5");
  reply.text = std::string(301, 'a');
  const auto out = stage.instagram->publish(reply, noon);
  CHECK(out.kind == Kind::sent);
  CHECK(says(out.message, "300 characters"));
}

TEST_CASE("a private reply on Instagram names the comment") {
  std::string body;
  Stage stage([&](const GraphCall& call) {
    CHECK(call.path == page + "/messages");
    body = call.json;
    return answer(200, R"({"recipient_id":"900","message_id":"aWd9"})");
  });
  OutgoingReply reply = reply_to("5");
  reply.private_reply = reply.direct_message = true;
  CHECK(stage.instagram->publish(reply, noon).kind == Kind::sent);
  CHECK(says(body, R"("recipient":{"comment_id":"5"})"));
}

TEST_CASE("a mention by others comes by webhook, is read through us, and answered as a mention") {
  Stage stage([](const GraphCall& call) {
    if (call.method == "POST") {
      CHECK(call.path == ig + "/mentions");
      CHECK(call["media_id"] == "800");
      CHECK(call["comment_id"] == "5");
      return answer(200, R"({"id":"79"})");
    }
    if (call.path == ig) {
      CHECK(call["fields"] == "mentioned_comment.comment_id(5){id,text,timestamp,username}");
      return answer(200,
                    R"({"mentioned_comment":{"id":"5","text":"@Denver311 hole","timestamp":")" +
                        ago(1h) + R"(","username":"ana"},"id":")" + ig + "\"}");
    }
    return graph_error(100, 33);
  });
  const auto pushed = stage.instagram->take_push(
      push_of("mentions", R"({"comment_id":"5","media_id":"800"})"), noon);
  CHECK(pushed.touched == std::vector<std::string>{"5"});
  const auto read = stage.instagram->read_posts({"5"}, noon);
  REQUIRE(read.ok());
  REQUIRE(read->posts.size() == 1);
  CHECK(read->posts[0].repliable == Repliable::yes);
  CHECK(stage.instagram->publish(reply_to("5"), noon).kind == Kind::sent);
}

TEST_CASE("a pushed Instagram comment is complete or touched") {
  Stage stage([](const GraphCall&) { return graph_error(100); });
  auto out = stage.instagram->take_push(
      push_of("comments", R"({"id":"5","text":"hole","from":{"id":"900","username":"ana"},)"
                          R"("media":{"id":"800"},"parent_id":"4"})"),
      noon);
  REQUIRE(out.posts.size() == 1);
  CHECK(out.posts[0].in_reply_to == "4");
  CHECK(to_iso8601(out.posts[0].created_at) == "2025-11-21T12:00:00Z");
  out = stage.instagram->take_push(push_of("comments", R"({"id":"5","text":"hole"})"), noon);
  CHECK(out.touched == std::vector<std::string>{"5"});
  out = stage.instagram->take_push(push_of("story_insights", R"({"media_id":"1"})"), noon);
  CHECK(out.unreadable.empty());
  out = stage.instagram->take_push(push_of("new_thing", R"({"media_id":"1"})"), noon);
  CHECK(out.unreadable.size() == 1);
}

TEST_CASE("M18 on Instagram only a comment is known to be deleted") {
  Stage stage([](const GraphCall& call) {
    if (call.path == ig + "/tags")
      return graph_list({R"({"id":"700","caption":"x","timestamp":")" + ago(1h) + "\"}"});
    if (call.path == "6")
      return answer(200, R"({"id":"6","text":"x","hidden":true,"timestamp":")" + ago(1h) + "\"}");
    return graph_error(100, 33);
  });
  const auto only_comments = stage.instagram->read_posts({"5", "6"}, noon);
  REQUIRE(only_comments.ok());
  CHECK(only_comments->gone ==
        std::map<std::string, Gone>{{"5", Gone::deleted}, {"6", Gone::hidden}});
  const auto another_process = stage.graph.make(instagram_account());
  CHECK(another_process->read_posts({"5"}, noon).ok());
  walk_all(*stage.instagram, ask_for("tags", 5h));
  CHECK(another_process->read_posts({"700"}, noon)->gone.empty());
  const auto with_tags = stage.instagram->read_posts({"700"}, noon);
  REQUIRE(with_tags.ok());
  CHECK(with_tags->gone.empty());
  const auto after_restart = stage.graph.make(instagram_account())->read_posts({"700", "5"}, noon);
  REQUIRE(after_restart.ok());
  CHECK(after_restart->gone == std::map<std::string, Gone>{{"5", Gone::deleted}});
  CHECK(stage.instagram->publish(reply_to("700"), noon).kind == Kind::rejected);
}
