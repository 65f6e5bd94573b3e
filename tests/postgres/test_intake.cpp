// Pages into rows: posts, texts, own posts, cursor, gaps, coverage, dead letters.
#include <doctest/doctest.h>

#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

Post full_post() {
  auto post = make_post("1001", "Bache en Colfax 🚧 \\ \"quoted\"\ttab\nline");
  post.in_reply_to = "900";
  post.conversation = "800";
  post.quoted = "700";
  post.mentions = {"City311", "other"};
  post.mention_ids = {"311311"};
  post.media = 2;
  post.media_texts = {"a hole, about a foot wide"};
  post.lat = 39.739236;
  post.lon = -104.990251;
  post.lang = "es";
  post.kind = PostKind::direct_message;
  post.repliable = Repliable::not_summoned;
  post.repliable_reason = "not summoned";
  post.url = "https://example.org/1001";
  post.raw = R"({"text":"with an escape \u0000 in it"})";
  return post;
}

Post stored(World& world, const std::string& id) {
  Post found;
  world.store->decide_posts(100, noon, [&](sql::DecideTurn&, const sql::StoredPost& post) {
    if (post.post.id == id) found = post.post;
    throw std::runtime_error("only looking");
  });
  return found;
}

}  // namespace

TEST_CASE("a feed is made once and found again") {
  World world;
  CHECK(world.store->feed(account, "mentions", after(1h)) == world.feed);
  CHECK(world.store->feed(account, "search:pothole", noon).feed_id != world.feed.feed_id);
  CHECK(world.feed.newest_id.empty());
  CHECK(!world.feed.last_complete_at);
}

TEST_CASE("a post comes back from the tables exactly as it came in") {
  World world;
  world.keep({full_post()});
  CHECK(stored(world, "1001") == full_post());
}

TEST_CASE("bytes that no text may hold are repaired instead of cutting or refusing the post") {
  World world;
  auto post = make_post("1", std::string("before\0after", 12));
  post.author.name = "bad \xff byte";
  post.mentions = {std::string("nul\0", 4)};
  post.raw = std::string("raw\0raw", 7);
  CHECK(world.store->keep_page(world.page({post})).added == 1);
  const auto found = stored(world, "1");
  CHECK(found.text == "before\uFFFDafter");
  CHECK(found.author.name == "bad \uFFFD byte");
  CHECK(found.mentions == std::vector<std::string>{"nul\uFFFD"});
  CHECK(found.raw == "raw\uFFFDraw");
}

TEST_CASE("a page that is kept again adds nothing and says so") {
  World world;
  const auto page = world.page({make_post("2"), make_post("1")});
  CHECK(world.store->keep_page(page).added == 2);
  const auto again = world.store->keep_page(page);
  CHECK(again.added == 0);
  CHECK(again.known == 2);
  CHECK(again.changed == 0);
}

TEST_CASE("one post that two feeds bring, or that stands twice on a page, is one row") {
  World world;
  world.keep({make_post("1"), make_post("1")});
  auto page = world.page({make_post("1")});
  page.feed_id = world.store->feed(account, "search:pothole", noon).feed_id;
  world.store->keep_page(page);
  CHECK(world.sql("select count(*), (select count(*) from post_version) from post") == "1|1");
}

TEST_CASE("a new text of a known post is stored beside the old one and becomes the post's own") {
  World world;
  world.keep({make_post("1", "first")});
  auto edited = make_post("1", "second");
  edited.version = "2";
  CHECK(world.store->keep_page(world.page({edited})).changed == 1);
  CHECK(stored(world, "1").text == "second");
  CHECK(world.sql("select string_agg(text, ',' order by version) from post_version") ==
        "first,second");
  SUBCASE("a page read late does not bring the old text back") {
    CHECK(world.store->keep_page(world.page({make_post("1", "first")})).changed == 0);
    CHECK(stored(world, "1").text == "second");
  }
  SUBCASE("an older number that was never seen is kept, but not as the newest") {
    auto older = make_post("1", "zeroth");
    older.version = "0";
    CHECK(world.store->keep_page(world.page({older})).changed == 0);
    CHECK(stored(world, "1").text == "second");
    CHECK(world.sql("select count(*) from post_version") == "3");
  }
  SUBCASE("a new version with the same text is no change worth telling") {
    auto same = make_post("1", "second");
    same.version = "3";
    CHECK(world.store->keep_page(world.page({same})).changed == 0);
    CHECK(stored(world, "1").version == "3");
  }
}

