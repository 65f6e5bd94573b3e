#include <doctest/doctest.h>

#include <map>
#include <set>

#include "tests/unit/connectors/meta_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using namespace std::chrono_literals;

namespace {

std::string watched_item(const std::string& id, int comments, std::chrono::seconds changed_ago) {
  return R"({"id":")" + id + R"(","created_time":")" + ago(20 * 24h) + R"(","updated_time":")" +
         ago(changed_ago) + R"(","comments":{"data":[],"summary":{"total_count":)" +
         std::to_string(comments) + "}}}";
}

std::string comment_item(const std::string& id, std::chrono::seconds age,
                         const std::string& more = R"(,"from":{"id":"555","name":"Ana"})") {
  return R"({"id":")" + id + R"(","message":"pothole )" + id + R"(","created_time":")" + ago(age) +
         "\"" + more + "}";
}

// A Page whose posts have comments, kept in a table.
struct City {
  std::map<std::string, std::vector<std::string>> comments{};  // by post, newest first
  std::map<std::string, int> counts{};                         // what the summary says
  std::size_t page_size = 25;
  int feed_requests = 0;

  void add(const std::string& post, std::vector<std::string> items) {
    counts[post] = static_cast<int>(items.size());
    comments[post] = std::move(items);
  }
  HttpResponse operator()(const GraphCall& call) {
    if (call.path == page + "/feed") return feed();
    const std::string post = call.path.substr(0, call.path.find('/'));
    if (!comments.contains(post)) return graph_error(100, 33);
    CHECK(call["filter"] == "stream");
    CHECK(call["order"] == "reverse_chronological");
    return slice(comments[post], call);
  }
  HttpResponse feed() {
    ++feed_requests;
    std::vector<std::string> items;
    for (const auto& [post, count] : counts) items.push_back(watched_item(post, count, 1h));
    return graph_list(items);
  }
  HttpResponse slice(const std::vector<std::string>& all, const GraphCall& call) const {
    const std::size_t from = call["after"].empty() ? 0 : std::stoul(call["after"]);
    const std::size_t size = std::min(page_size, std::stoul(call["limit"]));
    const std::size_t end = std::min(all.size(), from + size);
    std::vector<std::string> some(all.begin() + static_cast<std::ptrdiff_t>(from),
                                  all.begin() + static_cast<std::ptrdiff_t>(end));
    return graph_list(some, end < all.size() ? std::to_string(end) : "");
  }
};

struct Stage {
  City city{};
  PlayedGraph graph{[this](const GraphCall& call) { return city(call); }};
  std::unique_ptr<Network> facebook = graph.make(facebook_account());
};

const std::string post_a = page + "_10";
const std::string post_b = page + "_20";

}  // namespace

TEST_CASE("M1 replies under comments are found by filter=stream") {
  Stage stage;
  stage.city.add(
      post_a, {comment_item("10_2", 1h, R"(,"parent":{"id":"10_1"})"), comment_item("10_1", 2h)});
  const auto posts = walk_all(*stage.facebook, ask_for("comments", 3h));
  REQUIRE(posts.size() == 2);
  CHECK(posts[0].id == "10_2");
  CHECK(posts[0].in_reply_to == "10_1");
  CHECK(posts[0].conversation == "10_1");
  CHECK(posts[1].in_reply_to == post_a);
  CHECK(posts[1].conversation == "10_1");
  for (const auto& call : stage.graph.to(page + "/feed"))
    CHECK(says(call["fields"], "comments.filter(stream)"));
}

TEST_CASE("M2 a new comment on an old post is found within one full cycle") {
  Stage stage;
  stage.city.add(post_a, {comment_item("10_1", 4h)});
  walk_all(*stage.facebook, ask_for("comments", 5h));
  // One is deleted and one is added: the count says that nothing happened.
  stage.city.comments[post_a] = {comment_item("10_3", 1h)};
  int cycles = 0;
  bool found = false;
  while (!found && cycles < 10) {
    ++cycles;
    PageAsk ask = ask_for("comments", 4h);
    ask.now = noon + cycles * 1min;
    found = has(walk_all(*stage.facebook, ask), "10_3");
  }
  CHECK(found);
  CHECK(cycles > 1);
}

