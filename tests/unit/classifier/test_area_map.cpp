#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "classifier/area_map.h"

using namespace social311;
using namespace social311::classifier;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "social311-map.XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ + "/" + name) << text;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string feature(const std::string& name, const std::string& type, const std::string& rings) {
  return R"({"type":"Feature","properties":{"name":")" + name + R"("},"geometry":{"type":")" +
         type + R"(","coordinates":)" + rings + "}}";
}

}  // namespace

TEST_CASE("neighbours are drawn with one border, north up") {
  const Folder folder;
  folder.write("two_neighborhoods.geojson",
               R"({"type":"FeatureCollection","features":[)" +
                   feature("South", "Polygon", "[[[0,0],[2,0],[2,1],[1,1],[0,1],[0,0]]]") + "," +
                   feature("North", "MultiPolygon", "[[[[0,1],[2,1],[2,2],[0,2],[0,1]]]]") + "]}");
  const auto map = draw_areas(folder.path());
  REQUIRE(map.areas.size() == 2);
  CHECK(map.width == 900);
  CHECK(map.height == 900);
  CHECK(map.areas[0].name == "North");
  CHECK(map.areas[0].path == "M0 450l900 0l0-450l-900 0Z");
  CHECK(map.areas[1].path == "M0 900l900 0l0-450l-900 0Z");  // the point on the line is gone
  CHECK(map.areas[0].y < map.areas[1].y);
}

TEST_CASE("what is no polygon is left out, and a city without polygons has no map") {
  const Folder folder;
  CHECK(draw_areas(folder.path()).areas.empty());
  CHECK(draw_areas(folder.path() + "/missing").areas.empty());
  folder.write("a_neighborhood.geojson", "no json");
  folder.write("b_neighborhood.geojson",
               R"({"features":[)" + feature("Line", "LineString", "[[0,0],[1,1]]") + "," +
                   feature("Far", "Polygon", "[[[0,0],[999,0],[2,1],[0,0]]]") + "," +
                   feature("Dot", "Polygon", "[[[1,1],[1,1],[1,1],[1,1]]]") + "," +
                   feature("", "Polygon", "[[[0,0],[2,0],[2,1],[0,0]]]") + "]}");
  CHECK(draw_areas(folder.path()).areas.empty());
}

TEST_CASE("the sample city has its shapes") {
  const auto map = draw_areas(SOCIAL311_SOURCE_DIR "/samples/denver/geography");
  CHECK(map.areas.size() >= 20);
  for (const auto& one : map.areas) {
    CHECK(one.path.starts_with("M"));
    CHECK(one.x >= 0);
    CHECK(one.x <= map.width);
    CHECK(one.y <= map.height);
  }
}
