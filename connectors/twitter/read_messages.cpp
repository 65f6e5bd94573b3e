// Reading direct messages, the account's own included: 15 requests in 15 minutes, no lower bound to
// ask for, so a walk goes down from the newest event to the known one.
#include "connectors/answers.h"
#include "connectors/twitter/errors.h"
#include "connectors/twitter/messages.h"
#include "connectors/twitter/twitter.h"

namespace social311::connectors::twitter {
namespace {

constexpr int most_own_pages = 5;  // of the 15 requests; the rest is for what people wrote

// Missing permission for messages must not stop the account: mentions need none.
Fault message_fault(const HttpResponse& response, Instant now) {
  Fault out = fault_of(response, now);
  if (response.status == 403) {
    out.kind = FaultKind::rejected;
    out.message += "; direct messages need the scopes dm.read and dm.write";
  }
  return out;
}

}  // namespace

Result<HttpResponse> Twitter::ask_messages(const std::string& token, Instant now) {
  Parameters query{{"max_results", "100"}};
  for (auto& parameter : what_to_show_of_messages(words_)) query.push_back(std::move(parameter));
  if (!token.empty()) query.emplace_back("pagination_token", token);
  return api_.get("/dm_events", query, now);
}

// A walk that fills a gap begins at the page where an earlier one has stopped. A token that X does
// not know any more costs one request; the walk then begins at the newest event.
Result<Page> Twitter::read_messages(const PageAsk& ask) {
  if (!api_.can_write())
    return fault(FaultKind::rejected, "direct messages need a user's token, not an app's");
  Range range = message_range(ask);
  const bool shortcut = range.token.empty() && !range.until_id.empty();
  if (shortcut) range.token = trail_.token_above(range.until_id);
  auto response = ask_messages(range.token, ask.now);
  if (response && response->status == 400 && shortcut && !range.token.empty()) {
    trail_.forget();
    range.token.clear();
    response = ask_messages({}, ask.now);
  }
  if (!response) return response.fault();
  if (response->status != 200) return message_fault(*response, ask.now);
  auto messages = parse_messages(response->body, self_);
  if (!messages) return messages.fault();
  if (!messages->ids.empty()) trail_.remember(messages->ids.back(), messages->page.next);
  const int read = static_cast<int>(messages->ids.size());
  Page page = page_between(std::move(*messages), std::move(range), ask.now);
  page.spend = spend_on(read, Thing::message, capabilities_.prices);
  page.remaining = count_of(*response, "x-rate-limit-remaining");
  page.resets_at = epoch_of(*response, "x-rate-limit-reset");
  return page;
}

// Adds the messages of ours back to `since`. False when that could not be finished.
bool Twitter::read_own_messages(Instant since, Instant now, OwnRead& read) {
  std::string token;
  for (int page_number = 0; page_number < most_own_pages; ++page_number) {
    const auto response = ask_messages(token, now);
    if (!response || response->status != 200) return false;
    const auto messages = parse_messages(response->body, self_);
    if (!messages) return false;
    const Spend spent =
        spend_on(static_cast<int>(messages->ids.size()), Thing::message, capabilities_.prices);
    read.spend.reads += spent.reads;
    read.spend.micro_usd += spent.micro_usd;
    bool past = false;
    for (const Post& post : messages->page.posts) {
      past = past || post.created_at < since;
      if (post.author.id == self_.id && post.created_at >= since)
        read.posts.push_back({post.id, {}, post.text, post.created_at});
    }
    if (!messages->page.unreadable.empty()) return false;
    if (past || messages->page.next.empty()) return true;
    token = messages->page.next;
  }
  return false;
}

// One event by its id; empty when X says that there is none. A push names messages by id alone.
Result<std::optional<Post>> Twitter::look_up_message(const std::string& id, Instant now,
                                                     Spend& spend) {
  const auto response =
      api_.get("/dm_events/" + id, what_to_show_of_messages(words_, OneOrMany::one), now);
  if (!response) return response.fault();
  if (response->status == 404) return std::optional<Post>();
  if (response->status != 200) return message_fault(*response, now);
  auto messages = parse_messages(response->body, self_);
  if (!messages && parse_gone(response->body).contains(id)) return std::optional<Post>();
  if (!messages) return messages.fault();
  if (messages->page.posts.size() != 1 || messages->page.posts[0].id != id)
    return fault(FaultKind::garbled, "X answered with another message than " + id);
  spend.reads += 1;
  spend.micro_usd += capabilities_.prices.message_read;
  return std::optional(std::move(messages->page.posts[0]));
}

}  // namespace social311::connectors::twitter
