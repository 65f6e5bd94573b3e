// Who calls, how often, and which endpoint answers.
#include "simulator/mastodon_api.h"

#include <algorithm>

#include "core/http.h"
#include "core/text.h"
#include "simulator/problem.h"
#include "simulator/simulator.h"
#include "simulator/wire_parse.h"

namespace social311::simulator {

namespace {

constexpr Milliseconds five_minutes{5 * 60 * 1000};
constexpr Milliseconds half_hour{30 * 60 * 1000};
constexpr Milliseconds three_hours{3 * 60 * 60 * 1000};

WireReply error(int status, const std::string& message) {
  JsonWriter out;
  out.object().member("error", message);
  return json_reply(status, out.str());
}

// With microseconds, as Rails writes them.
std::string reset_time(Instant instant) {
  const std::string iso = to_iso8601(std::chrono::floor<std::chrono::seconds>(instant));
  return iso.substr(0, 19) + ".000869Z";
}

Pairs rate_headers(const RateState& state) {
  return {{"X-RateLimit-Limit", std::to_string(state.limit)},
          {"X-RateLimit-Remaining", std::to_string(state.remaining)},
          {"X-RateLimit-Reset", reset_time(state.resets_at)}};
}

void add_json(Pairs& params, const JsonValue& body) {
  for (const std::string& key : body.keys()) {
    const JsonValue value = body[key];
    if (value.is_list()) {
      for (const JsonValue& one : value.items())
        params.emplace_back(key + "[]", one.id().value_or(""));
    } else if (value.kind() != JsonValue::Kind::null) {
      params.emplace_back(key,
                          value.kind() == JsonValue::Kind::text ? value.text_or("") : value.dump());
    }
  }
}

}  // namespace

std::optional<std::string> MastodonApi::Call::param(std::string_view name) const {
  for (const auto& [key, value] : params) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::vector<std::string> MastodonApi::Call::all(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [key, value] : params) {
    if (key == name) found.push_back(value);
  }
  return found;
}

MastodonApi::Call MastodonApi::read_call(const WireRequest& request, const Twist& twist) const {
  Call call{.method = request.method,
            .path = request.path.substr(std::min<std::size_t>(5, request.path.size())),
            .address = "http://" + request.header("Host") + request.mount,
            .params = request.query,
            .idempotency_key = request.header("Idempotency-Key"),
            .twist = twist,
            .now = parts_.clock.now()};
  if (request.header("Content-Type").starts_with("application/json")) {
    if (const auto body = JsonValue::parse(request.body)) add_json(call.params, *body);
  } else {
    for (auto& pair : parse_form(request.body).value_or(Pairs{})) call.params.push_back(pair);
  }
  return call;
}

WireReply MastodonApi::handle(const WireRequest& request, const Twist& twist) {
  if (!request.path.starts_with("/api/")) return error(404, "Not Found");
  const bool open = request.path == "/api/v2/instance" || request.path == "/api/v1/instance";
  const std::string bearer = "Bearer " + parts_.options.mastodon.access_token.reveal();
  if (!open && request.header("Authorization") != bearer) {
    return error(401, "The access token is invalid");
  }
  return limited(read_call(request, twist));
}

// 300 calls in five minutes; posting and deleting have limits of their own on top.
WireReply MastodonApi::limited(const Call& call) {
  RateState state = rates_.take("all", 300, five_minutes, call.now);
  const bool writes = call.method == "POST" && call.path == "v1/statuses";
  if (writes && state.allowed) state = rates_.take("post", 300, three_hours, call.now);
  if (call.method == "DELETE" && state.allowed) {
    state = rates_.take("delete", 30, half_hour, call.now);
  }
  WireReply reply = state.allowed ? answer(call) : error(429, "Too many requests");
  for (const auto& header : rate_headers(state)) reply.headers.push_back(header);
  return reply;
}

WireReply MastodonApi::answer(const Call& call) {
  if (call.path.starts_with("v1/statuses")) {
    return statuses(call, call.path.substr(std::string_view("v1/statuses").size()));
  }
  if (call.method != "GET") return error(404, "Not Found");
  return read(call);
}

std::optional<WireReply> MastodonApi::refuse_unknown(
    const Call& call, std::initializer_list<std::string_view> known) const {
  for (const auto& [name, value] : call.params) {
    if (std::none_of(known.begin(), known.end(),
                     [&name = name](auto one) { return one == name; })) {
      return error(422, "Validation failed: unknown parameter " + name);
    }
  }
  return std::nullopt;
}

WireReply MastodonApi::read(const Call& call) {
  const std::string& path = call.path;
  const std::string accounts = "v1/accounts/";
  if (path == "v1/accounts/verify_credentials") {
    JsonWriter out;
    write_account(out, parts_.options.mastodon.id);
    return json_reply(200, out.str());
  }
  if (path == "v1/notifications") return notifications(call);
  if (path.starts_with("v1/notifications/")) {
    return notification(call, path.substr(std::string_view("v1/notifications/").size()));
  }
  if (path == "v1/conversations") return conversations(call);
  if (path == "v2/search") return search(call);
  if (path == "v2/instance" || path == "v1/instance") return instance(call);
  const std::string tags = "v1/timelines/tag/";
  if (path.starts_with(tags)) return tag(call, path.substr(tags.size()));
  if (path.starts_with(accounts) && path.ends_with("/statuses")) {
    const std::string id = path.substr(accounts.size());
    return account_statuses(call, id.substr(0, id.find('/')));
  }
  if (path.starts_with(accounts)) {
    const std::string id = path.substr(accounts.size());
    const SimPerson* person = id == "lookup" ? parts_.commons.person_by_handle(
                                                   Site::mastodon, call.param("acct").value_or(""))
                                             : parts_.commons.person(Site::mastodon, id);
    if (person == nullptr) return error(404, "Record not found");
    JsonWriter out;
    write_account(out, person->id);
    return json_reply(200, out.str());
  }
  return error(404, "Not Found");
}

WireReply MastodonApi::fail(const WireRequest& request, Outcome outcome) {
  const Instant now = parts_.clock.now();
  switch (outcome) {
    case Outcome::unavailable:
      return unavailable_page();
    case Outcome::rate_exhausted:
      rates_.exhaust("all", 300, five_minutes, now);
      return handle(request, {});
    case Outcome::too_many: {
      WireReply reply = error(429, "Too many requests");
      for (const auto& header : rate_headers(
               {.limit = 300, .remaining = 0, .resets_at = now + std::chrono::seconds(1)})) {
        reply.headers.push_back(header);
      }
      return reply;
    }
    case Outcome::bad_request:
    case Outcome::duplicate:
      // In whatever language the account reads: only the status means something.
      return error(422, "バリデーションに失敗しました");
    case Outcome::token_expired:
    case Outcome::unauthorized:
      return error(401, "The access token is invalid");
    case Outcome::permission_lost:
    case Outcome::blocked:
    case Outcome::no_credits:
    case Outcome::usage_capped:
      return error(403, "This action is outside the authorized scopes");
    default:
      return error(500, "An unexpected error occurred");
  }
}

}  // namespace social311::simulator
