#include "simulator/x_api.h"

namespace social311::simulator {

namespace {

void add(WireReply& reply, const Pairs& headers) {
  reply.headers.insert(reply.headers.end(), headers.begin(), headers.end());
}

}  // namespace

WireReply XApi::handle(const WireRequest& request, const Twist& twist) {
  if (request.path == "/i/oauth2/authorize" && request.method == "GET") {
    return parts_.apps.authorize(request);
  }
  const auto routed = route(request.method, request.path);
  if (!routed) return plain_problem(404, "Not Found", "There is no such endpoint.");
  if (routed->endpoint == Endpoint::token) return parts_.apps.token(request);
  if (routed->endpoint == Endpoint::revoke) return parts_.apps.revoke(request);
  const auto caller = parts_.apps.identify(request);
  if (!caller) return plain_problem(401, "Unauthorized", "Unauthorized");
  return admitted(*routed, request, *caller, twist);
}

std::optional<WireReply> XApi::refuse_caller(const Routed& routed, const Caller& caller) const {
  if (window_limit(routed.endpoint, caller.context, parts_.options.post_limit) == 0) {
    const bool app_only = caller.context == Context::app;
    return typed_problem(
        caller.vocabulary, 403, "Unsupported Authentication",
        std::string("Authenticating with ") +
            (app_only ? "OAuth 2.0 Application-Only" : "a user context") +
            " is forbidden for this endpoint.  Supported authentication types are [" +
            (app_only ? "OAuth 1.0a User Context, OAuth 2.0 User Context"
                      : "OAuth 2.0 Application-Only") +
            "].",
        "unsupported-authentication");
  }
  return std::nullopt;
}

WireReply XApi::admitted(const Routed& routed, const WireRequest& request, const Caller& caller,
                         const Twist& twist) {
  if (auto refusal = refuse_caller(routed, caller)) return *refusal;
  const Instant now = parts_.clock.now();
  const WindowState window = parts_.windows.take(routed.endpoint, caller.context, caller.app, now);
  const Pairs headers = rate_headers(routed.endpoint, window, now);
  const auto answer = [&]() -> WireReply {
    if (!window.allowed) return plain_problem(429, "Too Many Requests", "Too Many Requests");
    if (parts_.meter.out_of_credits()) {
      return typed_problem(caller.vocabulary, 402, "Payment Required", "credits depleted",
                           "credits-depleted");
    }
    const bool reads = request.method == "GET" && routed.endpoint != Endpoint::usage;
    if (reads && parts_.meter.capped(now)) return usage_capped(caller.vocabulary);
    auto checked = check_ask(routed, caller.vocabulary, request);
    if (auto* refusal = std::get_if<WireReply>(&checked)) return std::move(*refusal);
    return dispatch(request, Call{std::get<Ask>(checked), caller, twist, now});
  };
  WireReply reply = answer();
  add(reply, headers);
  return reply;
}

WireReply XApi::dispatch(const WireRequest& request, const Call& call) {
  const std::string& subject = call.ask.subject;
  switch (call.ask.endpoint) {
    case Endpoint::mentions:
      return mentions(call);
    case Endpoint::user_posts:
      return user_posts(call);
    case Endpoint::search_recent:
      return search(call);
    case Endpoint::posts_by_ids:
      return posts_by_ids(call);
    case Endpoint::post_by_id:
      return post_by_id(call);
    case Endpoint::create_post:
      return create_post(request, call);
    case Endpoint::delete_post:
      return delete_post(call);
    case Endpoint::me:
      return one_user(call, parts_.world.user(parts_.options.city.id), "id");
    case Endpoint::user_by_id:
      return one_user(call, parts_.world.user(subject), "id");
    case Endpoint::user_by_name:
      return one_user(call, parts_.world.user_by_handle(subject), "username");
    case Endpoint::usage:
      return usage(call);
    case Endpoint::dm_events:
    case Endpoint::dm_events_with:
      return dm_events(call);
    case Endpoint::dm_send:
      return dm_send(request, call);
    case Endpoint::token:
    case Endpoint::revoke:
      break;
  }
  return plain_problem(404, "Not Found", "There is no such endpoint.");
}

}  // namespace social311::simulator
