// The walk down a feed loses nothing wherever it stops: a modelled network with more posts than a
// page holds, interrupted at every page, against a real database. After each stop every post up to
// the cursor is stored or lies in an open gap; at the end the sets are equal.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "service/roles/walk.h"
#include "tests/support/scratch_cluster.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

const Instant start{std::chrono::seconds(1'772'463'845)};

std::string id_of(int number) {
  std::string text = std::to_string(number);
  return std::string(6 - text.size(), '0') + text;
}

// Newest first, ids in order of time, `page` posts a page; fails after `budget` pages, as a killed
// walk would.
class ModelNetwork final : public connectors::Network {
 public:
  ModelNetwork() {
    rules_.length = {280, 0, [](std::string_view text) { return text.size(); }};
  }

  void add(int count) {
    for (int i = 0; i < count; ++i) newest_ += 1;
  }
  int newest() const { return newest_; }
  int budget = 1'000;
  bool empty_first_page = false;
  bool loops = false;
  bool repeats = false;  // new cursors, always the same posts
  int spaces = 0;        // the posts of this range are gone, as deleted ones are
  int space_from = 0;
  // Only the newest N can be read at all.
  void keep_only(int newest) { rules_.reach = newest; }
  connectors::Capabilities& rules() { return rules_; }
  int calls = 0;

  const connectors::Capabilities& capabilities() const override { return rules_; }
  Result<connectors::Page> read_page(const connectors::PageAsk& ask) override;
  connectors::PublishOutcome publish(const connectors::OutgoingReply&, Instant) override {
    return {};
  }
  Result<connectors::OwnRead> read_own(Instant, const std::vector<connectors::OutgoingReply>&,
                                       Instant) override {
    return connectors::OwnRead{};
  }
  Result<connectors::Reread> read_posts(const std::vector<std::string>&, Instant) override {
    return connectors::Reread{};
  }
  connectors::Health check(Instant) override { return {}; }
  std::string new_key(Instant, Random&) const override { return {}; }
  bool newer(std::string_view a, std::string_view b) const override { return a > b; }

 private:
  static constexpr int page_size_ = 10;
  connectors::Capabilities rules_{};
  int newest_ = 0;
};

Post post_of(int number) {
  Post post;
  post.network = "twitter";
  post.id = id_of(number);
  post.text = "post " + post.id;
  post.author = {"9001", "resident", "Resident"};
  post.created_at = start + std::chrono::seconds(number);
  return post;
}

Result<connectors::Page> ModelNetwork::read_page(const connectors::PageAsk& ask) {
  if (budget-- <= 0)
    return Fault{FaultKind::retry_later, "the model's budget is used up", {}, Reach::unknown};
  ++calls;
  connectors::Page page;
  page.spend = {.reads = page_size_, .micro_usd = 50};
  const int lowest = rules_.reach ? std::max(0, newest_ - *rules_.reach) : 0;
  const bool first = ask.next.empty();
  if (first && empty_first_page) {
    page.next = ask.until_id.empty() ? id_of(newest_ + 1) : ask.until_id;
    return page;
  }
  const std::string upper = !first                 ? ask.next
                            : ask.until_id.empty() ? id_of(newest_ + 1)
                                                   : ask.until_id;
  int number = std::stoi(upper) - 1;
  // Behind the lower bound by itself, as the connectors step back.
  const int since = ask.since_id.empty() ? 0 : std::max(0, std::stoi(ask.since_id) - 3);
  const int floor = std::max(lowest, since);
  for (; number > floor && static_cast<int>(page.posts.size()) < page_size_; --number)
    if (number < space_from || number >= space_from + spaces) page.posts.push_back(post_of(number));
  if (!page.posts.empty()) {
    page.newest_id = page.posts.front().id;
    page.oldest_id = page.posts.back().id;
    page.newest_at = page.posts.front().created_at;
    page.oldest_at = page.posts.back().created_at;
  }
  if (number > floor) page.next = id_of(number + 1);
  if (loops && !first) page.next = ask.next;
  if (repeats) {
    page.posts = {post_of(newest_)};
    page.newest_id = page.oldest_id = page.posts.front().id;
    page.newest_at = page.oldest_at = page.posts.front().created_at;
    page.next = id_of(newest_ + 1 + calls);
  }
  return page;
}

struct Reader {
  std::string url = ScratchCluster::shared().fresh_database();
  std::unique_ptr<sql::Store> store = open_scratch_store(url);
  ManualClock clock{start + 1h};
  ModelNetwork network{};

  sql::Feed feed() { return store->feed("twitter/1", "mentions", clock.now()); }
  service::Allowance allowance{};
  int most_pages = 50;
  service::WalkParts parts() {
    return {.network = network,
            .store = *store,
            .clock = clock,
            .account_key = "twitter/1",
            .most_pages = most_pages,
            .allowance = allowance};
  }
  service::WalkEnd poll() {
    const auto bench = parts();
    const auto at = feed();
    auto end = service::walk_feed(bench, at);
    for (const auto& gap : store->open_gaps(at.feed_id)) {
      const auto filled = service::fill_gap(bench, at, gap);
      end.lost_ranges += filled.lost_ranges;
      end.lost_posts += filled.lost_posts;
    }
    clock.advance(1min);
    return end;
  }
  std::int64_t behind() { return store->overview(clock.now()).feeds.at(0).posts_behind; }
  std::string outcomes() {
    return ScratchCluster::shared().sql(
        url, "select outcome, lo_id, hi_id, reason from poll_gap where closed_at is not null");
  }
  std::set<std::string> stored() {
    std::set<std::string> ids;
    store->export_posts({}, [&](const ExportedPost& row) { ids.insert(row.post.id); });
    return ids;
  }
  bool in_open_gap(const std::string& id) {
    for (const auto& gap : store->open_gaps(feed().feed_id))
      if (id > gap.lo_id && id < gap.hi_id) return true;
    return false;
  }
  void check_nothing_forgotten() {
    const auto have = stored();
    const std::string newest = feed().newest_id;
    for (int number = 1; number <= network.newest() && id_of(number) <= newest; ++number) {
      CAPTURE(number);
      CHECK((have.contains(id_of(number)) || in_open_gap(id_of(number))));
    }
  }
  // … or in a range that is lost.
  void check_nothing_forgotten_or_lost() {
    const auto have = stored();
    int number = 1;
    for (; number <= network.newest(); ++number) {
      if (have.contains(id_of(number)) || in_open_gap(id_of(number))) continue;
      CAPTURE(number);
      CHECK(ScratchCluster::shared().sql(
                url, "select count(*) > 0 from poll_gap where outcome = 'lost' and lo_id < '" +
                         id_of(number) + "' and top_id > '" + id_of(number) + "'") == "t");
    }
  }
};

}  // namespace

TEST_CASE("a walk that may read everything stores everything and leaves no gap") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.network.add(47);
  reader.poll();
  CHECK(reader.stored().size() == 47);
  CHECK(reader.store->open_gaps(reader.feed().feed_id).empty());
  CHECK(reader.feed().newest_id == id_of(47));
  CHECK(reader.feed().last_complete_at.has_value());
  const auto overview = reader.store->overview(reader.clock.now());
  REQUIRE(overview.feeds.size() == 1);
  CHECK(overview.feeds[0].open_gaps == 0);
  CHECK(overview.feeds[0].lost_ranges == 0);
}

