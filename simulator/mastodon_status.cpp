// Single statuses: shown, written, changed, removed.
#include <algorithm>

#include "core/digest.h"
#include "core/text.h"
#include "simulator/mastodon_api.h"
#include "simulator/problem.h"
#include "simulator/simulator.h"

namespace social311::simulator {

namespace {

constexpr std::chrono::hours key_life{1};
constexpr const char* home = "mastodon.example";

WireReply error(int status, const std::string& message) {
  JsonWriter out;
  out.object().member("error", message);
  return json_reply(status, out.str());
}

bool known_visibility(const std::string& word) {
  return word == "public" || word == "unlisted" || word == "private" || word == "direct";
}

std::string host_of(const std::string& handle) {
  const std::size_t at = handle.find('@');
  return at == std::string::npos ? home : handle.substr(at + 1);
}

}  // namespace

void MastodonApi::write_account(JsonWriter& out, const std::string& id) const {
  const SimPerson* person = parts_.commons.person(Site::mastodon, id);
  const std::string handle = person == nullptr ? "nobody" : person->handle;
  const std::string user = handle.substr(0, handle.find('@'));
  const std::string address = "https://" + host_of(handle) + "/@" + user;
  out.object().member("id", id).member("username", user).member("acct", handle);
  out.member("display_name", person == nullptr ? "" : person->name).member("locked", false);
  out.member("bot", false).member("group", false);
  out.member("created_at", person == nullptr ? Instant{} : person->created_at);
  out.member("note", "").member("url", address);
  out.member("uri", "https://" + host_of(handle) + "/users/" + user);
  out.member("followers_count", 0).member("following_count", 0).member("statuses_count", 1);
  out.key("emojis").list().end().key("fields").list().end().end();
}

void MastodonApi::write_status(JsonWriter& out, const SimItem& item, const Call& call) const {
  const NewItem& source = item.source;
  const SimPerson* author = parts_.commons.person(Site::mastodon, source.author_id);
  const std::string handle = author == nullptr ? "nobody" : author->handle;
  const std::string host = host_of(handle);
  const std::string user = handle.substr(0, handle.find('@'));
  const SimItem* above = parts_.commons.find(Site::mastodon, source.answers);
  const auto text_or_null = [&out](const char* name, const std::string& text) {
    out.key(name);
    text.empty() ? out.null() : out.value(text);
  };
  out.object().key("id");
  call.twist.ids == IdForm::integer ? out.raw(item.id) : out.value(item.id);
  out.member("created_at", item.created_at);
  text_or_null("in_reply_to_id", source.answers);
  text_or_null("in_reply_to_account_id", above == nullptr ? "" : above->source.author_id);
  out.member("sensitive", false).member("spoiler_text", "");
  out.member("visibility", source.visibility);
  text_or_null("language", source.lang);
  out.member("uri", "https://" + host + "/users/" + user + "/statuses/" + item.id);
  out.member("url", "https://" + host + "/@" + user + "/" + item.id);
  out.member("replies_count",
             static_cast<std::uint64_t>(parts_.commons.below(Site::mastodon, item.id).size()));
  out.member("reblogs_count", 0).member("favourites_count", item.likes);
  out.member("edited_at", item.edited_at).member("favourited", false).member("reblogged", false);
  out.member("content", mastodon_html(item.text(), parts_.commons, host));
  out.key("reblog").null();
  if (call.twist.authors == Authors::all) {
    out.key("account");
    write_account(out, source.author_id);
  }
  out.key("media_attachments").list();
  for (int i = 0; i < source.media; ++i) {
    out.object().member("id", item.id + std::to_string(i)).member("type", "image");
    out.member("url", "https://files.example.net/" + item.id + ".jpg");
    text_or_null("description", source.media_alt);
    out.end();
  }
  out.end().key("mentions").list();
  std::vector<std::string> seen;
  for (const std::string& name : named_handles(item.text())) {
    const SimPerson* named = parts_.commons.person_by_handle(Site::mastodon, name);
    if (named == nullptr || std::find(seen.begin(), seen.end(), named->id) != seen.end()) continue;
    seen.push_back(named->id);
    out.object().member("id", named->id).member("acct", named->handle);
    out.member("username", named->handle.substr(0, named->handle.find('@')));
    out.member("url", "https://" + host_of(named->handle) + "/@" + named->handle).end();
  }
  out.end().key("tags").list().end().key("emojis").list().end();
  out.key("card").null().key("poll").null().end();
}

void MastodonApi::write_notification(JsonWriter& out, const SimItem& item, const Call& call) const {
  const std::string id = std::to_string(item.key);
  out.object().member("id", id).member("type", "mention").member("created_at", item.arrived_at);
  out.member("group_key", "ungrouped-" + id);
  if (call.twist.authors == Authors::all) {
    out.key("account");
    write_account(out, item.source.author_id);
  }
  out.key("status");
  write_status(out, item, call);
  if (filtered(item)) out.member("filtered", true);
  out.end();
}

std::string MastodonApi::shown(const SimItem& item, const Call& call) const {
  JsonWriter out;
  write_status(out, item, call);
  return out.str();
}

WireReply MastodonApi::statuses(const Call& call, const std::string& rest) {
  if (rest.empty()) return call.method == "POST" ? create(call) : error(404, "Not Found");
  const std::size_t slash = rest.find('/', 1);
  const std::string id = rest.substr(1, slash == std::string::npos ? slash : slash - 1);
  const std::string word = slash == std::string::npos ? "" : rest.substr(slash + 1);
  const SimItem* item = parts_.commons.find(Site::mastodon, id);
  // A look-up by id sees a status at once, only lists lag.
  Call at_once = call;
  at_once.now = Instant::max() - std::chrono::hours(1);
  if (item == nullptr || !visible(*item, at_once)) return error(404, "Record not found");
  if (word.empty() && call.method == "DELETE") return remove(call, *item);
  if (word.empty() && call.method == "PUT") return change(call, *item);
  if (call.method != "GET") return error(404, "Not Found");
  if (word.empty()) return json_reply(200, shown(*item, call));
  if (word == "context") return context(call, *item);
  if (word == "history") return history(*item);
  if (word == "source") {
    JsonWriter out;
    out.object().member("id", item->id).member("text", item->text()).member("spoiler_text", "");
    return json_reply(200, out.str());
  }
  return error(404, "Not Found");
}

WireReply MastodonApi::context(const Call& call, const SimItem& item) {
  Items ancestors;
  for (const SimItem* one = parts_.commons.find(Site::mastodon, item.source.answers);
       one != nullptr; one = parts_.commons.find(Site::mastodon, one->source.answers)) {
    ancestors.insert(ancestors.begin(), one);
  }
  Items descendants;
  std::vector<std::string> open = {item.id};
  while (!open.empty()) {
    const std::string id = open.back();
    open.pop_back();
    for (const SimItem* one : parts_.commons.below(Site::mastodon, id)) {
      if (visible(*one, call)) descendants.push_back(one);
      open.push_back(one->id);
    }
  }
  std::sort(descendants.begin(), descendants.end(),
            [](const SimItem* a, const SimItem* b) { return a->key < b->key; });
  JsonWriter out;
  out.object().key("ancestors").list();
  for (const SimItem* one : ancestors) write_status(out, *one, call);
  out.end().key("descendants").list();
  for (const SimItem* one : descendants) write_status(out, *one, call);
  return json_reply(200, out.str());
}

WireReply MastodonApi::history(const SimItem& item) {
  std::vector<std::string> texts = item.texts;
  texts.push_back(item.text());
  JsonWriter out;
  out.list();
  for (const std::string& text : texts) {
    out.object().member("content", mastodon_html(text, parts_.commons, home));
    out.member("spoiler_text", "").member("sensitive", false);
    out.member("created_at", item.edited_at.value_or(item.created_at)).key("account");
    write_account(out, item.source.author_id);
    out.end();
  }
  return json_reply(200, out.str());
}

WireReply MastodonApi::instance(const Call& call) {
  const MastodonAccount& account = parts_.options.mastodon;
  JsonWriter out;
  out.object().member("domain", home).member("title", "Simulated").member("version", "4.6.4");
  out.member("uri", call.address).key("configuration").object().key("statuses").object();
  out.member("max_characters", account.characters).member("max_media_attachments", 4);
  out.member("characters_reserved_per_url", account.characters_per_url).end();
  out.key("media_attachments").object().member("image_size_limit", 16'777'216).end().end();
  out.key("api_versions").object().member("mastodon", 7).end();
  return json_reply(200, out.str());
}

std::optional<WireReply> MastodonApi::refuse_text(const Call& call) const {
  const MastodonAccount& account = parts_.options.mastodon;
  const std::string text = call.param("status").value_or("");
  if (trim(text).empty() && call.all("media_ids[]").empty()) {
    return error(422, "Validation failed: Text can't be blank");
  }
  const auto per_url = static_cast<std::size_t>(account.characters_per_url);
  const std::size_t length =
      mastodon_length(text, per_url) + grapheme_count(call.param("spoiler_text").value_or(""));
  if (length > static_cast<std::size_t>(account.characters)) {
    return error(422, "Validation failed: Text character limit of " +
                          std::to_string(account.characters) + " exceeded");
  }
  return std::nullopt;
}

// The same Idempotency-Key within an hour gives the status that stands already.
WireReply MastodonApi::create(const Call& call) {
  if (auto refusal = refuse_unknown(call, {"status", "in_reply_to_id", "visibility", "spoiler_text",
                                           "language", "media_ids[]", "sensitive", "scheduled_at",
                                           "quoted_status_id", "quote_approval_policy"})) {
    return *refusal;
  }
  const auto kept = keys_.find(call.idempotency_key);
  if (!call.idempotency_key.empty() && kept != keys_.end() &&
      call.now < kept->second.at + key_life) {
    if (const SimItem* before = parts_.commons.find(Site::mastodon, kept->second.id)) {
      return json_reply(200, shown(*before, call));
    }
  }
  if (auto refusal = refuse_text(call)) return *refusal;
  NewItem item{.site = Site::mastodon, .author_id = parts_.options.mastodon.id};
  item.text = call.param("status").value_or("");
  item.answers = call.param("in_reply_to_id").value_or("");
  item.visibility = call.param("visibility").value_or("public");
  item.lang = call.param("language").value_or("");
  item.origin = Origin::api;
  if (!known_visibility(item.visibility)) {
    return error(422, "Validation failed: Visibility is not included in the list");
  }
  const auto id = parts_.commons.add(std::move(item));
  if (!id) return error(404, "Record not found");
  if (!call.idempotency_key.empty()) keys_[call.idempotency_key] = {*id, call.now};
  return json_reply(200, shown(*parts_.commons.find(Site::mastodon, *id), call));
}

WireReply MastodonApi::change(const Call& call, const SimItem& item) {
  if (item.source.author_id != parts_.options.mastodon.id) return error(404, "Record not found");
  if (auto refusal = refuse_text(call)) return *refusal;
  parts_.commons.edit(Site::mastodon, item.id, call.param("status").value_or(""));
  return json_reply(200, shown(*parts_.commons.find(Site::mastodon, item.id), call));
}

WireReply MastodonApi::remove(const Call& call, const SimItem& item) {
  if (item.source.author_id != parts_.options.mastodon.id) return error(404, "Record not found");
  const std::string before = shown(item, call);
  parts_.commons.remove(Site::mastodon, item.id);
  return json_reply(200, before);
}

}  // namespace social311::simulator
