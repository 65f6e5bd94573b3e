#include "service/commands/command_line.h"

#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>

#include "service/commands/commands.h"

namespace social311::service {
namespace {

// Every option lives as long as the program; a command's callback sets what main returns.
class CommandLine {
 public:
  CommandLine();
  int run(int count, char** words);

 private:
  CLI::App* command(CLI::App& parent, const std::string& name, const std::string& what,
                    std::function<int()> body);
  void add_service();
  void add_rules();
  void add_learning(CLI::App& rules);
  void add_trends();
  void add_data();
  void add_agents();
  void add_calendar();
  void add_accounts();
  void add_care();
  void add_simulator();

  CLI::App app_{"social311: hears what residents say to a city, and turns it into 311 cases",
                "social311"};
  std::function<int()> chosen_{};
  std::string config_{};
  ServeOptions serve_{};
  DemoOptions demo_{};
  int demo_seconds_ = 0;
  ClassifyOptions classify_{};
  std::string rules_{};
  ExplainOptions explain_{};
  TrainOptions train_{};
  BacktestOptions backtest_{};
  std::string file_{};
  bool posts_ = false;
  TrendsOfPosts trends_{};
  std::string count_past_{};
  CityWeeksOptions city_weeks_{};
  ExportOptions export_{};
  AgentOptions agent_{};
  AuthoriseOptions authorise_{};
  SimulatorCommand simulator_{};
};

CLI::App* CommandLine::command(CLI::App& parent, const std::string& name, const std::string& what,
                               std::function<int()> body) {
  CLI::App* added = parent.add_subcommand(name, what);
  if (body) added->callback([this, body = std::move(body)] { chosen_ = body; });
  return added;
}

void CommandLine::add_service() {
  auto* serve_command = command(app_, "serve", "Run the service, or some of its roles", [this] {
    serve_.config = config_;
    return serve(serve_);
  });
  serve_command->add_option("--role", serve_.roles, "all (default), or some of: poll work send web")
      ->check(CLI::IsMember({"all", "poll", "work", "send", "web"}));
  serve_command->add_option("--network", serve_.network,
                            "With --role poll: read this network only");
  auto* demo_command = command(
      app_, "demo", "Run the service beside a simulated network, with demo residents", [this] {
        if (demo_seconds_ > 0) demo_.run_for_s = demo_seconds_;
        return demo(demo_);
      });
  demo_command->add_option("--port", demo_.port, "Port of the console; 0 picks a free one")
      ->check(CLI::Range(0, 65535));
  demo_command->add_option("--data-dir", demo_.data_dir,
                           "Where the demo keeps its data (default: var/demo)");
  demo_command->add_option("--for", demo_seconds_, "Stop so many seconds after ready")
      ->check(CLI::Range(1, 1'000'000));
}

void CommandLine::add_rules() {
  auto* classify_command = command(app_, "classify", "Posts in (NDJSON), findings out",
                                   [this] { return classify(classify_); });
  classify_command->add_option("--rules", classify_.rules,
                               "Rules folder (default: the sample city's)");
  classify_command->add_option("--geography", classify_.geography,
                               "Folder with polygons, streets and places");
  classify_command->add_option("--weights", classify_.weights,
                               "Weights that `rules train` learned");
  classify_command->add_option("--now", classify_.now,
                               "The moment to judge from, ISO 8601 (default: now)");
  classify_command->add_option("FILE", classify_.file, "NDJSON posts; default: standard input");
  add_trends();
  auto* rules = app_.add_subcommand("rules", "Check, explain, train and try out rules");
  rules->require_subcommand(1);
  auto* check = command(*rules, "check", "Every fault of a rules folder as file:line:column",
                        [this] { return rules_check(rules_); });
  check->add_option("DIR", rules_, "Rules folder")->required();
  auto* explain = command(*rules, "explain", "Why a text is decided as it is",
                          [this] { return rules_explain(explain_); });
  explain->add_option("--rules", explain_.rules, "Rules folder (default: the sample city's)");
  explain->add_option("--geography", explain_.geography, "Folder with streets and places");
  explain->add_option("--weights", explain_.weights, "Weights that `rules train` learned");
  explain->add_option("TEXT", explain_.text, "The text of a post")->required();
  add_learning(*rules);
}

void CommandLine::add_learning(CLI::App& rules) {
  auto* train = command(rules, "train", "Learn the weights of detection and routing from labels",
                        [this] { return rules_train(train_); });
  train->add_option("--rules", train_.rules, "Rules folder (default: the sample city's)");
  train->add_option("--geography", train_.geography, "Folder with streets and places");
  train->add_option("--labels", train_.labels, "NDJSON posts with `label`; - for standard input")
      ->required();
  train->add_option("--out", train_.out, "The weights file (default: standard output)");
  auto* backtest = command(rules, "backtest", "What other rules would have decided", [this] {
    backtest_.config = config_;
    return rules_backtest(backtest_);
  });
  backtest->add_option("--rules", backtest_.rules, "The new rules folder")->required();
  backtest->add_option("--against", backtest_.against, "The old rules folder")->required();
  backtest->add_option("--geography", backtest_.geography, "Folder with streets and places");
  backtest->add_option("--weights", backtest_.weights, "Learned weights of the new rules");
  backtest->add_option("--against-weights", backtest_.against_weights,
                       "Learned weights of the old rules");
  backtest->add_option("--since", backtest_.since,
                       "Over the posts of the database: ISO 8601, or 90d, or 12h");
  backtest->add_option("--format", backtest_.format, "text (default) or ndjson")
      ->check(CLI::IsMember({"text", "ndjson"}));
  backtest->add_option("FILE", backtest_.file, "Over NDJSON posts; - for standard input");
}

void CommandLine::add_trends() {
  auto* one = command(app_, "trends", "Hot topics: bursts in a series of counts, or in posts", [this] {
    if (!count_past_.empty()) return trends_count_past(config_, count_past_);
    return posts_ ? trends_of_posts(trends_) : trends_of_series(file_);
  });
  auto* what = one->add_option_group("what");
  what->add_option("--series", file_,
                   "CSV timestamp,value (5-minute counts); - for standard input");
  what->add_flag("--posts", posts_, "NDJSON posts in the order of time; hot topics out");
  what->add_option("--count-past", count_past_,
                   "Count the stored posts since then, 365d or ISO 8601, as history");
  what->require_option(1);
  one->add_option("--rules", trends_.rules, "Rules folder (default: the sample city's)");
  one->add_option("--geography", trends_.geography, "Folder with polygons, streets and places");
  one->add_option("FILE", trends_.file, "NDJSON posts; default: standard input");
  auto* weeks = command(app_, "city-weeks", "Weeks of posts of a made-up city, to judge trends by",
                        [this] { return city_weeks(city_weeks_); });
  weeks->add_option("--out", city_weeks_.out, "Folder for posts.ndjson, events.ndjson, geography/")
      ->required();
  weeks->add_option("--seed", city_weeks_.seed, "Of its chance");
  weeks->add_option("--weeks", city_weeks_.weeks, "How many")->check(CLI::Range(1, 520));
  weeks->add_option("--volume", city_weeks_.volume, "Times Denver's 1,271 posts a day")
      ->check(CLI::Range(0.01, 1000.0));
  weeks->add_option("--bursts", city_weeks_.bursts_a_week, "Real bursts a week")
      ->check(CLI::Range(0.0, 1000.0));
  weeks->add_option("--geography", city_weeks_.geography,
                    "GeoJSON of named polygons (default: 78 made-up neighbourhoods)");
}

void CommandLine::add_data() {
  auto* import = app_.add_subcommand("import", "Bring in what was read elsewhere");
  import->require_subcommand(1);
  auto* posts =
      command(*import, "posts", "Posts (NDJSON) into the same pipeline; known ones are passed over",
              [this] { return import_posts(config_, file_); });
  posts->add_option("FILE", file_, "NDJSON posts; - for standard input")->required();
  auto* exporting = app_.add_subcommand("export", "Write out posts, cases or replies");
  exporting->require_subcommand(1);
  for (const char* what : {"posts", "cases", "replies"}) {
    auto* one = command(*exporting, what, std::string("All ") + what + ", oldest change first",
                        [this, what] {
                          export_.config = config_;
                          export_.what = what;
                          return export_rows(export_);
                        });
    one->add_option("--since", export_.since, "Only what changed since: ISO 8601, or 90d, or 12h");
    one->add_option("--format", export_.format, "ndjson (default) or csv")
        ->transform(CLI::CheckedTransformer(std::map<std::string, ExportFormat>{
            {"ndjson", ExportFormat::ndjson}, {"csv", ExportFormat::csv}}));
  }
}

void CommandLine::add_calendar() {
  auto* calendar = command(app_, "calendar", "Opening hours", {});
  calendar->require_subcommand(1);
  auto* what_if = command(*calendar, "what-if", "Due moments of open cases under another hours.toml",
                          [this] { return calendar_what_if(config_, file_); });
  what_if->add_option("FILE", file_, "An hours.toml")->required();
}

void CommandLine::add_agents() {
  auto* agents = app_.add_subcommand("agent", "The people who sign in to the console");
  agents->require_subcommand(1);
  auto* add = command(*agents, "add", "Add a person", [this] {
    agent_.config = config_;
    return agent_add(agent_);
  });
  add->add_option("NAME", agent_.name, "Name to sign in with")->required();
  add->add_option("--role", agent_.role, "What this person may do")
      ->required()
      ->check(CLI::IsMember({"viewer", "agent", "approver", "supervisor", "admin", "auditor"}));
  add->add_option("--division", agent_.division, "Division id, for people of an agency");
  add->add_option("--password-file", agent_.password_file, "File whose first line is the password")
      ->required();
  command(*agents, "list", "Everybody, with role and state",
          [this] { return agent_list(config_); });
  auto* disable = command(*agents, "disable", "End a person's access at once",
                          [this] { return agent_disable(config_, agent_.name); });
  disable->add_option("NAME", agent_.name, "Name")->required();
}

void CommandLine::add_accounts() {
  auto* accounts = app_.add_subcommand("account", "The city's accounts on the networks");
  accounts->require_subcommand(1);
  auto* authorise = command(*accounts, "authorise", "Bring or renew an account's tokens", [this] {
    authorise_.config = config_;
    return account_authorise(authorise_);
  });
  authorise->add_option("ID", authorise_.id, "network/id, or the id alone")->required();
  authorise
      ->add_option(
          "--port", authorise_.port,
          "Port of the callback address http://127.0.0.1:PORT/callback (default: a free one)")
      ->check(CLI::Range(0, 65535));
  authorise->add_flag("--paste", authorise_.paste,
                      "No browser here: paste the address that the browser was led to");
  authorise->add_option("--wait", authorise_.wait_s, "Seconds to wait for the sign-in page")
      ->check(CLI::Range(1, 86'400));
}

void CommandLine::add_care() {
  auto* configuration = app_.add_subcommand("config", "The configuration file");
  configuration->require_subcommand(1);
  command(*configuration, "check",
          "Every fault with file:line:column; then where each value came from",
          [this] { return config_check(config_); });
  command(*configuration, "example", "Print a fully commented configuration",
          [] { return config_example(); });
  command(app_, "doctor", "Check database, rules, disk and accounts; say what to do",
          [this] { return doctor(config_); });
  command(app_, "migrate", "Bring the database up to date", [this] { return migrate(config_); });
}

void CommandLine::add_simulator() {
  auto* one =
      command(app_, "simulator", "A simulated network on loopback, for demos, tests and drills",
              [this] { return simulator(simulator_); });
  one->add_option("--port", simulator_.port, "0 picks a free one")->check(CLI::Range(0, 65535));
  one->add_option("--port-file", simulator_.port_file, "Gets the port, once it listens");
  one->add_option("--seed", simulator_.seed, "Of its chance");
  one->add_option("--api-names", simulator_.names, "Vocabulary of the X API")
      ->check(CLI::IsMember({"post", "tweet"}));
  one->add_option("--account-id", simulator_.account_id, "The city's account");
  one->add_option("--handle", simulator_.handle, "The city's handle");
  one->add_option("--token-file", simulator_.token_file,
                  "File whose first line is the access token it accepts");
  one->add_flag("--chatter", simulator_.chatter, "After the scenario, small talk goes on");
  one->add_option("--scenario", simulator_.scenario, "NDJSON of residents who post by themselves");
  one->add_option("--state", simulator_.state, "Journal that keeps the posts over a restart");
  one->add_option("--speed", simulator_.speed, "Of the scenario's clock")
      ->check(CLI::Range(0.01, 1000.0));
  one->add_option("--faults", simulator_.faults, "Fault weights, JSON");
}

CommandLine::CommandLine() {
  app_.require_subcommand(1);
  app_.fallthrough();
  app_.set_version_flag("--version", SOCIAL311_VERSION);
  app_.add_option("--config", config_,
                  "Configuration (default: ./social311.toml, then /etc/social311/social311.toml)");
  add_service();
  add_rules();
  add_data();
  add_agents();
  add_calendar();
  add_accounts();
  add_care();
  add_simulator();
}

int CommandLine::run(int count, char** words) {
  try {
    app_.parse(count, words);
  } catch (const CLI::ParseError& wrong) {
    return app_.exit(wrong) == 0 ? done : bad_usage;  // CLI11's own codes start at 100
  }
  return chosen_();
}

}  // namespace

int run_command_line(int count, char** words) try {
  return CommandLine().run(count, words);
} catch (const std::exception& broken) {
  return complain(std::string("stopped: ") + broken.what());
}

}  // namespace social311::service
