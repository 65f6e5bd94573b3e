#include "classifier/area_map.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <numbers>

#include "core/file.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

constexpr std::size_t largest_map = 256u << 20;
constexpr int sheet = 900;  // the longer side
constexpr std::size_t most_areas = 2'000;

struct Place {
  double lon = 0;
  double lat = 0;
};
struct Dot {
  int x = 0;
  int y = 0;
  bool operator==(const Dot&) const = default;
};
using Ring = std::vector<Place>;
using Outlines = std::map<std::string, std::vector<Ring>>;

bool read_ring(const JsonValue& points, Ring& ring) {
  for (const JsonValue& pair : points.items()) {
    const auto lon = pair.at(0).real();
    const auto lat = pair.at(1).real();
    if (!lon || !lat || std::abs(*lat) > 85 || std::abs(*lon) > 180) return false;
    ring.push_back({*lon, *lat});
  }
  return ring.size() >= 4;
}

void read_polygon(const JsonValue& rings, std::vector<Ring>& into) {
  for (const JsonValue& points : rings.items()) {
    Ring ring;
    if (read_ring(points, ring)) into.push_back(std::move(ring));
  }
}

void read_file_into(const std::string& path, Outlines& outlines) {
  const auto bytes = read_file(path, largest_map);
  if (!bytes) return;
  const auto map = JsonValue::parse(*bytes, {.bytes = largest_map, .depth = 16});
  if (!map) return;
  for (const JsonValue& feature : (*map)["features"].items()) {
    const std::string name = trim(feature["properties"]["name"].text_or(""));
    if (name.empty() || (outlines.size() >= most_areas && !outlines.contains(name))) continue;
    const JsonValue geometry = feature["geometry"];
    const JsonValue coordinates = geometry["coordinates"];
    const std::string type = geometry["type"].text_or("");
    if (type == "Polygon") read_polygon(coordinates, outlines[name]);
    if (type == "MultiPolygon")
      for (const JsonValue& rings : coordinates.items()) read_polygon(rings, outlines[name]);
  }
}

Outlines read_folder(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.find("neighborhood") != std::string::npos && name.ends_with(".geojson"))
      files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  Outlines outlines;
  for (const std::string& file : files) read_file_into(file, outlines);
  return outlines;
}

// Degrees to the sheet: a degree of longitude is narrower the further it is from the equator.
class Sheet {
 public:
  explicit Sheet(const Outlines& outlines) {
    for (const auto& [name, rings] : outlines)
      for (const Ring& ring : rings)
        for (const Place& place : ring) see(place);
    narrow_ = std::cos((low_.lat + high_.lat) / 2 * std::numbers::pi / 180);
    const double longer = std::max((high_.lon - low_.lon) * narrow_, high_.lat - low_.lat);
    scale_ = longer > 0 ? sheet / longer : 0;
  }
  Dot place(const Place& at) const {
    return {static_cast<int>(std::lround((at.lon - low_.lon) * narrow_ * scale_)),
            static_cast<int>(std::lround((high_.lat - at.lat) * scale_))};
  }
  Dot size() const { return place({high_.lon, low_.lat}); }

 private:
  void see(const Place& at) {
    low_ = {std::min(low_.lon, at.lon), std::min(low_.lat, at.lat)};
    high_ = {std::max(high_.lon, at.lon), std::max(high_.lat, at.lat)};
  }

  Place low_{180, 90};
  Place high_{-180, -90};
  double narrow_ = 1;
  double scale_ = 0;
};

bool straight(const Dot& a, const Dot& b, const Dot& c) {
  return (b.x - a.x) * (c.y - b.y) == (b.y - a.y) * (c.x - b.x);
}

// Without what the grid made the same, and without points on a straight line.
std::vector<Dot> drawn(const Ring& ring, const Sheet& on) {
  std::vector<Dot> dots;
  for (const Place& place : ring) {
    const Dot dot = on.place(place);
    if (!dots.empty() && dots.back() == dot) continue;
    const std::size_t n = dots.size();
    if (n >= 2 && straight(dots[n - 2], dots[n - 1], dot))
      dots.back() = dot;
    else
      dots.push_back(dot);
  }
  if (dots.size() > 1 && dots.front() == dots.back()) dots.pop_back();
  return dots;
}

double twice_area(const std::vector<Dot>& dots) {
  double sum = 0;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const Dot& a = dots[i];
    const Dot& b = dots[(i + 1) % dots.size()];
    sum += static_cast<double>(a.x) * b.y - static_cast<double>(b.x) * a.y;
  }
  return std::abs(sum);
}

Dot middle_of(const std::vector<Dot>& dots) {
  const auto [left, right] =
      std::minmax_element(dots.begin(), dots.end(), [](auto a, auto b) { return a.x < b.x; });
  const auto [top, bottom] =
      std::minmax_element(dots.begin(), dots.end(), [](auto a, auto b) { return a.y < b.y; });
  return {(left->x + right->x) / 2, (top->y + bottom->y) / 2};
}

std::string pair_of(int x, int y) {
  return std::to_string(x) + (y < 0 ? "" : " ") + std::to_string(y);
}

std::string path_of(const std::vector<Dot>& dots) {
  std::string path = "M" + pair_of(dots[0].x, dots[0].y);
  for (std::size_t i = 1; i < dots.size(); ++i)
    path += "l" + pair_of(dots[i].x - dots[i - 1].x, dots[i].y - dots[i - 1].y);
  return path + "Z";
}

DrawnArea draw(const std::string& name, const std::vector<Ring>& rings, const Sheet& on) {
  DrawnArea area{.name = name};
  double largest = 0;
  for (const Ring& ring : rings) {
    const auto dots = drawn(ring, on);
    if (dots.size() < 3) continue;
    area.path += path_of(dots);
    if (twice_area(dots) <= largest) continue;
    largest = twice_area(dots);
    area.x = middle_of(dots).x;
    area.y = middle_of(dots).y;
  }
  return area;
}

}  // namespace

AreaMap draw_areas(const std::string& folder) {
  const Outlines outlines = read_folder(folder);
  AreaMap map;
  if (outlines.empty()) return map;
  const Sheet on(outlines);
  map.width = on.size().x;
  map.height = on.size().y;
  for (const auto& [name, rings] : outlines)
    if (auto area = draw(name, rings, on); !area.path.empty()) map.areas.push_back(std::move(area));
  return map;
}

}  // namespace social311::classifier
