#include "service/web/web.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "core/text.h"
#include "net/client.h"
#include "service/city.h"
#include "service/person_alarm.h"
#include "service/supervisor.h"
#include "service/vault.h"
#include "service/web/approvals.h"
#include "service/web/assets.h"
#include "service/web/live.h"
#include "service/web/metrics.h"
#include "service/web/sign_in.h"
#include "service/web/status_page.h"
#include "service/web/trend_metrics.h"
#include "service/web/webhooks.h"

namespace social311::service {
extern const std::vector<std::pair<std::string_view, std::string_view>>&
api_files();  // cmake/Embed.cmake

namespace {

using namespace std::chrono_literals;
constexpr std::size_t store_connections = 4;
constexpr std::string_view api = "/api/v1";
constexpr std::string_view push_intake = "/webhooks/";

net::ServerReply text_reply(int status, std::string body,
                            const char* type = "text/plain; charset=utf-8") {
  return {.status = status,
          .headers = {{"Content-Type", type}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

// Ready all the same: who takes a server out of service would help nobody decide.
std::string alarm_line(const WebParts& parts, sql::Store& store) {
  const auto waiting = store.replies_need_person();
  if (!waits_too_long(parts.config.sender, waiting.oldest, parts.clock.now())) return "";
  return "alarm: " + waiting_words(waiting.count, *waiting.oldest) + "\n";
}

// All that answers requests. One object a process; handle() is called from several threads.
class WebApp {
 public:
  WebApp(const WebParts& parts, LiveHub& live, Webhooks& webhooks)
      : parts_(parts),
        live_(live),
        webhooks_(webhooks),
        sign_in_(parts),
        assets_(console_folder()) {
    add_case_routes(routes_, parts);
    add_reply_routes(routes_, parts);
    add_review_routes(routes_, parts);
    add_city_routes(routes_, parts);
    add_account_routes(routes_, parts);
    add_trend_routes(routes_, parts);
    add_incident_routes(routes_, parts);
    add_clock_routes(routes_, parts);
    add_answer_routes(routes_, parts);
    add_approval_routes(routes_, parts);
    add_first_contact_routes(routes_, parts);
    add_text_routes(routes_, parts);
    add_agency_routes(routes_, parts);
    add_resident_routes(routes_);
  }

  net::ServerReply handle(const net::ServerCall& call);

 private:
  net::ServerReply dispatch(const net::ServerCall& call);
  net::ServerReply api_call(const net::ServerCall& call, const std::string& path);
  net::ServerReply signed_in(const net::ServerCall& call, const std::string& path);
  net::ServerReply routed(const net::ServerCall& call, const std::string& path, sql::Store& store,
                          const sql::Agent& agent);
  net::ServerReply events(const net::ServerCall& call);
  net::ServerReply ready();
  net::ServerReply metrics();

  const WebParts& parts_;
  LiveHub& live_;
  Webhooks& webhooks_;
  SignIn sign_in_;
  Assets assets_;
  Routes routes_{};
};

net::ServerReply WebApp::events(const net::ServerCall& call) {
  const auto last = call.headers.find("Last-Event-ID");
  const std::string id = last == call.headers.end() ? "" : last->second;
  net::ServerReply reply{.headers = {{"Cache-Control", "no-store"}}};
  reply.events = [this, id](std::shared_ptr<net::EventSink> sink) {
    live_.join(std::move(sink), id);
  };
  return reply;
}

net::ServerReply WebApp::routed(const net::ServerCall& call, const std::string& path,
                                sql::Store& store, const sql::Agent& agent) {
  const auto match = routes_.find(call.method == "HEAD" ? "GET" : call.method, path);
  if (match.route == nullptr)
    return match.other_method ? problem(405, "invalid", "Not possible here")
                              : problem(404, "not-found", "Not found");
  if (!may(agent.role, match.route->power))
    return problem(403, "forbidden", "Your role may not do this",
                   "Ask an administrator for another role.");
  ApiCall ask{
      .http = call, .store = store, .agent = agent, .path = match.path, .now = parts_.clock.now()};
  if (call.method != "GET" && call.method != "HEAD") {
    const auto body =
        JsonValue::parse(call.body.empty() ? "{}" : call.body,
                         {.bytes = 1u << 20, .depth = 32, .refuse_duplicate_keys = true});
    if (!body || !body->is_object())
      return problem(400, "invalid", "Not readable", "Send one JSON object.");
    ask.body = *body;
  }
  return match.route->handler(ask);
}

net::ServerReply WebApp::signed_in(const net::ServerCall& call, const std::string& path) {
  auto store = parts_.pool.take();
  try {
    const auto session = sign_in_.session(call, *store, parts_.clock.now());
    if (!session) return problem(401, "signed-out", "Signed out", "Sign in again.");
    if (path == "/session") return session_view(parts_, session->agent);
    if (path == "/events") return events(call);
    return routed(call, path, *store, session->agent);
  } catch (...) {
    store.drop();  // half a transaction may hang on it
    throw;
  }
}

net::ServerReply WebApp::api_call(const net::ServerCall& call, const std::string& path) {
  const bool reading = call.method == "GET" || call.method == "HEAD";
  if (!reading)
    if (auto refusal = sign_in_.foreign(call)) return *refusal;
  if (path == "/session" && call.method == "POST")
    return sign_in_.sign_in(call, parts_.clock.now());
  if (path == "/session" && call.method == "DELETE") return sign_in_.sign_out(call);
  return signed_in(call, path);
}

net::ServerReply WebApp::ready() {
  auto store = parts_.pool.take();
  const auto state = store->migrations();
  const bool fine = state.applied == state.known && state.trouble.empty() && assets_.complete();
  return fine ? text_reply(200, "ready\n" + alarm_line(parts_, *store))
              : text_reply(503, assets_.complete() ? "migrations are missing\n"
                                                   : "the console is not built\n");
}

net::ServerReply WebApp::metrics() {
  const Instant now = parts_.clock.now();
  auto store = parts_.pool.take();
  return text_reply(200,
                    metrics_text(store->overview(now), account_views(parts_.config, *store, now),
                                 now, live_.clients(), parts_.rules->version()) +
                        trends_metrics_text(store->trends_numbers()),
                    "text/plain; version=0.0.4; charset=utf-8");
}

net::ServerReply WebApp::dispatch(const net::ServerCall& call) {
  if (call.path.starts_with(api) &&
      (call.path.size() == api.size() || call.path[api.size()] == '/'))
    return api_call(call, call.path.substr(api.size()));
  if (call.path.starts_with(push_intake))
    return webhooks_.handle(call, call.path.substr(push_intake.size()));
  if (call.method != "GET" && call.method != "HEAD") return text_reply(405, "only GET here\n");
  if (call.path == "/healthz") return text_reply(200, "alive\n");
  if (call.path == "/readyz") return ready();
  if (call.path == "/metrics") return metrics();
  if (call.path == "/openapi.json")
    return text_reply(200, std::string(api_files().at(0).second), "application/json");
  if (call.path == "/case.css") return status_style();
  if (call.path.starts_with("/case/")) return status_page(parts_, call, call.path.substr(6));
  return assets_.serve(call);
}

net::ServerReply WebApp::handle(const net::ServerCall& call) try {
  auto reply = dispatch(call);
  reply.headers.emplace("X-Content-Type-Options", "nosniff");
  return reply;
} catch (const sql::StoreLost& lost) {
  spdlog::warn("request_without_database id={} why={}", call.request_id, quoted(lost.what()));
  return problem(503, "unavailable", "The database is away",
                 "Nothing was done. Try again in a moment.");
}

void write_ready_file(const Config& config, int port) {
  const std::string file = web_ready_file(config);
  std::ofstream(file + ".new") << getpid() << ' ' << port << '\n';
  std::rename((file + ".new").c_str(), file.c_str());
}

net::ServerOptions server_options(const Config& config) {
  net::ServerOptions options;
  options.host = config.web.host;
  options.port = config.web.port;
  options.trusted_proxies = config.web.trusted_proxies;
  const auto url = parse_url(config.web.public_url);
  if (url) options.hosts = {url->host, "127.0.0.1", "localhost", config.web.host};
  return options;
}

// Agents' answers are composed here, within what the readers were told of their servers' limits.
void learn_limits(const NetworkBook& book, StorePool& pool) {
  try {
    book.learn(*pool.take());
  } catch (const sql::StoreLost& lost) {
    spdlog::debug("limits_not_learned why={}", quoted(lost.what()));
  }
}

}  // namespace

int run_web(const RoleParts& parts, std::shared_ptr<const classifier::Classifier> rules,
            const std::function<void(const std::string& url)>& ready, std::stop_token stop) {
  StorePool pool(parts.database, store_connections);
  auto http = net::make_http_client();
  NoVault vault;
  const NetworkBook book(parts.config, {*http, vault, parts.clock, parts.random});
  const casebridge::City city = city_of(parts.config);
  const WebParts web{parts.config, parts.clock, parts.random, std::move(rules), city, book, pool};
  LiveHub live(parts.database, parts.clock);
  live.start(stop);
  Webhooks webhooks(web, {*http, vault, parts.clock, parts.random});
  WebApp app(web, live, webhooks);
  auto server = net::start_http_server(
      server_options(parts.config), [&](const net::ServerCall& call) { return app.handle(call); });
  if (!server) {
    spdlog::error("web_not_started why={}", quoted(server.fault().message));
    return 1;
  }
  write_ready_file(parts.config, (*server)->port());
  ready("http://" + parts.config.web.host + ":" + std::to_string((*server)->port()) + "/");
  while (!stop.stop_requested()) {
    learn_limits(book, pool);
    parts.clock.sleep_until(parts.clock.now() + 30s, stop);
  }
  live.close();
  (*server)->stop(8s);
  return 0;
}

}  // namespace social311::service
