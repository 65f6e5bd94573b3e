// `fields=id,from{id,name},comments.limit(0).summary(true){id}`: what a caller of the Graph API
// asks of a node and its edges.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace social311::simulator {

struct FieldAsk {
  std::string name{};
  std::map<std::string, std::string> args{};  // of an edge: limit, order, filter, …
  std::vector<FieldAsk> fields{};             // in braces

  const FieldAsk* find(std::string_view field) const;
};

// Fault (rejected): the text is none; the message says where.
Result<std::vector<FieldAsk>> parse_fields(std::string_view text);

}  // namespace social311::simulator
