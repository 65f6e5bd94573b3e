// Incidents as people see and change them: suggestions, joined cases, splitting, parents of many.
#include "sql/changing.h"
#include "sql/joining.h"
#include "sql/pg_decide.h"
#include "sql/pg_store.h"

namespace social311::sql {

namespace {

SuggestionRow read_suggestion(const pqxx::row& row) {
  SuggestionRow one{.suggestion_id = number_of(row, "suggestion_id"),
                    .number = text_of(row, "number"),
                    .status = text_of(row, "status"),
                    .priority = text_of(row, "priority"),
                    .likelihood = row["likelihood"].as<double>(0),
                    .advice = text_of(row, "advice"),
                    .why = text_of(row, "why"),
                    .state = text_of(row, "state"),
                    .by = text_of(row, "by_agent"),
                    .made_at = moment_of(row, "made_ms"),
                    .text = text_of(row, "text"),
                    .network = text_of(row, "network")};
  if (!row["distance_m"].is_null()) one.distance_m = row["distance_m"].as<double>();
  return one;
}

MemberRow read_member(const pqxx::row& row) {
  return {.number = text_of(row, "number"),
          .status = text_of(row, "status"),
          .priority = text_of(row, "priority"),
          .network = text_of(row, "network"),
          .handle = text_of(row, "resident_handle"),
          .language = text_of(row, "language"),
          .text = text_of(row, "text"),
          .how = text_of(row, "how"),
          .by = text_of(row, "by_agent"),
          .joined_at = moment_of(row, "joined_ms")};
}

SurveyRow read_survey(const pqxx::row& row) {
  SurveyRow survey{.state = text_of(row, "state"),
                   .made_at = moment_of(row, "made_ms"),
                   .answered_at = maybe_moment(row, "answered_ms"),
                   .words = text_of(row, "text")};
  if (!row["score"].is_null()) survey.score = small_of(row, "score");
  return survey;
}

Marks read_marks(const pqxx::row& row) {
  Marks marks;
  const auto json = JsonValue::parse(text_of(row, "marks"));
  if (!json) return marks;
  for (const auto& key : json->keys()) marks[key] = (*json)[key].text_or("");
  return marks;
}

QualityRow read_quality(const pqxx::row& row) {
  return {.reviewer = text_of(row, "reviewer"),
          .at = moment_of(row, "at_ms"),
          .score = small_of(row, "score"),
          .marks = read_marks(row),
          .note = text_of(row, "note")};
}

// Nothing is tied to the version where the case is joined by a list: each is judged as it is now.
std::string why_left_out(const std::optional<IncidentCase>& found, const std::string& leads) {
  if (!found) return "unknown case";
  if (found->closed) return "closed";
  if (found->emergency) return "emergency";
  return found->number == leads ? "leads" : "";
}

Changed with_version(Turn& turn, const std::string& number) {
  const auto row = turn.row("lock_case", number);
  return {.done = true, .version = number_of(*row, "version")};
}

}  // namespace

int PgStore::take_moved(int limit, Instant now,
                        const std::function<void(DecideTurn&, const std::string&)>& one) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto moved = turn.run("take_moved", limit);
    PgDecideTurn decide(turn, now);
    for (const auto& row : moved)
      if (text_of(row, "status") != "closed") one(decide, text_of(row, "number"));
    return static_cast<int>(moved.size());
  });
}

SameTrouble PgStore::same_trouble(const std::string& number) {
  return in_turn(connection_, [&](Turn& turn) {
    SameTrouble same;
    const auto about = turn.row("find_case", number);
    if (!about) return same;
    const auto case_id = number_of(*about, "case_id");
    if (const auto row = turn.row("incident_title", number)) same.title = text_of(*row, "title");
    for (const auto& row : turn.run("case_suggestions", case_id))
      (flag_of(row, "here") ? same.others : same.suggestions).push_back(read_suggestion(row));
    for (const auto& row : turn.run("case_members", case_id))
      same.members.push_back(read_member(row));
    if (const auto row = turn.row("case_survey", case_id)) same.survey = read_survey(*row);
    for (const auto& row : turn.run("case_quality", case_id))
      same.quality.push_back(read_quality(row));
    return same;
  });
}

Changed PgStore::join_case(const std::string& number, std::int64_t version, const std::string& into,
                           const std::string& agent, Instant now) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number, version, Allowed::open_only);
    if (held.refusal) return *held.refusal;
    const auto why_not = Joining<Turn>(turn, agent, now).join(number, into, "click");
    if (!why_not.empty()) return refused(why_not, held.found.version);
    return with_version(turn, number);
  });
}

Changed PgStore::split_case(const std::string& number, std::int64_t version,
                            const std::string& agent, Instant now) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number, version, Allowed::any);
    if (held.refusal) return *held.refusal;
    const auto why_not = Joining<Turn>(turn, agent, now).split(number);
    if (!why_not.empty()) return refused(why_not, held.found.version);
    return with_version(turn, number);
  });
}

Changed PgStore::decline_suggestion(const std::string& number, std::int64_t suggestion_id,
                                    const std::string& agent, Instant now) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number, {}, Allowed::any);
    if (held.refusal) return *held.refusal;
    const auto row =
        turn.row("decline_suggestion", held.found.case_id, suggestion_id, agent, ms(now));
    if (!row) return refused("decided already", held.found.version);
    note(turn, held, agent, "declined", "not the same trouble as " + text_of(*row, "number"), now);
    return done(turn, number, turn.run("touch_lead", held.found.case_id, ms(now)), now);
  });
}

Parent PgStore::open_parent(const NewParent& wanted) {
  return in_turn(connection_, [&](Turn& turn) {
    Parent parent;
    Joining<Turn> joining(turn, wanted.agent, wanted.now);
    std::string leads = wanted.leads;
    if (leads.empty()) {
      const auto row = turn.row("oldest_calm", write_texts(wanted.numbers));
      if (row) leads = text_of(*row, "number");
    }
    const auto leader = joining.lock_leader(leads);
    if (!leader || leader->closed) return parent;
    parent.leads = leader->number;
    turn.run("keep_parent", leader->case_id, wanted.title,
             wanted.episode.empty() ? std::nullopt : std::optional(wanted.episode), wanted.agent,
             ms(wanted.now));
    for (const auto& number : wanted.numbers) {
      auto why = why_left_out(joining.lock(number), leader->number);
      if (why == "leads") continue;
      if (why.empty()) why = joining.join(number, leader->number, "parent");
      if (why.empty())
        parent.joined.push_back(number);
      else
        parent.left_out.push_back({number, why});
    }
    turn.run("note_case", leader->case_id, wanted.agent, "parent",
             "leads an incident of many: " + wanted.title, ms(wanted.now));
    const auto row = turn.row("touch_lead", leader->case_id, ms(wanted.now));
    turn.tell("case", leader->number, number_of(*row, "version"), wanted.now);
    return parent;
  });
}

}  // namespace social311::sql
