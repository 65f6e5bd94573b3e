// Pages into rows: posts, cursor and gap in one transaction, so that wherever it stops nothing is
// lost.
#include <algorithm>

#include "sql/changed_posts.h"
#include "sql/own_posts.h"
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

constexpr std::size_t import_batch = 500;

Gap read_gap(const pqxx::row& row) {
  return {.gap_id = number_of(row, "gap_id"),
          .feed_id = number_of(row, "feed_id"),
          .lo_id = text_of(row, "lo_id"),
          .hi_id = text_of(row, "hi_id"),
          .lo_at = maybe_moment(row, "lo_ms"),
          .hi_at = maybe_moment(row, "hi_ms"),
          .estimate = number_of(row, "estimate"),
          .ask_at = maybe_moment(row, "ask_ms"),
          .tries = small_of(row, "tries"),
          .next_at = maybe_moment(row, "next_ms")};
}

// Posts of our own are context for conversations and evidence for replies.
void keep_own(Turn& turn, const KeepPage& page, const std::string& posts, const std::string& own) {
  turn.run("disown_undecided", posts, own, ms(page.now), page.account_key);
  std::vector<std::string> accounts;
  for (const auto& row : turn.run("add_own_from_page", posts, page.account_key, ms(page.now), own))
    accounts.push_back(text_of(row, "account_key"));
  std::sort(accounts.begin(), accounts.end());
  accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
  for (const auto& account : accounts) match_own_posts(turn, account, page.now, marker_stands_in);
}

Kept keep_posts(Turn& turn, const KeepPage& page) {
  Kept kept;
  if (page.posts.empty()) return kept;
  const auto posts = write_posts(page.posts);
  auto own_ids = page.own_author_ids;
  own_ids.erase(std::remove(own_ids.begin(), own_ids.end(), ""), own_ids.end());
  const auto own = write_texts(own_ids);
  const auto added = turn.row("add_posts", posts, page.account_key, ms(page.now), own);
  kept.added = small_of(*added, "added");
  const bool all_new = kept.added == static_cast<int>(page.posts.size());
  if (!all_new) {
    const auto made = keep_changes(turn, posts, page.account_key, page.now);
    kept.changed = made.changed + made.back;
  }
  if (!own_ids.empty()) keep_own(turn, page, posts, own);
  kept.known = static_cast<int>(page.posts.size()) - kept.added - kept.changed;
  return kept;
}

// The network no longer goes back to the cursor and everything it has stands on this page: what
// lies between the two is lost. Where there is a gap, the gap says so when it closes.
void lose_range(Turn& turn, const KeepPage& page, const pqxx::row& feed_before) {
  const auto hi_id = page.posts.empty() ? page.newest_id : page.posts.back().id;
  const auto hi_at = page.posts.empty() ? page.newest_at : page.posts.back().created_at;
  turn.run("lose_range", page.feed_id, text_of(feed_before, "newest_id"), hi_id,
           ms(maybe_moment(feed_before, "unread_ms")), ms(hi_at), *page.lost_reason, ms(page.now),
           page.lost_estimate);
}

// The estimate of what is lost, when the gap ends as lost.
std::optional<std::int64_t> move_gap(Turn& turn, const KeepPage& page) {
  if (!page.gap_id) return std::nullopt;
  if (page.gap_hi_id)
    turn.run("shrink_gap", *page.gap_id, *page.gap_hi_id, ms(page.gap_hi_at),
             static_cast<std::int64_t>(page.posts.size()), page.lost_reason.value_or(""),
             page.gap_estimate);
  if (page.gap_end == KeepPage::GapEnd::none) return std::nullopt;
  const bool lost = page.gap_end == KeepPage::GapEnd::lost;
  const auto closed = turn.row("close_gap", *page.gap_id, lost ? "lost" : "filled",
                               page.lost_reason.value_or(""), ms(page.now));
  if (!closed || text_of(*closed, "outcome") != "lost") return std::nullopt;
  return number_of(*closed, "estimate");
}

