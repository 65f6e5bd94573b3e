// A raw loopback server with a script and a memory, for tests of everything that speaks HTTP to
// others. It answers request after request with the next step of its script, remembers every byte
// it was sent, and misbehaves in each of the ways a network does. It shares no code with the client
// under test.
//
//   ScriptedServer server;
//   server.then(Answer{.body = R"({"data":[]})"});
//   server.then_hang_up();
//   client.send({.url = server.url("/2/tweets")});
//   CHECK(server.requests().at(0).target == "/2/tweets");
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/http.h"

namespace social311::test {

// What becomes of the connection when a step is over.
enum class Afterwards {
  keep_open,       // the next request on it takes the next step
  close,           // announced by "Connection: close"
  close_silently,  // a keep-alive promise that is not kept
  reset_silently,  // the same by RST (SO_LINGER 0)
};

struct Answer {
  int status = 200;
  // Content-Length is added unless it (or Transfer-Encoding) stands here: that is how one lies.
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  Afterwards afterwards = Afterwards::keep_open;
};

// A JSON answer, the usual case.
Answer json_answer(std::string body, int status = 200);

struct RecordedRequest {
  std::string method{};
  std::string target{};
  HttpHeaders headers{};
  std::string body{};
  std::string raw{};         // every byte, head and body
  std::size_t connection{};  // 0 for the first connection accepted, 1 for the second …

  std::string header(std::string_view name) const;  // "" when absent
};

enum class DripPart { head, body };

struct Drip {
  DripPart part = DripPart::body;
  std::size_t bytes = 1;                 // at a time
  std::chrono::milliseconds pause{100};  // between them
};

class ScriptedServer {
 public:
  // Listens on 127.0.0.1 when it returns, on a port nobody else has. Every descriptor is CLOEXEC.
  ScriptedServer();
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  int port() const;
  std::string url(std::string_view target = "") const;  // "http://127.0.0.1:PORT" + target
  // "https://localhost:PORT": it never speaks TLS, so this is the silent or the confused TLS port.
  std::string https_url(std::string_view target = "") const;

  // The script: one step a request, in the order of the calls. Thread-safe, also while it runs.
  ScriptedServer& then(Answer answer);
  ScriptedServer& then_call(std::function<Answer(const RecordedRequest&)> answer);
  ScriptedServer& then_raw(std::string bytes, Afterwards afterwards = Afterwards::close_silently);
  ScriptedServer& then_redirect(std::string location, int status = 302);
  ScriptedServer& then_drip(Answer answer, Drip drip);
  ScriptedServer& then_stall(Answer answer, std::size_t after_body_bytes);  // then silence
  ScriptedServer& then_cut(Answer answer, std::size_t after_body_bytes);    // then closes
  ScriptedServer& then_flood(
      std::size_t body_bytes);  // a body of that length, as fast as it is taken
  // These read the whole request first: it has been processed, and nobody is told.
  ScriptedServer& then_hang_up();
  ScriptedServer& then_reset();
  ScriptedServer& then_silence();
  // These take effect on a connection as soon as it is accepted; nothing is read.
  ScriptedServer& then_hang_up_at_once();
  ScriptedServer& then_ignore();  // holds the connection and never reads

  // For every request after the script's end. Without it: 404 that says so.
  ScriptedServer& otherwise(std::function<Answer(const RecordedRequest&)> answer);

  // The memory. A request is remembered once it has been read whole, before it is answered.
  std::vector<RecordedRequest> requests() const;
  std::size_t connections() const;
  std::size_t steps_left() const;
  bool wait_for_requests(std::size_t count,
                         std::chrono::milliseconds patience = std::chrono::seconds(5)) const;
  bool wait_for_connections(std::size_t count,
                            std::chrono::milliseconds patience = std::chrono::seconds(5)) const;

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

// A port on which nothing listens and which nobody else can take meanwhile.
class RefusedPort {
 public:
  RefusedPort();
  ~RefusedPort();
  RefusedPort(const RefusedPort&) = delete;
  RefusedPort& operator=(const RefusedPort&) = delete;
  int port() const { return port_; }
  std::string url(std::string_view target = "/") const;

 private:
  int socket_ = -1;
  int port_ = 0;
};

// A listening port whose queue of unaccepted connections is full: a connect hangs without an
// answer.
class FullBacklog {
 public:
  FullBacklog();
  ~FullBacklog();
  FullBacklog(const FullBacklog&) = delete;
  FullBacklog& operator=(const FullBacklog&) = delete;
  int port() const { return port_; }
  std::string url(std::string_view target = "/") const;

 private:
  int socket_ = -1;
  int port_ = 0;
  std::vector<int> waiting_{};
};

}  // namespace social311::test
