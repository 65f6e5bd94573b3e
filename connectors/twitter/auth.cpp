#include "connectors/twitter/auth.h"

#include <chrono>

#include "connectors/answers.h"
#include "connectors/twitter/errors.h"
#include "core/digest.h"
#include "core/json.h"

namespace social311::connectors::twitter {
namespace {

constexpr const char* vault_name = "oauth2";
constexpr std::chrono::minutes renew_before{5};
// A pair younger than this that is refused will not be helped by another one.
constexpr std::chrono::minutes still_new{1};

std::string bearer(const Secret& token) {
  return "Bearer " + token.reveal();
}

bool has(const Account& account, const char* name) {
  return !credential(account, name).empty();
}

Scheme scheme_of(const Account& account) {
  if (has(account, "access_token") || has(account, "refresh_token")) return Scheme::oauth2_user;
  if (has(account, "consumer_key")) return Scheme::oauth1_user;
  // With a client_id alone the tokens come by `account authorise` and live in the vault.
  return has(account, "client_id") ? Scheme::oauth2_user : Scheme::app_only;
}

Secret to_secret(const TokenPair& pair) {
  JsonWriter json;
  json.object();
  json.member("access", pair.access.reveal()).member("refresh", pair.refresh.reveal());
  json.member("expires_at", pair.expires_at).member("renewed_at", pair.renewed_at);
  json.member("origin", pair.origin).member("scope", pair.scope);
  return Secret(json.str());
}

// X answers {"access_token","refresh_token","expires_in"}.
std::optional<TokenPair> read_answer(const std::string& body, const TokenPair& old, Instant now) {
  auto parsed = JsonValue::parse(body);
  if (!parsed) return std::nullopt;
  const auto access = (*parsed)["access_token"].text();
  if (!access || access->empty()) return std::nullopt;
  TokenPair pair = old;
  pair.access = Secret(*access);
  if (const auto next = (*parsed)["refresh_token"].text()) pair.refresh = Secret(*next);
  if (const auto scope = (*parsed)["scope"].text()) pair.scope = *scope;
  const auto lifetime = (*parsed)["expires_in"].number(1, 366LL * 86'400);
  pair.expires_at = now + std::chrono::seconds(lifetime.value_or(7'200));
  pair.renewed_at = now;
  return pair;
}

Fault authorise_again(const std::string& account_key, const std::string& why) {
  return fault(FaultKind::denied,
               why + "; bring new tokens with: social311 account authorise " + account_key);
}

}  // namespace

std::optional<std::string> missing_credential(const Account& account) {
  if (scheme_of(account) == Scheme::oauth2_user) {
    if (has(account, "refresh_token") && !has(account, "client_id"))
      return "refresh_token needs client_id beside it";
    return std::nullopt;
  }
  if (scheme_of(account) == Scheme::oauth1_user) {
    for (const char* name : {"consumer_secret", "token", "token_secret"}) {
      if (!has(account, name)) return std::string(name) + " is missing beside consumer_key";
    }
    return std::nullopt;
  }
  if (has(account, "bearer_token")) return std::nullopt;
  return "access_token is missing (or consumer_key, consumer_secret, token and token_secret, or "
         "bearer_token for reading alone)";
}

Authoriser::Authoriser(const Account& account, NetworkParts parts)
    : parts_(parts),
      scheme_(scheme_of(account)),
      base_(base_of(account)),
      account_key_(account.key()),
      keys_{credential(account, "consumer_key"), credential(account, "consumer_secret"),
            credential(account, "token"), credential(account, "token_secret")},
      bearer_(credential(account, "bearer_token")),
      client_id_(credential(account, "client_id").reveal()),
      client_secret_(credential(account, "client_secret")) {
  from_file_.access = credential(account, "access_token");
  from_file_.refresh = credential(account, "refresh_token");
  from_file_.origin = sha256_hex(from_file_.access.reveal() + "\n" + from_file_.refresh.reveal());
}

// The kept pair, unless a person has brought other tokens in the file since its chain began.
TokenPair Authoriser::pair_of(const std::optional<Secret>& kept) const {
  if (!kept) return from_file_;
  auto parsed = JsonValue::parse(kept->reveal());
  if (!parsed || (*parsed)["origin"].text_or("") != from_file_.origin) return from_file_;
  TokenPair pair;
  pair.access = Secret((*parsed)["access"].text_or(""));
  pair.refresh = Secret((*parsed)["refresh"].text_or(""));
  pair.expires_at = (*parsed)["expires_at"].instant();
  pair.renewed_at = (*parsed)["renewed_at"].instant();
  pair.origin = from_file_.origin;
  pair.scope = (*parsed)["scope"].text_or("");
  return pair;
}

TokenPair Authoriser::pair() const {
  return pair_of(parts_.vault.load(vault_name));
}

Result<std::string> Authoriser::header(const std::string& method, const std::string& url,
                                       Instant now) {
  if (scheme_ == Scheme::app_only) return bearer(bearer_);
  if (scheme_ == Scheme::oauth1_user)
    return oauth1_header(method, url, keys_, hex(parts_.random.bytes(16)), now);
  TokenPair pair = pair_of(parts_.vault.load(vault_name));
  const bool ends_soon = pair.expires_at && *pair.expires_at - now < renew_before;
  const bool can_renew = !pair.refresh.empty();
  if (!can_renew && pair.access.empty())
    return authorise_again(account_key_, "the account has no tokens yet");
  if (can_renew && (ends_soon || pair.access.empty())) {
    const auto renewed = renew_unless(bearer(pair.access), now);
    if (!renewed) return renewed.fault();
    pair = pair_of(parts_.vault.load(vault_name));
  }
  return bearer(pair.access);
}

Result<Done> Authoriser::renew(const std::string& refused_header, Instant now) {
  if (scheme_ != Scheme::oauth2_user)
    return authorise_again(account_key_, "X refused the account's credentials (401)");
  return renew_unless(refused_header, now);
}

// Renews the pair whose header is `old_header`, unless another process has done so meanwhile.
Result<Done> Authoriser::renew_unless(const std::string& old_header, Instant now) {
  Result<Done> end = Done{};
  parts_.vault.update(vault_name, [&](std::optional<Secret> kept) -> std::optional<Secret> {
    const TokenPair newest = pair_of(kept);
    if (bearer(newest.access) != old_header) return std::nullopt;
    if (newest.refresh.empty()) {
      end =
          authorise_again(account_key_, "X refused the access token and there is no refresh token");
      return std::nullopt;
    }
    const bool ended = newest.expires_at && *newest.expires_at <= now;
    if (!ended && newest.renewed_at && now - *newest.renewed_at < still_new) {
      end = authorise_again(account_key_, "X refuses a token that was renewed a moment ago");
      return std::nullopt;
    }
    const auto renewed = refresh(newest, now);
    if (renewed) return to_secret(*renewed);
    end = renewed.fault();
    return std::nullopt;
  });
  return end;
}

HttpRequest Authoriser::token_request(std::vector<std::pair<std::string, std::string>> form) const {
  HttpRequest request;
  request.method = "POST";
  request.url = base_ + "/2/oauth2/token";
  request.effect = HttpEffect::write;  // single use: it must not be repeated by the client
  request.headers["Content-Type"] = "application/x-www-form-urlencoded";
  if (client_secret_.empty()) {
    form.emplace_back("client_id", client_id_);
  } else {  // RFC 6749, 2.3.1: both are form-encoded first
    request.headers["Authorization"] = "Basic " + base64(percent_encode(client_id_) + ":" +
                                                         percent_encode(client_secret_.reveal()));
  }
  request.body = query_string(form);
  return request;
}

Result<TokenPair> Authoriser::refresh(const TokenPair& old, Instant now) {
  const auto response = parts_.http.send(
      token_request({{"grant_type", "refresh_token"}, {"refresh_token", old.refresh.reveal()}}));
  if (!response) {
    return fault(FaultKind::retry_later,
                 "the tokens could not be renewed: " + response.fault().message);
  }
  if (response->status == 200) {
    const auto pair = read_answer(response->body, old, now);
    if (pair) return *pair;
    return authorise_again(account_key_, "X renewed the tokens but its answer cannot be read");
  }
  if (response->status == 400 || response->status == 401)
    return authorise_again(
        account_key_, "X refused the refresh token (" + std::to_string(response->status) + ")");
  return fault_of(*response, now);
}

// The page of sign-in lives on x.com, not below the API's address; a network of our own has both at
// one place.
std::string Authoriser::sign_in_address() const {
  const std::string page = "/i/oauth2/authorize";
  return base_ == "https://api.x.com" ? "https://x.com" + page : base_ + page;
}

Result<SignInPage> Authoriser::begin_sign_in(const std::string& redirect_uri,
                                             Random& random) const {
  if (client_id_.empty())
    return fault(FaultKind::rejected,
                 "signing in needs client_id (of the app's OAuth 2.0 settings) in the account's "
                 "credentials_file");
  SignInPage page;
  page.state = base64url(random.bytes(18));
  page.verifier = Secret(base64url(random.bytes(48)));  // RFC 7636: 43 to 128 characters
  page.url = sign_in_address() + "?" +
             query_string({{"response_type", "code"},
                           {"client_id", client_id_},
                           {"redirect_uri", redirect_uri},
                           {"scope", scopes_wanted},
                           {"state", page.state},
                           {"code_challenge", base64url(sha256(page.verifier.reveal()))},
                           {"code_challenge_method", "S256"}});
  return page;
}

Result<TokenPair> Authoriser::exchange(const SignInPage& page, const std::string& redirect_uri,
                                       const std::string& code, Instant now) {
  const auto response =
      parts_.http.send(token_request({{"grant_type", "authorization_code"},
                                      {"code", code},
                                      {"redirect_uri", redirect_uri},
                                      {"code_verifier", page.verifier.reveal()}}));
  if (!response)
    return fault(FaultKind::retry_later,
                 "X did not answer to the code: " + response.fault().message + "; sign in again");
  if (response->status != 200) {
    const bool refused = response->status == 400 || response->status == 401;
    return fault(refused ? FaultKind::rejected : FaultKind::retry_later,
                 "X refused the code (" + std::to_string(response->status) +
                     "): it lives for 30 seconds and once; sign in again, with the redirect "
                     "address that the app is registered with");
  }
  TokenPair fresh;
  fresh.origin = from_file_.origin;
  const auto pair = read_answer(response->body, fresh, now);
  if (pair) return *pair;
  return fault(FaultKind::garbled, "X took the code but its answer cannot be read");
}

Result<Done> Authoriser::finish_sign_in(
    const SignInPage& page, const std::string& redirect_uri, const std::string& code,
    const std::function<Result<Done>(const Secret& access)>& accept, Instant now) {
  if (code.empty() || page.verifier.empty())
    return fault(FaultKind::rejected, "the address that came back holds no code");
  const auto pair = exchange(page, redirect_uri, code, now);
  if (!pair) return pair.fault();
  if (const auto refused = accept(pair->access); !refused) return refused;
  parts_.vault.update(vault_name, [&](const std::optional<Secret>&) -> std::optional<Secret> {
    return to_secret(*pair);
  });
  return Done{};
}

}  // namespace social311::connectors::twitter
