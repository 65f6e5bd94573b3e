// Known posts that are looked at again: edited, gone, back; and what the bridge owes them.
#include <set>

#include "sql/changed_posts.h"
#include "sql/pg_decide.h"
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

// What could not be judged is asked for again after this, not in the next turn: a network that
// never answers for one post must not hold up the others.
constexpr std::chrono::minutes unjudged_pause{30};
constexpr int most_change_tries = 3;

std::vector<std::string> judged(const SeenAgain& seen) {
  std::vector<std::string> ids;
  for (const auto& post : seen.posts) ids.push_back(post.id);
  for (const auto& post : seen.gone) ids.push_back(post.id);
  return ids;
}

std::vector<std::string> unjudged(const SeenAgain& seen, const std::vector<std::string>& known) {
  const std::set<std::string> had(known.begin(), known.end());
  std::vector<std::string> ids;
  for (const auto& id : seen.asked)
    if (!had.contains(id)) ids.push_back(id);
  return ids;
}

PostChange read_change(const pqxx::row& row) {
  return {.change_id = number_of(row, "change_id"),
          .kind = text_of(row, "kind"),
          .at = moment_of(row, "at_ms"),
          .why = text_of(row, "why"),
          .case_number = text_of(row, "number")};
}

using ActOn = std::function<void(DecideTurn&, const PostChange&, const StoredPost&)>;

// One bad change stays one bad change, as in decide_posts.
void act_on_one(Turn& turn, const pqxx::row& row, Instant now, const ActOn& one) {
  const auto change = read_change(row);
  const auto told = turn.told();
  turn.ask("savepoint one_change");
  try {
    PgDecideTurn decide(turn, now);
    one(decide, change, read_stored_post(*turn.row("read_post", number_of(row, "post_id"))));
    turn.run("drop_change", change.change_id);
    turn.ask("release savepoint one_change");
  } catch (const std::exception& error) {
    if (ends_the_turn(error)) throw;
    turn.ask("rollback to savepoint one_change");
    turn.ask("release savepoint one_change");
    turn.untell(told);
    if (small_of(*turn.row("fail_change", change.change_id), "tries") >= most_change_tries)
      turn.run("drop_change", change.change_id);
  }
}

}  // namespace

std::vector<std::string> PgStore::posts_to_check(const std::string& account_key,
                                                 const CheckPace& pace, int limit, Instant now) {
  const auto in_ms = [](auto span) {
    return static_cast<std::int64_t>(std::chrono::duration_cast<Milliseconds>(span).count());
  };
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<std::string> ids;
    for (const auto& row :
         turn.run("posts_to_check", account_key, ms(now), limit, in_ms(pace.fresh),
                  in_ms(pace.usual), in_ms(pace.old), in_ms(pace.fresh_for), in_ms(pace.usual_for)))
      ids.push_back(text_of(row, "network_id"));
    return ids;
  });
}

KeptAgain PgStore::keep_again(const SeenAgain& seen) {
  return in_turn(connection_, [&](Turn& turn) {
    KeptAgain kept;
    if (!seen.posts.empty()) {
      const auto made = keep_changes(turn, write_posts(seen.posts), seen.account_key, seen.now);
      kept.changed = made.changed;
      kept.back = made.back;
    }
    kept.gone = bury_posts(turn, seen.account_key, seen.gone, seen.now);
    const auto known = judged(seen);
    turn.run("note_checked", seen.account_key, write_texts(known), ms(seen.now),
             write_texts(unjudged(seen, known)), ms(seen.now + unjudged_pause));
    turn.run("add_spend", seen.account_key, seen.spent.calls, seen.spent.reads,
             seen.spent.micro_usd, ms(seen.now));
    return kept;
  });
}

int PgStore::posts_gone(const std::string& account_key, const std::vector<GonePost>& gone,
                        Instant now) {
  return in_turn(connection_, [&](Turn& turn) { return bury_posts(turn, account_key, gone, now); });
}

int PgStore::take_changes(int limit, Instant now, const ActOn& one) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto rows = turn.run("claim_changes", limit);
    for (const auto& row : rows) act_on_one(turn, row, now, one);
    return static_cast<int>(rows.size());
  });
}

}  // namespace social311::sql
