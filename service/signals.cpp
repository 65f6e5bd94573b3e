#include "service/signals.h"

#include <csignal>
#include <thread>

namespace social311::service {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

std::stop_source& stop_on_signals() {
  static std::stop_source source = [] {
    std::signal(SIGPIPE,
                SIG_IGN);  // NOLINT(cert-err33-c): a gone reader is told by the write's error
    const sigset_t set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return std::stop_source();
  }();
  static std::thread waiter = [] {
    std::thread thread([] {
      const sigset_t set = stop_signals();
      int number = 0;
      while (sigwait(&set, &number) != 0) {
      }
      source.request_stop();
    });
    thread.detach();  // waits for a signal until the process ends
    return thread;
  }();
  (void)waiter;
  return source;
}

}  // namespace social311::service
