// Bringing tokens and looking after them: the sign-in by a person, and the daily check.
#include <algorithm>

#include "connectors/answers.h"
#include "connectors/twitter/errors.h"
#include "connectors/twitter/twitter.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::connectors::twitter {
namespace {

bool holds_word(const std::string& words, const std::string& word) {
  const auto all = split(words, ' ');
  return std::find(all.begin(), all.end(), word) != all.end();
}

std::string missing_scopes(const std::string& granted, bool messages) {
  std::string missing;
  for (const std::string& scope : split(scopes_wanted, ' ')) {
    const bool of_messages = scope.rfind("dm.", 0) == 0;
    if (holds_word(granted, scope) || (of_messages && !messages)) continue;
    missing += (missing.empty() ? "" : ", ") + scope;
  }
  return missing;
}

}  // namespace

// Whose tokens these are is asked before they take the place of the old ones: a person may be
// signed in to X as somebody else. Where X does not say, they are kept; check() will tell.
Result<Done> Twitter::finish_sign_in(const SignInPage& page, const std::string& redirect_uri,
                                     const std::string& code, Instant now) {
  const auto ours = [this](const Secret& access) -> Result<Done> {
    const auto response = api_.get_with(access, "/users/me");
    if (!response || response->status != 200) return Done{};
    const auto parsed = JsonValue::parse(response->body);
    const std::string id = parsed ? (*parsed)["data"]["id"].text_or("") : std::string();
    if (id.empty() || id == self_.id) return Done{};
    return fault(FaultKind::rejected,
                 "the person signed in as " +
                     quoted("@" + (*parsed)["data"]["username"].text_or("?"), 40) +
                     ", the account is @" + self_.handle +
                     ": nothing was kept; sign out of x.com and sign in as the account");
  };
  return api_.authoriser().finish_sign_in(page, redirect_uri, code, ours, now);
}

Result<SignInPage> Twitter::begin_sign_in(const std::string& redirect_uri, Random& random) {
  return api_.authoriser().begin_sign_in(redirect_uri, random);
}

void Twitter::warn(const HttpResponse& response, Health& health) const {
  const bool messages = listens_to_messages();
  if (api_.scheme() == Scheme::app_only) {
    health.message = "reads only: an app's bearer token cannot reply";
    if (messages) health.warnings.emplace_back("direct messages need a user's token");
    return;
  }
  const std::string level = response.header("x-access-level");
  if (level == "read") health.warnings.emplace_back("the app may read only: it cannot reply");
  if (api_.scheme() == Scheme::oauth1_user) {
    if (messages && level == "read-write")
      health.warnings.emplace_back("the app has no permission for direct messages");
    return;
  }
  const TokenPair pair = api_.pair();
  const std::string missing =
      pair.scope.empty() ? std::string() : missing_scopes(pair.scope, messages);
  if (!missing.empty())
    health.warnings.push_back("the tokens lack the scopes " + missing + ": authorise again");
  if (!pair.refresh.empty()) return;
  health.token_ends_at = pair.expires_at;
  health.warnings.emplace_back(
      "there is no refresh token: the access token ends two hours after it was made");
}

Health Twitter::check(Instant now) {
  const bool user = api_.can_write();
  const auto wrong = [](std::string message) {
    Health out;
    out.message = std::move(message);
    return out;
  };
  const auto response = api_.get(user ? "/users/me" : "/users/" + self_.id, {}, now);
  if (!response) return wrong(response.fault().message);
  if (response->status != 200) return wrong(fault_of(*response, now).message);
  const auto parsed = JsonValue::parse(response->body);
  if (!parsed) return wrong("X's answer cannot be read: " + parsed.fault().message);
  const std::string id = (*parsed)["data"]["id"].text_or("");
  const std::string handle = (*parsed)["data"]["username"].text_or("");
  if (id.empty()) return wrong("X knows no account with the id " + self_.id);
  if (id != self_.id)
    return wrong("the tokens belong to " + quoted("@" + handle, 40) + " with the id " +
                 quoted(id, 40) + ", not to " + self_.id + ": correct id or authorise again");
  if (to_lower_ascii(handle) != to_lower_ascii(self_.handle))
    return wrong("the account's handle is now " + quoted("@" + handle, 40) + ": correct handle");
  Health health;
  health.ok = true;
  warn(*response, health);
  return health;
}

}  // namespace social311::connectors::twitter
