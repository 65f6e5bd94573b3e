// A Mastodon server of a page: lists that page by opaque ids as the real one does, statuses with
// visibilities, idempotency keys that live for an hour. Invented people and texts.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "connectors/network.h"
#include "core/json.h"
#include "tests/unit/connectors/support.h"

namespace social311::connectors::test {

inline Account mastodon_account() {
  Account account;
  account.network = "mastodon";
  account.id = "311";
  account.handle = "denver311";
  account.base_url = "https://social.test";
  account.credentials = {{"access_token", Secret("token-1")}};
  return account;
}

struct Toot {
  std::string id{};
  std::string content = "<p>hello</p>";
  Instant at = noon;
  std::string visibility = "public";
  std::string author_id = "55";
  std::string acct = "maria";
  std::string in_reply_to{};
  std::string more{};  // further keys, with a comma in front
};

inline std::string quoted_json(const std::string& text) {
  JsonWriter json;
  return json.value(text).str();
}

inline std::string toot_json(const Toot& toot) {
  return R"({"id":)" + quoted_json(toot.id) + R"(,"created_at":")" + to_iso8601(toot.at) +
         R"(","in_reply_to_id":)" +
         (toot.in_reply_to.empty() ? "null" : quoted_json(toot.in_reply_to)) +
         R"(,"visibility":")" + toot.visibility + R"(","language":"en","content":)" +
         quoted_json(toot.content) + R"(,"account":{"id":)" + quoted_json(toot.author_id) +
         R"(,"username":)" + quoted_json(toot.acct) + R"(,"acct":)" + quoted_json(toot.acct) +
         R"(,"display_name":"Somebody","bot":false},"media_attachments":[],"mentions":[],"reblog":null)" +
         toot.more + "}";
}

struct ListItem {  // in the server's order
  std::string id{};
  std::string json{};
  std::string type = "mention";
  bool filtered = false;  // by the account's notification policy
};

inline ListItem note_of(const std::string& id, const Toot& toot,
                        const std::string& type = "mention") {
  return {id,
          R"({"id":)" + quoted_json(id) + R"(,"type":")" + type + R"(","created_at":")" +
              to_iso8601(toot.at) + R"(","account":{"id":"55"},"status":)" + toot_json(toot) + "}",
          type};
}

class MastodonServer {
 public:
  explicit MastodonServer(Bench& bench) : bench_(bench) {
    bench.http.play([this](const HttpRequest& request) { return serve(request); });
  }

  Result<HttpResponse> serve(const HttpRequest& request);

  std::vector<ListItem> notes{};
  std::map<std::string, std::vector<ListItem>> tags{};
  std::map<std::string, Toot> toots{};
  std::vector<std::string> own{};         // ids of the account's posts, oldest first
  std::map<std::string, Play> answers{};  // by path, before everything else
  std::string instance = R"({"configuration":{"statuses":{"max_characters":500,)"
                         R"("characters_reserved_per_url":23}}})";
  std::string link_host = "https://social.test";
  bool links = true;
  bool keeps_keys = true;         // false: they are written down too late
  bool lose_next_answer = false;  // the post is made, and nobody is told
  HttpHeaders headers{};          // of every answer

 private:
  struct Key {
    std::string id{};
    Instant at{};
  };
  HttpResponse told(std::string body, HttpHeaders more = {}) {
    more.insert(headers.begin(), headers.end());
    return answer(200, std::move(body), std::move(more));
  }
  HttpResponse page(const HttpRequest& request, std::vector<ListItem> items, std::size_t most);
  Result<HttpResponse> one(const std::string& rest);
  Result<HttpResponse> post(const HttpRequest& request);

  Bench& bench_;
  std::map<std::string, Key> keys_{};
};

