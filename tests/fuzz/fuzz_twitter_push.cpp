// Signed bodies of X's webhooks under libFuzzer: what a signature covers is still no promise of
// shape.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/twitter/ids.h"
#include "connectors/twitter/push.h"
#include "core/json.h"
#include "core/text.h"

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
  const Pushed out = twitter::read_push(bytes, {"2244994945", "Denver311"}, now);
  hold(out.status == 200 || (out.status == 400 && out.posts.empty()));
  for (const Post& post : out.posts) {
    hold(twitter::is_id(post.id) && twitter::is_id(post.version));
    hold(is_valid_utf8(post.text) && post.created_at > Instant{});
  }
  for (const std::string& id : out.touched) hold(twitter::is_id(id));
  for (const auto& [id, why] : out.gone) hold(twitter::is_id(id) && why == Gone::deleted);
  hold(out.touched.size() <= 400);
  const Secret secret("secret");
  hold(JsonValue::parse(twitter::challenge_answer(bytes, secret)).ok());
  hold(!twitter::is_signed("another body", bytes, secret));
  return 0;
}
