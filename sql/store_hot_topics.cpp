// Hot topics as staff see them, what they do about them, and the messages that are owed.
#include <map>

#include "sql/approving.h"
#include "sql/cursor.h"
#include "sql/pg_store.h"
#include "sql/rows.h"
#include "sql/trend_rows.h"

namespace social311::sql {

namespace {

using namespace std::chrono_literals;
constexpr int events_shown = 50;
constexpr int cases_shown = 20;
constexpr int neighborhoods_shown = 100;
constexpr auto phrase_span = 900s;
constexpr auto phrase_before = 24h;

BandPoint read_band(const pqxx::row& row) {
  return {.from = moment_of(row, "from_ms"),
          .span = std::chrono::seconds(number_of(row, "span_s")),
          .expected = row["expected"].as<double>(0),
          .low = row["low"].as<double>(0),
          .high = row["high"].as<double>(0)};
}

SeriesPoint read_point(const pqxx::row& row) {
  return {.band = read_band(row),
          .posts = number_of(row, "posts"),
          .authors = number_of(row, "authors")};
}

// The band of words beside what was counted; where it is not known the chart has none.
void add_bands(Turn& turn, const std::string& episode, std::vector<SeriesPoint>& series) {
  std::map<Instant, BandPoint> bands;
  for (const auto& row : turn.run("band_points", episode)) {
    const auto band = read_band(row);
    if (band.span == phrase_span) bands.emplace(band.from, band);
  }
  for (auto& point : series)
    if (const auto found = bands.find(point.band.from); found != bands.end())
      point.band = found->second;
}

std::vector<SeriesPoint> series_of(Turn& turn, const HotEpisode& about, Instant now) {
  std::vector<SeriesPoint> series;
  if (about.kind == "topic") {
    for (const auto& row : turn.run("hot_band", about.episode)) series.push_back(read_point(row));
    return series;
  }
  const Instant begin = about.found_at - phrase_before;
  const Instant from = begin - begin.time_since_epoch() % phrase_span;
  const Instant to = std::min(about.over_at.value_or(now), about.last_at + phrase_before);
  for (const auto& row : turn.run("phrase_series", write_texts(words_of_phrase(about.phrase)),
                                  ms(from), ms(to), static_cast<std::int64_t>(phrase_span.count())))
    series.push_back({.band = {.from = moment_of(row, "from_ms"), .span = phrase_span},
                      .posts = number_of(row, "posts"),
                      .authors = number_of(row, "authors")});
  add_bands(turn, about.episode, series);
  return series;
}

std::vector<HotEvent> events_of(Turn& turn, const std::string& episode) {
  std::vector<HotEvent> events;
  for (const auto& row : turn.run("hot_events", episode, events_shown))
    events.push_back({moment_of(row, "at_ms"), text_of(row, "actor"), text_of(row, "kind"),
                      text_of(row, "text")});
  return events;
}

std::vector<HotCase> cases_of(Turn& turn, const std::string& episode) {
  std::vector<HotCase> cases;
  for (const auto& row : turn.run("hot_cases", episode, cases_shown))
    cases.push_back({text_of(row, "number"), text_of(row, "status"), text_of(row, "topic"),
                     moment_of(row, "opened_ms"), text_of(row, "neighborhood"),
                     flag_of(row, "linked")});
  return cases;
}

std::vector<HotNotice> notices_of(Turn& turn, const std::string& episode) {
  std::vector<HotNotice> notices;
  for (const auto& row : turn.run("hot_notices", episode))
    notices.push_back({.intent_id = number_of(row, "intent_id"),
                       .account_key = text_of(row, "account_key"),
                       .body = text_of(row, "body"),
                       .state = text_of(row, "state"),
                       .by = text_of(row, "created_by"),
                       .created_at = moment_of(row, "created_ms"),
                       .language = text_of(row, "language"),
                       .remote_id = maybe_text(row, "remote_id").value_or(""),
                       .needs_person = flag_of(row, "needs_person"),
                       .not_before = maybe_moment(row, "not_before_ms"),
                       .sent_at = maybe_moment(row, "sent_ms"),
                       .error = text_of(row, "last_error"),
                       .approval = read_approval(row)});
  return notices;
}

std::vector<HotDelivery> deliveries_of(Turn& turn, const std::string& what, int limit) {
  std::vector<HotDelivery> deliveries;
  for (const auto& row : turn.run("hot_deliveries", what, limit))
    deliveries.push_back(read_delivery(row));
  return deliveries;
}

HotMute read_mute(const pqxx::row& row) {
  return {.mute_id = number_of(row, "mute_id"),
          .kind = text_of(row, "kind"),
          .name = text_of(row, "name"),
          .neighborhood = maybe_text(row, "neighborhood"),
          .until = moment_of(row, "until_ms"),
          .why = text_of(row, "why"),
          .by = text_of(row, "by_agent"),
          .created_at = moment_of(row, "created_ms")};
}

HotLabel read_label(const pqxx::row& row) {
  return {.episode = text_of(row, "episode"),
          .by = text_of(row, "by_agent"),
          .verdict = text_of(row, "verdict"),
          .note = text_of(row, "note"),
          .at = moment_of(row, "label_ms"),
          .kind = text_of(row, "kind"),
          .topic = text_of(row, "topic"),
          .phrase = text_of(row, "phrase"),
          .neighborhood = text_of(row, "neighborhood"),
          .score = row["score"].as<double>(0),
          .posts = small_of(row, "posts"),
          .authors = small_of(row, "authors"),
          .found_at = moment_of(row, "found_ms")};
}

std::optional<HotEpisode> locked(Turn& turn, const std::string& episode) {
  const auto row = turn.row("lock_hot", episode);
  if (!row) return std::nullopt;
  return read_episode(*row);
}

struct Act {
  const std::string& episode;
  const std::string& agent;
  Instant now{};
};

// The act into the episode's history, and open pages told.
void note(Turn& turn, const Act& act, const char* kind, const std::string& text) {
  turn.run("note_hot", act.episode, ms(act.now), act.agent, kind, text);
  const auto row = turn.row("touch_hot", act.episode);
  turn.tell("topic", act.episode, number_of(*row, "version"), act.now);
}

void hush(Turn& turn, const std::string& episode, const std::string& why) {
  turn.run("drop_deliveries", delivery_of(episode), why);
}

}  // namespace

std::vector<HotEpisode> PgStore::hot_topics(Instant over_since, int limit) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<HotEpisode> all;
    for (const auto& row : turn.run("hot_topics", ms(over_since), page_size(limit)))
      all.push_back(read_labelled_episode(row));
    return all;
  });
}

