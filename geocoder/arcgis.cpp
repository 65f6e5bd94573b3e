#include <algorithm>
#include <array>
#include <string_view>

#include "geocoder/answers.h"

namespace social311::geocoder {
namespace {

constexpr double least_score = 85;  // of 100; below it a number or a name was changed to fit

// Addr_type of an answer that is a point in town; Locality, Postal, StreetName and the like are
// not.
constexpr std::array<std::string_view, 8> points{"PointAddress",   "StreetAddress", "StreetInt",
                                                 "Subaddress",     "POI",           "BuildingName",
                                                 "StreetMidBlock", "StreetBetween"};

std::optional<Candidate> candidate(const JsonValue& row) {
  const std::optional<double> lon = row["location"]["x"].real();
  const std::optional<double> lat = row["location"]["y"].real();
  const double score = row["score"].real().value_or(0);
  const std::string type = row["attributes"]["Addr_type"].text_or("");
  const bool point = std::find(points.begin(), points.end(), type) != points.end();
  if (!lat || !lon || !point || score < least_score) return std::nullopt;
  return Candidate{{*lat, *lon, row["address"].text_or("")}, score};
}

class Arcgis final : public Geocoder {
 public:
  Arcgis(HttpClient& http, Service service) : http_(http), service_(std::move(service)) {}

  Result<std::optional<Place>> find(const std::string& place) override {
    const std::string text = asked(place, service_);
    if (text.empty()) return std::optional<Place>{};
    const Result<JsonValue> answer = ask(http_, url_of(text), service_.user_agent);
    if (!answer) return answer.fault();
    if ((*answer)["error"].is_object()) return fault_of((*answer)["error"]);
    if (!(*answer)["candidates"].is_list())
      return Fault{FaultKind::garbled, "the geocoder's answer has no candidates", {}, {}};
    std::vector<Candidate> found;
    for (const JsonValue& row : (*answer)["candidates"].items()) {
      if (auto one = candidate(row)) found.push_back(std::move(*one));
    }
    return settled(found, service_.area);
  }

 private:
  std::string url_of(const std::string& text) const {
    const Box& box = service_.area;
    const std::string extent = std::to_string(box.west) + "," + std::to_string(box.south) + "," +
                               std::to_string(box.east) + "," + std::to_string(box.north);
    return service_.base_url + "/findAddressCandidates?" +
           query_string({{"f", "json"},
                         {"SingleLine", text},
                         {"outFields", "Addr_type"},
                         {"outSR", "4326"},
                         {"maxLocations", "5"},
                         {"searchExtent", extent}});
  }

  // Errors come with status 200. 498 and 499: a token is wanted.
  static Fault fault_of(const JsonValue& error) {
    const std::int64_t code = error["code"].number(0, 999).value_or(0);
    const std::string told = "the geocoder answered error " + std::to_string(code);
    if (code == 498 || code == 499 || code == 403)
      return {FaultKind::denied, told + ": it asks for a token", {}, {}};
    return {code >= 500 ? FaultKind::retry_later : FaultKind::rejected, told, {}, {}};
  }

  HttpClient& http_;
  Service service_;
};

}  // namespace

std::unique_ptr<Geocoder> arcgis(HttpClient& http, Service service) {
  return std::make_unique<Arcgis>(http, std::move(service));
}

}  // namespace social311::geocoder
