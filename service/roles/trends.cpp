#include "service/roles/trends.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "casebridge/local_time.h"
#include "core/digest.h"
#include "core/json.h"
#include "core/text.h"
#include "service/roles/turn.h"

namespace social311::service {
namespace {

namespace hot = classifier::trends;
using namespace std::chrono_literals;

constexpr int page = 500;              // events a transaction
constexpr auto replayed = 7 * 24h;     // posts read again at the start
constexpr auto learned = 8 * 7 * 24h;  // counts before them
constexpr auto clock_slack = 10min;    // a post may claim to be younger than its decision
constexpr auto late_after = 15min;     // as the detector's own
constexpr std::chrono::seconds band_span = 30min;
constexpr std::chrono::seconds phrase_span = 15min;  // as the chart of words counts
constexpr auto band_before = 24h;
constexpr auto quiet_span = 1h;  // an episode is over after this long as usual …
constexpr int quiet_looks = 15;  // … in so many looks in a row, a minute each
constexpr std::int64_t few_authors = 2;
constexpr auto look_every = 60s;

Decision decision_of(const std::string& word) {
  if (word == "case") return Decision::open_case;
  return word == "review" ? Decision::review : Decision::ignore;
}

Location read_place(const JsonValue& json) {
  return {.text = json["text"].text_or(""),
          .kind = json["kind"].text_or(""),
          .lat = json["lat"].real(),
          .lon = json["lon"].real(),
          .neighborhood = json["neighborhood"].text_or(""),
          .district = json["district"].text_or("")};
}

sql::HotEpisode episode_of(const hot::HotTopic& found) {
  sql::HotEpisode episode{.episode = episode_name(found.episode),
                          .kind = hot::name_of(found.kind),
                          .topic = found.topic,
                          .phrase = found.phrase,
                          .neighborhood = found.neighborhood,
                          .since = found.since,
                          .found_at = found.at,
                          .last_at = found.at,
                          .score = found.score,
                          .expected = found.expected,
                          .posts = found.posts,
                          .authors = found.authors,
                          .span = std::chrono::duration_cast<std::chrono::seconds>(found.span),
                          .terms = found.terms,
                          .networks = found.networks,
                          .languages = found.languages,
                          .late = found.late,
                          .negative = found.negative,
                          .positive = found.positive};
  if (found.kind != hot::HotKind::topic) episode.usual_share = found.usual_share;
  for (const auto& sample : found.samples) episode.samples.push_back({sample.network, sample.id});
  return episode;
}

Instant begin_of(Instant at, Milliseconds span) {
  return at - at.time_since_epoch() % span;
}

bool is_read(const Config& config, const sql::BehindSpan& span) {
  return std::any_of(config.accounts.begin(), config.accounts.end(), [&](const auto& account) {
    if (account.key() != span.account_key) return false;
    const auto& words = account.listen;
    return words.empty() || std::find(words.begin(), words.end(), span.listen) != words.end();
  });
}

void log_found(const std::vector<sql::HotEpisode>& found, const sql::TrendsKept& kept) {
  for (const auto& one : found)
    spdlog::info("hot_{} episode={} score={:.2f} posts={} authors={} late={}", one.kind,
                 one.episode, one.score, one.posts, one.authors, one.late);
  if (kept.alerts > 0) spdlog::info("hot_topic_alerts owed={}", kept.alerts);
}

}  // namespace

Finding read_finding(std::string_view json) {
  Finding finding;
  const auto parsed = JsonValue::parse(json);
  if (!parsed) return finding;
  finding.decision = decision_of((*parsed)["decision"].text_or(""));
  finding.language = (*parsed)["language"].text_or("und");
  for (const auto& topic : (*parsed)["topics"].items())
    finding.topics.push_back(
        {.topic = topic["topic"].text_or(""), .score = topic["score"].real().value_or(0)});
  for (const auto& place : (*parsed)["locations"].items())
    finding.locations.push_back(read_place(place));
  return finding;
}

std::string episode_name(std::uint64_t episode) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes += static_cast<char>(static_cast<unsigned char>(episode >> shift));
  return hex(bytes);
}