std::optional<HotDetail> PgStore::hot_topic(const std::string& episode, Instant now) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<HotDetail> {
    const auto row = turn.row("hot_topic", episode);
    if (!row) return std::nullopt;
    HotDetail detail{.about = read_labelled_episode(*row)};
    detail.series = series_of(turn, detail.about, now);
    detail.events = events_of(turn, episode);
    detail.cases = cases_of(turn, episode);
    detail.notices = notices_of(turn, episode);
    detail.deliveries = deliveries_of(turn, delivery_of(episode), events_shown);
    return detail;
  });
}

std::vector<CasePost> PgStore::hot_samples(const std::string& episode) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<CasePost> posts;
    for (const auto& row : turn.run("hot_samples", episode)) posts.push_back(read_case_post(row));
    return posts;
  });
}

std::vector<HotMute> PgStore::hot_mutes(Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<HotMute> mutes;
    for (const auto& row : turn.run("hot_mutes", ms(now))) mutes.push_back(read_mute(row));
    return mutes;
  });
}

std::vector<HotLabel> PgStore::hot_labels(const std::string& cursor, int limit, std::string& next) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto cut = cursor.find('.');
    const auto at = read_cursor(cursor.substr(0, cut), 1).front();
    const auto after = at && cut != std::string::npos ? cursor.substr(cut + 1) : std::string();
    std::vector<HotLabel> labels;
    for (const auto& row : turn.run("hot_labels", at, after, page_size(limit)))
      labels.push_back(read_label(row));
    const bool more = std::ssize(labels) == page_size(limit);
    next = more ? std::to_string(ms(labels.back().at)) + "." + labels.back().episode + "/" +
                      labels.back().by
                : "";
    return labels;
  });
}

std::vector<HotDelivery> PgStore::hot_deliveries(int limit) {
  return in_turn(connection_,
                 [&](Turn& turn) { return deliveries_of(turn, "", page_size(limit)); });
}

std::vector<NeighborhoodCount> PgStore::neighborhood_counts(Instant now,
                                                            std::chrono::seconds span) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<NeighborhoodCount> counts;
    for (const auto& row : turn.run("neighborhood_counts", ms(now),
                                    static_cast<std::int64_t>(span.count()), neighborhoods_shown))
      counts.push_back(
          {text_of(row, "neighborhood"), number_of(row, "posts"), number_of(row, "before")});
    return counts;
  });
}

std::int64_t PgStore::covered_seconds(const std::vector<std::int64_t>& feeds, Instant from,
                                      Instant to) {
  return in_turn(connection_, [&](Turn& turn) {
    return number_of(*turn.row("covered_seconds", write_numbers(feeds), ms(from), ms(to)),
                     "seconds");
  });
}

bool PgStore::acknowledge_hot(const std::string& episode, const std::string& agent, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    if (!turn.row("acknowledge_hot", episode)) return false;
    note(turn, {episode, agent, now}, "acknowledged", "");
    return true;
  });
}

