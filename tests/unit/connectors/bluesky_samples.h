// A Bluesky network of a page: sessions that expire, notifications, posts and records, with the
// rules the real one was seen to keep. Invented people and texts.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "connectors/network.h"
#include "core/json.h"
#include "tests/unit/connectors/support.h"

namespace social311::connectors::test {

inline const std::string city_did = "did:plc:city311city311city311aa";
inline const std::string maria_did = "did:plc:maria55maria55maria55aa";
inline const std::string jo_did = "did:plc:jo66jo66jo66jo66jo66jo6a";

inline Account bluesky_account() {
  Account account;
  account.network = "bluesky";
  account.id = city_did;
  account.handle = "denver311.test";
  account.base_url = "https://pds.test";
  account.credentials = {{"identifier", Secret("denver311.test")},
                         {"app_password", Secret("app-pass")}};
  return account;
}

inline std::string uri_of(const std::string& did, const std::string& key) {
  return "at://" + did + "/app.bsky.feed.post/" + key;
}

// One item as listNotifications or getPosts shows it. `record` is the record's JSON, `more` further
// keys.
inline std::string bluesky_item(const std::string& uri, const std::string& did,
                                const std::string& indexed_at, const std::string& record,
                                const std::string& more = {}) {
  return R"({"uri":")" + uri + R"(","cid":"bafy)" + uri.substr(uri.size() - 3) +
         R"(","author":{"did":")" + did +
         R"(","handle":"someone.test","displayName":"Someone"},"record":)" + record +
         R"(,"indexedAt":")" + indexed_at + "\"" + more + "}";
}

inline std::string bluesky_record(const std::string& text, const std::string& more = {}) {
  return R"({"$type":"app.bsky.feed.post","text":")" + text +
         R"(","langs":["en"],"createdAt":"2026-11-21T11:00:00Z")" + more + "}";
}

class BlueskyNetwork {
 public:
  explicit BlueskyNetwork(Bench& bench) {
    bench.http.play([this](const HttpRequest& request) { return serve(request); });
  }

  Result<HttpResponse> serve(const HttpRequest& request) {
    const std::string method = path_of(request).substr(6);  // behind /xrpc/
    if (method == "com.atproto.server.createSession") return log_in(request);
    const auto header = request.headers.find("Authorization");
    const std::string bearer = header == request.headers.end() ? "" : header->second;
    if (method == "com.atproto.server.refreshSession") return refresh(bearer);
    if (bearer != "Bearer access-" + std::to_string(session)) {
      const bool older = bearer.rfind("Bearer access-", 0) == 0;
      return older ? refusal(400, "ExpiredToken", "Token has expired")
                   : refusal(400, "InvalidToken", "Token could not be verified");
    }
    const auto special = answers.find(method);
    if (special != answers.end()) {
      const Play play = special->second;  // a play may take itself off the stage
      return remembered(play(request));
    }
    if (method == "app.bsky.feed.getPosts") return get_posts(request);
    if (method == "com.atproto.repo.putRecord") return put(request);
    if (method == "com.atproto.repo.getRecord") return get_record(request);
    return refusal(501, "MethodNotImplemented", method);
  }

  static HttpResponse refusal(int status, const std::string& name, const std::string& message) {
    return answer(status, R"({"error":")" + name + R"(","message":")" + message + R"("})");
  }

  std::map<std::string, Play> answers{};
  std::map<std::string, std::string> posts{};  // uri → item, for getPosts; all that was notified
  std::map<std::string, std::string> records{};  // key → body of putRecord
  int session = 0;                               // the pair in force
  int log_ins = 0;
  int refreshes = 0;
  int puts = 0;
  int commits = 0;
  bool password_works = true;
  bool refresh_works = true;

 private:
  Result<HttpResponse> remembered(Result<HttpResponse> response) {
    const auto body = JsonValue::parse(response ? response->body : "");
    if (!body) return response;
    for (const JsonValue& item : (*body)["notifications"].items())
      posts.emplace(item["uri"].text_or(""), item.dump());
    return response;
  }
  HttpResponse get_posts(const HttpRequest& request) {
    std::string items;
    CHECK(query_of(request).size() <= 25);
    for (const auto& [name, uri] : query_of(request)) {
      const auto found = posts.find(uri);
      if (found != posts.end()) items += (items.empty() ? "" : ",") + found->second;
    }
    return answer(200, R"({"posts":[)" + items + "]}");
  }
  HttpResponse tokens() {
    ++session;
    const std::string n = std::to_string(session);
    return answer(200, R"({"accessJwt":"access-)" + n + R"(","refreshJwt":"refresh-)" + n +
                           R"(","did":")" + city_did +
                           R"(","handle":"denver311.test","active":true})");
  }
  HttpResponse log_in(const HttpRequest& request) {
    ++log_ins;
    const auto body = JsonValue::parse(request.body);
    if (!password_works || !body || (*body)["password"].text_or("") != "app-pass")
      return refusal(401, "AuthenticationRequired", "Invalid identifier or password");
    return tokens();
  }
  HttpResponse refresh(const std::string& bearer) {
    ++refreshes;
    if (!refresh_works || bearer.rfind("Bearer refresh-", 0) != 0)
      return refusal(400, "ExpiredToken", "Token has been revoked");
    return tokens();
  }
  HttpResponse put(const HttpRequest& request) {
    ++puts;
    const auto body = JsonValue::parse(request.body);
    if (!body) return refusal(400, "InvalidRequest", "no JSON");
    const std::string key = (*body)["rkey"].text_or("");
    if (records[key] != request.body) ++commits;
    records[key] = request.body;
    return answer(200, R"({"uri":")" + uri_of(city_did, key) +
                           R"(","cid":"bafycid","validationStatus":"valid"})");
  }
  HttpResponse get_record(const HttpRequest& request) {
    const auto found = records.find(parameter(request, "rkey"));
    if (parameter(request, "repo") != city_did || found == records.end())
      return refusal(400, "RecordNotFound", "Could not locate record");
    const auto body = JsonValue::parse(found->second);
    return answer(200, R"({"uri":")" + uri_of(city_did, found->first) +
                           R"(","cid":"bafycid","value":)" + (*body)["record"].dump() + "}");
  }
};

}  // namespace social311::connectors::test
