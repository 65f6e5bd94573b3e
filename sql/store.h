// Everything that is remembered. One Store = one connection = one thread; every method is one
// transaction unless it says otherwise. Statements stand in queries/, one a file; migrations/ make
// the tables. All moments come in as parameters: SQL never asks for now().
//
// Errors: StoreLost when the connection or the server is gone or a COMMIT is in doubt: throw this
// Store away, back off, open a new one, and run the turn again (every turn is idempotent). Anything
// else that is thrown means a broken program. Expected refusals ("changed meanwhile") are values.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/clock.h"
#include "core/exchange.h"
#include "core/finding.h"
#include "core/post.h"
#include "core/result.h"
#include "core/secret.h"
#include "sql/accounts.h"
#include "sql/agencies.h"
#include "sql/answers.h"
#include "sql/approval.h"
#include "sql/case_rows.h"
#include "sql/clock.h"
#include "sql/deciding.h"
#include "sql/incidents.h"
#include "sql/places.h"
#include "sql/reading.h"
#include "sql/trends.h"

namespace social311::sql {

class StoreLost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// ---- feeds, gaps, intake
// -------------------------------------------------------------------------------

struct Feed {  // one per account and word of `listen`
  std::int64_t feed_id = 0;
  std::string account_key{};  // "twitter/2244994945"
  std::string listen{};
  std::string newest_id{};  // "" before the first page
  std::optional<Instant> newest_at{};
  std::optional<Instant> last_complete_at{};  // start of the last poll that was read to its end
  std::string trouble{};                      // why it is not read at the moment, "" = fine
  std::optional<Instant> covered_to{};        // read to here, open and lost gaps apart
  double density = 0;                         // posts a second, as the last whole walk met them

