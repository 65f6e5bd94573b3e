#include <array>

#include "core/json.h"
#include "simulator/city_weeks.h"

namespace social311::simulator {
namespace {

constexpr std::array<const char*, 13> first_parts = {"Alder", "Bram", "Cald", "Dun",  "Ester",
                                                     "Fair",  "Glen", "Hart", "Ives", "Kings",
                                                     "Lang",  "Marl", "Nor"};
constexpr std::array<const char*, 6> second_parts = {"by",    "wick", "stead",
                                                     "combe", "mere", "thorpe"};

// Denver's box for searches, without its far corner.
constexpr double west = -105.11;
constexpr double east = -104.66;
constexpr double south = 39.61;
constexpr double north = 39.91;

std::vector<CityPoint> read_ring(const JsonValue& geometry) {
  const bool many = geometry["type"].text_or("") == "MultiPolygon";
  const JsonValue rings = many ? geometry["coordinates"].at(0) : geometry["coordinates"];
  std::vector<CityPoint> ring;
  for (const JsonValue& pair : rings.at(0).items()) {
    const auto lon = pair.at(0).real();
    const auto lat = pair.at(1).real();
    if (lat && lon) ring.push_back({*lat, *lon});
  }
  return ring;
}

}  // namespace

std::vector<CityPlace> made_up_places() {
  constexpr double width = (east - west) / static_cast<double>(first_parts.size());
  constexpr double height = (north - south) / static_cast<double>(second_parts.size());
  std::vector<CityPlace> places;
  for (std::size_t column = 0; column < first_parts.size(); ++column) {
    for (std::size_t row = 0; row < second_parts.size(); ++row) {
      const double left = west + width * static_cast<double>(column);
      const double low = south + height * static_cast<double>(row);
      places.push_back({std::string(first_parts[column]) + second_parts[row],
                        {{low, left},
                         {low, left + width},
                         {low + height, left + width},
                         {low + height, left},
                         {low, left}}});
    }
  }
  return places;
}

Result<std::vector<CityPlace>> read_places(std::string_view geojson) {
  const auto document = JsonValue::parse(geojson, {.bytes = 64u << 20});
  if (!document) return document.fault();
  std::vector<CityPlace> places;
  for (const JsonValue& feature : document.value()["features"].items()) {
    CityPlace place{feature["properties"]["name"].text_or(""), read_ring(feature["geometry"])};
    if (!place.name.empty() && place.ring.size() >= 4) places.push_back(std::move(place));
  }
  if (!places.empty()) return places;
  return Fault{FaultKind::rejected, "no named polygon in it", {}, Reach::not_sent};
}

std::string write_places(const std::vector<CityPlace>& places) {
  JsonWriter writer;
  writer.object().member("type", "FeatureCollection").key("features").list();
  for (const CityPlace& place : places) {
    writer.object().member("type", "Feature").key("properties").object();
    writer.member("name", place.name).end();
    writer.key("geometry").object().member("type", "Polygon").key("coordinates").list().list();
    for (const CityPoint& point : place.ring) writer.list().value(point.lon).value(point.lat).end();
    writer.end().end().end().end();
  }
  return writer.str();
}

}  // namespace social311::simulator
