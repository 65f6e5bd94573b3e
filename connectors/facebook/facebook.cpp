#include "connectors/facebook/facebook.h"

#include <algorithm>

#include "connectors/answers.h"
#include "connectors/facebook/posts_walk.h"
#include "connectors/meta/health.h"
#include "connectors/meta/ids.h"
#include "connectors/meta/push.h"
#include "connectors/meta/text.h"
#include "core/text.h"

namespace social311::connectors::facebook {
namespace {

Capabilities what_facebook_can() {
  Capabilities out;
  out.length = meta::facebook_comment_rule();
  out.message_length = meta::message_rule();
  out.policy = ReplyPolicy::human;
  out.since_is_exclusive_id = false;
  out.pages_in_order = false;
  out.overlap = meta::overlap;
  out.pages_in_order = false;
  out.shows_edits = true;
  out.removes_own = true;
  out.takes_push = true;
  out.sends_messages = true;
  out.message_window = meta::answer_window;
  out.message_window_by_hand = meta::window_by_hand;
  out.private_reply_window = meta::private_reply_window;
  return out;
}

std::string page_of(const Account& account) {
  const Secret& named = credential(account, "page_id");
  return named.empty() ? account.id : named.reveal();
}

bool listens_to(const Account& account, std::string_view word) {
  return account.listen.empty() ||
         std::find(account.listen.begin(), account.listen.end(), word) != account.listen.end();
}

}  // namespace

// Without the Page's id its own posts could not be told from residents'.
std::optional<std::string> unusable(const Account& account) {
  if (!meta::is_number(account.id)) return "id must be the Page's id, digits only";
  if (page_of(account) != account.id) return "id and page_id name two Pages";
  if (credential(account, "page_access_token").empty()) return "page_access_token is missing";
  if (credential(account, "app_secret").empty())
    return "app_secret is missing: every call is signed with it";
  if (!meta::version_of(account.api_version)) return "api_version must be like v26.0";
  return std::nullopt;
}

std::optional<std::string> check_word(const std::string& word) {
  if (word == "posts" || word == "comments" || word == "messages") return std::nullopt;
  return "facebook listens to: posts, comments, messages";
}

Facebook::Facebook(const Account& account, NetworkParts parts)
    : parts_(parts),
      page_id_(page_of(account)),
      app_secret_(credential(account, "app_secret")),
      verify_token_(credential(account, "verify_token")),
      human_agent_(meta::human_agent_of(account)),
      listens_to_messages_(listens_to(account, "messages")),
      graph_(account, parts, credential(account, "page_access_token")),
      mailbox_{"facebook", "messenger", page_id_, {page_id_}},
      capabilities_(what_facebook_can()) {
  if (human_agent_ == meta::HumanAgent::not_granted)
    capabilities_.message_window_by_hand = meta::answer_window;
}

std::string Facebook::new_key(Instant, Random&) const {
  return {};
}

// Ids have no order that could be relied upon.
bool Facebook::newer(std::string_view, std::string_view) const {
  return false;
}

Result<Page> Facebook::read_page(const PageAsk& ask) {
  if (const auto wrong = check_word(ask.listen)) return fault(FaultKind::rejected, *wrong);
  const std::lock_guard lock(reading_);
  return walks_.go(ask, [&]() -> std::unique_ptr<meta::Walk> {
    if (ask.listen == "posts") return std::make_unique<PostsWalk>(graph_, page_id_, ask);
    if (ask.listen == "messages")
      return std::make_unique<meta::MessagesWalk>(graph_, mailbox_, ask);
    return std::make_unique<CommentsWalk>(graph_, watchlist_, page_id_, ask);
  });
}

Health Facebook::check(Instant now) {
  meta::HealthAsk ask{.node = page_id_,
                      .facts = meta::Use::page_facts,
                      .scopes = meta::page_scopes(),
                      .push = verify_token_.empty() ? meta::PushWanted::no : meta::PushWanted::yes};
  if (listens_to_messages_)
    for (const auto scope : meta::page_message_scopes()) ask.scopes.push_back(scope);
  Health health = meta::check_account(graph_, ask, now);
  const std::lock_guard lock(reading_);
  if (health.ok && watchlist_.blind_walks() > 0) {
    health.ok = false;
    health.message =
        "cannot read comments: posts have them, but none is shown; use the Page's own token, and "
        "give its person the task MODERATE on the Page";
  }
  return health;
}

}  // namespace social311::connectors::facebook
