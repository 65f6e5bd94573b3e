// Places that the city's own map does not know, asked of a geocoder: a real client, a loopback
// server, a real database.
#include <doctest/doctest.h>

#include "classifier/classifier.h"
#include "net/client.h"
#include "service/roles/geocoding.h"
#include "tests/postgres/world.h"
#include "tests/support/scripted_server.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;
using service::GeocoderConfig;
using service::GeocoderKind;
using service::PlaceFinder;

namespace {

const std::string samples = SOCIAL311_SOURCE_DIR "/samples/denver";
const std::string one_point =
    R"([{"lat":"39.7392","lon":"-104.9848","addresstype":"building","display_name":"here"}])";
const std::string nowhere = "[]";

const classifier::Classifier& rules() {
  static const auto loaded = classifier::load_rules(samples + "/rules", samples + "/geography");
  REQUIRE(loaded.classifier);
  return *loaded.classifier;
}

sql::NewCaseRow at_place(const std::string& words, const std::string& kind = "address") {
  sql::NewCaseRow row;
  row.topic = "pothole_street";
  row.location = Location{.text = words, .kind = kind};
  return row;
}

struct Asking {
  World world{};
  test::ScriptedServer server{};
  std::unique_ptr<HttpClient> http = net::make_http_client();
  GeocoderConfig config{.kind = GeocoderKind::nominatim,
                        .service = {.base_url = server.url(),
                                    .city = "Denver, CO",
                                    .area = {-105.11, 39.61, -104.60, 39.92},
                                    .user_agent = "test, 311@city.example"}};
  std::unique_ptr<geocoder::Geocoder> geocoder = geocoder::nominatim(*http, config.service);
  PlaceFinder finder{config, *geocoder, rules()};

  Instant turn(Instant now = noon) {
    return finder.turn(*world.store, now, [now] { return now; });
  }
  Case about(const std::string& number) { return world.detail(number).about; }
  std::string history(const std::string& number) {
    std::string out;
    for (const auto& event : world.detail(number).events)
      if (event.kind == "location") out += event.actor + ": " + event.text + "\n";
    return out;
  }
};

}  // namespace

TEST_CASE("a case's place gets the point and the neighbourhood that a geocoder knows") {
  Asking asking;
  asking.server.then(test::json_answer(one_point));
  const auto number = asking.world.one_case("1", at_place("1437 Bannock St"));
  const auto before = asking.world.detail(number).version;
  CHECK(asking.turn() > noon);
  const auto about = asking.about(number);
  REQUIRE(about.location.has_value());
  CHECK(about.location->lat == doctest::Approx(39.7392));
  CHECK(about.location->lon == doctest::Approx(-104.9848));
  CHECK(about.location->text == "1437 Bannock St");
  CHECK(about.location->kind == "address");
  CHECK_FALSE(about.location->neighborhood.empty());
  CHECK(asking.world.detail(number).version == before + 1);
  CHECK(asking.history(number) == "auto: 1437 Bannock St (nominatim)\n");
  const auto request = asking.server.requests().at(0);
  CHECK(request.target.starts_with("/search?q=1437%20Bannock%20St%2C%20Denver%2C%20CO&"));
  CHECK(request.header("User-Agent") == "test, 311@city.example");
}

TEST_CASE("a place is asked once, whoever names it and however it is written") {
  Asking asking;
  asking.server.then(test::json_answer(one_point));
  const auto first = asking.world.one_case("1", at_place("1437 Bannock St"));
  const auto second = asking.world.one_case("2", at_place("1437 BANNOCK st"));
  asking.turn();
  asking.turn(after(10s));
  CHECK(asking.server.requests().size() == 1);
  CHECK(asking.about(first).location->lat.has_value());
  CHECK(asking.about(second).location->lat.has_value());
}

TEST_CASE("what a geocoder does not know stays unknown until the answer is old") {
  Asking asking;
  asking.server.then(test::json_answer(nowhere)).then(test::json_answer(one_point));
  const auto number = asking.world.one_case("1", at_place("9 Nowhere Ln"));
  asking.config.keep_days = 2;
  asking.turn();
  asking.turn(after(24h));
  CHECK(asking.server.requests().size() == 1);
  CHECK_FALSE(asking.about(number).location->lat.has_value());
  CHECK(asking.about(number).location->neighborhood.empty());
  asking.turn(after(49h));
  CHECK(asking.server.requests().size() == 2);
  CHECK(asking.about(number).location->lat.has_value());
}

