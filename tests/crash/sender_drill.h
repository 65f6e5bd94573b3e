// One seed of the sender's proof: a simulated network of five, a database, replies that are owed,
// and a sender that is killed. What is true is what stands on the network; what the database says
// must agree with it.
#pragma once

#include <sys/types.h>

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "connectors/network.h"
#include "core/random.h"
#include "simulator/in_process.h"
#include "tests/crash/scaled_clock.h"
#include "tests/crash/sender_child.h"
#include "tests/support/scratch_cluster.h"

namespace social311::tests {

struct DrillPlan {
  std::string name{};
  std::uint64_t seed = 0;
  Sender sender = Sender::careful;
  int replies_a_network = 10;
  std::string faults = "none";              // weights, as simulator.h parses them
  std::vector<simulator::Outcome> first{};  // of the first writes to each network
  std::vector<std::string> crashes{};       // one a life of the sender; the lives after them run on
  int kills = 0;                            // kill -9 from outside, at random moments
  // Real. A limit of Meta's that is used up holds for an hour, which is three minutes here.
  std::chrono::seconds patience{900};
};

struct DrillResult {
  std::string name{};
  std::uint64_t seed = 0;
  int replies = 0;
  std::map<std::string, int> states{};
  int doubled = 0;       // stand more than once on the network
  int lost = 0;          // at no end, or said to be sent and not there
  int hidden = 0;        // said to be failed or withheld, and there
  int at_points = 0;     // kills at crash points
  int from_outside = 0;  // kill -9
  int restarts = 0;      // of the database, meanwhile
  int by_person = 0;     // decisions that a person had to make
  int authorised = 0;    // sign-ins on X's page, its chain of tokens being lost
  double seconds = 0;
  std::map<std::string, int> outcomes{};  // of the network's writes
  std::string detail{};                   // of what is wrong, for the log

  std::string json() const;
};

// The database as by a power cut, every few seconds until `stop`.
void restart_database(std::stop_token stop);

class SenderDrill {
 public:
  explicit SenderDrill(DrillPlan plan);
  ~SenderDrill();
  SenderDrill(const SenderDrill&) = delete;
  SenderDrill& operator=(const SenderDrill&) = delete;

  DrillResult run();

 private:
  struct Reply {
    std::int64_t intent_id = 0;
    std::string account_key{};
    std::string marker{};
    std::string state{};
    std::string remote_id{};
    bool needs_person = false;
  };

  void say_and_owe();
  Post resident_post(const connectors::Account& account, int number);
  void owe(const std::vector<connectors::Account>& accounts);
  void script_first();

  std::string ask(const std::string& statement);
  std::vector<Reply> replies();
  std::map<std::string, std::vector<std::string>> on_network();  // marker → ids
  void be_the_person(const std::vector<Reply>& replies);
  void release_accounts();
  void open_windows();
  int ended_chains();
  void authorise_x();

  void spawn();
  bool look_after_child();  // true: it had died
  void end_child(int signal);
  bool at_rest(const std::vector<Reply>& replies) const;
  void judge(DrillResult& result);

  DrillPlan plan_;
  SeededRandom chance_;
  Instant begun_;
  ScaledClock clock_;
  ScratchFolder folder_;
  std::string url_;
  std::unique_ptr<simulator::InProcessSimulator> network_{};
  pid_t child_ = 0;
  std::size_t lives_ = 0;
  int chains_renewed_ = 0;
  int kills_left_ = 0;
  Instant next_kill_{};
  DrillResult result_{};
};

}  // namespace social311::tests