TEST_CASE("an edited post of a case moves the case and shows in its history") {
  World world;
  const auto number = world.one_case("1");
  const auto before = world.detail(number);
  auto edited = make_post("1", "It is worse now");
  edited.version = "2";
  world.keep({edited});
  const auto after_edit = world.detail(number);
  CHECK(after_edit.version == before.version + 1);
  CHECK(after_edit.events.back().kind == "edited");
  CHECK(after_edit.posts.front().post.text == "It is worse now");
  CHECK(after_edit.posts.front().state == "case");
}

TEST_CASE("posts by our own accounts are context, never work") {
  World world;
  auto ours = make_post("2", "We are on it");
  ours.author.id = own_id;
  ours.in_reply_to = "1";
  world.keep({ours, make_post("1")});
  CHECK(world.states() == std::map<std::string, std::string>{{"1", "new"}, {"2", "own"}});
  CHECK(world.sql("select account_key, remote_id, in_reply_to, text from own_post") ==
        account + "|2|1|We are on it");
}

TEST_CASE("an empty own id does not claim the posts of nameless authors") {
  World world;
  auto nameless = make_post("1");
  nameless.author.id = "";
  auto page = world.page({nameless});
  page.own_author_ids = {""};
  world.store->keep_page(page);
  CHECK(world.states().at("1") == "new");
}

TEST_CASE("the first page moves the cursor and opens the gap below it, the last one fills it") {
  World world;
  auto first = world.page({make_post("9"), make_post("8")});
  first.newest_id = "9";
  first.newest_at = noon;
  first.open_gap =
      sql::Gap{.lo_id = "1", .hi_id = "8", .lo_at = after(-1h), .hi_at = noon, .estimate = 6};
  const auto kept = world.store->keep_page(first);
  REQUIRE(kept.gap_id.has_value());
  CHECK(world.store->feed(account, "mentions", noon).newest_id == "9");
  auto gaps = world.store->open_gaps(world.feed.feed_id);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].lo_id == "1");
  CHECK(gaps[0].hi_id == "8");
  CHECK(gaps[0].estimate == 6);
  CHECK(world.store->keep_page(first).gap_id == kept.gap_id);  // again: the same gap

  auto second = world.page({make_post("7"), make_post("6")});
  second.gap_id = kept.gap_id;
  second.gap_hi_id = "6";
  second.gap_hi_at = after(-1min);
  world.store->keep_page(second);
  gaps = world.store->open_gaps(world.feed.feed_id);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].hi_id == "6");
  CHECK(gaps[0].estimate == 4);

  SUBCASE("filled") {
    second.gap_end = sql::KeepPage::GapEnd::filled;
    second.complete = true;
    world.store->keep_page(second);
    CHECK(world.store->open_gaps(world.feed.feed_id).empty());
    CHECK(world.store->feed(account, "mentions", noon).last_complete_at == noon);
    CHECK(world.store->overview(noon).feeds.at(0).lost_ranges == 0);
  }
  SUBCASE("lost, with the reason kept") {
    second.gap_end = sql::KeepPage::GapEnd::lost;
    second.lost_reason = "deeper than the network lets us read";
    world.store->keep_page(second);
    CHECK(world.store->open_gaps(world.feed.feed_id).empty());
    CHECK(world.store->overview(noon).feeds.at(0).lost_ranges == 1);
    CHECK(world.sql("select lo_id, hi_id, outcome, reason from poll_gap") ==
          "1|6|lost|deeper than the network lets us read");
  }
}

