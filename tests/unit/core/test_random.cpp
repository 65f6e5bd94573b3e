#include <doctest/doctest.h>

#include <array>
#include <set>
#include <stdexcept>

#include "core/random.h"

using namespace social311;

TEST_CASE("a seed gives the published sequence of splitmix64") {
  SeededRandom random(1234567);
  CHECK(random.next() == 6457827717110365317u);
  CHECK(random.next() == 3203168211198807973u);
  CHECK(random.next() == 9817491932198370423u);
}

TEST_CASE("bytes have the asked length and follow the seed") {
  SeededRandom one(7);
  SeededRandom two(7);
  for (std::size_t count : {0u, 1u, 7u, 8u, 9u, 33u}) {
    const std::string bytes = one.bytes(count);
    CHECK(bytes.size() == count);
    CHECK(bytes == two.bytes(count));
  }
  CHECK(SystemRandom().bytes(16) != SystemRandom().bytes(16));
}

TEST_CASE("numbers below a bound reach every value about equally often") {
  SeededRandom random(42);
  std::array<int, 6> counts{};
  for (int i = 0; i < 60'000; ++i) ++counts.at(random.below(6));
  for (int count : counts) {
    CHECK(count > 9'500);
    CHECK(count < 10'500);
  }
  CHECK(random.below(1) == 0);
}

TEST_CASE("a bound above half the range is not skewed towards small numbers") {
  SeededRandom random(3);
  const std::uint64_t bound = 3ull
                              << 62u;  // a bare modulo would give the lower third twice as often
  int low = 0;
  for (int i = 0; i < 30'000; ++i) low += random.below(bound) < bound / 3 ? 1 : 0;
  CHECK(low > 9'500);
  CHECK(low < 10'500);
}

TEST_CASE("a version 7 UUID carries its time, version and variant") {
  SeededRandom random(1);
  const std::string id = uuid_v7(0x0192'3456'789a, random);
  REQUIRE(id.size() == 36);
  CHECK(id.substr(0, 15) == "01923456-789a-7");
  CHECK(std::string("89ab").find(id[19]) != std::string::npos);
  CHECK(id[8] == '-');
  CHECK(id[13] == '-');
  CHECK(id[18] == '-');
  CHECK(id[23] == '-');
  CHECK(uuid_v7(0x0192'3456'789b, random) > id);
}

TEST_CASE("a thousand UUIDs of one millisecond are all different") {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1'000; ++i) seen.insert(uuid_v7(1, random));
  CHECK(seen.size() == 1'000);
}
