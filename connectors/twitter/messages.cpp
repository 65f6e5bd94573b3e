#include "connectors/twitter/messages.h"

#include <algorithm>

#include "connectors/answers.h"
#include "connectors/twitter/entities.h"
#include "connectors/twitter/ids.h"
#include "connectors/twitter/includes.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::connectors::twitter {
namespace {

constexpr std::size_t most_steps = 200;
constexpr std::size_t longest_conversation = 200;

// 2.166 has the entities of a message beside its text, 2.167 below "entities".
JsonValue entities_of(const JsonValue& event) {
  return event["entities"].is_object() ? event["entities"] : event;
}

std::string shared_post(const JsonValue& event) {
  return id_of(first_of(event, "referenced_posts", "referenced_tweets").at(0)["id"]);
}

void judge(const Self& self, Post& post) {
  const bool own = post.author.id == self.id;
  post.repliable = own                      ? Repliable::closed
                   : post.author.id.empty() ? Repliable::unknown
                                            : Repliable::yes;
  post.repliable_reason = own                      ? "own post"
                          : post.author.id.empty() ? "the author is unknown"
                                                   : "written to us";
}

std::optional<Post> read_message(const JsonValue& event, const Includes& includes, const Self& self,
                                 std::string& why) {
  Post post;
  post.network = "twitter";
  post.kind = PostKind::direct_message;
  post.id = post.version = id_of(event["id"]);
  if (post.id.empty()) return why = "it has no id", std::nullopt;
  read_media(event, includes, post);
  const auto text = event["text"].text();
  if (!text && post.media == 0) return why = "it has neither text nor attachment", std::nullopt;
  post.text = readable_text(text.value_or(""), entities_of(event));
  post.author = author_with(id_of(event["sender_id"]), includes);
  const auto made = event["created_at"].instant();
  post.created_at = made ? *made : instant_of(post.id).value_or(Instant{});
  if (post.created_at == Instant{}) return why = "it has no time", std::nullopt;
  post.conversation = event["dm_conversation_id"].id().value_or("");
  if (post.conversation.size() > longest_conversation) post.conversation.clear();
  post.quoted = shared_post(event);
  judge(self, post);
  post.raw = event.dump();
  return post;
}

void keep_event(const JsonValue& event, const Includes& includes, const Self& self, Messages& out) {
  const std::string id = id_of(event["id"]);
  if (!id.empty()) out.ids.push_back(id);
  if (event["event_type"].text_or("MessageCreate") != "MessageCreate") return;
  std::string why;
  auto post = read_message(event, includes, self, why);
  if (post) return out.page.posts.push_back(std::move(*post));
  out.page.unreadable.push_back(event.dump());
  out.page.problems.push_back("message " + (id.empty() ? std::string("without an id") : id) +
                              " cannot be read: " + why);
}

bool is_message_page(const JsonValue& root) {
  return root["data"].is_list() || root["data"].is_object() || root["meta"].is_object();
}

std::string gap_sentence(Instant from, Instant to) {
  return "X shows the direct messages of 30 days: those between " + to_iso8601(from) + " and " +
         to_iso8601(to) + " can no longer be read";
}

bool is_below(const Range& range, const std::string& id) {
  if (!range.since_id.empty()) return !newer_id(id, range.since_id);
  const auto made = instant_of(id);
  return range.start && made && *made < *range.start;
}

bool is_inside(const Range& range, const std::string& id) {
  const bool above = !range.until_id.empty() && !newer_id(range.until_id, id);
  return !above && !is_below(range, id);
}

// The walk came to the end of what X shows without meeting what it knows.
void tell_loss(const Range& range, Instant now, Page& page) {
  const auto known = range.since_id.empty() ? range.start : instant_of(range.since_id);
  const Instant oldest = now - message_reach;
  if (known && *known < oldest) page.clipped = gap_sentence(*known, oldest);
}

}  // namespace

Result<Messages> parse_messages(std::string_view body, const Self& self) {
  auto parsed = JsonValue::parse(body);
  if (!parsed)
    return fault(FaultKind::garbled, "X's messages cannot be read: " + parsed.fault().message);
  const JsonValue& root = *parsed;
  const JsonValue errors = root["errors"];
  if (!is_message_page(root) && errors.size() > 0 && errors.is_list())
    return fault(FaultKind::rejected, sentence_of(errors.at(0)));
  if (!is_message_page(root))
    return fault(FaultKind::garbled, "X's answer is JSON but no page of messages");
  Messages out;
  const Includes includes = includes_of(root);
  if (root["data"].is_object()) keep_event(root["data"], includes, self, out);
  for (const JsonValue& event : root["data"].items()) keep_event(event, includes, self, out);
  for (const JsonValue& error : errors.items()) out.page.problems.push_back(sentence_of(error));
  out.page.next = root["meta"]["next_token"].text_or("");
  if (out.page.next.size() > longest_token)
    return fault(FaultKind::garbled, "X's page names a next token that is too long");
  return out;
}

std::optional<std::string> parse_message_sent(std::string_view body) {
  const auto parsed = JsonValue::parse(body);
  if (!parsed) return std::nullopt;
  const std::string id = id_of((*parsed)["data"]["dm_event_id"]);
  return id.empty() ? std::nullopt : std::optional(id);
}

Range message_range(const PageAsk& ask) {
  if (!ask.next.empty()) return range_of(ask, Feed::mentions);  // carries on what stood in `next`
  Range range;
  if (is_id(ask.since_id)) {
    range.since_id = step_back(ask.since_id, overlap);
  } else if (ask.since_at) {
    range.start = *ask.since_at - overlap;
  }
  if (is_id(ask.until_id)) range.until_id = ask.until_id;
  return range;
}

Page page_between(Messages messages, Range range, Instant now) {
  Page page = std::move(messages.page);
  const auto& ids = messages.ids;
  const bool passed = std::any_of(ids.begin(), ids.end(),
                                  [&range](const std::string& id) { return is_below(range, id); });
  std::erase_if(page.posts, [&range](const Post& post) { return !is_inside(range, post.id); });
  for (const std::string& id : ids) {
    const auto made = instant_of(id);
    if (!is_inside(range, id) || (made && *made > now + std::chrono::hours(24))) continue;
    page.newest_id = newest_of(page.newest_id, id);
    if (page.oldest_id.empty() || newer_id(page.oldest_id, id)) page.oldest_id = id;
  }
  page.newest_at = instant_of(page.newest_id);
  page.oldest_at = instant_of(page.oldest_id);
  if (!passed && page.next.empty()) tell_loss(range, now, page);
  page.next = passed ? std::string() : carry_on(range, page.next);
  return page;
}

bool Trail::Newer::operator()(const std::string& a, const std::string& b) const {
  return newer_id(a, b);
}

void Trail::remember(const std::string& oldest_id, const std::string& token) {
  if (!is_id(oldest_id) || token.empty()) return;
  const std::lock_guard lock(mutex_);
  tokens_.insert_or_assign(oldest_id, token);
  if (tokens_.size() > most_steps) tokens_.erase(tokens_.begin());  // the newest one
}

// Sorted newest first: the last one that is not older than `until_id`.
std::string Trail::token_above(const std::string& until_id) const {
  const std::lock_guard lock(mutex_);
  const auto below = tokens_.upper_bound(until_id);
  return below == tokens_.begin() ? std::string() : std::prev(below)->second;
}

void Trail::forget() {
  const std::lock_guard lock(mutex_);
  tokens_.clear();
}

}  // namespace social311::connectors::twitter
