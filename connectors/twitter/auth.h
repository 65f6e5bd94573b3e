// Who speaks to X: OAuth 2.0 user tokens that rotate, OAuth 1.0a signatures, or an app's bearer
// token (reads only). Refresh tokens are single use: one refresh at a time over all processes,
// under the Vault's lock, and the new pair is kept before it is used. Source: X docs,
// authentication/oauth-2-0; section "refresh tokens".
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "connectors/network.h"
#include "connectors/twitter/oauth1.h"
#include "core/http.h"
#include "core/result.h"

namespace social311::connectors::twitter {

enum class Scheme { oauth2_user, oauth1_user, app_only };

// What the account needs from its person. X docs, authentication/oauth-2-0.
constexpr const char* scopes_wanted =
    "tweet.read tweet.write users.read dm.read dm.write offline.access";

// A sentence naming the missing credential; empty when the account can sign in.
std::optional<std::string> missing_credential(const Account& account);

struct TokenPair {
  Secret access{};
  Secret refresh{};
  std::optional<Instant> expires_at{};
  std::optional<Instant> renewed_at{};  // empty: as the credentials file brought it
  std::string origin{};                 // digest of the file's tokens this chain began with
  std::string scope{};                  // what X granted, where it said so
};

class Authoriser {
 public:
  Authoriser(const Account& account, NetworkParts parts);

  bool can_write() const { return scheme_ != Scheme::app_only; }
  Scheme scheme() const { return scheme_; }

  // The Authorization header. Renews an OAuth 2.0 pair with less than 5 minutes left first.
  // Throws only what the Vault throws (database lost).
  Result<std::string> header(const std::string& method, const std::string& url, Instant now);
  // The pair as it is kept; only of Scheme::oauth2_user. Throws what the Vault throws.
  TokenPair pair() const;

  // OAuth 2.0 code with PKCE (S256). `rejected` without a client_id. The tokens are handed to
  // `accept` before they are kept: a fault of it keeps the old ones.
  Result<SignInPage> begin_sign_in(const std::string& redirect_uri, Random& random) const;
  Result<Done> finish_sign_in(const SignInPage& page, const std::string& redirect_uri,
                              const std::string& code,
                              const std::function<Result<Done>(const Secret& access)>& accept,
                              Instant now);

  // After a 401: makes the next header() differ, or says why not (denied, retry_later).
  Result<Done> renew(const std::string& refused_header, Instant now);

 private:
  TokenPair pair_of(const std::optional<Secret>& kept) const;
  Result<Done> renew_unless(const std::string& other_than, Instant now);
  std::string sign_in_address() const;
  Result<TokenPair> exchange(const SignInPage& page, const std::string& redirect_uri,
                             const std::string& code, Instant now);
  Result<TokenPair> refresh(const TokenPair& old, Instant now);
  // A POST to the token endpoint, the client named as X wants it.
  HttpRequest token_request(std::vector<std::pair<std::string, std::string>> form) const;

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
