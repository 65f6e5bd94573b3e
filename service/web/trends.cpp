// /trends: what is hot and why, and what staff do about it: acknowledge, mute, say what it was,
// link it to a case, draft a post to everybody.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

#include "classifier/area_map.h"
#include "core/text.h"
#include "service/coverage.h"
#include "service/web/notices.h"
#include "service/web/views.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
constexpr auto over_shown = 7 * 24h;
constexpr int topics_shown = 200;
constexpr int deliveries_shown = 20;
constexpr int most_hours = 24 * 30;
constexpr std::size_t most_words = 1'000;

void write_list(JsonWriter& json, const char* name, const std::vector<std::string>& values) {
  json.key(name).list();
  for (const auto& value : values) json.value(value);
  json.end();
}

void write_episode(JsonWriter& json, const sql::HotEpisode& one) {
  json.object().member("episode", one.episode).member("kind", one.kind);
  json.member("topic", or_null(one.topic)).member("phrase", or_null(one.phrase));
  json.member("neighborhood", or_null(one.neighborhood)).member("state", one.state);
  json.member("score", one.score).member("since", one.since).member("found_at", one.found_at);
  json.member("last_at", one.last_at).member("over_at", one.over_at);
  json.member("posts", one.posts).member("authors", one.authors);
  json.member("expected_authors", one.expected);
  json.member("minutes", static_cast<std::int64_t>(one.span.count() / 60));
  write_list(json, "terms", one.terms);
  write_list(json, "networks", one.networks);
  write_list(json, "languages", one.languages);
  json.member("negative", one.negative).member("positive", one.positive);
  json.member("late", one.late).member("told", one.told).member("alerted_at", one.alerted_at);
  json.member("false_alarms", one.false_alarms).member("real_ones", one.real_ones);
  json.member("version", one.version).end();
}

void write_coverage(JsonWriter& json, const CoverageOf& coverage) {
  json.key("coverage").object().member("from", coverage.from).member("to", coverage.to);
  json.member("minutes", coverage.minutes).member("minutes_read", coverage.minutes_read);
  json.member("feeds", coverage.feeds).member("feeds_unread", coverage.feeds_unread).end();
}

void write_delivery(JsonWriter& json, const sql::HotDelivery& one) {
  json.object().member("what", one.what).member("channel", one.channel).member("state", one.state);
  json.member("tries", one.tries).member("created_at", one.created_at);
  json.member("next_at", one.next_at).member("sent_at", one.sent_at);
  json.member("error", or_null(one.error)).end();
}

void write_deliveries(JsonWriter& json, const std::vector<sql::HotDelivery>& all) {
  json.key("deliveries").list();
  for (const auto& one : all) write_delivery(json, one);
  json.end();
}

void write_mutes(JsonWriter& json, const std::vector<sql::HotMute>& mutes) {
  json.key("mutes").list();
  for (const auto& one : mutes) {
    json.object().member("id", std::to_string(one.mute_id)).member("kind", one.kind);
    json.member("name", one.name).member("neighborhood", one.neighborhood);
    json.member("everywhere", !one.neighborhood.has_value()).member("until", one.until);
    json.member("why", one.why).member("by", one.by).member("created_at", one.created_at).end();
  }
  json.end();
}

void write_neighborhoods(JsonWriter& json, const std::vector<sql::NeighborhoodCount>& all) {
  json.key("neighborhoods").list();
  for (const auto& one : all) {
    json.object().member("neighborhood", one.neighborhood);
    json.member("posts", one.posts).member("before", one.before).end();
  }
  json.end();
}

net::ServerReply show_all(const WebParts& parts, const ApiCall& call) {
  JsonWriter json;
  json.object().member("at", call.now);
  write_coverage(json, coverage_of(parts.config, call.store, call.now - 1h, call.now));
  json.member("followed", call.store.trends_numbers().followed).key("topics").list();
  for (const auto& one : call.store.hot_topics(call.now - over_shown, topics_shown))
    write_episode(json, one);
  json.end();
  write_neighborhoods(json, call.store.neighborhood_counts(call.now, 24h));
  write_mutes(json, call.store.hot_mutes(call.now));
  write_list(json, "channels", parts.config.trends.channels());
  write_deliveries(json, call.store.hot_deliveries(deliveries_shown));
  return json_reply(json.end().str());
}

