// Every recorded answer of a real Mastodon must be read or refused for a named reason. The
// recordings lie outside of this repository; nothing of them is shown or kept.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "connectors/mastodon/errors.h"
#include "connectors/mastodon/parse.h"
#include "core/text.h"
#include "tests/unit/connectors/support.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::mastodon;
namespace fs = std::filesystem;

namespace {

const Self self{"117020565966271181", "mastodonpy_test"};

struct Exchange {
  std::string file{};
  std::string method{};
  std::string path{};
  HttpResponse response{};
  std::string base{};
};

Exchange exchange_of(const std::string& file, const JsonValue& json) {
  Exchange out;
  out.file = file;
  out.method = json["request"]["method"].text_or("");
  const std::string uri = json["request"]["uri"].text_or("");
  const auto url = parse_url(uri);
  REQUIRE(url.has_value());
  out.path = url->target.substr(0, url->target.find('?'));
  out.base = url->scheme + "://" + url->host;
  const JsonValue response = json["response"];
  out.response.status = static_cast<int>(response["status"]["code"].number(100, 599).value_or(0));
  const JsonValue body = response["body"];
  out.response.body = body.text().value_or(body.dump());
  for (const std::string& name : response["headers"].keys())
    out.response.headers[name] = response["headers"][name].text_or("");
  return out;
}

void each_exchange(const std::string& folder, const std::function<void(const Exchange&)>& one) {
  for (const auto& entry : fs::directory_iterator(folder + "/mastodon")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const auto json = JsonValue::parse(std::string(std::istreambuf_iterator<char>(in), {}));
    REQUIRE(json.ok());
    for (const JsonValue& exchange : json->items()) {
      const Exchange each = exchange_of(entry.path().filename().string(), exchange);
      CAPTURE(each.file);
      CAPTURE(each.path);
      one(each);
    }
  }
}

struct Tally {
  int answers = 0;
  int lists = 0;
  int statuses = 0;
  int refused = 0;
  int links = 0;
  std::size_t posts = 0;
};

void check_post(const Post& post) {
  CHECK_FALSE(post.author.id.empty());
  CHECK_FALSE(post.author.handle.empty());
  CHECK(is_valid_utf8(post.text));
  CHECK(post.text.find("<p>") == std::string::npos);
  CHECK(post.text.find("<span") == std::string::npos);
  CHECK((post.media > 0 || !post.text.empty()));
  CHECK(post.created_at > Instant{});
}

void take_list(const Exchange& exchange, Listing listing, Tally& tally) {
  const auto listed = parse_list(exchange.response.body, listing, Audience::everything, self,
                                 *parse_iso8601("2026-12-01T00:00:00Z"));
  ++tally.lists;
  REQUIRE_MESSAGE(listed.ok(), listed.fault().message);
  CHECK(listed->unreadable.empty());
  for (const Post& post : listed->posts) check_post(post);
  tally.posts += listed->posts.size();
}

bool is_list_of_statuses(const Exchange& exchange) {
  const std::string& path = exchange.path;
  return path.find("/timelines/") != std::string::npos ||
         (path.find("/accounts/") != std::string::npos && path.ends_with("/statuses"));
}

void take(const Exchange& exchange, Tally& tally) {
  ++tally.answers;
  const HttpResponse& response = exchange.response;
  const Instant now = *parse_iso8601("2026-08-01T14:00:00Z");
  if (response.status != 200) {
    ++tally.refused;
    CHECK(fault_of(response, now).kind == FaultKind::rejected);
    CHECK(fault_of(response, now).message.size() > std::string("Mastodon answered 404: ").size());
    return;
  }
  const auto links = read_links(response.header("Link"), exchange.base);
  REQUIRE(links.ok());
  if (!links->newer.empty()) ++tally.links;
  if (exchange.path == "/api/v1/notifications")
    return take_list(exchange, Listing::notifications, tally);
  if (is_list_of_statuses(exchange)) return take_list(exchange, Listing::statuses, tally);
  const auto post = parse_status(response.body, self, Instant::max());
  if (post && exchange.method != "DELETE") {
    ++tally.statuses;
    check_post(*post);
    CHECK(parse_target(response.body).ok());
  }
  // Accounts, conversations, media, histories: no status, and said so.
  if (!post) CHECK_FALSE(post.fault().message.empty());
}

}  // namespace

TEST_CASE("every recorded answer of Mastodon is read or refused for a reason") {
  const std::string folder = test::recorded_folder();
  if (folder.empty()) {
    MESSAGE("skipped: the recorded answers are not here");
    return;
  }
  Tally tally;
  each_exchange(folder, [&tally](const Exchange& exchange) { take(exchange, tally); });
  MESSAGE("Mastodon: ", tally.answers, " answers, ", tally.lists, " lists with ", tally.posts,
          " posts, ", tally.statuses, " single ones, ", tally.links, " links, ", tally.refused,
          " refusals");
  CHECK(tally.answers >= 110);
  CHECK(tally.lists >= 9);
  CHECK(tally.posts >= 20);
  CHECK(tally.statuses >= 35);
  CHECK(tally.links >= 7);
  CHECK(tally.refused == 4);
}

TEST_CASE("D5 recorded refusals in other languages are decided by their status") {
  const std::string folder = test::recorded_folder();
  if (folder.empty()) {
    MESSAGE("skipped: the recorded answers are not here");
    return;
  }
  int refusals = 0;
  each_exchange(folder, [&refusals](const Exchange& exchange) {
    if (exchange.response.status == 200) return;
    ++refusals;
    const auto out = outcome_of(exchange.response, Instant{});
    CHECK(out.kind == PublishOutcome::Kind::rejected);
    CHECK(out.message.size() > 30);
  });
  CHECK(refusals == 4);
}

TEST_CASE("D12 the recorded limits of two servers are read") {
  const std::string folder = test::recorded_folder();
  if (folder.empty()) {
    MESSAGE("skipped: the recorded answers are not here");
    return;
  }
  int servers = 0;
  each_exchange(folder, [&servers](const Exchange& exchange) {
    if (exchange.path != "/api/v2/instance/") return;
    ++servers;
    const auto limits = parse_limits(exchange.response.body);
    REQUIRE(limits.ok());
    CHECK(limits->characters == 500);
    CHECK(limits->address_characters == 23);
  });
  CHECK(servers >= 3);
}

TEST_CASE("recorded posts: a reply, a direct one, a quote and an edit are what they are") {
  const std::string folder = test::recorded_folder();
  if (folder.empty()) {
    MESSAGE("skipped: the recorded answers are not here");
    return;
  }
  int replies = 0;
  int direct = 0;
  int quotes = 0;
  int edits = 0;
  each_exchange(folder, [&](const Exchange& exchange) {
    const auto post = parse_status(exchange.response.body, self, Instant::max());
    if (!post || exchange.method == "DELETE") return;
    if (!post->in_reply_to.empty()) ++replies;
    if (post->kind == PostKind::direct_message) ++direct;
    if (!post->quoted.empty()) {
      ++quotes;
      CHECK(post->text.find("RE:") == std::string::npos);
    }
    if (std::stoll(post->version) > post->created_at.time_since_epoch().count()) ++edits;
  });
  CHECK(replies == 1);
  CHECK(direct == 2);
  CHECK(quotes == 1);
  CHECK(edits >= 1);
}
