#include "service/config_geocoder.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/http.h"
#include "core/text.h"
#include "service/config_account.h"
#include "service/config_section.h"

namespace social311::service {
namespace {

constexpr int most_a_minute = 600;
constexpr int most_a_day = 100'000;
constexpr int longest_kept = 365;

// The limit of the public server: https://operations.osmfoundation.org/policies/nominatim/
constexpr std::string_view public_nominatim = "nominatim.openstreetmap.org";
constexpr int public_nominatim_a_minute = 60;
// Its answers may be kept only by those who pay for that, with a token that we do not send.
constexpr std::string_view arcgis_world = "geocode.arcgis.com";

std::optional<double> degrees(const std::string& text, double most) {
  const std::string digits = trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole && std::abs(value) <= most ? std::optional(value) : std::nullopt;
}

std::optional<geocoder::Box> box_of(const std::string& text) {
  const std::vector<std::string> parts = split(text, ',');
  if (parts.size() != 4) return std::nullopt;
  const auto west = degrees(parts[0], 180);
  const auto south = degrees(parts[1], 90);
  const auto east = degrees(parts[2], 180);
  const auto north = degrees(parts[3], 90);
  if (!west || !south || !east || !north || *west >= *east || *south >= *north) return std::nullopt;
  return geocoder::Box{*west, *south, *east, *north};
}

void read_area(ConfigSection& section, geocoder::Service& service) {
  const auto written = section.required("area");
  if (!written) return;
  const auto box = box_of(*written);
  if (!box)
    return section.complain("area",
                            "must be \"west,south,east,north\" in degrees, like "
                            "\"-105.11,39.61,-104.60,39.92\"");
  service.area = *box;
}

void check_host(ConfigSection& section, GeocoderConfig& geocoder) {
  const auto url = parse_url(geocoder.service.base_url);
  const std::string host = url ? to_lower_ascii(url->host) : "";
  if (geocoder.kind == GeocoderKind::arcgis && host == arcgis_world)
    section.complain("base_url",
                     "must be the city's own …/GeocodeServer: answers of the World Geocoding "
                     "Service may not be kept without a paid token");
  if (geocoder.kind == GeocoderKind::nominatim && host == public_nominatim &&
      geocoder.calls_minute > public_nominatim_a_minute)
    section.complain("calls_minute", "must be at most 60: this server allows one call a second");
}

void read_service(ConfigSection& section, GeocoderConfig& geocoder) {
  geocoder.service.base_url = read_address(section, "base_url").value_or("");
  geocoder.service.city = section.text("city").value_or("");
  if (geocoder.kind == GeocoderKind::nominatim)
    geocoder.service.user_agent = section.required("user_agent").value_or("");
  else
    geocoder.service.user_agent = section.text("user_agent").value_or("");
  read_area(section, geocoder.service);
  check_host(section, geocoder);
}

// Keys of a section that is switched off are read all the same, so that a wrong one is told.
void pass_over(ConfigSection& section) {
  for (const char* key : {"base_url", "city", "user_agent", "area"})
    std::ignore = section.text(key);
}

}  // namespace

const char* name_of(GeocoderKind kind) {
  static constexpr std::array<const char*, 3> names{"none", "arcgis", "nominatim"};
  return names[static_cast<std::size_t>(kind)];
}

std::string GeocoderConfig::name() const {
  return std::string(name_of(kind)) + ' ' + service.base_url;
}

void read_geocoder(ConfigSection section, GeocoderConfig& geocoder) {
  if (const auto kind = section.one_of("service", {"none", "arcgis", "nominatim"}))
    geocoder.kind = static_cast<GeocoderKind>(*kind);
  geocoder.calls_minute =
      section.number("calls_minute", 1, most_a_minute).value_or(geocoder.calls_minute);
  geocoder.calls_day = section.number("calls_day", 1, most_a_day).value_or(geocoder.calls_day);
  geocoder.keep_days = section.number("keep_days", 1, longest_kept).value_or(geocoder.keep_days);
  if (geocoder.kind == GeocoderKind::none)
    pass_over(section);
  else
    read_service(section, geocoder);
  section.show("service", name_of(geocoder.kind));
  if (geocoder.kind != GeocoderKind::none) {
    section.show("base_url", geocoder.service.base_url);
    section.show("calls_minute", std::to_string(geocoder.calls_minute));
    section.show("calls_day", std::to_string(geocoder.calls_day));
  }
  section.finish();
}

}  // namespace social311::service