std::optional<std::int64_t> open_gap(Turn& turn, const KeepPage& page) {
  if (!page.open_gap) return std::nullopt;
  const auto& gap = *page.open_gap;
  const auto row =
      turn.row("open_gap", page.feed_id, gap.lo_id, gap.hi_id, ms(gap.lo_at), ms(gap.hi_at),
               gap.estimate, ms(page.now), page.lost_reason.value_or(""), ms(gap.ask_at));
  return number_of(*row, "gap_id");
}

void note_coverage(Turn& turn, const KeepPage& page) {
  if (page.complete) turn.run("walk_ended", page.feed_id, ms(page.walk_started_at));
  if (page.covered_to)
    turn.run("cover", page.feed_id, ms(page.covered_from.value_or(*page.covered_to)),
             ms(*page.covered_to));
  if (page.density) turn.run("keep_density", page.feed_id, *page.density);
}

bool reading_changed(const KeepPage& page) {
  return page.open_gap || page.lost_reason || page.gap_end != KeepPage::GapEnd::none;
}

Kept keep_in(Turn& turn, const KeepPage& page) {
  const auto before = turn.row("lock_feed", page.feed_id);
  if (!before) throw std::logic_error("no feed " + std::to_string(page.feed_id));
  auto kept = keep_posts(turn, page);
  if (!page.unreadable.empty())
    turn.run("add_dead_letters", page.feed_id, write_texts(page.unreadable), "could not be read",
             ms(page.now));
  if (!page.newest_id.empty())
    turn.run("move_cursor", page.feed_id, page.newest_id, ms(page.newest_at));
  kept.gap_id = open_gap(turn, page);
  if (page.lost_reason && !page.gap_id && !page.open_gap) {
    lose_range(turn, page, *before);
    kept.lost = page.lost_estimate;
  }
  if (const auto lost = move_gap(turn, page)) kept.lost = *lost;
  note_coverage(turn, page);
  if (page.spent != Spent{})
    turn.run("add_spend", page.account_key, page.spent.calls, page.spent.reads,
             page.spent.micro_usd, ms(page.now));
  if (kept.added > 0 || reading_changed(page))
    turn.tell("feed", std::to_string(page.feed_id), kept.added, page.now);
  return kept;
}

}  // namespace

Feed PgStore::feed(const std::string& account_key, const std::string& listen, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    auto row = turn.row("read_feed", account_key, listen);
    if (!row) turn.run("make_feed", account_key, listen, ms(now));
    if (!row) row = turn.row("read_feed", account_key, listen);
    return read_feed(*row);
  });
}

std::vector<Gap> PgStore::open_gaps(std::int64_t feed_id) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<Gap> gaps;
    for (const auto& row : turn.run("open_gaps", feed_id)) gaps.push_back(read_gap(row));
    return gaps;
  });
}

Kept PgStore::keep_page(const KeepPage& page) {
  return in_turn(connection_, [&](Turn& turn) { return keep_in(turn, page); });
}

void PgStore::feed_trouble(std::int64_t feed_id, const std::string& why, Instant now) {
  in_turn(connection_, [&](Turn& turn) {
    if (turn.run("feed_trouble", feed_id, why).affected_rows() > 0)
      turn.tell("feed", std::to_string(feed_id), 0, now);
  });
}

int PgStore::import_posts(const std::vector<Post>& posts, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    int added = 0;
    for (std::size_t from = 0; from < posts.size(); from += import_batch) {
      KeepPage page{.now = now};
      const auto to = std::min(from + import_batch, posts.size());
      for (auto i = from; i < to; ++i) page.posts.push_back(posts[i]);
      added += keep_posts(turn, page).added;
    }
    if (added > 0) turn.tell("feed", "", added, now);
    return added;
  });
}

}  // namespace social311::sql
