#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "geocoder/answers.h"

namespace social311::geocoder {
namespace {

// addresstype of an answer that is an area: the middle of a town is nobody's place.
constexpr std::array<std::string_view, 16> areas{
    "country", "state",    "county",   "city",          "town",          "village",
    "suburb",  "borough",  "quarter",  "neighbourhood", "city_district", "municipality",
    "region",  "postcode", "boundary", "road"};

// Numbers come as texts: "39.7392".
std::optional<double> degrees(const JsonValue& value) {
  const std::string text = value.text_or("");
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional<double>(number) : value.real();
}

std::optional<Candidate> candidate(const JsonValue& row) {
  const std::optional<double> lat = degrees(row["lat"]);
  const std::optional<double> lon = degrees(row["lon"]);
  const std::string type = row["addresstype"].text_or("");
  const bool area = type.empty() || std::find(areas.begin(), areas.end(), type) != areas.end();
  if (!lat || !lon || area) return std::nullopt;
  // Importance tells famous places from others, not right ones from wrong: it breaks no tie.
  return Candidate{{*lat, *lon, row["display_name"].text_or("")}, 0};
}

class Nominatim final : public Geocoder {
 public:
  Nominatim(HttpClient& http, Service service) : http_(http), service_(std::move(service)) {}

  Result<std::optional<Place>> find(const std::string& place) override {
    const std::string text = asked(place, service_);
    if (text.empty()) return std::optional<Place>{};
    const Result<JsonValue> answer = ask(http_, url_of(text), service_.user_agent);
    if (!answer) return answer.fault();
    if (!answer->is_list())
      return Fault{FaultKind::garbled, "the geocoder's answer is no list", {}, {}};
    std::vector<Candidate> found;
    for (const JsonValue& row : answer->items()) {
      if (auto one = candidate(row)) found.push_back(std::move(*one));
    }
    return settled(found, service_.area);
  }

 private:
  std::string url_of(const std::string& text) const {
    const Box& box = service_.area;
    const std::string view = std::to_string(box.west) + "," + std::to_string(box.north) + "," +
                             std::to_string(box.east) + "," + std::to_string(box.south);
    return service_.base_url + "/search?" +
           query_string({{"q", text},
                         {"format", "jsonv2"},
                         {"limit", "5"},
                         {"viewbox", view},
                         {"bounded", "1"}});
  }

  HttpClient& http_;
  Service service_;
};

}  // namespace

std::unique_ptr<Geocoder> nominatim(HttpClient& http, Service service) {
  return std::make_unique<Nominatim>(http, std::move(service));
}

}  // namespace social311::geocoder
