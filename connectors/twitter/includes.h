// What an answer of X carries beside its items (authors, referenced posts, pictures), and how its
// values are read. Shared by the parsers of posts and of direct messages.
#pragma once

#include <map>
#include <string>

#include "connectors/twitter/parse.h"
#include "core/json.h"
#include "core/post.h"

namespace social311::connectors::twitter {

struct Includes {
  std::map<std::string, JsonValue> users{};
  std::map<std::string, JsonValue> posts{};
  std::map<std::string, JsonValue> media{};
};
Includes includes_of(const JsonValue& page);

// The value under its name of spec 2.167, else under that of 2.166.
JsonValue first_of(const JsonValue& object, const char* new_name, const char* old_name);
std::string id_of(const JsonValue& value);  // "" when it is no id of X

// Known by id alone where the person is suspended or protected.
Author author_with(const std::string& id, const Includes& includes);
void read_media(const JsonValue& item, const Includes& includes, Post& post);

// A partial error beside the data, as a sentence.
std::string sentence_of(const JsonValue& error);
std::string problem_kind(const JsonValue& error);     // last segment of `type`, whatever the host
std::string problem_subject(const JsonValue& error);  // the id it is about, "" where it names none

constexpr std::size_t longest_token = 2'000;  // of a next_token

}  // namespace social311::connectors::twitter
