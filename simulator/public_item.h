// What a resident puts on one of the networks beside X, in the words of the control interface and
// of scenarios:
//   {"network":"facebook","kind":"comment","author":{"id","handle","name"},"text","in_reply_to",
//    "media","media_alt","lang","visibility","created_at"}
// `kind`, by network; without one it is the first, and with `in_reply_to` always an answer:
//   facebook   post (on the city's page) · comment (on its newest post) · tagged (elsewhere, naming
//              the page) · message
//   instagram  comment (on the city's newest picture) · tagged (a picture that tags the city) ·
//              post (a picture of one's own, found by its hashtags) · message
//   bluesky    post · plain (a post whose mentions are no facets)
//   mastodon   post · message (visibility direct)
#pragma once

#include <string>

#include "core/json.h"
#include "core/result.h"
#include "simulator/commons.h"

namespace social311::simulator {

struct PublicItem {
  SimPerson author{};
  std::string kind{};
  NewItem item{};
};

// Fault (rejected) says what is wrong. `network` must name one of the four.
Result<PublicItem> read_public_item(const JsonValue& body);

// Everything that the kind decides: where the item stands and what it is. `city` is the account's
// id. Fault (rejected): nothing to stand on.
Result<NewItem> placed_item(const PublicItem& given, const Commons& commons,
                            const std::string& city);

}  // namespace social311::simulator