inline HttpResponse MastodonServer::page(const HttpRequest& request, std::vector<ListItem> items,
                                         std::size_t most) {
  const auto place = [&items](const std::string& id, std::size_t none) {
    for (std::size_t i = 0; i < items.size(); ++i)
      if (items[i].id == id) return i;
    return none;
  };
  const std::string min_id = parameter(request, "min_id");
  const std::string since_id = parameter(request, "since_id");
  const std::string max_id = parameter(request, "max_id");
  std::size_t low = 0;
  for (const std::string& id : {min_id, since_id})
    if (!id.empty()) low = std::max(low, place(id, items.size()) + 1);
  const std::size_t high = max_id.empty() ? items.size() : place(max_id, 0);
  std::vector<ListItem> inside;
  for (std::size_t i = low; i < high; ++i) inside.push_back(items[i]);
  const std::size_t limit =
      std::min<std::size_t>(most, std::stoul("0" + parameter(request, "limit")));
  REQUIRE(limit > 0);
  const bool full = inside.size() >= limit;
  if (inside.size() > limit && !min_id.empty()) inside.resize(limit);
  if (inside.size() > limit)
    inside.erase(inside.begin(), inside.end() - static_cast<std::ptrdiff_t>(limit));
  std::reverse(inside.begin(), inside.end());
  std::string body;
  for (const ListItem& item : inside) body += (body.empty() ? "" : ",") + item.json;
  HttpHeaders more;
  const std::string here = link_host + path_of(request);
  if (links && !inside.empty()) {
    more["Link"] =
        "<" + here + "?limit=40&min_id=" + percent_encode(inside.front().id) + ">; rel=\"prev\"";
    if (full)
      more["Link"] = "<" + here + "?limit=40&max_id=" + percent_encode(inside.back().id) +
                     ">; rel=\"next\", " + more["Link"];
  }
  return told("[" + body + "]", more);
}

inline Result<HttpResponse> MastodonServer::one(const std::string& rest) {
  const std::size_t slash = rest.find('/');
  const std::string id = *percent_decode(rest.substr(0, slash));
  const auto found = toots.find(id);
  if (found == toots.end()) return answer(404, R"({"error":"Record not found"})");
  if (slash == std::string::npos) return told(toot_json(found->second));
  std::string below;
  for (const auto& [other, toot] : toots)
    if (toot.in_reply_to == id) below += (below.empty() ? "" : ",") + toot_json(toot);
  return told(R"({"ancestors":[],"descendants":[)" + below + "]}");
}

inline Result<HttpResponse> MastodonServer::post(const HttpRequest& request) {
  const auto header = request.headers.find("Idempotency-Key");
  const auto body = JsonValue::parse(request.body);
  if (header == request.headers.end() || !body) return answer(400, "{}");
  const auto known = keys_.find(header->second);
  const bool young =
      known != keys_.end() && bench_.clock.now() - known->second.at < std::chrono::hours(1);
  std::string id = young ? known->second.id : "90" + std::to_string(own.size());
  if (!young) {
    Toot toot{.id = id, .at = bench_.clock.now()};
    toot.content = "<p>" + (*body)["status"].text_or("") + "</p>";
    toot.visibility = (*body)["visibility"].text_or("public");
    toot.author_id = "311";
    toot.acct = "denver311";
    toot.in_reply_to = (*body)["in_reply_to_id"].text_or("");
    toots[id] = toot;
    own.push_back(id);
    if (keeps_keys) keys_[header->second] = {id, bench_.clock.now()};
  }
  if (lose_next_answer) {
    lose_next_answer = false;
    return no_answer(Reach::unknown);
  }
  return told(toot_json(toots[id]));
}

inline Result<HttpResponse> MastodonServer::serve(const HttpRequest& request) {
  const std::string path = path_of(request);
  const auto special = answers.find(path);
  if (special != answers.end()) return special->second(request);
  const auto token = request.headers.find("Authorization");
  if (token == request.headers.end() || token->second != "Bearer token-1")
    return answer(401, R"({"error":"The access token is invalid"})");
  if (path == "/api/v2/instance") return told(instance);
  if (path == "/api/v1/accounts/verify_credentials")
    return told(R"({"id":"311","username":"Denver311","acct":"Denver311"})");
  if (path == "/api/v1/statuses" && request.method == "POST") return post(request);
  if (path == "/api/v1/notifications") {
    std::vector<ListItem> seen;
    const bool all = parameter(request, "include_filtered") == "true";
    for (const ListItem& note : notes)
      if (all || !note.filtered) seen.push_back(note);
    return page(request, seen, 80);
  }
  if (path == "/api/v1/accounts/311/statuses") {
    std::vector<ListItem> items;
    for (const std::string& id : own) items.push_back({id, toot_json(toots[id])});
    return page(request, items, 40);
  }
  const std::string tag_path = "/api/v1/timelines/tag/";
  if (path.starts_with(tag_path))
    return page(request, tags[*percent_decode(path.substr(tag_path.size()))], 40);
  const std::string status_path = "/api/v1/statuses/";
  if (path.starts_with(status_path)) return one(path.substr(status_path.size()));
  return answer(404, R"({"error":"The page you are looking for isn't here."})");
}

}  // namespace social311::connectors::test
