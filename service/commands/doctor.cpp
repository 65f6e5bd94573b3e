// `doctor`: one line a finding, "ok|warn|FAIL what - do this"; exit 0 only when nothing needs a
// person.
#include <sys/statvfs.h>

#include <algorithm>
#include <iostream>

#include "core/text.h"
#include "net/client.h"
#include "service/account_view.h"
#include "service/city.h"
#include "service/commands/commands.h"
#include "service/database.h"
#include "service/person_alarm.h"
#include "service/vault.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;

class Findings {
 public:
  void ok(const std::string& what) { std::cout << "ok   " << what << '\n'; }
  void note(const std::string& what) { std::cout << "note " << what << '\n'; }
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
    findings.ok("rules in " + config.rules + ", version " + rules_of(config)->version() +
                (config.weights.empty() ? "" : ", weights learned in " + config.weights));
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

void check_replies(Findings& findings, const SenderConfig& sender, const sql::Overview& overview,
                   Instant now) {
  const auto in_doubt = overview.replies_by_state.find("in_doubt");
  if (in_doubt != overview.replies_by_state.end() && in_doubt->second > 0)
    findings.warn(std::to_string(in_doubt->second) + " replies in doubt",
                  "open the view \"In doubt\" of the console");
  if (overview.replies_need_person > 0) {
    const auto& oldest = overview.oldest_needs_person_at;
    const std::string what =
        waiting_words(overview.replies_need_person, oldest.value_or(Instant{}));
    const std::string advice =
        "open the view \"In doubt\" of the console: say whether each stands there";
    if (waits_too_long(sender, oldest, now))
      findings.fail(what + ", longer than " + std::to_string(sender.needs_person_alarm_s) + " s",
                    advice);
    else
      findings.warn(what, advice);
  }
  if (overview.replies_wait_approval > 0)
    findings.warn(std::to_string(overview.replies_wait_approval) +
                      " replies wait for a second person since " +
                      to_iso8601(overview.oldest_wait_approval_at.value_or(Instant{})),
                  "somebody of role approver, supervisor or admin opens the page To approve");
  if (overview.doubled_replies > 0)
    findings.fail(std::to_string(overview.doubled_replies) + " replies stand twice on a network",
                  "delete the younger one there");
  if (overview.dead_letters > 0)
    findings.warn(std::to_string(overview.dead_letters) + " items could not be read",
                  "they are kept; see the log of the poll role");
}

std::string name_of_account(const connectors::Account& account) {
  return "account " + account.key() + " @" + account.handle;
}

std::string authorise_command(const connectors::Account& account) {
  return "run `social311 account authorise " + account.key() + "`";
}

// "protected_accounts" → "protected accounts, …"
std::string joined_words(const std::vector<std::string>& ids) {
  std::string words;
  for (const auto& id : ids) words += (words.empty() ? "" : ", ") + id;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string percent(double share) {
  return std::to_string(static_cast<int>(100 * share)) + " %";
}

void tell_token(Findings& findings, const AccountView& view, Instant now) {
  constexpr int soon = 14;
  const auto days = token_days_left(view.state, now);
  if (days && *days < soon)
    findings.warn(
        name_of_account(*view.account) + ": its token ends in " + std::to_string(*days) + " days",
        authorise_command(*view.account));
}

void tell_push(Findings& findings, const AccountView& view) {
  const auto missed = push_missed_share(view.state);
  if (!missed) return;
  const std::string what = name_of_account(*view.account) + ": push missed " + percent(*missed) +
                           " of the last day's " + std::to_string(view.state.push->posts) +
                           " posts";
  if (*missed > 0.5)
    findings.warn(what, "polling had them; look at the webhook's settings on the network");
  else
    findings.ok(what + ", polling had them");
}

void tell_account(Findings& findings, const AccountView& view, Instant now) {
  const std::string name = name_of_account(*view.account);
  if (view.state.parked) {
    const auto& until = view.state.parked->until;
    findings.fail(name + " is parked: " + quoted(view.state.parked->why),
                  authorise_command(*view.account) +
                      ", or unpark it on the console's page Accounts" +
                      (until ? "; it tries again by itself at " + to_iso8601(*until) : ""));
  }
  if (view.state.stop)
    findings.warn(name + ": sending is stopped by " + quoted(view.state.stop->by) + ": " +
                      quoted(view.state.stop->why),
                  "resume it on the console's page Accounts");
  for (const auto& feed : view.state.feeds)
    if (!feed.covered.empty() || !feed.open.empty())
      findings.ok(name + " " + feed.listen + ": " + percent(covered_share(feed)) +
                  " of the last 24 hours read");
  tell_token(findings, view, now);
  tell_push(findings, view);
  const auto spots = blind_spots(view.account->network);
  if (!spots.empty())
    findings.note(name + ": polling never sees " + joined_words(spots) + "; see the page Accounts");
}

// Who is told of hot topics, and whether it arrives.
void check_trends(Findings& findings, const Config& config, sql::Store& store) {
  const auto channels = config.trends.channels();
  if (channels.empty())
    findings.note("hot topics are told in the console only; see [trends] of `config example`");
  for (const auto& channel : channels) {
    std::int64_t lost = 0;
    for (const auto& one : store.trends_numbers().messages)
      if (one.channel == channel && (one.state == "failed" || one.state == "unknown"))
        lost += one.count;
    const std::string what = "hot topics by " + channel;
    if (lost > 0)
      findings.warn(what + ": " + std::to_string(lost) + " messages did not surely arrive",
                    "the page Trends says why");
    else
      findings.ok(what);
  }
  if (!store.trends_numbers().followed)
    findings.note("no hot topics are looked for yet: the work role has not run on this database");
}

void check_geocoder(Findings& findings, const Config& config, sql::Store& store, Instant now) {
  const GeocoderConfig& geocoder = config.geocoder;
  if (geocoder.kind == GeocoderKind::none) return;
  const int calls = store.place_calls(geocoder.name(), now);
  const std::string what = "geocoder " + geocoder.name() + ": " + std::to_string(calls) + " of " +
                           std::to_string(geocoder.calls_day) + " calls today";
  if (calls < geocoder.calls_day)
    findings.ok(what);
  else
    findings.warn(what, "places wait for tomorrow; raise calls_day if its operator allows it");
}

void check_database(Findings& findings, const Config& config, sql::Store& store) {
  check_migrations(findings, store);
  const auto state = store.migrations();
  if (state.applied != state.known) return;
  const Instant now = SystemClock().now();
  const auto overview = store.overview(now);
  check_feeds(findings, overview);
  check_replies(findings, config.sender, overview, now);
  if (const auto stop = store.sending_stop(""))
    findings.warn(
        "sending is stopped for every account by " + quoted(stop->by) + ": " + quoted(stop->why),
        "resume it on the console's page Accounts");
  for (const auto& view : account_views(config, store, now)) tell_account(findings, view, now);
  check_trends(findings, config, store);
  check_geocoder(findings, config, store, now);
}

// The network itself is asked, with the tokens that are in use: those of the database where they
// are newer than the file's.
void check_account_now(Findings& findings, const connectors::Account& account,
                       connectors::NetworkParts parts) {
  const std::string name = name_of_account(account);
  auto network = connectors::make_network(account, parts);
  if (!network)
    return findings.fail(name + ": " + network.fault().message, "mend its credentials_file");
  const auto health = (*network)->check(parts.clock.now());
  if (health.ok)
    findings.ok(name + (health.message.empty() ? "" : ": " + health.message));
  else
    findings.fail(name + ": " + quoted(health.message),
                  authorise_command(account) + ", or mend base_url; then run doctor again");
  for (const auto& warning : health.warnings)
    findings.warn(name + ": " + quoted(warning), "it works meanwhile");
}

// `store` may be empty: the database is away.
void check_accounts(Findings& findings, const Config& config, std::unique_ptr<sql::Store> store) {
  if (config.accounts.empty())
    findings.warn("no account is configured", "add an [[account]] to " + config.file);
  SystemClock clock;
  SystemRandom random;
  NoVault nothing;
  auto http = net::make_http_client();
  for (const auto& account : config.accounts) {
    StoreVault kept(store, clock, account.key());
    connectors::Vault& vault = store ? static_cast<connectors::Vault&>(kept) : nothing;
    check_account_now(findings, account, {*http, vault, clock, random});
  }
}

// Empty, and told, when there is none.
std::unique_ptr<sql::Store> reach_database(Findings& findings, Result<Database>& database) {
  if (!database) {
    findings.fail("database: " + database.fault().message, "mend what it names");
    return {};
  }
  auto store = connect(database->options, 3s);
  if (store) return std::move(store).value();
  findings.fail("database: " + store.fault().message, "start the server, or mend [database] url");
  return {};
}

}  // namespace

int doctor(const std::string& given) {
  const auto config = load_or_complain(given);
  if (!config) return bad_usage;
  Findings findings;
  findings.ok("configuration " + config->file);
  check_rules(findings, *config);
  auto database = open_database(*config);
  auto store = reach_database(findings, database);
  if (store) check_database(findings, *config, *store);
  check_disk(findings, config->database.data_dir);
  check_accounts(findings, *config, std::move(store));
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
