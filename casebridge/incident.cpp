#include "casebridge/incident.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <string_view>

#include "casebridge/likeness.h"
#include "casebridge/place_name.h"

namespace social311::casebridge {
namespace {

constexpr double earth_radius_m = 6'371'008.8;

// Empty where the two cannot be compared.
std::optional<double> distance_between(const Location& a, const Location& b) {
  if (a.lat && a.lon && b.lat && b.lon) return distance_m(*a.lat, *a.lon, *b.lat, *b.lon);
  if (same_place(a.text, b.text)) return 0;
  return std::nullopt;
}

// How much more often one trouble is told this far apart than two are. Telephones and house numbers
// err by some tenth of a block (a fifth of the radius), now and then by much more; two troubles lie
// anywhere in the circle.
double weight_of_distance(double metres, double radius) {
  const double error = std::max(radius, 1.0) / 5;
  const double near = std::exp(-metres * metres / (2 * error * error)) * 12.5;
  return std::log(0.85 * near + 0.15);
}

// Reports of one trouble come soon after each other, others at any time of the window.
double weight_of_time(Milliseconds apart, std::chrono::hours window) {
  const double part = std::chrono::duration<double>(apart) / std::chrono::duration<double>(window);
  return std::log(0.25 + 3 * std::exp(-4 * part));
}

// Words in common speak for one trouble; details that never meet speak for two.
double weight_of_words(const Likeness& like) {
  const int less = std::min(like.only_here, like.only_there) + like.shared;
  if (less == 0) return 0;
  const double share = static_cast<double>(like.shared) / less;
  if (like.shared == 0) return less >= 2 ? -1.8 : -0.6;
  return share * 2.4 + (like.shared >= 2 ? 0.5 : 0.0) - 0.6;
}

std::string metres_text(double metres) {
  return std::to_string(static_cast<long>(std::lround(metres))) + " m";
}

std::string sentence(double metres, const Likeness& like, Milliseconds apart) {
  const auto days = std::chrono::floor<std::chrono::days>(apart).count();
  std::string out = metres < 1 ? "the same place" : metres_text(metres) + " away";
  out += days == 0   ? ", within a day"
         : days == 1 ? ", a day apart"
                     : ", " + std::to_string(days) + " days apart";
  if (like.shared == 1) out += ", a telling word in common";
  if (like.shared > 1) out += ", " + std::to_string(like.shared) + " telling words in common";
  return out;
}

std::set<std::string> words_of_report(const Report& report) {
  return telling_words(report.text, report.location->text + " " + report.kind_words);
}

// What is known of one leading case: all its reports speak together.
struct Candidate {
  double metres = 0;  // to the nearest of its reports
  Instant near_at{};  // of the report nearest in time
  std::set<std::string> words{};
  bool danger = false;
  double odds = 0;
};

class Matcher {
 public:
  Matcher(const IncidentPolicy& policy, const Report& report)
      : policy_(policy), report_(report), words_(words_of_report(report)) {}

  void add(const OpenMatter& other) {
    const auto metres = reach(other);
    if (!metres) return;
    const Report& first = other.first;
    Candidate fresh{*metres, first.at, words_of_report(first),
                    first.priority == Priority::emergency, 0};
    const auto [at, added] = known_.emplace(other.incident.value_or(other.number), fresh);
    if (added) return;
    Candidate& one = at->second;
    one.metres = std::min(one.metres, *metres);
    if (apart(first.at) < apart(one.near_at)) one.near_at = first.at;
    one.words.merge(fresh.words);
    one.danger = one.danger || fresh.danger;
  }

  std::vector<IncidentMatch> matches() {
    double all = 1;  // the odds of none of them
    for (auto& [number, one] : known_) all += (one.odds = odds(one));
    std::vector<IncidentMatch> out;
    for (const auto& [number, one] : known_) {
      IncidentMatch match;
      match.number = number;
      match.distance_m = one.metres;
      match.likelihood = one.odds / all;
      match.advice = advice(one, match.likelihood);
      match.why = sentence(one.metres, likeness(words_, one.words), apart(one.near_at));
      out.push_back(std::move(match));
    }
    return out;
  }

