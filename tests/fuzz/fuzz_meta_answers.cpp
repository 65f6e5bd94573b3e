// Meta's answers under libFuzzer: lists, single objects, errors, usage headers, next addresses,
// dates and ids. What must hold whatever the bytes are is checked with abort().
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connectors/facebook/parse.h"
#include "connectors/instagram/hashtags.h"
#include "connectors/instagram/parse.h"
#include "connectors/meta/errors.h"
#include "connectors/meta/health.h"
#include "connectors/meta/ids.h"
#include "connectors/meta/messages.h"
#include "connectors/meta/paging.h"
#include "connectors/meta/text.h"
#include "connectors/meta/times.h"
#include "connectors/meta/usage.h"
#include "core/text.h"

using namespace social311;
using namespace social311::connectors;

namespace {

const Instant now = *parse_iso8601("2026-11-21T12:00:00Z");

void hold(bool promise) {
  if (!promise) std::abort();
}

void check_post(const Post& post) {
  hold(!post.id.empty() && !post.version.empty() && !post.repliable_reason.empty());
  hold(post.created_at > Instant{} && post.created_at <= now);
  hold(is_valid_utf8(post.text) && post.text.find('\0') == std::string::npos);
  hold(is_valid_utf8(post.author.name) && is_valid_utf8(post.author.handle));
  hold(post.author.id.empty() || meta::is_number(post.author.id));
  hold(post.media <= 201 && post.mention_ids.size() <= meta::most_in_batch * 2);
}

void check_object(const Post& post) {
  check_post(post);
  hold(meta::is_object_id(post.id));
  hold(post.in_reply_to.empty() || meta::is_object_id(post.in_reply_to));
}

template <typename List>
void check_list(const List& list) {
  hold(list.problems.size() == list.unreadable.size());
  for (const Post& post : list.posts) check_object(post);
}

void check_body(const JsonValue& body) {
  const auto next = meta::next_of(body, "https://graph.test");
  if (next)
    for (const auto& [name, value] : *next) hold(name != "access_token" && !value.empty());
  check_list(facebook::list_posts(body, "1001", now));
  check_list(facebook::list_comments(body, "1001_10", "1001", now));
  check_list(instagram::list_comments(body, {"800", ""}, {"17841", "city"}, now));
  check_list(instagram::list_media(body, {"17841", "city"}, "tagged us", now));
  const meta::Mailbox box{"facebook", "messenger", "1001", {"1001"}};
  for (const meta::Thread& thread : meta::list_threads(body, box, now))
    for (const Post& post : thread.messages) check_post(post);
  for (const meta::Watched& one : facebook::list_watched(body, "1001"))
    hold(meta::is_object_id(one.id) && one.comments >= -1);
  meta::read_token_facts(body);
}

void check_error(std::string_view bytes, const JsonValue* body) {
  HttpResponse response;
  response.status = bytes.empty() ? 400 : 400 + static_cast<unsigned char>(bytes[0]) % 120;
  response.body = std::string(bytes);
  const auto error = body == nullptr ? std::nullopt : meta::read_error(*body);
  hold(!meta::fault_of(response, error, {}).message.empty());
  hold(meta::outcome_of(response, error, {}).kind != PublishOutcome::Kind::sent);
  if (error) meta::class_of(*error, response.status);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto body = JsonValue::parse(bytes);
  if (body) check_body(*body);
  check_error(bytes, body ? &*body : nullptr);
  for (const char* name : {"X-App-Usage", "X-Business-Use-Case-Usage", "X-Page-Usage"}) {
    const auto used = meta::fullest(meta::read_usage({{name, std::string(bytes)}}));
    if (!used) continue;
    hold(used->share >= 0 && used->regain.count() >= 0);
    hold(meta::wait_of(used, 3) <= meta::longest_regain);
  }
  for (const auto& [tag, entry] :
       instagram::parse_ledger(instagram::write_ledger(instagram::parse_ledger(bytes))))
    hold(entry.id.empty() || meta::is_number(entry.id));
  meta::time_of(bytes);
  const std::string id = meta::post_id(bytes, "1001");
  hold(id.empty() || meta::is_object_id(id));
  const std::string comment = meta::comment_id(bytes, "1001_10");
  hold(comment.empty() || meta::is_object_id(comment));
  hold(!meta::is_message_id(bytes) || bytes.find('/') == std::string_view::npos);
  const auto version = meta::version_of(bytes);
  hold(!version || version->find('/') == std::string::npos);
  if (size < 4'096) hold(meta::utf16_units(bytes) <= 2 * size);
  return 0;
}
