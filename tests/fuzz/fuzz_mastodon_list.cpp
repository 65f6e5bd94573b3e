// Mastodon's lists, statuses, limits and error bodies under libFuzzer. What must hold whatever the
// bytes are is checked with abort().
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/mastodon/errors.h"
#include "connectors/mastodon/parse.h"
#include "core/text.h"

using namespace social311;
using namespace social311::connectors;

namespace {

const Instant now = *parse_iso8601("2026-11-21T12:00:00Z");
const mastodon::Self self{"109", "Denver311@city.test"};

void hold(bool promise) {
  if (!promise) std::abort();
}

void check_post(const Post& post) {
  hold(mastodon::is_id(post.id));
  hold(post.in_reply_to.empty() || mastodon::is_id(post.in_reply_to));
  hold(is_valid_utf8(post.text) && post.text.find('\0') == std::string::npos);
  hold(!post.repliable_reason.empty());
}

void check_list(std::string_view bytes, mastodon::Listing listing, mastodon::Audience audience) {
  const auto listed = mastodon::parse_list(bytes, listing, audience, self, now);
  if (!listed) return;
  for (const Post& post : listed->posts) check_post(post);
  for (const auto& mark : listed->marks) hold(mastodon::is_id(mark.id));
  hold(listed->posts.size() + listed->unreadable.size() <= listed->marks.size());
  hold(listed->problems.size() >= listed->unreadable.size());
}

void check_answers(std::string_view bytes, int status) {
  HttpResponse response;
  response.status = status;
  response.body = std::string(bytes);
  hold(!mastodon::fault_of(response, now).message.empty());
  hold(mastodon::outcome_of(response, now).kind != PublishOutcome::Kind::sent);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto listing : {mastodon::Listing::notifications, mastodon::Listing::statuses}) {
    for (const auto audience : {mastodon::Audience::everything, mastodon::Audience::open_posts,
                                mastodon::Audience::closed_posts})
      check_list(bytes, listing, audience);
  }
  if (const auto post = mastodon::parse_status(bytes, self, now)) check_post(*post);
  if (const auto target = mastodon::parse_target(bytes)) hold(!target->acct.empty());
  if (const auto limits = mastodon::parse_limits(bytes)) hold(limits->characters > 0);
  if (const auto own = mastodon::parse_own(bytes, self)) hold(own->size() <= size);
  if (const auto own = mastodon::parse_own_descendants(bytes, self)) hold(own->size() <= size);
  check_answers(bytes, size == 0 ? 400 : 400 + data[0] % 140);
  return 0;
}
