// Instagram for a professional account: comments, photo tags, hashtags and messages in; comments,
// mentions' answers and messages out. Everything about the Graph API itself is in connectors/meta.
//
// @mentions by others come by webhook only: Meta keeps no list of them.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "connectors/instagram/parse.h"
#include "connectors/meta/graph.h"
#include "connectors/meta/messages.h"
#include "connectors/meta/walk.h"
#include "connectors/meta/watch.h"
#include "connectors/network.h"

namespace social311::connectors::instagram {

// What was seen of others' media and mentions. Media of others cannot be read by their id, so that
// they must be told from comments that were deleted, after a restart too: the newest ids of them
// are kept in the vault.
class Seen final {
 public:
  explicit Seen(Vault& vault) : vault_(vault) {}

  void note_foreign(const std::string& id);
  // Writes what was noted since the last time.
  void keep_foreign();
  bool is_foreign(const std::string& id);
  // A comment that names us under others' media, or such a medium itself.
  void note_mention(const std::string& id, const std::string& medium);
  std::optional<std::string> medium_of_mention(const std::string& id) const;

 private:
  void load();

  Vault& vault_;
  mutable std::mutex mutex_;
  bool loaded_ = false;
  bool grown_ = false;
  std::set<std::string> foreign_{};
  std::map<std::string, std::string> mentions_{};
};

class Instagram final : public Network {
 public:
  Instagram(const Account& account, NetworkParts parts);

  const Capabilities& capabilities() const override { return capabilities_; }
  // One caller at a time; a second one waits.
  Result<Page> read_page(const PageAsk& ask) override;
  PublishOutcome publish(const OutgoingReply& reply, Instant now) override;
  Result<OwnRead> read_own(Instant since, const std::vector<OutgoingReply>& doubtful,
                           Instant now) override;
  Result<Reread> read_posts(const std::vector<std::string>& ids, Instant now) override;
  Health check(Instant now) override;
  std::string new_key(Instant now, Random& random) const override;
  bool newer(std::string_view a, std::string_view b) const override;
  PublishOutcome remove_own(const std::string& remote_id, Instant now) override;
  Pushed take_push(const Push& push, Instant now) override;

 private:
  std::unique_ptr<meta::Walk> walk_for(const PageAsk& ask);
  // publish
  std::optional<PublishOutcome> refuse_early(const OutgoingReply& reply);
  Result<std::string> landing_of(const std::string& target, Instant now);
  PublishOutcome comment(const OutgoingReply& reply, Instant now);
  meta::Written write_comment(const OutgoingReply& reply, Instant now);
  // read_own
  std::optional<Fault> read_own_replies(const std::string& landing, Instant since, Instant now,
                                        OwnRead& read);
  std::optional<Fault> read_own_messages(const OutgoingReply& reply, Instant since, Instant now,
                                         OwnRead& read);
  // read_posts
  std::optional<Fault> reread_some(const std::vector<std::string>& ids, meta::Use use, Instant now,
                                   Reread& out, std::vector<std::string>& refused);
  void take_again(const std::string& id, meta::Use use, const meta::Reply& reply, Instant now,
                  Reread& out);
  void reread_mention(const std::string& id, const std::string& medium, Instant now, Reread& out);
  // take_push
  void take_change(const std::string& field, const JsonValue& value, Instant at, Instant now,
                   Pushed& out);

  NetworkParts parts_;
  Self self_;
  Secret app_secret_;
  Secret verify_token_;
  meta::HumanAgent human_agent_;
  meta::Graph graph_;
  meta::Mailbox mailbox_;
  Capabilities capabilities_;
  Seen seen_;
  std::mutex reading_;  // of the two below
  meta::WalkBook walks_{};
  meta::Watchlist watchlist_{};
};

// A sentence when the account cannot work with Instagram.
std::optional<std::string> unusable(const Account& account);
// A sentence when `word` is no entry of `listen` for Instagram.
std::optional<std::string> check_word(const std::string& word);

}  // namespace social311::connectors::instagram
