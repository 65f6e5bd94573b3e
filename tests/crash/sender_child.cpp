#include "tests/crash/sender_child.h"

#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>

#include "casebridge/reply_protocol.h"
#include "core/crash_point.h"
#include "core/text.h"
#include "net/client.h"
#include "service/roles/roles.h"
#include "service/roles/turn.h"
#include "service/vault.h"
#include "tests/crash/crash_point.h"
#include "tests/crash/drill_accounts.h"
#include "tests/crash/scaled_clock.h"
#include "tests/support/scratch_cluster.h"

namespace social311::tests {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t refused_permille = 20;
constexpr int naive_tries = 6;

std::string given(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): never set here
  return value ? value : "";
}

Instant given_moment(const char* name) {
  return Instant(Milliseconds(std::stoll(given(name))));
}

// The request's bytes and not a moment more: the process dies before any answer can come.
void write_and_die(const HttpRequest& request) {
  const auto url = parse_url(request.url);
  if (!url) die();
  std::string bytes = request.method + " " + url->target + " HTTP/1.1\r\nHost: " + url->host + ":" +
                      std::to_string(url->port) + "\r\n";
  for (const auto& [name, value] : request.headers) bytes += name + ": " + value + "\r\n";
  bytes += "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n" + request.body;
  const int line = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(url->port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic{};
  static_assert(sizeof(generic) == sizeof(address));
  std::memcpy(&generic, &address, sizeof(address));
  if (::connect(line, &generic, sizeof(generic)) == 0)
    static_cast<void>(!::write(line, bytes.data(), bytes.size()));
  die();
}

// The product's client with deadlines as short as this world's time is fast. Now and then nobody
// listens where a write goes to, and now and then the process dies when its bytes are out.
class DrillHttp final : public HttpClient {
 public:
  DrillHttp(int factor, std::uint64_t seed) : factor_(factor), chance_(seed) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    HttpRequest mine = request;
    mine.limits.total = request.limits.total / factor_;
    mine.limits.inactivity = request.limits.inactivity / factor_;
    if (request.effect == HttpEffect::write) {
      if (crash_is_due("send.request_out")) write_and_die(request);
      if (refused()) mine.url = "http://127.0.0.1:1/";
    }
    return real_->send(mine);
  }

 private:
  bool refused() {
    const std::lock_guard lock(mutex_);
    return chance_.below(1000) < refused_permille;
  }

  int factor_;
  std::mutex mutex_;
  SeededRandom chance_;
  std::unique_ptr<HttpClient> real_ = net::make_http_client();
};

// An error or a crash puts the reply back into the queue: as many systems do it.
class NaiveSender {
 public:
  NaiveSender(const service::RoleParts& parts, const connectors::Account& account)
      : parts_(parts),
        account_(account),
        keeper_(parts.database, parts.clock),
        vault_(keeper_.slot(), parts.clock, account.key()) {}

  void run(std::stop_token stop) {
    if (!keeper_.ready(stop)) return;
    network_ =
        connectors::make_network(account_, {*http_, vault_, parts_.clock, parts_.random}).value();
    while (!stop.stop_requested()) {
      keeper_.turn("naive", stop, [&] {
        while (!stop.stop_requested() && send_one()) {
        }
      });
      parts_.clock.sleep_until(parts_.clock.now() + 250ms, stop);
    }
  }

 private:
  bool send_one() {
    const auto claimed = keeper_.store().claim_reply(account_.key(), "naive", parts_.clock.now(),
                                                     casebridge::same_reply);
    if (!claimed) return false;
    CRASHPOINT("send.claimed");
    const Instant now = parts_.clock.now();
    connectors::OutgoingReply reply{.target_id = claimed->reply.target_post_id,
                                    .text = claimed->reply.body,
                                    .marker = claimed->reply.marker,
                                    .language = claimed->reply.language,
                                    .composed_at = now};
    reply.network_key = network_->new_key(now, parts_.random);
    reply.recipient_id = claimed->target.author.id;
    reply.target_at = claimed->target.created_at;
    reply.target_parent = claimed->target.in_reply_to;
    const auto outcome = network_->publish(reply, now);
    CRASHPOINT("send.answered");
    end(*claimed, outcome);
    return true;
  }

