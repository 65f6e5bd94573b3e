#include "service/roles/account_health.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>

#include "core/text.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 24h;
constexpr auto look_again_after_trouble = 1h;
constexpr auto files_every = 2s;
constexpr int touched_at_once = 50;
constexpr int touched_tries = 8;

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): never set here
  return value ? std::optional<std::string>(value) : std::nullopt;
}

void log_check(const std::string& key, const sql::AccountCheck& check) {
  if (!check.ok)
    spdlog::error("account_unhealthy account={} why={} do=\"social311 account authorise {}\"", key,
                  quoted(check.message), key);
  for (const auto& warning : check.warnings)
    spdlog::warn("account_warning account={} what={}", key, quoted(warning));
}

}  // namespace

sql::AccountCheck check_account(connectors::Network& network, const std::string& account_key,
                                sql::Store& store, Instant now) {
  const auto health = network.check(now);
  const sql::AccountCheck check{.at = now,
                                .ok = health.ok,
                                .message = health.message,
                                .token_ends_at = health.token_ends_at,
                                .warnings = health.warnings};
  store.keep_check(account_key, check);
  log_check(account_key, check);
  return check;
}

CredentialsWatch::CredentialsWatch(const Config& config, const connectors::Account& account,
                                   connectors::NetworkParts parts)
    : config_(config), account_(account), parts_(parts) {}

std::optional<connectors::Account> CredentialsWatch::read_again() {
  const auto loaded = load_config({config_.file, environment, connectors::check_listen});
  if (!loaded.config) {
    const std::string complaint =
        loaded.complaints.empty() ? "" : to_string(loaded.complaints.front());
    if (complaint != complaint_)
      spdlog::warn("credentials_not_read account={} why={}", account_.key(), quoted(complaint));
    complaint_ = complaint;
    return {};
  }
  complaint_.clear();
  for (const auto& one : loaded.config->accounts)
    if (one.key() == account_.key()) return one;
  return {};
}

// Only the credentials are taken over: what else the configuration says counts from the next start.
bool CredentialsWatch::renew(std::unique_ptr<connectors::Network>& network) {
  const Instant now = parts_.clock.now();
  if (config_.file.empty() || now < next_look_) return false;
  next_look_ = now + files_every;
  auto fresh = read_again();
  if (!fresh || fresh->credentials == account_.credentials) return false;
  auto account = account_;
  account.credentials = std::move(fresh->credentials);
  auto made = connectors::make_network(account, parts_);
  account_ = std::move(account);  // also where they cannot be used: told once
  if (!made) {
    spdlog::error("credentials_unusable account={} why={}", account_.key(),
                  quoted(made.fault().message));
    return false;
  }
  network = std::move(made).value();
  spdlog::info("credentials_renewed account={} by=file", account_.key());
  return true;
}

void AccountHealth::turn(std::unique_ptr<connectors::Network>& network, sql::Store& store) {
  const Instant now = parts_.network.clock.now();
  const bool renewed = watch_.renew(network);
  if (!next_look_) {  // a restart does not ask the network again
    const auto last = store.last_check(key());
    next_look_ = last ? last->at + (last->ok ? look_every : look_again_after_trouble) : now;
  }
  if (renewed || now >= *next_look_) look(*network, store, now);
  if (renewed && store.last_check(key())->ok && store.release_account(key(), "auto", now))
    spdlog::info("account_unparked account={} by=credentials_file", key());
  if (!store.parked(key(), now)) read_touched(*network, store, now);
}

void AccountHealth::look(connectors::Network& network, sql::Store& store, Instant now) {
  const auto check = check_account(network, key(), store, now);
  next_look_ = now + (check.ok ? look_every : look_again_after_trouble);
  store.drop_old_push(now - 48h);
}

// The same way in as polling: unique by the network's id, so whoever comes second changes nothing.
void AccountHealth::read_touched(connectors::Network& network, sql::Store& store, Instant now) {
  if (now < touched_not_before_) return;
  std::vector<std::string> ids;
  std::vector<std::string> given_up;
  for (const auto& one : store.wanted_posts(key(), touched_at_once, now))
    (one.tries < touched_tries ? ids : given_up).push_back(one.network_id);
  if (!given_up.empty()) {
    spdlog::warn("push_posts_not_found account={} posts={}", key(), given_up.size());
    store.had_posts(key(), given_up, now);
  }
  if (ids.empty()) return;
  const auto read = network.read_posts(ids, now);
  if (!read) {
    touched_not_before_ = now + read.fault().retry_after.value_or(30s);
    spdlog::warn("push_posts_unread account={} why={}", key(), quoted(read.fault().message));
    return;
  }
  std::vector<std::string> had;
  for (const auto& post : read->posts) had.push_back(post.id);
  for (const auto& [id, why] : read->gone) {
    store.posts_gone(key(), {{id, connectors::name_of(why)}}, now);
    had.push_back(id);
  }
  sql::KeepPage page;
  page.feed_id = store.feed(key(), sql::push_feed, now).feed_id;
  page.account_key = key();
  page.posts = read->posts;
  page.own_author_ids = parts_.own_ids;
  page.now = now;
  store.keep_page(page);
  store.had_posts(key(), had, now);
  std::vector<std::string> later;
  for (const auto& id : ids)
    if (std::find(had.begin(), had.end(), id) == had.end()) later.push_back(id);
  if (!later.empty()) store.want_later(key(), later, now + 1min);
  spdlog::info("push_posts_read account={} asked={} had={}", key(), ids.size(), had.size());
}

}  // namespace social311::service
