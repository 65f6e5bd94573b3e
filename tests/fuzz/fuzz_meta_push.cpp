// Signed webhook bodies of Meta under libFuzzer, for a Page and for Instagram, and batch answers.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "connectors/meta/graph.h"
#include "connectors/meta/ids.h"
#include "connectors/network.h"
#include "core/digest.h"
#include "core/text.h"

using namespace social311;
using namespace social311::connectors;

namespace {

const Instant now = *parse_iso8601("2026-11-21T12:00:00Z");

void hold(bool promise) {
  if (!promise) std::abort();
}

// Answers every request with the same bytes.
class Parrot final : public HttpClient {
 public:
  Result<HttpResponse> send(const HttpRequest&) override {
    HttpResponse response;
    response.status = 200;
    response.body = says;
    return response;
  }
  std::string says{};
};

class NoVault final : public Vault {
 public:
  std::optional<Secret> load(const std::string&) override { return {}; }
  void update(const std::string&,
              const std::function<std::optional<Secret>(std::optional<Secret>)>& next) override {
    next({});
  }
};

struct World {
  Parrot http{};
  NoVault vault{};
  ManualClock clock{now};
  SeededRandom random{1};
  std::unique_ptr<Network> facebook = make("facebook");
  std::unique_ptr<Network> instagram = make("instagram");

  std::unique_ptr<Network> make(const char* network) {
    Account account;
    account.network = network;
    account.id = "1001";
    account.handle = "city";
    account.base_url = "https://graph.test";
    account.credentials = {{"page_access_token", Secret("t")}, {"app_secret", Secret("s")}};
    auto made = make_network(account, {http, vault, clock, random});
    hold(made.ok());
    return std::move(made).value();
  }
};

void check_push(Network& network, std::string_view bytes) {
  Push push;
  push.method = "POST";
  push.body = std::string(bytes);
  hold(network.take_push(push, now).status == 403);  // nobody signed it
  push.headers["X-Hub-Signature-256"] = "sha256=" + hex(hmac_sha256(Secret("s"), bytes));
  const Pushed out = network.take_push(push, now);
  hold(out.status == 200);
  for (const Post& post : out.posts) {
    hold(!post.id.empty() && post.created_at > Instant{} && post.created_at <= now);
    hold(is_valid_utf8(post.text) && is_valid_utf8(post.author.name));
    hold(post.author.id.empty() || meta::is_number(post.author.id));
  }
  for (const std::string& id : out.touched) hold(!id.empty() && id.find('/') == std::string::npos);
  for (const auto& [id, why] : out.gone) hold(!id.empty() && id.find('/') == std::string::npos);
}

void check_walk(Network& network, const char* word) {
  PageAsk ask;
  ask.listen = word;
  ask.since_at = now - std::chrono::hours(1);
  ask.now = now;
  for (int i = 0; i < 20; ++i) {
    const auto page = network.read_page(ask);
    if (!page || page->next.empty()) return;
    ask.next = page->next;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World world;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  world.http.says = std::string(bytes);
  check_push(*world.facebook, bytes);
  check_push(*world.instagram, bytes);
  for (const char* word : {"posts", "comments"}) check_walk(*world.facebook, word);
  for (const char* word : {"tags", "comments", "hashtag:snow"}) check_walk(*world.instagram, word);
  const auto read = world.facebook->read_posts({"10_1", "1001_10"}, now);
  if (read) hold(read->posts.size() + read->gone.size() <= 2);
  PageAsk named;
  named.listen = "posts";
  named.next = std::string(bytes);
  named.now = now;
  if (!named.next.empty() && !named.next.starts_with("walk:"))
    hold(!world.facebook->read_page(named).ok());
  return 0;
}
