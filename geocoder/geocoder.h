// Where a place lies that a post names: "1437 Bannock St", "14th and Grant". The city's own map
// answers by itself (classifier); these ask a service, only when a city has configured one.
// What is not surely one point stays unknown: never the city hall, never the middle of the town.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/http.h"
#include "core/result.h"

namespace social311::geocoder {

struct Box {  // degrees
  double west = 0;
  double south = 0;
  double east = 0;
  double north = 0;
};

struct Place {
  double lat = 0;
  double lon = 0;
  std::string matched{};  // as the service writes it; foreign text

  bool operator==(const Place&) const = default;
};

struct Service {
  std::string base_url{};    // ArcGIS: …/GeocodeServer, Nominatim: https://host
  std::string city{};        // put behind what the post says: "Denver, CO"; may be ""
  Box area{};                // only points within are the city's
  std::string user_agent{};  // Nominatim's rules ask for one that names the operator
};

// Thread-safe as its HttpClient is. Blocks.
class Geocoder {
 public:
  virtual ~Geocoder() = default;
  // Nothing when the service knows no such place, knows only a town or a postcode, is unsure, or
  // finds it outside of the area. `place` is resident's text: it is cut and cleaned, and it leaves
  // this machine.
  virtual Result<std::optional<Place>> find(const std::string& place) = 0;
};

// ArcGIS REST, findAddressCandidates (self-hosted or online, without a token). `http` must outlive
// the geocoder.
std::unique_ptr<Geocoder> arcgis(HttpClient& http, Service service);
// Nominatim /search, jsonv2. The caller keeps the public server's limit of one call a second.
std::unique_ptr<Geocoder> nominatim(HttpClient& http, Service service);

}  // namespace social311::geocoder