TEST_CASE("only posts with signs of change are read again, and a restart reads everything once") {
  Stage stage;
  stage.city.add(post_a, {comment_item("10_1", 4h)});
  stage.city.add(post_b, {comment_item("20_1", 4h)});
  walk_all(*stage.facebook, ask_for("comments", 5h));
  const std::size_t before = stage.graph.calls.size();
  PageAsk ask = ask_for("comments", 4h);  // the watermark has moved: the walk was stored
  CHECK(walk_all(*stage.facebook, ask).empty());
  CHECK(stage.graph.calls.size() == before + 1);  // the feed alone
  stage.city.add(post_b, {comment_item("20_2", 1h), comment_item("20_1", 4h)});
  CHECK(has(walk_all(*stage.facebook, ask), "20_2"));
  CHECK(stage.graph.to(post_a + "/comments").size() == 1);
  auto again = stage.graph.make(facebook_account());
  walk_all(*again, ask);
  CHECK(stage.graph.to(post_a + "/comments").size() == 2);
}

TEST_CASE("many watched posts put the next scan of everything off") {
  Stage stage;
  for (int i = 0; i < 100; ++i)
    stage.city.add(page + "_" + std::to_string(1000 + i), {comment_item("1_1", 4h)});
  walk_all(*stage.facebook, ask_for("comments", 5h));
  CHECK(stage.graph.batches.size() == 2);
  const auto cycles_until = [&](std::chrono::minutes last) {
    for (auto at = 1min; at <= last; at += 1min) {
      PageAsk ask = ask_for("comments", 4h);
      ask.now = noon + at;
      walk_all(*stage.facebook, ask);
    }
  };
  cycles_until(9min);  // a hundred posts: ten minutes at least
  CHECK(stage.graph.batches.size() == 2);
  cycles_until(12min);
  CHECK(stage.graph.batches.size() == 4);
}

TEST_CASE("what a walk learnt is forgotten when its posts were not stored") {
  Stage stage;
  stage.city.add(post_a, {comment_item("10_1", 4h)});
  CHECK(has(walk_all(*stage.facebook, ask_for("comments", 5h)), "10_1"));
  CHECK(has(walk_all(*stage.facebook, ask_for("comments", 5h)), "10_1"));  // asked the same again
}

TEST_CASE("M3 comments out of order are found behind the watermark") {
  Stage stage;
  stage.city.add(post_a, {comment_item("10_1", 1h)});
  walk_all(*stage.facebook, ask_for("comments", 3h));
  stage.city.add(post_a, {comment_item("10_1", 1h), comment_item("10_9", 23h)});
  CHECK(has(walk_all(*stage.facebook, ask_for("comments", 1h)), "10_9"));
}

TEST_CASE("M4 the twenty-sixth post and comment are read, wherever they stand") {
  Stage stage;
  std::vector<std::string> many;
  for (int i = 60; i > 0; --i)
    many.push_back(comment_item("10_" + std::to_string(i), std::chrono::minutes(70 - i)));
  stage.city.add(post_a, many);
  for (int i = 0; i < 70; ++i) stage.city.add(page + "_" + std::to_string(1000 + i), {});
  const auto posts = walk_all(*stage.facebook, ask_for("comments", 3h));
  CHECK(posts.size() == 60);
  for (const std::size_t size : stage.graph.batches) CHECK(size <= 50);
}

