#include "classifier/geography.h"

#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <utility>

#include "core/file.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

namespace bg = boost::geometry;
using Point = bg::model::d2::point_xy<double>;  // lon, lat
using Polygon = bg::model::polygon<Point>;
using Box = bg::model::box<Point>;
using Boxed = std::pair<Box, std::uint32_t>;

constexpr std::size_t largest_map = 256u << 20;

struct Area {
  std::string name{};
  Polygon shape{};
};

bool on_earth(double lat, double lon) {
  return std::abs(lat) <= 90 && std::abs(lon) <= 180;
}

bool read_ring(const JsonValue& points, Polygon::ring_type& ring) {
  for (const JsonValue& pair : points.items()) {
    const std::optional<double> lon = pair.at(0).real();
    const std::optional<double> lat = pair.at(1).real();
    if (!lon || !lat || !on_earth(*lat, *lon)) return false;
    ring.emplace_back(*lon, *lat);
  }
  return ring.size() >= 4;
}

bool read_polygon(const JsonValue& rings, Polygon& shape) {
  if (rings.size() == 0 || !read_ring(rings.at(0), shape.outer())) return false;
  for (std::size_t i = 1; i < rings.size(); ++i) {
    shape.inners().emplace_back();
    if (!read_ring(rings.at(i), shape.inners().back())) return false;
  }
  bg::correct(shape);
  return true;
}

bool read_shapes(const JsonValue& geometry, const std::string& name, std::vector<Area>& areas) {
  const std::string type = geometry["type"].text_or("");
  const JsonValue coordinates = geometry["coordinates"];
  if (type == "Polygon") {
    areas.push_back({name, {}});
    return read_polygon(coordinates, areas.back().shape);
  }
  if (type != "MultiPolygon" || coordinates.size() == 0) return false;
  for (const JsonValue& rings : coordinates.items()) {
    areas.push_back({name, {}});
    if (!read_polygon(rings, areas.back().shape)) return false;
  }
  return true;
}

// By hand: at -O2 g++ 12 takes Boost's envelope for uninitialised.
Box box_of(const Polygon& shape) {
  Box box(shape.outer().front(), shape.outer().front());
  for (const Point& point : shape.outer()) {
    box.min_corner() =
        Point(std::min(box.min_corner().x(), point.x()), std::min(box.min_corner().y(), point.y()));
    box.max_corner() =
        Point(std::max(box.max_corner().x(), point.x()), std::max(box.max_corner().y(), point.y()));
  }
  return box;
}

// "Aurora, CO" is written "Aurora" by those who live there.
std::string short_name(const std::string& name) {
  return trim(name.substr(0, name.find(',')));
}

}  // namespace

namespace {

// Polygons of one kind that are asked for by point.
class Layer {
 public:
  Layer() = default;
  explicit Layer(std::vector<Area> areas) : areas_(std::move(areas)) {
    std::vector<Boxed> boxes;
    for (std::uint32_t i = 0; i < areas_.size(); ++i)
      boxes.emplace_back(box_of(areas_[i].shape), i);
    boxes_ = decltype(boxes_)(boxes.begin(), boxes.end());
  }

  bool empty() const { return areas_.empty(); }

  // The first in the file that covers the point, null outside of all.
  const Area* at(double lat, double lon) const {
    if (!on_earth(lat, lon)) return nullptr;
    const Point point(lon, lat);
    std::vector<Boxed> candidates;
    boxes_.query(bg::index::intersects(point), std::back_inserter(candidates));
    std::sort(candidates.begin(), candidates.end(),
              [](const Boxed& a, const Boxed& b) { return a.second < b.second; });
    for (const Boxed& candidate : candidates) {
      if (bg::covered_by(point, areas_[candidate.second].shape)) return &areas_[candidate.second];
    }
    return nullptr;
  }

 private:
  std::vector<Area> areas_{};
  bg::index::rtree<Boxed, bg::index::quadratic<16>> boxes_{};
};

constexpr double rounding = 0.5e-6;  // of a coordinate with six decimals

}  // namespace

struct Geography::Impl {
  Layer neighborhoods{};
  Layer districts{};
  Layer boundary{};
  Gazetteer names{};
};

namespace {

// Reads the files of one folder into vectors; every fault becomes a complaint.
class FolderReader {
 public:
  explicit FolderReader(std::vector<Complaint>& complaints) : complaints_(complaints) {}

  std::vector<Area> neighborhoods{};
  std::vector<Area> districts{};
  std::vector<Area> boundary{};
  Gazetteer names{};

