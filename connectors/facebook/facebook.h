// Facebook Pages: visitors' posts and tags, comments, Messenger conversations in; comments, private
// replies and messages out. Everything about the Graph API itself is in connectors/meta.
//
// What polling cannot see is in docs/meta.md: mentions in comments on others' posts, messages
// beyond the newest twenty of a thread, comments on posts older than thirty days.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "connectors/facebook/comments_walk.h"
#include "connectors/meta/graph.h"
#include "connectors/meta/messages.h"
#include "connectors/meta/walk.h"
#include "connectors/network.h"

namespace social311::connectors::facebook {

class Facebook final : public Network {
 public:
  Facebook(const Account& account, NetworkParts parts);

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
  // publish
  std::optional<PublishOutcome> refuse_early(const OutgoingReply& reply) const;
  Result<std::string> landing_of(const OutgoingReply& reply, Instant now);
  PublishOutcome comment(const OutgoingReply& reply, Instant now);
  PublishOutcome private_reply(const OutgoingReply& reply, Instant now);
  PublishOutcome page_post(const OutgoingReply& reply, Instant now);
  PublishOutcome proved(const std::string& id, const std::string& landing, Instant now);
  // read_own
  std::optional<Fault> read_own_comments(const std::string& landing, Instant since, Instant now,
                                         OwnRead& read);
  std::optional<Fault> read_own_posts(Instant since, Instant now, OwnRead& read);
  std::optional<Fault> read_own_messages(const OutgoingReply& reply, Instant since, Instant now,
                                         OwnRead& read);
  // read_posts
  std::optional<Fault> reread_some(const std::vector<std::string>& ids, meta::Use use, Instant now,
                                   Reread& out, std::vector<std::string>& refused);
  void take_again(const std::string& id, meta::Use use, const meta::Reply& reply, Instant now,
                  Reread& out) const;

  NetworkParts parts_;
  std::string page_id_;
  Secret app_secret_;
  Secret verify_token_;
  meta::HumanAgent human_agent_;
  bool listens_to_messages_;
  meta::Graph graph_;
  meta::Mailbox mailbox_;
  Capabilities capabilities_;
  std::mutex reading_;  // of the two below
  meta::WalkBook walks_{};
  meta::Watchlist watchlist_{};
};

// A sentence when the account cannot work with Facebook.
std::optional<std::string> unusable(const Account& account);
// A sentence when `word` is no entry of `listen` for Facebook.
std::optional<std::string> check_word(const std::string& word);

}  // namespace social311::connectors::facebook
