#include <doctest/doctest.h>

#include <sstream>

#include "service/commands/streams.h"

using namespace social311;
using namespace social311::service;

namespace {

struct Read {
  bool all_good = false;
  std::vector<std::string> ids{};
};

Read read_all(const std::string& text) {
  std::istringstream in(text);
  Read out;
  out.all_good =
      each_post(in, "posts.ndjson", [&](LabelledPost&& post) { out.ids.push_back(post.post.id); });
  return out;
}

}  // namespace

TEST_CASE("good lines pass in order, also without a last line break and with carriage returns") {
  const Read read = read_all("{\"id\":\"1\",\"text\":\"a\"}\r\n\n{\"id\":\"2\",\"text\":\"b\"}");
  CHECK(read.all_good);
  CHECK(read.ids == std::vector<std::string>{"1", "2"});
}

TEST_CASE("a bad line never stops the good ones") {
  const Read read = read_all(
      "{\"id\":\"1\",\"text\":\"a\"}\n{broken\n[]\n{\"text\":\"no "
      "id\"}\n{\"id\":\"2\",\"text\":\"b\"}\n");
  CHECK_FALSE(read.all_good);
  CHECK(read.ids == std::vector<std::string>{"1", "2"});
}

TEST_CASE("a line of two megabytes is a bad line of its own") {
  const Read read = read_all("{\"id\":\"1\",\"text\":\"" + std::string(2u << 20, 'x') +
                             "\"}\n{\"id\":\"2\",\"text\":\"b\"}\n");
  CHECK_FALSE(read.all_good);
  CHECK(read.ids == std::vector<std::string>{"2"});
}
