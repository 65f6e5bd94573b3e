#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "classifier/geography.h"
#include "classifier/places.h"
#include "core/file.h"
#include "core/json.h"
#include "core/text.h"
#include "rules_fixture.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

std::string places(const std::string& text, const Geography& geography) {
  MatchText read;
  read_text(text, read);
  std::string out;
  for (const Location& place : places_in(read, geography)) {
    REQUIRE(place.start);
    REQUIRE(place.end);
    CHECK(text.substr(*place.start, *place.end - *place.start) == place.text);
    out += (out.empty() ? "" : " | ") + place.kind + " " + place.text;
  }
  return out;
}

struct Case {
  std::string text{};
  std::string expected{};
};

void check(const std::vector<Case>& cases, const Geography& geography) {
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(places(one.text, geography) == one.expected);
  }
}

// The rows' coordinates are rounded to six decimals: on a border that decides.
bool within_rounding(const Geography& map, double lat, double lon, const std::string& label) {
  constexpr double rounding = 0.5e-6;
  for (const double north : {-rounding, 0.0, rounding}) {
    for (const double east : {-rounding, 0.0, rounding}) {
      if (map.neighborhood_at(lat + north, lon + east) == label) return true;
    }
  }
  return false;
}

// Two squares that share the border at longitude 1, one with a hole, a street list and a place.
Geography small_map(const TempFolder& folder) {
  folder.write("map/neighborhoods.geojson",
               R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"West Hill"},"geometry":{"type":"Polygon","coordinates":
 [[[0,0],[1,0],[1,1],[0,1],[0,0]],[[0.4,0.4],[0.4,0.6],[0.6,0.6],[0.6,0.4],[0.4,0.4]]]}},
{"type":"Feature","properties":{"name":"Baker"},"geometry":{"type":"MultiPolygon","coordinates":
 [[[[1,0],[2,0],[2,1],[1,1],[1,0]]],[[[5,5],[6,5],[6,6],[5,6],[5,5]]]]}}]})");
  folder.write(
      "map/streets.tsv",
      "E COLFAX AVE\tx\n00 BLK N BROADWAY\tx\nN MARTIN LUTHER KING BLVD\tx\nPEARL ST\tx\n");
  folder.write("map/places.tsv", "name\tlat\tlon\nUnion Station\t0.5\t1.5\n");
  folder.write(
      "map/cities.geojson",
      R"({"features":[{"properties":{"name":"Aurora, CO"},"geometry":{"type":"Polygon","coordinates":[]}}]})");
  std::vector<Complaint> complaints;
  Geography map = Geography::read(folder.path() + "/map", complaints);
  CHECK(complaints.empty());
  return map;
}

}  // namespace

TEST_CASE("addresses are read with directions, ranges and lower case") {
  check({{"pothole at 1437 Bannock St please", "address 1437 Bannock St"},
         {"hole 1437 bannock st.", "address 1437 bannock st"},
         {"at 278-298 west Olney Rd", "address 278-298 west Olney Rd"},
         {"near 421 N. Arcadia today", "address 421 N. Arcadia"},
         {"1360 Meadowmere has no light", "address 1360 Meadowmere"},
         {"123 1/2 Main Street", "address 123 1/2 Main Street"},
         {"en 1200 W 38th Ave NW", "address 1200 W 38th Ave NW"},
         {"🚧 701 S FRANKLIN ST 🚧", "address 701 S FRANKLIN ST"},
         {"8128 S. Dr Martin Luther King Jr Drive",
          "address 8128 S. Dr Martin Luther King Jr Drive"}},
        Geography());
}

TEST_CASE("numbers of other things are no addresses") {
  check({{"24 hours a day, 3 Cars and 12 people", ""},
         {"$500 Main reasons", ""},
         {"at 7:30 Main event", ""},
         {"I called 311 and 911", ""},
         {"2 weeks in the street", ""},
         {"the light at my street is out", ""},
         {"this road is a mess, main road too", ""},
         {"hard drive failed on the way to work", ""},
         {"my dr said no st", ""}},
        Geography());
}

