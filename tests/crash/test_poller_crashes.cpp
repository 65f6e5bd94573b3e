// The poller killed at every crash point, over a real PostgreSQL and the simulated X. After every
// kill, not only at the end: each post of the network with an id up to the feed's cursor is stored,
// or lies in an open gap, or in a range that is said to be lost. Once it may run to its end: the
// sets are equal, nothing twice. A poller that saves its cursor first must fail the same test.
#include <doctest/doctest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

#include "connectors/twitter/ids.h"
#include "net/client.h"
#include "service/roles/walk.h"
#include "simulator/in_process.h"
#include "tests/crash/crash_point.h"
#include "tests/support/memory_vault.h"
#include "tests/support/scratch_cluster.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

constexpr const char* account_key = "twitter/2244994945";
constexpr const char* child_test = "child: a poller that may be killed";
constexpr int rounds = 4;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// ---- the child: the real connector, the real client, the real walk

connectors::Account account_at(const std::string& base_url) {
  connectors::Account account;
  account.network = "twitter";
  account.id = "2244994945";
  account.handle = "Denver311";
  account.base_url = base_url;
  account.credentials.emplace("bearer_token", Secret("a-bearer-token-for-tests"));
  return account;
}

void poll(const service::WalkParts& parts) {
  const auto feed = [&] { return parts.store.feed(account_key, "mentions", parts.clock.now()); };
  const auto at = feed();
  service::walk_feed(parts, at);
  for (const auto& gap : parts.store.open_gaps(at.feed_id)) service::fill_gap(parts, feed(), gap);
}

// Cursor first, its posts afterwards, what lies below in memory only: as others do it.
void poll_naively(const service::WalkParts& parts) {
  const auto feed = parts.store.feed(account_key, "mentions", parts.clock.now());
  connectors::PageAsk ask{.listen = "mentions", .since_id = feed.newest_id};
  ask.since_at = feed.newest_at ? feed.newest_at : std::optional(parts.clock.now() - 24h);
  bool first = true;
  do {
    ask.now = parts.clock.now();
    const auto page = parts.network.read_page(ask);
    if (!page) return;
    sql::KeepPage row{.feed_id = feed.feed_id, .account_key = account_key, .now = ask.now};
    if (first) {
      row.newest_id = page->newest_id;
      row.newest_at = page->newest_at;
      parts.store.keep_page(row);
    }
    row.newest_id.clear();
    for (const Post& post : page->posts)  // what is older than the cursor is known: so it believes
      if (feed.newest_id.empty() || parts.network.newer(post.id, feed.newest_id))
        row.posts.push_back(post);
    parts.store.keep_page(row);
    first = false;
    ask.next = row.posts.size() == page->posts.size() ? page->next : "";
  } while (!ask.next.empty());
}

int run_child() {
  const auto store = open_scratch_store(environment("SOCIAL311_CRASH_DATABASE"));
  const auto http = net::make_http_client();
  SystemClock clock;
  SystemRandom random;
  MemoryVault vault;
  auto network = connectors::make_network(account_at(environment("SOCIAL311_CRASH_NETWORK")),
                                          {*http, vault, clock, random});
  if (!network) return 3;
  const service::WalkParts parts{.network = **network,
                                 .store = *store,
                                 .clock = clock,
                                 .account_key = account_key,
                                 .most_pages = 2};
  const bool naive = !environment("SOCIAL311_CRASH_NAIVE").empty();
  for (int round = 0; round < rounds; ++round) naive ? poll_naively(parts) : poll(parts);
  return 0;
}

// ---- the parent: the network, the database, and the invariant

enum class Poller { careful, naive };

class Drill {
 public:
  Drill() {
    simulator::SimulatorOptions options;
    options.rate_window = Milliseconds(200);
    simulator::AppCredentials app;
    app.bearer_token = Secret("a-bearer-token-for-tests");
    options.credentials = {app};
    auto started = simulator::InProcessSimulator::start(options, clock_);
    REQUIRE(started.ok());
    network_ = std::move(started).value();
  }

  void new_database() {
    url_ = ScratchCluster::shared().fresh_database();
    store_ = open_scratch_store(url_);
    store_->keep_account(account_key, "Denver311", ReplyMode::off, clock_.now());
    if (said_.empty()) say(1);
    // A feed that has been read up to the first post.
    Post first;
    first.network = "twitter";
    first.id = *std::min_element(said_.begin(), said_.end(), [](const auto& a, const auto& b) {
      return connectors::twitter::newer_id(b, a);
    });
    first.created_at = clock_.now() - 1h;
    const auto feed = store_->feed(account_key, "mentions", clock_.now());
    store_->keep_page({.feed_id = feed.feed_id,
                       .account_key = account_key,
                       .posts = {first},
                       .newest_id = first.id,
                       .newest_at = first.created_at,
                       .now = clock_.now()});
  }

  void say(int count) {
    for (int i = 0; i < count; ++i) {
      const auto author = "resident" + std::to_string(said_.size() % 40);
      said_.insert(std::to_string(
          network_->post(author, "@Denver311 report " + std::to_string(said_.size()))));
    }
  }
  std::size_t said() const { return said_.size(); }

  // True: it was killed. Anything but a kill or a good end fails the test.
  bool run(const std::string& crash_at, Poller poller);
  std::vector<std::string> forgotten();  // breaks the invariant
  std::size_t stored();
  std::size_t rows();
  std::size_t open_gaps();

