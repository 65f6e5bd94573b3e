// Private to sql/: the Store over PostgreSQL. Its methods stand in store_*.cpp, by what they are
// about.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/random.h"
#include "sql/postgres.h"

namespace social311::sql {

class PgStore final : public Store {
 public:
  PgStore(const std::string& connection, StoreOptions options)
      : options_(std::move(options)), connection_(connection) {}
  PgStore(const PgStore&) = delete;
  PgStore& operator=(const PgStore&) = delete;

  // store_open.cpp
  Result<int> migrate(Instant now) override;
  MigrationState migrations() override;
  void ping() override;
  int prepare_all() override;
  std::string instance_id() override;
  std::string renew_instance_id() override;
  std::optional<Fault> unfit();  // wrong version or encoding

  // store_accounts.cpp
  void keep_account(const std::string& key, const std::string& handle, ReplyMode mode,
                    Instant now) override;
  void park_account(const std::string& key, const std::string& why,
                    std::optional<Instant> until) override;
  void unpark_account(const std::string& key) override;
  std::optional<Parked> parked(const std::string& key, Instant now) override;
  std::optional<Secret> sealed(const std::string& account_key, const std::string& name) override;
  void update_sealed(
      const std::string& account_key, const std::string& name, Instant now,
      const std::function<std::optional<Secret>(std::optional<Secret>)>& next) override;

  // store_account_states.cpp
  std::vector<AccountState> account_states(Instant now) override;
  std::vector<AccountEvent> events_of_all_accounts() override;
  void keep_check(const std::string& account_key, const AccountCheck& check) override;
  std::optional<AccountCheck> last_check(const std::string& account_key) override;
  bool release_account(const std::string& account_key, const std::string& by, Instant now) override;
  bool stop_sending(const std::string& account_key, const std::string& why, const std::string& by,
                    Instant now) override;
  bool resume_sending(const std::string& account_key, const std::string& by, Instant now) override;
  std::optional<SendingStop> sending_stop(const std::string& account_key) override;
  void note_authorised(const std::string& account_key, const std::string& how,
                       Instant now) override;

  // store_push.cpp
  bool keep_push(const PushNews& news) override;
  std::vector<WantedPost> wanted_posts(const std::string& account_key, int limit,
                                       Instant now) override;
  void had_posts(const std::string& account_key, const std::vector<std::string>& ids,
                 Instant asked_at) override;
  void want_later(const std::string& account_key, const std::vector<std::string>& ids,
                  Instant when) override;
  void drop_old_push(Instant before) override;

  // store_intake.cpp
  Feed feed(const std::string& account_key, const std::string& listen, Instant now) override;
  std::vector<Gap> open_gaps(std::int64_t feed_id) override;
  Kept keep_page(const KeepPage& page) override;
  void feed_trouble(std::int64_t feed_id, const std::string& why, Instant now) override;
  int import_posts(const std::vector<Post>& posts, Instant now) override;

  // store_reading.cpp
  void add_spend(const std::string& account_key, const Spent& spent, Instant now) override;
  SpentSoFar spent(const std::string& account_key, Instant now) override;
  std::vector<AccountSpend> all_spent(Instant now) override;
  void keep_limits(const std::string& account_key, const std::string& told, Instant now) override;
  std::optional<std::string> limits(const std::string& account_key) override;
  void keep_host(const std::string& account_key, const std::string& host) override;
  void gap_tried(std::int64_t gap_id, Instant next_at) override;
  void lose_gap(std::int64_t gap_id, const std::string& why, Instant now) override;
  double covered_share(std::int64_t feed_id, Instant from, Instant to) override;

  // store_again.cpp
  std::vector<std::string> posts_to_check(const std::string& account_key, const CheckPace& pace,
                                          int limit, Instant now) override;
  KeptAgain keep_again(const SeenAgain& seen) override;
  int posts_gone(const std::string& account_key, const std::vector<GonePost>& gone,
                 Instant now) override;
  int take_changes(
      int limit, Instant now,
      const std::function<void(DecideTurn&, const PostChange&, const StoredPost&)>& one) override;

