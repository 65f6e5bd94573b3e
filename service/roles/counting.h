// Counts the calls of one account where they leave the house: the one place that sees token
// refreshes and repeats too.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/http.h"

namespace social311::service {

class CountingHttp final : public HttpClient {
 public:
  explicit CountingHttp(HttpClient& inner) : inner_(inner) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    ++calls_;
    return inner_.send(request);
  }
  // Calls since it was asked last. Thread-safe.
  std::int64_t take() { return calls_.exchange(0); }

 private:
  HttpClient& inner_;
  std::atomic<std::int64_t> calls_{0};
};

}  // namespace social311::service
