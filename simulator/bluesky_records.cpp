// Records: made of residents' posts, and written by the account under keys of its own choice.
#include <algorithm>

#include "core/digest.h"
#include "core/text.h"
#include "simulator/bluesky_api.h"
#include "simulator/problem.h"
#include "simulator/simulator.h"
#include "simulator/text_build.h"

namespace social311::simulator {

namespace {

constexpr const char* collection = "app.bsky.feed.post";
constexpr std::size_t most_graphemes = 300;
constexpr std::size_t most_bytes = 3'000;

WireReply error(int status, const std::string& name, const std::string& message) {
  JsonWriter out;
  out.object().member("error", name).member("message", message);
  return json_reply(status, out.str());
}

WireReply invalid(const std::string& message) {
  return error(400, "InvalidRequest", "Invalid app.bsky.feed.post record: " + message);
}

std::string base32_cid(const std::string& bytes) {
  static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";
  const std::string digest = sha256(bytes) + sha256("cid/" + bytes);
  std::string text = "bafyrei";
  for (std::size_t i = 0; i < 52; ++i) {
    text += letters[static_cast<unsigned char>(digest[i]) % letters.size()];
  }
  return text;
}

bool goes_on(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
         c == '-';
}

bool valid_key(const std::string& key) {
  return !key.empty() && key.size() <= 512 && key != "." && key != ".." &&
         std::all_of(key.begin(), key.end(),
                     [](char c) { return goes_on(c) || c == '_' || c == '~' || c == ':'; });
}

}  // namespace

std::string BlueskyApi::cid_of(const SimItem& item) const {
  const std::string& record = item.source.record;
  if (!record.empty()) return base32_cid(record);
  return base32_cid(item.id + "/" + std::to_string(item.version) + "/" + item.text());
}

// A mention is what a facet says it is: bytes of the text, and whom they mean.
void BlueskyApi::write_facets(JsonWriter& out, const std::string& text) const {
  out.key("facets").list();
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
    std::size_t end = at + 1;
    while (end < text.size() && goes_on(text[end])) ++end;
    while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    const SimPerson* named =
        parts_.commons.person_by_handle(Site::bluesky, text.substr(at + 1, end - at - 1));
    if (named == nullptr) continue;
    out.object().key("index").object().member("byteStart", static_cast<std::uint64_t>(at));
    out.member("byteEnd", static_cast<std::uint64_t>(end)).end().key("features").list().object();
    out.member("$type", "app.bsky.richtext.facet#mention").member("did", named->id);
    out.end().end().end();
  }
  out.end();
}

void BlueskyApi::write_ref(JsonWriter& out, const char* name, const std::string& uri) const {
  const SimItem* item = parts_.commons.find(Site::bluesky, uri);
  out.key(name).object().member("uri", uri);
  out.member("cid", item == nullptr ? base32_cid(uri) : cid_of(*item)).end();
}

