#include <doctest/doctest.h>

#include <map>

#include "connectors/instagram/hashtags.h"
#include "tests/unit/connectors/meta_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using namespace std::chrono_literals;

namespace {

std::string comment_item(int id, std::chrono::seconds age, const std::string& more = "") {
  return R"({"id":")" + std::to_string(id) + R"(","text":"hole )" + std::to_string(id) +
         R"(","username":"ana","timestamp":")" + ago(age) + "\"" + more + "}";
}

std::string medium_item(const std::string& id, std::chrono::seconds age, int comments) {
  return R"({"id":")" + id +
         R"(","caption":"look","permalink":"https://www.instagram.com/p/x/",)"
         R"("timestamp":")" +
         ago(age) + R"(","comments_count":)" + std::to_string(comments) + "}";
}

struct Stage {
  explicit Stage(GraphAnswer answers)
      : graph(std::move(answers)), instagram(graph.make(instagram_account())) {}
  PlayedGraph graph;
  std::unique_ptr<Network> instagram;
};

std::vector<std::string> comments_down_from(int first, int count, std::chrono::seconds step) {
  std::vector<std::string> items;
  for (int i = 0; i < count; ++i) items.push_back(comment_item(first - i, step * (i + 1)));
  return items;
}

}  // namespace

TEST_CASE("comments on own media come with their replies") {
  Stage stage([](const GraphCall& call) {
    if (call.path == ig + "/media") return graph_list({medium_item("800", 100h, 3)});
    CHECK(call.path == "800/comments");
    CHECK(call["filter"].empty());  // Instagram's edge has no parameters
    return graph_list({comment_item(5, 3h,
                                    R"(,"from":{"id":"900","username":"ana"},"replies":{"data":[)" +
                                        comment_item(6, 1h) + "," +
                                        comment_item(7, 1h, R"(,"username":"Denver311")") + "]}")});
  });
  const auto posts = walk_all(*stage.instagram, ask_for("comments", 5h));
  REQUIRE(posts.size() == 3);
  for (const Post& post : posts) {
    CHECK(post.network == "instagram");
    CHECK(post.conversation == "5");
    CHECK(post.in_reply_to == (post.id == "5" ? "800" : "5"));
  }
}

TEST_CASE("M24 Instagram's ladder goes down to the least, and replies are then read on their own") {
  std::vector<std::string> fields;
  Stage stage([&](const GraphCall& call) {
    if (call.path == ig + "/media") return graph_list({medium_item("800", 100h, 2)});
    if (call.path == "5/replies") return graph_list({comment_item(6, 1h)});
    REQUIRE(call.path == "800/comments");
    fields.push_back(call["fields"]);
    if (says(call["fields"], "from") || says(call["fields"], "parent_id")) return graph_error(100);
    return graph_list({comment_item(5, 3h)});
  });
  const auto posts = walk_all(*stage.instagram, ask_for("comments", 5h));
  CHECK(posts.size() == 2);
  REQUIRE(fields.size() == 4);
  CHECK(says(fields[0], "replies"));
  CHECK_FALSE(says(fields[1], "replies"));
  CHECK_FALSE(says(fields[2], "from"));
  CHECK(fields[3] == "id,text,timestamp");
  walk_all(*stage.instagram, ask_for("comments", 5h));
  CHECK(fields.size() == 5);
}