TEST_CASE("crossings are read in their many forms") {
  check({{"light out at Colfax Ave and Broadway St", "intersection Colfax Ave and Broadway St"},
         {"corner of maple st & elm st", "intersection corner of maple st & elm st"},
         {"the intersection of Riverdale and Overlook",
          "intersection intersection of Riverdale and Overlook"},
         {"W 41ST AVE / N ZUNI ST", "intersection W 41ST AVE / N ZUNI ST"},
         {"15th and Blake St", "intersection 15th and Blake St"},
         {"5th street just east of Swan", "intersection 5th street just east of Swan"},
         {"Federal Blvd @ 38th Ave", "intersection Federal Blvd @ 38th Ave"},
         {"esquina de Colfax y Federal", "intersection esquina de Colfax y Federal"},
         {"bache en la calle Hidalgo con avenida Juárez",
          "intersection calle Hidalgo con avenida Juárez"}},
        Geography());
}

TEST_CASE("Spanish crossings, blocks and numbers are read without a street list") {
  check({{"Hay un bache en calle Hidalgo y Morelos", "intersection calle Hidalgo y Morelos"},
         {"fuga en la calle hidalgo esquina morelos", "intersection calle hidalgo esquina morelos"},
         {"semáforo roto en la calle Mayor esquina con Alcalá",
          "intersection calle Mayor esquina con Alcalá"},
         {"árbol en avenida Juárez casi esquina con Morelos",
          "intersection avenida Juárez casi esquina con Morelos"},
         {"bache en Hidalgo esquina Morelos", "intersection Hidalgo esquina Morelos"},
         {"bache en Federal y la 38", "intersection Federal y la 38"},
         {"poste caído en la esquina de la calle Lima y la avenida Mississippi",
          "intersection esquina de la calle Lima y la avenida Mississippi"},
         {"sin luz en calle Pearl entre 13 y 14", "block calle Pearl entre 13 y 14"},
         {"hay basura entre las calles Maple y Oak", "block entre las calles Maple y Oak"},
         {"calle San Juan 123, bache enorme", "address calle San Juan 123"}},
        Geography());
}

TEST_CASE("Spanish words of streets alone are no crossings") {
  check({{"hay un hoyo en la calle y no lo arreglan", ""},
         {"ayer en la calle y hoy en la casa", ""},
         {"en la esquina de mi casa y nadie hace nada", ""},
         {"pasó por la calle Pearl 20 veces", "street calle Pearl"}},
        Geography());
}

TEST_CASE("blocks are read with and without a number") {
  check({{"the 400 block of Hanssler", "block 400 block of Hanssler"},
         {"1200-1300 blk N Grape St", "block 1200-1300 blk N Grape St"},
         {"between Lenai Circle and Steven Drive", "block between Lenai Circle and Steven Drive"},
         {"Main St between 3rd and 4th", "block Main St between 3rd and 4th"},
         {"entre Calle Uno y Calle Dos", "block entre Calle Uno y Calle Dos"},
         {"between you and me", ""},
         {"between cars and trucks", ""}},
        Geography());
}

TEST_CASE("streets, highways and landmarks are read") {
  check({{"pothole on Queen Mill Road", "street Queen Mill Road"},
         {"trash along I-25 and on US 36", "street I-25 | street US 36"},
         {"give us 36 reasons, i 25 times", ""},
         {"la avenida Insurgentes está oscura", "street avenida Insurgentes"},
         {"swings broken in Brookside Park", "landmark Brookside Park"},
         {"near Rincon High School", "landmark Rincon High School"}},
        Geography());
}

