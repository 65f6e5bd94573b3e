// Who is calling: app-only and OAuth 2.0 bearer tokens, OAuth 1.0a signatures, and the token
// endpoint with its single-use refresh tokens. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "core/clock.h"
#include "core/json.h"
#include "core/random.h"
#include "simulator/limits.h"
#include "simulator/simulator.h"
#include "simulator/wire.h"

namespace social311::simulator {

struct Caller {
  std::size_t app = 0;
  Context context = Context::app;
  Vocabulary vocabulary = Vocabulary::post;
};

class AppRegistry {
 public:
  struct Parts {  // borrowed
    Clock& clock;
    Random& random;
    std::function<void(const std::string& line)> journal{};
    Milliseconds token_life{};
  };
  AppRegistry(std::vector<AppCredentials> apps, Parts parts);

  // Empty: X answers 401.
  std::optional<Caller> identify(const WireRequest& request) const;

  // POST /2/oauth2/token. A consumed refresh token breaks the whole chain: nothing of the family
  // works any more until the state is made anew.
  WireReply token(const WireRequest& request);
  WireReply revoke(const WireRequest& request);
  // GET /i/oauth2/authorize: whoever asks is let in at once, by a redirect that carries the code.
  WireReply authorize(const WireRequest& request);

  void expire_access();  // every user token is over, refreshing still works
  void restore();        // back to the tokens of the start
  int refreshes() const { return refreshes_; }
  int broken_chains() const { return broken_chains_; }
  void replay(const JsonValue& line);

 private:
  struct Family {
    std::map<std::string, Instant> access{};
    std::string refresh{};
    std::set<std::string> consumed{};
    bool broken = false;
  };
  struct Code {
    std::size_t app = 0;
    Instant until{};
    std::string challenge{};
    std::string redirect{};
  };

  void start_over();
  std::optional<std::size_t> client(const WireRequest& request, const Pairs& form) const;
  std::optional<Caller> by_bearer(const std::string& token) const;
  std::optional<Caller> by_signature(const WireRequest& request) const;
  std::variant<std::size_t, WireReply> by_refresh(std::size_t app, const std::string& refresh);
  std::variant<std::size_t, WireReply> by_code(std::size_t app, const Pairs& form);
  WireReply grant(std::size_t app);
  std::string fresh_token();
  void note(std::size_t app);

  std::vector<AppCredentials> apps_;
  Parts parts_;
  std::vector<Family> families_;
  std::map<std::string, Code> codes_;
  std::uint64_t minted_ = 0;
  int refreshes_ = 0;
  int broken_chains_ = 0;
};

// The signature of RFC 5849 over a request; exported for tests.
std::string oauth1_signature(const std::string& method, const std::string& url, Pairs parameters,
                             const std::string& consumer_secret, const std::string& token_secret);

}  // namespace social311::simulator