TEST_CASE("the upper end of a gap never moves up again") {
  World world;
  auto first = world.page({make_post("9")});
  first.open_gap = sql::Gap{.lo_id = "1", .hi_id = "9", .hi_at = noon};
  const auto gap_id = world.store->keep_page(first).gap_id;
  auto later = world.page({});
  later.gap_id = gap_id;
  later.gap_hi_id = "3";
  later.gap_hi_at = after(-1h);
  world.store->keep_page(later);
  later.gap_hi_id = "7";
  later.gap_hi_at = after(-1min);
  world.store->keep_page(later);
  CHECK(world.store->open_gaps(world.feed.feed_id).at(0).hi_id == "3");
}

TEST_CASE("a range that can never be read is kept as lost, once, between cursor and page") {
  World world;
  auto first = world.page({make_post("5")});
  first.newest_id = "5";
  first.newest_at = after(-8h);
  world.store->keep_page(first);
  auto clipped = world.page({make_post("9")});
  clipped.newest_id = "9";
  clipped.newest_at = noon;
  clipped.lost_reason = "older than the network's window";
  world.store->keep_page(clipped);
  CHECK(world.sql("select lo_id, hi_id, outcome from poll_gap") == "5|9|lost");
  CHECK(world.store->open_gaps(world.feed.feed_id).empty());
}

TEST_CASE("a gap below which the network does not go back is lost with what is left of it") {
  World world;
  auto first = world.page({make_post("9")});
  first.open_gap = sql::Gap{.lo_id = "1", .hi_id = "9"};
  const std::string why = "older than the network's window";
  SUBCASE("said on the first page") {
    first.lost_reason = why;
  }
  const auto gap_id = world.store->keep_page(first).gap_id;
  CHECK(world.store->open_gaps(world.feed.feed_id).size() == 1);
  auto further = world.page({make_post("7")});
  further.gap_id = gap_id;
  further.gap_hi_id = "7";
  SUBCASE("said on a page between") {
    further.lost_reason = why;
  }
  world.store->keep_page(further);
  auto last = world.page({make_post("6")});
  last.gap_id = gap_id;
  last.gap_hi_id = "6";
  last.gap_end = sql::KeepPage::GapEnd::filled;
  SUBCASE("said on the last page") {
    last.lost_reason = why;
  }
  const bool said = first.lost_reason || further.lost_reason || last.lost_reason;
  world.store->keep_page(last);
  CHECK(world.sql("select lo_id, hi_id, outcome, reason from poll_gap") ==
        (said ? "1|6|lost|" + why : "1|6|filled|"));
}

TEST_CASE("the cursor never goes back, and an empty page leaves it") {
  World world;
  auto page = world.page({make_post("9")});
  page.newest_id = "9";
  page.newest_at = noon;
  world.store->keep_page(page);
  auto stale = world.page({make_post("4")});
  stale.newest_id = "4";
  stale.newest_at = after(-1h);
  world.store->keep_page(stale);
  world.store->keep_page(world.page({}));
  const auto feed = world.store->feed(account, "mentions", noon);
  CHECK(feed.newest_id == "9");
  CHECK(feed.newest_at == noon);
}

TEST_CASE("coverage begins where the first walk looked and grows with each, gaps taken out") {
  World world;
  const auto walk = [&](Instant started) {
    auto page = world.page({});
    page.walk_started_at = started;
    page.covered_from = after(-24h);
    page.covered_to = started;
    world.store->keep_page(page);
  };
  walk(noon);
  walk(after(1h));
  walk(after(2h));
  walk(after(2h));
  CHECK(world.sql("select to_ms(from_at), to_ms(to_at) from coverage") ==
        std::to_string(after(-24h).time_since_epoch().count()) + "|" +
            std::to_string(after(2h).time_since_epoch().count()));
  CHECK(world.store->covered_share(world.feed.feed_id, after(-2h), after(2h)) ==
        doctest::Approx(1));
  CHECK(world.store->covered_share(world.feed.feed_id, after(0h), after(4h)) ==
        doctest::Approx(0.5));

  auto page = world.page({make_post("9")});
  page.open_gap = sql::Gap{
      .lo_id = "1", .hi_id = "9", .lo_at = after(30min), .hi_at = after(90min), .estimate = 40};
  const auto gap = world.store->keep_page(page).gap_id;
  REQUIRE(gap);
  CHECK(world.store->covered_share(world.feed.feed_id, noon, after(2h)) == doctest::Approx(0.5));
  const auto health = world.store->overview(after(2h)).feeds.at(0);
  CHECK(health.coverage_24h == doctest::Approx(23.0 / 24));
  CHECK(health.posts_behind == 40);
  CHECK(health.oldest_gap_at == noon);

  world.store->lose_gap(*gap, "too old", after(2h));
  const auto lost = world.store->overview(after(2h)).feeds.at(0);
  CHECK(lost.open_gaps == 0);
  CHECK(lost.lost_ranges == 1);
  CHECK(lost.lost_posts == 40);
  CHECK(lost.coverage_24h == doctest::Approx(23.0 / 24));
}

