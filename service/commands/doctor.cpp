// `doctor`: one line a finding, "ok|warn|FAIL what - do this"; exit 0 only when nothing needs a
// person.
#include <sys/statvfs.h>

#include <iostream>

#include "core/text.h"
#include "net/client.h"
#include "service/city.h"
#include "service/commands/commands.h"
#include "service/database.h"
#include "service/vault.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;

class Findings {
 public:
  void ok(const std::string& what) { std::cout << "ok   " << what << '\n'; }
  void warn(const std::string& what, const std::string& advice) {
    std::cout << "warn " << what << " - " << advice << '\n';
  }
  void fail(const std::string& what, const std::string& advice) {
    std::cout << "FAIL " << what << " - " << advice << '\n';
    failures_ = true;
  }
  int code() const { return failures_ ? failed : done; }

 private:
  bool failures_ = false;
};

void check_disk(Findings& findings, const std::string& folder) {
  struct statvfs info {};
  if (statvfs(folder.c_str(), &info) != 0 || info.f_blocks == 0) return;
  const auto free_percent = static_cast<int>(100 * info.f_bavail / info.f_blocks);
  const std::string what = "disk under " + folder + ": " + std::to_string(free_percent) + " % free";
  if (free_percent < 5)
    findings.fail(what, "free some space; PostgreSQL stops when the disk is full");
  else if (free_percent < 15)
    findings.warn(what, "free some space soon");
  else
    findings.ok(what);
}

void check_rules(Findings& findings, const Config& config) {
  const auto complaints = rule_complaints(config);
  for (const auto& one : complaints)
    findings.fail(to_string(one), "mend the file; `social311 rules check` shows all");
  if (complaints.empty())
    findings.ok("rules in " + config.rules + ", version " + rules_of(config)->version());
}

void check_migrations(Findings& findings, sql::Store& store) {
  const auto state = store.migrations();
  for (const auto& trouble : state.trouble)
    findings.fail("migrations: " + trouble, "install the program this database belongs to");
  if (state.applied < state.known)
    findings.fail("migrations: " + std::to_string(state.known - state.applied) + " missing",
                  "run `social311 migrate`");
  else if (state.trouble.empty())
    findings.ok("database: " + std::to_string(state.applied) + " migrations applied");
}

void check_feeds(Findings& findings, const sql::Overview& overview) {
  for (const auto& health : overview.feeds) {
    const std::string name = "feed " + health.feed.account_key + " " + health.feed.listen;
    if (!health.feed.trouble.empty())
      findings.warn(name + ": " + quoted(health.feed.trouble),
                    "see the account below; reading goes on by itself");
    else if (health.open_gaps > 0)
      findings.warn(name + ": " + std::to_string(health.open_gaps) + " gaps, about " +
                        std::to_string(health.posts_behind) + " posts",
                    "they are being filled; nothing to do");
    else
      findings.ok(name + (health.feed.last_complete_at
                              ? ": read to " + to_iso8601(*health.feed.last_complete_at)
                              : ": not read yet"));
  }
}

void check_replies(Findings& findings, const sql::Overview& overview) {
  const auto in_doubt = overview.replies_by_state.find("in_doubt");
  if (in_doubt != overview.replies_by_state.end() && in_doubt->second > 0)
    findings.warn(std::to_string(in_doubt->second) + " replies in doubt",
                  "open the view \"In doubt\" of the console");
  if (overview.doubled_replies > 0)
    findings.fail(std::to_string(overview.doubled_replies) + " replies stand twice on a network",
                  "delete the younger one there");
  if (overview.dead_letters > 0)
    findings.warn(std::to_string(overview.dead_letters) + " items could not be read",
                  "they are kept; see the log of the poll role");
}

void check_database(Findings& findings, const Config& config) {
  auto database = open_database(config);
  if (!database)
    return findings.fail("database: " + database.fault().message, "mend what it names");
  auto store = connect(database->options, 3s);
  if (!store)
    return findings.fail("database: " + store.fault().message,
                         "start the server, or mend [database] url");
  check_migrations(findings, **store);
  const auto state = (*store)->migrations();
  if (state.applied == 0) return;
  const auto overview = (*store)->overview(SystemClock().now());
  check_feeds(findings, overview);
  check_replies(findings, overview);
}

void check_accounts(Findings& findings, const Config& config) {
  if (config.accounts.empty())
    findings.warn("no account is configured", "add an [[account]] to " + config.file);
  SystemClock clock;
  SystemRandom random;
  NoVault vault;
  auto http = net::make_http_client();
  for (const auto& account : config.accounts) {
    const std::string name = "account " + account.key() + " @" + account.handle;
    auto network = connectors::make_network(account, {*http, vault, clock, random});
    if (!network) {
      findings.fail(name + ": " + network.fault().message, "mend its credentials_file");
      continue;
    }
    const auto health = (*network)->check(clock.now());
    if (health.ok)
      findings.ok(name + (health.message.empty() ? "" : ": " + health.message));
    else
      findings.fail(name + ": " + quoted(health.message),
                    "check the token and base_url, then run doctor again");
  }
}

}  // namespace

int doctor(const std::string& given) {
  const auto config = load_or_complain(given);
  if (!config) return bad_usage;
  Findings findings;
  findings.ok("configuration " + config->file);
  check_rules(findings, *config);
  check_database(findings, *config);
  check_disk(findings, config->database.data_dir);
  check_accounts(findings, *config);
  return findings.code();
}

int config_check(const std::string& given) {
  const std::string file = find_config(given);
  const auto config = load_or_complain(given);
  if (!config) return bad_usage;
  const auto complaints = rule_complaints(*config);
  if (!complaints.empty()) return complain(complaints);
  for (const auto& line : config_lines(file))
    std::cout << line.key << " = " << line.value << "  # " << line.origin << '\n';
  std::cout << file << ": no faults\n";
  return done;
}

int config_example() {
  std::cout << example_config();
  return done;
}

}  // namespace social311::service