  // store_decide.cpp
  int decide_posts(int limit, Instant now,
                   const std::function<void(DecideTurn&, const StoredPost&)>& one) override;
  bool convert_post(std::int64_t post_id, Instant now,
                    const std::function<void(DecideTurn&, const StoredPost&)>& one) override;

  // store_send.cpp
  bool lock_sender(const std::string& account_key) override;
  int recover_attempts(const std::string& account_key, const std::string& incarnation,
                       Instant now) override;
  int doubt_everything(Instant now) override;
  std::optional<ClaimedReply> claim_reply(const std::string& account_key,
                                          const std::string& incarnation, Instant now,
                                          const SameReply& same) override;
  bool end_attempt(const EndOfAttempt& end) override;
  std::vector<DoubtfulReply> doubtful(const std::string& account_key, Instant now) override;
  std::vector<std::int64_t> keep_own_posts(const std::string& account_key,
                                           const std::vector<SeenOwnPost>& posts, Instant now,
                                           const SameReply& same) override;
  void note_absent_read(std::int64_t intent_id, bool complete, ReplyState state, bool needs_person,
                        std::optional<Instant> next_at, Instant now) override;
  std::optional<Instant> next_send_at(const std::string& account_key) override;

  // store_inbox.cpp
  Inbox inbox(const InboxAsk& ask, Instant now) override;
  std::optional<CaseDetail> case_detail(const std::string& number) override;
  std::optional<CaseDetail> case_by_token(const std::string& public_token) override;
  ReviewPage review(const std::string& cursor, int limit) override;
  std::optional<CasePost> post(std::int64_t post_id) override;
  std::string draft(const std::string& number, const std::string& agent) override;

  // store_agents.cpp
  bool dismiss_post(std::int64_t post_id, const std::string& agent, Instant now) override;
  Changed close_case(const std::string& number, std::int64_t version, const std::string& resolution,
                     const std::string& agent, Instant now,
                     const std::optional<NewReply>& closing) override;
  Changed reopen_case(const std::string& number, std::int64_t version, const std::string& agent,
                      Instant now) override;
  Changed answer_case(const std::string& number, std::int64_t version,
                      const NewReply& answer) override;
  Changed assign_case(const std::string& number, std::int64_t version, const std::string& assignee,
                      const std::string& agent, Instant now) override;
  Changed set_status(const std::string& number, std::int64_t version, CaseStatus status,
                     const std::string& agent, Instant now) override;
  Changed reroute_case(const std::string& number, std::int64_t version, const std::string& topic,
                       const std::string& service_code, const std::string& division,
                       const std::string& agent, Instant now) override;
  Changed add_note(const std::string& number, const std::string& text, const std::string& agent,
                   Instant now) override;
  std::string case_of_reply(std::int64_t intent_id) override;
  Changed approve_reply(std::int64_t intent_id, const std::string& body, const std::string& agent,
                        Instant not_before, Instant now) override;
  Changed withhold_reply(std::int64_t intent_id, const std::string& why, const std::string& agent,
                         Instant now) override;
  Changed settle_doubt(std::int64_t intent_id, const std::string& verdict,
                       const std::string& remote_id, const std::string& agent,
                       Instant now) override;
  void save_draft(const std::string& number, const std::string& agent, const std::string& text,
                  Instant now) override;
  std::int64_t next_reply_sequence() override;
  int next_reply_seq(const std::string& account_key, const std::string& target_post_id,
                     ReplyKind kind) override;

  // store_people.cpp
  bool add_agent(const Agent& agent, Instant now) override;
  bool disable_agent(const std::string& name, Instant now) override;
  std::vector<Agent> agents() override;
  std::optional<Agent> agent(const std::string& name) override;
  void open_session(const std::string& token_hash, std::int64_t agent_id, const std::string& client,
                    Instant now) override;
  std::optional<Session> session(const std::string& token_hash, Instant now) override;
  void end_session(const std::string& token_hash) override;

  // store_health.cpp
  std::vector<LiveEvent> events_after(std::int64_t event_id, int limit) override;
  std::int64_t newest_event() override;
  Overview overview(Instant now) override;
  void export_posts(std::optional<Instant> since,
                    const std::function<void(const ExportedPost&)>& one) override;
  void export_cases(std::optional<Instant> since,
                    const std::function<void(const ExportedCase&)>& one) override;
  void export_replies(std::optional<Instant> since,
                      const std::function<void(const ExportedReply&)>& one) override;

