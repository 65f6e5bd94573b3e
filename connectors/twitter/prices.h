// What X takes for a call, and what an app may do by its contract with X. Source: X docs,
// getting-started/pricing.mdx (2026-08) and changelog 2026-02-23; an Enterprise contract has its
// own prices, which X does not print: none are counted.
#pragma once

#include <string_view>

#include "connectors/network.h"
#include "connectors/twitter/auth.h"

namespace social311::connectors::twitter {

enum class Tier { self_serve, enterprise };
std::optional<Tier> tier_of(std::string_view name);  // "" is self_serve; empty = no such tier

// "Owned reads" are those of the account's own mentions by its own token. They cost a fifth of a
// post; an app's bearer token pays the full price for them.
Prices prices_of(Tier tier, Scheme scheme);

// Which of the prices the things of one answer have.
enum class Thing { own_post, post, message, user };
Spend spend_on(int things, Thing thing, const Prices& prices);
std::int64_t price_of_text(std::string_view text, const Prices& prices);  // of a reply

}  // namespace social311::connectors::twitter
