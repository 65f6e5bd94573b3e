#include "sql/trend_rows.h"

#include "core/text.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

JsonValue list_of(const pqxx::row& row, const char* column) {
  const auto parsed = JsonValue::parse(text_of(row, column));
  return parsed ? *parsed : JsonValue();
}

std::vector<std::string> texts_of(const pqxx::row& row, const char* column) {
  std::vector<std::string> texts;
  for (const auto& one : list_of(row, column).items()) texts.push_back(one.text_or(""));
  return texts;
}

std::optional<double> maybe_real(const pqxx::row& row, const char* column) {
  if (row[column].is_null()) return std::nullopt;
  return row[column].as<double>();
}

std::vector<HotSample> samples_of(const pqxx::row& row) {
  std::vector<HotSample> samples;
  for (const auto& pair : list_of(row, "samples").items())
    samples.push_back({pair.at(0).text_or(""), pair.at(1).text_or("")});
  return samples;
}

void write_list(JsonWriter& json, const char* name, const std::vector<std::string>& values) {
  json.key(name).list();
  for (const auto& value : values) json.value(storable(value));
  json.end();
}

void write_samples(JsonWriter& json, const std::vector<HotSample>& samples) {
  json.key("samples").list();
  for (const auto& one : samples)
    json.list().value(storable(one.network)).value(storable(one.id)).end();
  json.end();
}

}  // namespace

HotEpisode read_episode(const pqxx::row& row) {
  return {.episode = text_of(row, "episode"),
          .kind = text_of(row, "kind"),
          .topic = text_of(row, "topic"),
          .phrase = text_of(row, "phrase"),
          .neighborhood = text_of(row, "neighborhood"),
          .since = moment_of(row, "since_ms"),
          .found_at = moment_of(row, "found_ms"),
          .last_at = moment_of(row, "last_ms"),
          .over_at = maybe_moment(row, "over_ms"),
          .score = row["score"].as<double>(0),
          .expected = row["expected"].as<double>(0),
          .posts = small_of(row, "posts"),
          .authors = small_of(row, "authors"),
          .span = std::chrono::seconds(number_of(row, "span_s")),
          .terms = texts_of(row, "terms"),
          .samples = samples_of(row),
          .networks = texts_of(row, "networks"),
          .languages = texts_of(row, "languages"),
          .late = flag_of(row, "late"),
          .negative = maybe_real(row, "negative"),
          .positive = maybe_real(row, "positive"),
          .usual_share = maybe_real(row, "usual_share"),
          .told = small_of(row, "told"),
          .state = text_of(row, "state"),
          .alerted_at = maybe_moment(row, "alerted_ms"),
          .version = number_of(row, "version")};
}

HotEpisode read_labelled_episode(const pqxx::row& row) {
  auto episode = read_episode(row);
  episode.false_alarms = number_of(row, "false_alarms");
  episode.real_ones = number_of(row, "real_ones");
  return episode;
}

HotDelivery read_delivery(const pqxx::row& row) {
  return {.what = text_of(row, "what"),
          .channel = text_of(row, "channel"),
          .state = text_of(row, "state"),
          .tries = small_of(row, "tries"),
          .created_at = moment_of(row, "created_ms"),
          .next_at = moment_of(row, "next_ms"),
          .sent_at = maybe_moment(row, "sent_ms"),
          .error = text_of(row, "error")};
}

std::string write_episode(const HotEpisode& episode) {
  JsonWriter json;
  json.object().member("episode", episode.episode).member("kind", episode.kind);
  json.member("topic", storable(episode.topic)).member("phrase", storable(episode.phrase));
  json.member("neighborhood", storable(episode.neighborhood));
  json.member("since", ms(episode.since)).member("at", ms(episode.last_at));
  json.member("score", episode.score).member("expected", episode.expected);
  json.member("posts", episode.posts).member("authors", episode.authors);
  json.member("span_s", static_cast<std::int64_t>(episode.span.count()));
  write_list(json, "terms", episode.terms);
  write_list(json, "networks", episode.networks);
  write_list(json, "languages", episode.languages);
  write_samples(json, episode.samples);
  json.member("negative", episode.negative).member("positive", episode.positive);
  json.member("usual_share", episode.usual_share);
  return json.member("late", episode.late).end().str();
}

std::string delivery_of(const std::string& episode) {
  return "episode/" + episode;
}

std::vector<std::string> words_of_phrase(const std::string& phrase) {
  std::vector<std::string> words;
  for (const auto& word : split(to_lower_ascii(phrase), ' '))
    if (!word.empty()) words.push_back(word);
  return words;
}

}  // namespace social311::sql
