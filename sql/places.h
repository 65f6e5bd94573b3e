// Places whose point a geocoder is asked for: what waits, what was answered, how often it was
// asked. Part of Store (sql/store.h); the same errors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"

namespace social311::sql {

struct FoundPoint {  // degrees
  double lat = 0;
  double lon = 0;

  bool operator==(const FoundPoint&) const = default;
};

struct CasePoint {
  FoundPoint point{};
  std::string neighborhood{};  // "" = none known
  std::string by{};            // who knew it; stands in the case's history
};

struct WantedPlace {
  std::string case_number{};
  std::string words{};                // as they stand in the case
  std::string place{};                // what is asked and kept: the same, lower case
  std::optional<FoundPoint> known{};  // answered before, for another case
};

struct PlacesAsk {
  std::string service{};  // a name of ours for it
  Instant opened_after{};
  Instant answered_after{};  // older answers are asked again
  int limit = 20;
};

class PlacesStore {
 public:
  virtual ~PlacesStore() = default;
  // Held by one process of the city as long as this connection lives; false: another one has it.
  virtual bool lock_geocoder() = 0;
  // Open cases with the words of an exact place and without a point; none that a private message
  // belongs to, none whose place the service did not know.
  virtual std::vector<WantedPlace> places_wanted(const PlacesAsk& ask) = 0;
  // Before a call leaves. False: the day's calls (UTC) are used up, and nothing was counted.
  virtual bool count_place_call(const std::string& service, int calls_day, Instant now) = 0;
  virtual int place_calls(const std::string& service, Instant now) = 0;  // of this day
  // Empty: the service knows no such point.
  virtual void keep_place(const std::string& service, const std::string& place,
                          const std::optional<FoundPoint>& point, Instant now) = 0;
  // The case's place gets its point, unless somebody changed it meanwhile: false then.
  virtual bool point_case(const WantedPlace& wanted, const CasePoint& found, Instant now) = 0;
  virtual void forget_places(Instant asked_before, Instant called_before) = 0;
};

}  // namespace social311::sql
