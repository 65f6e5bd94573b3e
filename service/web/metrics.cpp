#include "service/web/metrics.h"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace social311::service {
namespace {

using Labels = std::map<std::string, std::string>;

double seconds(Instant at) {
  return std::chrono::duration<double>(at.time_since_epoch()).count();
}

void gauge(prometheus::Registry& registry, const char* name, const char* help,
           const std::vector<std::pair<Labels, double>>& rows) {
  auto& family =
      prometheus::BuildGauge().Name(std::string("social311_") + name).Help(help).Register(registry);
  for (const auto& [labels, value] : rows) family.Add(labels).Set(value);
}

std::vector<std::pair<Labels, double>> by(const char* label,
                                          const std::map<std::string, std::int64_t>& counts) {
  std::vector<std::pair<Labels, double>> rows;
  for (const auto& [key, count] : counts)
    rows.push_back({{{label, key}}, static_cast<double>(count)});
  return rows;
}

Labels feed_labels(const sql::FeedHealth& health) {
  const auto slash = health.feed.account_key.find('/');
  return {{"network", health.feed.account_key.substr(0, slash)},
          {"account", slash == std::string::npos ? "" : health.feed.account_key.substr(slash + 1)},
          {"feed",
           health.feed.listen.substr(0, health.feed.listen.find(':'))}};  // never a query's text
}

void feeds(prometheus::Registry& registry, const sql::Overview& overview) {
  std::map<Labels, double> success;
  std::map<Labels, double> gaps;
  std::map<Labels, double> behind;
  std::map<Labels, double> lost;
  std::map<Labels, double> covered;
  for (const auto& health :
       overview.feeds) {  // several searches of one account share a row: the oldest counts
    const Labels labels = feed_labels(health);
    const double at = health.feed.last_complete_at ? seconds(*health.feed.last_complete_at) : 0;
    success[labels] = success.contains(labels) ? std::min(success[labels], at) : at;
    gaps[labels] += static_cast<double>(health.open_gaps);
    behind[labels] += static_cast<double>(health.posts_behind);
    lost[labels] += static_cast<double>(health.lost_ranges);
    covered[labels] = covered.contains(labels) ? std::min(covered[labels], health.coverage_24h)
                                               : health.coverage_24h;
  }
  gauge(registry, "connector_last_success_timestamp_seconds",
        "Start of the last poll that was read to its end.", {success.begin(), success.end()});
  gauge(registry, "connector_gap_open", "Ranges that still have to be read.",
        {gaps.begin(), gaps.end()});
  gauge(registry, "connector_gap_posts_estimate", "Posts estimated in open gaps.",
        {behind.begin(), behind.end()});
  gauge(registry, "connector_ranges_lost", "Ranges that can never be read.",
        {lost.begin(), lost.end()});
  gauge(registry, "connector_coverage_24h_ratio", "Share of the last 24 hours that was read.",
        {covered.begin(), covered.end()});
}

Labels account_labels(const AccountView& view) {
  return {{"network", view.account->network}, {"account", view.account->id}};
}

// One gauge over all accounts; those for which it says nothing have no row.
template <typename Value>
void of_accounts(prometheus::Registry& registry, const char* name, const char* help,
                 const std::vector<AccountView>& accounts, const Value& value) {
  std::vector<std::pair<Labels, double>> rows;
  for (const auto& view : accounts)
    if (const std::optional<double> one = value(view))
      rows.emplace_back(account_labels(view), *one);
  gauge(registry, name, help, rows);
}

double yes_or_no(bool value) {
  return value ? 1 : 0;
}

void accounts_work(prometheus::Registry& registry, const std::vector<AccountView>& accounts) {
  using Maybe = std::optional<double>;
  of_accounts(
      registry, "account_parked", "1 = nothing is read or sent; the page Accounts says why.",
      accounts,
      [](const auto& view) -> Maybe { return yes_or_no(view.mood == AccountMood::parked); });
  of_accounts(registry, "account_slow", "1 = something holds the account up.", accounts,
              [](const auto& view) -> Maybe { return yes_or_no(view.mood == AccountMood::slow); });
  of_accounts(registry, "account_sending_stopped", "1 = a person stopped this account's sending.",
              accounts,
              [](const auto& view) -> Maybe { return yes_or_no(view.state.stop.has_value()); });
  of_accounts(registry, "account_healthy", "Outcome of the newest look at the account itself.",
              accounts, [](const auto& view) -> Maybe {
                if (!view.state.check) return {};
                return yes_or_no(view.state.check->ok);
              });
  of_accounts(registry, "account_token_ends_timestamp_seconds", "When the token ends.", accounts,
              [](const auto& view) -> Maybe {
                if (!view.state.check || !view.state.check->token_ends_at) return {};
                return seconds(*view.state.check->token_ends_at);
              });
}

void accounts_spend(prometheus::Registry& registry, const std::vector<AccountView>& accounts) {
  using Maybe = std::optional<double>;
  of_accounts(
      registry, "account_calls_today", "Calls since midnight UTC.", accounts,
      [](const auto& view) -> Maybe { return static_cast<double>(view.spent.today.calls); });
  of_accounts(
      registry, "account_reads_today", "Resources read since midnight UTC.", accounts,
      [](const auto& view) -> Maybe { return static_cast<double>(view.spent.today.reads); });
  of_accounts(registry, "account_usd_this_month", "The most the network may take, US dollars.",
              accounts, [](const auto& view) -> Maybe {
                return static_cast<double>(view.spent.month.micro_usd) / 1e6;
              });
  of_accounts(registry, "account_budget_used_ratio", "Of the ceiling that is nearest.", accounts,
              [](const auto& view) -> Maybe { return view.used_share; });
  of_accounts(registry, "push_missed_ratio",
              "Share of the last day's posts that polling had before push told of them.", accounts,
              [](const auto& view) -> Maybe { return push_missed_share(view.state); });
  of_accounts(registry, "push_waiting", "Posts that push told of and that are still to be read.",
              accounts, [](const auto& view) -> Maybe {
                if (!view.state.push) return {};
                return static_cast<double>(view.state.push->waiting);
              });
}

}  // namespace

