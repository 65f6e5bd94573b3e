// What is remembered of incidents (one trouble, many voices) and of how the loop was closed:
// suggestions, joins with their history, surveys, quality reviews. Part of the Store and of its
// DecideTurn. A join is one row with a beginning and an end; case_file.incident is its present
// state.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/clock.h"
#include "core/finding.h"

namespace social311::sql {

struct Changed;   // sql/store.h
struct NewReply;  // sql/deciding.h

// ---- looking for the same trouble ----
struct NearAsk {
  std::string topic{};
  std::string number{};  // of the case that asks: not its own candidate
  Instant since{};       // opened at or after
  Location place{};
  double reach_m = 250;  // of the box around the place
};
struct NearMatter {
  std::string number{};
  std::string topic{};
  Priority priority = Priority::normal;
  std::optional<std::string> incident{};
  Location location{};
  Instant opened_at{};
  bool in_public = true;       // its first post is no private message
  std::string text{};          // of its first post
  std::string finding_json{};  // of its first post; "" while its batch is not written
};
struct SuggestionCounts {  // what became of a service's earlier suggestions
  int joined = 0;          // by a person, or automatically and closed without being undone
  int declined = 0;        // declined, or split again
};
struct NewSuggestion {
  std::string leads{};  // number of the leading case
  double likelihood = 0;
  std::optional<double> distance_m{};
  std::string advice{};  // join_by_itself | suggest | ask_resident
  std::string why{};
  bool asked = false;  // the receipt asks the resident
};
enum class JoinedBy { click, automatic, resident, parent };
struct NewJoin {
  std::string number{};
  std::string into{};  // a case of the incident; the one that leads it is found
  JoinedBy how = JoinedBy::click;
  std::string by{};  // agent's name, "auto" or "resident"
  Instant now{};
};

// ---- what a resident's word after closing may be ----
struct PendingSurvey {
  std::int64_t survey_id = 0;
  std::string remote_id{};  // of the question on the network
  Instant sent_at{};
};

class IncidentTurn {
 public:
  virtual ~IncidentTurn() = default;
  // Open cases of the topic inside the box, or of the same name of a place; newest first, at most
  // 60.
  virtual std::vector<NearMatter> matters_near(const NearAsk& ask) = 0;
  // The case as a candidate would be seen. Empty: unknown, or without a place.
  virtual std::optional<NearMatter> matter(const std::string& number) = 0;
  // Of the newest thousand decided suggestions as likely as this.
  virtual SuggestionCounts suggestion_counts(const std::string& topic, double least_likelihood) = 0;
  // One row a leading case, instead of the undecided ones of before; what was decided stays.
  virtual void keep_suggestions(const std::string& number,
                                const std::vector<NewSuggestion>& suggestions, Instant now) = 0;
  // False when it cannot be: the same, closed, or joined already.
  virtual bool join_incident(const NewJoin& join) = 0;
  // The leading case that the resident was asked about and has not answered for.
  virtual std::optional<std::string> asked_about(const std::string& number) = 0;
  virtual void decline_asked(const std::string& number, const std::string& leads, Instant now) = 0;
  // A survey of this case that left and is not answered.
  virtual std::optional<PendingSurvey> pending_survey(const std::string& number) = 0;
  virtual void answer_survey(std::int64_t survey_id, std::optional<int> score, std::int64_t post_id,
                             Instant now) = 0;
};

// ---- the console ----
struct SuggestionRow {
  std::int64_t suggestion_id = 0;
  std::string
      number{};  // of the other case: the one that leads, or on its page the one that may join
  std::string status{};
  std::string priority{};
  double likelihood = 0;
  std::optional<double> distance_m{};
  std::string advice{};
  std::string why{};
  std::string state{};
  std::string by{};
  Instant made_at{};
  std::string text{};     // of the other's first post
  std::string network{};  // of the other
};
struct MemberRow {
  std::string number{};
  std::string status{};
  std::string priority{};
  std::string network{};
  std::string handle{};
  std::string language{};
  std::string text{};
  std::string how{};
  std::string by{};
  Instant joined_at{};
};
struct SurveyRow {
  std::string state{};  // of its reply, or "answered" or "withdrawn"
  Instant made_at{};
  std::optional<Instant> answered_at{};
  std::optional<int> score{};
  std::string words{};  // "" where the post is gone
};
using Marks = std::map<std::string, std::string>;  // criterion → yes | partly | no | not_applicable
struct QualityRow {
  std::string reviewer{};
  Instant at{};
  int score = 0;
  Marks marks{};
  std::string note{};
};
struct SameTrouble {
  std::string title{};                       // of the incident, "" = it has no name of its own
  std::vector<SuggestionRow> suggestions{};  // this case may belong there; the likeliest first
  std::vector<SuggestionRow> others{};       // these may belong here
  std::vector<MemberRow> members{};          // joined to this case, oldest first
  std::optional<SurveyRow> survey{};
  std::vector<QualityRow> quality{};  // the newest of each reviewer
};

// One case of an incident that is closed, with what its resident is told in their own thread.
struct ClosingNote;  // sql/store.h: it holds replies

struct NewParent {
  std::string title{};
  std::vector<std::string> numbers{};
  std::string leads{};    // "" = the oldest open one that is no emergency
  std::string episode{};  // of the hot topic it comes from, "" = none
  std::string agent{};
  Instant now{};
};
struct LeftOut {
  std::string number{};
  std::string why{};
};
struct Parent {
  std::string leads{};  // "" = nothing was opened
  std::vector<std::string> joined{};
  std::vector<LeftOut> left_out{};
};

struct NewQuality {
  std::string number{};
  std::string reviewer{};
  int score = 0;
  Marks marks{};
  std::string note{};
  Instant now{};
};

struct ScoreOf {  // a topic, a network, or a criterion
  std::string name{};
  std::int64_t count = 0;
  std::int64_t good = 0;  // satisfied (4 or 5), or marked yes
  double mean = 0;        // of surveys 1 to 5, of criteria 0 to 100
};
struct SurveyAnswer {
  std::string number{};
  std::string topic{};
  std::string network{};
  std::optional<int> score{};
  std::string words{};
  Instant at{};
};
struct Satisfaction {
  std::int64_t asked = 0;      // surveys that left
  std::int64_t answered = 0;   // with a number
  std::int64_t satisfied = 0;  // 4 or 5
  double mean = 0;
  std::vector<ScoreOf> topics{};
  std::vector<ScoreOf> networks{};
  std::vector<SurveyAnswer> answers{};  // newest first, at most 100
  std::int64_t reviewed = 0;            // cases, the newest review of each reviewer
  double quality = 0;                   // mean score
  std::vector<ScoreOf> criteria{};
};

class DecideTurn;  // sql/store.h

class IncidentsStore {
 public:
  virtual ~IncidentsStore() = default;
  // Cases whose place or topic changed since they were compared, each once, inside one transaction
  // with the callback's writes. Returns how many.
  virtual int take_moved(
      int limit, Instant now,
      const std::function<void(DecideTurn&, const std::string& number)>& one) = 0;
  virtual SameTrouble same_trouble(const std::string& number) = 0;
  // A person says that it is the same trouble.
  virtual Changed join_case(const std::string& number, std::int64_t version,
                            const std::string& into, const std::string& agent, Instant now) = 0;
  virtual Changed split_case(const std::string& number, std::int64_t version,
                             const std::string& agent, Instant now) = 0;
  virtual Changed decline_suggestion(const std::string& number, std::int64_t suggestion_id,
                                     const std::string& agent, Instant now) = 0;
  virtual Parent open_parent(const NewParent& parent) = 0;
  // Open cases joined to this one: they close with it.
  virtual std::vector<std::string> open_members(const std::string& number) = 0;
  // The leading case (first note) and every open case joined to it, all or nothing. Refused with
  // "changed" when somebody joined or left meanwhile.
  virtual Changed close_incident(const std::string& number, std::int64_t version,
                                 const std::string& resolution, const std::string& agent,
                                 Instant now, const std::vector<ClosingNote>& notes) = 0;
  // Whether this resident was asked about this incident, or about anything since then.
  virtual bool was_surveyed(const std::string& number, Instant since) = 0;
  virtual bool add_quality(const NewQuality& review) = 0;  // false: no such case
  virtual Satisfaction satisfaction(Instant from, Instant to) = 0;
};

}  // namespace social311::sql
