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
  connectors::Page page;
  const bool first = ask.next.empty();
  if (first && empty_first_page) {
    page.next = ask.until_id.empty() ? id_of(newest_ + 1) : ask.until_id;
    return page;
  }
  const std::string upper = !first                 ? ask.next
                            : ask.until_id.empty() ? id_of(newest_ + 1)
                                                   : ask.until_id;
  int number = std::stoi(upper) - 1;
  for (; number > 0 && id_of(number) > ask.since_id &&
         static_cast<int>(page.posts.size()) < page_size_;
       --number)
    page.posts.push_back(post_of(number));
  if (!page.posts.empty()) {
    page.newest_id = page.posts.front().id;
    page.oldest_id = page.posts.back().id;
    page.newest_at = page.posts.front().created_at;
    page.oldest_at = page.posts.back().created_at;
  }
  if (number > 0 && id_of(number) > ask.since_id) page.next = id_of(number + 1);
  if (loops && !first) page.next = ask.next;
  return page;
}

struct Reader {
  std::string url = ScratchCluster::shared().fresh_database();
  std::unique_ptr<sql::Store> store = open_scratch_store(url);
  ManualClock clock{start + 1h};
  ModelNetwork network{};

  sql::Feed feed() { return store->feed("twitter/1", "mentions", clock.now()); }
  void poll() {
    const service::WalkParts parts{
        .network = network, .store = *store, .clock = clock, .account_key = "twitter/1"};
    const auto at = feed();
    service::walk_feed(parts, at);
    for (const auto& gap : store->open_gaps(at.feed_id)) service::fill_gap(parts, at, gap);
    clock.advance(1min);
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
