// Incidents inside the transaction in which a post is decided: what stands near a new case, what
// was suggested, asked and answered.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "sql/joining.h"
#include "sql/pg_decide.h"

namespace social311::sql {

namespace {

constexpr int most_matters = 60;
constexpr double metres_a_degree = 111'195;  // of latitude, on a sphere of the mean radius

// A box that holds the circle. All null without a point: then only names are compared.
struct Box {
  std::optional<double> lat_from{};
  std::optional<double> lat_to{};
  std::optional<double> lon_from{};
  std::optional<double> lon_to{};
};

Box box_around(const Location& place, double reach_m) {
  if (!place.lat || !place.lon) return {};
  const double up = reach_m / metres_a_degree;
  const double narrow = std::cos(*place.lat * std::numbers::pi / 180);
  const double side = up / std::max(narrow, 0.01);
  return {*place.lat - up, *place.lat + up, *place.lon - side, *place.lon + side};
}

NearMatter read_matter(const pqxx::row& row) {
  NearMatter matter{.number = text_of(row, "number"),
                    .topic = text_of(row, "topic"),
                    .priority = priority(text_of(row, "priority")).value_or(Priority::emergency),
                    .incident = maybe_text(row, "incident"),
                    .opened_at = moment_of(row, "opened_ms"),
                    .in_public = text_of(row, "post_kind") != "direct_message",
                    .text = text_of(row, "text"),
                    .finding_json = text_of(row, "finding")};
  if (auto place = location_of(row, "location")) matter.location = std::move(*place);
  return matter;
}

}  // namespace

std::vector<NearMatter> PgDecideTurn::matters_near(const NearAsk& ask) {
  const Box box = box_around(ask.place, ask.reach_m);
  std::vector<NearMatter> matters;
  for (const auto& row :
       turn_.run("matters_near", ask.topic, ask.number, ms(ask.since), box.lat_from, box.lat_to,
                 box.lon_from, box.lon_to, ask.place.text, most_matters))
    matters.push_back(read_matter(row));
  return matters;
}

std::optional<NearMatter> PgDecideTurn::matter(const std::string& number) {
  const auto row = turn_.row("one_matter", number);
  return row ? std::optional(read_matter(*row)) : std::nullopt;
}

SuggestionCounts PgDecideTurn::suggestion_counts(const std::string& topic,
                                                 double least_likelihood) {
  const auto row = turn_.row("suggestion_counts", topic, least_likelihood);
  return {.joined = small_of(*row, "joined"), .declined = small_of(*row, "declined")};
}

void PgDecideTurn::keep_suggestions(const std::string& number,
                                    const std::vector<NewSuggestion>& suggestions, Instant now) {
  turn_.run("drop_suggestions", number);
  for (const auto& one : suggestions)
    turn_.run("keep_suggestion", number, one.leads, one.likelihood, one.distance_m, one.advice,
              one.why, one.asked ? "asked" : "open", ms(now));
}

bool PgDecideTurn::join_incident(const NewJoin& join) {
  Joining<PostStatements> joining(turn_, join.by, join.now);
  return joining.join(join.number, join.into, name_of(join.how)).empty();
}

std::optional<std::string> PgDecideTurn::asked_about(const std::string& number) {
  const auto row = turn_.row("asked_about", number);
  return row ? std::optional(text_of(*row, "number")) : std::nullopt;
}

void PgDecideTurn::decline_asked(const std::string& number, const std::string& leads, Instant now) {
  const auto member = turn_.row("lock_incident", number);
  const auto leader = turn_.row("lock_incident", leads);
  if (!member || !leader) return;
  turn_.run("settle_suggestion", number_of(*member, "case_id"), number_of(*leader, "case_id"),
            "declined", "resident", ms(now));
  turn_.run("note_case", number_of(*member, "case_id"), "resident", "declined",
            "not the same trouble as " + leads, ms(now));
}

std::optional<PendingSurvey> PgDecideTurn::pending_survey(const std::string& number) {
  const auto row = turn_.row("pending_survey", number);
  if (!row) return std::nullopt;
  return PendingSurvey{.survey_id = number_of(*row, "survey_id"),
                       .remote_id = text_of(*row, "remote_id"),
                       .sent_at = moment_of(*row, "sent_ms")};
}

void PgDecideTurn::answer_survey(std::int64_t survey_id, std::optional<int> score,
                                 std::int64_t post_id, Instant now) {
  const auto row = turn_.row("answer_survey", survey_id, score, post_id, ms(now));
  if (!row) return;
  const std::string told = score ? std::to_string(*score) + " of 5" : "words only";
  turn_.run("note_case", number_of(*row, "case_id"), "resident", "survey",
            "answered the survey: " + told, ms(now));
}

}  // namespace social311::sql