  // store_trends.cpp
  bool lock_trends(TrendsLock which) override;
  std::optional<std::int64_t> trends_position() override;
  std::int64_t position_at(Instant moment) override;
  DecidedPage decided_after(std::int64_t position, std::optional<std::int64_t> up_to,
                            int limit) override;
  void topic_counts(Instant from, Instant to,
                    const std::function<void(const TopicCount&)>& one) override;
  std::vector<BehindSpan> feeds_behind(Instant now, std::chrono::seconds late_after) override;
  TrendsKept keep_trends(const TrendsNews& news) override;
  std::vector<HotEpisode> going_hot() override;
  PostsAndAuthors count_topic(const std::string& topic, const std::string& neighborhood,
                              Instant from, Instant to) override;
  PostsAndAuthors count_phrase(const std::string& phrase, Instant from, Instant to) override;
  bool quiet_look(const std::string& episode, bool as_usual, int enough, Instant now) override;
  void keep_band(const std::string& episode, const std::vector<BandPoint>& points) override;
  bool roll_up_counts(const CountsAge& age, Instant now) override;

  // store_hot_topics.cpp
  std::vector<HotEpisode> hot_topics(Instant over_since, int limit) override;
  std::optional<HotDetail> hot_topic(const std::string& episode, Instant now) override;
  std::vector<CasePost> hot_samples(const std::string& episode) override;
  std::vector<HotMute> hot_mutes(Instant now) override;
  std::vector<HotLabel> hot_labels(const std::string& cursor, int limit,
                                   std::string& next) override;
  std::vector<HotDelivery> hot_deliveries(int limit) override;
  std::vector<NeighborhoodCount> neighborhood_counts(Instant now,
                                                     std::chrono::seconds span) override;
  std::int64_t covered_seconds(const std::vector<std::int64_t>& feeds, Instant from,
                               Instant to) override;
  bool acknowledge_hot(const std::string& episode, const std::string& agent, Instant now) override;
  bool mute_hot(const std::string& episode, const std::optional<std::string>& neighborhood,
                Instant until, const std::string& why, const std::string& agent,
                Instant now) override;
  bool unmute_hot(std::int64_t mute_id, const std::string& agent, Instant now) override;
  bool label_hot(const std::string& episode, const std::string& verdict, const std::string& note,
                 const std::string& agent, Instant now) override;
  bool link_hot(const std::string& episode, const std::string& case_number,
                const std::string& agent, Instant now) override;
  bool unlink_hot(const std::string& episode, const std::string& case_number,
                  const std::string& agent, Instant now) override;
  std::optional<std::int64_t> draft_notice(const std::string& episode,
                                           const NoticeDraft& draft) override;
  bool renew_notice(std::int64_t intent_id, const std::string& network_key, Instant now) override;
  std::int64_t count_past(Instant from, Instant to, const CountsAge& age, Instant now) override;
  void past_counted(Instant from, Instant to) override;
  std::int64_t trends_recounted() override;
  int forget_tries() override;
  bool owe_delivery(const std::string& what, const std::string& channel, Instant not_before,
                    Instant now) override;
  std::optional<ClaimedDelivery> claim_delivery(Instant now) override;
  void end_delivery(const EndOfDelivery& end) override;
  TrendsNumbers trends_numbers() override;

  // store_incidents.cpp
  int take_moved(int limit, Instant now,
                 const std::function<void(DecideTurn&, const std::string& number)>& one) override;
  SameTrouble same_trouble(const std::string& number) override;
  Changed join_case(const std::string& number, std::int64_t version, const std::string& into,
                    const std::string& agent, Instant now) override;
  Changed split_case(const std::string& number, std::int64_t version, const std::string& agent,
                     Instant now) override;
  Changed decline_suggestion(const std::string& number, std::int64_t suggestion_id,
                             const std::string& agent, Instant now) override;
  Parent open_parent(const NewParent& parent) override;

