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
  for (const auto& health :
       overview.feeds) {  // several searches of one account share a row: the oldest counts
    const Labels labels = feed_labels(health);
    const double at = health.feed.last_complete_at ? seconds(*health.feed.last_complete_at) : 0;
    success[labels] = success.contains(labels) ? std::min(success[labels], at) : at;
    gaps[labels] += static_cast<double>(health.open_gaps);
    behind[labels] += static_cast<double>(health.posts_behind);
  }
  gauge(registry, "connector_last_success_timestamp_seconds",
        "Start of the last poll that was read to its end.", {success.begin(), success.end()});
  gauge(registry, "connector_gap_open", "Ranges that still have to be read.",
        {gaps.begin(), gaps.end()});
  gauge(registry, "connector_gap_posts_estimate", "Posts estimated in open gaps.",
        {behind.begin(), behind.end()});
}

}  // namespace

std::string metrics_text(const sql::Overview& overview, Instant now, std::size_t event_clients,
                         const std::string& rules_version) {
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
  gauge(registry, "reply_double", "Replies that stand twice on a network; must stay 0.",
        {{{}, static_cast<double>(overview.doubled_replies)}});
  gauge(registry, "dead_letters", "Things set aside because they could not be read or decided.",
        {{{}, static_cast<double>(overview.dead_letters)}});
  gauge(registry, "events_clients", "Open event streams.",
        {{{}, static_cast<double>(event_clients)}});
  feeds(registry, overview);
  return prometheus::TextSerializer().Serialize(registry.Collect());
}

}  // namespace social311::service
