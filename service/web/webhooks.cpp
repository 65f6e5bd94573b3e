#include "service/web/webhooks.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/text.h"

namespace social311::service {

using connectors::Push;
using connectors::Pushed;

struct Webhooks::Taker {
  Taker(const Config& config, const connectors::Account& account, connectors::NetworkParts parts)
      : key(account.key()), network_name(account.network), watch(config, account, parts) {
    auto made = connectors::make_network(account, parts);
    if (made) network = std::move(made).value();
    for (const auto& other : config.accounts)
      if (other.network == account.network) own_ids.push_back(other.id);
  }

  std::string key;
  std::string network_name;
  std::vector<std::string> own_ids{};
  CredentialsWatch watch;
  std::unique_ptr<connectors::Network> network{};
};

// What the accounts of one network said to a request.
struct Webhooks::Answer {
  Pushed shown{.status = 404, .body = "not found\n"};
  std::vector<std::pair<const Taker*, Pushed>> taken{};
};

namespace {

bool good(int status) {
  return status >= 200 && status < 300;
}

// Of several accounts one may be the addressee: its word counts more than a refusal, a refusal more
// than "nothing is taken here".
int weight(int status) {
  if (good(status)) return 2;
  return status == 404 ? 0 : 1;
}

std::vector<std::string> ids_of(const std::vector<Post>& posts) {
  std::vector<std::string> ids;
  for (const auto& post : posts) ids.push_back(post.id);
  return ids;
}

net::ServerReply reply_of(const Pushed& pushed) {
  return {.status = pushed.status,
          .headers = {{"Content-Type", pushed.content_type}, {"Cache-Control", "no-store"}},
          .body = pushed.body};
}

net::ServerReply plain(int status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

}  // namespace

Webhooks::Webhooks(const WebParts& parts, connectors::NetworkParts network)
    : parts_(parts), network_parts_(network) {
  for (const auto& account : parts.config.accounts)
    takers_.push_back(std::make_unique<Taker>(parts.config, account, network_parts_));
}

Webhooks::~Webhooks() = default;

// An app's one signature may fit several of its accounts (Meta: pages of one app), and each takes
// what is its own.
Webhooks::Answer Webhooks::ask_all(const Push& push, const std::string& network, Instant now) {
  const std::lock_guard lock(mutex_);
  Answer answer;
  for (const auto& taker : takers_) {
    if (taker->network_name != network) continue;
    taker->watch.renew(taker->network);
    if (!taker->network) continue;
    auto pushed = taker->network->take_push(push, now);
    if (weight(pushed.status) > weight(answer.shown.status)) {
      answer.shown.status = pushed.status;
      answer.shown.content_type = pushed.content_type;
      answer.shown.body = pushed.body;
    }
    // Only a signed body fills `unreadable`: it is kept, whatever the answer.
    if (good(pushed.status) || !pushed.unreadable.empty())
      answer.taken.emplace_back(taker.get(), std::move(pushed));
  }
  return answer;
}

// Posts first, then that push told of them: who stops in between is told again by the network, and
// all of it can be done twice.
void Webhooks::keep(const Taker& taker, const Pushed& pushed, Instant now) {
  const bool brings = !pushed.posts.empty() || !pushed.touched.empty() || !pushed.gone.empty();
  if (!brings && pushed.unreadable.empty()) return;  // an event for another account of the app
  auto store = parts_.pool.take();
  try {
    sql::KeepPage page;
    page.feed_id = store->feed(taker.key, sql::push_feed, now).feed_id;
    page.account_key = taker.key;
    page.posts = pushed.posts;
    page.own_author_ids = taker.own_ids;
    page.unreadable = pushed.unreadable;
    page.now = now;
    const auto kept = store->keep_page(page);
    const bool first = store->keep_push({.account_key = taker.key,
                                         .told = ids_of(pushed.posts),
                                         .touched = pushed.touched,
                                         .now = now});
    std::vector<sql::GonePost> gone;
    for (const auto& [id, why] : pushed.gone) gone.push_back({id, connectors::name_of(why)});
    if (!gone.empty()) store->posts_gone(taker.key, gone, now);
    if (first) spdlog::info("push_begun account={}", taker.key);
    if (kept.added > 0 || !pushed.touched.empty() || !gone.empty())
      spdlog::info("pushed account={} posts={} added={} touched={} gone={}", taker.key,
                   pushed.posts.size(), kept.added, pushed.touched.size(), gone.size());
  } catch (...) {
    store.drop();  // half a transaction may hang on it
    throw;
  }
}

net::ServerReply Webhooks::handle(const net::ServerCall& call, const std::string& network) {
  if (call.method != "GET" && call.method != "POST") return plain(405, "GET or POST\n");
  const Instant now = parts_.clock.now();
  if (!unsigned_.allow(call.client, now)) {
    auto refused = plain(429, "too many unsigned requests\n");
    refused.headers["Retry-After"] = "60";
    return refused;
  }
  const Push push{
      .method = call.method, .query = call.query, .headers = call.headers, .body = call.body};
  const auto answer = ask_all(push, network, now);
  if (answer.taken.empty()) {
    if (answer.shown.status != 404)
      spdlog::warn("push_refused network={} status={} from={}", quoted(network, 40),
                   answer.shown.status, quoted(call.client, 60));
    return reply_of(answer.shown);
  }
  unsigned_.forgive(call.client);
  if (call.method == "POST")
    for (const auto& [taker, pushed] : answer.taken) keep(*taker, pushed, now);
  return reply_of(answer.shown);
}

}  // namespace social311::service
