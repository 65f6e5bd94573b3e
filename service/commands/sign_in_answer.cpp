#include "service/commands/sign_in_answer.h"

#include "core/digest.h"
#include "core/text.h"

namespace social311::service {
namespace {

std::string value_of(const QueryPairs& query, std::string_view name) {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return {};
}

// RFC 6749, 4.1.2.1: the words are the network's, and come through the person's browser.
std::string denial(const QueryPairs& query) {
  const std::string error = value_of(query, "error");
  if (error == "access_denied")
    return "the sign-in was declined on the network's page: no tokens were made, nothing changed";
  const std::string words = value_of(query, "error_description");
  return "the network refused the sign-in: " + quoted(error, 60) +
         (words.empty() ? "" : " " + quoted(words)) + "; mend the app's settings there";
}

std::string plus_as_blank(std::string text) {
  for (char& c : text)
    if (c == '+') c = ' ';
  return text;
}

QueryPairs pairs_of(const std::string& query) {
  QueryPairs pairs;
  for (const auto& part : split(query, '&')) {
    const auto equals = part.find('=');
    const auto name = percent_decode(plus_as_blank(part.substr(0, equals)));
    const auto value = percent_decode(
        equals == std::string::npos ? std::string() : plus_as_blank(part.substr(equals + 1)));
    if (name && value) pairs.emplace_back(*name, *value);
  }
  return pairs;
}

}  // namespace

SignInAnswer read_sign_in_answer(const QueryPairs& query, const std::string& state) {
  using Kind = SignInAnswer::Kind;
  const std::string code = value_of(query, "code");
  const bool refused = !value_of(query, "error").empty();
  if (code.empty() && !refused)
    return {Kind::useless,
            {},
            "this address holds no answer of a sign-in page: neither code nor error"};
  if (state.empty() || !equal_constant_time(value_of(query, "state"), state))
    return {Kind::foreign, {}, "this answer belongs to another sign-in; use the newest page only"};
  if (refused) return {Kind::denied, {}, denial(query)};
  if (code.size() > 4096)
    return {Kind::useless, {}, "the code in this address is longer than any network's"};
  return {Kind::code, code, {}};
}

SignInAnswer read_pasted_answer(const std::string& line, const std::string& state) {
  std::string text = trim(line);
  if (const auto mark = text.find('?'); mark != std::string::npos) text.erase(0, mark + 1);
  if (const auto hash = text.find('#'); hash != std::string::npos) text.erase(hash);
  return read_sign_in_answer(pairs_of(text), state);
}

net::ServerReply sign_in_page(int status, const std::string& sentence) {
  const std::string text = html_escape(sentence);
  return {.status = status,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"}},
          .body = "<!doctype html><html lang=\"en\"><title>social311</title><h1>social311</h1><p>" +
                  text + "</p></html>\n"};
}

Result<std::unique_ptr<SignInListener>> SignInListener::start(int port) {
  auto listener = std::make_unique<SignInListener>();
  net::ServerOptions options;
  options.port = port;
  options.hosts = {"127.0.0.1", "localhost"};  // no name that a foreign page made point here
  options.io_threads = 1;
  options.handler_threads = 1;
  options.max_connections = 16;
  auto server = net::start_http_server(
      options, [own = listener.get()](const net::ServerCall& call) { return own->take(call); });
  if (!server) return server.fault();
  listener->server_ = std::move(server).value();
  return listener;
}

// The page that the browser just asked for still leaves.
SignInListener::~SignInListener() {
  if (server_) server_->stop(std::chrono::seconds(2));
}

std::string SignInListener::redirect_uri() const {
  return "http://127.0.0.1:" + std::to_string(server_->port()) + sign_in_path;
}

void SignInListener::expect(const std::string& state) {
  const std::lock_guard lock(mutex_);
  state_ = state;
}

net::ServerReply SignInListener::take(const net::ServerCall& call) {
  if (call.path != sign_in_path) return sign_in_page(404, "Nothing is here.");
  if (call.method != "GET") return sign_in_page(405, "Only GET here.");
  const std::lock_guard lock(mutex_);
  auto answer = read_sign_in_answer(call.query, state_);
  const std::string sentence = "Not taken: " + answer.sentence + ".";
  if (answer.kind == SignInAnswer::Kind::useless) return sign_in_page(400, sentence);
  if (answer.kind == SignInAnswer::Kind::foreign) return sign_in_page(403, sentence);
  if (answer_)
    return sign_in_page(
        409, "This sign-in was answered already; an answer counts once. Start it again to repeat.");
  answer_ = std::move(answer);
  came_.notify_all();
  if (answer_->kind == SignInAnswer::Kind::denied) return sign_in_page(200, sentence);
  return sign_in_page(200, "Taken. The command's window says whether it worked; close this page.");
}

std::optional<SignInAnswer> SignInListener::wait(std::chrono::milliseconds patience,
                                                 std::stop_token stop) {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, stop, patience, [&] { return answer_.has_value(); });
  return answer_;
}

}  // namespace social311::service