net::ServerReply conflict(std::string_view detail) {
  return problem(409, "changed", "It changed meanwhile", detail);
}

// What is usual is not known of every span: of words only where the detector had learned the city.
void write_usual(JsonWriter& json, const sql::BandPoint& band) {
  json.key("usual");
  if (band.high <= 0) {
    json.null();
    return;
  }
  json.object().member("expected", band.expected).member("low", band.low);
  json.member("high", band.high).end();
}

void write_series(JsonWriter& json, const std::vector<sql::SeriesPoint>& series) {
  json.key("series").list();
  for (const auto& point : series) {
    json.object().member("from", point.band.from);
    json.member("minutes", static_cast<std::int64_t>(point.band.span.count() / 60));
    json.member("posts", point.posts).member("authors", point.authors);
    write_usual(json, point.band);
    json.end();
  }
  json.end();
}

void write_history(JsonWriter& json, const sql::HotDetail& detail) {
  json.key("cases").list();
  for (const auto& one : detail.cases) {
    json.object().member("number", one.number).member("status", one.status);
    json.member("topic", one.topic).member("opened_at", one.opened_at);
    json.member("neighborhood", or_null(one.neighborhood)).member("linked", one.linked).end();
  }
  json.end().key("events").list();
  for (const auto& one : detail.events) {
    json.object().member("at", one.at).member("actor", one.actor);
    json.member("kind", one.kind).member("text", one.text).end();
  }
  json.end();
}

// Different people in the samples, the first one first.
void write_people(JsonWriter& json, const std::vector<sql::CasePost>& samples) {
  std::vector<std::string> seen;
  json.key("people").list();
  for (const auto& one : samples) {
    const auto& author = one.post.author;
    const auto key = one.post.network + "/" + author.id;
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
    seen.push_back(key);
    json.object().member("network", one.post.network).member("id", author.id);
    json.member("handle", author.handle).member("name", author.name).end();
  }
  json.end();
}

net::ServerReply show_one(const WebParts& parts, const ApiCall& call, const std::string& episode) {
  const auto detail = call.store.hot_topic(episode, call.now);
  if (!detail) return no_such_topic();
  const auto& about = detail->about;
  const auto samples = call.store.hot_samples(episode);
  JsonWriter json;
  json.object().key("topic");
  write_episode(json, about);
  write_coverage(json, coverage_of(parts.config, call.store,
                                   about.last_at - std::max<std::chrono::seconds>(about.span, 1h),
                                   about.last_at));
  write_series(json, detail->series);
  json.key("samples").list();
  for (const auto& one : samples) write_post_view(json, one);
  json.end();
  write_people(json, samples);
  write_history(json, *detail);
  write_notices(json, parts, call, *detail);
  write_deliveries(json, detail->deliveries);
  return json_reply(json.end().str());
}

bool exists(const ApiCall& call) {
  return call.store.hot_topic(call.path[0], call.now).has_value();
}

net::ServerReply acknowledge(const WebParts& parts, const ApiCall& call) {
  if (call.store.acknowledge_hot(call.path[0], call.agent.name, call.now))
    return hot_topic_after(parts, call, "acknowledged");
  return exists(call) ? conflict("It is not open any more.") : no_such_topic();
}

net::ServerReply mute(const WebParts& parts, const ApiCall& call) {
  const auto hours = call.body["hours"].number(1, most_hours);
  if (!hours) return invalid("hours", "Say for how many hours, 1 to 720.");
  const auto where = call.body["where"].text_or("");
  if (where != "here" && where != "everywhere") return invalid("where", "Say here or everywhere.");
  const auto why = trim(call.body["why"].text_or(""));
  if (why.empty() || why.size() > most_words)
    return invalid("why", "Say why in 1 to 1000 characters.");
  const auto detail = call.store.hot_topic(call.path[0], call.now);
  if (!detail) return no_such_topic();
  std::optional<std::string> place;
  if (where == "here") place = detail->about.neighborhood;
  call.store.mute_hot(call.path[0], place, call.now + std::chrono::hours(*hours), repair_utf8(why),
                      call.agent.name, call.now);
  return hot_topic_after(parts, call, "muted");
}

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end && number > 0 ? std::optional(number)
                                                              : std::nullopt;
}

