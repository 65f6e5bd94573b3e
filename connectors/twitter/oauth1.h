// OAuth 1.0a signatures with HMAC-SHA1 (RFC 5849). A JSON body is not part of the signature.
// Source: X docs, fundamentals/authentication/oauth-1-0a/creating-a-signature.mdx.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/secret.h"

namespace social311::connectors::twitter {

struct OAuth1Keys {
  Secret consumer_key{};
  Secret consumer_secret{};
  Secret token{};
  Secret token_secret{};
};

using Parameters = std::vector<std::pair<std::string, std::string>>;  // decoded

// base64 of the signature. `address` has no query; `parameters` are all of query, form and header.
std::string oauth1_signature(std::string_view method, std::string_view address,
                             const Parameters& parameters, const OAuth1Keys& keys);

// The Authorization header of a request whose body is no form. `url` may have a query.
std::string oauth1_header(std::string_view method, std::string_view url, const OAuth1Keys& keys,
                          const std::string& nonce, Instant now);

}  // namespace social311::connectors::twitter