std::string BlueskyApi::record_of(const SimItem& item) const {
  const NewItem& source = item.source;
  if (!source.record.empty()) return source.record;
  JsonWriter out;
  out.object().member("$type", collection).member("text", item.text());
  if (source.visibility != "plain") write_facets(out, item.text());
  if (!source.lang.empty()) out.key("langs").list().value(source.lang).end();
  if (!source.answers.empty()) {
    out.key("reply").object();
    write_ref(out, "root", item.root);
    write_ref(out, "parent", source.answers);
    out.end();
  }
  if (source.media > 0) {
    out.key("embed").object().member("$type", "app.bsky.embed.images").key("images").list();
    for (int i = 0; i < source.media; ++i) {
      out.object().member("alt", source.media_alt).key("image").object();
      out.member("$type", "blob").key("ref").object().member("$link", base32_cid(item.id)).end();
      out.member("mimeType", "image/jpeg").member("size", 48'231).end().end();
    }
    out.end().end();
  } else if (!source.quotes.empty()) {
    out.key("embed").object().member("$type", "app.bsky.embed.record");
    write_ref(out, "record", source.quotes);
    out.end();
  }
  out.member("createdAt", item.created_at);
  return out.str();
}

BlueskyApi::Refusal BlueskyApi::refuse_record(const JsonValue& record) const {
  if (!record.is_object()) return error(400, "InvalidRequest", "Input/record must be an object");
  const auto text = record["text"].text();
  if (record["$type"].text_or("") != collection) {
    return error(400, "InvalidRequest", "Invalid $type: expected app.bsky.feed.post");
  }
  if (!text) return invalid("Record must have the property \"text\"");
  if (!record["createdAt"].instant()) return invalid("Record/createdAt must be an valid datetime");
  const std::size_t graphemes = grapheme_count(*text);
  if (graphemes > most_graphemes) {
    return invalid("grapheme too big (maximum 300, got " + std::to_string(graphemes) +
                   ") at $.record.text");
  }
  if (text->size() > most_bytes) {
    return invalid("string too big (maximum 3000, got " + std::to_string(text->size()) +
                   ") at $.record.text");
  }
  if (record["langs"].size() > 3) return invalid("Record/langs must not have more than 3 elements");
  for (const JsonValue& facet : record["facets"].items()) {
    const auto start = facet["index"]["byteStart"].number(0, INT64_MAX);
    const auto end = facet["index"]["byteEnd"].number(0, INT64_MAX);
    if (!start || !end || !facet["features"].is_list())
      return invalid("Record/facets is malformed");
  }
  const JsonValue reply = record["reply"];
  for (const char* part : {"root", "parent"}) {
    const bool whole =
        !reply[part]["uri"].text_or("").empty() && !reply[part]["cid"].text_or("").empty();
    if (!reply.absent() && !whole) return invalid(std::string("Record/reply must have ") + part);
  }
  return std::nullopt;
}

BlueskyApi::Refusal BlueskyApi::refuse_repo(const std::string& repo,
                                            const std::string& wanted) const {
  const BlueskyAccount& account = parts_.options.bluesky;
  if (repo != account.did && repo != account.handle) {
    return error(400, "InvalidRequest", "Could not find repo: " + repo);
  }
  if (wanted != collection) return error(400, "InvalidRequest", "Unknown collection: " + wanted);
  return std::nullopt;
}

// The same record under the same key is the same post: no second one, no new commit.
WireReply BlueskyApi::write_record(const Call& call, bool replace) {
  const JsonValue& body = call.body;
  for (const std::string& key : body.keys()) {
    const bool known = key == "repo" || key == "collection" || key == "rkey" || key == "record" ||
                       key == "validate" || key == "swapCommit" || (replace && key == "swapRecord");
    if (!known) return error(400, "InvalidRequest", "Input has the unknown property " + key);
  }
  if (auto refusal = refuse_repo(body["repo"].text_or(""), body["collection"].text_or("")))
    return *refusal;
  const std::string key = body["rkey"].text_or("");
  if ((replace || !body["rkey"].absent()) && !valid_key(key)) {
    return error(400, "InvalidRequest", "Input/rkey must be a valid Record Key");
  }
  const JsonValue record = body["record"];
  if (auto refusal = refuse_record(record)) return *refusal;
  const std::string& did = parts_.options.bluesky.did;
  const std::string uri = at_uri(did, key);
  const SimItem* before = key.empty() ? nullptr : parts_.commons.find(Site::bluesky, uri);
  if (before != nullptr && !replace)
    return error(500, "InternalServerError", "Internal Server Error");
  std::string id = uri;
  if (before == nullptr) {
    NewItem item{.site = Site::bluesky, .author_id = did, .text = record["text"].text_or("")};
    item.answers = record["reply"]["parent"]["uri"].text_or("");
    item.quotes = record["embed"]["record"]["uri"].text_or("");
    item.record = record.dump();
    item.record_key = key;
    item.lang = record["langs"].at(0).text_or("");
    item.origin = Origin::api;
    auto added = parts_.commons.add(std::move(item));
    if (!added) return error(400, "InvalidRequest", added.fault().message);
    id = *added;
  } else if (before->source.record != record.dump()) {
    parts_.commons.edit(Site::bluesky, uri, record["text"].text_or(""), record.dump());
  }
  const SimItem& now = *parts_.commons.find(Site::bluesky, id);
  JsonWriter out;
  out.object().member("uri", id).member("cid", cid_of(now)).key("commit").object();
  out.member("cid", base32_cid("commit/" + cid_of(now)))
      .member("rev", tid_of(now.key * 1000))
      .end();
  out.member("validationStatus", "valid");
  return json_reply(200, out.str());
}

WireReply BlueskyApi::delete_record(const Call& call) {
  const JsonValue& body = call.body;
  if (auto refusal = refuse_repo(body["repo"].text_or(""), body["collection"].text_or("")))
    return *refusal;
  parts_.commons.remove(Site::bluesky,
                        at_uri(parts_.options.bluesky.did, body["rkey"].text_or("")));
  return json_reply(200, "{}");
}

WireReply BlueskyApi::get_record(const Call& call) {
  if (auto refusal = refuse_unknown(call, {"repo", "collection", "rkey", "cid"})) return *refusal;
  std::string did = call.param("repo");
  if (const SimPerson* person = parts_.commons.person_by_handle(Site::bluesky, did))
    did = person->id;
  const std::string uri = at_uri(did, call.param("rkey"));
  const SimItem* item =
      call.param("collection") == collection ? parts_.commons.find(Site::bluesky, uri) : nullptr;
  if (item == nullptr) return error(400, "RecordNotFound", "Could not locate record: " + uri);
  JsonWriter out;
  out.object().member("uri", uri).member("cid", cid_of(*item)).key("value").raw(record_of(*item));
  return json_reply(200, out.str());
}

WireReply BlueskyApi::upload(const Call& call) {
  JsonWriter out;
  out.object().key("blob").object().member("$type", "blob").key("ref").object();
  out.member("$link", base32_cid("blob/" + std::to_string(call.now.time_since_epoch().count())))
      .end();
  out.member("mimeType", "image/png").member("size", 1);
  return json_reply(200, out.str());
}

}  // namespace social311::simulator
