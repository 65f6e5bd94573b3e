// Which part of a list one request asks for, and how far the cursor may move after it.
//
// Mastodon can page forward: `min_id` gives the page that follows right above a known id, where
// `since_id` gives the newest one and leaves a hole. An ask with a lower id and no upper one
// therefore goes up from it, oldest page first (Capabilities::pages_forward), and no gap can arise:
// a page and its cursor are one transaction, the cursor never passes an item that was not given
// away with it or before it, so wherever a walk stops the next one goes on behind what is stored.
// The first walk of a feed has no id to go up from (from the very first status of a hashtag would
// be years); it and the filling of the gaps that it leaves go down by `max_id`, to the time where
// history begins.
//
// Ids are opaque and never compared. Their order is the server's, and it is not quite the order of
// arrival: a notification's number is drawn before it can be seen, and the id of a status from
// elsewhere is made of the time its author claims, so a late one appears below newer ones. The
// cursor therefore stays behind: it only moves over items older than `lag`, what is above is read
// again and stored once. A claim from the future is no time at all and counts like the next newer
// item.
// Source: Mastodon docs, api/guidelines; Link headers of a real server.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/network.h"
#include "core/result.h"

namespace social311::connectors::mastodon {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// Not empty, of printable ASCII, at most 200 bytes: what may stand in a path once it is encoded.
bool is_id(std::string_view text);

enum class Way { up, down };
struct Step {
  Way way = Way::down;
  Parameters bounds{};  // of the query
  std::string from{};   // the id the page begins behind, "" = none
};
// Fault rejected: `next` is none of ours.
Result<Step> step_of(const PageAsk& ask);

// The ids at which the Link header goes on, "" where it names none. Only the id is taken, never the
// address; an address on another host than `base` is refused all the same (rejected): such a server
// is not the one that was configured.
struct Links {
  std::string newer{};  // rel="prev", min_id
  std::string older{};  // rel="next", max_id
};
Result<Links> read_links(std::string_view header, std::string_view base);

// An item of a list, whatever it holds: its id there and its moment.
struct Mark {
  std::string id{};
  Instant at{};
};

// Sets next, newest and oldest of `page` from the marks (newest first) of the list it was read
// from. Fault rejected: the server gave the lower bound itself, so it does not page by min_id.
Result<Done> set_bounds(const PageAsk& ask, const Step& step, const std::vector<Mark>& marks,
                        const Links& links, std::chrono::seconds lag, Page& page);

}  // namespace social311::connectors::mastodon
