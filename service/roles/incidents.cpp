#include "service/roles/incidents.h"

#include <algorithm>

#include "casebridge/closing.h"
#include "casebridge/conversation.h"
#include "casebridge/incident.h"
#include "casebridge/same_trouble.h"
#include "core/json.h"

namespace social311::service {
namespace {

using casebridge::Advice;
using casebridge::IncidentMatch;

constexpr std::size_t most_suggestions = 5;

// Nobody is asked about what is hardly it: near a busy crossing something is always open.
constexpr double ask_likelihood = 0.3;

// Networks tell moments in whole seconds: an answer may seem as old as its question.
constexpr std::chrono::seconds network_second{1};

std::string words_of(const Finding& finding, const std::string& topic, const std::string& text) {
  std::string words;
  for (const auto& found : finding.topics)
    if (found.topic == topic)
      for (const auto& at : found.evidence)
        if (at.start < at.end && at.end <= text.size())
          words += text.substr(at.start, at.end - at.start) + " ";
  return words;
}

std::string words_of(const JsonValue& finding, const std::string& topic, const std::string& text) {
  std::string words;
  const auto most = static_cast<std::int64_t>(text.size());
  for (const auto& found : finding["topics"].items()) {
    if (found["topic"].text_or("") != topic) continue;
    for (const auto& at : found["evidence"].items()) {
      const auto start = at["start"].number(0, most);
      const auto end = at["end"].number(0, most);
      if (start && end && *start < *end)
        words +=
            text.substr(static_cast<std::size_t>(*start), static_cast<std::size_t>(*end - *start)) +
            " ";
    }
  }
  return words;
}

// The words by which a case's topic was found: of its finding, or found again while that is not
// written yet.
std::string kind_words(const IntakeParts& parts, const sql::NearMatter& matter, Instant now) {
  const auto finding = JsonValue::parse(matter.finding_json);
  if (!matter.finding_json.empty() && finding) return words_of(*finding, matter.topic, matter.text);
  Post post;
  post.id = matter.number;
  post.text = matter.text;
  return words_of(parts.rules.classify(post, now), matter.topic, matter.text);
}

casebridge::Report report_of(const IntakeParts& parts, const sql::NearMatter& matter, Instant now) {
  return {.topic = matter.topic,
          .location = matter.location,
          .at = matter.opened_at,
          .text = matter.text,
          .kind_words = kind_words(parts, matter, now),
          .priority = matter.priority};
}

casebridge::IncidentPolicy policy_for(const IntakeParts& parts, sql::DecideTurn& turn,
                                      const std::string& topic) {
  const auto& service = parts.city.service(topic);
  casebridge::IncidentPolicy policy{.rule = service.incident, .automatic = service.automatic_joins};
  if (!policy.automatic) return policy;
  const auto counts = turn.suggestion_counts(topic, policy.automatic_likelihood);
  policy.record = {.joined = counts.joined, .declined = counts.declined};
  return policy;
}

std::vector<sql::NewSuggestion> suggestions_of(const std::vector<IncidentMatch>& matches) {
  std::vector<sql::NewSuggestion> all;
  for (const auto& match : matches) {
    if (all.size() == most_suggestions) break;
    all.push_back({.leads = match.number,
                   .likelihood = match.likelihood,
                   .distance_m = match.distance_m,
                   .advice = name_of(match.advice),
                   .why = match.why});
  }
  return all;
}

const sql::NearMatter* find(const std::vector<sql::NearMatter>& matters,
                            const std::string& number) {
  const auto at = std::find_if(matters.begin(), matters.end(),
                               [&](const auto& one) { return one.number == number; });
  return at == matters.end() ? nullptr : &*at;
}

// The best match where it is near enough to ask, too far to suggest to the agent as the same spot.
const sql::NearMatter* to_ask_about(const std::vector<IncidentMatch>& matches,
                                    const std::vector<sql::NearMatter>& matters,
                                    const Case& about) {
  if (matches.empty() || about.priority == Priority::emergency) return nullptr;
  const IncidentMatch& best = matches.front();
  if (best.advice != Advice::ask_resident || best.likelihood < ask_likelihood) return nullptr;
  const auto* other = find(matters, best.number);
  return other != nullptr && other->priority != Priority::emergency ? other : nullptr;
}

// A word of the resident about the incident that they were asked about.
void hear_same(sql::DecideTurn& turn, const sql::StoredPost& stored, const Case& known,
               Instant now) {
  const auto answer = casebridge::read_yes_no(stored.post.text);
  const auto leads = answer ? turn.asked_about(known.number) : std::nullopt;
  if (!leads) return;
  if (*answer == casebridge::YesNo::yes)
    turn.join_incident({known.number, *leads, sql::JoinedBy::resident, "resident", now});
  else
    turn.decline_asked(known.number, *leads, now);
}

void hear_survey(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
                 const Case& known, casebridge::Decided& decided, Instant now) {
  const auto survey = turn.pending_survey(known.number);
  if (!survey) return;
  const bool answers_it = stored.post.in_reply_to == survey->remote_id;
  if (!answers_it && stored.post.created_at + network_second < survey->sent_at) return;
  const auto score = casebridge::survey_score(stored.post.text);
  if (!score && !answers_it) return;
  turn.answer_survey(survey->survey_id, score, stored.post_id, now);
  if (!score || casebridge::says_not_fixed(parts.city, stored.post.text)) return;
  decided.reopens = false;  // "5, the pothole is gone" asks for nothing
  decided.reason = "answers the survey";
}

}  // namespace

std::string look_for_same(const IntakeParts& parts, sql::DecideTurn& turn, const Case& about,
                          const Finding* finding, MayAsk may_ask, Instant now) {
  if (!casebridge::is_spot(about.location) || about.incident) return "";
  const auto& rule = parts.city.service(about.topic).incident;
  const auto matters = turn.matters_near({.topic = about.topic,
                                          .number = about.number,
                                          .since = about.opened_at - rule.window,
                                          .place = *about.location,
                                          .reach_m = rule.ask_radius_m});
  const auto self = matters.empty() ? std::nullopt : turn.matter(about.number);
  if (!self) return "";
  const auto policy = policy_for(parts, turn, about.topic);
  std::vector<casebridge::OpenMatter> open;
  for (const auto& one : matters)
    if (one.incident != about.number)  // joined to this very case
      open.push_back({one.number, report_of(parts, one, now), std::nullopt, one.incident});
  auto report = report_of(parts, *self, now);
  if (finding != nullptr) report.kind_words = words_of(*finding, about.topic, self->text);
  const auto matches = match_incidents(policy, report, open);
  auto suggestions = suggestions_of(matches);
  const auto* ask = may_ask == MayAsk::yes ? to_ask_about(matches, matters, about) : nullptr;
  if (ask != nullptr) suggestions.front().asked = true;
  turn.keep_suggestions(about.number, suggestions, now);
  if (!matches.empty() && matches.front().advice == Advice::join_by_itself)
    turn.join_incident(
        {about.number, matches.front().number, sql::JoinedBy::automatic, "auto", now});
  if (ask == nullptr) return "";
  return casebridge::same_question(parts.city, about.topic,
                                   {.place = ask->location,
                                    .at = ask->opened_at,
                                    .in_public = ask->in_public,
                                    .distance_m = matches.front().distance_m.value_or(0)},
                                   about.language);
}

int compare_moved(const IntakeParts& parts, sql::Store& store, int most, Instant now) {
  return store.take_moved(most, now, [&](sql::DecideTurn& turn, const std::string& number) {
    if (const auto about = turn.find_case(number))
      look_for_same(parts, turn, *about, nullptr, MayAsk::no, now);
  });
}

void hear_resident(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
                   const Case& known, casebridge::Decided& decided, Instant now) {
  const bool theirs = known.resident.network == stored.post.network &&
                      known.resident.id == stored.post.author.id && !known.resident.id.empty();
  if (!theirs) return;
  if (known.status == CaseStatus::closed)
    hear_survey(parts, turn, stored, known, decided, now);
  else
    hear_same(turn, stored, known, now);
}

}  // namespace social311::service
