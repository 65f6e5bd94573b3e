#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "core/text.h"

using namespace social311;

namespace {

const std::string replacement = "\xef\xbf\xbd";
const std::string family = "👨‍👩‍👧‍👦";

}  // namespace

TEST_CASE("broken UTF-8 is repaired as Unicode recommends") {
  const struct {
    std::string bytes;
    std::string text;
  } rows[] = {
      {"plain", "plain"},
      {"ñandú 👍", "ñandú 👍"},
      {"\xff", replacement},
      {"a\xc3", "a" + replacement},
      {"\xe2\x82", replacement},                                  // cut: one mark
      {"\xc0\xaf", replacement + replacement},                    // overlong
      {"\xed\xa0\x80", replacement + replacement + replacement},  // a surrogate
      {"\xf4\x90\x80\x80", replacement + replacement + replacement + replacement},
      {"\xf0\x9f\x91x", replacement + "x"},
      {std::string("a\0b", 3), "a" + replacement + "b"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(repair_utf8(row.bytes) == row.text);
    CHECK(is_valid_utf8(repair_utf8(row.bytes)));
  }
  CHECK_FALSE(is_valid_utf8("\xed\xa0\x80"));
  CHECK(is_valid_utf8(""));
}

TEST_CASE("repairing any bytes gives valid text without NUL and is done once") {
  CHECK(rc::check([](const std::string& bytes) {
    const std::string repaired = repair_utf8(bytes);
    RC_ASSERT(is_valid_utf8(repaired));
    RC_ASSERT(repaired.find('\0') == std::string::npos);
    RC_ASSERT(repair_utf8(repaired) == repaired);
  }));
}

TEST_CASE("normal forms and folding") {
  CHECK(nfc("an\xcc\x83o") == "año");
  CHECK(fold("ＰＯＴＨＯＬＥ") == "pothole");
  CHECK(fold("Straße ÑANDÚ") == "strasse ñandú");
  CHECK(fold("POT\xc2\xadHOLE") == "pothole");  // soft hyphen
  CHECK(strip_accents("ñandú año") == "nandu ano");
  CHECK(strip_accents("plain") == "plain");
  CHECK(strip_accents(fold("Đường")) == "đuong");  // a stroke is no accent
}

TEST_CASE("a flood of combining marks is normalised within the test's timeout") {
  std::string flood = "a";
  for (int i = 0; i < 1'000'000; ++i) flood += i % 2 == 0 ? "\xcc\x81" : "\xcc\xa3";
  // Given whole, ICU needs minutes for each of these: it sorts the marks by insertion.
  CHECK(is_valid_utf8(nfc(flood)));
  CHECK(is_valid_utf8(fold(flood)));
  CHECK(is_valid_utf8(shadow(flood).text));
}

TEST_CASE("graphemes are what a person counts") {
  CHECK(grapheme_count("") == 0);
  CHECK(grapheme_count("abc") == 3);
  CHECK(grapheme_count(family + "e\xcc\x81" + "🇺🇸") == 3);
  CHECK(grapheme_count("a\r\nb") == 3);
  CHECK(grapheme_count("año") == 3);
}

TEST_CASE("a prefix never cuts inside what a person sees as one") {
  CHECK(grapheme_prefix("hello", 3, 100) == "hel");
  CHECK(grapheme_prefix("hello", 10, 2) == "he");
  CHECK(grapheme_prefix("año nuevo", 2, 100) == "añ");
  CHECK(grapheme_prefix("año nuevo", 100, 2) == "a");
  CHECK(grapheme_prefix(family + "!", 1, 100) == family);
  CHECK(grapheme_prefix(family + "!", 5, family.size() - 1) == "");
  CHECK(grapheme_prefix("ab", 0, 10) == "");
  CHECK(grapheme_prefix("", 5, 5) == "");
  CHECK(grapheme_prefix("é", 5, 5) == "é");
}

TEST_CASE("a prefix of any text is one, fits, and could not be one cluster longer") {
  CHECK(rc::check([](const std::string& bytes) {
    const std::string text = repair_utf8(bytes + "é👍🏽");
    const auto graphemes = *rc::gen::inRange<std::size_t>(0, 12);
    const auto limit = *rc::gen::inRange<std::size_t>(0, 20);
    const auto prefix = grapheme_prefix(text, graphemes, limit);
    RC_ASSERT(text.substr(0, prefix.size()) == prefix);
    RC_ASSERT(prefix.size() <= limit);
    const std::size_t count = grapheme_count(prefix);
    RC_ASSERT(count <= graphemes);
    const auto longer = grapheme_prefix(text, count + 1, text.size());
    RC_ASSERT(count == graphemes || longer.size() > limit || prefix.size() == text.size());
  }));
}

TEST_CASE("code point offsets end with the size") {
  CHECK(code_point_offsets("") == std::vector<std::size_t>{0});
  CHECK(code_point_offsets("añ👍b") == std::vector<std::size_t>{0, 1, 3, 7, 8});
  CHECK(code_point_offsets("\xff\xff") == std::vector<std::size_t>{0, 1, 2});
}

TEST_CASE("HTML is unescaped once") {
  const struct {
    const char* html;
    const char* text;
  } rows[] = {
      {"a &amp; b", "a & b"},
      {"&amp;lt;", "&lt;"},
      {"&lt;b&gt; &quot;x&quot; &#39;y&#39; &apos;z&apos;", "<b> \"x\" 'y' 'z'"},
      {"&#241;&#xF1;&#Xf1;", "ñññ"},
      {"&#x1F44D;", "👍"},
      {"&nosuch; &amp &; &#; &#x; &#12a; &", "&nosuch; &amp &; &#; &#x; &#12a; &"},
      {"&#0;&#xD800;&#x110000;&#99999999999;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
      {"&#-5;", "&#-5;"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.html);
    CHECK(html_unescape(row.html) == row.text);
  }
}

TEST_CASE("HTML escaping is undone by unescaping and leaves nothing to inject") {
  CHECK(html_escape("<a href=\"x\">'&'</a>") ==
        "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  CHECK(rc::check([](const std::string& text) {
    const std::string escaped = html_escape(text);
    RC_ASSERT(escaped.find_first_of("<>\"'") == std::string::npos);
    RC_ASSERT(html_unescape(escaped) == text);
  }));
}