  // store_closing.cpp
  std::vector<std::string> open_members(const std::string& number) override;
  Changed close_incident(const std::string& number, std::int64_t version,
                         const std::string& resolution, const std::string& agent, Instant now,
                         const std::vector<ClosingNote>& notes) override;
  bool was_surveyed(const std::string& number, Instant since) override;
  bool add_quality(const NewQuality& review) override;
  Satisfaction satisfaction(Instant from, Instant to) override;

  // store_places.cpp
  bool lock_geocoder() override;
  std::vector<WantedPlace> places_wanted(const PlacesAsk& ask) override;
  bool count_place_call(const std::string& service, int calls_day, Instant now) override;
  int place_calls(const std::string& service, Instant now) override;
  void keep_place(const std::string& service, const std::string& place,
                  const std::optional<FoundPoint>& point, Instant now) override;
  bool point_case(const WantedPlace& wanted, const CasePoint& found, Instant now) override;
  void forget_places(Instant asked_before, Instant called_before) override;

  // store_agencies.cpp
  std::vector<CaseTransfer> transfers(const std::string& number) override;
  Changed start_transfer(const TransferStart& start) override;
  Changed answer_transfer(const TransferAnswer& answer) override;
  std::optional<Watch> watch(const std::string& number, std::int64_t agent_id) override;
  std::vector<std::string> watchers(const std::string& number) override;
  bool keep_watch(const std::string& number, std::int64_t agent_id,
                  const std::vector<std::string>& wants, Instant now) override;
  bool end_watch(const std::string& number, std::int64_t agent_id) override;
  Notices notices(std::int64_t agent_id, const std::string& cursor, int limit) override;
  int read_notices(std::int64_t agent_id, const std::string& number, Instant now) override;
  int tell_late(Instant now) override;
  std::optional<ResidentView> resident_of(const std::string& number) override;
  Changed join_personas(const JoinPersonas& join) override;
  bool revoke_link(std::int64_t link_id, const std::string& why, const std::string& by,
                   Instant now) override;
  void period_cases(Instant from, Instant to,
                    const std::function<void(const PeriodCase&)>& one) override;

  // store_approval.cpp
  ApprovalsPage approvals(const ApprovalsAsk& ask) override;
  std::optional<HeldReply> approval_of(std::int64_t intent_id) override;
  bool approved_before(std::int64_t intent_id, const std::string& body) override;
  Changed ask_approval(const ApprovalRequest& request) override;
  ApprovalEnd answer_approval(const ApprovalAnswer& answer,
                              const std::optional<NewReply>& survey) override;

  // store_clock.cpp
  void keep_policy(const KeptPolicy& policy, Instant now) override;
  std::optional<KeptPolicy> policy(const std::string& version) override;
  int keep_clocks(int limit, Instant now,
                  const std::function<ReckonedClocks(const OwedClocks&)>& one) override;
  int tell_deadlines(Deadline which, int limit, Instant now,
                     const std::function<DeadlineTold(const RunningClock&)>& one) override;
  int mind_questions(int limit, Instant now,
                     const std::function<void(DecideTurn&, const WaitingCase&)>& one) override;
  bool start_clock(const std::string& number, const StartClock& clock, Instant now) override;
  bool stop_clock(const std::string& number, const std::string& name, Instant now) override;
  Changed pause_by(const std::string& number, const std::string& why, const std::string& agent,
                   Instant now) override;
  Changed resume_by(const std::string& number, const std::string& why, const std::string& agent,
                    Instant now) override;
  Changed set_facts(const std::string& number, std::int64_t version,
                    const std::map<std::string, std::string>& facts, const std::string& agent,
                    Instant now) override;
  std::vector<OpenClock> open_clocks(std::int64_t after, int limit) override;
  std::vector<RunningClock> told_deadlines(Instant from, Instant to, int limit) override;

  // store_answers.cpp
  std::string try_convert(
      std::int64_t post_id, Instant now,
      const std::function<std::string(DecideTurn&, const StoredPost&)>& one) override;
  NeedsPerson replies_need_person() override;
  PersonAlarm mind_needs_person(
      Instant late, Instant now,
      const std::function<std::vector<Delivery>(std::int64_t alarm_id)>& owe) override;

 private:
  StoreOptions options_;
  Connection connection_;
  SystemRandom random_{};
};

}  // namespace social311::sql
