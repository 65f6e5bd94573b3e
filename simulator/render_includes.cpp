// The part of an answer beside its data: users, posts, media and places that the expansions bring
// in.
#include <algorithm>

#include "simulator/render.h"
#include "simulator/search_query.h"

namespace social311::simulator {

void Renderer::user(JsonWriter& out, const SimUser& user) {
  out.object().member("id", user.id).member("name", user.name).member("username", user.handle);
  if (user_wants("created_at")) out.member("created_at", x_time(user.created_at));
  if (user_wants("description")) out.member("description", user.description);
  if (user_wants("protected"))
    out.member("protected", user.standing == Standing::closed_to_strangers);
  if (user_wants("verified")) out.member("verified", false);
  if (user_wants("verified_type")) out.member("verified_type", "none");
  if (user_wants("public_metrics")) {
    const auto posts = static_cast<std::uint64_t>(world_.written_by(user.id).size());
    out.key("public_metrics").object().member("followers_count", 0).member("following_count", 0);
    out.member(names_.post_count, posts).member("listed_count", 0).end();
  }
  const bool by_field = user_wants("most_recent_tweet_id");
  const bool by_expansion = ask_.expands("most_recent_post_id");
  if (by_field || by_expansion) {
    const auto written = world_.written_by(user.id);
    if (!written.empty()) {
      out.member(by_field ? "most_recent_tweet_id" : "most_recent_post_id",
                 std::to_string(written.front()->id));
      if (by_expansion) posts_.push_back(written.front()->id);
    }
  }
  out.end();
}

void Renderer::finish(JsonWriter& out) {
  write_includes(out);
  write_errors(out);
}

void Renderer::write_includes(JsonWriter& out) {
  if (authors_ == Authors::first_missing) users_.erase(first_author_);
  std::sort(posts_.begin(), posts_.end());
  posts_.erase(std::unique(posts_.begin(), posts_.end()), posts_.end());
  if (users_.empty() && posts_.empty() && pictured_.empty() && !place_) return;
  out.key("includes").object();
  if (!users_.empty()) {
    out.key("users").list();
    for (const std::string& id : users_) {
      if (const SimUser* one = world_.user(id)) user(out, *one);
    }
    out.end();
  }
  if (!posts_.empty()) {
    out.key(names_.included_posts).list();
    for (const std::uint64_t id : posts_) {
      out.object();
      write_post(out, *world_.find(id));
      out.end();
    }
    out.end();
  }
  if (!pictured_.empty()) {
    out.key("media").list();
    for (const std::uint64_t id : pictured_) write_media(out, *world_.find(id));
    out.end();
  }
  if (place_) write_place(out);
  out.end();
}

void Renderer::write_media(JsonWriter& out, const SimPost& post) const {
  for (int i = 0; i < post.source.media; ++i) {
    const std::string number = std::to_string(post.id - static_cast<std::uint64_t>(i) - 1);
    out.object().member("media_key", "3_" + number).member("type", "photo");
    if (ask_.lists_value("media.fields", "url")) {
      out.member("url", "https://media.example/" + number + ".jpg");
    }
    if (ask_.lists_value("media.fields", "width")) out.member("width", 1200);
    if (ask_.lists_value("media.fields", "height")) out.member("height", 900);
    if (!post.source.media_alt.empty() && ask_.lists_value("media.fields", "alt_text")) {
      out.member("alt_text", post.source.media_alt);
    }
    out.end();
  }
}

void Renderer::write_place(JsonWriter& out) const {
  const SimPlace& place = denver_place();
  const auto asked = [this](const char* field) { return ask_.lists_value("place.fields", field); };
  out.key("places").list().object().member("id", place.id).member("full_name", place.full_name);
  if (asked("name")) out.member("name", place.name);
  if (asked("country")) out.member("country", place.country);
  if (asked("country_code")) out.member("country_code", place.country_code);
  if (asked("place_type")) out.member("place_type", "city");
  if (asked("geo")) {
    out.key("geo").object().member("type", "Feature").key("bbox").list();
    out.value(place.west).value(place.south).value(place.east).value(place.north).end();
    out.key("properties").object().end().end();
  }
  out.end().end();
}

void Renderer::write_errors(JsonWriter& out) const {
  if (errors_.empty()) return;
  out.key("errors").list();
  for (const PartialError& error : errors_) {
    out.object().member("value", error.value).member("detail", error.detail);
    out.member("title", error.title).member("resource_type", error.resource_type);
    out.member("parameter", error.parameter).member("resource_id", error.value);
    out.member("type", names_.problems + error.type).end();
  }
  out.end();
}

}  // namespace social311::simulator
