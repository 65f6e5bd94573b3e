// Notifications, search, posts, threads, feeds.
#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "simulator/bluesky_api.h"
#include "simulator/mastodon_api.h"
#include "simulator/problem.h"
#include "simulator/simulator.h"

namespace social311::simulator {

namespace {

WireReply error(int status, const std::string& name, const std::string& message) {
  JsonWriter out;
  out.object().member("error", name).member("message", message);
  return json_reply(status, out.str());
}

Instant indexed_at(const SimItem& item) {
  // One a millisecond at most, unless indexing lags: then ties happen.
  return item.visible_at > item.arrived_at
             ? item.visible_at
             : Instant(Milliseconds(static_cast<std::int64_t>(item.key)));
}

std::string did_in(const std::string& uri) {
  if (!uri.starts_with("at://")) return "";
  return uri.substr(5, uri.find('/', 5) - 5);
}

}  // namespace

bool BlueskyApi::visible(const SimItem& item, const Call& call) const {
  return item.visible_at <= call.now - call.twist.stale_by;
}

const std::string& BlueskyApi::reason_of(const SimItem& item) {
  Reason& known = reasons_[item.key];
  if (known.version != item.version) known = {item.version, find_reason(item)};
  return known.word;
}

// One a post, the mention before the others.
std::string BlueskyApi::find_reason(const SimItem& item) const {
  const std::string& city = parts_.options.bluesky.did;
  if (item.source.author_id == city) return "";
  const auto record = JsonValue::parse(record_of(item));
  for (const JsonValue& facet : (*record)["facets"].items()) {
    for (const JsonValue& feature : facet["features"].items()) {
      if (feature["did"].text_or("") == city) return "mention";
    }
  }
  if (did_in(item.source.quotes) == city) return "quote";
  if (did_in(item.source.answers) == city) return "reply";
  return item.root != item.id && did_in(item.root) == city ? "reply" : "";
}

BlueskyApi::Refusal BlueskyApi::read_limit(const Call& call, std::size_t usual, std::size_t most,
                                           std::size_t& limit) const {
  limit = usual;
  const std::string text = call.param("limit");
  if (text.empty()) return std::nullopt;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (wrong != std::errc{} || end != text.data() + text.size()) {
    return error(400, "InvalidRequest", "Error: limit must be an integer");
  }
  if (limit > most) {
    return error(400, "InvalidRequest",
                 "Error: limit can not be greater than " + std::to_string(most));
  }
  if (limit < 1) return error(400, "InvalidRequest", "Error: limit can not be less than 1");
  return std::nullopt;
}

// The cursor is a moment of indexing, and what shares it with the last item is passed over, as on
// the real network. A short page has a cursor too; only an empty one has none.
BlueskyApi::Items BlueskyApi::page(const Call& call, Items list, std::size_t limit,
                                   std::string& cursor) const {
  const auto before = parse_iso8601(call.param("cursor"));
  std::stable_sort(list.begin(), list.end(), [](const SimItem* a, const SimItem* b) {
    return indexed_at(*a) > indexed_at(*b);
  });
  std::size_t start = 0;
  while (before && start < list.size() && indexed_at(*list[start]) >= *before) ++start;
  const std::size_t first = start - std::min(start, call.twist.repeat_items);
  const std::size_t end = call.twist.empty_page ? first : std::min(list.size(), start + limit);
  Items shown(list.begin() + static_cast<std::ptrdiff_t>(first),
              list.begin() + static_cast<std::ptrdiff_t>(end));
  if (!shown.empty()) cursor = to_iso8601(indexed_at(*shown.back()));
  if ((call.twist.looping || call.twist.empty_page) && start < list.size()) {
    cursor = before ? call.param("cursor") : to_iso8601(call.now + std::chrono::hours(24));
  }
  if (call.twist.order == ListOrder::reversed) std::reverse(shown.begin(), shown.end());
  return shown;
}

WireReply BlueskyApi::notifications(const Call& call) {
  if (auto refusal = refuse_unknown(call, {"limit", "reasons", "priority", "cursor", "seenAt"})) {
    return *refusal;
  }
  std::size_t limit = 0;
  if (auto refusal = read_limit(call, 50, 100, limit)) return *refusal;
  const bool asked = call.param("priority").empty();
  const bool priority = asked ? priority_ == Priority::on : call.param("priority") == "true";
  const auto reasons = call.all("reasons");
  Items found;
  for (const SimItem* item : parts_.commons.all(Site::bluesky)) {
    if (priority || !visible(*item, call)) continue;  // nobody here is followed
    const std::string reason = reason_of(*item);
    const bool wanted = reasons.empty() || std::count(reasons.begin(), reasons.end(), reason) > 0;
    if (!reason.empty() && wanted) found.push_back(item);
  }
  std::string cursor;
  const Items shown = page(call, std::move(found), limit, cursor);
  JsonWriter out;
  out.object().key("notifications").list();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const SimItem& item = *shown[i];
    out.object().member("uri", item.id).member("cid", cid_of(item));
    if (i > 0 || call.twist.authors == Authors::all) {
      out.key("author");
      write_author(out, item.source.author_id);
    }
    const std::string reason = reason_of(item);
    out.member("reason", reason).key("record").raw(record_of(item));
    if (reason != "mention") {
      out.member("reasonSubject", reason == "quote" ? item.source.quotes : item.source.answers);
    }
    out.member("isRead", false).member("indexedAt", indexed_at(item));
    out.key("labels").list().end().end();
  }
  out.end();
  if (!cursor.empty()) out.member("cursor", cursor);
  out.member("priority", priority);
  return json_reply(200, out.str());
}

