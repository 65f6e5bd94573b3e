// X, formerly Twitter: mentions, recent search and direct messages in, replies out. API v2, in the
// words of spec 2.166 or 2.167 (Account::api_names).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connectors/network.h"
#include "connectors/twitter/api.h"
#include "connectors/twitter/messages.h"
#include "connectors/twitter/parse.h"
#include "connectors/twitter/prices.h"
#include "connectors/twitter/queries.h"
#include "connectors/twitter/range.h"
#include "connectors/twitter/vocabulary.h"

namespace social311::connectors::twitter {

constexpr const char* message_word = "direct_messages";

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
  std::int64_t cost_of(const OutgoingReply& reply) const override;
  std::string new_key(Instant now, Random& random) const override;
  bool newer(std::string_view a, std::string_view b) const override;
  PublishOutcome remove_own(const std::string& remote_id, Instant now) override;
  Result<SignInPage> begin_sign_in(const std::string& redirect_uri, Random& random) override;
  Result<Done> finish_sign_in(const SignInPage& page, const std::string& redirect_uri,
                              const std::string& code, Instant now) override;
  // A push for another account of the same app is answered with 200 and brings nothing.
  Pushed take_push(const Push& push, Instant now) override;

 private:
  // read_page and read_own
  Result<HttpResponse> ask_feed(const std::string& listen, Feed feed, const Range& range,
                                Instant now);
  Result<Page> page_of(const HttpResponse& response, Feed feed, Range range, Instant now) const;
  Result<Page> read_feed(const PageAsk& ask, Feed feed);
  void tell_beyond_reach(const Range& range, Instant now, Page& page);
  std::string search_query(const std::string& query) const;
  Result<HttpResponse> ask_messages(const std::string& token, Instant now);
  Result<Page> read_messages(const PageAsk& ask);
  bool listens_to_messages() const;
  std::optional<Fault> read_own_posts(Instant since, Instant now, OwnRead& read);
  bool read_own_messages(Instant since, Instant now, OwnRead& read);
  void charge(const Page& page, Thing thing, Spend& spend) const;
  // publish
  std::optional<PublishOutcome> refuse_early(const OutgoingReply& reply) const;
  std::optional<PublishOutcome> refuse_message(const OutgoingReply& reply) const;
  PublishOutcome send(const OutgoingReply& reply, Instant now);
  PublishOutcome remove(const std::string& remote_id, Instant now);
  PublishOutcome outcome_of_message(const HttpResponse& response, Instant now) const;
  PublishOutcome after_401(const HttpResponse& response, const std::string& header, Instant now);
  // read_posts
  std::optional<Fault> look_up_some(const std::vector<std::string>& ids, Instant now, Reread& out);
  std::optional<Fault> look_up(const std::vector<std::string>& ids, Instant now, Reread& out);
  std::optional<Fault> bring_newest(Reread& out, Instant now);
  void look_among_messages(Instant now, Reread& out);
  Result<std::optional<Post>> look_up_message(const std::string& id, Instant now, Spend& spend);
  // check
  void warn(const HttpResponse& response, Health& health) const;

  NetworkParts parts_;
  Api api_;
  Self self_;
  std::vector<std::string> listen_;
  Secret push_secret_;  // the app's consumer secret
  const Vocabulary& words_;
  Capabilities capabilities_;
  Trail trail_{};
};

// A sentence when the account cannot work with X.
std::optional<std::string> unusable(const Account& account);
// A sentence when `word` is no entry of `listen` for X.
std::optional<std::string> check_word(const std::string& word);
// The feeds that one word stands for: several where a search is too long for one request.
std::vector<std::string> feeds_of_word(const std::string& word);

}  // namespace social311::connectors::twitter