TEST_CASE("the health of a feed counts its open gaps and what lies in them") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.network.add(40);
  reader.network.budget = 1;
  reader.poll();
  const auto overview = reader.store->overview(reader.clock.now());
  REQUIRE(overview.feeds.size() == 1);
  CHECK(overview.feeds[0].open_gaps == 1);
  CHECK(overview.feeds[0].posts_behind > 0);
}

TEST_CASE("a walk stopped at any page forgets nothing, and later polls bring the rest") {
  for (int stop_after = 0; stop_after <= 9; ++stop_after) {
    CAPTURE(stop_after);
    Reader reader;
    reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
    for (int round = 0; round < 4; ++round) {
      reader.network.add(35);
      reader.network.budget = stop_after;
      reader.poll();
      reader.check_nothing_forgotten();
    }
    reader.network.budget = 1'000;
    for (int i = 0; i < 3; ++i) reader.poll();
    CHECK(reader.stored().size() == 140);
    CHECK(reader.store->open_gaps(reader.feed().feed_id).empty());
  }
}

TEST_CASE("an empty first page with a further one moves no cursor by itself") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.network.add(25);
  reader.network.empty_first_page = true;
  reader.network.budget = 1;
  reader.poll();
  CHECK(reader.feed().newest_id.empty());
  reader.network.budget = 1'000;
  reader.poll();
  CHECK(reader.stored().size() == 25);
}

TEST_CASE("a cursor that comes back again ends the walk, and what lies below stays a gap") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.network.add(60);
  reader.network.loops = true;
  reader.poll();
  CHECK(reader.network.budget > 900);
  reader.check_nothing_forgotten();
  CHECK_FALSE(reader.store->open_gaps(reader.feed().feed_id).empty());
  reader.network.loops = false;
  reader.poll();
  CHECK(reader.stored().size() == 60);
}

