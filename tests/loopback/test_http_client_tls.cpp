// Who is spoken to: the certificate is verified, always, and the protocol is not an old one.
#include <doctest/doctest.h>

#include "tests/loopback/client_helpers.h"
#include "tests/loopback/tls_server.h"

using namespace social311;
using namespace social311::test;

namespace {

void check_refused(const TlsServer& server, const std::string& ca_file) {
  const auto client = net::make_http_client({.ca_file = ca_file});
  for (const auto& request : {get(server.url()), post(server.url())}) {
    const auto answer = client->send(request);
    REQUIRE_FALSE(answer.ok());
    CAPTURE(answer.fault().message);
    CHECK(answer.fault().kind == FaultKind::retry_later);
    CHECK(answer.fault().reach == Reach::not_sent);
    CHECK(answer.fault().message.find("TLS handshake failed") != std::string::npos);
  }
  CHECK(server.requests() == 0);
}

}  // namespace

TEST_CASE("a certificate of the own authority is trusted, for reads and for writes") {
  const TlsServer server;
  const auto client = net::make_http_client({.ca_file = server.ca_file()});
  for (const auto& request : {get(server.url()), post(server.url())}) {
    const auto answer = client->send(request);
    CAPTURE((answer.ok() ? std::string() : answer.fault().message));
    REQUIRE(answer.ok());
    CHECK(answer->body == "secure");
  }
  CHECK(server.requests() == 2);
}

TEST_CASE("a certificate of another host is refused and nothing is sent") {
  const TlsServer server({.host = "somewhere.example"});
  check_refused(server, server.ca_file());
}

TEST_CASE("a certificate of an unknown authority is refused and nothing is sent") {
  const TlsServer server;
  const TlsServer other;
  check_refused(server, other.ca_file());
  const auto client = net::make_http_client();  // the system's authorities only
  CHECK_FALSE(client->send(get(server.url())).ok());
  CHECK(server.requests() == 0);
}

TEST_CASE("an expired certificate is refused and nothing is sent") {
  const TlsServer server({.expired = true});
  check_refused(server, server.ca_file());
}

TEST_CASE("TLS 1.1 is refused and nothing is sent") {
  const TlsServer server({.old_protocol = true});
  check_refused(server, server.ca_file());
}

TEST_CASE("a file of the own authority that cannot be read is said so, and nothing is sent") {
  const TlsServer server;
  const auto client = net::make_http_client({.ca_file = "/nonexistent/city-ca.pem"});
  const auto answer = client->send(get(server.url()));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.fault().kind == FaultKind::rejected);
  CHECK(answer.fault().message.find("/nonexistent/city-ca.pem") != std::string::npos);
  CHECK(server.requests() == 0);
}