TEST_CASE("M5 an empty page with a next one goes on, the same page for ever ends as capped") {
  Stage stage;
  int asked = 0;
  stage.graph.answers([&](const GraphCall& call) {
    if (call.path == page + "/feed") return graph_list({watched_item(post_a, 3, 1h)});
    ++asked;
    if (asked == 1) return graph_list({}, "c1");
    return graph_list({comment_item("10_1", 1h)}, "c2");
  });
  std::vector<Page> pages;
  const auto posts = walk_all(*stage.facebook, ask_for("comments", 3h), &pages);
  CHECK(has(posts, "10_1"));
  CHECK(asked == 3);
  CHECK(std::any_of(pages.begin(), pages.end(),
                    [](const Page& one) { return one.clipped.has_value(); }));
}

TEST_CASE("M5 an edge without a paging object has ended") {
  Stage stage;
  stage.graph.answers([](const GraphCall&) { return answer(200, R"({"data":[]})"); });
  CHECK(walk_all(*stage.facebook, ask_for("comments", 3h)).empty());
  CHECK(stage.graph.calls.size() == 1);
}

TEST_CASE("M6 no author and no text are kept, the photo is told") {
  Stage stage;
  stage.city.add(post_a, {R"({"id":"10_1","created_time":")" + ago(1h) +
                          R"(","attachment":{"type":"photo","title":"the hole"}})"});
  const auto posts = walk_all(*stage.facebook, ask_for("comments", 3h));
  REQUIRE(posts.size() == 1);
  CHECK(posts[0].author.id.empty());
  CHECK(posts[0].text.empty());
  CHECK(posts[0].media == 1);
  CHECK(posts[0].media_texts == std::vector<std::string>{"the hole"});
  CHECK(posts[0].repliable == Repliable::yes);
}

TEST_CASE("M7 posts that tell of comments while none can be read make the account unhealthy") {
  Stage stage;
  stage.city.counts[post_a] = 12;
  stage.city.comments[post_a] = {};
  std::vector<Page> pages;
  walk_all(*stage.facebook, ask_for("comments", 3h), &pages);
  REQUIRE_FALSE(pages.back().problems.empty());
  CHECK(says(pages.back().problems.back(), "cannot read comments"));
}

TEST_CASE("posts are read from the whole ranked feed and from the tags") {
  Stage stage;
  const auto item = [](const std::string& id, std::chrono::seconds age, const std::string& more) {
    return R"({"id":")" + id + R"(","message":"m","created_time":")" + ago(age) + "\"" + more + "}";
  };
  stage.graph.answers([&](const GraphCall& call) {
    if (call.path == page + "/feed") {
      CHECK_FALSE(call["since"].empty());
      CHECK(call["limit"] == "100");
      if (call["after"].empty())
        return graph_list({item("1001_1", 50h, ""), item("1001_2", 1h, R"(,"from":{"id":"5"})")},
                          "n");
      return graph_list({item("1001_3", 2h, R"(,"from":{"id":"1001"})")});
    }
    CHECK(call.path == page + "/tagged");
    if (call["after"].empty())
      return graph_list({item("777_9", 40h, R"(,"tagged_time":")" + ago(1h) + "\"")}, "t");
    return graph_list({item("777_8", 90h, "")}, "u");
  });
  std::vector<Page> pages;
  const auto posts = walk_all(*stage.facebook, ask_for("posts", 30h), &pages);
  CHECK(posts.size() == 4);
  CHECK(has(posts, "1001_1"));  // ranked: an old one first ends nothing
  CHECK(has(posts, "1001_3"));
  CHECK(has(posts, "777_9"));
  CHECK_FALSE(has(posts, "777_8"));
  CHECK(stage.graph.to(page + "/tagged").size() == 2);  // a whole page is older
  CHECK(pages.front().newest_id == "1001_2");
  CHECK(pages.front().oldest_at == noon - 50h);
}

