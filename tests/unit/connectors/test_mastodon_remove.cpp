#include <doctest/doctest.h>

#include "connectors/network.h"
#include "tests/unit/connectors/mastodon_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using Kind = PublishOutcome::Kind;

TEST_CASE("a Mastodon post of ours is taken back and a missing one counts as taken back") {
  Bench bench;
  int status = 200;
  Reach reach = Reach::unknown;
  bench.http.play([&](const HttpRequest& request) -> Result<HttpResponse> {
    CHECK(request.method == "DELETE");
    CHECK(request.effect == HttpEffect::write);
    CHECK(request.url.find("/api/v1/statuses/a%2Fb") != std::string::npos);
    if (status == 0) return no_answer(reach);
    return answer(status, status == 200 ? R"({"id":"a/b","text":"t"})" : R"({"error":"x"})");
  });
  const auto mastodon = std::move(make_network(mastodon_account(), bench.parts())).value();
  CHECK(mastodon->capabilities().removes_own);
  CHECK(mastodon->capabilities().shows_edits);
  CHECK(mastodon->capabilities().sends_messages);
  const auto end = [&](int given) {
    status = given;
    return mastodon->remove_own("a/b", noon);
  };
  CHECK(end(200).kind == Kind::sent);
  CHECK(end(404).kind == Kind::sent);
  CHECK(end(410).kind == Kind::sent);
  CHECK(end(401).park_account);
  CHECK(end(429).kind == Kind::not_sent);
  CHECK(end(503).kind == Kind::unknown);
  CHECK(end(0).kind == Kind::unknown);
  reach = Reach::not_sent;
  CHECK(end(0).kind == Kind::not_sent);
  CHECK(mastodon->remove_own("", noon).kind == Kind::rejected);
}
