// Every recorded answer must be read or refused for a named reason. The recordings lie outside of
// this repository; nothing of them is shown or kept.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "connectors/bluesky/errors.h"
#include "connectors/bluesky/parse.h"
#include "connectors/twitter/parse.h"
#include "core/json.h"
#include "core/text.h"
#include "tests/unit/connectors/support.h"

using namespace social311;
using namespace social311::connectors;
namespace fs = std::filesystem;

namespace {

struct Tally {
  int answers = 0;
  int pages = 0;
  int refused = 0;
  std::size_t posts = 0;
  std::size_t unreadable = 0;
  int complete = 0;  // posts with author, text and time
};

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void take(const Result<Page>& page, Tally& tally) {
  ++tally.answers;
  if (!page) {
    ++tally.refused;
    CHECK_FALSE(page.fault().message.empty());
    return;
  }
  ++tally.pages;
  tally.posts += page->posts.size();
  tally.unreadable += page->unreadable.size();
  CHECK(page->problems.size() >= page->unreadable.size());
  for (const Post& post : page->posts) {
    CHECK(is_valid_utf8(post.text));
    CHECK(post.created_at > Instant{});
    if (!post.author.id.empty() && !post.text.empty()) ++tally.complete;
  }
}

void take_cassette(const fs::path& path, Tally& tally) {
  const auto cassette = JsonValue::parse(content_of(path));
  REQUIRE(cassette.ok());
  for (const JsonValue& exchange : cassette->items()) {
    const JsonValue body = exchange["response"]["body"];
    take(twitter::parse_page(body.text().value_or(body.dump()), {"783214", "Twitter"}), tally);
  }
}

// Counts, people, messages, jobs, and the outcome of a change: no posts in them.
bool speaks_of_other_things(const std::string& file) {
  for (const char* word : {"count", "compliance", "direct_messages", "get_me", "get_user.",
                           "get_users.", "hide", "create_tweet", "retweet", "delete"}) {
    if (file.find(word) != std::string::npos) return true;
  }
  return false;
}

void take_lines(const fs::path& path, Tally& tally) {
  std::istringstream in(content_of(path));
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) take(twitter::parse_page(line, {"1", "nobody"}), tally);
  }
}

}  // namespace

TEST_CASE("every recorded answer of X is read or refused for a reason") {
  const std::string folder = connectors::test::recorded_folder();
  if (folder.empty()) {
    MESSAGE("skipped: the recorded answers are not here");
    return;
  }
  Tally tally;
  for (const auto& entry : fs::recursive_directory_iterator(folder + "/x")) {
    const std::size_t before = tally.unreadable;
    CAPTURE(entry.path().string());
    if (entry.path().extension() == ".json") take_cassette(entry.path(), tally);
    if (entry.path().extension() == ".jsonl") take_lines(entry.path(), tally);
    if (!speaks_of_other_things(entry.path().filename().string()))
      CHECK(tally.unreadable == before);
  }
  MESSAGE("X: ", tally.answers, " answers, ", tally.pages, " pages with ", tally.posts, " posts (",
          tally.complete, " with author and text), ", tally.unreadable, " items and ",
          tally.refused, " answers refused");
  CHECK(tally.posts >= 470);  // 433 in the pages of one source, the rest in calls of the other
  CHECK(tally.complete >= 433);
}

TEST_CASE("recorded edits are one post in two versions") {
  const std::string folder = connectors::test::recorded_folder();
  if (folder.empty()) {
    MESSAGE("skipped: the recorded answers are not here");
    return;
  }
  const auto read = [&](const char* name) {
    const auto page =
        twitter::parse_page(content_of(folder + "/x/twarc-csv/" + name), {"1", "nobody"});
    REQUIRE(page.ok());
    REQUIRE(page->posts.size() == 1);
    return page->posts[0];
  };
  const Post before = read("edited_before.jsonl");
  const Post after = read("edited_after.jsonl");
  CHECK(before.id == after.id);
  CHECK(before.version != after.version);
  CHECK(before.text != after.text);
  CHECK(before.created_at == after.created_at);
}

TEST_CASE("every recorded answer of Bluesky is read or refused for a reason") {
  const std::string folder = connectors::test::recorded_folder();
  if (folder.empty()) {
    MESSAGE("skipped: the recorded answers are not here");
    return;
  }
  Tally tally;
  const bluesky::Self self{"did:plc:zy2bnqkblaxbwnj43eo3ivox", "denver311.test"};
  for (const auto& entry : fs::directory_iterator(folder + "/bluesky")) {
    if (entry.path().extension() != ".json") continue;
    CAPTURE(entry.path().string());
    const std::string body = content_of(entry.path());
    const bool notifications = body.find("\"notifications\"") != std::string::npos;
    take(bluesky::parse_page(
             body, notifications ? bluesky::Listing::notifications : bluesky::Listing::posts, self),
         tally);
  }
  MESSAGE("Bluesky: ", tally.answers, " answers, ", tally.pages, " pages with ", tally.posts,
          " posts, ", tally.unreadable, " items and ", tally.refused, " answers refused");
  CHECK(tally.posts >= 10);
  CHECK(tally.unreadable == 0);
  CHECK(tally.refused == 2);  // a thread and a 429 are no pages
  CHECK(bluesky::read_refusal(content_of(folder + "/bluesky/429.json")).name ==
        "RateLimitExceeded");
}
