#include <doctest/doctest.h>

#include "core/toml.h"

using namespace social311;

namespace {

// What a reader that knows `wanted` says about the text, one complaint a line.
template <typename Read>
std::string complaints(std::string_view text, Read read) {
  TomlDocument document = TomlDocument::parse(text, "c.toml");
  read(document.root());
  std::string out;
  for (const Complaint& complaint : document.complaints()) out += to_string(complaint) + '\n';
  return out;
}

}  // namespace

TEST_CASE("values are read with their types") {
  TomlDocument document = TomlDocument::parse(R"(
name = "x"
count = 7
share = 0.5
on = true
words = ["a", "b"]
[inner]
deep = "d"
[[item]]
id = "1"
[[item]]
id = "2"
)",
                                              "c.toml");
  TomlTable root = document.root();
  CHECK(root.text("name") == "x");
  CHECK(root.number("count", 0, 10) == 7);
  CHECK(root.real("share") == 0.5);
  CHECK(root.real("count") == 7.0);
  CHECK(root.flag("on") == true);
  CHECK(root.texts("words") == std::vector<std::string>{"a", "b"});
  REQUIRE(root.table("inner").has_value());
  CHECK(root.table("inner")->text("deep") == "d");
  auto items = root.tables("item");
  REQUIRE(items.size() == 2);
  CHECK(items[1].text("id") == "2");
  root.finish();
  CHECK(document.complaints().empty());
}

TEST_CASE("a missing key is a default and no complaint") {
  CHECK(complaints("", [](TomlTable root) {
          CHECK_FALSE(root.text("a").has_value());
          CHECK_FALSE(root.number("b", 0, 1).has_value());
          CHECK_FALSE(root.real("c").has_value());
          CHECK_FALSE(root.flag("d").has_value());
          CHECK(root.texts("e").empty());
          CHECK_FALSE(root.table("f").has_value());
          CHECK(root.tables("g").empty());
          CHECK_FALSE(root.has("a"));
          root.finish();
        }) == "");
}

TEST_CASE("a wrong type is told with file, line and column") {
  CHECK(complaints("a = 1\n  b = \"60s\"\nc = [1, \"x\"]\nd = 3\n[e]\nf = 1.5\n[[g]]\n",
                   [](TomlTable root) {
                     root.text("a");
                     root.number("b", 1, 60);
                     root.texts("c");
                     root.table("d");
                     auto e = root.table("e");
                     REQUIRE(e.has_value());
                     e->number("f", 0, 9);
                     root.text("g");
                   }) ==
        "c.toml:1:5: `a` must be a string, not a whole number\n"
        "c.toml:2:7: `b` must be a whole number from 1 to 60, not a string\n"
        "c.toml:3:6: `c` must be a list of strings, not a whole number\n"
        "c.toml:4:5: `d` must be a table, not a whole number\n"
        "c.toml:6:5: `f` must be a whole number from 0 to 9, not a number with a fraction\n"
        "c.toml:7:1: `g` must be a string, not a list\n");
}

TEST_CASE("other wrong types have their words") {
  CHECK(complaints("a = 2026-03-02\nb = {}\nc = true\nd = []\ne = \"x\"\nf = [1]\n",
                   [](TomlTable root) {
                     root.flag("a");
                     root.flag("b");
                     root.real("c");
                     root.text("d");
                     root.texts("e");
                     root.tables("f");
                   }) ==
        "c.toml:1:5: `a` must be true or false, not a date or time\n"
        "c.toml:2:5: `b` must be true or false, not a table\n"
        "c.toml:3:5: `c` must be a number, not true or false\n"
        "c.toml:4:5: `d` must be a string, not a list\n"
        "c.toml:5:5: `e` must be a list of strings, not a string\n"
        "c.toml:6:6: `f` must be a list of tables ([[f]]), not a whole number\n");
}

TEST_CASE("a number out of its range is told with the range") {
  CHECK(complaints("port = 70000\n", [](TomlTable root) {
          CHECK_FALSE(root.number("port", 1, 65535).has_value());
        }) == "c.toml:1:8: `port` must be a whole number from 1 to 65535, not 70000\n");
}

