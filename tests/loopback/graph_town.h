// A Page and an Instagram account on the simulated Graph API, through the production HTTP client.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "connectors/network.h"
#include "core/json.h"
#include "net/client.h"
#include "simulator/in_process.h"
#include "tests/support/memory_vault.h"

namespace social311::connectors::test {

inline SystemClock graph_clock;
inline SystemRandom graph_dice;

// The production client, and a note of every answer that refused something, in a batch or not:
// a connector that asks for a field which the network does not know would go on with less, and
// nobody would see it.
class NotingClient final : public HttpClient {
 public:
  Result<HttpResponse> send(const HttpRequest& request) override {
    auto answer = real_->send(request);
    if (!answer) return answer;
    const std::string what = request.method + " " + request.url.substr(0, request.url.find('?'));
    if (answer->status >= 400) refusals.push_back(what + ": " + answer->body);
    const auto body = JsonValue::parse(answer->body);
    if (!body) return answer;
    for (const JsonValue& item : body->items())
      if (item["code"].number(400, 599))
        refusals.push_back(what + " batch: " + item["body"].text_or(""));
    return answer;
  }
  std::vector<std::string> refusals{};

 private:
  std::unique_ptr<HttpClient> real_ = net::make_http_client();
};

struct GraphTown {
  explicit GraphTown(simulator::Site network, simulator::SimulatorOptions options = {})
      : site(network) {
    options.hang = Milliseconds(300);
    options.apply_later = Milliseconds(1);
    options.meta_budgets.threads_per_second = 2;
    auto started = simulator::InProcessSimulator::start(options, graph_clock);
    REQUIRE(started.ok());
    running = std::move(*started);
    const auto& meta = running->network().options().meta;
    const bool facebook = site == simulator::Site::facebook;
    account.network = simulator::name_of(site);
    account.base_url = running->base_url() + "/facebook";
    account.id = facebook ? meta.page_id : meta.ig_user_id;
    account.handle = facebook ? meta.page_handle : meta.ig_username;
    account.credentials = {{"page_access_token", meta.page_access_token},
                           {"app_secret", meta.app_secret},
                           {"page_id", Secret(meta.page_id)}};
    if (!facebook) account.credentials["ig_user_id"] = Secret(meta.ig_user_id);
    network_made = make();
  }

  std::unique_ptr<Network> make() {
    auto made = make_network(account, {*http, vault, graph_clock, graph_dice});
    REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : made.fault().message));
    return std::move(made).value();
  }
  Network& network() { return *network_made; }
  // What the network refused so far, a line each.
  std::string refusals() const {
    std::string all;
    for (const std::string& one : http->refusals) all += one + "\n";
    return all;
  }

  // A resident's words; the id the network gives them.
  std::string say(const std::string& kind, const std::string& text, const std::string& under = {}) {
    simulator::PublicItem item;
    item.author.handle = "ana";
    item.author.name = "Ana";
    item.kind = kind;
    item.item.site = site;
    item.item.text = text;
    item.item.answers = under;
    auto id = running->network().publish(std::move(item));
    REQUIRE_MESSAGE(id.ok(), (id.ok() ? "" : id.fault().message));
    return *id;
  }
  // Something of the city's own for residents to comment on.
  std::string city_post(const std::string& text) {
    std::string id;
    running->network().with_commons([&](simulator::Commons& commons) {
      simulator::NewItem item{.site = site, .author_id = account.id, .text = text};
      item.wall = account.id;
      item.media = site == simulator::Site::instagram ? 1 : 0;
      auto added = commons.add(std::move(item));
      REQUIRE(added.ok());
      id = *added;
    });
    return id;
  }
  void with(const std::function<void(simulator::Commons&)>& change) {
    running->network().with_commons(change);
  }
  std::size_t below(const std::string& id) {
    std::size_t count = 0;
    with([&](simulator::Commons& commons) { count = commons.below(site, id).size(); });
    return count;
  }
  void control(const std::string& path, const std::string& json) {
    HttpRequest request;
    request.method = "POST";
    request.url = running->base_url() + "/_control" + path;
    request.headers["Content-Type"] = "application/json";
    request.body = json;
    const auto done = http->send(request);
    REQUIRE(done.ok());
    REQUIRE_MESSAGE(done->status < 300, done->body);
  }

  // Everything a walk brings, by id. Passing trouble is asked again, as the service would.
  std::map<std::string, Post> walk(const std::string& listen, const std::string& since_id = "1_1") {
    PageAsk ask;
    ask.listen = listen;
    ask.since_id = since_id;
    ask.since_at = graph_clock.now() - std::chrono::hours(1);
    std::map<std::string, Post> posts;
    for (int pages = 0, failures = 0; pages < 60; ++pages) {
      ask.now = graph_clock.now();
      auto page = network().read_page(ask);
      if (!page && page.fault().kind == FaultKind::retry_later && ++failures < 8) continue;
      REQUIRE_MESSAGE(page.ok(), (page.ok() ? "" : page.fault().message));
      for (Post& post : page->posts) posts[post.id] = std::move(post);
      ask.next = page->next;
      if (ask.next.empty()) return posts;
    }
    FAIL("the walk has no end");
    return posts;
  }

  OutgoingReply answer_to(const Post& target) {
    OutgoingReply reply;
    reply.target_id = target.id;
    reply.target_parent = target.in_reply_to;
    reply.target_at = target.created_at;
    reply.recipient_id = target.author.id;
    reply.conversation = target.conversation;
    reply.direct_message = target.kind == PostKind::direct_message;
    reply.text = "Thank you. Your case is 26-000001-K3.";
    reply.marker = "26-000001-K3";
    reply.composed_at = graph_clock.now();
    return reply;
  }

  simulator::Site site;
  std::unique_ptr<simulator::InProcessSimulator> running{};
  std::unique_ptr<NotingClient> http = std::make_unique<NotingClient>();
  tests::MemoryVault vault{};
  Account account{};
  std::unique_ptr<Network> network_made{};
};

}  // namespace social311::connectors::test
