#include "net/client.h"

#include <cpprest/http_client.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pplx/threadpool.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "net/client_check.h"
#include "net/client_fault.h"
#include "net/deadline_watch.h"
#include "net/signals_blocked.h"

namespace social311::net {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using web::http::client::http_client;
using web::http::client::http_client_config;

// Thrown by the progress handler to end a call; comes out of .get() on our own thread.
struct BodyTooLarge final : std::exception {};
struct TimeIsOver final : std::exception {};

// The legs of a call have a limit each; none needs to be longer than the whole.
milliseconds leg_limit(const HttpLimits& limits) {
  return std::min(limits.inactivity, limits.total);
}

http_client_config config_for(const ClientOptions& options, const Destination& to,
                              milliseconds leg) {
  http_client_config config;
  config.set_timeout(leg);
  config.set_max_redirects(0);  // a redirect would carry Authorization to wherever it points
  config.set_ssl_context_callback([ca = options.ca_file](boost::asio::ssl::context& tls) {
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    // A failure leaves the authority unknown, so the handshake refuses: no other way out is needed.
    if (ca) SSL_CTX_load_verify_locations(tls.native_handle(), ca->c_str(), nullptr);
  });
  if (options.proxy && !to.loopback) config.set_proxy(web::web_proxy(web::uri(*options.proxy)));
  return config;
}

web::http::http_request wire_request(const HttpRequest& request, const Destination& to,
                                     const std::string& user_agent) {
  web::http::http_request wire(request.method);
  wire.set_request_uri(web::uri(to.target));
  for (const auto& [name, value] : request.headers) wire.headers().add(name, value);
  if (!wire.headers().has("User-Agent")) wire.headers().add("User-Agent", user_agent);
  if (!request.body.empty()) {
    wire.set_body(std::vector<unsigned char>(request.body.begin(), request.body.end()));
  } else if (request.method == "PATCH" || request.method == "DELETE") {
    wire.headers().set_content_length(0);  // the library adds it to POST and PUT only
  }
  return wire;
}

// By value: a thread of the library's pool may call it late.
auto progress_limit(const HttpLimits& limits, steady_clock::time_point until) {
  return [cap = limits.body_bytes, until](web::http::message_direction::direction way,
                                          utility::size64_t bytes) {
    if (way == web::http::message_direction::download && bytes > cap) throw BodyTooLarge();
    if (steady_clock::now() > until) throw TimeIsOver();
  };
}

HttpResponse whole_answer(web::http::http_response& answer) {
  const std::vector<unsigned char> bytes = answer.extract_vector().get();
  HttpResponse whole{.status = answer.status_code(), .body = {bytes.begin(), bytes.end()}};
  for (const auto& [name, value] : answer.headers()) whole.headers[name] = value;
  return whole;
}

// The TLS library's own words: "certificate verify failed". Fixed texts, nothing of the peer's.
std::string tls_reason(int code) {
  if (code <= 4095) return {};
  const char* words = ERR_reason_error_string(static_cast<unsigned long>(code));
  return words == nullptr ? std::string() : std::string(": ") + words;
}

std::string seconds(milliseconds span) {
  return std::to_string(span.count()) + " ms";
}

class CarefulClient final : public HttpClient {
 public:
  explicit CarefulClient(ClientOptions options) : options_(std::move(options)) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    const auto to = check_request(request);
    if (!to) return to.fault();
    if (auto wrong = wrong_setting(*to)) return *wrong;
    Call call{request, *to, steady_clock::now() + request.limits.total};
    return request.effect == HttpEffect::write ? send_write(call) : send_read(call);
  }

 private:
  struct Call {
    const HttpRequest& request;
    const Destination& to;
    steady_clock::time_point until;
    bool stale = false;  // set when a pooled connection had died before it was used
  };
  struct Shared {
    explicit Shared(const http_client& made) : client(made) {}
    http_client client;
    std::atomic<bool> used = false;  // has answered before, so it may hold idle connections
  };
  using PoolKey = std::pair<std::string, milliseconds>;
  // Bases are configured accounts, a handful; more than this means somebody makes them up.
  static constexpr std::size_t pool_limit = 32;

  std::optional<Fault> wrong_setting(const Destination& to) const {
    const bool unreadable = to.tls && options_.ca_file && !std::ifstream(*options_.ca_file);
    if (!unreadable) return std::nullopt;
    return Fault{.kind = FaultKind::rejected,
                 .message = to.label +
                            ": the file of the own authority cannot be read: " + *options_.ca_file,
                 .reach = Reach::not_sent};
  }

  http_client make_client(const Call& call) const {
    return {web::uri(call.to.base), config_for(options_, call.to, leg_limit(call.request.limits))};
  }

