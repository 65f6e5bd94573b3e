// The command line, one function a command. 0 = done, 1 = failed, 2 = bad usage or bad
// configuration. Results go to stdout; every error is one line on stderr that says what, where and
// what to do.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/exchange.h"
#include "service/config.h"

namespace social311::service {

inline constexpr int done = 0;
inline constexpr int failed = 1;
inline constexpr int bad_usage = 2;

// --config, then ./social311.toml, then /etc/social311/social311.toml.
std::string find_config(const std::string& given);
// Reads and checks; complaints go to stderr, then nothing is returned. Accounts' empty `listen` is
// filled in.
std::optional<Config> load_or_complain(const std::string& given);
std::vector<ConfigLine> config_lines(const std::string& file);  // where each value came from
int complain(const std::string& what);            // "social311: what"; returns `failed`
int complain(const std::vector<Complaint>& all);  // a line each; returns `bad_usage`

struct ServeOptions {
  std::string config{};
  std::vector<std::string> roles{};  // all | poll | work | send | web; empty = all
  std::string network{};             // poll: only this one
};
int serve(const ServeOptions& options);

struct DemoOptions {
  int port = 8311;
  std::string data_dir{};
  std::optional<int> run_for_s{};
};
int demo(const DemoOptions& options);

struct ClassifyOptions {
  std::string rules{};
  std::string geography{};
  std::string weights{};  // "" = as the rules have them
  std::string now{};
  std::string file{};  // "" or "-" = standard input
};
int classify(const ClassifyOptions& options);

// Scores of a CSV file of counts (`timestamp,value`), row by row; - is standard input.
int trends_of_series(const std::string& file);

struct TrendsOfPosts {
  std::string rules{};
  std::string geography{};
  std::string file{};  // "" or "-" = standard input
};
// Posts in the order of time in (NDJSON), hot topics out as they are found.
int trends_of_posts(const TrendsOfPosts& options);

// Counts the stored posts since then into the history of hot topics ("365d", or ISO 8601).
int trends_count_past(const std::string& config, const std::string& since);

struct CityWeeksOptions {
  std::uint64_t seed = 311;
  int weeks = 4;
  double volume = 1.0;
  double bursts_a_week = 20.0;
  std::string geography{};  // GeoJSON of named polygons; "" = 78 made-up neighbourhoods
  std::string out{};        // folder: posts.ndjson, events.ndjson, geography/
};
// Weeks of a made-up city, for judging hot topics.
int city_weeks(const CityWeeksOptions& options);

int rules_check(const std::string& directory);
struct ExplainOptions {
  std::string rules{};
  std::string geography{};
  std::string weights{};
  std::string text{};
};
int rules_explain(const ExplainOptions& options);

struct TrainOptions {
  std::string rules{};
  std::string geography{};
  std::string labels{};
  std::string out{};  // "" = standard output
};
// Weights go to `out`, figures to standard error.
int rules_train(const TrainOptions& options);

struct BacktestOptions {
  std::string rules{};    // the new ones
  std::string against{};  // the old ones
  std::string geography{};
  std::string weights{};          // of the new ones
  std::string against_weights{};  // of the old ones
  std::string since{};            // over the database: ISO 8601, or 90d, or 12h
  std::string file{};             // over NDJSON posts; "" with `since`
  std::string config{};           // with `since`
  std::string format = "text";    // text | ndjson
};
int rules_backtest(const BacktestOptions& options);

int import_posts(const std::string& config, const std::string& file);

struct ExportOptions {
  std::string config{};
  std::string what{};   // posts | cases | replies
  std::string since{};  // ISO 8601 or "90d"
  ExportFormat format = ExportFormat::ndjson;
};
int export_rows(const ExportOptions& options);

struct AgentOptions {
  std::string config{};
  std::string name{};
  std::string role{};
  std::string division{};
  std::string password_file{};
};
int agent_add(const AgentOptions& options);
int agent_list(const std::string& config);
int agent_disable(const std::string& config, const std::string& name);

struct AuthoriseOptions {
  std::string config{};
  std::string id{};   // "network/id", or the id alone where it is the only one
  int port = 0;       // of the loopback redirect; 0 picks a free one
  bool paste = false;  // no browser on this machine: the redirected address is pasted
  int wait_s = 600;    // for the person
};
int account_authorise(const AuthoriseOptions& options);

// The due moments of open cases under another hours.toml.
int calendar_what_if(const std::string& config, const std::string& file);

int doctor(const std::string& config);
int config_check(const std::string& config);
int config_example();
int migrate(const std::string& config);

struct SimulatorCommand {
  int port = 0;
  std::uint64_t seed = 311;
  std::string names = "post";  // vocabulary: post | tweet
  std::string account_id = "2244994945";
  std::string handle = "Denver311";
  std::string token_file{};  // first line: the access token the simulator accepts
  std::string port_file{};   // gets the port, once it listens
  std::string scenario{};
  std::string state{};
  bool chatter = false;  // after the scenario, small talk goes on
  double speed = 1.0;
  std::string faults{};  // JSON: see simulator/simulator.h
};
int simulator(const SimulatorCommand& options);

// The program's own path, for starting itself again.
std::string own_executable();
// A password of twelve characters that are hard to mistake for each other.
std::string make_password();

}  // namespace social311::service
