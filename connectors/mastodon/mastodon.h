// Mastodon and what speaks its API: mentions by notification, hashtags by their timeline, replies
// out under an Idempotency-Key and never more public than what they answer.
//
// A server is one of thousands: its limits are asked for, its ids are opaque, its words may be in
// any language, its texts are HTML. The token is created once per server and does not expire.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "connectors/mastodon/parse.h"
#include "connectors/network.h"
#include "core/secret.h"

namespace social311::connectors::mastodon {

// A key makes a repeat harmless only while the server knows it: Mastodon forgets it after one hour,
// and learns it late when it is busy (mastodon/mastodon#21840: a 504, then two posts). So a repeat
// after an unknown end waits this long, and whatever was composed longer ago is looked for in the
// thread before it is written.
inline constexpr std::chrono::seconds look_first_after{30};
inline constexpr std::chrono::seconds repeat_after{60};
// How long a server's limits are taken as they were read.
inline constexpr std::chrono::hours limits_life{1};

class Mastodon final : public Network {
 public:
  Mastodon(const Account& account, NetworkParts parts);

  // The plain server's limits until this object has read the account's own: by check() or before
  // its first reply. What was returned stays valid as long as the object. Thread-safe.
  const Capabilities& capabilities() const override;
  Result<Page> read_page(const PageAsk& ask) override;
  PublishOutcome publish(const OutgoingReply& reply, Instant now) override;
  Result<OwnRead> read_own(Instant since, const std::vector<OutgoingReply>& doubtful,
                           Instant now) override;
  // One request a post: only a 404 or 410 of that very post proves that it is gone.
  Result<Reread> read_posts(const std::vector<std::string>& ids, Instant now) override;
  Health check(Instant now) override;
  std::string new_key(Instant now, Random& random) const override;
  bool newer(std::string_view a, std::string_view b) const override;  // false: ids are opaque
  PublishOutcome remove_own(const std::string& remote_id, Instant now) override;
  std::string told_limits() const override;
  void take_limits(std::string_view told) override;

 private:
  // Below /api/. Any status is a value.
  Result<HttpResponse> get(const std::string& path, const Parameters& query = {});
  std::string status_path(const std::string& id) const;
  std::optional<Fault> learn_limits(Instant now);
  void keep(const Limits& limits);  // under mutex_
  Limits limits() const;
  // publish
  std::optional<PublishOutcome> refuse_early(const OutgoingReply& reply) const;
  std::optional<PublishOutcome> refuse_text(const std::string& text, const Target& target,
                                            const char* visibility) const;
  Result<std::optional<Target>> find_target(const std::string& id, Instant now);
  Result<std::optional<std::string>> find_in_thread(const OutgoingReply& reply, Instant now);
  PublishOutcome publish_notice(const OutgoingReply& reply, Instant now);
  PublishOutcome post(const OutgoingReply& reply, const std::string& text, const char* visibility,
                      Instant now);

  NetworkParts parts_;
  std::string base_;
  Self self_;
  Secret token_;
  mutable std::mutex mutex_;
  // Grows by one each time the server's limits change, so that a reference that was given stays
  // good. Guarded by mutex_, as are the two below.
  std::deque<Capabilities> capabilities_;
  Limits limits_{};
  std::optional<Instant> limits_read_at_{};
};

// A sentence when the account cannot work with Mastodon.
std::optional<std::string> unusable(const Account& account);
// A sentence when `word` is no entry of `listen` for Mastodon.
std::optional<std::string> check_word(const std::string& word);

}  // namespace social311::connectors::mastodon