bool BlueskyApi::found_by(const SimItem& item, const Call& call) const {
  const std::string text = fold(item.text());
  const SimPerson* author = parts_.commons.person(Site::bluesky, item.source.author_id);
  const auto is_author = [&](const std::string& who) {
    return who == item.source.author_id ||
           (author != nullptr && to_lower_ascii(who) == author->handle);
  };
  for (const std::string& piece : split(call.param("q"), ' ')) {
    if (piece.empty()) continue;
    if (piece.starts_with("from:")) {
      if (!is_author(piece.substr(5))) return false;
      continue;
    }
    std::string word = fold(piece);
    std::erase(word, '"');
    if (text.find(word) == std::string::npos) return false;
  }
  if (!call.param("author").empty() && !is_author(call.param("author"))) return false;
  for (const std::string& tag : call.all("tag")) {
    if (text.find("#" + fold(tag)) == std::string::npos) return false;
  }
  const std::string lang = call.param("lang");
  if (!lang.empty() && item.source.lang != lang) return false;
  const auto since = parse_iso8601(call.param("since"));
  const auto until = parse_iso8601(call.param("until"));
  const Instant at = indexed_at(item);
  return (!since || at >= *since) && (!until || at < *until);
}

WireReply BlueskyApi::search(const Call& call) {
  if (auto refusal = refuse_unknown(call, {"q", "sort", "since", "until", "mentions", "author",
                                           "lang", "domain", "url", "tag", "limit", "cursor"})) {
    return *refusal;
  }
  std::size_t limit = 0;
  if (auto refusal = read_limit(call, 25, 100, limit)) return *refusal;
  if (call.param("q").empty()) {
    return error(400, "InvalidRequest", "Error: Params must have the property \"q\"");
  }
  const std::string sort = call.param("sort");
  if (!sort.empty() && sort != "latest" && sort != "top") {
    return error(400, "InvalidRequest", "Error: sort must be one of (top|latest)");
  }
  Items found;
  for (const SimItem* item : parts_.commons.all(Site::bluesky)) {
    if (visible(*item, call) && found_by(*item, call)) found.push_back(item);
  }
  std::string cursor;
  const std::size_t hits = found.size();
  const Items shown = page(call, std::move(found), limit, cursor);
  JsonWriter out;
  out.object().key("posts").list();
  Call first = call;
  for (const SimItem* item : shown) {
    write_view(out, *item, first);
    first.twist.authors = Authors::all;
  }
  out.end().member("hitsTotal", static_cast<std::uint64_t>(hits));
  if (!cursor.empty()) out.member("cursor", cursor);
  return json_reply(200, out.str());
}

WireReply BlueskyApi::posts(const Call& call) {
  if (auto refusal = refuse_unknown(call, {"uris"})) return *refusal;
  const auto uris = call.all("uris");
  if (uris.empty() || uris.size() > 25) {
    return error(400, "InvalidRequest", "Error: uris must not have more than 25 elements");
  }
  JsonWriter out;
  out.object().key("posts").list();
  for (const std::string& uri : uris) {
    if (const SimItem* item = parts_.commons.find(Site::bluesky, uri)) write_view(out, *item, call);
  }
  return json_reply(200, out.str());
}

