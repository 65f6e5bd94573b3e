// Recent search: X's query language, parsed strictly and matched against posts.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "simulator/world.h"

namespace social311::simulator {

// One node: `all` and `any` have parts, every other kind is a leaf.
struct SearchNode {
  enum class Kind {
    all,
    any,
    words,  // keyword or "phrase": consecutive words
    mention,
    hashtag,
    cashtag,
    symbol,  // an emoji or another sign, found as bytes
    from,
    to,
    link,
    conversation,
    reply_to_post,
    repost_of_post,
    quote_of_post,
    place,
    country,
    radius,
    box,
    least,    // min_likes: and relatives
    nothing,  // context:, entity:, list: are known, but this network has none
    is,
    has,
    language,
  };
  Kind kind = Kind::all;
  bool negated = false;
  std::string value{};
  std::vector<std::string> words{};
  std::vector<double> numbers{};
  std::vector<SearchNode> parts{};
};

constexpr std::size_t self_serve_query_length = 512;
constexpr std::size_t full_query_length = 4096;

// Fault (rejected): X would answer 400; the message says why.
Result<SearchNode> parse_search(std::string_view query);
bool matches(const SearchNode& node, const SimPost& post, const World& world);

// The one place this network knows: a made-up box around Denver.
struct SimPlace {
  std::string id = "0311d0e5c0ffee01";
  std::string name = "Denver";
  std::string full_name = "Denver, CO";
  std::string country = "United States";
  std::string country_code = "US";
  double west = -105.1099;
  double south = 39.6143;
  double east = -104.6003;
  double north = 39.9142;
};
const SimPlace& denver_place();

}  // namespace social311::simulator