TEST_CASE("M27 a full page of new comments without a next one is told as lost") {
  int count = 50;
  std::chrono::seconds step = 1min;
  Stage stage([&](const GraphCall& call) {
    if (call.path == ig + "/media") return graph_list({medium_item("800", 100h, 200)});
    return graph_list(comments_down_from(1'000, count, step));
  });
  const auto clipped = [&] {
    auto instagram = stage.graph.make(instagram_account());
    std::vector<Page> pages;
    walk_all(*instagram, ask_for("comments", 5h), &pages);
    return std::any_of(pages.begin(), pages.end(),
                       [](const Page& one) { return one.clipped.has_value(); });
  };
  CHECK(clipped());
  count = 49;  // not full
  CHECK_FALSE(clipped());
  count = 50;
  step = 10min;  // the oldest is known
  CHECK_FALSE(clipped());
}

TEST_CASE("media without a new count are left alone between the scans of everything") {
  int comments = 2;
  Stage stage([&](const GraphCall& call) {
    if (call.path == ig + "/media")
      return graph_list({medium_item("800", 100h, comments), medium_item("801", 100h, 0)});
    if (call.path == "801/comments") return graph_list({});
    return graph_list({comment_item(5, 3h)});
  });
  walk_all(*stage.instagram, ask_for("comments", 5h));
  const std::size_t before = stage.graph.to("800/comments").size();
  walk_all(*stage.instagram, ask_for("comments", 3h));
  CHECK(stage.graph.to("800/comments").size() == before);
  comments = 3;
  walk_all(*stage.instagram, ask_for("comments", 3h));
  CHECK(stage.graph.to("800/comments").size() == before + 1);
  CHECK(stage.graph.to("801/comments").size() == 1);
}

TEST_CASE("tags are read to the first page that is older as a whole") {
  Stage stage([&](const GraphCall& call) {
    CHECK(call.path == ig + "/tags");
    if (call["after"].empty())
      return graph_list({medium_item("700", 60h, 0), medium_item("701", 1h, 0)}, "a");
    return graph_list({medium_item("702", 90h, 0)}, "b");
  });
  const auto posts = walk_all(*stage.instagram, ask_for("tags", 5h));
  REQUIRE(posts.size() == 1);
  CHECK(posts[0].id == "701");
  CHECK(posts[0].repliable == Repliable::closed);
  CHECK(stage.graph.calls.size() == 2);
}

TEST_CASE("M5 a hashtag's cursor that repeats while it advances does not end the walk") {
  int page_number = 0;
  Stage stage([&](const GraphCall& call) {
    if (call.path == "ig_hashtag_search") {
      CHECK(call["q"] == "pothole");
      CHECK(call["user_id"] == ig);
      return graph_list({R"({"id":"17843826142012701"})"});
    }
    CHECK(call.path == "17843826142012701/recent_media");
    ++page_number;
    if (page_number > 4) return graph_list({medium_item("600", 1h, 0)}, "same");
    return graph_list({medium_item(std::to_string(600 + page_number), 1h, 0)}, "same");
  });
  std::vector<Page> pages;
  const auto posts = walk_all(*stage.instagram, ask_for("hashtag:Pothole", 5h), &pages);
  CHECK(posts.size() == 6);  // five new ids, and the one that came again
  CHECK(page_number == 6);
  CHECK(pages.back().clipped.has_value());
  for (const Post& post : posts) CHECK(post.author.id.empty());
}

TEST_CASE("M28 the thirty-first hashtag in seven days is refused here, with the date it is free") {
  Stage stage([&](const GraphCall& call) {
    if (call.path == "ig_hashtag_search") return graph_list({R"({"id":"17"})"});
    return graph_list({});
  });
  const auto ask = [&](const std::string& tag, Instant now) {
    PageAsk one = ask_for("hashtag:" + tag, 5h);
    one.now = now;
    return stage.instagram->read_page(one);
  };
  for (int i = 0; i < 30; ++i) CHECK(ask("tag" + std::to_string(i), noon + i * 1h).ok());
  const std::size_t before = stage.graph.calls.size();
  const auto refused = ask("tag30", noon + 30h);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.fault().kind == FaultKind::rejected);
  CHECK(says(refused.fault().message, to_iso8601(noon + 7 * 24h)));
  CHECK(stage.graph.calls.size() == before);
  CHECK(ask("tag3", noon + 30h).ok());  // a repeat is free
  stage.instagram = stage.graph.make(instagram_account());
  CHECK_FALSE(ask("tag31", noon + 31h).ok());  // a restart forgets nothing
  CHECK(ask("tag31", noon + 7 * 24h + 1min).ok());
  CHECK_FALSE(ask("tag32", noon + 7 * 24h + 1min).ok());
}

TEST_CASE("a hashtag that was not read for more than a day is told as lost") {
  Stage stage([&](const GraphCall& call) {
    if (call.path == "ig_hashtag_search") return graph_list({R"({"id":"17"})"});
    return graph_list({medium_item("600", 1h, 0)});
  });
  const auto read = [&](Instant now) {
    PageAsk ask = ask_for("hashtag:snow", 5h);
    ask.now = now;
    const auto one = stage.instagram->read_page(ask);
    REQUIRE(one.ok());
    return one->clipped.has_value();
  };
  CHECK_FALSE(read(noon));
  CHECK_FALSE(read(noon + 20h));
  CHECK(read(noon + 60h));
  CHECK_FALSE(read(noon + 61h));
}

TEST_CASE("a ledger of any shape is read") {
  using namespace connectors::instagram;
  for (const char* text : {"", "[]", "{\"a\":1}", "{\"a\":{\"id\":\"x\",\"asked_ms\":-1}}"})
    for (const auto& [tag, entry] : parse_ledger(text)) CHECK(entry.id.empty());
  Ledger ledger;
  ledger["snow"] = {"17", noon, noon};
  CHECK(parse_ledger(write_ledger(ledger)).at("snow").asked_at == noon);
}

TEST_CASE("Instagram's messages hang on the Page and are told from ours by either id") {
  Stage stage([&](const GraphCall& call) {
    CHECK(call.path == page + "/conversations");
    CHECK(call["platform"] == "instagram");
    return graph_list({R"({"id":"aWdf","updated_time":")" + ago(1h) +
                       R"(","participants":{"data":[{"id":")" + ig +
                       R"("},{"id":"900"}]},)"
                       R"("messages":{"data":[{"id":"aWd1","message":"hi","created_time":")" +
                       ago(1h) +
                       R"(","from":{"id":"900","username":"ana"}},)"
                       R"({"id":"aWd2","message":"ours","created_time":")" +
                       ago(1h) + R"(","from":{"id":")" + ig +
                       R"("},"to":{"data":[{"id":"900"}]}}]}})"});
  });
  const auto posts = walk_all(*stage.instagram, ask_for("messages", 5h));
  REQUIRE(posts.size() == 2);
  for (const Post& post : posts) {
    CHECK(post.conversation == "messages:900");
    CHECK((post.author.id == ig) == (post.repliable == Repliable::closed));
  }
}

TEST_CASE("Instagram's words are checked") {
  for (const char* word : {"comments", "tags", "messages", "hashtag:Denver311", "hashtag:año"})
    CHECK_FALSE(check_listen("instagram", word).has_value());
  for (const char* word : {"posts", "mentions", "hashtag:", "hashtag:#x", "hashtag:a b", ""})
    CHECK(check_listen("instagram", word).has_value());
  for (const char* word : {"posts", "comments", "messages"})
    CHECK_FALSE(check_listen("facebook", word).has_value());
  CHECK(check_listen("facebook", "tags").has_value());
}