std::string metrics_text(const sql::Overview& overview, const std::vector<AccountView>& accounts,
                         Instant now, std::size_t event_clients, const std::string& rules_version) {
  prometheus::Registry registry;
  gauge(registry, "build_info", "Version of the program and of the rules.",
        {{{{"version", SOCIAL311_VERSION}, {"rules", rules_version}}, 1}});
  gauge(registry, "posts", "Posts by state.", by("state", overview.posts_by_state));
  gauge(registry, "reply_state", "Replies by state.", by("state", overview.replies_by_state));
  gauge(registry, "cases", "Cases by status.", by("status", overview.cases_by_status));
  const double oldest =
      overview.oldest_new_post_at ? seconds(now) - seconds(*overview.oldest_new_post_at) : 0;
  gauge(registry, "queue_oldest_age_seconds", "Age of the oldest undecided post.",
        {{{{"queue", "posts"}}, oldest}});
  const double doubt =
      overview.oldest_in_doubt_at ? seconds(now) - seconds(*overview.oldest_in_doubt_at) : 0;
  gauge(registry, "reply_oldest_in_doubt_age_seconds", "Age of the oldest reply in doubt.",
        {{{}, doubt}});
  const double person = overview.oldest_needs_person_at
                            ? seconds(now) - seconds(*overview.oldest_needs_person_at)
                            : 0;
  gauge(registry, "reply_needs_person", "Replies whose fate only a person can decide.",
        {{{}, static_cast<double>(overview.replies_need_person)}});
  gauge(registry, "reply_needs_person_age_seconds", "How long the oldest of them has waited.",
        {{{}, person}});
  const double approval = overview.oldest_wait_approval_at
                              ? seconds(now) - seconds(*overview.oldest_wait_approval_at)
                              : 0;
  gauge(registry, "reply_waits_approval", "Replies that wait for a second person.",
        {{{}, static_cast<double>(overview.replies_wait_approval)}});
  gauge(registry, "reply_waits_approval_age_seconds", "How long the oldest of them has waited.",
        {{{}, approval}});
  gauge(registry, "reply_double", "Replies that stand twice on a network; must stay 0.",
        {{{}, static_cast<double>(overview.doubled_replies)}});
  gauge(registry, "dead_letters", "Things set aside because they could not be read or decided.",
        {{{}, static_cast<double>(overview.dead_letters)}});
  gauge(registry, "events_clients", "Open event streams.",
        {{{}, static_cast<double>(event_clients)}});
  feeds(registry, overview);
  accounts_work(registry, accounts);
  accounts_spend(registry, accounts);
  return prometheus::TextSerializer().Serialize(registry.Collect());
}

}  // namespace social311::service
