// Who is calling: sign-in with a brake on guessing, sessions by cookie, and the checks that keep
// foreign pages out. reliability.md's threat model in code: same answer and time for unknown names,
// at most ten tries an hour for a name and sixty for an address, tokens stored hashed.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "service/web/app.h"

namespace social311::service {

// A token bucket a key: `most` tries, refilled evenly over an hour. Thread-safe, bounded memory.
class GuessBrake {
 public:
  explicit GuessBrake(int most) : most_(most) {}
  bool allow(const std::string& key, Instant now);
  // The try was no guess: it does not count.
  void forgive(const std::string& key);

 private:
  struct Bucket {
    double tries = 0;
    Instant at{};
  };
  int most_;
  std::mutex mutex_{};
  std::map<std::string, Bucket> buckets_{};
};

class SignIn {
 public:
  explicit SignIn(const WebParts& parts)
      : parts_(parts), secure_(parts.config.web.public_url.starts_with("https://")) {}

  net::ServerReply sign_in(const net::ServerCall& call, Instant now);
  net::ServerReply sign_out(const net::ServerCall& call);
  std::optional<sql::Session> session(const net::ServerCall& call, sql::Store& store,
                                      Instant now) const;
  // Empty = fine. A changing call needs JSON, the header X-Social311, and no foreign Origin.
  std::optional<net::ServerReply> foreign(const net::ServerCall& call) const;

 private:
  std::string cookie_name() const;
  std::string cookie(const std::string& value, int max_age_s) const;

  const WebParts& parts_;
  bool secure_;
  GuessBrake by_name_{10};
  GuessBrake by_address_{60};
};

bool may(const std::string& role, Power power);
net::ServerReply session_view(const WebParts& parts, const sql::Agent& agent);

}  // namespace social311::service
