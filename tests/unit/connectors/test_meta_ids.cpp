#include <doctest/doctest.h>

#include "connectors/meta/ids.h"
#include "connectors/meta/text.h"
#include "connectors/meta/times.h"
#include "core/json.h"

using namespace social311;
using namespace social311::connectors;

namespace {

std::optional<Instant> read_time(const char* json) {
  return meta::time_of(*JsonValue::parse(json));
}

}  // namespace

TEST_CASE("M15 bare, prefixed and three-part ids are one object, links are refused") {
  CHECK(meta::post_id("20", "1001") == "1001_20");
  CHECK(meta::post_id("1001_20", "1001") == "1001_20");
  CHECK(meta::post_id("777_20", "1001") == "777_20");
  CHECK(meta::comment_id("30", "1001_20") == "20_30");
  CHECK(meta::comment_id("20_30", "") == "20_30");
  CHECK(meta::comment_id("1001_20_30", "1001_20") == "20_30");
  CHECK(meta::comment_id("30", "").empty());
  CHECK(meta::same_object("1001_20", "20"));
  CHECK_FALSE(meta::same_object("1001_20", "1001_21"));
  for (const char* id :
       {"pfbid02abc", "https://www.facebook.com/share/p/1/", "", "_", "1_", "_1", "1_2_3_4", "01",
        "1 2", "../1", "1/2", "-1", "1234567890123456789012345678901"}) {
    CAPTURE(id);
    CHECK_FALSE(meta::is_object_id(id));
    CHECK(meta::post_id(id, "1001").empty());
    CHECK(meta::comment_id(id, "1001_20").empty());
  }
}

TEST_CASE("ids of messages are opaque words that cannot leave their place in a path") {
  CHECK(meta::is_message_id("m_ToF35NI1OImBjyUI-gplSaBMylU"));
  CHECK(meta::is_message_id("aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlE"));
  CHECK(meta::is_message_id("mid.1457764197618:41d102a3e1ae206a38"));
  for (const char* id : {"", "..", "a/b", "a?b", "a#b", "a b", "a%2fb", "\x01", "a&b"}) {
    CAPTURE(id);
    CHECK_FALSE(meta::is_message_id(id));
  }
}

TEST_CASE("M17 dates without a colon, seconds, milliseconds and strings are the same instants") {
  const auto at = parse_iso8601("2021-02-12T16:27:12Z");
  CHECK(meta::time_of(std::string_view("2021-02-12T16:27:12+0000")) == at);
  CHECK(meta::time_of(std::string_view("2021-02-12T18:27:12+0200")) == at);
  CHECK(meta::time_of(std::string_view("2021-02-12T16:27:12Z")) == at);
  CHECK(read_time("1613147232") == at);
  CHECK(read_time("\"1613147232\"") == at);
  CHECK(read_time("1613147232000") == at);
  CHECK(read_time("\"2021-02-12T16:27:12+0000\"") == at);
  for (const char* json :
       {"0", "-1", "1e300", "\"\"", "\"+0000\"", "null", "[]", "true", "99999999999999999999",
        "\"2021-13-12T16:27:12+0000\"", "\"2021-02-12T16:27:12+00:0\"", "1613147232.5"}) {
    CAPTURE(json);
    CHECK_FALSE(read_time(json).has_value());
  }
}

TEST_CASE("M17 ids that a webhook writes as numbers beyond 2^53 stay exact") {
  const auto body = JsonValue::parse(R"({"id":12345678901234567})");
  REQUIRE(body.ok());
  CHECK((*body)["id"].id() == "12345678901234567");
}

TEST_CASE("M30 Meta's lengths are counted in units of UTF-16 or in bytes") {
  CHECK(meta::utf16_units("abc") == 3);
  CHECK(meta::utf16_units("ñandú") == 5);
  CHECK(meta::utf16_units("🚧") == 2);
  CHECK(meta::message_rule().fits(std::string(2'000, 'a')));
  CHECK_FALSE(meta::message_rule().fits(std::string(2'001, 'a')));
  std::string accents;
  for (int i = 0; i < 500; ++i) accents += "ñ";
  CHECK(meta::instagram_message_rule().fits(accents));
  CHECK_FALSE(meta::instagram_message_rule().fits(accents + "a"));
  CHECK(meta::instagram_comment_rule().fits(std::string(2'200, 'a')));
  CHECK_FALSE(meta::instagram_comment_rule().fits(std::string(2'201, 'a')));
}

TEST_CASE("what Instagram may hide is told") {
  CHECK(meta::instagram_caution("Thanks, case 26-1 https://city.test/1 #a #b #c #d").empty());
  CHECK_FALSE(meta::instagram_caution(std::string(301, 'a')).empty());
  CHECK_FALSE(meta::instagram_caution("#a #b #c #d #e").empty());
  CHECK_FALSE(meta::instagram_caution("https://a.test https://b.test").empty());
  CHECK_FALSE(meta::instagram_caution("THANKS").empty());
}
