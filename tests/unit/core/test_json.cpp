#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "core/json.h"
#include "core/text.h"

using namespace social311;

namespace {

JsonValue read(std::string_view text) {
  auto parsed = JsonValue::parse(text);
  REQUIRE_MESSAGE(parsed.ok(), text);
  return *parsed;
}

constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
constexpr auto highest = std::numeric_limits<std::int64_t>::max();

}  // namespace

TEST_CASE("members are read by type and anything else is absent") {
  const JsonValue doc =
      read(R"({"t":"x","n":12,"f":1.5,"b":true,"z":null,"l":[1,"a",{}],"o":{"k":"v"},)"
           R"("at":"2026-03-02T15:04:05Z"})");
  CHECK(doc["t"].text() == "x");
  CHECK(doc["n"].number(0, 100) == 12);
  CHECK(doc["f"].real() == 1.5);
  CHECK(doc["n"].real() == 12.0);
  CHECK(doc["b"].flag() == true);
  CHECK(doc["z"].kind() == JsonValue::Kind::null);
  CHECK(doc["l"].size() == 3);
  CHECK(doc["l"].at(1).text() == "a");
  CHECK(doc["l"].items().size() == 3);
  CHECK(doc["o"]["k"].text_or("other") == "v");
  CHECK(to_iso8601(doc["at"].instant().value()) == "2026-03-02T15:04:05Z");
  CHECK(doc.keys().size() == 8);

  CHECK(doc["missing"].absent());
  CHECK(doc["missing"]["deeper"].at(3)["still"].absent());
  CHECK(doc["l"].at(3).absent());
  CHECK(doc["t"]["k"].absent());
  CHECK(doc["t"].items().empty());
  CHECK(doc["t"].keys().empty());
  CHECK(doc["t"].size() == 0);
  CHECK_FALSE(doc["n"].text().has_value());
  CHECK_FALSE(doc["t"].number(lowest, highest).has_value());
  CHECK_FALSE(doc["t"].real().has_value());
  CHECK_FALSE(doc["z"].flag().has_value());
  CHECK_FALSE(doc["t"].instant().has_value());
  CHECK(doc["z"].text_or("other") == "other");
  CHECK(JsonValue().absent());
  CHECK(JsonValue().dump() == "");
}

TEST_CASE("a handle keeps its document alive") {
  JsonValue inner;
  {
    const JsonValue doc = read(R"({"a":{"b":["kept"]}})");
    inner = doc["a"]["b"].at(0);
  }
  CHECK(inner.text() == "kept");
}

TEST_CASE("whole numbers are exact or absent, never wrapped") {
  const struct {
    const char* text;
    std::optional<std::int64_t> number;
  } rows[] = {
      {"0", 0},
      {"-5", -5},
      {"9223372036854775807", highest},
      {"-9223372036854775808", lowest},
      {"9223372036854775808", std::nullopt},
      {"18446744073709551615", std::nullopt},
      {"18446744073709551616", std::nullopt},
      {"-9223372036854775809", std::nullopt},
      {"3.0", 3},
      {"1e3", 1000},
      {"3.5", std::nullopt},
      {"1e300", std::nullopt},
      {"\"7\"", std::nullopt},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(read(row.text).number(lowest, highest) == row.number);
  }
  CHECK_FALSE(read("11").number(0, 10).has_value());
  CHECK_FALSE(read("-1").number(0, 10).has_value());
  CHECK(read("10").number(0, 10) == 10);
}

TEST_CASE("ids are read digit for digit") {
  CHECK(read(R"("00123")").id() == "00123");
  CHECK(read("1234567890123456789").id() == "1234567890123456789");
  CHECK(read("18446744073709551615").id() == "18446744073709551615");
  CHECK_FALSE(read("18446744073709551616").id().has_value());
  CHECK_FALSE(read("-1").id().has_value());
  CHECK_FALSE(read("1.5").id().has_value());
  CHECK_FALSE(read("null").id().has_value());
  CHECK_FALSE(read("true").id().has_value());
}

TEST_CASE("text that is no JSON is garbled and its bytes are not repeated") {
  for (const char* text :
       {"", " ", "{", "[1,]", "{\"a\":1,}", "nul", "NaN", "'a'", "{} {}", "[1] x", "\"\\ud800\"",
        "\"\xff\"", "\"a\nb\"", "01", "1e400", "// c\n{}"}) {
    CAPTURE(text);
    const auto parsed = JsonValue::parse(text);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.fault().kind == FaultKind::garbled);
  }
  const auto parsed = JsonValue::parse(R"({"token":"s3cret" oops})");
  REQUIRE_FALSE(parsed.ok());
  CHECK(parsed.fault().message.find("s3cret") == std::string::npos);
  CHECK(parsed.fault().message == "not JSON from byte 19 on");
}

