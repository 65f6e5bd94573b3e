// Link headers, reset headers and the `next` of a page under libFuzzer.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connectors/answers.h"
#include "connectors/mastodon/errors.h"
#include "connectors/mastodon/paging.h"

using namespace social311;
using namespace social311::connectors;

namespace {

const Instant now = *parse_iso8601("2026-11-21T12:00:00Z");

void hold(bool promise) {
  if (!promise) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto links = mastodon::read_links(bytes, "https://city.test")) {
    hold(links->newer.empty() || mastodon::is_id(links->newer));
    hold(links->older.empty() || mastodon::is_id(links->older));
  }
  PageAsk ask;
  ask.next = std::string(bytes);
  ask.now = now;
  if (const auto step = mastodon::step_of(ask)) hold(step->bounds.size() < 8);
  HttpResponse response;
  response.status = 429;
  response.headers["X-RateLimit-Reset"] = std::string(bytes);
  const auto reset = mastodon::reset_of(response, now);
  hold(!reset || *reset <= now + longest_wait);
  const auto wait = mastodon::wait_of(response, now);
  hold(wait >= shortest_wait && wait <= longest_wait);
  http_date(bytes);
  return 0;
}
