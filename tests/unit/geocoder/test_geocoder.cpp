#include <doctest/doctest.h>

#include "geocoder/geocoder.h"

using namespace social311;
using namespace social311::geocoder;

namespace {

// Answers every request alike and keeps what was asked.
class OneAnswer final : public HttpClient {
 public:
  OneAnswer(int status, std::string body) : status_(status), body_(std::move(body)) {}
  Result<HttpResponse> send(const HttpRequest& request) override {
    asked.push_back(request);
    return HttpResponse{status_, {}, body_};
  }
  std::vector<HttpRequest> asked{};

 private:
  int status_;
  std::string body_;
};

Service denver() {
  return {"https://geo.example.org/locator",
          "Denver, CO",
          {-105.2, 39.5, -104.5, 40.0},
          "social311 (ops@example.org)"};
}

std::string arcgis_row(const char* type, double score, double lat, double lon) {
  return R"({"address":"A","location":{"x":)" + std::to_string(lon) + R"(,"y":)" +
         std::to_string(lat) + R"(},"score":)" + std::to_string(score) +
         R"(,"attributes":{"Addr_type":")" + type + "\"}}";
}

Result<std::optional<Place>> from_arcgis(const std::string& rows) {
  OneAnswer http(200, R"({"candidates":[)" + rows + "]}");
  return arcgis(http, denver())->find("1437 Bannock St");
}

std::string osm_row(const char* type, const char* lat, const char* lon) {
  return std::string(R"({"lat":")") + lat + R"(","lon":")" + lon + R"(","addresstype":")" + type +
         R"(","display_name":"B"})";
}

Result<std::optional<Place>> from_nominatim(const std::string& rows) {
  OneAnswer http(200, "[" + rows + "]");
  return nominatim(http, denver())->find("1437 Bannock St");
}

bool unknown(const Result<std::optional<Place>>& found) {
  return found.ok() && !found->has_value();
}

}  // namespace

TEST_CASE("ArcGIS: a sure address of the city is a place") {
  const auto found = from_arcgis(arcgis_row("PointAddress", 99, 39.739, -104.99));
  REQUIRE(found.ok());
  REQUIRE(found->has_value());
  CHECK((*found)->lat == doctest::Approx(39.739));
  CHECK((*found)->lon == doctest::Approx(-104.99));
  CHECK((*found)->matched == "A");
}

TEST_CASE("ArcGIS: towns, weak matches, places elsewhere and draws stay unknown") {
  CHECK(unknown(from_arcgis("")));
  CHECK(unknown(from_arcgis(arcgis_row("Locality", 100, 39.739, -104.99))));
  CHECK(unknown(from_arcgis(arcgis_row("PointAddress", 70, 39.739, -104.99))));
  CHECK(unknown(from_arcgis(arcgis_row("PointAddress", 100, 41.0, -104.99))));
  CHECK(unknown(from_arcgis(arcgis_row("StreetAddress", 95, 39.70, -104.99) + "," +
                            arcgis_row("StreetAddress", 95, 39.75, -104.99))));
}

TEST_CASE("ArcGIS: two answers for one corner are one place, and the surer one wins") {
  CHECK(from_arcgis(arcgis_row("StreetInt", 95, 39.7000, -104.99) + "," +
                    arcgis_row("StreetInt", 95, 39.7005, -104.99))
            ->has_value());
  const auto surer = from_arcgis(arcgis_row("StreetAddress", 90, 39.70, -104.99) + "," +
                                 arcgis_row("StreetAddress", 99, 39.75, -104.99));
  REQUIRE(surer->has_value());
  CHECK((*surer)->lat == doctest::Approx(39.75));
}

TEST_CASE("ArcGIS: errors that come with status 200 are told by what to do") {
  const auto fault = [](const char* body) {
    OneAnswer http(200, body);
    return arcgis(http, denver())->find("x").fault().kind;
  };
  CHECK(fault(R"({"error":{"code":498,"message":"Invalid token"}})") == FaultKind::denied);
  CHECK(fault(R"({"error":{"code":500}})") == FaultKind::retry_later);
  CHECK(fault(R"({"error":{"code":400}})") == FaultKind::rejected);
  CHECK(fault(R"({})") == FaultKind::garbled);
}

TEST_CASE("the question is encoded, cut, cleaned, and bounded by the city") {
  OneAnswer http(200, R"({"candidates":[]})");
  CHECK(unknown(arcgis(http, denver())->find("14th & Grant\n#2" + std::string(500, 'x'))));
  REQUIRE(http.asked.size() == 1);
  const std::string& url = http.asked[0].url;
  CHECK(
      url.starts_with("https://geo.example.org/locator/"
                      "findAddressCandidates?f=json&SingleLine=14th%20%26%20Grant%20%232x"));
  CHECK(url.find("%2C%20Denver%2C%20CO") != std::string::npos);
  CHECK(url.find("searchExtent=-105.2") != std::string::npos);
  CHECK(url.size() < 700);
  CHECK(http.asked[0].method == "GET");
  CHECK(unknown(arcgis(http, denver())->find(" \n ")));
  CHECK(http.asked.size() == 1);  // nothing to ask for
}

TEST_CASE("Nominatim: a house is a place, a town, a street or a draw is not") {
  const auto house = from_nominatim(osm_row("building", "39.739", "-104.99"));
  REQUIRE(house.ok());
  REQUIRE(house->has_value());
  CHECK((*house)->lon == doctest::Approx(-104.99));
  CHECK(unknown(from_nominatim("")));
  CHECK(unknown(from_nominatim(osm_row("city", "39.739", "-104.99"))));
  CHECK(unknown(from_nominatim(osm_row("road", "39.739", "-104.99"))));
  CHECK(unknown(from_nominatim(osm_row("building", "abc", "-104.99"))));
  CHECK(unknown(from_nominatim(osm_row("building", "39.70", "-104.99") + "," +
                               osm_row("building", "39.75", "-104.99"))));
}

TEST_CASE("Nominatim: names its operator and asks within the city") {
  OneAnswer http(200, "[]");
  CHECK(unknown(nominatim(http, denver())->find("Civic Center")));
  REQUIRE(http.asked.size() == 1);
  CHECK(http.asked[0].headers.at("User-Agent") == "social311 (ops@example.org)");
  CHECK(http.asked[0].url.find("bounded=1") != std::string::npos);
}

TEST_CASE("statuses and bodies that are no answer become faults") {
  const auto fault = [](int status, const char* body) {
    OneAnswer http(status, body);
    return nominatim(http, denver())->find("x").fault().kind;
  };
  CHECK(fault(429, "") == FaultKind::retry_later);
  CHECK(fault(503, "") == FaultKind::retry_later);
  CHECK(fault(403, "") == FaultKind::denied);
  CHECK(fault(302, "") == FaultKind::rejected);
  CHECK(fault(200, "{}") == FaultKind::garbled);
  CHECK_FALSE([] {
    OneAnswer http(200, "<html>");
    return nominatim(http, denver())->find("x").ok();
  }());
}
