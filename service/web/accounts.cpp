// /accounts: whether each account of the city works, what it costs, what was read and what was not;
// and what a supervisor does about it: let a parked one go on, stop and resume sending.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/text.h"
#include "service/account_view.h"
#include "service/web/views.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;

void write_stop(JsonWriter& json, const char* name, const std::optional<sql::SendingStop>& stop) {
  json.key(name);
  if (!stop) {
    json.null();
    return;
  }
  json.object().member("why", stop->why).member("by", stop->by).member("since", stop->since).end();
}

void write_parked(JsonWriter& json, const std::optional<sql::ParkedState>& parked) {
  json.key("parked");
  if (!parked) {
    json.null();
    return;
  }
  json.object().member("why", parked->why).member("since", parked->since);
  json.member("until", parked->until).end();
}

void write_check(JsonWriter& json, const sql::AccountState& state, Instant now) {
  json.key("check");
  if (!state.check) {
    json.null();
    return;
  }
  const auto& check = *state.check;
  json.object().member("at", check.at).member("ok", check.ok).member("message", check.message);
  json.member("token_ends_at", check.token_ends_at);
  json.key("token_days_left").value(token_days_left(state, now)).key("warnings").list();
  for (const auto& warning : check.warnings) json.value(warning);
  json.end().end();
}

void write_spent(JsonWriter& json, const char* name, const sql::Spent& spent) {
  json.key(name).object().member("calls", spent.calls).member("reads", spent.reads);
  json.member("usd", static_cast<double>(spent.micro_usd) / 1e6).end();
}

void write_push(JsonWriter& json, const sql::AccountState& state) {
  json.key("push");
  if (!state.push) {
    json.null();
    return;
  }
  const auto& push = *state.push;
  json.object().member("since", push.first_at).member("last_at", push.last_at);
  json.member("posts", push.posts).member("polled_first", push.polled_first);
  json.member("never_pushed", push.never_pushed).member("waiting", push.waiting);
  json.member("missed_share", push_missed_share(state)).end();
}

void write_ranges(JsonWriter& json, const char* name, const std::vector<sql::UnreadRange>& ranges) {
  json.key(name).list();
  for (const auto& range : ranges) {
    json.object().member("since", range.opened_at).member("from", range.lo_at);
    json.member("to", range.hi_at).member("posts", range.estimate);
    json.member("reason", range.reason).end();
  }
  json.end();
}

void write_feed(JsonWriter& json, const sql::AccountState& state, const sql::FeedState& feed,
                Instant now) {
  json.object().member("listen", feed.listen).member("trouble", feed.trouble);
  json.member("newest_at", feed.newest_at).member("last_complete_at", feed.last_complete_at);
  json.key("coverage").object().member("from", now - 24h).member("to", now);
  json.member("share", covered_share(feed)).key("spans").list();
  for (const auto& span : feed.covered)
    json.object().member("from", span.from).member("to", span.to).end();
  json.end().end();
  write_ranges(json, "gaps", feed.open);
  json.member("posts_behind", posts_behind(feed)).member("filled_by", filled_by(state, feed, now));
  write_ranges(json, "lost", feed.lost);
  json.member("lost_ranges", feed.lost_ranges).end();
}

void write_events(JsonWriter& json, const char* name,
                  const std::vector<sql::AccountEvent>& events) {
  json.key(name).list();
  for (const auto& event : events) {
    json.object().member("at", event.at).member("actor", event.actor);
    json.member("kind", event.kind).member("text", event.text).end();
  }
  json.end();
}

