#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "core/http.h"

using namespace social311;

TEST_CASE("header names know no case") {
  HttpResponse response;
  response.headers["Content-Type"] = "text/plain";
  response.headers["content-type"] = "application/json";
  CHECK(response.headers.size() == 1);
  CHECK(response.header("CONTENT-TYPE") == "application/json");
  CHECK(response.header("content-typ") == "");
  CHECK(response.header("x") == "");
}

TEST_CASE("percent coding follows RFC 3986") {
  CHECK(percent_encode("Az09-._~") == "Az09-._~");
  CHECK(percent_encode("a b+c/d?é") == "a%20b%2Bc%2Fd%3F%C3%A9");
  CHECK(percent_encode(std::string("\0", 1)) == "%00");
  CHECK(percent_decode("a%20b+c%2f%C3%a9") == "a b+c/é");
  CHECK(percent_decode("%41") == "A");
}

TEST_CASE("a bad escape or an embedded NUL is no text") {
  for (const char* text : {"%", "%4", "%zz", "%4g", "abc%", "a%2", "%00", "x%00y"}) {
    CAPTURE(text);
    CHECK_FALSE(percent_decode(text).has_value());
  }
  CHECK_FALSE(percent_decode(std::string_view("a\0b", 3)).has_value());
}

TEST_CASE("percent coding of any text without NUL goes there and back") {
  CHECK(rc::check([](std::string text) {
    std::erase(text, '\0');
    RC_ASSERT(percent_decode(percent_encode(text)) == text);
  }));
}

TEST_CASE("a query keeps its order and encodes names and values") {
  CHECK(query_string({}) == "");
  CHECK(query_string({{"b", "1"}, {"a", "x y&z=1"}, {"ñ", ""}}) == "b=1&a=x%20y%26z%3D1&%C3%B1=");
}

TEST_CASE("addresses are taken apart") {
  const struct {
    const char* text;
    const char* scheme;
    const char* host;
    int port;
    const char* target;
  } rows[] = {
      {"https://api.x.com", "https", "api.x.com", 443, "/"},
      {"HTTP://LocalHost:8080/a/b?c=d#e", "http", "localhost", 8080, "/a/b?c=d"},
      {"https://api.x.com?x=1", "https", "api.x.com", 443, "/?x=1"},
      {"http://[::1]:9/x", "http", "::1", 9, "/x"},
      {"http://[2001:DB8::1]", "http", "2001:db8::1", 80, "/"},
      {"https://h:65535/", "https", "h", 65535, "/"},
      {"https://h/a@b", "https", "h", 443, "/a@b"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto url = parse_url(row.text);
    REQUIRE(url.has_value());
    CHECK(url->scheme == row.scheme);
    CHECK(url->host == row.host);
    CHECK(url->port == row.port);
    CHECK(url->target == row.target);
  }
}

TEST_CASE("what is no plain http address is refused") {
  for (const char* text : {"",
                           "api.x.com",
                           "//api.x.com",
                           "ftp://h/",
                           "file:///etc/passwd",
                           "https://",
                           "https:///x",
                           "https://user:pass@h/",
                           "https://user@h/",
                           "https://h:0/",
                           "https://h:65536/",
                           "https://h:/",
                           "https://h:8a/",
                           "https://h:+8/",
                           "https://h:-8/",
                           "https://h h/",
                           "https://h/a b",
                           "https://h/\n",
                           "https://h\\@evil/",
                           "https://[::1/",
                           "https://[x]/",
                           "https://[::1]x/",
                           "https://[]/",
                           "https://hé/",
                           "javascript://h/%0aalert(1)"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_url(text).has_value());
  }
}

TEST_CASE("only this machine's own names are loopback") {
  for (const char* host :
       {"localhost", "LOCALHOST", "127.0.0.1", "127.255.255.255", "::1", "[::1]"}) {
    CAPTURE(host);
    CHECK(is_loopback_host(host));
  }
  for (const char* host : {"", "127", "127.0.0", "127.0.0.1.", "127.0.0.256", "127.0.0.x",
                           "127.0.0.1.evil.example", "127.evil.example.org", "localhost.evil.org",
                           "10.0.0.1", "0.0.0.0", "128.0.0.1", "::2", "127..0.1", "127.0.0.0001"}) {
    CAPTURE(host);
    CHECK_FALSE(is_loopback_host(host));
  }
}
