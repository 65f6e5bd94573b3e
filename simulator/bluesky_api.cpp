// Sessions, limits, and which call answers.
#include "simulator/bluesky_api.h"

#include <algorithm>

#include "core/digest.h"
#include "core/http.h"
#include "core/text.h"
#include "simulator/problem.h"
#include "simulator/simulator.h"

namespace social311::simulator {

namespace {

constexpr Milliseconds five_minutes{5 * 60 * 1000};
constexpr Milliseconds one_hour{60 * 60 * 1000};
constexpr Milliseconds one_day{24 * 60 * 60 * 1000};
constexpr Milliseconds refresh_life{90LL * 24 * 60 * 60 * 1000};
constexpr std::string_view prefix = "/xrpc/";

WireReply error(int status, const std::string& name, const std::string& message) {
  JsonWriter out;
  out.object().member("error", name).member("message", message);
  return json_reply(status, out.str());
}

WireReply limited_reply() {
  return error(429, "RateLimitExceeded", "Rate Limit Exceeded");
}

void add_limits(WireReply& reply, const RateState& state, Milliseconds window) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(state.resets_at);
  const std::string limit = std::to_string(state.limit);
  reply.headers.emplace_back("RateLimit-Limit", limit);
  reply.headers.emplace_back("RateLimit-Remaining", std::to_string(state.remaining));
  reply.headers.emplace_back("RateLimit-Reset", std::to_string(seconds.time_since_epoch().count()));
  reply.headers.emplace_back("RateLimit-Policy",
                             limit + ";w=" + std::to_string(window.count() / 1000));
}

std::int64_t seconds_of(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

int points_of(const std::string& name) {
  if (name.ends_with("createRecord")) return 3;
  if (name.ends_with("putRecord")) return 2;
  return name.ends_with("deleteRecord") ? 1 : 0;
}

}  // namespace

BlueskyApi::BlueskyApi(Parts parts) : parts_(parts) {}

std::string BlueskyApi::Call::param(std::string_view key) const {
  for (const auto& [field, value] : query) {
    if (field == key) return value;
  }
  return "";
}

std::vector<std::string> BlueskyApi::Call::all(std::string_view key) const {
  std::vector<std::string> found;
  for (const auto& [field, value] : query) {
    if (field == key) found.push_back(value);
  }
  return found;
}

BlueskyApi::Call BlueskyApi::read_call(const WireRequest& request, const Twist& twist) const {
  Call call{.method = request.method,
            .name = request.path.starts_with(prefix) ? request.path.substr(prefix.size()) : "",
            .query = request.query,
            .twist = twist,
            .now = parts_.clock.now()};
  if (const auto body = JsonValue::parse(request.body.empty() ? "{}" : request.body))
    call.body = *body;
  const std::string header = request.header("Authorization");
  if (header.starts_with("Bearer ")) call.bearer = header.substr(7);
  return call;
}

WireReply BlueskyApi::handle(const WireRequest& request, const Twist& twist) {
  return limited(read_call(request, twist));
}

// The nearest limit is the one the headers tell.
WireReply BlueskyApi::limited(const Call& call) {
  Milliseconds window = five_minutes;
  RateState state = rates_.take("all", 3'000, window, call.now);
  if (state.allowed && call.name == "com.atproto.server.createSession") {
    const RateState day = rates_.take("log-ins of a day", 300, one_day, call.now);
    state = rates_.take("log-ins", 30, window, call.now);
    if (!day.allowed) {
      state = day;
      window = one_day;
    }
  }
  if (const int points = points_of(call.name); state.allowed && points > 0) {
    window = one_hour;
    state = rates_.take("writes", 5'000, window, call.now, points);
  }
  WireReply reply = state.allowed ? answer(call) : limited_reply();
  add_limits(reply, state, window);
  return reply;
}

BlueskyApi::Refusal BlueskyApi::refuse_unknown(
    const Call& call, std::initializer_list<std::string_view> known) const {
  for (const auto& [name, value] : call.query) {
    if (std::none_of(known.begin(), known.end(),
                     [&name = name](auto one) { return one == name; })) {
      return error(400, "InvalidRequest", "Error: unknown parameter " + name);
    }
  }
  return std::nullopt;
}

// "header.claims.signature"; the claims alone decide, so a restart forgets nobody.
std::string BlueskyApi::token(TokenUse use, Instant now, Milliseconds life) {
  JsonWriter claims;
  claims.object().member("scope",
                         use == TokenUse::access ? "com.atproto.appPass" : "com.atproto.refresh");
  claims.member("sub", parts_.options.bluesky.did).member("iat", now.time_since_epoch().count());
  claims.member("exp", seconds_of(now + life)).member("jti", ++minted_);
  const std::string text =
      base64url(R"({"typ":"at+jwt","alg":"HS256"})") + "." + base64url(claims.str());
  return text + "." + base64url(hmac_sha256(parts_.options.bluesky.app_password, text));
}

BlueskyApi::Refusal BlueskyApi::refuse_token(const Call& call, TokenUse use) const {
  if (call.bearer.empty()) return error(401, "AuthMissing", "Authentication Required");
  const auto invalid = [] { return error(400, "InvalidToken", "Token could not be verified"); };
  const std::size_t dot = call.bearer.rfind('.');
  const std::size_t first = call.bearer.find('.');
  if (dot == std::string::npos || first == dot) return invalid();
  const std::string text = call.bearer.substr(0, dot);
  if (base64url(hmac_sha256(parts_.options.bluesky.app_password, text)) !=
      call.bearer.substr(dot + 1)) {
    return invalid();
  }
  const auto claims = JsonValue::parse(base64_decode(text.substr(first + 1)).value_or(""));
  const char* scope = use == TokenUse::access ? "com.atproto.appPass" : "com.atproto.refresh";
  if (!claims || (*claims)["scope"].text_or("") != scope) return invalid();
  const auto until = (*claims)["exp"].number(0, INT64_MAX).value_or(0);
  const Instant made(Milliseconds((*claims)["iat"].number(0, INT64_MAX).value_or(0)));
  const bool over = seconds_of(call.now) >= until;
  if (over || (use == TokenUse::access && made < access_from_)) {
    return error(400, "ExpiredToken", "Token has expired");
  }
  return std::nullopt;
}

void BlueskyApi::expire_access() {
  access_from_ = parts_.clock.now() + Milliseconds(1);
}

WireReply BlueskyApi::session(Instant now) {
  const BlueskyAccount& account = parts_.options.bluesky;
  const Instant from = std::max(now, access_from_);
  JsonWriter out;
  out.object().member("did", account.did).member("handle", account.handle);
  out.member("accessJwt", token(TokenUse::access, from, parts_.options.token_life));
  out.member("refreshJwt", token(TokenUse::refresh, from, refresh_life)).member("active", true);
  return json_reply(200, out.str());
}

WireReply BlueskyApi::log_in(const Call& call) {
  const BlueskyAccount& account = parts_.options.bluesky;
  const std::string who = call.body["identifier"].text_or("");
  if (call.body["identifier"].absent() || call.body["password"].absent()) {
    return error(400, "InvalidRequest", "Input must have the property \"identifier\"");
  }
  const bool known = who == account.did || to_lower_ascii(who) == account.handle;
  if (!known || call.body["password"].text_or("") != account.app_password.reveal()) {
    return error(401, "AuthenticationRequired", "Invalid identifier or password");
  }
  ++log_ins_;
  return session(call.now);
}

// An old refresh token is taken once more, for whoever did not hear the first answer.
WireReply BlueskyApi::refresh(const Call& call) {
  if (auto refusal = refuse_token(call, TokenUse::refresh)) return *refusal;
  const std::string again = call.bearer + "+";
  if (used_refreshes_.contains(again)) return error(400, "ExpiredToken", "Token has been revoked");
  used_refreshes_.insert(used_refreshes_.contains(call.bearer) ? again : call.bearer);
  return session(call.now);
}

WireReply BlueskyApi::show_session() const {
  const BlueskyAccount& account = parts_.options.bluesky;
  JsonWriter out;
  out.object().member("did", account.did).member("handle", account.handle).member("active", true);
  return json_reply(200, out.str());
}

WireReply BlueskyApi::answer(const Call& call) {
  const std::string& name = call.name;
  const bool posts_it = name.ends_with("Session")
                            ? name != "com.atproto.server.getSession"
                            : points_of(name) > 0 || name.ends_with("uploadBlob");
  if (name.empty()) return error(404, "InvalidRequest", "Not Found");
  if (call.method != (posts_it ? "POST" : "GET")) {
    return error(405, "InvalidRequest",
                 std::string("Incorrect HTTP method (") + call.method + ") expected " +
                     (posts_it ? "POST" : "GET"));
  }
  if (name == "com.atproto.server.createSession") return log_in(call);
  if (name == "com.atproto.server.refreshSession") return refresh(call);
  if (name == "com.atproto.identity.resolveHandle") return resolve(call);
  if (name == "com.atproto.repo.getRecord") return get_record(call);
  if (auto refusal = refuse_token(call, TokenUse::access)) return *refusal;
  if (name == "com.atproto.server.getSession") return show_session();
  if (name == "com.atproto.repo.createRecord") return write_record(call, false);
  if (name == "com.atproto.repo.putRecord") return write_record(call, true);
  if (name == "com.atproto.repo.deleteRecord") return delete_record(call);
  if (name == "com.atproto.repo.uploadBlob") return upload(call);
  if (name == "app.bsky.notification.listNotifications") return notifications(call);
  if (name == "app.bsky.feed.searchPosts") return search(call);
  if (name == "app.bsky.feed.getPosts") return posts(call);
  if (name == "app.bsky.feed.getPostThread") return thread(call);
  if (name == "app.bsky.feed.getAuthorFeed") return feed(call);
  if (name == "app.bsky.actor.getProfile") return profile(call);
  return error(501, "MethodNotImplemented", "Method Not Implemented");
}

WireReply BlueskyApi::fail(const WireRequest& request, Outcome outcome) {
  const Instant now = parts_.clock.now();
  switch (outcome) {
    case Outcome::unavailable:
      return unavailable_page();
    case Outcome::rate_exhausted:
      rates_.exhaust("all", 3'000, five_minutes, now);
      return handle(request, {});
    case Outcome::too_many: {
      WireReply reply = limited_reply();
      add_limits(reply, {.limit = 3'000, .resets_at = now + std::chrono::seconds(1)}, five_minutes);
      return reply;
    }
    case Outcome::token_expired:
      expire_access();
      return error(400, "ExpiredToken", "Token has expired");
    case Outcome::unauthorized:
      return error(401, "AuthMissing", "Authentication Required");
    case Outcome::bad_request:
    case Outcome::duplicate:
      return error(400, "InvalidRequest", "Invalid record");
    case Outcome::permission_lost:
    case Outcome::blocked:
    case Outcome::no_credits:
    case Outcome::usage_capped:
      return error(400, "AccountTakedown", "Account has been taken down");
    case Outcome::reduce_data:
    case Outcome::error_in_200:
      return error(502, "UpstreamFailure", "Upstream Failure");
    default:
      return error(500, "InternalServerError", "Internal Server Error");
  }
}

}  // namespace social311::simulator
