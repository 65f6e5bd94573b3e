// X's pages, error bodies and texts under libFuzzer. What must hold whatever the bytes are is
// checked with abort().
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/twitter/errors.h"
#include "connectors/twitter/ids.h"
#include "connectors/twitter/parse.h"
#include "connectors/twitter/text.h"
#include "core/text.h"

using namespace social311;
using namespace social311::connectors;

namespace {

void hold(bool promise) {
  if (!promise) std::abort();
}

void check_post(const Post& post) {
  hold(twitter::is_id(post.id) && twitter::is_id(post.version));
  hold(post.in_reply_to.empty() || twitter::is_id(post.in_reply_to));
  hold(post.author.id.empty() || twitter::is_id(post.author.id));
  hold(is_valid_utf8(post.text) && post.text.find('\0') == std::string::npos);
  hold(post.created_at > Instant{});
  hold(!post.repliable_reason.empty());
  hold(post.lat.has_value() == post.lon.has_value());
  hold(twitter::weighted_length(post.text) <= 2 * post.text.size() + 23);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto page = twitter::parse_page(bytes, {"2244994945", "Denver311"});
  if (page) {
    for (const Post& post : page->posts) check_post(post);
    hold(page->problems.size() >= page->unreadable.size());
    hold(page->newest_id.empty() == page->oldest_id.empty());
    hold(!twitter::newer_id(page->oldest_id, page->newest_id));
  }
  twitter::parse_gone(bytes);
  const auto created = twitter::parse_created(bytes);
  hold(!created || twitter::is_id(*created));
  HttpResponse response;
  response.status = size == 0 ? 400 : 400 + data[0] % 40;
  response.body = std::string(bytes);
  hold(!twitter::fault_of(response, Instant{}).message.empty());
  hold(twitter::outcome_of(response, Instant{}).kind != PublishOutcome::Kind::sent);
  twitter::oldest_since_id(response);
  if (size < 4'096) twitter::weighted_length(bytes);
  return 0;
}
