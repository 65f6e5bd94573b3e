// Closing the loop: a case and all that are joined to it are closed at once, each resident is told
// in their own thread, and asked once whether they are content.
#include <set>

#include "sql/changing.h"
#include "sql/joining.h"
#include "sql/pg_store.h"

namespace social311::sql {

namespace {

constexpr int answers_shown = 100;

void ask_once(Turn& turn, const NewReply& survey, const Held& held, Instant now) {
  const auto row = turn.row("add_reply", write_reply_row(survey));
  if (!row) throw Undone{refused("the same reply exists", held.found.version)};
  if (!turn.row("add_survey", survey.case_number, number_of(*row, "intent_id"), ms(now)))
    throw Undone{refused("changed", held.found.version)};  // they were asked meanwhile
  turn.tell("reply", survey.case_number, held.found.version, now);
}

struct Closing {
  std::string resolution{};
  std::string agent{};
  std::string with{};  // number of the leading case, "" for itself
  Instant now{};
};

Changed close_held(Turn& turn, const Held& held, const ClosingNote& note_for,
                   const Closing& closing) {
  const Instant now = closing.now;
  withhold_drafts(turn, held, closing.agent, now);
  if (note_for.closing) must_add(turn, *note_for.closing, held);
  if (note_for.survey) ask_once(turn, *note_for.survey, held, now);
  note(turn, held, closing.agent, "closed", closing.resolution, now);
  if (!note_for.untold.empty())
    note(turn, held, closing.agent, "untold", "the resident was not told: " + note_for.untold, now);
  if (!closing.with.empty())
    note(turn, held, closing.agent, "closed_with", "closed with " + closing.with, now);
  return done(turn, note_for.number,
              turn.run("close_case", held.found.case_id, closing.resolution, ms(now)), now);
}

// Open cases joined to this one, locked.
std::set<std::string> members_now(Turn& turn, const std::string& number) {
  std::set<std::string> open;
  for (const auto& row : turn.run("members_of", number))
    if (text_of(row, "status") != "closed") open.insert(text_of(row, "number"));
  return open;
}

ScoreOf read_score(const pqxx::row& row) {
  return {.name = text_of(row, "name"),
          .count = number_of(row, "count"),
          .good = number_of(row, "good"),
          .mean = row["mean"].as<double>(0)};
}

SurveyAnswer read_answer(const pqxx::row& row) {
  SurveyAnswer answer{.number = text_of(row, "number"),
                      .topic = text_of(row, "topic"),
                      .network = text_of(row, "network"),
                      .words = text_of(row, "text"),
                      .at = moment_of(row, "at_ms")};
  if (!row["score"].is_null()) answer.score = small_of(row, "score");
  return answer;
}

std::string write_marks(const Marks& marks) {
  JsonWriter json;
  json.object();
  for (const auto& [criterion, mark] : marks) json.member(storable(criterion), storable(mark));
  return json.str();
}

}  // namespace

std::vector<std::string> PgStore::open_members(const std::string& number) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto open = members_now(turn, number);
    return std::vector<std::string>(open.begin(), open.end());
  });
}

Changed PgStore::close_incident(const std::string& number, std::int64_t version,
                                const std::string& resolution, const std::string& agent,
                                Instant now, const std::vector<ClosingNote>& notes) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number, version, Allowed::open_only);
    if (held.refusal) return *held.refusal;
    auto members = members_now(turn, number);
    Changed closed = refused("changed", held.found.version);
    for (const auto& one : notes) {
      const bool leads = one.number == number;
      if (!leads && members.erase(one.number) == 0)
        throw Undone{refused("changed", held.found.version)};
      const auto its = leads ? held : hold(turn, one.number, {}, Allowed::open_only);
      const auto done_one = close_held(
          turn, its, one,
          {.resolution = resolution, .agent = agent, .with = leads ? "" : number, .now = now});
      if (leads) closed = done_one;
    }
    if (!members.empty()) throw Undone{refused("changed", held.found.version)};
    return closed;
  });
}

bool PgStore::was_surveyed(const std::string& number, Instant since) {
  return in_turn(connection_, [&](Turn& turn) {
    return flag_of(*turn.row("was_surveyed", number, ms(since)), "yes");
  });
}

bool PgStore::add_quality(const NewQuality& review) {
  return in_turn(connection_, [&](Turn& turn) {
    return turn
        .row("add_quality", review.number, review.reviewer, review.score, write_marks(review.marks),
             review.note, ms(review.now))
        .has_value();
  });
}

Satisfaction PgStore::satisfaction(Instant from, Instant to) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto all = turn.row("satisfaction", ms(from), ms(to));
    const auto reviews = turn.row("quality", ms(from), ms(to));
    Satisfaction found{.asked = number_of(*all, "asked"),
                       .answered = number_of(*all, "answered"),
                       .satisfied = number_of(*all, "satisfied"),
                       .mean = (*all)["mean"].as<double>(0),
                       .reviewed = number_of(*reviews, "reviewed"),
                       .quality = (*reviews)["score"].as<double>(0)};
    for (const auto& row : turn.run("satisfaction_by", ms(from), ms(to), "topic"))
      found.topics.push_back(read_score(row));
    for (const auto& row : turn.run("satisfaction_by", ms(from), ms(to), "network"))
      found.networks.push_back(read_score(row));
    for (const auto& row : turn.run("survey_answers", ms(from), ms(to), answers_shown))
      found.answers.push_back(read_answer(row));
    for (const auto& row : turn.run("quality_by", ms(from), ms(to)))
      found.criteria.push_back(read_score(row));
    return found;
  });
}

}  // namespace social311::sql