 private:
  std::set<std::string> ids();

  SystemClock clock_{};
  std::unique_ptr<simulator::InProcessSimulator> network_{};
  std::string url_{};
  std::unique_ptr<sql::Store> store_{};
  std::set<std::string> said_{};
};

bool Drill::run(const std::string& crash_at, Poller poller) {
  std::vector<std::string> words;
  for (char** one = environ; *one != nullptr; ++one) words.emplace_back(*one);
  words.push_back(std::string(crash_variable) + "=" + crash_at);
  words.push_back("SOCIAL311_CRASH_DATABASE=" + url_);
  words.push_back("SOCIAL311_CRASH_NETWORK=" + network_->base_url());
  if (poller == Poller::naive) words.emplace_back("SOCIAL311_CRASH_NAIVE=yes");
  std::vector<char*> environment;
  for (auto& word : words) environment.push_back(word.data());
  environment.push_back(nullptr);
  std::vector<std::string> command{"/proc/self/exe", "--no-skip", "--minimal",
                                   std::string("-tc=") + child_test};
  std::vector<char*> arguments;
  for (auto& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  REQUIRE(posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, arguments.data(),
                      environment.data()) == 0);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) {
    CHECK(WTERMSIG(status) == SIGKILL);
    return true;
  }
  CHECK(WEXITSTATUS(status) == 0);
  return false;
}

std::set<std::string> Drill::ids() {
  std::set<std::string> ids;
  std::istringstream lines(ScratchCluster::shared().sql(url_, "select network_id from post"));
  for (std::string line; std::getline(lines, line);) ids.insert(line);
  return ids;
}

std::vector<std::string> Drill::forgotten() {
  const auto have = ids();
  const auto feed = store_->feed(account_key, "mentions", clock_.now());
  const auto gaps = store_->open_gaps(feed.feed_id);
  const auto newer = connectors::twitter::newer_id;
  std::vector<std::string> out;
  for (const auto& id : said_) {
    if (feed.newest_id.empty() || newer(id, feed.newest_id) || have.contains(id)) continue;
    const bool in_gap = std::any_of(gaps.begin(), gaps.end(), [&](const sql::Gap& gap) {
      return (gap.lo_id.empty() || newer(id, gap.lo_id)) && newer(gap.hi_id, id);
    });
    if (!in_gap) out.push_back(id);
  }
  return out;
}

std::size_t Drill::stored() {
  return ids().size();
}

std::size_t Drill::rows() {
  return std::stoul(ScratchCluster::shared().sql(url_, "select count(*) from post"));
}

std::size_t Drill::open_gaps() {
  return store_->open_gaps(store_->feed(account_key, "mentions", clock_.now()).feed_id).size();
}

const std::string points[] = {"walk.page_read",   "walk.before_keep", "sql.before_commit",
                              "sql.after_commit", "walk.page_kept",   "gap.page_read"};

}  // namespace

TEST_CASE("child: a poller that may be killed" * doctest::skip()) {
  _exit(run_child());
}

TEST_CASE(
    "killed at every crash point, a poller forgets nothing, one that saves its cursor first does") {
  Drill drill;
  drill.say(430);
  int kills = 0;
  for (const std::string& point : points) {
    for (int visit = 1; visit <= 5; ++visit) {
      CAPTURE(point);
      CAPTURE(visit);
      drill.new_database();
      if (drill.run(point + ":" + std::to_string(visit), Poller::careful)) ++kills;
      CHECK(drill.forgotten().empty());
      CHECK_FALSE(drill.run("", Poller::careful));
      CHECK(drill.forgotten().empty());
      CHECK(drill.stored() == drill.said());
      CHECK(drill.rows() == drill.said());
      CHECK(drill.open_gaps() == 0);
    }
  }
  CHECK(kills >= 26);

  std::size_t lost = 0;
  for (int visit = 1; visit <= 4; ++visit) {
    drill.new_database();
    drill.run("sql.after_commit:" + std::to_string(2 + visit), Poller::naive);
    drill.run("", Poller::naive);
    lost += drill.said() - drill.stored();
  }
  CHECK(lost > 0);  // else the kills prove nothing
}

TEST_CASE("killed by chance while more is said, a poller forgets nothing") {
  const auto given = environment("SOCIAL311_SEED");
  const int first = given.empty() ? 311 : std::stoi(given);
  std::size_t naive_lost = 0;
  for (int seed = first; seed < first + 4; ++seed) {
    CAPTURE(seed);
    SeededRandom chance(static_cast<std::uint64_t>(seed));
    for (const Poller poller : {Poller::careful, Poller::naive}) {
      Drill drill;
      drill.new_database();
      for (int round = 0; round < 8; ++round) {
        drill.say(static_cast<int>(chance.below(90)));
        drill.run("random:" + std::to_string(chance.below(1'000'000)) + ":60", poller);
        if (poller == Poller::careful) CHECK(drill.forgotten().empty());
      }
      drill.run("", poller);
      if (poller == Poller::naive) {
        naive_lost += drill.said() - drill.stored();
        continue;
      }
      CHECK(drill.stored() == drill.said());
      CHECK(drill.rows() == drill.said());
      CHECK(drill.open_gaps() == 0);
    }
  }
  CHECK(naive_lost > 0);
}
