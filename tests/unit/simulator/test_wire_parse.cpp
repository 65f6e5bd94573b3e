#include <doctest/doctest.h>

#include "simulator/wire_parse.h"

using namespace social311;
using namespace social311::simulator;

namespace {

ReadState read(const std::string& text) {
  return read_request(text, 1'000, 500);
}

}  // namespace

TEST_CASE("a request is taken apart") {
  const ReadState state =
      read("POST /a%20b?x=1%262&y=a+b&z HTTP/1.1\r\nHost: h\r\ncontent-length: 3\r\n\r\nabcGET /");
  REQUIRE(state.complete);
  CHECK(state.consumed == 71);
  CHECK(state.request.method == "POST");
  CHECK(state.request.path == "/a b");
  CHECK(state.request.query == Pairs{{"x", "1&2"}, {"y", "a b"}, {"z", ""}});
  CHECK(state.request.header("HOST") == "h");
  CHECK(state.request.body == "abc");
  CHECK(state.keep_alive);
  CHECK(state.request.query_value("y") == "a b");
  CHECK_FALSE(state.request.query_value("q").has_value());
}

TEST_CASE("an incomplete request waits") {
  const std::string whole = "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const ReadState state = read(whole.substr(0, i));
    CHECK_FALSE(state.complete);
    CHECK(state.refuse_with == 0);
  }
  CHECK(read(whole).complete);
}

TEST_CASE("what is no acceptable request is refused") {
  struct Case {
    std::string text;
    int status;
  };
  for (const Case& one : std::vector<Case>{
           {"GET / HTTP/1.0\r\n\r\n", 400},
           {"GET HTTP/1.1\r\n\r\n", 400},
           {"GET http://x/ HTTP/1.1\r\n\r\n", 400},
           {"GET /%zz HTTP/1.1\r\n\r\n", 400},
           {"GET /?a=%zz HTTP/1.1\r\n\r\n", 400},
           {"GET /?a=%ff HTTP/1.1\r\n\r\n", 400},
           {"GET / HTTP/1.1\r\nbroken\r\n\r\n", 400},
           {"GET / HTTP/1.1\r\na b: c\r\n\r\n", 400},
           {"GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", 400},
           {"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400},
           {"POST / HTTP/1.1\r\nContent-Length: 3x\r\n\r\n", 400},
           {"POST / HTTP/1.1\r\nContent-Length: 501\r\n\r\n", 413},
           {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
           {"GET /" + std::string(1'000, 'a') + " HTTP/1.1\r\n\r\n", 431},
           {std::string(1'001, 'a'), 431},
       }) {
    CAPTURE(one.text);
    CHECK(read(one.text).refuse_with == one.status);
  }
}

TEST_CASE("an answer is written with its exact length") {
  WireReply reply{.status = 201};
  reply.headers = {{"a", "b"}};
  reply.body = "hello";
  CHECK(write_reply(reply, true, false) ==
        "HTTP/1.1 201 Created\r\na: b\r\nContent-Length: 5\r\n\r\nhello");
  CHECK(write_reply(reply, false, true) ==
        "HTTP/1.1 201 Created\r\na: b\r\nContent-Length: 5\r\nConnection: close\r\n\r\n");
}