TEST_CASE("trimming, lowering and splitting keep to ASCII") {
  CHECK(trim(" \t\r\n a b \n") == "a b");
  CHECK(trim(" \n") == "");
  CHECK(trim("") == "");
  CHECK(to_lower_ascii("ABZ ÑÉ[") == "abz ÑÉ[");
  CHECK(split("a,b,,c", ',') == std::vector<std::string>{"a", "b", "", "c"});
  CHECK(split("", ',') == std::vector<std::string>{""});
  CHECK(split(",", ',') == std::vector<std::string>{"", ""});
}

TEST_CASE("text for a log stays on its line and gives the terminal no orders") {
  const struct {
    const char* text;
    const char* shown;
  } rows[] = {
      {"plain ñ 👍", "\"plain ñ 👍\""},
      {"a\nb\rc\td", "\"a\\nb\\rc\\td\""},
      {"say \"hi\" \\o/", "\"say \\\"hi\\\" \\\\o/\""},
      {"\x1b[31mred", "\"\\u001b[31mred\""},
      {"\xc2\x9b"
       "31m",
       "\"\\u009b31m\""},
      {"a\xe2\x80\xa8z", "\"a\\u2028z\""},
      {"a\xe2\x80\xaez", "\"a\\u202ez\""},
      {"a\xe2\x81\xa6z", "\"a\\u2066z\""},
      {"\x7f", "\"\\u007f\""},
      {"\xff", "\"\xef\xbf\xbd\""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.shown);
    CHECK(quoted(row.text) == row.shown);
  }
  CHECK(quoted("abcdef", 3) == "\"abc…\"");
  CHECK(quoted("abc", 3) == "\"abc\"");
  CHECK(quoted("añb", 2) == "\"a…\"");
  CHECK(quoted("a\nb", 2) == "\"a…\"");
}

TEST_CASE("a quoted text of any bytes is one valid printable line") {
  CHECK(rc::check([](const std::string& bytes) {
    const std::string shown = quoted(bytes, 50);
    RC_ASSERT(is_valid_utf8(shown));
    RC_ASSERT(shown.size() <= 50 + 2 + 3);
    for (char c : shown) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  }));
}

TEST_CASE("edit distance counts letters, not bytes") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("ano", "año") == 1);
  CHECK(edit_distance("pol_every_s", "poll_every_s") == 1);
}

TEST_CASE("edit distance is symmetric and bounded by the longer word") {
  CHECK(rc::check([](const std::string& a, const std::string& b) {
    const std::size_t distance = edit_distance(a, b);
    RC_ASSERT(distance == edit_distance(b, a));
    RC_ASSERT(distance <= std::max(a.size(), b.size()));
    RC_ASSERT((distance == 0) == (repair_utf8(a) == repair_utf8(b)) || !is_valid_utf8(a + b));
  }));
}