bool PgStore::mute_hot(const std::string& episode, const std::optional<std::string>& neighborhood,
                       Instant until, const std::string& why, const std::string& agent,
                       Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto about = locked(turn, episode);
    if (!about) return false;
    turn.run("add_mute", about->kind, about->name(), neighborhood, ms(until), why, agent, ms(now));
    for (const auto& row : turn.run("mute_going", about->kind, about->name(), neighborhood)) {
      const auto quiet = text_of(row, "episode");
      hush(turn, quiet, "muted by " + agent);
      note(turn, {quiet, agent, now}, "muted", why);
    }
    return true;
  });
}

bool PgStore::unmute_hot(std::int64_t mute_id, const std::string& agent, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    if (!turn.row("end_mute", mute_id, agent, ms(now))) return false;
    for (const auto& row : turn.run("unmute_going", ms(now)))
      note(turn, {text_of(row, "episode"), agent, now}, "unmuted", "");
    return true;
  });
}

bool PgStore::label_hot(const std::string& episode, const std::string& verdict,
                        const std::string& text, const std::string& agent, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    if (!locked(turn, episode)) return false;
    turn.run("keep_label", episode, agent, verdict, text, ms(now));
    if (verdict == "false_alarm") hush(turn, episode, "a false alarm, says " + agent);
    turn.row("acknowledge_hot", episode);
    note(turn, {episode, agent, now}, verdict == "real" ? "real" : "false_alarm", text);
    return true;
  });
}

bool PgStore::link_hot(const std::string& episode, const std::string& case_number,
                       const std::string& agent, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    if (!locked(turn, episode) || !turn.row("link_hot", episode, case_number, agent, ms(now)))
      return false;
    note(turn, {episode, agent, now}, "linked", case_number);
    return true;
  });
}

bool PgStore::unlink_hot(const std::string& episode, const std::string& case_number,
                         const std::string& agent, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    if (turn.run("unlink_hot", episode, case_number).affected_rows() == 0) return false;
    note(turn, {episode, agent, now}, "unlinked", case_number);
    return true;
  });
}

std::optional<std::int64_t> PgStore::draft_notice(const std::string& episode,
                                                  const NoticeDraft& draft) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<std::int64_t> {
    if (!locked(turn, episode)) return std::nullopt;
    const NewReply reply{
        .account_key = draft.account_key,
        .kind = ReplyKind::notice,
        .seq = static_cast<int>(number_of(*turn.row("next_notice_seq", draft.account_key), "next")),
        .body = draft.body,
        .network_key = draft.network_key,
        .language = draft.language,
        .policy = draft.policy,
        .by = draft.by,
        .created_at = draft.now};
    const auto row = turn.row("add_reply", write_reply_row(reply));
    if (!row) return std::nullopt;  // somebody wrote one at the same moment
    const auto intent = number_of(*row, "intent_id");
    turn.run("keep_notice", intent, episode);
    note(turn, {episode, draft.by, draft.now}, "notice", "");
    return intent;
  });
}

bool PgStore::renew_notice(std::int64_t intent_id, const std::string& network_key, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    return turn.row("renew_notice", intent_id, network_key, ms(now)).has_value();
  });
}

int PgStore::forget_tries() {
  return in_turn(connection_,
                 [](Turn& turn) { return static_cast<int>(turn.run("forget_tries").size()); });
}

bool PgStore::owe_delivery(const std::string& what, const std::string& channel, Instant not_before,
                           Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    return turn.row("owe_delivery", what, channel, ms(not_before), ms(now)).has_value();
  });
}

std::optional<ClaimedDelivery> PgStore::claim_delivery(Instant now) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<ClaimedDelivery> {
    turn.run("commit_durably");  // what left must never be forgotten
    const auto row = turn.row("claim_delivery", ms(now));
    if (!row) return std::nullopt;
    return ClaimedDelivery{text_of(*row, "what"), text_of(*row, "channel"),
                           small_of(*row, "tries")};
  });
}

void PgStore::end_delivery(const EndOfDelivery& end) {
  in_turn(connection_, [&](Turn& turn) {
    if (!turn.row("end_delivery", end.what, end.channel, end.state, end.error, ms(end.next_at),
                  ms(end.now)))
      return;
    if (end.what.starts_with("episode/")) turn.tell("topic", end.what.substr(8), 0, end.now);
  });
}

TrendsNumbers PgStore::trends_numbers() {
  return in_turn(connection_, [](Turn& turn) {
    const auto row = turn.row("hot_metrics");
    TrendsNumbers numbers{.going = number_of(*row, "going"),
                          .episodes = number_of(*row, "episodes"),
                          .false_alarms = number_of(*row, "false_alarms"),
                          .behind = number_of(*row, "behind"),
                          .followed = flag_of(*row, "followed")};
    for (const auto& one : turn.run("delivery_counts"))
      numbers.messages.push_back(
          {text_of(one, "channel"), text_of(one, "state"), number_of(one, "messages")});
    return numbers;
  });
}

}  // namespace social311::sql
