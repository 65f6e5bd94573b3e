// The walk up a feed whose network pages forward loses nothing wherever it stops: the Mastodon
// connector over a modelled server with more posts than a page holds, late ones among them,
// interrupted at every request, against a real database.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "service/roles/walk.h"
#include "tests/support/scratch_cluster.h"
#include "tests/unit/connectors/mastodon_samples.h"

using namespace social311;
using namespace social311::tests;
using namespace social311::connectors::test;
using namespace std::chrono_literals;

namespace {

// Takes the server's newest id for its cursor, as pollers do that lose posts.
class Hasty final : public connectors::Network {
 public:
  Hasty(connectors::Network& inner, const MastodonServer& server)
      : inner_(inner), server_(server) {}
  Result<connectors::Page> read_page(const connectors::PageAsk& ask) override {
    auto page = inner_.read_page(ask);
    if (page && !page->newest_id.empty()) page->newest_id = server_.notes.back().id;
    return page;
  }
  const connectors::Capabilities& capabilities() const override { return inner_.capabilities(); }
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
  connectors::Network& inner_;
  const MastodonServer& server_;
};

struct Reader {
  std::string url = ScratchCluster::shared().fresh_database();
  std::unique_ptr<sql::Store> store = open_scratch_store(url);
  Bench bench{};
  MastodonServer server{bench};
  std::unique_ptr<connectors::Network> mastodon{};
  std::unique_ptr<Hasty> hasty{};
  int budget = 10'000;
  int made = 0;

  Reader() {
    store->keep_account("mastodon/311", "denver311", ReplyMode::off, noon);
    auto network = connectors::make_network(connectors::test::mastodon_account(), bench.parts());
    REQUIRE(network.ok());
    mastodon = std::move(network).value();
    bench.http.play([this](const HttpRequest& request) -> Result<HttpResponse> {
      if (budget-- <= 0) return no_answer(Reach::not_sent);
      return server.serve(request);
    });
  }

  // Ids without an order; one in seven is no mention.
  ListItem fresh(Instant at) {
    const std::string id = std::to_string((made * 7919) % 100'003) + "/" + std::to_string(made);
    const std::string type = ++made % 7 == 0 ? "favourite" : "mention";
    return note_of(id, Toot{.id = "s" + id, .at = at}, type);
  }
  // The last ten minutes fill up to now; a few of the last minute appear below newer ones.
  void say(int count) {
    const Instant now = bench.clock.now();
    for (int i = count; i > 0; --i) server.notes.push_back(fresh(now - 600s * i / count));
  }
  void say_late(int count) {
    for (int i = 0; i < count; ++i)
      server.notes.insert(server.notes.end() - 2, fresh(bench.clock.now() - 5s));
  }
  sql::Feed feed() { return store->feed("mastodon/311", "mentions", bench.clock.now()); }
  service::WalkEnd poll() {
    connectors::Network& network = hasty ? static_cast<connectors::Network&>(*hasty) : *mastodon;
    const service::WalkParts parts{
        .network = network, .store = *store, .clock = bench.clock, .account_key = "mastodon/311"};
    const auto at = feed();
    const auto end = service::walk_feed(parts, at);
    for (const auto& gap : store->open_gaps(at.feed_id)) service::fill_gap(parts, at, gap);
    return end;
  }
  std::set<std::string> stored() {
    std::set<std::string> ids;
    store->export_posts({}, [&](const ExportedPost& row) { ids.insert(row.post.id); });
    return ids;
  }
  std::size_t place(const std::string& id) const {
    for (std::size_t i = 0; i < server.notes.size(); ++i)
      if (server.notes[i].id == id) return i;
    return server.notes.size();
  }
  // Mentions at or below the cursor that are neither stored nor in an open gap.
  int forgotten() {
    const sql::Feed at = feed();
    if (at.newest_id.empty()) return 0;
    const auto have = stored();
    std::size_t covered = 0;  // gaps of a first walk reach from the beginning up to their top
    for (const auto& gap : store->open_gaps(at.feed_id))
      covered = std::max(covered, place(gap.hi_id));
    int lost = 0;
    const std::size_t cursor = place(at.newest_id);
    REQUIRE(cursor < server.notes.size());
    for (std::size_t i = covered; i <= cursor; ++i) {
      const bool mention = server.notes[i].type == "mention";
      if (mention && !have.contains("s" + server.notes[i].id)) ++lost;
    }
    return lost;
  }
  std::size_t mentions() const {
    return static_cast<std::size_t>(
        std::count_if(server.notes.begin(), server.notes.end(),
                      [](const ListItem& note) { return note.type == "mention"; }));
  }
  // Five rounds, each cut off after `requests`; what was forgotten at any moment.
  int interrupted_rounds(int requests) {
    int lost = 0;
    for (int round = 0; round < 5; ++round) {
      say(270);
      budget = requests;
      poll();
      lost += forgotten();
      say_late(3);
      bench.clock.advance(15s);
      budget = requests;
      poll();
      lost += forgotten();
      bench.clock.advance(10min);
    }
    return lost;
  }
  void finish() {
    budget = 10'000;
    for (int i = 0; i < 3; ++i) {
      poll();
      bench.clock.advance(2min);
    }
  }
};

}  // namespace

TEST_CASE("a forward walk cut off at any request forgets nothing, and later ones bring the rest") {
  for (int requests = 0; requests <= 7; ++requests) {
    CAPTURE(requests);
    Reader reader;
    CHECK(reader.interrupted_rounds(requests) == 0);
    reader.finish();
    CHECK(reader.stored().size() == reader.mentions());
    CHECK(reader.store->open_gaps(reader.feed().feed_id).empty());
    CHECK(reader.feed().newest_id == reader.server.notes.back().id);
  }
}

TEST_CASE("a cursor that runs ahead of what is stored loses posts in the same rounds") {
  Reader reader;
  reader.hasty = std::make_unique<Hasty>(*reader.mastodon, reader.server);
  CHECK(reader.interrupted_rounds(2) > 0);
  reader.finish();
  CHECK(reader.stored().size() < reader.mentions());
}

TEST_CASE("a forward walk opens no gap and is complete when the last page is empty") {
  Reader reader;
  reader.say(10);
  reader.poll();
  reader.bench.clock.advance(10min);
  reader.poll();
  reader.say(400);
  const auto end = reader.poll();
  CHECK(end.complete);
  CHECK(end.pages >= 6);
  CHECK(reader.store->open_gaps(reader.feed().feed_id).empty());
  CHECK(reader.stored().size() == reader.mentions());
  CHECK(reader.feed().last_complete_at == reader.bench.clock.now());
}

TEST_CASE("a forward walk that is led in circles ends, and does not count as complete") {
  Reader reader;
  reader.say(10);
  reader.poll();
  reader.bench.clock.advance(10min);
  reader.poll();
  const auto before = reader.feed();
  reader.server.answers["/api/v1/notifications"] = [](const HttpRequest& request) {
    const std::string other = parameter(request, "min_id") == "a" ? "b" : "a";
    return answer(200, "[]",
                  {{"Link", "<https://social.test/x?min_id=" + other + ">; rel=\"prev\""}});
  };
  reader.bench.clock.advance(1min);
  const auto end = reader.poll();
  CHECK_FALSE(end.complete);
  CHECK(end.pages == 3);
  CHECK(reader.feed().newest_id == before.newest_id);
  CHECK(reader.feed().last_complete_at == before.last_complete_at);
}
