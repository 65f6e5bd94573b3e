// X, formerly Twitter: mentions and recent search in, replies out. API v2, in the words of
// spec 2.166 or 2.167 (Account::api_names).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "connectors/network.h"
#include "connectors/twitter/api.h"
#include "connectors/twitter/parse.h"
#include "connectors/twitter/range.h"
#include "connectors/twitter/vocabulary.h"

namespace social311::connectors::twitter {

class Twitter final : public Network {
 public:
  Twitter(const Account& account, NetworkParts parts);

  const Capabilities& capabilities() const override { return capabilities_; }
  Result<Page> read_page(const PageAsk& ask) override;
  PublishOutcome publish(const OutgoingReply& reply, Instant now) override;
  Result<OwnRead> read_own(Instant since, const std::vector<OutgoingReply>& doubtful,
                           Instant now) override;
  Result<Reread> read_posts(const std::vector<std::string>& ids, Instant now) override;
  Health check(Instant now) override;
  std::string new_key(Instant now, Random& random) const override;
  bool newer(std::string_view a, std::string_view b) const override;

 private:
  // read_page and read_own
  Result<HttpResponse> ask_feed(const std::string& listen, Feed feed, const Range& range,
                                Instant now);
  Result<Page> page_of(const HttpResponse& response, Range range, Instant now) const;
  std::string search_query(const std::string& query) const;
  // publish
  std::optional<PublishOutcome> refuse_early(const OutgoingReply& reply) const;
  PublishOutcome send(const OutgoingReply& reply, Instant now);
  PublishOutcome after_401(const HttpResponse& response, const std::string& header, Instant now);
  // read_posts
  Result<std::vector<Post>> look_up_some(const std::vector<std::string>& ids, Instant now);
  Result<std::vector<Post>> look_up(const std::vector<std::string>& ids, Instant now);
  std::optional<Fault> bring_newest(std::vector<Post>& posts, Instant now);

  NetworkParts parts_;
  Api api_;
  Self self_;
  const Vocabulary& words_;
  Capabilities capabilities_;
};

// A sentence when the account cannot work with X.
std::optional<std::string> unusable(const Account& account);
// A sentence when `word` is no entry of `listen` for X.
std::optional<std::string> check_word(const std::string& word);

constexpr std::size_t longest_query = 512;  // self-serve; X docs, rate-limits.mdx

}  // namespace social311::connectors::twitter