Instant after_quiet_hours(const Config& config, Instant now) {
  const auto& quiet = config.trends.quiet_hours;
  if (!quiet) return now;
  const auto local = casebridge::local_moment(config.city.timezone, now);
  const int minute = local.hour * 60 + local.minute;
  const bool over_midnight = quiet->from > quiet->until;
  const bool inside = over_midnight ? minute >= quiet->from || minute < quiet->until
                                    : minute >= quiet->from && minute < quiet->until;
  if (!inside) return now;
  constexpr int day = 24 * 60;
  return begin_of(now, 1min) + std::chrono::minutes((quiet->until - minute + day) % day);
}

void TrendsDetector::learn_and_replay(sql::Store& store, Instant from, bool keep) {
  store.topic_counts(from - learned, from, [&](const sql::TopicCount& count) {
    topics_.learn({.topic = count.topic,
                   .neighborhood = count.neighborhood,
                   .network = count.network,
                   .bucket = count.bucket,
                   .posts = count.posts,
                   .authors = count.authors});
  });
  std::int64_t at = store.position_at(from - clock_slack);
  for (bool more = at < position_; more;) {
    const auto read = store.decided_after(at, position_, page);
    for (const auto& one : read.posts) {
      if (one.post.created_at < from) continue;
      take_counts_in_time(one.post.created_at);
      topics_.replay(one.post, read_finding(one.finding_json));
    }
    at = read.position;
    more = read.more;
    const auto counts = changed_counts();  // what was followed before is stored already
    if (keep) store.keep_trends({.position = 0, .counts = counts});
  }
}

void TrendsDetector::begin(sql::Store& store, Instant now) {
  const auto began = std::chrono::steady_clock::now();
  const auto known = store.trends_position();
  recounted_ = store.trends_recounted();
  position_ = known ? *known : store.newest_event();
  learn_and_replay(store, begin_of(now - replayed, 1h), !known.has_value());
  if (!known) store.keep_trends({.position = position_});
  tell_behind(store, now);
  const auto took = std::chrono::steady_clock::now() - began;
  spdlog::info("trends_begun position={} first={} took_ms={}", position_, !known.has_value(),
               std::chrono::duration_cast<Milliseconds>(took).count());
}

void TrendsDetector::take_counts() {
  for (const auto& one : topics_.take_counts())
    changed_[{one.bucket, one.topic, one.neighborhood, one.network}] = {one.posts, one.authors};
}

// The detector forgets buckets after two days of the posts' own time: a page may hold more.
void TrendsDetector::take_counts_in_time(Instant at) {
  if (at - counted_to_ < 12h && counted_to_ - at < 12h) return;
  take_counts();
  counted_to_ = at;
}

std::vector<sql::TopicCount> TrendsDetector::changed_counts() {
  take_counts();
  std::vector<sql::TopicCount> counts;
  for (const auto& [key, count] : changed_)
    counts.push_back({.bucket = std::get<0>(key),
                      .topic = std::get<1>(key),
                      .neighborhood = std::get<2>(key),
                      .network = std::get<3>(key),
                      .posts = count.first,
                      .authors = count.second});
  changed_.clear();
  return counts;
}

bool TrendsDetector::follow(sql::Store& store, Instant now) {
  const auto read = store.decided_after(position_, {}, page);
  if (read.position == position_) return false;
  std::vector<hot::HotTopic> told;
  for (const auto& one : read.posts) {
    take_counts_in_time(one.post.created_at);
    topics_.add(one.post, read_finding(one.finding_json), one.told_at, told);
  }
  sql::TrendsNews news{.position = read.position,
                       .counts = changed_counts(),
                       .channels = config_.trends.channels(),
                       .not_before = after_quiet_hours(config_, now),
                       .now = now};
  for (const auto& one : told) news.found.push_back(episode_of(one));
  log_found(news.found, store.keep_trends(news));
  position_ = read.position;
  return read.more;
}

// The same range is told once; one that grows, in steps.
void TrendsDetector::tell_behind(sql::Store& store, Instant now) {
  for (const auto& span : store.feeds_behind(now, late_after)) {
    if (!is_read(config_, span)) continue;
    const std::string network = span.account_key.substr(0, span.account_key.find('/'));
    const Instant until = begin_of(span.until, 5min) + 5min;
    const auto fresh = told_behind_.emplace(network, span.from.time_since_epoch().count(),
                                            until.time_since_epoch().count());
    if (fresh.second) topics_.behind(network, span.from, until);
  }
  const auto old = (now - 72h).time_since_epoch().count();
  std::erase_if(told_behind_, [&](const auto& one) { return std::get<2>(one) < old; });
}

