#include "connectors/instagram/instagram.h"

#include <algorithm>
#include <utility>

#include "connectors/answers.h"
#include "connectors/instagram/comments_walk.h"
#include "connectors/instagram/media_walks.h"
#include "connectors/meta/health.h"
#include "connectors/meta/ids.h"
#include "connectors/meta/push.h"
#include "connectors/meta/text.h"
#include "core/text.h"

namespace social311::connectors::instagram {
namespace {

constexpr std::string_view hashtag_prefix = "hashtag:";
constexpr std::size_t longest_tag = 100;
constexpr std::size_t most_seen = 20'000;
constexpr std::size_t most_foreign = 3'000;
constexpr const char* foreign_name = "media_of_others";

Capabilities what_instagram_can() {
  Capabilities out;
  out.length = meta::instagram_comment_rule();
  out.message_length = meta::instagram_message_rule();
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
  out.no_notices =
      "Instagram takes no post without a picture or video: post it in Instagram's own app.";
  return out;
}

std::string account_of(const Account& account) {
  const Secret& named = credential(account, "ig_user_id");
  return named.empty() ? account.id : named.reveal();
}

// With Facebook Login messages hang on the Page, with Instagram's own login on the account.
std::string mailbox_node(const Account& account) {
  const Secret& page = credential(account, "page_id");
  return page.empty() ? account.id : page.reveal();
}

std::vector<std::string> own_ids(const Account& account) {
  std::vector<std::string> ids{account.id};
  const Secret& page = credential(account, "page_id");
  if (!page.empty()) ids.push_back(page.reveal());
  return ids;
}

}  // namespace

std::optional<std::string> unusable(const Account& account) {
  if (!meta::is_number(account.id)) return "id must be the Instagram account's id, digits only";
  if (account_of(account) != account.id) return "id and ig_user_id name two accounts";
  const Secret& page = credential(account, "page_id");
  if (!page.empty() && !meta::is_number(page.reveal())) return "page_id must be digits only";
  if (credential(account, "page_access_token").empty()) return "page_access_token is missing";
  if (credential(account, "app_secret").empty())
    return "app_secret is missing: every call is signed with it";
  if (!meta::version_of(account.api_version)) return "api_version must be like v26.0";
  return std::nullopt;
}

std::optional<std::string> check_word(const std::string& word) {
  if (word == "comments" || word == "tags" || word == "messages") return std::nullopt;
  if (!word.starts_with(hashtag_prefix))
    return "instagram listens to: comments, tags, hashtag:TAG, messages";
  const std::string_view tag = std::string_view(word).substr(hashtag_prefix.size());
  const bool plain = std::all_of(tag.begin(), tag.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  });
  if (tag.empty() || tag.size() > longest_tag || !plain || !is_valid_utf8(tag))
    return "hashtag: needs one tag behind it, letters, digits and _ without #";
  return std::nullopt;
}

void Seen::load() {
  if (loaded_) return;
  if (const auto kept = vault_.load(foreign_name))
    for (const std::string& id : split(kept->reveal(), ' '))
      if (meta::is_number(id)) foreign_.insert(id);
  loaded_ = true;
}

void Seen::note_foreign(const std::string& id) {
  const std::lock_guard lock(mutex_);
  load();
  grown_ = foreign_.insert(id).second || grown_;
}

// Ids grow with time, so that the lowest are the oldest.
void Seen::keep_foreign() {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(grown_, false)) return;
  while (foreign_.size() > most_foreign) foreign_.erase(foreign_.begin());
  std::string list;
  for (const std::string& id : foreign_) list += id + " ";
  vault_.update(foreign_name, [&](const std::optional<Secret>&) { return Secret(list); });
}

// Another process may have found it since: what is not known is looked up again.
bool Seen::is_foreign(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (foreign_.contains(id)) return true;
  loaded_ = false;
  load();
  return foreign_.contains(id);
}

void Seen::note_mention(const std::string& id, const std::string& medium) {
  const std::lock_guard lock(mutex_);
  if (mentions_.size() >= most_seen) mentions_.erase(mentions_.begin());
  mentions_[id] = medium;
}

std::optional<std::string> Seen::medium_of_mention(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = mentions_.find(id);
  return found == mentions_.end() ? std::nullopt : std::optional(found->second);
}

Instagram::Instagram(const Account& account, NetworkParts parts)
    : parts_(parts),
      self_{account_of(account), account.handle},
      app_secret_(credential(account, "app_secret")),
      verify_token_(credential(account, "verify_token")),
      human_agent_(meta::human_agent_of(account)),
      graph_(account, parts, credential(account, "page_access_token")),
      mailbox_{"instagram", "instagram", mailbox_node(account), own_ids(account)},
      capabilities_(what_instagram_can()),
      seen_(parts.vault) {
  if (human_agent_ == meta::HumanAgent::not_granted)
    capabilities_.message_window_by_hand = meta::answer_window;
}

std::string Instagram::new_key(Instant, Random&) const {
  return {};
}

bool Instagram::newer(std::string_view, std::string_view) const {
  return false;
}

std::unique_ptr<meta::Walk> Instagram::walk_for(const PageAsk& ask) {
  const auto found = [this](const std::string& id) { seen_.note_foreign(id); };
  if (ask.listen == "comments")
    return std::make_unique<CommentsWalk>(graph_, watchlist_, self_, ask);
  if (ask.listen == "messages") return std::make_unique<meta::MessagesWalk>(graph_, mailbox_, ask);
  if (ask.listen == "tags") return std::make_unique<TagsWalk>(graph_, self_, ask, found);
  const std::string tag = fold(std::string_view(ask.listen).substr(hashtag_prefix.size()));
  return std::make_unique<HashtagWalk>(graph_, parts_.vault, self_, tag, ask, found);
}

Result<Page> Instagram::read_page(const PageAsk& ask) {
  if (const auto wrong = check_word(ask.listen)) return fault(FaultKind::rejected, *wrong);
  const std::lock_guard lock(reading_);
  auto page = walks_.go(ask, [&] { return walk_for(ask); });
  seen_.keep_foreign();
  return page;
}

Health Instagram::check(Instant now) {
  return meta::check_account(graph_,
                             {.node = self_.id,
                              .facts = meta::Use::ig_user_facts,
                              .scopes = meta::instagram_scopes(),
                              .kind = meta::TokenKind::any},
                             now);
}

}  // namespace social311::connectors::instagram
