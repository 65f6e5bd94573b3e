// What one process is told of a server's limits, another one composes within.
#include <doctest/doctest.h>

#include "tests/unit/connectors/mastodon_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;

namespace {

struct Object {
  Bench bench{};
  MastodonServer server{bench};
  std::unique_ptr<Network> network{};

  Object() {
    bench.http.play([this](const HttpRequest& request) { return server.serve(request); });
    auto made = make_network(mastodon_account(), bench.parts());
    REQUIRE(made.ok());
    network = std::move(made).value();
  }
};

const std::string address = "https://example.org/a/very/long/address/that/counts/less";

}  // namespace

TEST_CASE("a server's limits reach an object that never asked the server") {
  Object reader;
  CHECK(reader.network->told_limits().empty());  // nothing was told yet
  reader.server.instance =
      R"({"configuration":{"statuses":{"max_characters":5000,"characters_reserved_per_url":40}}})";
  (void)reader.network->check(noon);
  const auto told = reader.network->told_limits();
  REQUIRE_FALSE(told.empty());

  Object composer;
  CHECK(composer.network->capabilities().length.limit == 500);
  composer.network->take_limits(told);
  CHECK(composer.network->capabilities().length.limit == 5000);
  CHECK(composer.network->capabilities().length.measure(address) == 40);
  CHECK(composer.network->told_limits().empty());  // it was told nothing itself
}

TEST_CASE("limits that cannot be read change nothing, and what was read at first hand stays") {
  Object composer;
  for (const char* bad : {"", "null", "{}", "{\"characters\":0,\"characters_per_url\":23}", "[",
                          "{\"characters\":\"1\",\"characters_per_url\":23}"}) {
    CAPTURE(bad);
    composer.network->take_limits(bad);
    CHECK(composer.network->capabilities().length.limit == 500);
  }
  (void)composer.network->check(noon);
  composer.network->take_limits(R"({"characters":9000,"characters_per_url":23})");
  CHECK(composer.network->capabilities().length.limit == 500);
}

TEST_CASE("networks without limits of their own tell none") {
  Bench bench;
  Account account;
  account.network = "bluesky";
  account.id = "did:plc:denver311";
  account.handle = "denver311.test";
  account.base_url = "https://pds.test";
  account.credentials = {{"identifier", Secret("denver311.test")},
                         {"app_password", Secret("aaaa-bbbb-cccc-dddd")}};
  auto made = make_network(account, bench.parts());
  REQUIRE(made.ok());
  const auto limit = (*made)->capabilities().length.limit;
  (*made)->take_limits(R"({"characters":9000,"characters_per_url":23})");
  CHECK((*made)->told_limits().empty());
  CHECK((*made)->capabilities().length.limit == limit);
}
