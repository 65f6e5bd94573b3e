#include "connectors/twitter/includes.h"

#include <algorithm>

#include "connectors/twitter/ids.h"
#include "core/text.h"

namespace social311::connectors::twitter {
namespace {

std::map<std::string, JsonValue> by_key(const JsonValue& list, const char* key) {
  std::map<std::string, JsonValue> out;
  for (const JsonValue& item : list.items()) {
    if (const auto id = item[key].id()) out.emplace(*id, item);
  }
  return out;
}

}  // namespace

JsonValue first_of(const JsonValue& object, const char* new_name, const char* old_name) {
  const JsonValue value = object[new_name];
  return value.absent() ? object[old_name] : value;
}

std::string id_of(const JsonValue& value) {
  const auto id = value.id();
  return id && is_id(*id) ? *id : std::string();
}

Includes includes_of(const JsonValue& page) {
  const JsonValue includes = page["includes"];
  return {by_key(includes["users"], "id"), by_key(first_of(includes, "posts", "tweets"), "id"),
          by_key(includes["media"], "media_key")};
}

Author author_with(const std::string& id, const Includes& includes) {
  Author author;
  author.id = id;
  const auto user = includes.users.find(id);
  if (user == includes.users.end()) return author;
  author.handle = user->second["username"].text_or("");
  author.name = user->second["name"].text_or("");
  return author;
}

void read_media(const JsonValue& item, const Includes& includes, Post& post) {
  const JsonValue keys = item["attachments"]["media_keys"];
  post.media = static_cast<int>(std::min<std::size_t>(keys.size(), 100));
  for (const JsonValue& key : keys.items()) {
    const auto media = includes.media.find(key.id().value_or(""));
    if (media == includes.media.end()) continue;
    const std::string words = media->second["alt_text"].text_or("");
    if (!words.empty()) post.media_texts.push_back(words);
  }
}

std::string problem_kind(const JsonValue& error) {
  const std::string type = error["type"].text_or("");
  return type.substr(type.rfind('/') + 1);
}

std::string problem_subject(const JsonValue& error) {
  return error["resource_id"].id().value_or(error["value"].id().value_or(""));
}

std::string sentence_of(const JsonValue& error) {
  const std::string what = error["detail"].text_or(error["message"].text_or("no detail"));
  const std::string kind = problem_kind(error);
  const std::string id = problem_subject(error);
  std::string out = "X reports";
  if (!kind.empty()) out += " " + quoted(kind, 60);
  if (!id.empty()) out += " for " + quoted(id, 60);
  return out + ": " + quoted(what, 200);
}

}  // namespace social311::connectors::twitter
