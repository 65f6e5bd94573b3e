// The record of a reply. The same reply always gives the same bytes, so that sending it again
// changes nothing. Source: lexicons app.bsky.feed.post, app.bsky.richtext.facet.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/bluesky/parse.h"
#include "connectors/network.h"

namespace social311::connectors::bluesky {

constexpr std::size_t most_graphemes = 300;
constexpr std::size_t most_bytes = 3'000;
LengthRule length_rule();

// A part of a text that acts: UTF-8 bytes, end exclusive. Nothing is active without one.
struct Facet {
  std::size_t start = 0;
  std::size_t end = 0;
  std::string link{};         // an address, or
  std::string mention_did{};  // a person

  bool operator==(const Facet&) const = default;
};
// Links with a scheme, and "@handle" of the person that is answered.
std::vector<Facet> facets_of(std::string_view text, std::string_view handle, std::string_view did);

// The body of com.atproto.repo.putRecord. Of a notice `parent` is not read.
std::string put_body(const OutgoingReply& reply, const std::string& own_did, const Parent& parent);

}  // namespace social311::connectors::bluesky
