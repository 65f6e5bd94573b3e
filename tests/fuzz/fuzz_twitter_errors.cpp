// X's refusals under libFuzzer: the first byte chooses the status and a header.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/answers.h"
#include "connectors/twitter/errors.h"
#include "connectors/twitter/ids.h"
#include "connectors/twitter/parse.h"

using namespace social311;
using namespace social311::connectors;

namespace {

const Instant now = *parse_iso8601("2026-11-21T12:00:00Z");

void hold(bool promise) {
  if (!promise) std::abort();
}

void check_ends(const HttpResponse& response) {
  const Fault fault = twitter::fault_of(response, now);
  hold(!fault.message.empty());
  if (fault.retry_after) {
    hold(*fault.retry_after >= Milliseconds(1) && *fault.retry_after <= std::chrono::hours(24));
  }
  const PublishOutcome out = twitter::outcome_of(response, now);
  hold(out.kind != PublishOutcome::Kind::sent || response.status < 300);
  hold(out.kind != PublishOutcome::Kind::sent || twitter::is_id(out.remote_id));
  hold(!out.retry_after || *out.retry_after <= std::chrono::hours(24));
  hold(out.http_status == response.status);
  twitter::outcome_of_removal(response, now);
  const auto oldest = twitter::oldest_since_id(response);
  hold(!oldest || twitter::is_id(*oldest));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array<int, 10> statuses{200, 201, 302, 400, 401, 402, 403, 404, 429, 503};
  if (size == 0) return 0;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  HttpResponse response;
  response.status = statuses[data[0] % statuses.size()];
  response.body = std::string(bytes);
  check_ends(response);
  response.headers["x-rate-limit-reset"] = std::string(bytes.substr(0, 20));
  response.headers["x-user-limit-24hour-remaining"] = "0";
  response.headers["x-user-limit-24hour-reset"] = std::string(bytes.substr(0, 20));
  check_ends(response);
  for (const auto& [id, why] : twitter::parse_gone(bytes)) hold(name_of(why) != nullptr);
  return 0;
}