TEST_CASE("an unknown key is told with the nearest known one") {
  CHECK(complaints("pol_every_s = 60\nzzz = 1\n[sendr]\n",
                   [](TomlTable root) {
                     root.number("poll_every_s", 1, 60);
                     root.table("sender");
                     root.finish();
                   }) ==
        "c.toml:1:1: unknown key `pol_every_s`, did you mean `poll_every_s`?\n"
        "c.toml:2:1: unknown key `zzz`\n"
        "c.toml:3:2: unknown key `sendr`, did you mean `sender`?\n");
}

TEST_CASE("a key with control characters is shown harmless") {
  CHECK(complaints("\"\\u001b[31m\" = 1\n", [](TomlTable root) { root.finish(); }) ==
        "c.toml:1:1: unknown key `\\u001b[31m`\n");
}

TEST_CASE("complaints come in the file's order, not the reader's") {
  CHECK(complaints("a = 1\nb = 2\n",
                   [](TomlTable root) {
                     root.text("b");
                     root.text("a");
                   }) ==
        "c.toml:1:5: `a` must be a string, not a whole number\n"
        "c.toml:2:5: `b` must be a string, not a whole number\n");
}

TEST_CASE("a syntax error is the only complaint and its document reads as empty") {
  TomlDocument document = TomlDocument::parse("a = 1\nb = = 2\nzzz = 1\n", "c.toml");
  TomlTable root = document.root();
  CHECK_FALSE(root.has("a"));
  root.complain("a", "is missing");
  root.finish();
  REQUIRE(document.complaints().size() == 1);
  const Complaint& only = document.complaints()[0];
  CHECK(only.where.line == 2);
  CHECK(only.where.column == 5);
  CHECK(to_string(only).rfind("c.toml:2:5: ", 0) == 0);
}

TEST_CASE("broken texts of all kinds are complaints, never exceptions") {
  for (const char* text :
       {"a = 1\na = 2\n", "[a]\n[a]\n", "a = \"\xff\"\n", "a = 99999999999999999999\n",
        "a = 2026-02-30\n", "a", "= 1", "[[a]\n", "a = \"x\ny\"\n", "\x01"}) {
    CAPTURE(text);
    CHECK(TomlDocument::parse(text, "c.toml").complaints().size() == 1);
  }
  CHECK(TomlDocument::parse("a = " + std::string(100'000, '['), "c.toml").complaints().size() == 1);
}

TEST_CASE("keys come in the file's order and positions are those of the values") {
  TomlDocument document = TomlDocument::parse("zebra = 1\napple =   2\n[mid]\nx = 1\n", "c.toml");
  TomlTable root = document.root();
  CHECK(root.keys() == std::vector<std::string>{"zebra", "apple", "mid"});
  CHECK(to_string(root.position("apple")) == "c.toml:2:11");
  CHECK(to_string(root.position("mid")) == "c.toml:3:1");
  root.complain("zebra", "is a zebra");
  CHECK(to_string(document.complaints().at(0)) == "c.toml:1:9: is a zebra");
}

TEST_CASE("tables outlive the document they came from") {
  std::optional<TomlTable> table;
  {
    TomlDocument document = TomlDocument::parse("[t]\nx = \"kept\"\n", "c.toml");
    table = document.root().table("t");
  }
  REQUIRE(table.has_value());
  CHECK(table->text("x") == "kept");
}

TEST_CASE("a file that is not there is a fault with its name and the reason") {
  const auto read = TomlDocument::read("/nonexistent/x.toml");
  REQUIRE_FALSE(read.ok());
  CHECK(read.fault().kind == FaultKind::rejected);
  CHECK(read.fault().message == "cannot read /nonexistent/x.toml: No such file or directory");
  const auto folder = TomlDocument::read("/");
  REQUIRE_FALSE(folder.ok());
  CHECK(folder.fault().message == "cannot read /: Is a directory");
}
