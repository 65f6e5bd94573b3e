// Signals belong to the main thread. While this lives, none reaches the calling thread, and threads
// started meanwhile inherit that for good.
#pragma once

#include <csignal>

namespace social311::net {

class SignalsBlocked final {
 public:
  SignalsBlocked() {
    sigset_t all{};
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace social311::net
