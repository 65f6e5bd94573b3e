// Bluesky (AT Protocol): mentions, replies and quotes by notification, un-faceted ones by search,
// replies out under a key that was chosen before, so that sending twice is sending once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connectors/bluesky/parse.h"
#include "connectors/bluesky/session.h"
#include "connectors/network.h"

namespace social311::connectors::bluesky {

using Parameters = std::vector<std::pair<std::string, std::string>>;

class Bluesky final : public Network {
 public:
  Bluesky(const Account& account, NetworkParts parts);

  const Capabilities& capabilities() const override { return capabilities_; }
  Result<Page> read_page(const PageAsk& ask) override;
  PublishOutcome publish(const OutgoingReply& reply, Instant now) override;
  Result<OwnRead> read_own(Instant since, const std::vector<OutgoingReply>& doubtful,
                           Instant now) override;
  Result<Reread> read_posts(const std::vector<std::string>& ids, Instant now) override;
  Health check(Instant now) override;
  std::string new_key(Instant now, Random& random) const override;
  bool newer(std::string_view a, std::string_view b) const override;
  PublishOutcome remove_own(const std::string& remote_id, Instant now) override;

 private:
  // Whatever status the network gives is a value, but for token trouble that renewing did not cure.
  Result<HttpResponse> get(const std::string& method, const Parameters& query, Instant now);
  Parameters notification_query(const PageAsk& ask) const;
  Parameters search_query(const PageAsk& ask) const;
  std::optional<Fault> look_closer(const PageAsk& ask, Page& page);
  // publish
  std::optional<PublishOutcome> refuse_early(const OutgoingReply& reply) const;
  Result<Parent> find_parent(const std::string& uri, Instant now);
  Result<Parent> find_parent_record(const std::string& uri, const Fault& why, Instant now);
  PublishOutcome send(const OutgoingReply& reply, Instant now);
  PublishOutcome remove(const std::string& key, Instant now);
  PublishOutcome put(const OutgoingReply& reply, const Parent& parent, Instant now);
  // read_own
  bool read_by_key(const OutgoingReply& reply, Instant now, OwnRead& read);
  std::optional<Fault> read_feed(Instant since, Instant now, OwnRead& read);

  NetworkParts parts_;
  std::string base_;
  Self self_;
  SessionKeeper session_;
  Capabilities capabilities_;
};

// A sentence when the account cannot work with Bluesky.
std::optional<std::string> unusable(const Account& account);
// A sentence when `word` is no entry of `listen` for Bluesky.
std::optional<std::string> check_word(const std::string& word);

}  // namespace social311::connectors::bluesky
