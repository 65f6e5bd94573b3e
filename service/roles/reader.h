// One account's reader: its feeds, their gaps and the posts that are looked at again, within what
// the network allows and the budget leaves. Own Store, own thread, own pace: what is wrong with one
// account never stops another.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "connectors/network.h"
#include "service/roles/account_health.h"
#include "service/roles/counting.h"
#include "service/roles/roles.h"
#include "service/roles/spending.h"
#include "service/roles/turn.h"
#include "service/roles/walk.h"
#include "service/vault.h"

namespace social311::service {

// Of a budget that all calls of an account share (Meta): from here polling slows down, and from
// here it rests until the budget comes back. What is left is for replies.
inline constexpr double slow_share = 0.75;
inline constexpr double rest_share = 0.90;

class AccountReader {
 public:
  AccountReader(const RoleParts& parts, const connectors::Account& account, std::stop_token stop);

  void run();

 private:
  struct FeedPace {
    Instant not_before{};
    int failures = 0;
    int live_pages = 1;  // of the last live walk
    std::optional<int> remaining{};
    std::optional<Instant> resets_at{};
    std::optional<Unfinished> unfinished{};
    std::optional<Instant> blocked_until{};  // by the budget
  };

  bool begin();  // false: the account cannot be used as it is configured
  void turn();
  void look_at_account(Instant now);
  bool may_read(Instant now);
  void look_at_parked(const sql::Store::Parked& parked, Instant now);
  void park(const Fault& fault, Instant now);

  std::vector<std::string> feeds() const;
  void read_feed(const std::string& listen);
  void fill_gaps();
  void fill_gaps_of(const std::string& listen, int& pages);
  bool fill(const sql::Feed& feed, const sql::Gap& gap, FeedPace& pace, int pages, int& used);
  void gap_in_vain(const sql::Feed& feed, const sql::Gap& gap, const WalkEnd& end);
  WalkParts walk_parts(Purpose purpose);
  bool affords(const sql::Feed& feed, FeedPace& pace, Purpose purpose);
  int reserve_for_polling(const FeedPace& pace) const;

  void note_end(const sql::Feed& feed, FeedPace& pace, const WalkEnd& end);
  void note_pace(FeedPace& pace, const WalkEnd& end);
  Milliseconds jitter(Milliseconds wait);
  void note_fault(const sql::Feed& feed, FeedPace& pace, const Fault& fault);
  void note_loss(const sql::Feed& feed, const WalkEnd& end);
  void note_share(std::optional<double> share, std::optional<Instant> resets_at);

  void read_again();
  void keep_again(const std::vector<std::string>& asked, const connectors::Reread& read);
  void book_calls();
  Instant next_turn(Instant started) const;

  const RoleParts& parts_;
  const connectors::Account& account_;
  std::stop_token stop_;
  StoreKeeper keeper_;
  std::unique_ptr<HttpClient> http_;
  CountingHttp counting_;
  StoreVault vault_;
  std::unique_ptr<connectors::Network> network_{};
  std::unique_ptr<AccountHealth> health_{};
  std::vector<std::string> own_ids_{};
  Ceilings ceilings_{};
  std::map<std::string, FeedPace> paces_{};
  std::string told_limits_{};
  std::string parked_why_{};  // told in the log
  Instant next_parked_look_{};
  Instant rests_until_{};  // all reading, sending goes on
  Instant slow_until_{};
  Instant hurry_until_{};  // after a loss: polled more often
  Instant again_not_before_{};
};

}  // namespace social311::service