TEST_CASE("an answer without posts keeps the cursor and counts as read") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.network.add(5);
  reader.poll();
  const auto before = reader.feed();
  reader.poll();
  CHECK(reader.feed().newest_id == before.newest_id);
  REQUIRE(reader.feed().last_complete_at);
  CHECK(*reader.feed().last_complete_at > *before.last_complete_at);
}

TEST_CASE("beyond what the network keeps, a range is lost with its estimate, and said once") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.network.keep_only(80);
  reader.network.add(3'600);  // the model's posts are a second apart; now is the last one
  reader.poll();              // the first look: what lies beyond the reach was never promised
  const auto before = reader.store->overview(reader.clock.now()).feeds.at(0);
  reader.network.add(600);
  reader.clock.advance(9min);
  const auto end = reader.poll();
  CHECK(end.complete);
  CHECK(end.lost_ranges == 1);
  CHECK(end.lost_posts > 520 / 2);
  CHECK(end.lost_posts < 520 * 2);
  const auto health = reader.store->overview(reader.clock.now()).feeds.at(0);
  CHECK(health.open_gaps == 0);
  CHECK(health.lost_ranges == before.lost_ranges + 1);
  CHECK(health.lost_posts == before.lost_posts + end.lost_posts);
  CHECK(reader.poll().lost_ranges == 0);
}

TEST_CASE("a gap that sank below the reach while nobody filled it is lost, not filled") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.network.add(30);
  reader.poll();
  reader.network.keep_only(80);
  reader.network.add(60);
  reader.network.budget = 2;
  reader.poll();
  REQUIRE(reader.store->open_gaps(reader.feed().feed_id).size() == 1);
  reader.network.add(500);
  reader.network.budget = 1'000;
  reader.poll();
  reader.check_nothing_forgotten_or_lost();
  CHECK(reader.store->open_gaps(reader.feed().feed_id).empty());
  CHECK(reader.store->overview(reader.clock.now()).feeds.at(0).lost_ranges == 2);
}

TEST_CASE(
    "a deleted lower neighbour is no loss: one more call shows that the network reaches deeper") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.network.add(100);
  reader.poll();
  reader.network.keep_only(800);
  reader.network.add(60);
  reader.network.space_from = 90;
  reader.network.spaces = 11;  // the cursor's post and all that the step back would show
  reader.network.budget = 3;
  reader.poll();
  reader.network.budget = 1'000;
  CHECK(reader.poll().lost_ranges == 0);
  CHECK(reader.store->open_gaps(reader.feed().feed_id).empty());
  CHECK(reader.stored().size() == 160);
}

TEST_CASE("pages that bring nothing new end the walk although their cursors are new") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.network.add(60);
  reader.network.repeats = true;
  CHECK(reader.poll().circles);
  CHECK(reader.network.calls < 12);
  CHECK_FALSE(reader.store->open_gaps(reader.feed().feed_id).empty());
  reader.network.repeats = false;
  reader.poll();
  CHECK(reader.stored().size() == 60);
}

TEST_CASE("what lies behind is estimated within a factor of 2 all the way down") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.clock.advance(-50min);
  reader.network.add(600);  // one a second until now
  reader.most_pages = 100;
  reader.poll();
  CHECK(reader.stored().size() == 600);
  reader.network.add(600);
  reader.clock.advance(9min);
  for (int left = 600; left > 100;) {
    reader.network.budget = 5;
    reader.poll();
    left = reader.network.newest() - static_cast<int>(reader.stored().size());
    CAPTURE(left);
    CHECK(reader.behind() > left / 2);
    CHECK(reader.behind() < left * 2);
  }
}

TEST_CASE("coverage is true while behind: a gap is taken out, and given back when it is filled") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.poll();
  const auto feed_id = reader.feed().feed_id;
  const Instant from = *reader.feed().covered_to;
  reader.network.add(3'600 + 600);
  reader.network.space_from = 1;
  reader.network.spaces = 3'600;  // what was said is of the last ten minutes
  reader.clock.advance(9min);
  reader.network.budget = 2;
  reader.poll();
  const auto share = [&] {
    return reader.store->covered_share(feed_id, from, *reader.feed().covered_to);
  };
  CHECK(share() < 0.1);
  reader.network.budget = 100'000;
  reader.most_pages = 1'000;
  reader.poll();
  CHECK(reader.store->open_gaps(feed_id).empty());
  CHECK(share() == doctest::Approx(1));
}