net::ServerReply unmute(const WebParts& parts, const ApiCall& call) {
  const auto id = number_in(call.path[0]);
  if (!id || !call.store.unmute_hot(*id, call.agent.name, call.now))
    return conflict("This mute has ended already.");
  spdlog::info("hot_topic_unmuted mute={} by={}", *id, quoted(call.agent.name));
  return show_all(parts, call);
}

net::ServerReply label(const WebParts& parts, const ApiCall& call) {
  const auto verdict = call.body["verdict"].text_or("");
  if (verdict != "false_alarm" && verdict != "real")
    return invalid("verdict", "Say false_alarm or real.");
  const auto note = trim(call.body["note"].text_or(""));
  if (note.size() > most_words) return invalid("note", "At most 1000 characters.");
  if (!call.store.label_hot(call.path[0], verdict, repair_utf8(note), call.agent.name, call.now))
    return no_such_topic();
  return hot_topic_after(parts, call, "labelled");
}

net::ServerReply link(const WebParts& parts, const ApiCall& call) {
  const auto number = call.body["case"].text();
  if (!number) return invalid("case", "Name the case by its number.");
  if (call.store.link_hot(call.path[0], *number, call.agent.name, call.now))
    return hot_topic_after(parts, call, "linked");
  return conflict("There is no such case, or it is linked already.");
}

net::ServerReply unlink(const WebParts& parts, const ApiCall& call) {
  const auto number = call.body["case"].text();
  if (!number) return invalid("case", "Name the case by its number.");
  if (call.store.unlink_hot(call.path[0], *number, call.agent.name, call.now))
    return hot_topic_after(parts, call, "unlinked");
  return conflict("It is not linked.");
}

net::ServerReply labels(const ApiCall& call) {
  std::string next;
  const auto cursor = call.http.query_value("cursor").value_or("");
  const auto all = call.store.hot_labels(cursor, topics_shown, next);
  JsonWriter json;
  json.object().key("labels").list();
  for (const auto& one : all) {
    json.object().member("episode", one.episode).member("verdict", one.verdict);
    json.member("by", one.by).member("at", one.at).member("note", one.note);
    json.member("kind", one.kind).member("topic", or_null(one.topic));
    json.member("phrase", or_null(one.phrase)).member("neighborhood", or_null(one.neighborhood));
    json.member("score", one.score).member("posts", one.posts).member("authors", one.authors);
    json.member("found_at", one.found_at).end();
  }
  return json_reply(json.end().member("next", next).end().str());
}

std::string map_json(const std::string& geography) {
  const auto map = classifier::draw_areas(geography);
  JsonWriter json;
  json.object().member("width", map.width).member("height", map.height).key("areas").list();
  for (const auto& one : map.areas) {
    json.object().member("name", one.name).member("path", one.path);
    json.member("x", one.x).member("y", one.y).end();
  }
  return json.end().end().str();
}

}  // namespace

net::ServerReply no_such_topic() {
  return problem(404, "not-found", "Not found", "There is no such hot topic.");
}

net::ServerReply hot_topic_after(const WebParts& parts, const ApiCall& call, const char* what) {
  spdlog::info("hot_topic_{} episode={} by={}", what, call.path[0], quoted(call.agent.name));
  return show_one(parts, call, call.path[0]);
}

void add_trend_routes(Routes& routes, const WebParts& parts) {
  const auto add = [&](const char* path, auto handler) {
    routes.add("POST", path, Power::act,
               [&parts, handler](const ApiCall& call) { return handler(parts, call); });
  };
  routes.add("GET", "/trends", Power::read,
             [&parts](const ApiCall& call) { return show_all(parts, call); });
  routes.add(
      "GET", "/trends/map", Power::read,
      [map = map_json(parts.config.city.geography)](const ApiCall&) { return json_reply(map); });
  routes.add("GET", "/trends/labels", Power::read,
             [](const ApiCall& call) { return labels(call); });
  routes.add("GET", "/trends/{}", Power::read,
             [&parts](const ApiCall& call) { return show_one(parts, call, call.path[0]); });
  add("/trends/{}/acknowledge", acknowledge);
  add("/trends/{}/mute", mute);
  add("/trends/mutes/{}/end", unmute);
  add("/trends/{}/label", label);
  add("/trends/{}/link", link);
  add("/trends/{}/unlink", unlink);
  add("/trends/{}/notice", draft_notice);
  add("/trends/{}/notices/{}/send", send_notice);
}

}  // namespace social311::service
