// Every recorded answer of Meta must be read or refused for a named reason. The recordings lie
// outside of this repository; nothing of them is shown or kept.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "connectors/facebook/parse.h"
#include "connectors/instagram/parse.h"
#include "connectors/meta/errors.h"
#include "connectors/meta/health.h"
#include "connectors/meta/messages.h"
#include "connectors/meta/paging.h"
#include "connectors/meta/times.h"
#include "core/text.h"
#include "tests/unit/connectors/meta_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
namespace fs = std::filesystem;

namespace {

const std::string own_page = "1";
const meta::Mailbox box{"facebook", "messenger", own_page, {own_page}};

struct Tally {
  int files = 0;
  int lists = 0;
  int errors = 0;
  int pushes = 0;
  int posts = 0;
  int anonymous = 0;
  int refused = 0;
  int written = 0;  // objects with a text and a time
  int wordless = 0;
  std::map<std::string, int> reasons{};
};

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void take(const std::optional<Post>& post, const std::string& why, Tally& tally) {
  if (!post) {
    CHECK_FALSE(why.empty());
    ++tally.refused;
    ++tally.reasons[why];
    return;
  }
  ++tally.posts;
  if (post->author.id.empty()) ++tally.anonymous;
  CHECK(is_valid_utf8(post->text));
  CHECK(post->created_at > Instant{});
  CHECK_FALSE(post->id.empty());
  CHECK_FALSE(post->version.empty());
  CHECK_FALSE(post->repliable_reason.empty());
}

// An object by itself, whatever kind it is.
void take_object(const JsonValue& item, Tally& tally) {
  std::string why;
  const bool instagram = !item["timestamp"].absent() && item["created_time"].absent();
  const std::string id = item["id"].id().value_or("");
  if (instagram && !item["text"].absent())
    return take(connectors::instagram::read_comment(item, {"9", ""}, {"1", "city"}, noon, why), why,
                tally);
  if (instagram)
    return take(connectors::instagram::read_medium(item, {"1", "city"}, "tagged us", noon, why),
                why, tally);
  if (!item["to"].absent() && id.starts_with("m"))
    return take(meta::read_message(item, box, "", noon, why), why, tally);
  const auto post = facebook::read_comment(item, "1_9", own_page, noon, why);
  const auto as_post = facebook::read_post(item, own_page, noon, why);
  CHECK(post.has_value() == as_post.has_value());
  take(post, why, tally);
}

// Every object with a text and a time, however deep.
void walk(const JsonValue& value, Tally& tally) {
  for (const JsonValue& item : value.items()) walk(item, tally);
  for (const std::string& key : value.keys()) walk(value[key], tally);
  const bool text = value["message"].text() || value["text"].text() || value["caption"].text();
  const bool time = !value["created_time"].absent() || !value["timestamp"].absent();
  if (!value.is_object() || !text || !time) return;
  ++tally.written;
  take_object(value, tally);
}

void take_push(const JsonValue& root, Tally& tally) {
  ++tally.pushes;
  for (const JsonValue& entry : root["entry"].items()) {
    Account account =
        root["object"].text() == "instagram" ? instagram_account() : facebook_account();
    const std::string id = entry["id"].id().value_or("");
    account.id = id.empty() || id[0] < '1' || id[0] > '9' ||
                         id.find_first_not_of("0123456789") != std::string::npos
                     ? "1001"
                     : id;
    account.credentials["page_id"] = Secret(account.id);
    account.credentials.erase("ig_user_id");
    PlayedGraph graph([](const GraphCall&) { return graph_error(100); });
    const auto network = graph.make(account);
    Push push;
    push.method = "POST";
    push.body = root.dump();
    push.headers["X-Hub-Signature-256"] =
        "sha256=" + hex(hmac_sha256(Secret("app-secret"), push.body));
    const Pushed out = network->take_push(push, noon);
    CHECK(out.status == 200);
    for (const Post& post : out.posts) take(post, "", tally);
    if (out.posts.empty() && out.touched.empty() && out.gone.empty() && out.unreadable.empty())
      ++tally.wordless;
  }
}

void take_answer(const JsonValue& root, Tally& tally) {
  if (const auto error = meta::read_error(root)) {
    ++tally.errors;
    ++tally.reasons[std::string("error: ") + meta::name_of(meta::class_of(*error, 400))];
  }
  if (root["entry"].is_list()) take_push(root, tally);
  for (const JsonValue& item : root.items())
    if (const auto body = item["body"].text())
      if (const auto inside = JsonValue::parse(*body)) take_answer(*inside, tally);
  if (root["data"].is_list()) {
    ++tally.lists;
    const auto next = meta::next_of(root, "https://graph.facebook.com");
    if (!next) CHECK_FALSE(next.fault().message.empty());
    const auto posts = facebook::list_posts(root, own_page, noon);
    CHECK(posts.problems.size() == posts.unreadable.size());
    CHECK(posts.posts.size() + posts.unreadable.size() == root["data"].size());
    const auto comments =
        connectors::instagram::list_comments(root, {"9", ""}, {"1", "city"}, noon);
    CHECK(comments.problems.size() == comments.unreadable.size());
    meta::list_threads(root, box, noon);
    facebook::list_watched(root, own_page);
  }
  meta::read_token_facts(root);
  walk(root, tally);
}

}  // namespace