bool TrendsDetector::as_usual(sql::Store& store, const sql::HotEpisode& one, Instant now) const {
  const Instant from = now - quiet_span;
  if (one.kind != "topic") return store.count_phrase(one.phrase, from, now).authors <= few_authors;
  const auto seen = store.count_topic(one.topic, one.neighborhood, from, now).posts;
  const auto usual = topics_.usual(one.topic, one.neighborhood, from, quiet_span);
  return static_cast<double>(seen) <= std::max(usual.high, static_cast<double>(few_authors));
}

sql::BandPoint TrendsDetector::band_at(const sql::HotEpisode& one, Instant from,
                                       std::chrono::seconds span) const {
  const auto band = one.kind == "topic"
                        ? topics_.usual(one.topic, one.neighborhood, from, span)
                        : topics_.usual_words(one.usual_share.value_or(0), from, span);
  return {from, span, band.expected, band.low, band.high};
}

// Of words only where it is known how often they are said.
void TrendsDetector::draw_band(sql::Store& store, const sql::HotEpisode& one, Instant now) {
  if (one.kind != "topic" && !one.usual_share) return;
  const auto span = one.kind == "topic" ? band_span : phrase_span;
  const bool fresh = drawn_.insert(one.episode).second;
  const Instant last = begin_of(now, span);
  Instant from = fresh ? begin_of(one.found_at - band_before, span) : last;
  from = std::max(from, last - 3 * band_before);
  std::vector<sql::BandPoint> points;
  for (; from <= last; from += span) points.push_back(band_at(one, from, span));
  store.keep_band(one.episode, points);
}

void TrendsDetector::look_at(sql::Store& store, const sql::HotEpisode& one, Instant now) {
  draw_band(store, one, now);
  const bool long_enough = now - one.last_at >= std::chrono::seconds(one.span);
  if (store.quiet_look(one.episode, long_enough && as_usual(store, one, now), quiet_looks, now)) {
    spdlog::info("hot_topic_over episode={}", one.episode);
    drawn_.erase(one.episode);
  }
}

void TrendsDetector::look(sql::Store& store, Instant now) {
  tell_behind(store, now);
  for (const auto& one : store.going_hot()) look_at(store, one, now);
  store.roll_up_counts({}, now);
}

namespace {

// One life of the detector: as long as the lock and the connection it hangs on.
struct DetectorLife {
  std::unique_ptr<TrendsDetector> detector{};
  int generation = 0;
  Instant look_at{};
};

// True when there is more to do at once.
bool detector_turn(const RoleParts& parts, StoreKeeper& keeper, DetectorLife& life) {
  auto& store = keeper.store();
  const Instant now = parts.clock.now();
  if (!life.detector || life.generation != keeper.generation()) {
    life.detector.reset();
    // The lock is this connection's: who learns anew has it still.
    if (life.generation != keeper.generation() && !store.lock_trends(sql::TrendsLock::detector))
      return false;
    life.detector = std::make_unique<TrendsDetector>(parts.config);
    life.generation = keeper.generation();
    life.look_at = {};
    life.detector->begin(store, now);
  }
  const bool more = life.detector->follow(store, now);
  if (now < life.look_at) return more;
  life.detector->look(store, now);
  life.look_at = now + look_every;
  if (life.detector->outdated(store)) life.detector.reset();
  return more;
}

}  // namespace

void run_trends(const RoleParts& parts, std::stop_token stop) {
  StoreKeeper keeper(parts.database, parts.clock);
  DetectorLife life;
  while (!stop.stop_requested()) {
    bool more = false;
    const bool fine =
        keeper.turn("trends", stop, [&] { more = detector_turn(parts, keeper, life); });
    if (!fine) life.detector.reset();
    if (!more) parts.clock.sleep_until(parts.clock.now() + 1s, stop);
  }
}

}  // namespace social311::service
