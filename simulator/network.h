// The whole simulated network behind one lock: API, control interface, page, faults, log. The wire
// and the scenario player call it; so do tests.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/json.h"
#include "core/random.h"
#include "simulator/apps.h"
#include "simulator/bluesky_api.h"
#include "simulator/commons.h"
#include "simulator/faults.h"
#include "simulator/graph_api.h"
#include "simulator/journal.h"
#include "simulator/limits.h"
#include "simulator/mastodon_api.h"
#include "simulator/public_item.h"
#include "simulator/simulator.h"
#include "simulator/sites.h"
#include "simulator/wire.h"
#include "simulator/world.h"
#include "simulator/x_api.h"

namespace social311::simulator {

struct LoggedRequest {
  std::uint64_t number = 0;
  Instant at{};
  std::string method{};
  std::string target{};
  std::string body{};  // of posts and messages; never of the token endpoint
  Outcome outcome = Outcome::ok;
  int status = 0;  // 0: nothing was answered
};

// What a scenario or the page posts, in words.
struct PublicPost {
  SimUser author{};
  NewPost post{};
};

// The form of the control interface and of scenarios: {"author":{"id","handle","name"},"text",
// "in_reply_to","quoted","repost_of","media","media_alt","lat","lon","lang","created_at"}.
// Fault (rejected) says what is wrong.
Result<PublicPost> read_public_post(const JsonValue& body);

class SimulatedNetwork {
 public:
  // Fault (rejected): the state file cannot be used, or the city's account is not valid.
  static Result<std::unique_ptr<SimulatedNetwork>> make(SimulatorOptions options, Clock& clock);
  SimulatedNetwork(const SimulatedNetwork&) = delete;
  SimulatedNetwork& operator=(const SimulatedNetwork&) = delete;

  // Thread-safe, like everything below.
  WireReply handle(const WireRequest& request);

  Result<std::uint64_t> publish(PublicPost post);
  // On the other networks; the id is the network's own.
  Result<std::string> publish(PublicItem item);
  // The city's newest reply in the thread of `post`, that is to it or to an answer below it.
  std::optional<std::uint64_t> city_reply_to(std::uint64_t post);
  std::optional<std::string> city_reply_to(Site site, const std::string& item);
  std::vector<LoggedRequest> log();
  void script(ScriptedFault fault);
  // Runs with the lock held and with everything applied that was due.
  void with_world(const std::function<void(World&)>& work);
  void with_commons(const std::function<void(Commons&)>& work);
  void with_graph(const std::function<void(GraphApi&)>& work);
  void with_apps(const std::function<void(AppRegistry&)>& work);
  // Which lines of a scenario have been played, over restarts too.
  std::optional<std::string> played(const std::string& ref);
  void mark_played(const std::string& ref, const std::string& post);
  const SimulatorOptions& options() const { return options_; }
  Clock& clock() { return clock_; }

 private:
  struct Later {
    Instant due{};
    WireRequest request{};
  };
  // So many posts, spread evenly over a span: made when somebody looks, at the moment each is due.
  struct Burst {
    std::string network{};
    std::string kind{};
    std::string text{};
    Instant start{};
    Milliseconds span{};
    std::uint64_t count = 0;
    std::uint64_t authors = 1;
    std::uint64_t done = 0;
  };

  SimulatedNetwork(SimulatorOptions options, Clock& clock);
  Result<Done> begin();
  void settle();  // applies the writes that were to take effect later
  void note(const std::string& line);

  WireReply handle_api(const WireRequest& request);
  WireReply answer(const WireRequest& request, const Twist& twist);
  bool draws_faults(const WireRequest& request) const;
  Result<Done> found_sites();
  WireReply with_outcome(const WireRequest& request, Outcome outcome);
  WireReply without_effect(const WireRequest& request, Outcome outcome);
  WireReply refused_by_x(const WireRequest& request, Outcome outcome);
  void apply_later(const WireRequest& request);
  Twist twist_for(Outcome outcome);
  WireReply finish(WireReply reply, Outcome outcome) const;
  void remember(const WireRequest& request, Outcome outcome, const WireReply& reply);
  Vocabulary vocabulary_of(const WireRequest& request) const;

  // The control interface (control.cpp).
  WireReply handle_control(const WireRequest& request);
  WireReply control_get(const std::string& path, const WireRequest& request);
  WireReply control_post(const std::string& path, const JsonValue& body);
  WireReply control_change(const WireRequest& request, const std::string& path,
                           const JsonValue& body);
  WireReply add_post(const JsonValue& body);
  WireReply add_user(const JsonValue& body);
  WireReply add_message(const JsonValue& body);
  WireReply add_item(const JsonValue& body);
  WireReply change_item(const WireRequest& request, Site site, const std::string& id,
                        const JsonValue& body);
  Result<std::string> place_item(PublicItem given);
  std::string city_id(Site site) const;
  void change_meta(const JsonValue& body);
  WireReply add_burst(const JsonValue& body);
  void play_bursts();
  void play_one(const Burst& burst, std::uint64_t number, Instant at);
  WireReply add_faults(const JsonValue& body);
  WireReply change_account(const JsonValue& body);
  WireReply list_posts(const WireRequest& request) const;
  WireReply show_thread(const std::string& id) const;
  WireReply show_stats();
  WireReply show_log() const;
  void write_post(JsonWriter& out, const SimPost& post) const;
  void write_item(JsonWriter& out, const SimItem& item) const;
  void write_cities(JsonWriter& out) const;
  void write_site_counts(JsonWriter& out) const;

  SimulatorOptions options_;
  Clock& clock_;
  SeededRandom chance_;
  std::mutex mutex_;
  std::unique_ptr<Journal> journal_;
  World world_;
  Commons commons_;
  AppRegistry apps_;
  RateWindows windows_;
  Meter meter_;
  FaultBox faults_;
  XApi api_;
  GraphApi graph_;
  BlueskyApi bluesky_;
  MastodonApi mastodon_;
  std::vector<Later> later_;
  std::vector<Burst> bursts_;
  std::deque<LoggedRequest> log_;
  std::uint64_t requests_ = 0;
  std::uint64_t revision_ = 0;  // grows with every change, for the page
  std::map<std::string, std::uint64_t> statuses_;
  std::map<std::string, std::uint64_t> outcomes_;
  std::map<std::string, std::string> played_;  // ref → id, "" when it was refused
};

// Page, stylesheet and script at `/`; empty for other paths.
std::optional<WireReply> serve_page(const WireRequest& request);

}  // namespace social311::simulator