TEST_CASE("every recorded answer of Meta is read or refused for a reason") {
  const std::string folder = recorded_folder();
  if (folder.empty() || !fs::is_directory(folder + "/meta")) {
    MESSAGE("skipped: the recorded answers are not here");
    return;
  }
  Tally tally;
  for (const auto& entry : fs::recursive_directory_iterator(folder + "/meta")) {
    if (!entry.is_regular_file()) continue;
    CAPTURE(entry.path().string());
    ++tally.files;
    const auto root = JsonValue::parse(content_of(entry.path()));
    if (!root) {
      CHECK_FALSE(root.fault().message.empty());
      ++tally.reasons["no JSON"];
      continue;
    }
    take_answer(*root, tally);
    for (const char* inside : {"body", "item"})
      if ((*root)[inside].is_object()) take_answer((*root)[inside], tally);
  }
  std::string reasons;
  for (const auto& [why, count] : tally.reasons)
    reasons += "\n  " + std::to_string(count) + " " + why;
  MESSAGE("Meta: ", tally.files, " files, ", tally.lists, " lists, ", tally.errors, " errors, ",
          tally.pushes, " pushes, ", tally.written, " objects with text and time: ", tally.posts,
          " posts read (", tally.anonymous, " anonymous), ", tally.refused, " refused:", reasons);
  CHECK(tally.files >= 600);
  CHECK(tally.errors >= 15);
  CHECK(tally.posts >= 200);
  CHECK(tally.pushes >= 140);
}

TEST_CASE("recorded errors of Meta are of the class that its own tables give them") {
  const std::string folder = recorded_folder();
  if (folder.empty()) {
    MESSAGE("skipped: the recorded answers are not here");
    return;
  }
  const std::map<std::string, std::string> wanted{
      {"error-1-reduce-data", "too_much"},
      {"error-10-ppca", "permission"},
      {"error-10-window", "window_closed"},
      {"error-100-2018218-no-profile", "no_person"},
      {"error-100-retired-tag", "retired_tag"},
      {"error-12-bare-post-id", "our_bug"},
      {"error-190-missing-scope", "missing_scope"},
      {"error-190-password-changed", "password"},
      {"error-20-ig-comment-post-with-fields", "wrote_anyway"},
      {"error-200-platform-pause", "permission"},
      {"error-283-permission", "permission"}};
  for (const auto& [name, what] : wanted) {
    CAPTURE(name);
    const auto root = JsonValue::parse(content_of(folder + "/meta/issues/" + name + ".json"));
    REQUIRE(root.ok());
    const auto error = meta::read_error(*root);
    REQUIRE(error.has_value());
    CHECK(meta::name_of(meta::class_of(*error, 400)) == what);
  }
}
