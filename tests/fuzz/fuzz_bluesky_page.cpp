// Bluesky's pages, records and error bodies under libFuzzer, and the facets of our own texts.
// What must hold whatever the bytes are is checked with abort().
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/bluesky/errors.h"
#include "connectors/bluesky/parse.h"
#include "connectors/bluesky/record.h"
#include "connectors/bluesky/uri.h"
#include "core/json.h"
#include "core/text.h"

using namespace social311;
using namespace social311::connectors;

namespace {

void hold(bool promise) {
  if (!promise) std::abort();
}

void check_post(const Post& post) {
  const auto uri = bluesky::parse_at_uri(post.id);
  hold(uri && uri->did == post.author.id);
  hold(post.in_reply_to.empty() || bluesky::parse_at_uri(post.in_reply_to).has_value());
  hold(is_valid_utf8(post.text) && post.text.find('\0') == std::string::npos);
  hold(!post.conversation.empty() && !post.repliable_reason.empty());
  hold(post.mentions.size() <= post.mention_ids.size());
}

void check_facets(std::string_view bytes) {
  const std::string text = repair_utf8(bytes);
  for (const auto& facet : bluesky::facets_of(text, "denver311.test", "did:plc:x")) {
    hold(facet.start < facet.end && facet.end <= text.size());
    hold(is_valid_utf8(std::string_view(text).substr(facet.start, facet.end - facet.start)));
  }
  bluesky::Parent parent;
  parent.author_handle = "denver311.test";
  parent.author_did = "did:plc:x";
  OutgoingReply reply;
  reply.text = text;
  hold(JsonValue::parse(bluesky::put_body(reply, "did:plc:y", parent)).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const bluesky::Self self{"did:plc:city", "denver311.test"};
  for (const auto listing :
       {bluesky::Listing::notifications, bluesky::Listing::posts, bluesky::Listing::feed}) {
    const auto page = bluesky::parse_page(bytes, listing, self);
    if (!page) continue;
    for (const Post& post : page->posts) check_post(post);
    hold(page->problems.size() >= page->unreadable.size());
    hold(page->posts.empty() == page->newest_id.empty());
  }
  const auto parent = bluesky::parse_parent(bytes);
  hold(!parent || parent->uri.empty() == parent->root_uri.empty());
  const auto record = bluesky::parse_record_parent(bytes);
  hold(!record || !record->cid.empty());
  const auto own = bluesky::parse_own_record(bytes);
  hold(!own || bluesky::parse_at_uri(own->remote_id).has_value());
  HttpResponse response;
  response.status = size == 0 ? 400 : 400 + data[0] % 40;
  response.body = std::string(bytes);
  hold(!bluesky::fault_of(response, Instant{}).message.empty());
  hold(bluesky::outcome_of(response, "at://did:plc:x/a.b/c", Instant{}).kind !=
       PublishOutcome::Kind::sent);
  const auto uri = bluesky::parse_at_uri(bytes);
  hold(!uri || bluesky::is_did(uri->did));
  if (size < 4'096) check_facets(bytes);
  return 0;
}
