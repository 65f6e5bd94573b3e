// The section [geocoder]: a service of other people that is asked where a place lies which the
// city's own map does not know. Off unless `service` names one.
#pragma once

#include <string>

#include "geocoder/geocoder.h"

namespace social311::service {

enum class GeocoderKind { none, arcgis, nominatim };
const char* name_of(GeocoderKind kind);

struct GeocoderConfig {
  GeocoderKind kind = GeocoderKind::none;
  geocoder::Service service{};
  int calls_minute = 30;
  int calls_day = 1'000;  // UTC
  int keep_days = 90;     // an answer, a "not known" too, before it is asked again

  std::string name() const;  // in the database: answers of one service are not another's
};

class ConfigSection;
void read_geocoder(ConfigSection section, GeocoderConfig& geocoder);

}  // namespace social311::service
