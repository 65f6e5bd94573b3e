// Undecided posts are claimed, handed to the caller's decision and settled, all in one transaction.
#include <algorithm>
#include <chrono>

#include "sql/joining.h"
#include "sql/pg_decide.h"
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

constexpr std::chrono::hours automatic_pause{
    24};  // at most one automatic reply a conversation and author

bool is_settled_state(const std::string& state) {
  return state == "ignored" || state == "review" || state == "case" || state == "own";
}

void one_row(const pqxx::result& result, const std::string& number) {
  if (result.empty()) throw std::logic_error("no case " + number);
}

}  // namespace

PostHistory PgDecideTurn::history(const StoredPost& stored, Instant now) {
  const auto& post = stored.post;
  PostHistory history;
  if (batch_ && !batch_->has_relatives(stored)) return history;
  const auto found = turn_.row("conversation_case", post.network, post.in_reply_to,
                               post.conversation, post.author.id, post.id, stored.account_key);
  if (found) history.conversation_case = read_case(*found);
  if (!post.in_reply_to.empty())
    history.answers_us =
        yes(turn_.row("answers_us", post.network, post.in_reply_to, stored.account_key));
  history.automatic_reply_in_conversation =
      yes(turn_.row("automatic_before", post.network, post.author.id, post.conversation,
                    post.in_reply_to, ms(now - automatic_pause), stored.account_key));
  return history;
}

bool PgDecideTurn::open_case(const std::string& number, const NewCaseRow& row,
                             const StoredPost& post) {
  if (yes(turn_.row("has_case", post.post_id))) return false;
  turn_.run("open_case", number, write_case_row(row), post.post_id, ms(now_));
  turn_.tell("case", number, 1, now_);
  return true;
}

void PgDecideTurn::join_case(const std::string& number, const StoredPost& post) {
  if (yes(turn_.row("has_case", post.post_id))) return;
  const auto joined = turn_.run("join_case", number, post.post_id, ms(now_));
  one_row(joined, number);
  turn_.tell("case", number, number_of(joined.front(), "version"), now_);
}

void PgDecideTurn::set_case_status(const std::string& number, CaseStatus status,
                                   const std::string& reason, Instant now) {
  const auto row = turn_.row("set_case_status", number, name_of(status), reason, ms(now), "auto");
  if (!row) return;
  turn_.tell("case", number, number_of(*row, "version"), now);
  if (flag_of(*row, "was_closed"))
    Joining<PostStatements>(turn_, "auto", now).reopened(number_of(*row, "case_id"), number);
}

void PgDecideTurn::set_case_location(const std::string& number, const Location& location,
                                     Instant now) {
  const auto row = turn_.run("set_case_location", number, write_location(location), ms(now));
  one_row(row, number);
  turn_.tell("case", number, number_of(row.front(), "version"), now);
}

bool PgDecideTurn::add_reply(const NewReply& reply) {
  const auto row = turn_.row("add_reply", write_reply_row(reply));
  if (!row) return false;
  turn_.tell("reply", reply.case_number, 0, now_);
  return true;
}

std::optional<Case> PgDecideTurn::find_case(const std::string& number) {
  const auto row = turn_.row("find_case", number);
  return row ? std::optional(read_case(*row)) : std::nullopt;
}

void PgDecideTurn::settle_post(const StoredPost& post, const std::string& state,
                               const Finding& finding, const std::string& reason, Instant now) {
  if (!is_settled_state(state)) throw std::logic_error("no state of a decided post: " + state);
  Settled settled{.post_id = post.post_id,
                  .state = state,
                  .reason = reason,
                  .rules = finding.rules,
                  .topic = finding.topics.empty() ? "" : finding.topics.front().topic,
                  .decision = name_of(finding.decision),
                  .finding = storable(write_finding(post.post.id, finding))};
  if (batch_) {
    batch_->settle(std::move(settled));
    return;
  }
  turn_.run("settle_post", settled.post_id, settled.state, settled.reason, ms(now));
  turn_.run("keep_finding", settled.post_id, settled.rules, settled.topic, settled.decision,
            settled.finding, ms(now));
  turn_.tell("post", std::to_string(settled.post_id), 0, now);
}

namespace {

std::vector<StoredPost> claim(Turn& turn, int limit) {
  const auto ids = write_numbers(ids_of(turn.run("claim_undecided", limit)));
  const auto blocked = ids_of(turn.run("blocked_posts", ids));
  std::vector<StoredPost> posts;
  for (const auto& row : turn.run("read_posts", ids))
    if (std::count(blocked.begin(), blocked.end(), number_of(row, "post_id")) == 0)
      posts.push_back(read_stored_post(row));
  return posts;
}

using Decide = std::function<void(DecideTurn&, const StoredPost&)>;

// Errors of the connection end the whole turn; anything else that is thrown ends this post's.
void decide_one(Turn& turn, PostBatch& batch, const StoredPost& post, Instant now,
                const Decide& one) {
  if (batch.has_relatives(post)) batch.write();  // they may be among the posts before it
  const auto told = turn.told();
  const auto settled = batch.settled();
  PgDecideTurn decide(turn, now, &batch);
  try {
    one(decide, post);
    decide.keep();
  } catch (const std::exception& error) {
    if (ends_the_turn(error)) throw;
    decide.undo();
    turn.untell(told);
    batch.forget_after(settled);
    count_failure(turn, post.post_id, error.what(), now);
  }
}

}  // namespace

int PgStore::decide_posts(int limit, Instant now, const Decide& one) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto posts = claim(turn, limit);
    PostBatch batch(turn, posts, now);
    for (const auto& post : posts) decide_one(turn, batch, post, now, one);
    batch.write();
    return static_cast<int>(posts.size());
  });
}

bool PgStore::convert_post(std::int64_t post_id, Instant now, const Decide& one) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto locked = turn.row("lock_post", post_id);
    if (!locked) return false;
    const auto state = text_of(*locked, "state");
    if (state != "new" && state != "review" && state != "ignored") return false;
    PgDecideTurn decide(turn, now);
    one(decide, read_stored_post(*turn.row("read_post", post_id)));
    return true;
  });
}

}  // namespace social311::sql