TEST_CASE("places that need no geocoder are not asked about") {
  Asking asking;
  asking.world.one_case("1", at_place("Capitol Hill", "area"));
  asking.world.one_case("2", at_place("Colfax", "street"));
  asking.world.one_case("3");
  auto known = at_place("1437 Bannock St");
  known.location->lat = 39.7;
  known.location->lon = -104.9;
  asking.world.one_case("4", known);
  auto message = make_post("5");
  message.kind = PostKind::direct_message;
  asking.world.keep({message});
  asking.world.open_cases(at_place("12 Private Rd"));
  asking.world.one_case("6", at_place("77 Old St"));
  asking.world.sql(
      "update case_file set opened_at = opened_at - interval '8 days' "
      "where location ->> 'text' = '77 Old St'");
  asking.turn();
  CHECK(asking.server.requests().empty());
}

TEST_CASE("never more calls than a day allows, and no two at once") {
  Asking asking;
  asking.config.calls_day = 2;
  asking.config.calls_minute = 20;
  asking.server.otherwise([](const auto&) { return test::json_answer(nowhere); });
  for (int i = 1; i <= 4; ++i)
    asking.world.one_case(std::to_string(i), at_place(std::to_string(i) + " Main St"));
  CHECK(asking.turn() >= after(3s));
  CHECK(asking.server.requests().size() == 1);
  asking.turn();
  asking.turn();
  asking.turn();
  CHECK(asking.server.requests().size() == 2);
  CHECK(asking.world.store->place_calls(asking.config.name(), noon) == 2);
  asking.turn(after(24h));
  CHECK(asking.server.requests().size() == 3);
}

TEST_CASE("a geocoder in trouble is left alone longer each time, and the case waits unharmed") {
  Asking asking;
  asking.server.then(test::json_answer("{}", 503)).then(test::json_answer("x"));
  asking.server.then(test::json_answer("{}", 403)).then(test::json_answer(one_point));
  const auto number = asking.world.one_case("1", at_place("1437 Bannock St"));
  CHECK(asking.turn() == after(60s));
  CHECK(asking.turn() == after(120s));
  CHECK(asking.turn() == after(1h));
  CHECK_FALSE(asking.about(number).location->lat.has_value());
  asking.turn(after(2h));
  CHECK(asking.about(number).location->lat.has_value());
}

TEST_CASE("a place that a geocoder refuses does not stand before the others") {
  Asking asking;
  asking.server.then(test::json_answer("{}", 400)).then(test::json_answer(one_point));
  const auto first = asking.world.one_case("1", at_place("0 Odd St"));
  const auto second = asking.world.one_case("2", at_place("1437 Bannock St"));
  asking.turn();
  asking.turn(after(1min));
  CHECK_FALSE(asking.about(first).location->lat.has_value());
  CHECK(asking.about(second).location->lat.has_value());
}

TEST_CASE("a place that was changed or a case that was closed meanwhile keeps what it has") {
  Asking asking;
  const auto number = asking.world.one_case("1", at_place("1437 Bannock St"));
  asking.server.then_call([&](const auto&) {
    asking.world.sql("update case_file set location = location || '{\"text\": \"2 Other St\"}'");
    return test::json_answer(one_point);
  });
  asking.turn();
  CHECK(asking.about(number).location->text == "2 Other St");
  CHECK_FALSE(asking.about(number).location->lat.has_value());
}

TEST_CASE("one process of the city asks the geocoder") {
  World world;
  const auto other = world.another();
  CHECK(world.store->lock_geocoder());
  CHECK_FALSE(other->lock_geocoder());
}

TEST_CASE("answers and counts of the geocoder are forgotten in time") {
  World world;
  world.store->keep_place("s", "old", sql::FoundPoint{39.7, -104.9}, after(-48h));
  world.store->keep_place("s", "young", std::nullopt, noon);
  CHECK(world.store->count_place_call("s", 5, after(-48h)));
  CHECK(world.store->count_place_call("s", 5, noon));
  world.store->forget_places(after(-24h), after(-24h));
  CHECK(world.sql("select string_agg(place, ',') from place_found") == "young");
  CHECK(world.store->place_calls("s", after(-48h)) == 0);
  CHECK(world.store->place_calls("s", noon) == 1);
}
