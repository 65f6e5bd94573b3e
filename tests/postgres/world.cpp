#include "tests/postgres/world.h"

#include <doctest/doctest.h>

namespace social311::tests {

Post make_post(const std::string& id, const std::string& text) {
  return {.network = "twitter",
          .id = id,
          .text = text,
          .author = {.id = "42", .handle = "resident", .name = "A Resident"},
          .created_at = noon,
          .repliable = Repliable::yes,
          .version = "1",
          .raw = "{\"id\":\"" + id + "\"}"};
}

World::World() : World(ScratchCluster::shared().fresh_database()) {
  store->keep_account(account, "City311", ReplyMode::approve, noon);
  feed = store->feed(account, "mentions", noon);
}

World::World(const std::string& existing_url)
    : url(existing_url), store(open_scratch_store(existing_url)) {}

sql::KeepPage World::page(const std::vector<Post>& posts) const {
  return {.feed_id = feed.feed_id,
          .account_key = account,
          .posts = posts,
          .own_author_ids = {own_id},
          .walk_started_at = noon,
          .now = noon};
}

std::string World::sql(const std::string& statement) {
  return ScratchCluster::shared().sql(url, statement);
}

std::vector<std::string> World::open_cases(const sql::NewCaseRow& row) {
  std::vector<std::string> numbers;
  store->decide_posts(1000, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    const auto number = "26-00000" + std::to_string(turn.next_case_sequence(2026));
    auto mine = row;
    if (mine.opened_at == Instant{}) mine.opened_at = noon;
    mine.public_token = "token-of-" + number + "-and-128-random-bits";
    REQUIRE(turn.open_case(number, mine, post));
    turn.settle_post(post, "case", {.decision = Decision::open_case}, "asks for something", noon);
    numbers.push_back(number);
  });
  return numbers;
}

std::string World::one_case(const std::string& post_id, const sql::NewCaseRow& row) {
  keep({make_post(post_id)});
  const auto numbers = open_cases(row);
  REQUIRE(numbers.size() == 1);
  return numbers.front();
}

sql::CaseDetail World::detail(const std::string& number) {
  const auto found = store->case_detail(number);
  REQUIRE(found.has_value());
  return *found;
}

std::map<std::string, std::string> World::states() {
  std::map<std::string, std::string> result;
  store->export_posts({}, [&](const ExportedPost& post) { result[post.post.id] = post.state; });
  return result;
}

std::string World::state_of(std::int64_t intent_id) {
  return sql(
      "select state || case when needs_person then '+person' else '' end from reply_intent "
      "where intent_id = " +
      std::to_string(intent_id));
}

sql::NewReply World::reply(const std::string& number, const std::string& target, int seq) const {
  const auto marker = number + "-" + target + "-" + std::to_string(seq);
  return {.account_key = account,
          .target_post_id = target,
          .case_number = number,
          .kind = ReplyKind::answer,
          .seq = seq,
          .body = "We are on it. Case " + marker,
          .marker = marker,
          .language = "en",
          .state = ReplyState::queued,
          .by = "dana",
          .created_at = noon};
}

std::int64_t World::queue(const std::string& number, const std::string& target, int seq,
                          ReplyState state) {
  auto wanted = reply(number, target, seq);
  wanted.state = state;
  const auto answered = store->answer_case(number, detail(number).version, wanted);
  REQUIRE(answered.done);
  return detail(number).replies.back().intent_id;
}

bool same_text(const std::string& ours, const std::string& marker, const std::string& seen) {
  return ours == seen || (!marker.empty() && seen.find(marker) != std::string::npos);
}

}  // namespace social311::tests