TEST_CASE("a gap that is tried in vain waits longer, until it becomes smaller") {
  World world;
  auto page = world.page({make_post("9")});
  page.open_gap =
      sql::Gap{.lo_id = "1", .hi_id = "9", .lo_at = after(-1h), .hi_at = noon, .estimate = 6};
  const auto gap = world.store->keep_page(page).gap_id;
  world.store->gap_tried(*gap, after(1min));
  world.store->gap_tried(*gap, after(5min));
  auto open = world.store->open_gaps(world.feed.feed_id);
  REQUIRE(open.size() == 1);
  CHECK(open[0].tries == 2);
  CHECK(open[0].next_at == after(5min));
  auto further = world.page({make_post("5")});
  further.gap_id = gap;
  further.gap_hi_id = "5";
  further.gap_hi_at = after(-30min);
  further.gap_estimate = 17;
  world.store->keep_page(further);
  open = world.store->open_gaps(world.feed.feed_id);
  REQUIRE(open.size() == 1);
  CHECK(open[0].tries == 0);
  CHECK(!open[0].next_at);
  CHECK(open[0].estimate == 17);
}

TEST_CASE("items that cannot be read are kept as dead letters, once") {
  World world;
  auto page = world.page({});
  page.unreadable = {"{\"id\":17}", "garbage \xff"};
  world.store->keep_page(page);
  world.store->keep_page(page);
  CHECK(world.store->overview(noon).dead_letters == 2);
}

TEST_CASE("imported posts enter once, without a feed") {
  World world;
  auto plain = make_post("a");
  plain.network = "";
  std::vector<Post> posts;
  for (int i = 0; i < 1200; ++i) posts.push_back(make_post("i" + std::to_string(i)));
  posts.push_back(plain);
  CHECK(world.store->import_posts(posts, noon) == 1201);
  CHECK(world.store->import_posts(posts, noon) == 0);
  CHECK(world.sql("select count(*) from post where network = 'import' and account_key = ''") ==
        "1");
}

TEST_CASE("a feed's trouble shows until it is fine again") {
  World world;
  world.store->feed_trouble(world.feed.feed_id, "429 until noon", noon);
  CHECK(world.store->feed(account, "mentions", noon).trouble == "429 until noon");
  const auto told = world.store->newest_event();
  world.store->feed_trouble(world.feed.feed_id, "429 until noon", noon);
  CHECK(world.store->newest_event() == told);
  world.store->feed_trouble(world.feed.feed_id, "", noon);
  CHECK(world.store->feed(account, "mentions", noon).trouble.empty());
}

TEST_CASE("a post that was deleted on its network says so, and so does its case") {
  World world;
  const auto number = world.one_case("1");
  CHECK(world.store->posts_gone(account, {{"1", "deleted"}}, after(1min)) == 1);
  CHECK(world.store->posts_gone(account, {{"1", "deleted"}}, after(1min)) == 0);
  CHECK(world.store->posts_gone(account, {{"unknown", "deleted"}}, noon) == 0);
  CHECK(world.states().at("1") == "deleted");
  CHECK(world.detail(number).events.back().kind == "deleted");
}
