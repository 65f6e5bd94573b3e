// X's direct message pages and the bounds of a walk over them under libFuzzer.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/twitter/ids.h"
#include "connectors/twitter/messages.h"
#include "core/text.h"

using namespace social311;
using namespace social311::connectors;

namespace {

const Instant now = *parse_iso8601("2026-11-21T12:00:00Z");

void hold(bool promise) {
  if (!promise) std::abort();
}

void check_page(const Page& page, const twitter::Range& range) {
  for (const Post& post : page.posts) {
    hold(twitter::is_id(post.id) && post.kind == PostKind::direct_message);
    hold(post.author.id.empty() || twitter::is_id(post.author.id));
    hold(is_valid_utf8(post.text) && post.text.find('\0') == std::string::npos);
    hold(post.created_at > Instant{} && !post.repliable_reason.empty());
    hold(range.since_id.empty() || twitter::newer_id(post.id, range.since_id));
    hold(range.until_id.empty() || twitter::newer_id(range.until_id, post.id));
  }
  hold(page.newest_id.empty() == page.oldest_id.empty());
  hold(!twitter::newer_id(page.oldest_id, page.newest_id));
  hold(page.problems.size() >= page.unreadable.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto read = twitter::parse_messages(bytes, {"2244994945", "Denver311"});
  if (read) {
    PageAsk ask;
    ask.now = now;
    check_page(twitter::page_between(*read, twitter::message_range(ask), now), {});
    ask.since_id = "1990000000000000000";
    ask.until_id = "1992000000000000000";
    const auto range = twitter::message_range(ask);
    const Page page = twitter::page_between(*read, range, now);
    check_page(page, range);
    if (!page.next.empty()) {
      ask.next = page.next;
      hold(twitter::message_range(ask).since_id == range.since_id);
    }
  }
  PageAsk carried;
  carried.next = std::string(bytes);
  carried.now = now;
  twitter::message_range(carried);
  const auto sent = twitter::parse_message_sent(bytes);
  hold(!sent || twitter::is_id(*sent));
  return 0;
}
