#include "simulator/render.h"

#include <algorithm>
#include <chrono>

#include "core/text.h"
#include "simulator/search_query.h"

namespace social311::simulator {

namespace {

using Kind = Entity::Kind;

struct Reference {
  const char* type;
  std::uint64_t id;
};

std::vector<Reference> references_of(const SimPost& post) {
  std::vector<Reference> found;
  if (post.source.repost_of != 0) found.push_back({"retweeted", post.source.repost_of});
  if (post.source.quoted != 0) found.push_back({"quoted", post.source.quoted});
  if (post.source.in_reply_to != 0) found.push_back({"replied_to", post.source.in_reply_to});
  return found;
}

std::vector<std::string> media_keys(const SimPost& post) {
  std::vector<std::string> keys;
  for (int i = 0; i < post.source.media; ++i) {
    keys.push_back("3_" + std::to_string(post.id - static_cast<std::uint64_t>(i) - 1));
  }
  return keys;
}

template <typename Ids>
void write_ids(JsonWriter& out, const std::string& name, const Ids& ids) {
  out.key(name).list();
  for (const auto id : ids) out.value(std::to_string(id));
  out.end();
}

}  // namespace

std::string x_time(Instant instant) {
  std::string text = to_iso8601(std::chrono::floor<std::chrono::seconds>(instant));
  text.insert(text.size() - 1, ".000");
  return text;
}

Renderer::Renderer(const World& world, const Ask& ask, Authors authors)
    : world_(world), ask_(ask), names_(names_of(ask.vocabulary)), authors_(authors) {}

void Renderer::post(JsonWriter& out, const SimPost& post) {
  if (first_author_.empty()) first_author_ = post.author_id;
  out.object();
  write_post(out, post);
  out.end();
  gather(post);
  gather_people(post);
}

void Renderer::write_post(JsonWriter& out, const SimPost& post) const {
  out.member("id", std::to_string(post.id)).member("text", post.built.text);
  write_links(out, post);
  write_extras(out, post);
}

// What ties a post to others. In the newer vocabulary these arrive by expansion only.
void Renderer::write_links(JsonWriter& out, const SimPost& post) const {
  const bool old = ask_.vocabulary == Vocabulary::tweet;
  if (old || ask_.expands(names_.history)) write_ids(out, names_.history, post.history);
  if (wants("author_id") || ask_.expands("author_id")) out.member("author_id", post.author_id);
  if (ask_.expands("username")) {
    if (const SimUser* author = world_.user(post.author_id)) out.member("username", author->handle);
  }
  if (!post.reply_to_user.empty() &&
      (wants("in_reply_to_user_id") || ask_.expands("in_reply_to_user_id"))) {
    out.member("in_reply_to_user_id", post.reply_to_user);
  }
  const auto references = references_of(post);
  if (references.empty() ||
      !(wants(names_.references.c_str()) || ask_.expands(names_.reference_expansion))) {
    return;
  }
  out.key(names_.references).list();
  for (const Reference& one : references) {
    out.object().member("type", one.type).member("id", std::to_string(one.id)).end();
  }
  out.end();
}

void Renderer::write_extras(JsonWriter& out, const SimPost& post) const {
  if (wants("conversation_id")) out.member("conversation_id", std::to_string(post.conversation));
  if (wants("created_at")) out.member("created_at", x_time(post.created_at));
  if (wants("lang")) out.member("lang", post.lang);
  if (wants("possibly_sensitive")) out.member("possibly_sensitive", false);
  if (wants("reply_settings")) out.member("reply_settings", "everyone");
  if (wants("entities")) {
    out.key("entities").object();
    write_entities(out, post.built);
    out.end();
  }
  if (post.note && wants(names_.note.c_str())) {
    out.key(names_.note).object().member("text", post.note->text).key("entities").object();
    write_entities(out, *post.note);
    out.end().end();
  }
  if (post.source.media > 0 && (wants("attachments") || ask_.expands("attachments.media_keys"))) {
    out.key("attachments").object().key("media_keys").list();
    for (const std::string& key : media_keys(post)) out.value(key);
    out.end().end();
  }
  if (wants("display_text_range")) {
    out.key("display_text_range").list().value(static_cast<std::uint64_t>(post.prefix.size()));
    out.value(static_cast<std::uint64_t>(code_point_offsets(post.built.text).size() - 1)).end();
  }
  write_geo(out, post);
  write_metrics(out, post);
}

void Renderer::write_entity(JsonWriter& out, const Entity& entity) const {
  out.object().member("start", static_cast<std::uint64_t>(entity.start));
  out.member("end", static_cast<std::uint64_t>(entity.end));
  switch (entity.kind) {
    case Kind::mention:
      out.member("username", entity.value);
      if (const SimUser* named = world_.user_by_handle(entity.value)) out.member("id", named->id);
      break;
    case Kind::link:
      out.member("url", entity.value).member("expanded_url", entity.expanded);
      out.member("display_url", entity.display);
      if (!entity.media_key.empty()) out.member("media_key", entity.media_key);
      break;
    default:
      out.member("tag", entity.value);
  }
  out.end();
}

void Renderer::write_entities(JsonWriter& out, const BuiltText& built) const {
  static const std::vector<std::pair<Kind, const char*>> groups = {{Kind::mention, "mentions"},
                                                                   {Kind::link, "urls"},
                                                                   {Kind::hashtag, "hashtags"},
                                                                   {Kind::cashtag, "cashtags"}};
  for (const auto& [kind, name] : groups) {
    if (built.values(kind).empty()) continue;
    out.key(name).list();
    for (const Entity& entity : built.entities) {
      if (entity.kind == kind) write_entity(out, entity);
    }
    out.end();
  }
}

void Renderer::write_geo(JsonWriter& out, const SimPost& post) const {
  const bool asked = wants("geo") || ask_.expands("geo.place_id");
  if (!asked || !post.source.lat || !post.source.lon) return;
  out.key("geo").object().member("place_id", denver_place().id);
  if (wants("geo")) {
    out.key("coordinates").object().member("type", "Point").key("coordinates").list();
    out.value(*post.source.lon).value(*post.source.lat).end().end();
  }
  out.end();
}

void Renderer::write_metrics(JsonWriter& out, const SimPost& post) const {
  if (wants("public_metrics")) {
    const auto count = [this, &post](std::uint64_t NewPost::*reference) {
      return static_cast<std::uint64_t>(world_.count_references(post.id, reference));
    };
    out.key("public_metrics").object();
    out.member(names_.repost_count, count(&NewPost::repost_of));
    out.member("reply_count", count(&NewPost::in_reply_to));
    out.member("like_count", 0).member("quote_count", count(&NewPost::quoted));
    out.member("bookmark_count", 0).member("impression_count", 0).end();
  }
  if (wants("edit_controls")) {
    const std::size_t left = max_edits + 1 - std::min(post.history.size(), max_edits + 1);
    out.key("edit_controls").object().member("edits_remaining", static_cast<std::uint64_t>(left));
    out.member("is_edit_eligible", post.source.in_reply_to == 0 && post.source.repost_of == 0);
    out.member("editable_until", x_time(instant_of(post.history.front()) + edit_window)).end();
  }
}

void Renderer::gather(const SimPost& post) {
  if (ask_.expands(names_.reference_expansion)) {
    for (const Reference& one : references_of(post)) gather_reference(one.id);
  }
  if (ask_.expands(names_.history)) {
    for (const std::uint64_t version : post.history) {
      if (version != post.id) posts_.push_back(version);
    }
  }
  if (ask_.expands("attachments.media_keys") && post.source.media > 0) pictured_.push_back(post.id);
  place_ = place_ || (ask_.expands("geo.place_id") && post.source.lat && post.source.lon);
}

void Renderer::gather_people(const SimPost& post) {
  if (ask_.expands("author_id")) users_.insert(post.author_id);
  if (ask_.expands("in_reply_to_user_id") && !post.reply_to_user.empty())
    users_.insert(post.reply_to_user);
  if (!ask_.expands("entities.mentions.username")) return;
  for (const std::string& handle : post.built.values(Kind::mention)) {
    const SimUser* named = world_.user_by_handle(handle);
    if (named == nullptr) {
      fail(not_found("entities.mentions.username", handle, "user"));
    } else if (named->standing == Standing::suspended) {
      PartialError error = not_found("entities.mentions.username", handle, "user");
      error.title = "Forbidden";
      error.detail = "User has been suspended: [" + handle + "].";
      fail(std::move(error));
    } else {
      users_.insert(named->id);
    }
  }
}

void Renderer::gather_reference(std::uint64_t id) {
  const SimPost* post = world_.find(id);
  const SimUser* author = post != nullptr ? world_.user(post->author_id) : nullptr;
  if (author == nullptr || author->standing == Standing::suspended) {
    fail(not_found(names_.reference_expansion, std::to_string(id), "tweet"));
  } else if (author->standing == Standing::closed_to_strangers) {
    PartialError error = not_found(names_.reference_expansion, std::to_string(id), "tweet");
    error.title = "Authorization Error";
    error.detail = "Sorry, you are not authorized to see the Tweet with " + error.parameter +
                   ": [" + error.value + "].";
    error.type = "not-authorized-for-resource";
    fail(std::move(error));
  } else {
    posts_.push_back(id);
    if (ask_.expands("referenced_tweets.id.author_id")) users_.insert(post->author_id);
  }
}

void Renderer::fail(PartialError error) {
  const bool known = std::any_of(errors_.begin(), errors_.end(), [&error](const PartialError& one) {
    return one.parameter == error.parameter && one.value == error.value;
  });
  if (!known) errors_.push_back(std::move(error));
}

}  // namespace social311::simulator
