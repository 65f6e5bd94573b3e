// What the console reads: lists by keyset, never by offset, and one case with all that belongs to
// it.
#include "sql/clock_rows.h"
#include "sql/cursor.h"
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

enum class Order { by_deadline, by_closing, by_opening };

// The rows of one more than a page, in the order of the view.
struct Listed {
  pqxx::result rows{};
  Order order = Order::by_opening;
};

Listed by_deadline(Turn& turn, const InboxAsk& ask, int most) {
  const auto at = read_cursor(ask.cursor, 4);
  const auto calm = at[0] ? std::optional(*at[0] != 0) : std::nullopt;
  const bool of_replies = ask.view == "drafts" || ask.view == "in_doubt";
  if (of_replies)
    return {turn.run("inbox_replies", ask.view == "drafts" ? "draft" : "in_doubt", ask.topic, calm,
                     at[1], at[2], at[3], most),
            Order::by_deadline};
  return {turn.run("inbox_open", ask.view, ask.agent, ask.topic, calm, at[1], at[2], at[3], most),
          Order::by_deadline};
}

Listed list(Turn& turn, const InboxAsk& ask, int most) {
  const auto at = read_cursor(ask.cursor, 2);
  if (const auto words = trim(ask.search); !words.empty())
    return {turn.run("inbox_search", words, ask.topic, at[0], at[1], most), Order::by_opening};
  if (ask.view == "closed")
    return {turn.run("inbox_closed", ask.topic, at[0], at[1], most), Order::by_closing};
  if (ask.view == "watched" || ask.view == "incoming")
    return {turn.run(ask.view == "watched" ? "inbox_watched" : "inbox_incoming", ask.agent,
                     ask.topic, at[0], at[1], most),
            Order::by_opening};
  if (ask.view == "all")
    return {turn.run("inbox_all", ask.topic, at[0], at[1], most), Order::by_opening};
  return by_deadline(turn, ask, most);
}

std::string cursor_after(const pqxx::row& row, const Case& last, Order order) {
  const auto id = number_of(row, "case_id");
  if (order == Order::by_closing) return write_cursor({ms(last.closed_at), id});
  if (order == Order::by_opening) return write_cursor({ms(last.opened_at), id});
  return write_cursor(
      {last.priority == Priority::emergency ? 0 : 1, ms(last.due_at), ms(last.opened_at), id});
}

std::map<std::string, std::int64_t> counts(Turn& turn, const std::string& agent) {
  const auto row = turn.row("inbox_counts", agent);
  std::map<std::string, std::int64_t> result;
  for (const auto* view :
       {"open", "mine", "unassigned", "emergency", "partner", "needs_person", "drafts", "in_doubt"})
    result[view] = number_of(*row, view);
  const auto more = turn.row("inbox_agency_counts", agent);
  for (const auto* view : {"watched", "incoming"}) result[view] = number_of(*more, view);
  return result;
}

void read_around(Turn& turn, std::int64_t case_id, CaseDetail& detail) {
  for (const auto& row : turn.run("case_posts", case_id))
    detail.posts.push_back(read_case_post(row));
  for (const auto& row : turn.run("case_replies", case_id))
    detail.replies.push_back(read_reply_row(row));
  for (const auto& row : turn.run("case_events", case_id))
    detail.events.push_back({.event_id = number_of(row, "event_id"),
                             .at = moment_of(row, "at_ms"),
                             .actor = text_of(row, "actor"),
                             .kind = text_of(row, "kind"),
                             .text = text_of(row, "text")});
}

std::optional<CaseDetail> detail_of(Turn& turn, const std::optional<pqxx::row>& row) {
  if (!row) return std::nullopt;
  CaseDetail detail{.about = read_case(*row),
                    .version = number_of(*row, "version"),
                    .assignee = text_of(*row, "assignee"),
                    .reason = text_of(*row, "reason"),
                    .public_token = text_of(*row, "public_token")};
  read_around(turn, number_of(*row, "case_id"), detail);
  detail.time = read_case_time(turn, number_of(*row, "case_id"));
  return detail;
}

}  // namespace

Inbox PgStore::inbox(const InboxAsk& ask, Instant /*now*/) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto limit = static_cast<std::size_t>(page_size(ask.limit));
    const auto listed = list(turn, ask, static_cast<int>(limit) + 1);
    Inbox inbox;
    for (const auto& row : listed.rows) {
      if (inbox.cases.size() == limit) {
        const auto last = listed.rows[static_cast<pqxx::result::size_type>(limit) - 1];
        inbox.next = cursor_after(last, inbox.cases.back().about, listed.order);
        break;
      }
      inbox.cases.push_back(read_case_line(row));
    }
    inbox.counts = counts(turn, ask.agent);
    return inbox;
  });
}

std::optional<CaseDetail> PgStore::case_detail(const std::string& number) {
  return in_turn(connection_,
                 [&](Turn& turn) { return detail_of(turn, turn.row("find_case", number)); });
}

std::optional<CaseDetail> PgStore::case_by_token(const std::string& public_token) {
  return in_turn(connection_, [&](Turn& turn) {
    return detail_of(turn, turn.row("case_by_token", public_token));
  });
}

ReviewPage PgStore::review(const std::string& cursor, int limit) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto at = read_cursor(cursor, 2);
    const auto most = page_size(limit);
    ReviewPage page;
    for (const auto& row : turn.run("review", at[0], at[1], most + 1)) {
      if (static_cast<int>(page.posts.size()) == most) {
        const auto& last = page.posts.back();
        page.next = write_cursor({ms(last.post.created_at), last.post_id});
        break;
      }
      page.posts.push_back(read_case_post(row));
      page.posts.back().article = text_of(row, "article");
    }
    return page;
  });
}

std::optional<CasePost> PgStore::post(std::int64_t post_id) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<CasePost> {
    const auto row = turn.row("read_post", post_id);
    if (!row) return std::nullopt;
    auto post = read_case_post(*row);
    post.post.raw = text_of(*row, "raw");
    return post;
  });
}

std::string PgStore::draft(const std::string& number, const std::string& agent) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto row = turn.row("read_draft", number, agent);
    return row ? text_of(*row, "text") : std::string();
  });
}

}  // namespace social311::sql
