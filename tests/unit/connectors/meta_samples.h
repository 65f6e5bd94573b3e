// A Graph API for unit tests: requests, single or in a batch, come to one function as method, node,
// edge and parameters. It keeps the rules that every request has to keep, and remembers what came.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "connectors/meta/calls.h"
#include "connectors/network.h"
#include "core/digest.h"
#include "core/json.h"
#include "core/text.h"
#include "tests/unit/connectors/support.h"

namespace social311::connectors::test {

inline const std::string page = "1001";
inline const std::string ig = "17841400000000001";

inline Account facebook_account() {
  Account account;
  account.network = "facebook";
  account.id = page;
  account.handle = "Denver311";
  account.base_url = "https://graph.test/base/";
  account.api_version = "v26.0";
  account.credentials = {{"page_access_token", Secret("page-token")},
                         {"app_secret", Secret("app-secret")},
                         {"page_id", Secret(page)},
                         {"verify_token", Secret("handshake")}};
  return account;
}

inline Account instagram_account() {
  Account account = facebook_account();
  account.network = "instagram";
  account.id = ig;
  account.credentials["ig_user_id"] = Secret(ig);
  return account;
}

// Time goes on while somebody sleeps.
class SleepingClock final : public Clock {
 public:
  explicit SleepingClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  std::chrono::steady_clock::time_point steady() const override { return {}; }
  bool sleep_until(Instant instant, std::stop_token) override {
    slept_ += std::max(instant - now_, Milliseconds(0));
    now_ = std::max(now_, instant);
    return true;
  }
  void advance(Milliseconds span) { now_ += span; }
  Milliseconds slept() const { return slept_; }

 private:
  Instant now_;
  Milliseconds slept_{0};
};

struct GraphCall {
  std::string method{};
  std::string path{};  // behind the version: "1001/feed"
  Pairs parameters{};  // of the query or the form
  std::string json{};  // a JSON body
  bool in_batch = false;

