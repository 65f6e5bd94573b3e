#include "service/roles/geocoding.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "net/client.h"
#include "service/roles/turn.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;

constexpr auto young = 7 * 24h;        // cases that are asked about
constexpr auto calls_kept = 30 * 24h;  // counts of calls
constexpr auto look_again = 5s;        // when nothing waits
constexpr auto first_wait = 60s;       // after a fault, doubled each time …
constexpr Milliseconds longest_wait = 1h;
constexpr int at_once = 50;

Milliseconds pause_of(const GeocoderConfig& config) {
  return Milliseconds(60'000 / std::max(1, config.calls_minute) + 1);
}

// The rules' map names the neighbourhood of a point that stands alone.
std::string neighborhood_of(const classifier::Classifier& rules, const sql::FoundPoint& point,
                            Instant now) {
  Post post;
  post.lat = point.lat;
  post.lon = point.lon;
  const Finding finding = rules.classify(post, now);
  for (const Location& place : finding.locations)
    if (place.kind == "point") return place.neighborhood;
  return "";
}

std::unique_ptr<geocoder::Geocoder> make_geocoder(const GeocoderConfig& config, HttpClient& http) {
  return config.kind == GeocoderKind::arcgis ? geocoder::arcgis(http, config.service)
                                             : geocoder::nominatim(http, config.service);
}

}  // namespace

PlaceFinder::PlaceFinder(const GeocoderConfig& config, geocoder::Geocoder& geocoder,
                         const classifier::Classifier& rules)
    : config_(config), geocoder_(geocoder), rules_(rules), service_(config.name()) {}

bool PlaceFinder::settle(sql::Store& store, const sql::WantedPlace& wanted,
                         const std::optional<sql::FoundPoint>& point, Instant now) const {
  if (!point) return false;
  return store.point_case(
      wanted, {*point, neighborhood_of(rules_, *point, now), name_of(config_.kind)}, now);
}

Instant PlaceFinder::wait_for(const Fault& fault, Instant now) {
  const bool refused = fault.kind == FaultKind::denied;
  const Milliseconds longer = std::max<Milliseconds>(first_wait, 2 * patience_);
  patience_ = refused ? longest_wait : std::min(longest_wait, longer);
  spdlog::warn("geocoder_fault what=\"{}\" wait_s={}", fault.message, patience_ / 1s);
  return now + std::max(patience_, Milliseconds(fault.retry_after.value_or(Milliseconds(0))));
}

// A place that the service refuses to look for must not stand before the others: it is asked again
// after a restart, when the configuration may be a better one.
Instant PlaceFinder::ask(sql::Store& store, const sql::WantedPlace& wanted, Instant now) {
  const auto found = geocoder_.find(wanted.words);
  if (!found) {
    if (found.fault().kind == FaultKind::rejected) refused_.insert(wanted.place);
    return wait_for(found.fault(), now);
  }
  patience_ = Milliseconds(0);
  std::optional<sql::FoundPoint> point;
  if (*found) point = sql::FoundPoint{(*found)->lat, (*found)->lon};
  store.keep_place(service_, wanted.place, point, now);
  const bool placed = settle(store, wanted, point, now);
  spdlog::info("place_asked case={} known={} placed={}", wanted.case_number, point.has_value(),
               placed);
  return now + pause_of(config_);
}

Instant PlaceFinder::turn(sql::Store& store, Instant now, const std::function<Instant()>& clock) {
  const auto wanted = store.places_wanted({.service = service_,
                                           .opened_after = now - young,
                                           .answered_after = now - config_.keep_days * 24h,
                                           .limit = at_once});
  const sql::WantedPlace* next = nullptr;
  for (const auto& one : wanted) {
    if (one.known)
      settle(store, one, one.known, now);
    else if (next == nullptr && refused_.count(one.place) == 0)
      next = &one;
  }
  if (next == nullptr) return now + look_again;
  if (!store.count_place_call(service_, config_.calls_day, now)) return now + first_wait;
  const Instant next_at = ask(store, *next, now);
  return std::max(next_at, clock() + pause_of(config_));  // the answer itself may have taken long
}

namespace {

struct AskerLife {
  bool locked = false;
  int generation = 0;
  Instant next_at{};
  Instant forget_at{};
};

void asker_turn(const RoleParts& parts, StoreKeeper& keeper, PlaceFinder& finder, AskerLife& life) {
  const GeocoderConfig& config = parts.config.geocoder;
  const Instant now = parts.clock.now();
  auto& store = keeper.store();
  if (!life.locked || life.generation != keeper.generation()) {
    life.generation = keeper.generation();
    life.locked = store.lock_geocoder();
    life.next_at = now + pause_of(config);  // whoever asked before may just have asked
    if (!life.locked) return;
  }
  if (now >= life.forget_at) {
    store.forget_places(now - config.keep_days * 24h, now - calls_kept);
    life.forget_at = now + 24h;
  }
  if (now >= life.next_at)
    life.next_at = finder.turn(store, now, [&] { return parts.clock.now(); });
}

}  // namespace

void run_geocoding(const RoleParts& parts, std::shared_ptr<const classifier::Classifier> rules,
                   std::stop_token stop) {
  const GeocoderConfig& config = parts.config.geocoder;
  if (config.kind == GeocoderKind::none) return;
  StoreKeeper keeper(parts.database, parts.clock);
  auto http = net::make_http_client();
  const auto geocoder = make_geocoder(config, *http);
  PlaceFinder finder(config, *geocoder, *rules);
  AskerLife life;
  while (!stop.stop_requested()) {
    keeper.turn("geocoding", stop, [&] { asker_turn(parts, keeper, finder, life); });
    const Instant now = parts.clock.now();
    parts.clock.sleep_until(std::clamp(life.next_at, now + 100ms, now + 5s), stop);
  }
}

}  // namespace social311::service
