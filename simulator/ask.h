// A request's query, checked against the rules of its endpoint and vocabulary.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "core/clock.h"
#include "simulator/vocabulary.h"
#include "simulator/wire.h"

namespace social311::simulator {

struct Ask {
  Endpoint endpoint = Endpoint::me;
  Vocabulary vocabulary = Vocabulary::post;
  std::string subject{};  // the {…} of the path
  std::map<std::string, std::string> values{};
  std::map<std::string, std::set<std::string>> lists{};
  std::optional<std::uint64_t> since_id{};
  std::optional<std::uint64_t> until_id{};
  std::optional<Instant> start_time{};
  std::optional<Instant> end_time{};

  std::string value(const std::string& name) const;  // "" when absent
  int number(const std::string& name, int other) const;
  bool expands(const std::string& name) const;
  bool wants_field(const std::string& name) const;  // in post.fields or tweet.fields
  bool lists_value(const std::string& parameter, const std::string& name) const;
  std::string page_token() const;  // next_token or pagination_token
  // Everything but fields, page size and the token itself: a token works for its own query only.
  std::string fingerprint() const;
};

// The checked request, or X's 400.
std::variant<Ask, WireReply> check_ask(const Routed& routed, Vocabulary vocabulary,
                                       const WireRequest& request);

}  // namespace social311::simulator
