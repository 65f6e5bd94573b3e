// Gap-proof polling as a property: a network with more posts than a page holds, posts that come in
// between two pages, pages kept twice, and a poller that is killed anywhere. After every single
// step each post up to the cursor is a row or lies in an open gap; at rest everything is there,
// once.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/digest.h"
#include "core/random.h"
#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;

namespace {

constexpr std::size_t page_posts = 4;
constexpr int seeds = 12;

struct Killed {};

std::string id_of(int number) {
  const auto digits = std::to_string(number);
  return std::string(6 - digits.size(), '0') + digits;  // so that texts compare as numbers do
}

// Newest first, `since` exclusive, `until` exclusive.
struct Network {
  int newest = 0;

  std::vector<Post> page(const std::string& since, const std::string& until) const {
    std::vector<Post> posts;
    for (int i = newest; i > 0 && posts.size() < page_posts; --i) {
      if (id_of(i) <= since) break;
      if (!until.empty() && id_of(i) >= until) continue;
      posts.push_back(make_post(id_of(i)));
      posts.back().created_at = after(std::chrono::seconds(i));
    }
    return posts;
  }
  bool more(const std::string& since, const std::string& until) const {
    return page(since, until).size() == page_posts;
  }
};

// A poller after the book (reliability: first page moves the cursor and opens the gap), or the
// naive one that saves the newest id and then reads on.
enum class Poller { by_the_book, cursor_first };

class Run {
 public:
  Run(World& world, Random& random, Poller poller)
      : world_(world), random_(random), poller_(poller) {}

  void turn() {
    if (!calm_) network.newest += static_cast<int>(random_.below(9));
    try {
      walk();
      fill();
    } catch (const Killed&) {
    }
  }
  void rest() {
    calm_ = true;
    for (int i = 0; i < 3; ++i) turn();
  }

  Network network{};
  int broken = 0;  // steps after which a post was neither kept nor in a gap

 private:
  sql::Feed feed() { return world_.store->feed(account, "mentions", noon); }

  void keep(const sql::KeepPage& page) {
    if (dies()) throw Killed{};
    kept_ = world_.store->keep_page(page);
    if (luck(4))
      kept_ = world_.store->keep_page(page);  // the COMMIT was in doubt: the turn ran again
    check();
    if (dies()) throw Killed{};
    if (!calm_ && luck(3)) network.newest += static_cast<int>(random_.below(4));
  }

  void walk() {
    const auto since = feed().newest_id;
    const auto posts = network.page(since, "");
    if (posts.empty()) return;
    auto first = world_.page(posts);
    first.newest_id = posts.front().id;
    first.newest_at = posts.front().created_at;
    const auto oldest = posts.back();
    const bool more = network.more(since, oldest.id) || !network.page(since, oldest.id).empty();
    if (poller_ == Poller::by_the_book) {
      if (more)
        first.open_gap = sql::Gap{.lo_id = since, .hi_id = oldest.id, .hi_at = oldest.created_at};
      keep(first);
      return;
    }
    keep(first);
    for (auto until = oldest.id;;) {
      const auto rest = network.page(since, until);
      if (rest.empty()) return;
      keep(world_.page(rest));
      until = rest.back().id;
    }
  }

  void fill() {
    for (const auto& gap : world_.store->open_gaps(world_.feed.feed_id)) {
      for (auto until = gap.hi_id;;) {
        const auto posts = network.page(gap.lo_id, until);
        auto page = world_.page(posts);
        page.gap_id = gap.gap_id;
        if (!posts.empty()) {
          page.gap_hi_id = until = posts.back().id;
          page.gap_hi_at = posts.back().created_at;
        }
        if (network.page(gap.lo_id, until).empty()) page.gap_end = sql::KeepPage::GapEnd::filled;
        keep(page);
        if (page.gap_end != sql::KeepPage::GapEnd::none) break;
        if (!calm_ && luck(5)) return;  // the budget is used up
      }
    }
  }

  void check() {
    const auto have = world_.states();
    const auto gaps = world_.store->open_gaps(world_.feed.feed_id);
    const auto newest = feed().newest_id;
    for (int i = 1; i <= network.newest && id_of(i) <= newest; ++i) {
      const auto id = id_of(i);
      const bool in_gap = std::any_of(gaps.begin(), gaps.end(), [&](const sql::Gap& gap) {
        return id > gap.lo_id && id < gap.hi_id;
      });
      if (have.count(id) == 0 && !in_gap) ++broken;
    }
  }

  bool luck(std::uint64_t one_in) { return random_.below(one_in) == 0; }
  bool dies() { return !calm_ && luck(6); }

  World& world_;
  Random& random_;
  Poller poller_;
  sql::Kept kept_{};
  bool calm_ = false;
};

struct Verdict {
  int broken = 0;
  int lost = 0;
};

Verdict play(std::uint64_t seed, Poller poller) {
  World world;
  SeededRandom random(seed);
  Run run(world, random, poller);
  for (int i = 0; i < 8; ++i) run.turn();
  run.rest();
  const auto lost = run.network.newest - static_cast<int>(world.states().size());
  CHECK(world.store->open_gaps(world.feed.feed_id).empty());
  return {run.broken, lost};
}

const std::uint64_t first_seed = hash64("gap-proof polling");

}  // namespace

TEST_CASE("a poller killed anywhere leaves every post kept or in a stated gap, and loses none") {
  for (int i = 0; i < seeds; ++i) {
    const auto seed = first_seed + static_cast<std::uint64_t>(i);
    CAPTURE(seed);
    const auto verdict = play(seed, Poller::by_the_book);
    CHECK(verdict.broken == 0);
    CHECK(verdict.lost == 0);
  }
}

TEST_CASE("the control: a poller that saves its cursor first loses posts in the same runs") {
  int broken = 0;
  int lost = 0;
  for (int i = 0; i < seeds; ++i) {
    const auto verdict = play(first_seed + static_cast<std::uint64_t>(i), Poller::cursor_first);
    broken += verdict.broken;
    lost += verdict.lost;
  }
  CHECK(broken > 0);  // otherwise the test above is blind
  CHECK(lost > 0);
}
