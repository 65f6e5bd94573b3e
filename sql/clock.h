// What is remembered of a case's time: clocks against their targets, pauses with their reasons,
// known facts and the one question that waits. Part of the Store. A clock is started and stopped by
// what happens to the case (migrations/0011_clock.sql); moments are reckoned by the caller of
// keep_clocks, soon after and in one place.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/clock.h"

namespace social311::sql {

struct ClockRow {
  std::int64_t clock_id = 0;  // 0 = new
  std::string name{};         // response | resolution | agency …
  std::chrono::minutes span{};
  std::string basis = "open_time";  // open_time | wall_time
  std::string targets{};            // versions of what it was made with (KeptPolicy)
  std::string calendar{};
  std::string topic{};  // for which the target was taken
  std::string priority{};
  Instant started_at{};
  std::optional<Instant> stopped_at{};
  std::optional<Instant> due_at{};  // empty while a pause lasts
  std::optional<Instant> warn_at{};
  std::optional<Instant> warned_at{};
  std::optional<Instant> breached_at{};

  bool operator==(const ClockRow&) const = default;
};
struct PauseRow {
  Instant from{};
  std::optional<Instant> to{};
  std::string kind{};  // resident | person | post_gone
  std::string why{};
  std::string by{};
  std::string ended_by{};
};
struct FactRow {
  std::string code{};
  std::string value{};
  std::string source{};      // post | answer | person
  std::int64_t post_id = 0;  // whose words it is; 0 = nobody's
  std::string by = "auto";
  Instant at{};
};
struct QuestionRow {
  std::int64_t question_id = 0;
  std::string code{};   // of the fact; "" = the place; "*" = a person's own words
  std::string state{};  // open | person | answered | dropped
  bool private_line = false;
  std::string why{};
  Instant created_at{};
  std::optional<Instant> asked_at{};
  std::optional<Instant> last_at{};
  int times = 0;
  std::optional<Instant> ended_at{};
  std::string status_before = "new";
  std::int64_t intent_id = 0;  // of the reply that carries it; 0 = none
  std::string text{};          // of that reply
  std::string reply_state{};
};
// All of it, for the case's page and its explanation.
struct CaseTime {
  std::vector<ClockRow> clocks{};                  // oldest first
  std::vector<PauseRow> pauses{};                  // oldest first
  std::vector<FactRow> facts{};                    // by code
  std::vector<QuestionRow> questions{};            // oldest first
  std::map<std::string, std::string> calendars{};  // of the clocks: JSON by version
};

// A text under its own digest.
struct KeptPolicy {
  std::string version{};
  std::string kind{};  // targets | calendar
  std::string body{};  // JSON
};

// A case whose clocks have to be started or reckoned again.
struct OwedClocks {
  Case about{};
  // When its clocks began to be owed for: its opening, or its last reopening.
  Instant since{};
  bool quiet = false;                    // what is past already is not told
  std::optional<Instant> answered_at{};  // by a person, first
  CaseTime time{};
};
struct Delivery {
  std::string what{};
  std::string channel{};
  Instant not_before{};
};
struct ReckonedClocks {
  std::vector<ClockRow> clocks{};   // those that are new or changed
  std::optional<Instant> due_at{};  // of the case from now on; empty = as it is
  std::vector<Delivery> owe{};      // messages (sql/trends.h)
};

struct RunningClock {  // whose moment has come
  Case about{};
  ClockRow clock{};
};
enum class Deadline { near, over };
struct DeadlineTold {
  std::string text{};  // for the case's history
  std::vector<Delivery> owe{};
};

struct WaitingCase {  // a question whose silence is to be judged
  Case about{};
  QuestionRow question{};
};

struct StartClock {
  std::string name{};  // "agency"
  std::chrono::minutes span{};
  std::string basis = "open_time";
  KeptPolicy targets{};
  KeptPolicy calendar{};
};

struct StoredPost;  // sql/deciding.h
class DecideTurn;
struct Changed;
struct CaseSummary;

struct NewQuestion {
  std::string code{};
  std::string state = "open";  // or person
  bool private_line = false;
  std::string why{};
  std::string marker{};  // of the reply that carries it; "" = none
};

// Inside a transaction in which posts are decided (DecideTurn).
class ClockTurn {
 public:
  virtual ~ClockTurn() = default;
  virtual std::map<std::string, std::string> facts(const std::string& number) = 0;
  // A person's word is never replaced by a machine's. True: it is new or another one.
  virtual bool keep_fact(const std::string& number, const FactRow& fact) = 0;
  virtual void forget_facts(std::int64_t post_id) = 0;  // the words are gone
  virtual std::optional<QuestionRow> waiting_question(const std::string& number) = 0;
  // The one question of the case from now on: one that waits is replaced.
  virtual void ask_question(const std::string& number, const NewQuestion& question,
                            Instant now) = 0;
  // `answered` or `dropped`: the wait is over, the status is what it was before it. False: nothing
  // waits.
  virtual bool end_question(const std::string& number, const std::string& state,
                            const std::string& why, Instant now) = 0;
  // Nobody answers: a person looks. The clock runs again.
  virtual void hand_question(const std::string& number, const std::string& why, Instant now) = 0;
  virtual void asked_again(std::int64_t question_id, const std::string& marker, Instant now) = 0;
  virtual void look_again(std::int64_t question_id, Instant at) = 0;
  // At most one open pause of a kind and case. False: nothing changed.
  virtual bool pause_case(const std::string& number, const std::string& kind,
                          const std::string& why, const std::string& by, Instant now) = 0;
  virtual bool resume_case(const std::string& number, const std::string& kind,
                           const std::string& by, Instant now) = 0;
  virtual void note_case(const std::string& number, const std::string& kind,
                         const std::string& text, Instant now) = 0;
  virtual void raise_to_emergency(const std::string& number, Instant now) = 0;
  // The resident's newest post of the case that is still there: what a reply answers.
  virtual std::optional<StoredPost> reply_target(const std::string& number) = 0;
  // Posts of the resident that are still shown.
  virtual int posts_left(const std::string& number) = 0;
  // The open case of this author here that waits for a private message; "" = none.
  virtual std::string waits_for_message(const std::string& network, const std::string& author_id,
                                        const std::string& account_key) = 0;
  virtual int next_seq(const std::string& account_key, const std::string& target_post_id,
                       ReplyKind kind) = 0;
};

struct OpenClock {  // for the what-if of other hours
  std::string number{};
  std::string topic{};
  std::string division{};
  ClockRow clock{};
  std::vector<PauseRow> pauses{};
};

class ClockStore {
 public:
  virtual ~ClockStore() = default;
  virtual void keep_policy(const KeptPolicy& policy, Instant now) = 0;  // again: nothing
  virtual std::optional<KeptPolicy> policy(const std::string& version) = 0;
  // Claims cases that owe a reckoning (SKIP LOCKED), calls `one` for each and writes what it says,
  // in one transaction. How many.
  virtual int keep_clocks(int limit, Instant now,
                          const std::function<ReckonedClocks(const OwedClocks&)>& one) = 0;
  // Clocks whose warning or due moment has come, each handed out once, ever.
  virtual int tell_deadlines(Deadline which, int limit, Instant now,
                             const std::function<DeadlineTold(const RunningClock&)>& one) = 0;
  // Questions whose silence is to be judged now; `one` says what becomes of each.
  virtual int mind_questions(int limit, Instant now,
                             const std::function<void(DecideTurn&, const WaitingCase&)>& one) = 0;

  // A clock of its own for a part of the work, "agency" for a transfer. False: one of this name
  // runs already (or none, for stopping). Its due moment follows within a second.
  virtual bool start_clock(const std::string& number, const StartClock& clock, Instant now) = 0;
  virtual bool stop_clock(const std::string& number, const std::string& name, Instant now) = 0;

  // By a person, with a reason. why_not: "unknown case" | "closed" | "paused" | "not paused".
  virtual Changed pause_by(const std::string& number, const std::string& why,
                           const std::string& agent, Instant now) = 0;
  virtual Changed resume_by(const std::string& number, const std::string& why,
                            const std::string& agent, Instant now) = 0;
  // An empty value takes the fact away. Answers the question that asks for it.
  virtual Changed set_facts(const std::string& number, std::int64_t version,
                            const std::map<std::string, std::string>& facts,
                            const std::string& agent, Instant now) = 0;

  // Running clocks of open cases, in pages by clock_id.
  virtual std::vector<OpenClock> open_clocks(std::int64_t after, int limit) = 0;
  // What was told in [from, to): for the message about it.
  virtual std::vector<RunningClock> told_deadlines(Instant from, Instant to, int limit) = 0;
};

}  // namespace social311::sql
