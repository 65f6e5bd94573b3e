// The journal's lines of posts, written and read back.
#include "core/text.h"
#include "simulator/world.h"

namespace social311::simulator {

namespace {

std::uint64_t id_in(const JsonValue& line, const char* key) {
  return parse_id(line[key].text_or("")).value_or(0);
}

std::vector<std::string> texts_in(const JsonValue& list) {
  std::vector<std::string> texts;
  for (const JsonValue& item : list.items()) texts.push_back(item.text_or(""));
  return texts;
}

NewPost source_in(const JsonValue& line) {
  NewPost post;
  post.author_id = line["author"].text_or("");
  post.text = line["text"].text_or("");
  post.in_reply_to = id_in(line, "in_reply_to");
  post.quoted = id_in(line, "quoted");
  post.repost_of = id_in(line, "repost_of");
  post.silent_user_ids = texts_in(line["silent"]);
  post.media = static_cast<int>(line["media"].number(0, 4).value_or(0));
  post.media_alt = line["media_alt"].text_or("");
  post.lat = line["lat"].real();
  post.lon = line["lon"].real();
  post.lang = line["lang"].text_or("");
  post.origin = line["origin"].text_or("") == "api" ? Origin::api : Origin::resident;
  return post;
}

}  // namespace

void World::note(const SimPost& post) {
  if (!parts_.journal) return;
  JsonWriter line;
  line.object().member("op", "post").member("id", std::to_string(post.id));
  line.member("author", post.author_id).member("text", post.source.text);
  line.member("in_reply_to", std::to_string(post.source.in_reply_to));
  line.member("quoted", std::to_string(post.source.quoted));
  line.member("repost_of", std::to_string(post.source.repost_of));
  line.key("silent").list();
  for (const std::string& id : post.source.silent_user_ids) line.value(id);
  line.end().member("media", post.source.media).member("media_alt", post.source.media_alt);
  line.member("lat", post.source.lat).member("lon", post.source.lon);
  line.member("lang", post.source.lang).member("arrived_at", post.arrived_at);
  line.member("visible_at", post.visible_at);
  line.member("origin", post.source.origin == Origin::api ? "api" : "resident");
  line.key("history").list();
  for (const std::uint64_t id : post.history) line.value(std::to_string(id));
  parts_.journal(line.str());
}

void World::replay_post(const JsonValue& line) {
  const std::uint64_t id = id_in(line, "id");
  NewPost post = source_in(line);
  if (id == 0 || user(post.author_id) == nullptr) return;
  const Instant arrived = line["arrived_at"].instant().value_or(instant_of(id));
  SimPost made = make(id, post, arrived, line["visible_at"].instant().value_or(arrived));
  made.history.clear();
  for (const std::string& version : texts_in(line["history"])) {
    const auto known = parse_id(version);
    if (known && (*known == id || posts_.contains(*known))) made.history.push_back(*known);
  }
  if (made.history.empty()) made.history = {id};
  index(std::move(made));
}

void World::replay(const JsonValue& line) {
  const std::string op = line["op"].text_or("");
  if (op == "post") {
    replay_post(line);
  } else if (op == "delete") {
    erase(id_in(line, "id"));
  } else if (op == "user") {
    SimUser user;
    user.id = line["id"].text_or("");
    user.handle = line["handle"].text_or("");
    user.name = line["name"].text_or("");
    user.description = line["description"].text_or("");
    user.created_at = line["created_at"].instant().value_or(Instant{});
    user.standing = static_cast<Standing>(line["standing"].number(0, 2).value_or(0));
    if (const SimUser* before = this->user(user.id)) {
      handles_.erase(to_lower_ascii(before->handle));
    }
    handles_[to_lower_ascii(user.handle)] = user.id;
    users_[user.id] = user;
  } else if (op == "message") {
    const std::uint64_t id = id_in(line, "id");
    mint_.remember(id);
    messages_.push_back({id, line["from"].text_or(""), line["to"].text_or(""),
                         line["text"].text_or(""), line["at"].instant().value_or(instant_of(id))});
  }
}

}  // namespace social311::simulator
