// import, export, agent, migrate: commands over the database.
#include <sys/stat.h>

#include <fstream>
#include <functional>
#include <iostream>

#include "core/digest.h"
#include "core/text.h"
#include "net/client.h"
#include "service/city.h"
#include "service/commands/commands.h"
#include "service/commands/count_past.h"
#include "service/commands/over_database.h"
#include "service/commands/streams.h"
#include "service/database.h"
#include "service/roles/batch_size.h"
#include "service/roles/intake.h"
#include "service/vault.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
constexpr std::size_t import_batch = 500;

void header_line(const std::string& what) {
  if (what == "posts") std::cout << csv_header_posts() << '\n';
  if (what == "cases") std::cout << csv_header_cases() << '\n';
  if (what == "replies") std::cout << csv_header_replies() << '\n';
}

void write_rows(sql::Store& store, const ExportOptions& options, std::optional<Instant> since) {
  const ExportFormat format = options.format;
  if (options.what == "posts")
    store.export_posts(
        since, [&](const ExportedPost& row) { std::cout << write_post(row, format) << '\n'; });
  else if (options.what == "cases")
    store.export_cases(since, [&](const ExportedCase& row) {
      std::cout << write_exported_case(row, format) << '\n';
    });
  else
    store.export_replies(
        since, [&](const ExportedReply& row) { std::cout << write_reply(row, format) << '\n'; });
}

constexpr std::chrono::seconds patience_with_others{30};

// A running service decides with us: what it holds is not decided yet, and would not be counted.
bool held_by_others(sql::Store& store, Instant begun) {
  const auto oldest = store.overview(begun).oldest_new_post_at;
  return oldest && *oldest < begun;
}

// The same pipeline as the work role's, so that imported posts become cases also while no service
// runs; beside a running one the two share the posts out between them.
int decide_all(sql::Store& store, const Config& config) {
  const auto rules = rules_of(config);
  const auto city = city_of(config);
  SystemClock clock;
  SystemRandom random;
  auto http = net::make_http_client();
  NoVault vault;
  const NetworkBook book(config, {*http, vault, clock, random});
  const IntakeParts intake{*rules, city, book, random};
  int all = 0;
  BatchSize batch;
  const Instant begun = clock.now();
  for (Instant moved = begun; clock.now() - moved < patience_with_others;) {
    const Instant now = clock.now();
    const int some = store.decide_posts(batch.posts(), now,
                                        [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
                                          settle(intake, turn, post, now);
                                        });
    batch.took(some, clock.now() - now);
    all += some;
    if (some == 0 && !held_by_others(store, begun)) break;
    if (some > 0)
      moved = clock.now();
    else
      clock.sleep_until(now + std::chrono::milliseconds(50), {});
  }
  return all;
}

Result<Secret> password_from(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || trim(line).empty())
    return Fault{
        FaultKind::rejected, file + ": holds no password on its first line", {}, Reach::not_sent};
  if (trim(line).size() < 8)
    return Fault{FaultKind::rejected,
                 file + ": the password is shorter than 8 characters",
                 {},
                 Reach::not_sent};
  return Secret(trim(line));
}

// Why nobody can be of this division: the rules know none of this id, or it is outside the city and
// nobody there signs in.
std::optional<std::string> refused_division(const Config& config, const std::string& division) {
  const auto read = casebridge::load_city(config.rules, config.city.name, config.city.timezone,
                                          config.city.languages);
  if (!read.city) return to_string(read.complaints.at(0));
  std::string known;
  for (const auto& one : read.city->divisions) {
    if (one.kind == casebridge::Division::Kind::outside) continue;
    if (one.id == division) return {};
    known += (known.empty() ? "" : ", ") + one.id;
  }
  return "--division " + quoted(division) + " is none of the city's divisions; the rules in " +
         config.rules + " know: " + known;
}

}  // namespace

int import_posts(const std::string& config, const std::string& file) {
  auto in = open_input(file);
  if (!in) return complain(in.fault().message);
  return with_store(config, [&](sql::Store& store, const Config& settings) {
    int seen = 0;
    int added = 0;
    const Instant now = SystemClock().now();
    Instant oldest = now;
    std::vector<Post> batch;
    const auto flush = [&] {
      added += store.import_posts(batch, now);
      batch.clear();
    };
    const bool good = each_post(**in, file, [&](LabelledPost&& post) {
      ++seen;
      if (post.post.network.empty()) post.post.network = "import";
      if (!post.has_created_at) post.post.created_at = now;
      oldest = std::min(oldest, post.post.created_at);
      batch.push_back(std::move(post.post));
      if (batch.size() == import_batch) flush();
    });
    flush();
    const int decided = decide_all(store, settings);
    std::cout << "imported " << added << " new posts of " << seen
              << " (the others were known), decided " << decided << '\n';
    // What is younger the detector counts itself, in the order in which it was decided.
    if (oldest < now - followed_span) count_past_of(store, oldest, now);
    return good ? done : failed;
  });
}

int export_rows(const ExportOptions& options) {
  return with_store(options.config, [&](sql::Store& store, const Config&) {
    std::optional<Instant> since;
    if (!options.since.empty()) {
      since = since_of(options.since, SystemClock().now());
      if (!since)
        return complain("--since " + options.since +
                        " is neither an ISO 8601 time nor like 90d or 12h"),
               bad_usage;
    }
    std::ios::sync_with_stdio(false);
    if (options.format == ExportFormat::csv) header_line(options.what);
    write_rows(store, options, since);
    std::cout.flush();
    return std::cout ? done : complain("standard output was closed; the rest was not written");
  });
}

int agent_add(const AgentOptions& options) {
  const auto password = password_from(options.password_file);
  if (!password) return complain(password.fault().message), bad_usage;
  if (!options.division.empty()) {
    const auto config = load_or_complain(options.config);
    if (!config) return bad_usage;
    if (const auto refusal = refused_division(*config, options.division))
      return complain(*refusal), bad_usage;
  }
  return with_store(options.config, [&](sql::Store& store, const Config&) {
    sql::Agent agent;
    agent.name = options.name;
    agent.role = options.role;
    agent.division = options.division;
    agent.password_hash = hash_password(*password);
    if (!store.add_agent(agent, SystemClock().now()))
      return complain("an agent named " + quoted(options.name) + " exists already");
    std::cout << "added " << options.name << " as " << options.role << '\n';
    return done;
  });
}

int agent_list(const std::string& config) {
  return with_store(config, [](sql::Store& store, const Config&) {
    for (const auto& agent : store.agents())
      std::cout << agent.name << '\t' << agent.role << '\t'
                << (agent.division.empty() ? "-" : agent.division) << '\t'
                << (agent.disabled ? "disabled" : "active") << '\n';
    return done;
  });
}

int agent_disable(const std::string& config, const std::string& name) {
  return with_store(config, [&](sql::Store& store, const Config&) {
    if (!store.disable_agent(name, SystemClock().now()))
      return complain("no agent is named " + quoted(name));
    std::cout << "disabled " << name << "; open sessions have ended\n";
    return done;
  });
}

int migrate(const std::string& config) {
  return with_store(config, [](sql::Store& store, const Config&) {
    const auto state = store.migrations();
    std::cout << "the database is up to date: " << state.applied << " of " << state.known
              << " migrations\n";
    return done;
  });
}

}  // namespace social311::service