TEST_CASE("names of the map are known without their suffix") {
  const TempFolder folder;
  const Geography map = small_map(folder);
  check({{"Colfax and Broadway", "intersection Colfax and Broadway"},
         {"signal at colfax & pearl", "intersection colfax & pearl"},
         {"bache en Colfax y Broadway", "intersection Colfax y Broadway"},
         {"1437 broadway", "address 1437 broadway"},
         {"pothole on Colfax", "street Colfax"},
         {"a pearl of wisdom", ""},
         {"potholes in west hill", "area west hill"},
         {"dog loose in Baker", "area Baker"},
         {"the baker is nice", ""},
         {"flooding at Union Station", "landmark Union Station"}},
        map);
}

TEST_CASE("a landmark of the map has coordinates, other places stay without") {
  const TempFolder folder;
  const Geography map = small_map(folder);
  MatchText text;
  read_text("from Union Station to Baker, 12 Elm St", text);
  const std::vector<Location> found = places_in(text, map);
  REQUIRE(found.size() == 3);
  CHECK(found[0].lat == std::optional<double>(0.5));
  CHECK(found[0].neighborhood == "Baker");
  CHECK_FALSE(found[1].lat);
  CHECK(found[1].neighborhood == "Baker");
  CHECK_FALSE(found[2].lat);
  CHECK(found[2].neighborhood.empty());
}

TEST_CASE("a point belongs to the polygon that covers it and to no other") {
  const TempFolder folder;
  const Geography map = small_map(folder);
  CHECK(map.neighborhood_at(0.2, 0.2) == "West Hill");
  CHECK(map.neighborhood_at(0.5, 0.5).empty());  // in the hole
  CHECK(map.neighborhood_at(0.5, 1.0) ==
        "West Hill");  // on the shared border: the first in the file
  CHECK(map.neighborhood_at(0.5, 1.000001) == "Baker");
  CHECK(map.neighborhood_at(5.5, 5.5) == "Baker");
  CHECK(map.neighborhood_at(3, 3).empty());
  CHECK(map.neighborhood_at(91, 0).empty());
  CHECK(map.neighborhood_at(std::nan(""), 0.5).empty());
  CHECK(Geography().neighborhood_at(0.2, 0.2).empty());
}

TEST_CASE("the post's own coordinates are a point with its neighbourhood") {
  const TempFolder folder;
  small_map(folder);
  write_small_city(folder);
  const LoadedRules loaded = load_rules(folder.path(), folder.path() + "/map");
  REQUIRE(loaded.classifier);
  Post post;
  post.text = "hello";
  post.lat = 0.2;
  post.lon = 0.2;
  const Finding finding = loaded.classifier->classify(post, Instant{});
  REQUIRE(finding.locations.size() == 1);
  CHECK(finding.locations[0].kind == "point");
  CHECK_FALSE(finding.locations[0].start);
  CHECK(finding.locations[0].neighborhood == "West Hill");
}