  std::string operator[](std::string_view name) const {
    for (const auto& [key, value] : parameters)
      if (key == name) return value;
    return {};
  }
};

using GraphAnswer = std::function<HttpResponse(const GraphCall&)>;

inline HttpResponse graph_error(int code, int subcode = 0, int status = 400) {
  JsonWriter json;
  json.object().key("error").object().member("message", "(words that nobody reads)");
  json.member("type", "OAuthException").member("code", code);
  if (subcode != 0) json.member("error_subcode", subcode);
  return answer(status, json.str());
}

class PlayedGraph final {
 public:
  explicit PlayedGraph(GraphAnswer answers) : answers_(std::move(answers)) {
    http.play([this](const HttpRequest& request) { return serve(request); });
  }
  NetworkParts parts() { return {http, vault, clock, random}; }
  std::unique_ptr<Network> make(const Account& account) {
    auto made = make_network(account, parts());
    REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : made.fault().message));
    return std::move(made).value();
  }
  void answers(GraphAnswer next) { answers_ = std::move(next); }

  PlayedNetwork http{};
  MemoryVault vault{};
  SleepingClock clock{noon};
  SeededRandom random{7};
  std::vector<GraphCall> calls{};      // single ones and items of batches
  std::vector<std::size_t> batches{};  // their sizes
  HttpHeaders headers{{"Facebook-Api-Version", "v26.0"}};
  std::size_t null_items = 0;  // so many items of the next batch come back as null

  std::vector<GraphCall> to(std::string_view path, std::string_view method = "GET") const {
    std::vector<GraphCall> out;
    for (const GraphCall& one : calls)
      if (one.path == path && one.method == method) out.push_back(one);
    return out;
  }

 private:
  // M16, 1.7: versioned, signed, the token nowhere but in its header.
  static void check_manners(const HttpRequest& request) {
    CHECK(request.url.find("https://graph.test/base/v26.0/") == 0);
    CHECK(request.headers.at("Authorization") == "Bearer page-token");
    CHECK(request.url.find("page-token") == std::string::npos);
    const std::string proof = hex(hmac_sha256(Secret("app-secret"), "page-token"));
    const bool signed_call = request.url.find("appsecret_proof=" + proof) != std::string::npos ||
                             request.body.find("appsecret_proof=" + proof) != std::string::npos;
    CHECK_MESSAGE(signed_call, request.url);
  }
  static GraphCall call_of(const std::string& method, const std::string& target) {
    HttpRequest request;
    request.url = target;
    GraphCall out;
    out.method = method;
    out.path = percent_decode(target.substr(0, target.find('?'))).value_or("?");
    out.parameters = query_of(request);
    return out;
  }
  HttpResponse serve(const HttpRequest& request) {
    check_manners(request);
    const std::string target =
        request.url.substr(std::string_view("https://graph.test/base/v26.0/").size());
    GraphCall one = call_of(request.method, target);
    if (request.method == "POST" && !request.body.starts_with("{")) {
      HttpRequest form;
      form.url = "?" + request.body;
      for (auto& pair : query_of(form)) one.parameters.push_back(std::move(pair));
    } else {
      one.json = request.body;
    }
    if (one.path.empty()) return serve_batch(one["batch"]);
    calls.push_back(one);
    HttpResponse out = answers_(one);
    out.headers.insert(headers.begin(), headers.end());
    return out;
  }
  HttpResponse serve_batch(const std::string& list) {
    const auto items = JsonValue::parse(list);
    REQUIRE(items.ok());
    batches.push_back(items->size());
    CHECK(items->size() <= 50);
    JsonWriter json;
    json.list();
    for (const JsonValue& item : items->items()) {
      if (null_items > 0) {
        --null_items;
        json.null();
        continue;
      }
      GraphCall one = call_of(item["method"].text_or(""), item["relative_url"].text_or(""));
      one.in_batch = true;
      calls.push_back(one);
      const HttpResponse out = answers_(one);
      json.object().member("code", out.status).key("headers").list().end();
      json.member("body", out.body).end();
    }
    HttpResponse whole = answer(200, json.str(), headers);
    return whole;
  }

  GraphAnswer answers_;
};

inline std::string ago(std::chrono::seconds span) {
  std::string text = to_iso8601(std::chrono::floor<std::chrono::seconds>(noon - span));
  text.replace(text.size() - 1, 1, "+0000");  // as Meta writes it
  return text;
}

// A list of already written items.
inline HttpResponse graph_list(const std::vector<std::string>& items,
                               const std::string& next = "") {
  std::string out = "{\"data\":[";
  for (std::size_t i = 0; i < items.size(); ++i) out += (i == 0 ? "" : ",") + items[i];
  out += "]";
  if (!next.empty())
    out += R"(,"paging":{"cursors":{"after":")" + next +
           R"("},"next":"https://graph.test/base/v26.0/x?access_token=SECRET&after=)" + next +
           "\"}";
  return answer(200, out + "}");
}

inline PageAsk ask_for(const std::string& listen, std::chrono::seconds since_ago) {
  PageAsk ask;
  ask.listen = listen;
  ask.since_id = "1_1";
  ask.since_at = noon - since_ago;
  ask.now = noon;
  return ask;
}

// All posts of a walk, and the pages in `pages` where it is wanted.
inline std::vector<Post> walk_all(Network& network, PageAsk ask,
                                  std::vector<Page>* pages = nullptr) {
  std::vector<Post> out;
  for (int i = 0; i < 300; ++i) {
    auto read = network.read_page(ask);
    REQUIRE_MESSAGE(read.ok(), (read.ok() ? "" : read.fault().message));
    out.insert(out.end(), read->posts.begin(), read->posts.end());
    if (pages != nullptr) pages->push_back(*read);
    if (read->next.empty()) return out;
    ask.next = read->next;
  }
  FAIL("the walk does not end");
  return out;
}

inline bool has(const std::vector<Post>& posts, std::string_view id) {
  for (const Post& post : posts)
    if (post.id == id) return true;
  return false;
}

inline bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace social311::connectors::test
