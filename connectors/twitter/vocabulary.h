// X renamed its words between spec 2.166 ("tweet") and 2.167 ("post"). A request uses the words of
// one of them only; the parser (parse.h) takes both, always. Source: the two OpenAPI documents.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace social311::connectors::twitter {

struct Vocabulary {
  std::string fields_name{};  // "post.fields" or "tweet.fields"
  std::string fields{};
  std::string expansions{};
  std::string message_fields{};  // of dm_event.fields
  std::string message_expansions{};
};

const Vocabulary& vocabulary(std::string_view api_names);  // "tweet"; everything else is "post"

// What a read of direct messages asks for; the look-up of one event takes no event types.
enum class OneOrMany { one, many };
std::vector<std::pair<std::string, std::string>> what_to_show_of_messages(
    const Vocabulary& words, OneOrMany how_many = OneOrMany::many);

// What every read of posts asks for, in the account's words.
std::vector<std::pair<std::string, std::string>> what_to_show(const Vocabulary& words);

}  // namespace social311::connectors::twitter