TEST_CASE("size is capped before anything is parsed") {
  JsonLimits limits;
  limits.bytes = 10;
  CHECK(JsonValue::parse("\"12345678\"", limits).ok());
  const auto parsed = JsonValue::parse("\"123456789\"", limits);
  REQUIRE_FALSE(parsed.ok());
  CHECK(parsed.fault().message == "the JSON has 11 bytes, more than the 10 allowed");
}

TEST_CASE("depth is capped at the limit and not one level earlier") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(JsonValue::parse(nested(64)).ok());
  CHECK_FALSE(JsonValue::parse(nested(65)).ok());
  CHECK_FALSE(JsonValue::parse(nested(2'000'000)).ok());
  std::string objects;
  for (int i = 0; i < 65; ++i) objects += R"({"a":)";
  CHECK_FALSE(JsonValue::parse(objects + "1" + std::string(65, '}')).ok());
  JsonLimits flat;
  flat.depth = 1;
  CHECK(JsonValue::parse("[1,2]", flat).ok());
  CHECK_FALSE(JsonValue::parse("[1,[2]]", flat).ok());
  CHECK(JsonValue::parse("[[1],[2],[3]]", JsonLimits{100, 2, false}).ok());
}

TEST_CASE("duplicate keys are refused on request, in every object by itself") {
  JsonLimits strict;
  strict.refuse_duplicate_keys = true;
  CHECK_FALSE(JsonValue::parse(R"({"a":1,"a":2})", strict).ok());
  CHECK_FALSE(JsonValue::parse(R"({"x":[{"a":1,"b":{},"a":2}]})", strict).ok());
  CHECK_FALSE(JsonValue::parse(R"({"a":1,"\u0061":2})", strict).ok());
  CHECK(JsonValue::parse(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]})", strict).ok());
  CHECK(read(R"({"a":1,"a":2})")["a"].number(0, 9) == 2);
}

TEST_CASE("a NUL in a JSON text does not reach the rest of the house") {
  CHECK(read(R"("a\u0000b")").text() ==
        "a\xef\xbf\xbd"
        "b");
}

TEST_CASE("the writer puts commas and closes what was forgotten") {
  JsonWriter w;
  w.object().member("id", "7").key("list").list().value(1).value(true).null();
  w.object().end().list().end().end().member("x", std::optional<int>()).key("open").list();
  CHECK(w.str() == R"({"id":"7","list":[1,true,null,{},[]],"x":null,"open":[]})");
  CHECK(w.str() == "");
  CHECK(w.object().end().end().str() == "{}");
}

TEST_CASE("the writer's numbers are valid JSON and at most six decimals") {
  const struct {
    double number;
    const char* text;
  } rows[] = {
      {0, "0"},
      {-0.0, "0"},
      {1, "1"},
      {100, "100"},
      {0.5, "0.5"},
      {-104.9876543219, "-104.987654"},
      {0.0000001, "0"},
      {-0.0000001, "0"},
      {0.0000005001, "0.000001"},
      {123456789.25, "123456789.25"},
      {1e20, "1e+20"},
      {std::numeric_limits<double>::infinity(), "null"},
      {std::nan(""), "null"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(JsonWriter().value(row.number).str() == row.text);
  }
  CHECK(JsonWriter().value(lowest).str() == "-9223372036854775808");
  CHECK(JsonWriter().value(std::numeric_limits<std::uint64_t>::max()).str() ==
        "18446744073709551615");
  CHECK(JsonWriter().value(Instant(Milliseconds(5))).str() == "\"1970-01-01T00:00:00.005Z\"");
}

TEST_CASE("any bytes are written as text that reads back repaired") {
  CHECK(JsonWriter().value("a\"b\\c\n\x01").str() == "\"a\\\"b\\\\c\\n\\u0001\"");
  CHECK(JsonWriter().value("\xff").str() == "\"\xef\xbf\xbd\"");
  CHECK(rc::check([](const std::string& bytes) {
    const auto back = JsonValue::parse(JsonWriter().value(bytes).str());
    RC_ASSERT(back.ok());
    RC_ASSERT(back->text().has_value());
    RC_ASSERT(is_valid_utf8(*back->text()));
    if (is_valid_utf8(bytes) && bytes.find('\0') == std::string::npos) {
      RC_ASSERT(back->text() == bytes);
    }
  }));
}

TEST_CASE("no bytes whatever make the reader throw or crash") {
  CHECK(rc::check([](const std::vector<char>& noise) {
    constexpr std::string_view alphabet = "{}[]\",:0123456789.eE+-truefalsn\\u \xff";
    std::string text;
    for (char c : noise) text += alphabet[static_cast<unsigned char>(c) % alphabet.size()];
    const auto parsed = JsonValue::parse(text, JsonLimits{1000, 8, true});
    if (parsed.ok()) RC_ASSERT(JsonValue::parse(parsed->dump()).ok());
  }));
}