WireReply BlueskyApi::thread(const Call& call) {
  if (auto refusal = refuse_unknown(call, {"uri", "depth", "parentHeight"})) return *refusal;
  const SimItem* item = parts_.commons.find(Site::bluesky, call.param("uri"));
  if (item == nullptr) return error(400, "NotFound", "Post not found: " + call.param("uri"));
  JsonWriter out;
  const auto begin = [&](const SimItem& one) {
    out.object().member("$type", "app.bsky.feed.defs#threadViewPost").key("post");
    write_view(out, one, call);
  };
  out.object().key("thread");
  begin(*item);
  out.key("replies").list();
  for (const SimItem* one : parts_.commons.below(Site::bluesky, item->id)) {
    begin(*one);
    out.key("replies").list();
    for (const SimItem* deeper : parts_.commons.below(Site::bluesky, one->id)) {
      begin(*deeper);
      out.end();
    }
    out.end().end();
  }
  out.end();
  if (const SimItem* above = parts_.commons.find(Site::bluesky, item->source.answers)) {
    out.key("parent");
    begin(*above);
    out.end();
  }
  return json_reply(200, out.str());
}

WireReply BlueskyApi::feed(const Call& call) {
  if (auto refusal = refuse_unknown(call, {"actor", "limit", "cursor", "filter", "includePins"})) {
    return *refusal;
  }
  std::size_t limit = 0;
  if (auto refusal = read_limit(call, 50, 100, limit)) return *refusal;
  const std::string actor = call.param("actor");
  const SimPerson* person = parts_.commons.person(Site::bluesky, actor);
  if (person == nullptr) person = parts_.commons.person_by_handle(Site::bluesky, actor);
  if (person == nullptr) return error(400, "InvalidRequest", "Profile not found");
  const bool no_replies = call.param("filter") == "posts_no_replies";
  Items found;
  for (const SimItem* item : parts_.commons.by(Site::bluesky, person->id)) {
    if (visible(*item, call) && (!no_replies || item->source.answers.empty()))
      found.push_back(item);
  }
  std::string cursor;
  const Items shown = page(call, std::move(found), limit, cursor);
  JsonWriter out;
  out.object().key("feed").list();
  for (const SimItem* item : shown) {
    out.object().key("post");
    write_view(out, *item, call);
    out.end();
  }
  out.end();
  if (!cursor.empty()) out.member("cursor", cursor);
  return json_reply(200, out.str());
}

WireReply BlueskyApi::resolve(const Call& call) const {
  const SimPerson* person = parts_.commons.person_by_handle(Site::bluesky, call.param("handle"));
  if (person == nullptr) return error(400, "InvalidRequest", "Unable to resolve handle");
  JsonWriter out;
  out.object().member("did", person->id);
  return json_reply(200, out.str());
}

WireReply BlueskyApi::profile(const Call& call) const {
  const std::string actor = call.param("actor");
  const SimPerson* person = parts_.commons.person(Site::bluesky, actor);
  if (person == nullptr) person = parts_.commons.person_by_handle(Site::bluesky, actor);
  if (person == nullptr) return error(400, "InvalidRequest", "Profile not found");
  JsonWriter out;
  write_author(out, person->id);
  return json_reply(200, out.str());
}

void BlueskyApi::write_author(JsonWriter& out, const std::string& did) const {
  const SimPerson* person = parts_.commons.person(Site::bluesky, did);
  out.object().member("did", did);
  out.member("handle", person == nullptr ? "handle.invalid" : person->handle);
  out.member("displayName", person == nullptr ? "" : person->name).key("viewer").object();
  out.member("muted", false).member("blockedBy", false).end().key("labels").list().end().end();
}

void BlueskyApi::write_view(JsonWriter& out, const SimItem& item, const Call& call) const {
  out.object().member("uri", item.id).member("cid", cid_of(item));
  if (call.twist.authors == Authors::all) {
    out.key("author");
    write_author(out, item.source.author_id);
  }
  out.key("record").raw(record_of(item)).member("bookmarkCount", 0);
  out.member("replyCount",
             static_cast<std::uint64_t>(parts_.commons.below(Site::bluesky, item.id).size()));
  out.member("repostCount", 0).member("likeCount", item.likes).member("quoteCount", 0);
  out.member("indexedAt", indexed_at(item)).key("viewer").object().end().key("labels").list().end();
  out.end();
}

}  // namespace social311::simulator