void write_account(JsonWriter& json, const AccountView& view, Instant now) {
  const auto& state = view.state;
  json.object().member("account", state.key).member("network", view.account->network);
  json.member("id", view.account->id).member("handle", view.account->handle);
  json.member("mode", name_of(view.account->reply)).member("state", name_of(view.mood));
  json.member("reason", view.reason).member("last_success_at", view.last_success);
  write_parked(json, state.parked);
  json.key("sending").object();
  write_stop(json, "stopped", state.stop);
  json.member("waiting", state.replies_waiting).end();
  write_check(json, state, now);
  json.key("budget").object();
  write_spent(json, "today", view.spent.today);
  write_spent(json, "month", view.spent.month);
  json.key("ceilings").object().member("calls_day", view.ceilings.calls_day);
  json.member("reads_day", view.ceilings.reads_day).key("usd_month");
  if (const auto most = view.ceilings.micro_usd_month)
    json.value(static_cast<double>(*most) / 1e6);
  else
    json.null();
  json.end().member("used_share", view.used_share);
  json.end();
  write_push(json, state);
  json.key("feeds").list();
  for (const auto& feed : state.feeds) write_feed(json, state, feed, now);
  json.end().key("blind_spots").list();
  for (const auto& spot : blind_spots(view.account->network)) json.value(spot);
  json.end();
  write_events(json, "events", state.events);
  json.end();
}

net::ServerReply show(const WebParts& parts, const ApiCall& call) {
  JsonWriter json;
  json.object();
  write_stop(json, "sending_stopped", call.store.sending_stop(""));
  write_events(json, "events", call.store.events_of_all_accounts());
  json.key("accounts").list();
  for (const auto& view : account_views(parts.config, call.store, call.now))
    write_account(json, view, call.now);
  json.end().end();
  return json_reply(json.str());
}

// The account that the path names; empty: no such account is configured.
std::optional<std::string> named(const WebParts& parts, const ApiCall& call) {
  for (const auto& account : parts.config.accounts)
    if (account.network == call.path[0] && account.id == call.path[1]) return account.key();
  return {};
}

net::ServerReply unknown() {
  return problem(404, "not-found", "Not found", "No account of this name is configured here.");
}

net::ServerReply unpark(const WebParts& parts, const ApiCall& call) {
  const auto key = named(parts, call);
  if (!key) return unknown();
  if (!call.store.release_account(*key, call.agent.name, call.now))
    return problem(409, "changed", "It changed meanwhile", "This account is not parked any more.");
  spdlog::info("account_unparked account={} by={}", *key, quoted(call.agent.name));
  return show(parts, call);
}

net::ServerReply stop(const WebParts& parts, const ApiCall& call, const std::string& key) {
  const auto why = call.body["why"].text();
  if (!why || trim(*why).empty() || why->size() > 1000)
    return invalid("why", "Say why in 1 to 1000 characters.");
  if (!call.store.stop_sending(key, repair_utf8(trim(*why)), call.agent.name, call.now))
    return problem(409, "changed", "It changed meanwhile", "Sending is stopped already.");
  spdlog::warn("sending_stopped account={} by={} why={}", key.empty() ? "all" : key,
               quoted(call.agent.name), quoted(*why));
  return show(parts, call);
}

net::ServerReply resume(const WebParts& parts, const ApiCall& call, const std::string& key) {
  if (!call.store.resume_sending(key, call.agent.name, call.now))
    return problem(409, "changed", "It changed meanwhile", "Sending is not stopped any more.");
  spdlog::info("sending_resumed account={} by={}", key.empty() ? "all" : key,
               quoted(call.agent.name));
  return show(parts, call);
}

}  // namespace

void add_account_routes(Routes& routes, const WebParts& parts) {
  routes.add("GET", "/accounts", Power::read,
             [&parts](const ApiCall& call) { return show(parts, call); });
  routes.add("POST", "/accounts/{}/{}/unpark", Power::lead,
             [&parts](const ApiCall& call) { return unpark(parts, call); });
  routes.add("POST", "/accounts/{}/{}/stop", Power::lead, [&parts](const ApiCall& call) {
    const auto key = named(parts, call);
    return key ? stop(parts, call, *key) : unknown();
  });
  routes.add("POST", "/accounts/{}/{}/resume", Power::lead, [&parts](const ApiCall& call) {
    const auto key = named(parts, call);
    return key ? resume(parts, call, *key) : unknown();
  });
  routes.add("POST", "/sending/stop", Power::lead,
             [&parts](const ApiCall& call) { return stop(parts, call, ""); });
  routes.add("POST", "/sending/resume", Power::lead,
             [&parts](const ApiCall& call) { return resume(parts, call, ""); });
}

}  // namespace social311::service