TEST_CASE(
    "a walk stops before the page that its allowance does not cover, and owns what it spent") {
  Reader reader;
  reader.store->keep_account("twitter/1", "Denver311", ReplyMode::off, start);
  reader.network.add(100);
  reader.allowance.reads = 25;
  const auto end = reader.poll();
  CHECK(reader.network.calls == 6);  // three pages live, three in the gap
  CHECK(end.spent == sql::Spent{3, 30, 150});
  CHECK(reader.store->spent("twitter/1", reader.clock.now()).today == sql::Spent{6, 60, 300});
  reader.check_nothing_forgotten();
}

namespace {

// Pages in no order: three edges, each newest first, as Meta's comments under three posts. A walk
// lives in the network and can be gone on with.
class EdgesNetwork final : public connectors::Network {
 public:
  EdgesNetwork() {
    rules_.length = {280, 0, [](std::string_view text) { return text.size(); }};
    rules_.pages_in_order = false;
  }
  int newest = 0;
  int budget = 1'000;
  const connectors::Capabilities& capabilities() const override { return rules_; }
  Result<connectors::Page> read_page(const connectors::PageAsk& ask) override {
    if (budget-- <= 0) return Fault{FaultKind::retry_later, "later", {}, Reach::unknown};
    // "newest when the walk began/where to go on": a walk does not see what is said meanwhile.
    const auto slash = ask.next.find('/');
    const int top = ask.next.empty() ? newest : std::stoi(ask.next);
    const auto from =
        ask.next.empty() ? 0U : static_cast<std::size_t>(std::stoul(ask.next.substr(slash + 1)));
    std::vector<int> all;
    for (int edge = 0; edge < 3; ++edge)
      for (int number = top - (top + edge) % 3; number > 0; number -= 3)
        if (!ask.since_at || post_of(number).created_at > *ask.since_at) all.push_back(number);
    connectors::Page page;
    for (auto i = from; i < std::min(all.size(), from + 4); ++i)
      page.posts.push_back(post_of(all[i]));
    if (from + 4 < all.size()) page.next = std::to_string(top) + "/" + std::to_string(from + 4);
    if (page.posts.empty()) return page;
    page.newest_id = page.posts.front().id;
    page.newest_at = page.posts.front().created_at;
    page.oldest_id = page.posts.back().id;
    page.oldest_at = page.posts.back().created_at;
    return page;
  }
  connectors::PublishOutcome publish(const connectors::OutgoingReply&, Instant) override {
    return {};
  }
  Result<connectors::OwnRead> read_own(Instant, const std::vector<connectors::OutgoingReply>&,
                                       Instant) override {
    return connectors::OwnRead{};
  }
  Result<connectors::Reread> read_posts(const std::vector<std::string>&, Instant) override {
    return connectors::Reread{};
  }
  connectors::Health check(Instant) override { return {}; }
  std::string new_key(Instant, Random&) const override { return {}; }
  bool newer(std::string_view, std::string_view) const override { return false; }

 private:
  connectors::Capabilities rules_{};
};

}  // namespace

TEST_CASE("where pages have no order the cursor waits for the walk's end, wherever it is cut off") {
  for (int stop_after = 0; stop_after <= 6; ++stop_after) {
    CAPTURE(stop_after);
    Reader reader;
    EdgesNetwork edges;
    reader.store->keep_account("facebook/1", "Denver311", ReplyMode::off, start);
    const auto feed = [&] { return reader.store->feed("facebook/1", "comments", start); };
    std::optional<service::Unfinished> unfinished;
    const auto poll = [&] {
      const service::WalkParts parts{.network = edges,
                                     .store = *reader.store,
                                     .clock = reader.clock,
                                     .account_key = "facebook/1"};
      const auto end = service::walk_feed(parts, feed(), unfinished);
      unfinished = end.unfinished;
      reader.clock.advance(1min);
    };
    const auto forgotten = [&] {  // at or below the cursor, and not stored
      const auto have = reader.stored();
      int count = 0;
      const auto at = feed();
      for (int number = 1; at.newest_at && number <= edges.newest; ++number)
        if (post_of(number).created_at <= *at.newest_at && !have.contains(id_of(number))) ++count;
      return count;
    };
    for (int round = 0; round < 3; ++round) {
      edges.newest += 20;
      edges.budget = stop_after;
      poll();
      CHECK(forgotten() == 0);
      if (stop_after % 2 == 0) unfinished.reset();  // the reader was started anew
    }
    edges.budget = 1'000;
    poll();
    poll();
    CHECK(reader.stored().size() == 60);
    CHECK(feed().newest_at == post_of(60).created_at);
  }
}
