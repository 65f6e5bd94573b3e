// A walk over three pages that is killed after each of them, against X's rules of ids and tokens.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "connectors/network.h"
#include "connectors/twitter/ids.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;

namespace {

struct Newer {
  bool operator()(const std::string& a, const std::string& b) const {
    return twitter::newer_id(a, b);
  }
};
using Ids = std::set<std::string, Newer>;

// Mentions of X: newest first between two exclusive ids, 100 a page.
HttpResponse serve(const Ids& all, const HttpRequest& request) {
  const std::string since = parameter(request, "since_id");
  const std::string until = parameter(request, "until_id");
  const std::string token = parameter(request, "pagination_token");
  const auto most = std::stoul(parameter(request, "max_results"));
  CHECK((since.empty() || parameter(request, "start_time").empty()));
  std::string items;
  std::string last;
  std::size_t given = 0;
  bool more = false;
  for (const std::string& id : all) {
    const bool above = !until.empty() && !twitter::newer_id(until, id);
    const bool done = !token.empty() && !twitter::newer_id(token.substr(4), id);
    if (above || done || (!since.empty() && !twitter::newer_id(id, since))) continue;
    more = given == most;
    if (more) break;
    items += (items.empty() ? "" : ",") + mention_item(id, "@Denver311 hi");
    last = id;
    ++given;
  }
  if (items.empty()) return answer(200, empty_page());
  return answer(200, page_of(items, more ? "next" + last : ""));
}

// What survives a kill: each page is one transaction of posts, cursor and gap.
struct Durable {
  Ids posts{};
  std::string cursor{};
  std::optional<std::pair<std::string, std::string>> gap{};  // (lo, hi)
};

class Walker {
 public:
  Walker(Network& network, Durable& durable, int pages_to_live)
      : network_(network), durable_(durable), left_(pages_to_live) {}

  // False: killed.
  bool run() {
    if (durable_.gap && !fill()) return false;
    return walk();
  }

 private:
  bool page(PageAsk& ask, Page& out) {
    if (left_-- == 0) return false;
    auto read = network_.read_page(ask);
    REQUIRE(read.ok());
    out = std::move(*read);
    for (const Post& post : out.posts) durable_.posts.insert(post.id);
    ask.next = out.next;
    return true;
  }
  static PageAsk ask_since(const std::string& lo) {
    PageAsk ask;
    ask.listen = "mentions";
    ask.since_id = lo;
    ask.since_at = twitter::instant_of(lo);
    ask.now = noon;
    return ask;
  }
  bool walk() {
    PageAsk ask = ask_since(durable_.cursor);
    Page first;
    if (!page(ask, first)) return false;
    if (!first.next.empty()) durable_.gap = {durable_.cursor, first.oldest_id};
    if (!first.newest_id.empty()) durable_.cursor = first.newest_id;
    return descend(ask);
  }
  bool fill() {
    PageAsk ask = ask_since(durable_.gap->first);
    ask.until_id = durable_.gap->second;
    Page top;
    if (!page(ask, top)) return false;
    shrink(top);
    return descend(ask);
  }
  bool descend(PageAsk& ask) {
    while (!ask.next.empty()) {
      Page further;
      if (!page(ask, further)) return false;
      shrink(further);
    }
    durable_.gap.reset();
    return true;
  }
  void shrink(const Page& read) {
    if (!read.oldest_id.empty()) durable_.gap->second = read.oldest_id;
    if (read.next.empty()) durable_.gap.reset();
  }

  Network& network_;
  Durable& durable_;
  int left_;
};

}  // namespace

TEST_CASE("X6 a walk killed after each page loses nothing and what is unread lies in a gap") {
  for (int life = 1; life <= 4; ++life) {
    CAPTURE(life);
    Bench bench;
    Ids all;
    const std::string known = id_before_noon(5'000);
    all.insert(known);
    for (int i = 0; i < 250; ++i) all.insert(id_before_noon(1'000 + i));
    bench.http.play([&](const HttpRequest& request) { return serve(all, request); });
    Durable durable;
    durable.cursor = known;
    durable.posts.insert(known);
    bool finished = false;
    for (int lives = 0; lives < 20 && !finished; ++lives) {
      auto x = std::move(make_network(x_account(), bench.parts())).value();
      finished = Walker(*x, durable, life).run();
      for (const std::string& id : all) {
        if (durable.posts.contains(id)) continue;
        const bool above = twitter::newer_id(id, durable.cursor);
        const bool in_gap = durable.gap && twitter::newer_id(id, durable.gap->first) &&
                            twitter::newer_id(durable.gap->second, id);
        CHECK((above || in_gap));
      }
      all.insert(id_before_noon(900 - lives));  // life goes on
    }
    CHECK(finished);
    auto x = std::move(make_network(x_account(), bench.parts())).value();
    CHECK(Walker(*x, durable, 100).run());
    CHECK(durable.posts == all);
    CHECK_FALSE(durable.gap.has_value());
  }
}