TEST_CASE("a point on a border belongs to both neighbourhoods, and to its district") {
  const TempFolder folder;
  small_map(folder);
  write_small_city(folder);
  folder.write("map/council_districts.geojson",
               R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"District 4"},"geometry":{"type":"Polygon","coordinates":
 [[[0,0],[2,0],[2,1],[0,1],[0,0]]]}}]})");
  folder.write("map/city_boundary.geojson",
               R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":
 [[[0,0],[2.5,0],[2.5,1],[0,1],[0,0]]]}}]})");
  std::vector<Complaint> complaints;
  const Geography map = Geography::read(folder.path() + "/map", complaints);
  REQUIRE(complaints.empty());
  CHECK(map.neighborhoods_at(0.5, 1.0) == std::vector<std::string>{"West Hill", "Baker"});
  CHECK(map.neighborhoods_at(0.2, 0.2) == std::vector<std::string>{"West Hill"});
  CHECK(map.neighborhoods_at(3, 3).empty());
  CHECK(map.district_at(0.2, 0.2) == "District 4");
  CHECK(map.district_at(3, 3).empty());
  CHECK(map.in_city(0.5, 2.4));  // within the boundary, in no neighbourhood
  CHECK(map.in_city(5.5, 5.5));  // in a neighbourhood that the boundary leaves out
  CHECK_FALSE(map.in_city(3, 3));
  CHECK(Geography().in_city(3, 3));  // nobody said where the city ends

  const LoadedRules loaded = load_rules(folder.path(), folder.path() + "/map");
  REQUIRE(loaded.classifier);
  Post post;
  post.text = "hello";
  post.lat = 0.5;
  post.lon = 1.0;
  const Finding on_border = loaded.classifier->classify(post, Instant{});
  REQUIRE(on_border.locations.size() == 2);
  CHECK(on_border.locations[0].neighborhood == "West Hill");
  CHECK(on_border.locations[1].neighborhood == "Baker");
  CHECK(on_border.locations[1].district == "District 4");
  const double inside = on_border.service_request;
  post.lat = 3;
  post.lon = 3;
  const Finding outside = loaded.classifier->classify(post, Instant{});
  REQUIRE(outside.locations.size() == 1);
  CHECK(outside.locations[0].neighborhood.empty());
  CHECK(outside.service_request < inside);
}

TEST_CASE("broken maps are complained about by file and line") {
  const TempFolder folder;
  folder.write(
      "map/a_neighborhood.geojson",
      R"({"features":[{"properties":{"name":"X"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}},
                   {"properties":{},"geometry":null}]})");
  folder.write("map/b_neighborhood.geojson", "{");
  folder.write("map/places.tsv", "Zoo\t1\t2\nBad\tx\t2\nWorse\t1\n");
  std::vector<Complaint> complaints;
  Geography::read(folder.path() + "/map", complaints);
  std::string told;
  for (const Complaint& complaint : complaints) told += to_string(complaint) + "\n";
  CAPTURE(told);
  CHECK(told.find("shape of `X`") != std::string::npos);
  CHECK(told.find("feature 2 has no property") != std::string::npos);
  CHECK(told.find("b_neighborhood.geojson:1") != std::string::npos);
  CHECK(told.find("places.tsv:2:1: expected name, lat, lon") != std::string::npos);
  CHECK(told.find("places.tsv:3:1: expected name, lat, lon") != std::string::npos);
  CHECK(told.find("no *neighborhood*.geojson with a polygon") != std::string::npos);
}

TEST_CASE("every coordinate of the shared Denver addresses lies in its neighbourhood") {
  const char* given = std::getenv("SOCIAL311_SHARED");
  const std::string shared =
      given != nullptr ? given : std::string(SOCIAL311_SOURCE_DIR) + "/../shared";
  const std::string folder = shared + "/evaluation/data/location";
  if (!std::filesystem::is_directory(folder)) {
    MESSAGE("skipped: the shared evaluation data is not there");
    return;
  }
  std::vector<Complaint> complaints;
  const Geography map = Geography::read(folder, complaints);
  CHECK(complaints.empty());
  const Result<std::string> rows = read_file(folder + "/denver_addresses_dev.jsonl");
  REQUIRE(rows.ok());
  int right = 0;
  int on_a_border = 0;
  int wrong = 0;
  for (const std::string& line : split(*rows, '\n')) {
    const Result<JsonValue> row = JsonValue::parse(line);
    if (!row) continue;
    const double lat = (*row)["lat"].real().value_or(0);
    const double lon = (*row)["lon"].real().value_or(0);
    const std::string label = (*row)["label"].text_or("");
    const bool same = map.neighborhood_at(lat, lon) == label;
    const bool nearly = !same && within_rounding(map, lat, lon, label);
    (same ? right : nearly ? on_a_border : wrong) += 1;
  }
  CHECK(right >= 580);
  CHECK(on_a_border <= 12);
  CHECK(wrong == 0);
}
