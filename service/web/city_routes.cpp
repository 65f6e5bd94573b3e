// /topics, /divisions, /agents, /explain, /health: what the page needs to know of the city and the
// service.
#include "core/exchange.h"
#include "core/text.h"
#include "service/person_alarm.h"
#include "service/web/views.h"

namespace social311::service {
namespace {

net::ServerReply topics(const WebParts& parts) {
  JsonWriter json;
  json.list();
  for (const auto& topic : parts.rules->topics()) {
    const auto& service = parts.city.service(topic.id);
    json.object()
        .member("id", topic.id)
        .member("name_en", topic.name_en)
        .member("name_es", topic.name_es);
    json.member("division", service.division ? service.division : topic.division);
    json.member("service_code", topic.service_code.empty() ? service.code : topic.service_code)
        .end();
  }
  return json_reply(json.str());
}

net::ServerReply divisions(const WebParts& parts, Instant now) {
  JsonWriter json;
  json.list();
  for (const auto& one : parts.city.divisions) {
    const auto& hours = parts.city.hours_of(one.id);
    json.object().member("id", one.id).member("name", one.name).member("agency", one.agency);
    json.member("phone", or_null(one.phone)).member("contact", or_null(one.contact));
    json.member("queue", one.queue);
    json.member("outside", one.kind == casebridge::Division::Kind::outside);
    json.member("open", casebridge::is_open(hours, now));
    json.member("next_opening", casebridge::next_opening(hours, now)).end();
  }
  return json_reply(json.str());
}

net::ServerReply agents(const ApiCall& call) {
  JsonWriter json;
  json.list();
  for (const auto& agent : call.store.agents())
    if (!agent.disabled) json.object().member("name", agent.name).member("role", agent.role).end();
  return json_reply(json.str());
}

net::ServerReply explain(const WebParts& parts, const ApiCall& call) {
  Post post;
  post.id = "explain";
  post.text = repair_utf8(call.http.query_value("text").value_or(""));
  if (post.text.empty() || post.text.size() > 10'000)
    return invalid("text", "Give 1 to 10000 characters.");
  const auto explained = parts.rules->explain(post, call.now);
  JsonWriter json;
  json.object().key("finding").raw(write_finding(post.id, explained.finding)).key("weighed").list();
  for (const auto& one : explained.weighed) {
    json.object()
        .member("feature", one.feature)
        .member("weight", one.weight)
        .key("evidence")
        .list();
    for (const auto& at : one.evidence) {
      json.object().member("start", static_cast<std::uint64_t>(at.start));
      json.member("end", static_cast<std::uint64_t>(at.end)).member("term", at.term).end();
    }
    json.end().end();
  }
  json.end().member("score", explained.score).end();
  return json_reply(json.str());
}

void write_counts(JsonWriter& json, const char* name,
                  const std::map<std::string, std::int64_t>& counts) {
  json.key(name).object();
  for (const auto& [key, count] : counts) json.member(key, count);
  json.end();
}

net::ServerReply health(const WebParts& parts, const ApiCall& call) {
  const auto overview = call.store.overview(call.now);
  JsonWriter json;
  json.object().key("feeds").list();
  for (const auto& one : overview.feeds) {
    json.object().member("account", one.feed.account_key).member("listen", one.feed.listen);
    json.member("newest_at", one.feed.newest_at)
        .member("last_complete_at", one.feed.last_complete_at);
    json.member("trouble", one.feed.trouble).member("open_gaps", one.open_gaps);
    json.member("posts_behind", one.posts_behind).member("lost_ranges", one.lost_ranges).end();
  }
  json.end();
  write_counts(json, "posts", overview.posts_by_state);
  write_counts(json, "replies", overview.replies_by_state);
  write_counts(json, "cases", overview.cases_by_status);
  json.member("oldest_new_post_at", overview.oldest_new_post_at);
  json.member("oldest_in_doubt_at", overview.oldest_in_doubt_at);
  json.member("replies_need_person", overview.replies_need_person);
  json.member("oldest_needs_person_at", overview.oldest_needs_person_at);
  json.member("needs_person_alarm",
              waits_too_long(parts.config.sender, overview.oldest_needs_person_at, call.now));
  json.member("doubled_replies", overview.doubled_replies)
      .member("dead_letters", overview.dead_letters)
      .end();
  return json_reply(json.str());
}

}  // namespace

void add_city_routes(Routes& routes, const WebParts& parts) {
  routes.add("GET", "/topics", Power::read, [&parts](const ApiCall&) { return topics(parts); });
  routes.add("GET", "/divisions", Power::read,
             [&parts](const ApiCall& call) { return divisions(parts, call.now); });
  routes.add("GET", "/agents", Power::read, agents);
  routes.add("GET", "/explain", Power::read,
             [&parts](const ApiCall& call) { return explain(parts, call); });
  routes.add("GET", "/health", Power::read,
             [&parts](const ApiCall& call) { return health(parts, call); });
}

}  // namespace social311::service
