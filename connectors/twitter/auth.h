// Who speaks to X: OAuth 2.0 user tokens that rotate, OAuth 1.0a signatures, or an app's bearer
// token (reads only). Refresh tokens are single use: one refresh at a time over all processes,
// under the Vault's lock, and the new pair is kept before it is used. Source: X docs,
// authentication/oauth-2-0; section "refresh tokens".
#pragma once

#include <optional>
#include <string>

#include "connectors/network.h"
#include "connectors/twitter/oauth1.h"
#include "core/http.h"
#include "core/result.h"

namespace social311::connectors::twitter {

enum class Scheme { oauth2_user, oauth1_user, app_only };

// A sentence naming the missing credential; empty when the account can sign in.
std::optional<std::string> missing_credential(const Account& account);

struct TokenPair {
  Secret access{};
  Secret refresh{};
  std::optional<Instant> expires_at{};
  std::optional<Instant> renewed_at{};  // empty: as the credentials file brought it
  std::string origin{};                 // digest of the file's tokens this chain began with
};

class Authoriser {
 public:
  Authoriser(const Account& account, NetworkParts parts);

  bool can_write() const { return scheme_ != Scheme::app_only; }
  Scheme scheme() const { return scheme_; }

  // The Authorization header. Renews an OAuth 2.0 pair with less than 5 minutes left first.
  // Throws only what the Vault throws (database lost).
  Result<std::string> header(const std::string& method, const std::string& url, Instant now);
  // After a 401: makes the next header() differ, or says why not (denied, retry_later).
  Result<Done> renew(const std::string& refused_header, Instant now);

 private:
  TokenPair pair_of(const std::optional<Secret>& kept) const;
  Result<Done> renew_unless(const std::string& other_than, Instant now);
  Result<TokenPair> refresh(const TokenPair& old, Instant now);
  HttpRequest refresh_request(const TokenPair& old) const;

  NetworkParts parts_;
  Scheme scheme_;
  std::string base_;
  std::string account_key_;
  TokenPair from_file_{};
  OAuth1Keys keys_{};
  Secret bearer_{};
  std::string client_id_;
  Secret client_secret_{};
};

}  // namespace social311::connectors::twitter
