// What push told of: the posts still to be read, and the measure of what it missed.
#include <algorithm>

#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

// Feeds of the account's network are told apart by their words; push is one more.
std::vector<std::string> all_told(const PushNews& news) {
  auto told = news.told;
  told.insert(told.end(), news.touched.begin(), news.touched.end());
  return told;
}

}  // namespace

bool PgStore::keep_push(const PushNews& news) {
  return in_turn(connection_, [&](Turn& turn) {
    turn.run("commit_durably");
    const auto state = turn.row("push_came", news.account_key, ms(news.now));
    turn.run("push_told", news.account_key, write_texts(all_told(news)), ms(news.now));
    if (!news.touched.empty())
      turn.run("want_posts", news.account_key, write_texts(news.touched), ms(news.now));
    const bool first = flag_of(*state, "fresh") && turn.row("push_is_new", news.account_key);
    if (first) {
      turn.run("note_account", news.account_key, ms(news.now), "auto", "push", "");
      turn.tell("feed", news.account_key, 0, news.now);
    }
    return first;
  });
}

std::vector<WantedPost> PgStore::wanted_posts(const std::string& account_key, int limit,
                                              Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<WantedPost> wanted;
    for (const auto& row : turn.run("wanted_posts", account_key, ms(now), limit))
      wanted.push_back({.network_id = text_of(row, "network_id"), .tries = small_of(row, "tries")});
    return wanted;
  });
}

void PgStore::had_posts(const std::string& account_key, const std::vector<std::string>& ids,
                        Instant asked_at) {
  in_turn(connection_,
          [&](Turn& turn) { turn.run("had_posts", account_key, write_texts(ids), ms(asked_at)); });
}

void PgStore::want_later(const std::string& account_key, const std::vector<std::string>& ids,
                         Instant when) {
  in_turn(connection_,
          [&](Turn& turn) { turn.run("want_later", account_key, write_texts(ids), ms(when)); });
}

void PgStore::drop_old_push(Instant before) {
  in_turn(connection_, [&](Turn& turn) { turn.run("drop_old_push", ms(before)); });
}

}  // namespace social311::sql