  void read(const std::string& folder) {
    std::error_code error;
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      if (entry.is_regular_file()) files.push_back(entry.path().string());
    }
    if (error) return complain(folder, 0, "cannot read the geography folder: " + error.message());
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) read_one(file);
    if (neighborhoods.empty())
      complain(folder, 0, "no *neighborhood*.geojson with a polygon in this folder");
  }

 private:
  void read_one(const std::string& path) {
    const std::string name = std::filesystem::path(path).filename().string();
    const auto has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
    if (has(".geojson") && has("neighborhood")) return read_neighborhoods(path);
    if (has(".geojson") && has("district")) return read_areas(path, districts);
    if (has(".geojson") && has("boundary")) return read_boundary(path);
    if (has(".geojson") && has("cities")) return read_towns(path);
    if (has(".tsv") && has("street")) return read_streets(path);
    if (has(".tsv") && has("place")) {
      return read_lines(
          path, [&](const std::string& line, int number) { read_place(path, line, number); });
    }
  }

  void read_neighborhoods(const std::string& path) {
    for_each_feature(path, [&](const JsonValue& feature, const std::string& name) {
      names.add(NameKind::neighborhood, name);
      keep_shape(path, feature, name, neighborhoods);
    });
  }

  void read_areas(const std::string& path, std::vector<Area>& areas) {
    for_each_feature(path, [&](const JsonValue& feature, const std::string& name) {
      keep_shape(path, feature, name, areas);
    });
  }

  void read_boundary(const std::string& path) {
    each_feature(path, [&](const JsonValue& feature, std::size_t) {
      keep_shape(path, feature, "the city", boundary);
    });
  }

  void keep_shape(const std::string& path, const JsonValue& feature, const std::string& name,
                  std::vector<Area>& areas) {
    const std::size_t before = areas.size();
    if (read_shapes(feature["geometry"], name, areas)) return;
    areas.resize(before);
    complain(path, 1, "the shape of `" + name + "` is no closed polygon");
  }

  void read_towns(const std::string& path) {
    for_each_feature(path, [&](const JsonValue&, const std::string& name) {
      names.add(NameKind::town, short_name(name));
    });
  }

  void for_each_feature(const std::string& path,
                        const std::function<void(const JsonValue&, const std::string&)>& use) {
    each_feature(path, [&](const JsonValue& feature, std::size_t number) {
      const std::string name = trim(feature["properties"]["name"].text_or(""));
      if (!name.empty()) return use(feature, name);
      complain(path, 1, "feature " + std::to_string(number) + " has no property `name`");
    });
  }

  void each_feature(const std::string& path,
                    const std::function<void(const JsonValue&, std::size_t)>& use) {
    const Result<std::string> bytes = read_file(path, largest_map);
    if (!bytes) return complain(path, 0, bytes.fault().message);
    const Result<JsonValue> map = JsonValue::parse(*bytes, {.bytes = largest_map, .depth = 16});
    if (!map) return complain(path, 1, map.fault().message);
    std::size_t number = 0;
    for (const JsonValue& feature : (*map)["features"].items()) use(feature, ++number);
    if (number == 0) complain(path, 1, "expected a GeoJSON FeatureCollection with features");
  }

  void read_lines(const std::string& path,
                  const std::function<void(const std::string&, int)>& use) {
    const Result<std::string> bytes = read_file(path, largest_map);
    if (!bytes) return complain(path, 0, bytes.fault().message);
    int number = 0;
    for (const std::string& line : split(*bytes, '\n')) {
      ++number;
      const std::string clean = trim(repair_utf8(line));
      if (!clean.empty()) use(clean, number);
    }
  }

  void read_streets(const std::string& path) {
    read_lines(path, [&](const std::string& line, int) {
      names.add_street(line.substr(0, line.find('\t')));
    });
  }

  void read_place(const std::string& path, const std::string& line, int number) {
    const std::vector<std::string> cells = split(line, '\t');
    if (number == 1 && cells.size() >= 2 && to_lower_ascii(cells[1]) == "lat") return;
    const std::optional<double> lat = cells.size() >= 3 ? number_of(cells[1]) : std::nullopt;
    const std::optional<double> lon = cells.size() >= 3 ? number_of(cells[2]) : std::nullopt;
    if (!lat || !lon || !on_earth(*lat, *lon))
      return complain(path, number, "expected name, lat, lon");
    names.add_landmark(cells[0], *lat, *lon);
  }

  static std::optional<double> number_of(const std::string& cell) {
    const std::string clean = trim(cell);
    char* end = nullptr;
    const double value = std::strtod(clean.c_str(), &end);
    if (clean.empty() || *end != '\0' || !std::isfinite(value)) return std::nullopt;
    return value;
  }

  void complain(const std::string& file, int line, std::string what) {
    complaints_.push_back({{file, line, line > 0 ? 1 : 0}, std::move(what)});
  }

  std::vector<Complaint>& complaints_;
};

}  // namespace

Geography::Geography() : impl_(std::make_unique<Impl>()) {}
Geography::~Geography() = default;
Geography::Geography(Geography&&) noexcept = default;
Geography& Geography::operator=(Geography&&) noexcept = default;

Geography Geography::read(const std::string& folder, std::vector<Complaint>& complaints) {
  FolderReader reader(complaints);
  reader.read(folder);
  Geography out;
  out.impl_->names = std::move(reader.names);
  out.impl_->neighborhoods = Layer(std::move(reader.neighborhoods));
  out.impl_->districts = Layer(std::move(reader.districts));
  out.impl_->boundary = Layer(std::move(reader.boundary));
  return out;
}

std::string Geography::neighborhood_at(double lat, double lon) const {
  const Area* area = impl_->neighborhoods.at(lat, lon);
  return area == nullptr ? "" : area->name;
}

std::vector<std::string> Geography::neighborhoods_at(double lat, double lon) const {
  std::vector<std::string> names{neighborhood_at(lat, lon)};
  if (names.front().empty()) return {};
  for (const double north : {-rounding, rounding}) {
    for (const double east : {-rounding, rounding}) {
      const std::string name = neighborhood_at(lat + north, lon + east);
      const bool is_new = std::find(names.begin(), names.end(), name) == names.end();
      if (is_new && !name.empty()) names.push_back(name);
    }
  }
  return names;
}

std::string Geography::district_at(double lat, double lon) const {
  const Area* area = impl_->districts.at(lat, lon);
  return area == nullptr ? "" : area->name;
}

bool Geography::in_city(double lat, double lon) const {
  return impl_->boundary.empty() || impl_->boundary.at(lat, lon) != nullptr ||
         impl_->neighborhoods.at(lat, lon) != nullptr;
}

const Gazetteer& Geography::names() const {
  return impl_->names;
}

}  // namespace social311::classifier