  // A connection of its own: on a reused one the library would repeat the request by itself.
  Result<HttpResponse> send_write(Call& call) {
    return guarded(call, [&] { return make_client(call); });
  }

  Result<HttpResponse> send_read(Call& call) {
    const PoolKey key{call.to.base, leg_limit(call.request.limits)};
    std::shared_ptr<Shared> shared;
    auto answer = guarded(call, [&] {
      shared = borrow(key, call);
      return shared->client;
    });
    if (answer) shared->used = true;
    if (answer || !call.stale || !shared || !shared->used) return answer;
    drop(key, shared);
    return guarded(call, [&] { return make_client(call); });
  }

  std::shared_ptr<Shared> borrow(const PoolKey& key, const Call& call) {
    const std::lock_guard lock(mutex_);
    const auto found = pool_.find(key);
    if (found != pool_.end()) return found->second;
    if (pool_.size() >= pool_limit) pool_.clear();
    return pool_.emplace(key, std::make_shared<Shared>(make_client(call))).first->second;
  }

  void drop(const PoolKey& key, const std::shared_ptr<Shared>& stale) {
    const std::lock_guard lock(mutex_);
    const auto found = pool_.find(key);
    if (found != pool_.end() && found->second == stale) pool_.erase(found);
  }

  // The one place where the library's exceptions end.
  template <typename MakeClient>
  Result<HttpResponse> guarded(Call& call, const MakeClient& client_for) {
    try {
      http_client client = client_for();
      return checked(call, exchange(call, client));
    } catch (const BodyTooLarge&) {
      return body_too_large(call);
    } catch (const TimeIsOver&) {
      return time_is_over(call);
    } catch (const web::uri_exception&) {  // its text holds the address
      return refusal(call, "path or query hold characters that must be percent-encoded");
    } catch (const web::http::http_exception& error) {
      return fault(call, error.what(), error.error_code().value());
    } catch (const std::exception&) {
      return fault(call, "", 0);
    }
  }

  // Exactly one chain of .get(), on the calling thread; no task is left unobserved.
  HttpResponse exchange(const Call& call, http_client& client) {
    auto wire = wire_request(call.request, call.to, options_.user_agent);
    wire.set_progress_handler(progress_limit(call.request.limits, call.until));
    pplx::cancellation_token_source cancel;
    const DeadlineWatch::Guard deadline(watch_, call.until, [cancel] { cancel.cancel(); });
    web::http::http_response answer = client.request(wire, cancel.get_token()).get();
    return whole_answer(answer);
  }

  static Result<HttpResponse> checked(const Call& call, HttpResponse answer) {
    // The progress handler sees a short body only when it is complete.
    if (answer.body.size() > call.request.limits.body_bytes) return body_too_large(call);
    auto sound = check_response(call.to, answer);
    if (!sound) return as_outcome(call.request.effect, sound.fault());
    return answer;
  }

  static Fault refusal(const Call& call, const std::string& why) {
    return {.kind = FaultKind::rejected,
            .message = call.to.label + ": " + why,
            .reach = Reach::not_sent};
  }

  static Fault body_too_large(const Call& call) {
    const std::string cap = std::to_string(call.request.limits.body_bytes);
    return as_outcome(call.request.effect,
                      {.kind = FaultKind::garbled,
                       .message = call.to.label + ": the answer is larger than " + cap + " bytes"});
  }

  static Fault time_is_over(const Call& call, Reach reach = Reach::unknown) {
    return {.kind = FaultKind::retry_later,
            .message = call.to.label + ": the time limit of the whole call, " +
                       seconds(call.request.limits.total) + ", was reached",
            .reach = reach};
  }

  static Fault fault(Call& call, std::string_view what, int code) {
    call.stale = is_stale_connection(what, code);
    Fault fault = fault_of(call.to.label, call.request.effect, what, code);
    if (steady_clock::now() >= call.until) return time_is_over(call, fault.reach);
    fault.message += tls_reason(code);
    return fault;
  }

  const ClientOptions options_;
  DeadlineWatch watch_{};
  std::mutex mutex_{};
  std::map<PoolKey, std::shared_ptr<Shared>> pool_{};
};

}  // namespace

void start_http_threads(int threads) {
  static std::once_flag once;
  std::call_once(once, [threads] {
    const SignalsBlocked blocked;
    crossplat::threadpool::initialize_with_threads(static_cast<std::size_t>(std::max(threads, 1)));
  });
}

std::unique_ptr<HttpClient> make_http_client(ClientOptions options) {
  start_http_threads();
  return std::make_unique<CarefulClient>(std::move(options));
}

}  // namespace social311::net
