// Asks a geocoder for the points of places that the city's own map does not know. Outside of the
// transaction that decides: a slow service delays no case, and a case is never worse for it.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "classifier/classifier.h"
#include "geocoder/geocoder.h"
#include "service/roles/roles.h"

namespace social311::service {

// One place after another, each when it may be asked. One thread.
class PlaceFinder {
 public:
  // Borrowed, all of them. `rules` knows the neighbourhoods.
  PlaceFinder(const GeocoderConfig& config, geocoder::Geocoder& geocoder,
              const classifier::Classifier& rules);

  // What was known before is written down at once, and at most one call leaves. When the next one
  // may. Throws sql::StoreLost; doing a turn twice does no harm.
  Instant turn(sql::Store& store, Instant now, const std::function<Instant()>& clock);

 private:
  Instant ask(sql::Store& store, const sql::WantedPlace& wanted, Instant now);
  Instant wait_for(const Fault& fault, Instant now);
  bool settle(sql::Store& store, const sql::WantedPlace& wanted,
              const std::optional<sql::FoundPoint>& point, Instant now) const;

  const GeocoderConfig& config_;
  geocoder::Geocoder& geocoder_;
  const classifier::Classifier& rules_;
  std::string service_;      // its name in the database
  Milliseconds patience_{};  // after a fault
  std::set<std::string> refused_{};
};

// Does nothing where no geocoder is configured. One of all processes of the city asks.
void run_geocoding(const RoleParts& parts, std::shared_ptr<const classifier::Classifier> rules,
                   std::stop_token stop);

}  // namespace social311::service
