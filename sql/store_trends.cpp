// The detector of hot topics: what it follows, what it keeps, when an episode is over.
#include <algorithm>

#include "sql/pg_store.h"
#include "sql/rows.h"
#include "sql/trend_rows.h"

namespace social311::sql {

namespace {

using namespace std::chrono_literals;
constexpr int count_page = 5'000;
constexpr int most_going = 500;
constexpr auto rolled_at_once = 48h;

TopicCount read_count(const pqxx::row& row) {
  return {.bucket = moment_of(row, "bucket_ms"),
          .topic = text_of(row, "topic"),
          .neighborhood = text_of(row, "neighborhood"),
          .network = text_of(row, "network"),
          .posts = small_of(row, "posts"),
          .authors = small_of(row, "authors")};
}

std::string write_counts(const std::vector<TopicCount>& counts) {
  JsonWriter json;
  json.list();
  for (const auto& one : counts) {
    json.object().member("at", ms(one.bucket)).member("topic", storable(one.topic));
    json.member("place", storable(one.neighborhood)).member("network", storable(one.network));
    json.member("posts", one.posts).member("authors", one.authors).end();
  }
  return json.end().str();
}

std::string write_points(const std::vector<BandPoint>& points) {
  JsonWriter json;
  json.list();
  for (const auto& one : points) {
    json.object().member("at", ms(one.from));
    json.member("span_s", static_cast<std::int64_t>(one.span.count()));
    json.member("expected", one.expected).member("low", one.low).member("high", one.high).end();
  }
  return json.end().str();
}

PostsAndAuthors read_posts_and_authors(const std::optional<pqxx::row>& row) {
  return {number_of(*row, "posts"), number_of(*row, "authors")};
}

// What came late says nothing of now, and a brigade is no hot topic: they are shown, not alarmed.
bool alarms(const pqxx::row& kept) {
  return text_of(kept, "state") == "open" && !flag_of(kept, "late") &&
         text_of(kept, "kind") != "brigade";
}

int owe_alerts(Turn& turn, const TrendsNews& news, const std::string& episode) {
  turn.run("hot_alerted", episode, ms(news.now));
  int owed = 0;
  for (const auto& channel : news.channels)
    if (turn.row("owe_delivery", delivery_of(episode), channel, ms(news.not_before), ms(news.now)))
      ++owed;
  return owed;
}

void keep_episode(Turn& turn, const TrendsNews& news, const HotEpisode& one, TrendsKept& kept) {
  const bool muted =
      flag_of(*turn.row("is_muted", one.kind, one.name(), one.neighborhood, ms(news.now)), "yes");
  const auto row = turn.row("keep_hot_topic", write_episode(one), muted);
  if (!row) return;  // known as it is
  const bool fresh = small_of(*row, "told") == 1;
  ++(fresh ? kept.fresh : kept.grown);
  turn.run("note_hot", one.episode, ms(one.last_at), "auto", fresh ? "found" : "grown",
           std::to_string(one.authors));
  if (alarms(*row)) kept.alerts += owe_alerts(turn, news, one.episode);
  turn.tell("topic", one.episode, small_of(*row, "told"), news.now);
}

Instant whole_hour(Instant at) {
  return Instant(std::chrono::floor<std::chrono::hours>(at.time_since_epoch()));
}

// Where rolling up goes on: after what is rolled, or at the oldest count.
std::optional<Instant> unrolled_from(Turn& turn) {
  const auto state = turn.row("trends_position");
  if (state)
    if (const auto to = maybe_moment(*state, "rolled_ms")) return to;
  return maybe_moment(*turn.row("oldest_count"), "at_ms");
}

}  // namespace

bool PgStore::lock_trends(TrendsLock which) {
  return in_turn(connection_, [&](Turn& turn) {
    const char* name = which == TrendsLock::detector ? "detector" : "messenger";
    return flag_of(*turn.row("lock_trends", name), "got");
  });
}

std::optional<std::int64_t> PgStore::trends_position() {
  return in_turn(connection_, [](Turn& turn) -> std::optional<std::int64_t> {
    const auto row = turn.row("trends_position");
    if (!row) return std::nullopt;
    return number_of(*row, "position");
  });
}

std::int64_t PgStore::position_at(Instant moment) {
  return in_turn(connection_, [&](Turn& turn) {
    return number_of(*turn.row("event_before", ms(moment)), "event_id");
  });
}

DecidedPage PgStore::decided_after(std::int64_t position, std::optional<std::int64_t> up_to,
                                   int limit) {
  return in_turn(connection_, [&](Turn& turn) {
    DecidedPage page{.position = position};
    const auto rows = turn.run("decided_after", position, up_to, limit);
    for (const auto& row : rows) {
      page.position = number_of(row, "event_id");
      if (row["post_id"].is_null()) continue;
      page.posts.push_back({.told_at = moment_of(row, "told_ms"),
                            .post = read_post(row),
                            .finding_json = text_of(row, "finding")});
    }
    page.more = std::ssize(rows) == limit;
    return page;
  });
}

void PgStore::topic_counts(Instant from, Instant to,
                           const std::function<void(const TopicCount&)>& one) {
  std::optional<Instant> after;
  TopicCount last;
  for (bool more = true; more;) {
    const auto page = in_turn(connection_, [&](Turn& turn) {
      std::vector<TopicCount> counts;
      for (const auto& row : turn.run("topic_counts", ms(from), ms(to), ms(after), last.topic,
                                      last.neighborhood, last.network, count_page))
        counts.push_back(read_count(row));
      return counts;
    });
    for (const auto& count : page) one(count);
    more = std::ssize(page) == count_page;
    if (!page.empty()) last = page.back();
    after = last.bucket;
  }
}

std::vector<BehindSpan> PgStore::feeds_behind(Instant now, std::chrono::seconds late_after) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<BehindSpan> spans;
    for (const auto& row : turn.run("feeds_behind", ms(now),
                                    static_cast<std::int64_t>(late_after.count()), push_feed))
      spans.push_back({text_of(row, "account_key"), text_of(row, "listen"),
                       moment_of(row, "from_ms"), moment_of(row, "to_ms")});
    return spans;
  });
}

