// How the answer of a network's sign-in page comes back to this program: by a redirect to a
// listener on this machine, or as the redirected address that a person pastes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "connectors/network.h"
#include "net/server.h"

namespace social311::service {

inline constexpr const char* sign_in_path = "/callback";

struct SignInAnswer {
  enum class Kind {
    code,     // `code` is for Network::finish_sign_in, once and at once
    denied,   // the person said no, or the network did
    foreign,  // of another sign-in: its state is not ours. Nothing was used up
    useless,  // no answer at all
  };
  Kind kind = Kind::useless;
  std::string code{};
  std::string sentence{};  // what to tell the person; empty for a code
};

using QueryPairs = std::vector<std::pair<std::string, std::string>>;

// `query`: decoded, as the redirect brought it. The state is compared in constant time.
SignInAnswer read_sign_in_answer(const QueryPairs& query, const std::string& state);
// A whole address, or only what stands behind its `?`.
SignInAnswer read_pasted_answer(const std::string& line, const std::string& state);

// A page of one sentence for the person's browser; no script, nothing loaded, never cached.
net::ServerReply sign_in_page(int status, const std::string& sentence);

// Listens on 127.0.0.1 for one answer. A foreign one is told so and changes nothing; after the
// first that counts every further one is told that it was used.
class SignInListener {
 public:
  // Fault (rejected): the port cannot be had. 0 = any free one.
  static Result<std::unique_ptr<SignInListener>> start(int port);
  SignInListener() = default;
  SignInListener(const SignInListener&) = delete;
  SignInListener& operator=(const SignInListener&) = delete;
  ~SignInListener();

  std::string redirect_uri() const;
  // From now on answers with this state count.
  void expect(const std::string& state);
  // Empty: nothing came in time, or it was stopped.
  std::optional<SignInAnswer> wait(std::chrono::milliseconds patience, std::stop_token stop);

 private:
  net::ServerReply take(const net::ServerCall& call);

  std::mutex mutex_{};
  std::condition_variable_any came_{};
  std::string state_{};
  std::optional<SignInAnswer> answer_{};
  std::unique_ptr<net::HttpServer> server_{};  // last: it must be gone before what it uses
};

}  // namespace social311::service
