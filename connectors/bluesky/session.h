// One signed-in session an account, shared by all processes through the Vault. Logging in is
// limited to 30 times in 5 minutes and 300 a day, so it happens once; after that tokens are
// refreshed. Source: lexicons com.atproto.server.{createSession,refreshSession}; pds rate limits.
#pragma once

#include <optional>
#include <string>

#include "connectors/bluesky/errors.h"
#include "connectors/network.h"
#include "core/http.h"
#include "core/result.h"
#include "core/secret.h"

namespace social311::connectors::bluesky {

struct Session {
  Secret access{};
  Secret refresh{};
  std::string did{};
};

class SessionKeeper {
 public:
  SessionKeeper(const Account& account, NetworkParts parts);

  // The kept session; logs in when there is none, or when the password file has changed.
  // Throws only what the Vault throws (database lost).
  Result<Session> current(Instant now);
  // After `refused` met token trouble: refreshed by us or by another process, or a new log-in.
  Result<Session> renew(const Session& refused, TokenTrouble trouble, Instant now);

 private:
  std::optional<Session> session_of(const std::optional<Secret>& kept) const;
  Secret to_secret(const Session& session) const;
  Result<Session> log_in(Instant now);
  Result<Session> refresh(const Session& old, Instant now);
  Result<Session> read_session(const HttpResponse& response, Instant now) const;

  NetworkParts parts_;
  std::string base_;
  std::string identifier_;
  Secret password_;
  std::string origin_;  // digest of the log-in this session began with
};

}  // namespace social311::connectors::bluesky
