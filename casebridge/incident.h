// One trouble, many voices: which open cases a new request may be about as well. Only suggests;
// joining is a person's click, or happens by itself where a service's own record of right and wrong
// suggestions allows it. Emergencies and unknown places are never joined silently. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/clock.h"
#include "core/finding.h"

namespace social311::casebridge {

// How near is near, by service (services.toml).
struct IncidentRule {
  double radius_m = 50;       // within: the same spot, suggested to the agent
  double ask_radius_m = 250;  // within: near enough to ask the resident
  std::chrono::hours window{14 * 24};
  // Share of the pairs inside radius and window that are one trouble: what to expect before looking
  // at the words. Lower where troubles of a kind stand side by side (graffiti, cars).
  double same_share = 0.6;

  bool operator==(const IncidentRule&) const = default;
};

// What people decided about earlier suggestions of a service. It alone opens the automatic way.
struct SuggestionRecord {
  int joined = 0;    // suggestions an agent accepted, or automatic joins nobody undid
  int declined = 0;  // declined, or split again
};
// The lower end of the 95 % interval (Wilson) of the record's precision: few cases prove little.
double proven_precision(const SuggestionRecord& record);

struct Report {
  std::string topic{};
  std::optional<Location> location{};
  Instant at{};
  std::string text{};
  std::string kind_words{};  // the words by which its topic was found: they tell no two apart
  Priority priority = Priority::normal;
};

struct OpenMatter {
  std::string number{};
  Report first{};
  std::optional<Instant> closed_at{};
  std::optional<std::string> incident{};  // the case that leads it
};

// A spot a crew can stand on. Streets, areas and fallbacks of geocoders are none: a sixth of
// another city's cases stood on one default point.
bool is_spot(const std::optional<Location>& place);

// What to do with a match, from the surest down.
enum class Advice { join_by_itself, suggest, ask_resident };
const char* name_of(Advice advice);

struct IncidentMatch {
  std::string number{};  // of the case that leads: the match itself, or its leader
  Advice advice = Advice::suggest;
  double likelihood = 0;  // [0,1]
  std::optional<double> distance_m{};
  std::string why{};  // one sentence for the agent
};

struct IncidentPolicy {
  IncidentRule rule{};
  SuggestionRecord record{};
  bool automatic = false;              // the city allows it for this service at all
  double automatic_precision = 0.95;   // to be proven by the record
  double automatic_likelihood = 0.85;  // of the match itself
};

// Best first, at most one a leading case. Never across topics, never to or from a place that is
// unknown or only a street or an area.
std::vector<IncidentMatch> match_incidents(const IncidentPolicy& policy, const Report& report,
                                           const std::vector<OpenMatter>& open);

// Metres between two points on the ground (haversine, mean earth radius).
double distance_m(double lat_a, double lon_a, double lat_b, double lon_b);

}  // namespace social311::casebridge