 private:
  Milliseconds apart(Instant at) const { return std::chrono::abs(report_.at - at); }

  // Empty where the two can be no incident.
  std::optional<double> reach(const OpenMatter& other) const {
    const Report& first = other.first;
    if (first.topic != report_.topic || other.closed_at || !is_spot(first.location))
      return std::nullopt;
    if (apart(first.at) > policy_.rule.window) return std::nullopt;
    const auto metres = distance_between(*report_.location, *first.location);
    if (!metres || *metres > policy_.rule.ask_radius_m) return std::nullopt;
    return metres;
  }

  double odds(const Candidate& one) const {
    const IncidentRule& rule = policy_.rule;
    const double share = std::clamp(rule.same_share, 0.005, 0.995);
    return std::exp(std::log(share / (1 - share)) + weight_of_distance(one.metres, rule.radius_m) +
                    weight_of_time(apart(one.near_at), rule.window) +
                    weight_of_words(likeness(words_, one.words)));
  }

  Advice advice(const Candidate& one, double likelihood) const {
    if (one.metres > policy_.rule.radius_m) return Advice::ask_resident;
    const bool danger = one.danger || report_.priority == Priority::emergency;
    const bool allowed = policy_.automatic && !danger &&
                         proven_precision(policy_.record) >= policy_.automatic_precision;
    return allowed && likelihood >= policy_.automatic_likelihood ? Advice::join_by_itself
                                                                 : Advice::suggest;
  }

  const IncidentPolicy& policy_;
  const Report& report_;
  std::set<std::string> words_;
  std::map<std::string, Candidate> known_{};  // by the leading case
};

bool better(const IncidentMatch& a, const IncidentMatch& b) {
  if (a.advice != b.advice) return a.advice < b.advice;
  return a.likelihood > b.likelihood;
}

}  // namespace

bool is_spot(const std::optional<Location>& place) {
  static constexpr std::array<std::string_view, 4> kinds{"address", "intersection", "landmark",
                                                         "point"};
  return place && std::find(kinds.begin(), kinds.end(), place->kind) != kinds.end();
}

const char* name_of(Advice advice) {
  switch (advice) {
    case Advice::join_by_itself:
      return "join_by_itself";
    case Advice::suggest:
      return "suggest";
    case Advice::ask_resident:
      break;
  }
  return "ask_resident";
}

double distance_m(double lat_a, double lon_a, double lat_b, double lon_b) {
  constexpr double radians = std::numbers::pi / 180;
  const double half_lat = std::sin((lat_b - lat_a) * radians / 2);
  const double half_lon = std::sin((lon_b - lon_a) * radians / 2);
  const double part = half_lat * half_lat +
                      std::cos(lat_a * radians) * std::cos(lat_b * radians) * half_lon * half_lon;
  return 2 * earth_radius_m * std::asin(std::sqrt(std::clamp(part, 0.0, 1.0)));
}

double proven_precision(const SuggestionRecord& record) {
  const double n = record.joined + record.declined;
  if (n <= 0) return 0;
  constexpr double z = 1.959964;  // 95 %
  const double share = record.joined / n;
  const double middle = share + z * z / (2 * n);
  const double width = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  return (middle - width) / (1 + z * z / n);
}

std::vector<IncidentMatch> match_incidents(const IncidentPolicy& policy, const Report& report,
                                           const std::vector<OpenMatter>& open) {
  if (!is_spot(report.location)) return {};
  Matcher matcher(policy, report);
  for (const OpenMatter& other : open) matcher.add(other);
  std::vector<IncidentMatch> out = matcher.matches();
  std::stable_sort(out.begin(), out.end(), better);
  return out;
}

}  // namespace social311::casebridge