TEST_CASE("M3 M4 messages are read from all conversations with something new") {
  Stage stage;
  const auto thread = [](int n, std::chrono::seconds age, int messages) {
    std::string list;
    for (int i = 0; i < messages; ++i)
      list += std::string(i == 0 ? "" : ",") + R"({"id":"m_)" + std::to_string(n * 100 + i) +
              R"(","message":"hi","created_time":")" + ago(age) + R"(","from":{"id":"55)" +
              std::to_string(n) + "\"}}";
    return R"({"id":"t_)" + std::to_string(n) + R"(","updated_time":")" + ago(age) +
           R"(","message_count":)" + std::to_string(messages == 20 ? 90 : messages) +
           R"(,"participants":{"data":[{"id":"55)" + std::to_string(n) +
           R"("},{"id":"1001"}]},"messages":{"data":[)" + list + "]}}";
  };
  stage.graph.answers([&](const GraphCall& call) {
    CHECK(call["platform"] == "messenger");
    if (call["after"].empty()) return graph_list({thread(1, 40h, 2), thread(2, 1h, 1)}, "a");
    if (call["after"] == "a") return graph_list({thread(3, 2h, 20)}, "b");
    if (call["after"] == "b") return graph_list({thread(4, 90h, 1)}, "c");
    return graph_list({thread(5, 1h, 1)});
  });
  std::vector<Page> pages;
  const auto posts = walk_all(*stage.facebook, ask_for("messages", 20h), &pages);
  CHECK(posts.size() == 23);
  CHECK(posts[0].kind == PostKind::direct_message);
  CHECK(posts[0].conversation == "messages:552");
  CHECK(stage.graph.calls.size() == 3);  // the third page is older as a whole
  REQUIRE(pages.size() == 3);
  CHECK(pages[1].clipped.has_value());  // more than the twenty that are shown
  CHECK_FALSE(pages[2].clipped.has_value());
}

TEST_CASE("a walk that is not known any more is refused, and hostile names of one are too") {
  Stage stage;
  for (const char* next : {"walk:", "walk:1", "walk:1:0", "walk:1:1", "walk:x:1", "walk:1:1x",
                           "walk:99999999999999999999:1", "https://x", "walk:-1:0"}) {
    PageAsk ask = ask_for("comments", 3h);
    ask.next = next;
    const auto page_read = stage.facebook->read_page(ask);
    REQUIRE_FALSE(page_read.ok());
    CHECK(page_read.fault().kind == FaultKind::rejected);
  }
  CHECK(stage.graph.calls.empty());
}

TEST_CASE("a step that failed can be taken again and loses nothing") {
  Stage stage;
  std::vector<std::string> many;
  for (int i = 60; i > 0; --i) many.push_back(comment_item("10_" + std::to_string(i), 1h));
  stage.city.add(post_a, many);
  int calls = 0;
  stage.graph.answers([&](const GraphCall& call) {
    return ++calls % 2 == 0 ? graph_error(2, 0, 500) : stage.city(call);
  });
  PageAsk ask = ask_for("comments", 3h);
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto read = stage.facebook->read_page(ask);
    if (!read) {
      CHECK(read.fault().kind == FaultKind::retry_later);
      continue;
    }
    for (const Post& post : read->posts) seen.insert(post.id);
    ask.next = read->next;
    if (ask.next.empty()) break;
  }
  CHECK(seen.size() == 60);
}

TEST_CASE("M16 a version drift is a problem of the page") {
  Stage stage;
  stage.graph.headers["Facebook-Api-Version"] = "v22.0";
  const auto read = stage.facebook->read_page(ask_for("posts", 3h));
  stage.graph.answers([](const GraphCall&) { return answer(200, R"({"data":[]})"); });
  const auto again = stage.facebook->read_page(ask_for("posts", 3h));
  REQUIRE(again.ok());
  REQUIRE(again->problems.size() == 1);
  CHECK(says(again->problems[0], "v22.0"));
}

TEST_CASE("what was said before the account was connected stays history") {
  Stage stage;
  stage.city.add(post_a, {comment_item("10_2", 1h), comment_item("10_1", 30h)});
  PageAsk ask = ask_for("comments", 24h);
  ask.since_id.clear();
  const auto posts = walk_all(*stage.facebook, ask);
  CHECK(posts.size() == 1);
}
