#include "geocoder/answers.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/text.h"

namespace social311::geocoder {
namespace {

constexpr std::size_t longest_place = 200;
constexpr double same_score = 1e-6;
constexpr double same_place_m = 250;  // two answers nearer than this are one corner

bool within(const Place& place, const Box& area) {
  return place.lon >= area.west && place.lon <= area.east && place.lat >= area.south &&
         place.lat <= area.north;
}

double metres(const Place& a, const Place& b) {
  constexpr double degree_m = 111'195;
  const double narrow = std::cos(a.lat * std::numbers::pi / 180);
  return degree_m * std::hypot(a.lat - b.lat, (a.lon - b.lon) * narrow);
}

}  // namespace

std::string asked(const std::string& place, const Service& service) {
  std::string clean = repair_utf8(place.substr(0, longest_place));
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  std::replace_if(clean.begin(), clean.end(), control, ' ');
  clean = trim(clean);
  if (clean.empty() || service.city.empty()) return clean;
  return clean + ", " + service.city;
}

std::optional<Place> settled(const std::vector<Candidate>& candidates, const Box& area) {
  const Candidate* best = nullptr;
  for (const Candidate& one : candidates) {
    if (within(one.place, area) && (best == nullptr || one.score > best->score)) best = &one;
  }
  if (best == nullptr) return std::nullopt;
  const bool torn = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& one) {
    return within(one.place, area) && one.score + same_score >= best->score &&
           metres(one.place, best->place) > same_place_m;
  });
  return torn ? std::nullopt : std::optional<Place>(best->place);
}

Result<JsonValue> ask(HttpClient& http, const std::string& url, const std::string& user_agent) {
  HttpRequest request;
  request.url = url;
  request.headers["Accept"] = "application/json";
  if (!user_agent.empty()) request.headers["User-Agent"] = user_agent;
  request.limits.body_bytes = 1u << 20;
  const Result<HttpResponse> answer = http.send(request);
  if (!answer) return answer.fault();
  const int status = answer->status;
  const std::string told = "the geocoder answered " + std::to_string(status);
  if (status == 429 || status >= 500) return Fault{FaultKind::retry_later, told, {}, {}};
  if (status == 401 || status == 403) return Fault{FaultKind::denied, told, {}, {}};
  if (status != 200) return Fault{FaultKind::rejected, told, {}, {}};
  return JsonValue::parse(answer->body);
}

}  // namespace social311::geocoder
