#include "service/account_view.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace social311::service {
namespace {

using namespace std::chrono_literals;
constexpr double nearly_spent = .9;

// A parked account stands still; of what only holds it up, the first is told.
void judge(AccountView& view) {
  const auto& state = view.state;
  if (state.parked) {
    view.mood = AccountMood::parked;
    view.reason = state.parked->why;
    return;
  }
  if (state.check && !state.check->ok) view.reason = state.check->message;
  for (const auto& feed : state.feeds)
    if (view.reason.empty()) view.reason = feed.trouble;
  if (view.reason.empty() && view.used_share.value_or(0) >= nearly_spent)
    view.reason = std::to_string(static_cast<int>(100 * *view.used_share)) +
                  " % of its budget is used: conversations come first, the rest waits";
  if (!view.reason.empty()) view.mood = AccountMood::slow;
}

void nearest(std::optional<double>& share, std::int64_t used,
             const std::optional<std::int64_t>& ceiling) {
  if (!ceiling || *ceiling <= 0) return;
  share = std::max(share.value_or(0), static_cast<double>(used) / static_cast<double>(*ceiling));
}

std::optional<double> used_share(const sql::SpentSoFar& spent, const Ceilings& ceilings) {
  std::optional<double> share;
  nearest(share, spent.month.micro_usd, ceilings.micro_usd_month);
  nearest(share, spent.today.reads, ceilings.reads_day);
  nearest(share, spent.today.calls, ceilings.calls_day);
  return share;
}

std::optional<Instant> newest_success(const sql::AccountState& state) {
  std::optional<Instant> newest;
  for (const auto& feed : state.feeds)
    if (feed.last_complete_at && (!newest || *newest < *feed.last_complete_at))
      newest = feed.last_complete_at;
  return newest;
}

}  // namespace

const char* name_of(AccountMood mood) {
  switch (mood) {
    case AccountMood::slow:
      return "slow";
    case AccountMood::parked:
      return "parked";
    case AccountMood::ok:
      break;
  }
  return "ok";
}

std::vector<AccountView> account_views(const Config& config, sql::Store& store, Instant now) {
  std::map<std::string, sql::AccountState> states;
  for (auto& state : store.account_states(now)) states[state.key] = std::move(state);
  std::map<std::string, sql::SpentSoFar> spent;
  for (const auto& one : store.all_spent(now)) spent[one.account_key] = one.spent;
  std::vector<AccountView> views;
  for (const auto& account : config.accounts) {
    AccountView view{.account = &account, .state = states[account.key()]};
    view.state.key = account.key();
    view.state.handle = account.handle;
    view.state.mode = account.reply;
    view.spent = spent[account.key()];
    if (const auto found = config.ceilings.find(account.key()); found != config.ceilings.end())
      view.ceilings = found->second;
    view.used_share = used_share(view.spent, view.ceilings);
    view.last_success = newest_success(view.state);
    judge(view);
    views.push_back(std::move(view));
  }
  return views;
}

std::optional<int> token_days_left(const sql::AccountState& state, Instant now) {
  if (!state.check || !state.check->token_ends_at) return {};
  const auto left = *state.check->token_ends_at - now;
  return left <= 0ms ? 0 : static_cast<int>(std::chrono::floor<std::chrono::days>(left).count());
}

double covered_share(const sql::FeedState& feed) {
  Milliseconds covered{0};
  for (const auto& span : feed.covered) covered += span.to - span.from;
  return std::clamp(static_cast<double>(covered / 1ms) / static_cast<double>(24h / 1ms), 0.0, 1.0);
}

std::int64_t posts_behind(const sql::FeedState& feed) {
  std::int64_t posts = 0;
  for (const auto& gap : feed.open) posts += gap.estimate;
  return posts;
}

std::optional<Instant> filled_by(const sql::AccountState& state, const sql::FeedState& feed,
                                 Instant now) {
  if (feed.open.empty() || state.parked || state.posts_lately == 0) return {};
  const double a_second = static_cast<double>(state.posts_lately) / 600.0;
  const double seconds = std::ceil(static_cast<double>(posts_behind(feed)) / a_second);
  return now + std::chrono::seconds(static_cast<std::int64_t>(std::min(seconds, 1e9)));
}

std::optional<double> push_missed_share(const sql::AccountState& state) {
  if (!state.push || state.push->posts == 0) return {};
  return static_cast<double>(state.push->polled_first) / static_cast<double>(state.push->posts);
}

// Sources: X docs (timelines, search, direct messages, xchat), Meta's reference of the edges that
// are polled, the AT Protocol's notifications and search, Mastodon's federation.
std::vector<std::string> blind_spots(const std::string& network) {
  static const std::map<std::string, std::vector<std::string>> all{
      {"twitter",
       {"protected_accounts", "mentions_beyond_800", "search_beyond_7_days",
        "messages_beyond_30_days", "encrypted_messages", "deleted_between_polls"}},
      {"facebook",
       {"mentions_in_comments_elsewhere", "comments_on_ads", "old_posts_comments",
        "messages_beyond_20", "live_comments", "reactions_and_read_marks",
        "deleted_between_polls"}},
      {"instagram",
       {"mentions_by_others", "story_mentions", "live_comments", "comments_on_ads",
        "hashtags_beyond_24_hours", "old_posts_comments", "messages_beyond_20", "restricted_people",
        "deleted_between_polls"}},
      {"bluesky", {"blocked_accounts", "direct_messages", "deleted_between_polls"}},
      {"mastodon", {"servers_not_federated", "blocked_accounts", "deleted_between_polls"}}};
  const auto found = all.find(network);
  return found == all.end() ? std::vector<std::string>{} : found->second;
}

}  // namespace social311::service