  bool operator==(const Feed&) const = default;
};

struct Gap {  // both ends are read, what lies between is not
  std::int64_t gap_id = 0;
  std::int64_t feed_id = 0;
  std::string lo_id{};
  std::string hi_id{};
  std::optional<Instant> lo_at{};  // where the unread time begins
  std::optional<Instant> hi_at{};
  std::int64_t estimate = 0;        // posts in it, from the density of the pages beside it
  std::optional<Instant> ask_at{};  // lower bound to ask for by time; empty = lo_at
  int tries = 0;                    // in vain, since it last became smaller
  std::optional<Instant> next_at{};
};

struct KeepPage {
  std::int64_t feed_id = 0;
  std::string account_key{};
  std::vector<Post> posts{};
  std::vector<std::string>
      own_author_ids{};  // posts by these are context: state `own`, rows in own_post
  std::vector<std::string> unreadable{};  // raw items for the dead letters
  // First page of a walk: moves the cursor (when not empty) …
  std::string newest_id{};
  std::optional<Instant> newest_at{};
  // … and opens a gap below this page where there is more. Later pages: `gap_id` and its new upper
  // end.
  std::optional<Gap> open_gap{};
  std::optional<std::int64_t> gap_id{};
  std::optional<std::string> gap_hi_id{};
  std::optional<Instant> gap_hi_at{};
  std::optional<std::int64_t> gap_estimate{};  // of what is left; empty: less this page's posts
  enum class GapEnd { none, filled, lost } gap_end = GapEnd::none;  // of gap_id
  // The network does not go back to the lower bound any more, and why. Without a gap the range
  // between the cursor and this page is lost at once; a gap is lost instead of filled when it ends,
  // with what is left of it.
  std::optional<std::string> lost_reason{};
  std::int64_t lost_estimate = 0;  // posts in a range that is lost at once
  bool complete = false;           // the walk is at its end: last_complete_at = walk_started_at
  Instant walk_started_at{};
  // Coverage grows to here (never to now: networks index late), from `covered_from` where the feed
  // had none. Gaps, open and lost, are taken out where it is read.
  std::optional<Instant> covered_to{};
  std::optional<Instant> covered_from{};
  std::optional<double> density{};  // kept with the feed for the next estimate
  Spent spent{};                    // for the account's meter, in the same transaction
  Instant now{};
};

struct Kept {
  int added = 0;
  int known = 0;
  int changed = 0;                       // same post, new version: stored beside the old one
  std::optional<std::int64_t> gap_id{};  // of the gap that was opened
  std::optional<std::int64_t> lost{};    // a range is lost with this page: posts in it, estimated
};

// ---- replies
// --------------------------------------------------------------------------------------------

struct ClaimedReply {
  std::int64_t intent_id = 0;
  std::int64_t attempt_id = 0;
  int attempts = 0;  // this one included
  NewReply reply{};
  Post target{};  // as stored
  // Only where an earlier attempt may have come through: it is not sent, but looked up.
  bool target_gone = false;
};

struct DoubtfulReply {
  std::int64_t intent_id = 0;
  NewReply reply{};
  Instant attempt_started_at{};
  Instant attempt_ended_at{};
  std::string last_outcome{};  // of the newest attempt; "" without any
  int complete_reads = 0;
  Post target{};  // as stored
};

struct EndOfAttempt {
  std::int64_t intent_id = 0;
  std::int64_t attempt_id = 0;
  std::string outcome{};  // sent | rejected | not_sent | unknown
  ReplyState state = ReplyState::in_doubt;
  bool needs_person = false;
  std::optional<Instant> next_at{};
  std::string remote_id{};
  int http_status = 0;
  std::string platform_code{};
  std::string message{};
  Instant at{};
};

struct SeenOwnPost {
  std::string remote_id{};
  std::string in_reply_to{};
  std::string text{};
  Instant created_at{};
};

// Tells whether a seen text is this intent's (casebridge/reply_protocol.h, handed in: sql/ knows no
// other room).
using SameReply = std::function<bool(const std::string& our_text, const std::string& marker,
                                     const std::string& seen_text)>;

// ---- the console's writes, people, health
// --------------------------------------------------------------------------

// Refused with the reason when the case moved since `version`; the caller shows the current state.
struct Changed {
  bool done = false;
  std::string why_not{};  // "changed" | "closed" | "unknown case" …
  std::int64_t version = 0;
};

struct Agent {
  std::int64_t agent_id = 0;
  std::string name{};
  std::string role{};  // viewer agent approver supervisor admin auditor
  std::string division{};
  std::string password_hash{};
  bool disabled = false;
};

struct Session {
  Agent agent{};
  Instant created_at{};
  Instant seen_at{};
};

struct LiveEvent {  // what the console's event stream carries; never text
  std::int64_t event_id = 0;
  std::string kind{};  // case | post | reply | feed | topic
  // case: its number. post: its post_id. reply: the number of its case. feed: the feed_id (posts
  // came in, or the reading of it changed), or the account key (parked, unparked).
  // topic: the episode of a hot topic.
  std::string object{};
  std::int64_t version = 0;  // of the case; feed: how many posts were added; post: 0
};

struct FeedHealth {
  Feed feed{};
  std::int64_t open_gaps = 0;
  std::int64_t posts_behind = 0;
  std::int64_t lost_ranges = 0;
  std::int64_t lost_posts = 0;             // estimated in the lost ranges
  std::optional<Instant> oldest_gap_at{};  // when the oldest open gap was found
  double coverage_24h = 0;                 // share of the last 24 hours that was read
};

struct Overview {  // for doctor, metrics and the health page
  std::map<std::string, std::int64_t> posts_by_state{};
  std::map<std::string, std::int64_t> replies_by_state{};
  std::map<std::string, std::int64_t> cases_by_status{};
  std::optional<Instant> oldest_new_post_at{};
  std::optional<Instant> oldest_in_doubt_at{};
  std::int64_t replies_need_person = 0;  // looked up, not found: only a person can say what to do
  std::optional<Instant> oldest_needs_person_at{};
  std::int64_t replies_wait_approval = 0;  // for a second person
  std::optional<Instant> oldest_wait_approval_at{};
  std::int64_t doubled_replies = 0;  // two own posts for one intent; must stay 0
  std::int64_t dead_letters = 0;
  std::vector<FeedHealth> feeds{};
};

struct MigrationState {
  int applied = 0;
  int known = 0;                       // to this program
  std::vector<std::string> trouble{};  // changed or unknown files
};

// Hot topics: sql/trends.h. Places without a point: sql/places.h. Incidents: sql/incidents.h.
// Transfers, watching, residents: sql/agencies.h. Second persons: sql/approval.h.
class Store : public TrendsStore,
              public PlacesStore,
              public IncidentsStore,
              public AgenciesStore,
              public ApprovalStore,
              public ClockStore,
              public AnswersStore {
 public:
  // Tables.
  virtual Result<int> migrate(
      Instant now) = 0;  // how many were applied; Fault: changed file, newer database
  virtual MigrationState migrations() = 0;
  virtual void ping() = 0;
  virtual int prepare_all() = 0;  // every statement, now: for tests and doctor; how many
  // This database's name. Kept beside the database too, it shows a restore: then
  // doubt_everything(), and renew.
  virtual std::string instance_id() = 0;
  virtual std::string renew_instance_id() = 0;

  // Accounts as configured; rows for those that are new, handle and mode brought up to date.
  virtual void keep_account(const std::string& key, const std::string& handle, ReplyMode mode,
                            Instant now) = 0;
  virtual void park_account(const std::string& key, const std::string& why,
                            std::optional<Instant> until) = 0;
  virtual void unpark_account(const std::string& key) = 0;
  struct Parked {
    std::string why{};
    std::optional<Instant> until{};
  };
  virtual std::optional<Parked> parked(const std::string& key, Instant now) = 0;
  virtual std::optional<Secret> sealed(const std::string& account_key, const std::string& name) = 0;
  // Row lock held while `next` runs (connectors/network.h, Vault).
  virtual void update_sealed(
      const std::string& account_key, const std::string& name, Instant now,
      const std::function<std::optional<Secret>(std::optional<Secret>)>& next) = 0;

  // ---- Accounts as their operators see them (sql/accounts.h; store_accounts.cpp) ----
  virtual std::vector<AccountState> account_states(Instant now) = 0;
  virtual std::vector<AccountEvent> events_of_all_accounts() = 0;  // the newest 10: global stops
  // Told to open pages when the outcome or a warning is another one than before.
  virtual void keep_check(const std::string& account_key, const AccountCheck& check) = 0;
  virtual std::optional<AccountCheck> last_check(const std::string& account_key) = 0;
  // By a person, with the name in the account's history. False when there was nothing to do.
  virtual bool release_account(const std::string& account_key, const std::string& by,
                               Instant now) = 0;
  // "" = every account. What is queued waits; an attempt that is under way ends.
  virtual bool stop_sending(const std::string& account_key, const std::string& why,
                            const std::string& by, Instant now) = 0;
  virtual bool resume_sending(const std::string& account_key, const std::string& by,
                              Instant now) = 0;
  virtual std::optional<SendingStop> sending_stop(const std::string& account_key) = 0;
  virtual void note_authorised(const std::string& account_key, const std::string& how,
                               Instant now) = 0;
  // Push: durable when it returns; again changes nothing. True: the first event ever.
  virtual bool keep_push(const PushNews& news) = 0;
  virtual std::vector<WantedPost> wanted_posts(const std::string& account_key, int limit,
                                               Instant now) = 0;
  // Read (or given up) by somebody who asked at `asked_at`: what was told of since then stays.
  virtual void had_posts(const std::string& account_key, const std::vector<std::string>& ids,
                         Instant asked_at) = 0;
  virtual void want_later(const std::string& account_key, const std::vector<std::string>& ids,
                          Instant when) = 0;
  virtual void drop_old_push(Instant before) = 0;

  // Intake.
  virtual Feed feed(const std::string& account_key, const std::string& listen,
                    Instant now) = 0;                            // made when new
  virtual std::vector<Gap> open_gaps(std::int64_t feed_id) = 0;  // newest first
  virtual Kept keep_page(const KeepPage& page) = 0;
  virtual void feed_trouble(std::int64_t feed_id, const std::string& why,
                            Instant now) = 0;                                 // "" = fine again
  virtual int import_posts(const std::vector<Post>& posts, Instant now) = 0;  // how many were new

  // ---- Reading and what it owes (sql/reading.h; store_reading.cpp, store_again.cpp) ----
  virtual void add_spend(const std::string& account_key, const Spent& spent, Instant now) = 0;
  virtual SpentSoFar spent(const std::string& account_key, Instant now) = 0;
  virtual std::vector<AccountSpend> all_spent(Instant now) = 0;  // accounts that spent this month
  // What a server said of its limits, in the connector's words.
  virtual void keep_limits(const std::string& account_key, const std::string& told,
                           Instant now) = 0;
  virtual std::optional<std::string> limits(const std::string& account_key) = 0;
  // The ids of this account's network belong to `host` ("" = one world of ids for all accounts).
  virtual void keep_host(const std::string& account_key, const std::string& host) = 0;
  // The gap was tried in vain, for a reason that passes or is the network's last word.
  virtual void gap_tried(std::int64_t gap_id, Instant next_at) = 0;
  virtual void lose_gap(std::int64_t gap_id, const std::string& why, Instant now) = 0;
  // Ids of public posts that are due for another look, the longest due first.
  virtual std::vector<std::string> posts_to_check(const std::string& account_key,
                                                  const CheckPace& pace, int limit,
                                                  Instant now) = 0;
  virtual KeptAgain keep_again(const SeenAgain& seen) = 0;
  // Posts that are no longer on their network: state `deleted`, their texts are wiped, ids, times
  // and case stay; replies to them are withheld when they come up. How many were not known as gone.
  virtual int posts_gone(const std::string& account_key, const std::vector<GonePost>& gone,
                         Instant now) = 0;
  // Hands out, oldest first, what happened to posts of cases, each once, inside one transaction
  // with the callback's writes. Returns how many.
  virtual int take_changes(
      int limit, Instant now,
      const std::function<void(DecideTurn&, const PostChange&, const StoredPost&)>& one) = 0;
  // The share of [from, to] of which a feed was read: coverage less gaps. 0 when it has none.
  virtual double covered_share(std::int64_t feed_id, Instant from, Instant to) = 0;

  // Deciding: claims up to `limit` undecided posts (oldest first, SKIP LOCKED), calls `one` for
  // each inside one transaction and commits. Returns how many. A post whose callback threw three
  // times is set aside as a dead letter.
  virtual int decide_posts(int limit, Instant now,
                           const std::function<void(DecideTurn&, const StoredPost&)>& one) = 0;

  // Sending (docs/reply-protocol.md). The advisory lock lives as long as this Store's connection.
  virtual bool lock_sender(const std::string& account_key) = 0;
  virtual int recover_attempts(const std::string& account_key, const std::string& incarnation,
                               Instant now) = 0;
  // After a restore the networks know more than the database: every reply that is not at an end is
  // looked up before anything is sent again. How many.
  virtual int doubt_everything(Instant now) = 0;
  // T2: looks into own_post once more, sets `sending`, opens the attempt, commits durably. Empty =
  // nothing is due.
  virtual std::optional<ClaimedReply> claim_reply(const std::string& account_key,
                                                  const std::string& incarnation, Instant now,
                                                  const SameReply& same) = 0;
  // T3. False when the attempt was closed by somebody else: then recovery has it.
  virtual bool end_attempt(const EndOfAttempt& end) = 0;
  virtual std::vector<DoubtfulReply> doubtful(const std::string& account_key,
                                              Instant now) = 0;  // whose next look is due
  // Everything our account is seen to have posted; a match flips queued, in_doubt and needs_person
  // to sent. Returns the intents that were found.
  virtual std::vector<std::int64_t> keep_own_posts(const std::string& account_key,
                                                   const std::vector<SeenOwnPost>& posts,
                                                   Instant now, const SameReply& same) = 0;
  virtual void note_absent_read(std::int64_t intent_id, bool complete, ReplyState state,
                                bool needs_person, std::optional<Instant> next_at, Instant now) = 0;
  virtual std::optional<Instant> next_send_at(
      const std::string& account_key) = 0;  // earliest due claim or look

  // The console.
  virtual Inbox inbox(const InboxAsk& ask, Instant now) = 0;
  virtual std::optional<CaseDetail> case_detail(const std::string& number) = 0;
  virtual std::optional<CaseDetail> case_by_token(const std::string& public_token) = 0;
  virtual ReviewPage review(const std::string& cursor, int limit) = 0;
  virtual std::optional<CasePost> post(std::int64_t post_id) = 0;
  // An agent's decision about a post in review (or any undoubted one): "not a request".
  virtual bool dismiss_post(std::int64_t post_id, const std::string& agent, Instant now) = 0;
  // Opens a case for one post by an agent's decision, inside one transaction with the callback's
  // writes.
  virtual bool convert_post(std::int64_t post_id, Instant now,
                            const std::function<void(DecideTurn&, const StoredPost&)>& one) = 0;
  virtual Changed close_case(const std::string& number, std::int64_t version,
                             const std::string& resolution, const std::string& agent, Instant now,
                             const std::optional<NewReply>& closing) = 0;
  virtual Changed reopen_case(const std::string& number, std::int64_t version,
                              const std::string& agent, Instant now) = 0;
  virtual Changed answer_case(const std::string& number, std::int64_t version,
                              const NewReply& answer) = 0;
  virtual Changed assign_case(const std::string& number, std::int64_t version,
                              const std::string& assignee, const std::string& agent,
                              Instant now) = 0;
  virtual Changed set_status(const std::string& number, std::int64_t version, CaseStatus status,
                             const std::string& agent, Instant now) = 0;
  virtual Changed reroute_case(const std::string& number, std::int64_t version,
                               const std::string& topic, const std::string& service_code,
                               const std::string& division, const std::string& agent,
                               Instant now) = 0;
  virtual Changed add_note(const std::string& number, const std::string& text,
                           const std::string& agent, Instant now) = 0;
  virtual std::string case_of_reply(std::int64_t intent_id) = 0;  // "" for an unknown one
  // Drafts and doubts, by a person.
  virtual Changed approve_reply(std::int64_t intent_id, const std::string& body,
                                const std::string& agent, Instant not_before, Instant now) = 0;
  virtual Changed withhold_reply(std::int64_t intent_id, const std::string& why,
                                 const std::string& agent, Instant now) = 0;
  virtual Changed settle_doubt(std::int64_t intent_id,
                               const std::string& verdict /* sent | queue */,
                               const std::string& remote_id, const std::string& agent,
                               Instant now) = 0;
  // One unsent text an agent and case: nothing but that agent's own hand changes it.
  virtual void save_draft(const std::string& number, const std::string& agent,
                          const std::string& text, Instant now) = 0;
  virtual std::string draft(const std::string& number, const std::string& agent) = 0;
  virtual std::int64_t next_reply_sequence() = 0;
  virtual int next_reply_seq(const std::string& account_key, const std::string& target_post_id,
                             ReplyKind kind) = 0;

  // People.
  virtual bool add_agent(const Agent& agent, Instant now) = 0;  // false: the name exists
  virtual bool disable_agent(const std::string& name, Instant now) = 0;
  virtual std::vector<Agent> agents() = 0;
  virtual std::optional<Agent> agent(const std::string& name) = 0;
  virtual void open_session(const std::string& token_hash, std::int64_t agent_id,
                            const std::string& client, Instant now) = 0;
  // Also moves seen_at; empty after 30 idle minutes, 12 hours, or when the agent was disabled.
  virtual std::optional<Session> session(const std::string& token_hash, Instant now) = 0;
  virtual void end_session(const std::string& token_hash) = 0;

  // Live and health.
  virtual std::vector<LiveEvent> events_after(std::int64_t event_id, int limit) = 0;
  virtual std::int64_t newest_event() = 0;
  virtual Overview overview(Instant now) = 0;

  // Exports, oldest change first, in batches of constant memory. `since` compares the time of the
  // last change.
  virtual void export_posts(std::optional<Instant> since,
                            const std::function<void(const ExportedPost&)>& one) = 0;
  // With what was said of them; `since` compares that as well.
  virtual void export_cases(std::optional<Instant> since,
                            const std::function<void(const ExportedCase&)>& one) = 0;
  virtual void export_replies(std::optional<Instant> since,
                              const std::function<void(const ExportedReply&)>& one) = 0;
};

struct StoreOptions {
  std::string url{};  // libpq's form; no password in it: that comes by a file
  Secret seal_key{};  // 32 bytes, for account secrets; empty = those calls throw
  std::string application = "social311";
};

// Connects (connect_timeout 5 s, statement_timeout 5 s, lock_timeout 2 s, UTC). Statements are
// prepared at their first use, so a role holds only those it needs. Fault retry_later: the server
// is not there (says where and what to do); rejected: wrong version or encoding.
Result<std::unique_ptr<Store>> open_store(const StoreOptions& options);

// Waits for a NOTIFY on the channel "social311", at most `patience`; true = something happened. Own
// connection.
class Waker {
 public:
  virtual ~Waker() = default;
  virtual bool wait(Milliseconds patience) = 0;  // throws StoreLost
};
Result<std::unique_ptr<Waker>> open_waker(const StoreOptions& options);

}  // namespace social311::sql