TrendsKept PgStore::keep_trends(const TrendsNews& news) {
  return in_turn(connection_, [&](Turn& turn) {
    TrendsKept kept;
    if (!news.counts.empty()) turn.run("keep_topic_counts", write_counts(news.counts));
    for (const auto& one : news.found) keep_episode(turn, news, one, kept);
    turn.run("keep_trends_position", news.position);
    return kept;
  });
}

std::vector<HotEpisode> PgStore::going_hot() {
  return in_turn(connection_, [](Turn& turn) {
    std::vector<HotEpisode> going;
    for (const auto& row : turn.run("going_hot", most_going)) going.push_back(read_episode(row));
    return going;
  });
}

PostsAndAuthors PgStore::count_topic(const std::string& topic, const std::string& neighborhood,
                                     Instant from, Instant to) {
  return in_turn(connection_, [&](Turn& turn) {
    return read_posts_and_authors(turn.row("count_topic", topic, neighborhood, ms(from), ms(to)));
  });
}

PostsAndAuthors PgStore::count_phrase(const std::string& phrase, Instant from, Instant to) {
  return in_turn(connection_, [&](Turn& turn) {
    return read_posts_and_authors(
        turn.row("count_phrase", write_texts(words_of_phrase(phrase)), ms(from), ms(to)));
  });
}

bool PgStore::quiet_look(const std::string& episode, bool as_usual, int enough, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto row = turn.row("quiet_hot", episode, as_usual, enough, ms(now));
    const bool over = row && text_of(*row, "state") == "over";
    if (!over) return false;
    turn.run("note_hot", episode, ms(now), "auto", "over", "");
    turn.tell("topic", episode, number_of(*row, "version"), now);
    return true;
  });
}

void PgStore::keep_band(const std::string& episode, const std::vector<BandPoint>& points) {
  in_turn(connection_, [&](Turn& turn) { turn.run("keep_band", episode, write_points(points)); });
}

std::int64_t PgStore::count_past(Instant from, Instant to, const CountsAge& age, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    if (to > now - age.fine) turn.run("count_past_fine", ms(from), ms(to));
    // What is younger is rolled up when it is settled.
    const bool settled = to <= whole_hour(now - age.settled);
    if (settled && to > now - age.hourly) turn.run("count_past_long", ms(from), ms(to), "hour");
    if (settled) turn.run("count_past_long", ms(from), ms(to), "day");
    return number_of(*turn.row("count_past_posts", ms(from), ms(to)), "posts");
  });
}

void PgStore::past_counted(Instant from, Instant to) {
  in_turn(connection_, [&](Turn& turn) { turn.run("past_counted", ms(from), ms(to)); });
}

std::int64_t PgStore::trends_recounted() {
  return in_turn(connection_, [](Turn& turn) {
    const auto row = turn.row("trends_position");
    return row ? number_of(*row, "recounted") : 0;
  });
}

bool PgStore::roll_up_counts(const CountsAge& age, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto from = unrolled_from(turn);
    const Instant settled = whole_hour(now - age.settled);
    if (!from || *from >= settled) return false;
    const Instant to = std::min(*from + rolled_at_once, settled);
    turn.run("roll_hours", ms(*from), ms(to));
    turn.run("roll_days", ms(*from), ms(to));
    turn.run("rolled_to", ms(to));
    turn.run("drop_old_counts", ms(now - age.fine), ms(now - age.hourly), ms(to));
    return to < settled;
  });
}

}  // namespace social311::sql
