// The control interface for the networks beside X: posting, changing, showing, counting; and bursts
// on any of them.
#include <algorithm>

#include "core/text.h"
#include "simulator/network.h"
#include "simulator/problem.h"

namespace social311::simulator {

namespace {

constexpr std::uint64_t largest_burst = 2'000'000;

WireReply wrong(const std::string& why) {
  JsonWriter out;
  out.object().member("error", why);
  return json_reply(400, out.str());
}

WireReply done() {
  return json_reply(200, "{}");
}

}  // namespace

std::string SimulatedNetwork::city_id(Site site) const {
  switch (site) {
    case Site::facebook:
      return options_.meta.page_id;
    case Site::instagram:
      return options_.meta.ig_user_id;
    case Site::bluesky:
      return options_.bluesky.did;
    case Site::mastodon:
      break;
  }
  return options_.mastodon.id;
}

Result<std::string> SimulatedNetwork::place_item(PublicItem given) {
  auto author = commons_.put_person(given.item.site, given.author);
  if (!author) return author.fault();
  given.author = *author;
  auto item = placed_item(given, commons_, city_id(given.item.site));
  if (!item) return item.fault();
  return commons_.add(std::move(*item));
}

Result<std::string> SimulatedNetwork::publish(PublicItem item) {
  const std::lock_guard lock(mutex_);
  settle();
  return place_item(std::move(item));
}

std::optional<std::string> SimulatedNetwork::city_reply_to(Site site, const std::string& id) {
  const std::lock_guard lock(mutex_);
  settle();
  const SimItem* item = commons_.find(site, id);
  if (item == nullptr) return std::nullopt;
  std::optional<std::string> newest;
  for (const SimItem* one : commons_.thread(site, item->root)) {
    if (one->source.author_id == city_id(site) && one->key > item->key) newest = one->id;
  }
  return newest;
}

WireReply SimulatedNetwork::add_item(const JsonValue& body) {
  auto given = read_public_item(body);
  if (!given) return wrong(given.fault().message);
  const SimPerson* holder = commons_.person_by_handle(given->item.site, given->author.handle);
  if (given->author.id.empty() && holder != nullptr && holder->id == city_id(given->item.site)) {
    return wrong("the handle belongs to the city's account");
  }
  const auto id = place_item(std::move(*given));
  if (!id) return wrong(id.fault().message);
  JsonWriter out;
  out.object().member("id", *id);
  return json_reply(201, out.str());
}

// PUT {"text"} edits, {"hidden":true} hides; DELETE removes.
WireReply SimulatedNetwork::change_item(const WireRequest& request, Site site,
                                        const std::string& id, const JsonValue& body) {
  if (commons_.find(site, id) == nullptr) {
    return json_reply(404, R"({"error":"there is no such thing"})");
  }
  if (request.method == "DELETE") {
    commons_.remove(site, id);
    return done();
  }
  if (request.method != "PUT")
    return plain_problem(405, "Method Not Allowed", "Use PUT or DELETE.");
  if (const auto hidden = body["hidden"].flag())
    commons_.hide(site, id, *hidden ? "hidden" : "shown");
  if (const auto text = body["text"].text()) commons_.edit(site, id, *text);
  return done();
}

// {"meta_token":"password_changed"} | {"meta_blocked":true} | {"meta_usage":{"use":"pages",
// "percent":75,"regain_minutes":30}} | {"reset_windows":true} | {"expire_access":true}
// | {"bluesky_priority":true}
void SimulatedNetwork::change_meta(const JsonValue& body) {
  if (const auto state = token_state_of(body["meta_token"].text_or(""))) graph_.set_token(*state);
  if (const auto blocked = body["meta_blocked"].flag()) {
    graph_.set_blocked(*blocked ? Outcome::blocked : Outcome::ok);
  }
  const JsonValue usage = body["meta_usage"];
  if (const auto use = use_case_of(usage["use"].text_or(""))) {
    const auto percent = usage["percent"].number(0, 1'000).value_or(0);
    const auto minutes = usage["regain_minutes"].number(1, 10'000).value_or(60);
    graph_.usage().set(*use, static_cast<int>(percent), std::chrono::minutes(minutes),
                       clock_.now());
  }
  if (const auto priority = body["bluesky_priority"].flag()) {
    bluesky_.set_priority(*priority ? BlueskyApi::Priority::on : BlueskyApi::Priority::off);
  }
  if (body["expire_access"].flag().value_or(false)) bluesky_.expire_access();
  if (!body["reset_windows"].flag().value_or(false)) return;
  graph_.usage().reset();
  bluesky_.reset_windows();
  mastodon_.reset_windows();
}

// {"network","kind","count","over_s","authors","text"}: `%n` in the text becomes the post's number.
WireReply SimulatedNetwork::add_burst(const JsonValue& body) {
  Burst burst;
  burst.network = body["network"].text_or("twitter");
  burst.kind = body["kind"].text_or("");
  burst.text = repair_utf8(body["text"].text_or("@" + options_.city.handle + " report %n"));
  burst.count = static_cast<std::uint64_t>(
      body["count"].number(1, static_cast<std::int64_t>(largest_burst)).value_or(0));
  burst.authors = static_cast<std::uint64_t>(body["authors"].number(1, 100'000).value_or(500));
  const double seconds = body["over_s"].real().value_or(0) / std::max(options_.speed, 1e-6);
  burst.span = Milliseconds(static_cast<std::int64_t>(std::clamp(seconds, 0.0, 1e6) * 1000));
  burst.start = clock_.now();
  if (burst.count == 0) return wrong("count is missing or too large");
  if (burst.network != "twitter" && !site_of(burst.network)) return wrong("unknown network");
  bursts_.push_back(std::move(burst));
  play_bursts();
  return done();
}

void SimulatedNetwork::play_bursts() {
  const Instant now = clock_.now();
  for (Burst& burst : bursts_) {
    while (burst.done < burst.count) {
      const auto share = static_cast<double>(burst.done) / static_cast<double>(burst.count);
      const Instant due =
          burst.start +
          Milliseconds(static_cast<std::int64_t>(share * static_cast<double>(burst.span.count())));
      if (due > now) break;
      play_one(burst, burst.done, due);
      ++burst.done;
    }
  }
  std::erase_if(bursts_, [](const Burst& burst) { return burst.done >= burst.count; });
}

void SimulatedNetwork::play_one(const Burst& burst, std::uint64_t number, Instant at) {
  std::string text = burst.text;
  const std::size_t mark = text.find("%n");
  if (mark != std::string::npos) text.replace(mark, 2, std::to_string(number));
  const std::string who = "resident_" + std::to_string(number % burst.authors);
  if (burst.network == "twitter") {
    const auto author = world_.put_user({.handle = who.substr(0, 15)});
    if (!author) return;
    NewPost post{.author_id = author->id, .text = text};
    post.created_at = at;
    static_cast<void>(world_.add(std::move(post)).ok());
    return;
  }
  PublicItem given;
  given.author.handle = who;
  given.item.site = *site_of(burst.network);
  given.item.text = text;
  given.item.created_at = at;
  const bool comments = given.item.site == Site::instagram;
  given.kind = !burst.kind.empty() ? burst.kind : comments ? "comment" : "post";
  static_cast<void>(place_item(std::move(given)).ok());
}

void SimulatedNetwork::write_cities(JsonWriter& out) const {
  out.key("cities").object().member("twitter", options_.city.handle);
  out.member("facebook", options_.meta.page_handle).member("instagram", options_.meta.ig_username);
  out.member("bluesky", options_.bluesky.handle).member("mastodon", options_.mastodon.handle).end();
}

// In the words of write_post, so that the page shows all networks alike.
void SimulatedNetwork::write_item(JsonWriter& out, const SimItem& item) const {
  const Site site = item.source.site;
  const SimPerson* author = commons_.person(site, item.source.author_id);
  const bool message = item.source.kind == ItemKind::message;
  out.object().member("network", name_of(site)).member("id", item.id).key("author").object();
  out.member("id", item.source.author_id).member("handle", author == nullptr ? "" : author->handle);
  out.member("name", author == nullptr ? "" : author->name).end();
  out.member("text", item.text()).member("network_text", item.text());
  out.member("lang", item.source.lang.empty() ? "und" : item.source.lang);
  out.member("created_at", item.created_at).member("city", item.source.author_id == city_id(site));
  // The first message of a conversation is what the others stand under.
  const auto talk = message ? commons_.thread(site, item.root) : Commons::Items{};
  const bool first = talk.empty() || talk.front()->id == item.id;
  const std::string above = message && !first ? talk.front()->id : item.source.answers;
  out.key("in_reply_to");
  if (above.empty()) {
    out.null();
  } else {
    out.value(above);
  }
  out.key("quoted").null().member("thread", item.root).member("conversation", item.root);
  out.member("media", item.source.media).key("lat").null().key("lon").null();
  out.member("edited", item.edited_at.has_value()).member("hidden", item.hidden);
  out.member("message", message || item.source.visibility == "direct");
  out.member("by_api", item.source.origin == Origin::api).end();
}

// Replies of the city by network, and copies of one text under one target.
void SimulatedNetwork::write_site_counts(JsonWriter& out) const {
  out.key("sites").object();
  for (const Site site : {Site::facebook, Site::instagram, Site::bluesky, Site::mastodon}) {
    std::map<std::pair<std::string, std::string>, std::uint64_t> copies;
    std::uint64_t replies = 0;
    for (const SimItem* item : commons_.by(site, city_id(site))) {
      const bool message = item->source.kind == ItemKind::message;
      if (item->source.answers.empty() && !message) continue;
      ++replies;
      ++copies[{message ? item->source.to : item->source.answers, item->text()}];
    }
    std::uint64_t doubled = 0;
    for (const auto& [what, count] : copies) doubled += count - 1;
    out.key(name_of(site)).object();
    out.member("posts", static_cast<std::uint64_t>(commons_.count(site)));
    out.member("city_replies", replies).member("doubled_replies", doubled).end();
  }
  out.end().member("tokens_in_addresses", graph_.tokens_in_addresses());
  out.member("bluesky_log_ins", bluesky_.log_ins());
}

}  // namespace social311::simulator