  void end(const sql::ClaimedReply& claimed, const connectors::PublishOutcome& outcome) {
    using Kind = connectors::PublishOutcome::Kind;
    const bool gives_up = claimed.attempts >= naive_tries || outcome.kind == Kind::rejected;
    const Instant now = parts_.clock.now();
    keeper_.store().end_attempt({.intent_id = claimed.intent_id,
                                 .attempt_id = claimed.attempt_id,
                                 .outcome = connectors::name_of(outcome.kind),
                                 .state = outcome.kind == Kind::sent ? ReplyState::sent
                                          : gives_up                 ? ReplyState::failed
                                                                     : ReplyState::queued,
                                 .next_at = now + 1s,
                                 .remote_id = outcome.remote_id,
                                 .at = now});
  }

  const service::RoleParts& parts_;
  const connectors::Account& account_;
  service::StoreKeeper keeper_;
  std::unique_ptr<HttpClient> http_ = parts_.http();
  service::StoreVault vault_;
  std::unique_ptr<connectors::Network> network_{};
};

void run_naive(const service::RoleParts& parts, const std::stop_token& stop) {
  std::vector<std::jthread> senders;
  for (const auto& account : parts.config.accounts)
    senders.emplace_back([&parts, &account, stop] { NaiveSender(parts, account).run(stop); });
}

// SIGTERM ends it in good order; the parent's death ends it at once.
std::jthread stop_on_signal(std::stop_source& source) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  static sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  return std::jthread([&source] {
    int number = 0;
    sigwait(&wanted, &number);
    source.request_stop();
  });
}

}  // namespace

std::vector<std::string> environment_of(const DrillChild& child) {
  const auto moment = [](Instant at) { return std::to_string(at.time_since_epoch().count()); };
  return {std::string(crash_variable) + "=" + child.crash_at,
          "SOCIAL311_DRILL_DATABASE=" + child.database,
          "SOCIAL311_DRILL_NETWORK=" + child.network,
          "SOCIAL311_DRILL_FOLDER=" + child.folder,
          "SOCIAL311_DRILL_SEED=" + std::to_string(child.seed),
          "SOCIAL311_DRILL_START=" + moment(child.start),
          "SOCIAL311_DRILL_BEGUN=" + moment(child.begun),
          "SOCIAL311_DRILL_FACTOR=" + std::to_string(child.factor),
          "SOCIAL311_DRILL_SETTLE=" + std::to_string(child.settle_s),
          std::string("SOCIAL311_DRILL_NAIVE=") + (child.sender == Sender::naive ? "yes" : "")};
}

int run_drill_child() {
  std::stop_source source;
  const auto watch = stop_on_signal(source);
  spdlog::set_level(given("SOCIAL311_DRILL_LOG").empty() ? spdlog::level::off
                                                         : spdlog::level::info);
  const int factor = std::stoi(given("SOCIAL311_DRILL_FACTOR"));
  ScaledClock clock(given_moment("SOCIAL311_DRILL_START"), given_moment("SOCIAL311_DRILL_BEGUN"),
                    factor);
  SystemRandom random;
  service::Config config;
  config.accounts = drill_accounts(given("SOCIAL311_DRILL_NETWORK"));
  config.database.data_dir = given("SOCIAL311_DRILL_FOLDER");
  config.sender.settle_s = std::stoi(given("SOCIAL311_DRILL_SETTLE"));
  const auto database = scratch_options(given("SOCIAL311_DRILL_DATABASE"));
  const auto seed = std::stoull(given("SOCIAL311_DRILL_SEED"));
  const service::RoleParts parts{config, database, clock, random, [factor, seed] {
                                   return std::make_unique<DrillHttp>(factor, seed);
                                 }};
  if (given("SOCIAL311_DRILL_NAIVE").empty())
    service::run_send(parts, source.get_token());
  else
    run_naive(parts, source.get_token());
  return 0;
}

}  // namespace social311::tests
