#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "core/text.h"

using namespace social311;

namespace {

// What the original shows for the shadow's `word`.
std::string found(const std::string& text, const std::string& word) {
  const ShadowText shadowed = shadow(text);
  const std::size_t at = shadowed.text.find(word);
  REQUIRE_MESSAGE(at != std::string::npos, shadowed.text);
  const auto [start, end] = shadowed.original(at, at + word.size());
  return text.substr(start, end - start);
}

bool begins_character(const std::string& text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0u) != 0x80;
}

// Texts that mix what the shadow treats in a special way.
std::string odd_text() {
  static const std::vector<std::string> pieces{"a",
                                               "Z",
                                               "oooo",
                                               " ",
                                               "\t\n",
                                               "\xc2\xa0",
                                               "7",
                                               "ñ",
                                               "n\xcc\x83",
                                               "é",
                                               "п",
                                               "о",
                                               "Ｐ",
                                               "ﬁ",
                                               "½",
                                               "👍🏽",
                                               "\xe2\x80\x8d",
                                               "\xc2\xad",
                                               "\xcc\xb7",
                                               "İ",
                                               "ß",
                                               "한",
                                               "\xe1\x84\x92\xe1\x85\xa1",
                                               "ﷺ",
                                               "\xff",
                                               "\xe2\x82",
                                               "’",
                                               "—",
                                               "العربية",
                                               "ไทย",
                                               "\xcc\x81\xcc\x81"};
  std::string text;
  const auto picks = *rc::gen::container<std::vector<std::size_t>>(
      rc::gen::inRange<std::size_t>(0, pieces.size()));
  for (std::size_t pick : picks) text += pieces[pick];
  return text;
}

}  // namespace

TEST_CASE("the shadow is what rules see") {
  const struct {
    const char* text;
    const char* shadow;
  } rows[] = {
      {"", ""},
      {"POTHOLE on Main St", "pothole on main st"},
      {"sooooo baaad!!!", "soo baad!!!"},
      {"10000 Main", "10000 main"},
      {"a  b\t\r\n c", "a b c"},
      {"a\xc2\xa0\xe2\x80\x83 b", "a b"},
      {"ＰＯＴＨＯＬＥ", "pothole"},
      {"𝗣𝗢𝗧𝗛𝗢𝗟𝗘", "pothole"},
      {"pоthоle", "pothole"},          // Cyrillic о
      {"РОТНОLЕ", "pothole"},          // Cyrillic capitals
      {"ΡΟΤΗΟLΕ", "pothole"},          // Greek capitals
      {"pot\xc2\xadhole", "pothole"},  // soft hyphen
      {"p\xe2\x80\x8bot\xe2\x80\x8dhole", "pothole"},
      {"p\xcc\xb7o\xcc\xb7thole", "pothole"},  // struck out
      {"El Árbol del AÑO", "el árbol del año"},
      {"an\xcc\x83o", "año"},
      {"SOOOÓÓÓÓ", "sooóó"},
      {"don’t — “quote”", "don't - \"quote\""},
      {"ﬁre", "fire"},
      {"Straße", "strasse"},
      {"мост", "moct"},  // consistent, whatever its case
      {"МОСТ", "moct"},
      {"مرحبا بك", "مرحبا بك"},
      {"👍🏽👍🏽👍🏽", "👍🏽👍🏽👍🏽"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(shadow(row.text).text == row.shadow);
  }
}

TEST_CASE("a match in the shadow leads back to the resident's own bytes") {
  CHECK(found("a BIG pоthоle here", "pothole") == "pоthоle");
  CHECK(found("ＰＯＴＨＯＬＥ!", "pothole") == "ＰＯＴＨＯＬＥ");
  CHECK(found("so baaaaad", "baad") == "baaaaad");
  CHECK(found("an\xcc\x83o nuevo", "año") == "an\xcc\x83o");
  CHECK(found("El Árbol", "árbol") == "Árbol");
  CHECK(found("big \n\t hole", "big hole") == "big \n\t hole");
  CHECK(found("ﬁre", "f") == "ﬁ");
  CHECK(found("ﬁre", "ire") == "ﬁre");
  CHECK(found("pot\xc2\xadhole", "pothole") == "pot\xc2\xadhole");
}

TEST_CASE("an empty or wild range is answered inside the text") {
  const ShadowText shadowed = shadow("añb");
  CHECK(shadowed.original(1, 1) == std::pair<std::size_t, std::size_t>(1, 1));
  CHECK(shadowed.original(0, 100) == std::pair<std::size_t, std::size_t>(0, 4));
  CHECK(shadowed.original(100, 200) == std::pair<std::size_t, std::size_t>(4, 4));
  CHECK(shadowed.original(3, 1) == std::pair<std::size_t, std::size_t>(3, 3));
  CHECK(shadow("").original(0, 5) == std::pair<std::size_t, std::size_t>(0, 0));
}

TEST_CASE("the shadow's map is monotone, ends with the size and covers whole characters") {
  CHECK(rc::check([] {
    const std::string text = odd_text();
    const ShadowText shadowed = shadow(text);
    RC_ASSERT(is_valid_utf8(shadowed.text));
    RC_ASSERT(shadowed.source.size() == shadowed.text.size() + 1);
    RC_ASSERT(shadowed.source.back() == text.size());
    RC_ASSERT(std::is_sorted(shadowed.source.begin(), shadowed.source.end()));
    const auto start = *rc::gen::inRange<std::size_t>(0, shadowed.text.size() + 1);
    const auto end = *rc::gen::inRange<std::size_t>(start, shadowed.text.size() + 1);
    const auto [first, last] = shadowed.original(start, end);
    RC_ASSERT(first <= last);
    RC_ASSERT(last <= text.size());
    if (is_valid_utf8(text)) {
      RC_ASSERT(begins_character(text, first));
      RC_ASSERT(begins_character(text, last));
    }
    if (start < end) RC_ASSERT(first < last);
  }));
}

TEST_CASE("a shadow's shadow is itself") {
  CHECK(rc::check([] {
    const std::string once = shadow(odd_text()).text;
    RC_ASSERT(shadow(once).text == once);
  }));
}

TEST_CASE("plain ASCII goes the short way to the same shadow") {
  CHECK(rc::check([](const std::string& noise) {
    std::string ascii;
    for (char c : noise) ascii += static_cast<char>(c & 0x7f);
    const ShadowText quick = shadow(ascii);
    const ShadowText slow = shadow(ascii + "ñ");
    RC_ASSERT(quick.text + "ñ" == slow.text);
    for (std::size_t i = 0; i < quick.text.size(); ++i)
      RC_ASSERT(quick.source[i] == slow.source[i]);
  }));
}
