#include "tests/support/scripted_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

namespace social311::test {

namespace {

using std::chrono::milliseconds;

int listen_on_loopback(int backlog, int& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (fd < 0 || ::bind(fd, plain, size) != 0 || (backlog >= 0 && ::listen(fd, backlog) != 0) ||
      ::getsockname(fd, plain, &size) != 0) {
    throw std::runtime_error("a test server cannot listen on 127.0.0.1");
  }
  port = ntohs(address.sin_port);
  return fd;
}

int connect_to_loopback(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (fd >= 0) (void)::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
  return fd;
}

std::string loopback_url(std::string_view scheme_and_host, int port, std::string_view target) {
  return std::string(scheme_and_host) + ":" + std::to_string(port) + std::string(target);
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

RecordedRequest parse_head(std::string_view head) {
  RecordedRequest request;
  const auto line_end = head.find("\r\n");
  const std::string_view line = head.substr(0, line_end);
  const auto space = line.find(' ');
  const auto second = line.rfind(' ');
  request.method = std::string(line.substr(0, space));
  if (space < second) request.target = std::string(line.substr(space + 1, second - space - 1));
  for (auto at = line_end; at != std::string_view::npos;) {
    const auto next = head.find("\r\n", at + 2);
    const std::string_view field = head.substr(at + 2, next - at - 2);
    const auto colon = field.find(':');
    if (colon != std::string_view::npos) {
      request.headers[std::string(field.substr(0, colon))] = trimmed(field.substr(colon + 1));
    }
    at = next;
  }
  return request;
}

bool has_header(const Answer& answer, std::string_view name) {
  return std::any_of(answer.headers.begin(), answer.headers.end(), [&](const auto& header) {
    return !HeaderNameLess{}(header.first, name) && !HeaderNameLess{}(name, header.first);
  });
}

std::string head_of(const Answer& answer) {
  std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " Scripted\r\n";
  for (const auto& [name, value] : answer.headers) head += name + ": " + value + "\r\n";
  if (!has_header(answer, "Content-Length") && !has_header(answer, "Transfer-Encoding")) {
    head += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
  }
  if (answer.afterwards == Afterwards::close) head += "Connection: close\r\n";
  return head + "\r\n";
}

std::string whole(const Answer& answer) {
  return head_of(answer) + answer.body;
}

// One accepted connection. Every wait ends when the server stops.
class Connection {
 public:
  Connection(int fd, int stopped) : fd_(fd), stopped_(stopped) {}
  ~Connection() { ::close(fd_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // False when the server stops; otherwise there is data or an end.
  bool wait_readable() { return wait(POLLIN, -1); }

  std::optional<RecordedRequest> read_request() {
    std::size_t head_end = 0;
    while ((head_end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more()) return std::nullopt;
    }
    RecordedRequest request = parse_head(std::string_view(buffer_).substr(0, head_end + 2));
    const std::string length = request.header("Content-Length");
    const std::size_t body = length.empty() ? 0 : std::strtoull(length.c_str(), nullptr, 10);
    while (buffer_.size() < head_end + 4 + body) {
      if (!read_more()) return std::nullopt;
    }
    request.body = buffer_.substr(head_end + 4, body);
    request.raw = buffer_.substr(0, head_end + 4 + body);
    buffer_.erase(0, request.raw.size());
    return request;
  }

  // False when the peer is gone or the server stops.
  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      if (!wait(POLLOUT, -1)) return false;
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EAGAIN) return false;
      if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  bool drip(std::string_view bytes, const Drip& manner) {
    while (!bytes.empty()) {
      if (!write(bytes.substr(0, manner.bytes)) || !pause(manner.pause)) return false;
      bytes.remove_prefix(std::min(manner.bytes, bytes.size()));
    }
    return true;
  }

  // Until the peer hangs up or the server stops; what arrives is read and forgotten.
  void wait_for_end() {
    while (read_more()) buffer_.clear();
  }
  void wait_for_stop() {
    pollfd only{stopped_, POLLIN, 0};
    (void)::poll(&only, 1, -1);
  }

  void finish(Afterwards afterwards) {
    if (afterwards != Afterwards::reset_silently) return;
    const linger hard{1, 0};
    (void)::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  }
  bool has_buffered() const { return !buffer_.empty(); }

 private:
  bool pause(milliseconds span) {
    pollfd only{stopped_, POLLIN, 0};
    return ::poll(&only, 1, static_cast<int>(span.count())) == 0;
  }

  bool wait(short events, int patience) {
    pollfd both[2] = {{fd_, events, 0}, {stopped_, POLLIN, 0}};
    return ::poll(both, 2, patience) > 0 && both[1].revents == 0;
  }

  bool read_more() {
    if (!wait(POLLIN, -1)) return false;
    char bytes[16384];
    const auto count = ::recv(fd_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }

  int fd_;
  int stopped_;
  std::string buffer_{};
};

struct Step {
  bool at_accept = false;
  std::function<Afterwards(Connection&, const RecordedRequest&)> run{};
};

Answer end_of_script(const RecordedRequest&) {
  return {.status = 404, .headers = {}, .body = "the script of this test server is over"};
}

}  // namespace

class ScriptedServer::Inside {
 public:
  Inside() : listener_(listen_on_loopback(64, port_)), stopped_(::eventfd(0, EFD_CLOEXEC)) {
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~Inside() {
    const std::uint64_t one = 1;
    (void)!::write(stopped_, &one, sizeof one);
    acceptor_.join();
    for (std::thread& thread : connections_) thread.join();
    ::close(listener_);
    ::close(stopped_);
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  void add(Step step) {
    const std::lock_guard lock(mutex_);
    script_.push_back(std::move(step));
  }

  int port_ = 0;
  mutable std::mutex mutex_{};
  mutable std::condition_variable changed_{};
  std::deque<Step> script_{};
  std::function<Answer(const RecordedRequest&)> otherwise_ = end_of_script;
  std::vector<RecordedRequest> requests_{};
  std::size_t accepted_ = 0;

 private:
  void accept_all() {
    for (;;) {
      pollfd both[2] = {{listener_, POLLIN, 0}, {stopped_, POLLIN, 0}};
      (void)::poll(both, 2, -1);
      if (both[1].revents != 0) return;
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      const std::lock_guard lock(mutex_);
      connections_.emplace_back([this, fd, number = accepted_++] { serve(fd, number); });
      changed_.notify_all();
    }
  }

  void serve(int fd, std::size_t number) {
    Connection connection(fd, stopped_);
    if (auto step = take_step_at_accept()) {
      connection.finish(step->run(connection, {}));
      return;
    }
    while (connection.has_buffered() || connection.wait_readable()) {
      auto request = connection.read_request();
      if (!request) return;
      request->connection = number;
      Step step = remember_and_take_step(*request);
      const Afterwards afterwards = step.run(connection, *request);
      connection.finish(afterwards);
      if (afterwards != Afterwards::keep_open) return;
    }
  }

  std::optional<Step> take_step_at_accept() {
    const std::lock_guard lock(mutex_);
    if (script_.empty() || !script_.front().at_accept) return std::nullopt;
    Step step = std::move(script_.front());
    script_.pop_front();
    return step;
  }

  Step remember_and_take_step(const RecordedRequest& request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    changed_.notify_all();
    if (!script_.empty()) {
      Step step = std::move(script_.front());
      script_.pop_front();
      return step;
    }
    return {.run = [answer = otherwise_](Connection& to, const RecordedRequest& asked) {
      const Answer given = answer(asked);
      return to.write(whole(given)) ? given.afterwards : Afterwards::close;
    }};
  }

  int listener_;
  int stopped_;
  std::thread acceptor_{};
  std::vector<std::thread> connections_{};
};

Answer json_answer(std::string body, int status) {
  return {
      .status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

std::string RecordedRequest::header(std::string_view name) const {
  const auto at = headers.find(name);
  return at == headers.end() ? std::string() : at->second;
}

ScriptedServer::ScriptedServer() : inside_(std::make_unique<Inside>()) {}
ScriptedServer::~ScriptedServer() = default;

int ScriptedServer::port() const {
  return inside_->port_;
}

std::string ScriptedServer::url(std::string_view target) const {
  return loopback_url("http://127.0.0.1", port(), target);
}

std::string ScriptedServer::https_url(std::string_view target) const {
  return loopback_url("https://localhost", port(), target);
}

ScriptedServer& ScriptedServer::then(Answer answer) {
  return then_call([answer = std::move(answer)](const RecordedRequest&) { return answer; });
}

ScriptedServer& ScriptedServer::then_call(std::function<Answer(const RecordedRequest&)> answer) {
  inside_->add({.run = [answer = std::move(answer)](Connection& to, const RecordedRequest& asked) {
    const Answer given = answer(asked);
    return to.write(whole(given)) ? given.afterwards : Afterwards::close;
  }});
  return *this;
}

ScriptedServer& ScriptedServer::then_raw(std::string bytes, Afterwards afterwards) {
  inside_->add({.run = [bytes = std::move(bytes), afterwards](Connection& to, const auto&) {
    return to.write(bytes) ? afterwards : Afterwards::close;
  }});
  return *this;
}

ScriptedServer& ScriptedServer::then_redirect(std::string location, int status) {
  return then({.status = status, .headers = {{"Location", std::move(location)}}});
}

ScriptedServer& ScriptedServer::then_drip(Answer answer, Drip drip) {
  inside_->add({.run = [answer = std::move(answer), drip](Connection& to, const auto&) {
    const std::string head = head_of(answer);
    const bool sent = drip.part == DripPart::head ? to.drip(head, drip) && to.write(answer.body)
                                                  : to.write(head) && to.drip(answer.body, drip);
    return sent ? answer.afterwards : Afterwards::close;
  }});
  return *this;
}

ScriptedServer& ScriptedServer::then_stall(Answer answer, std::size_t after_body_bytes) {
  inside_->add({.run = [answer = std::move(answer), after_body_bytes](Connection& to, const auto&) {
    (void)to.write(head_of(answer) + answer.body.substr(0, after_body_bytes));
    to.wait_for_end();
    return Afterwards::close;
  }});
  return *this;
}

ScriptedServer& ScriptedServer::then_cut(Answer answer, std::size_t after_body_bytes) {
  return then_raw(head_of(answer) + answer.body.substr(0, after_body_bytes));
}

ScriptedServer& ScriptedServer::then_flood(std::size_t body_bytes) {
  inside_->add({.run = [body_bytes](Connection& to, const auto&) {
    const std::string piece(1u << 20, 'x');
    bool open =
        to.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body_bytes) + "\r\n\r\n");
    for (std::size_t left = body_bytes; open && left > 0;) {
      const std::size_t now = std::min(left, piece.size());
      open = to.write(std::string_view(piece).substr(0, now));
      left -= now;
    }
    return open ? Afterwards::keep_open : Afterwards::close;
  }});
  return *this;
}

ScriptedServer& ScriptedServer::then_hang_up() {
  inside_->add({.run = [](Connection&, const auto&) { return Afterwards::close_silently; }});
  return *this;
}

ScriptedServer& ScriptedServer::then_reset() {
  inside_->add({.run = [](Connection&, const auto&) { return Afterwards::reset_silently; }});
  return *this;
}

ScriptedServer& ScriptedServer::then_silence() {
  inside_->add({.run = [](Connection& to, const auto&) {
    to.wait_for_end();
    return Afterwards::close_silently;
  }});
  return *this;
}

ScriptedServer& ScriptedServer::then_hang_up_at_once() {
  inside_->add({.at_accept = true,
                .run = [](Connection&, const auto&) { return Afterwards::close_silently; }});
  return *this;
}

ScriptedServer& ScriptedServer::then_ignore() {
  inside_->add({.at_accept = true, .run = [](Connection& to, const auto&) {
                  to.wait_for_stop();
                  return Afterwards::close_silently;
                }});
  return *this;
}

ScriptedServer& ScriptedServer::otherwise(std::function<Answer(const RecordedRequest&)> answer) {
  const std::lock_guard lock(inside_->mutex_);
  inside_->otherwise_ = std::move(answer);
  return *this;
}

std::vector<RecordedRequest> ScriptedServer::requests() const {
  const std::lock_guard lock(inside_->mutex_);
  return inside_->requests_;
}

std::size_t ScriptedServer::connections() const {
  const std::lock_guard lock(inside_->mutex_);
  return inside_->accepted_;
}

std::size_t ScriptedServer::steps_left() const {
  const std::lock_guard lock(inside_->mutex_);
  return inside_->script_.size();
}

bool ScriptedServer::wait_for_requests(std::size_t count, milliseconds patience) const {
  std::unique_lock lock(inside_->mutex_);
  return inside_->changed_.wait_for(lock, patience,
                                    [&] { return inside_->requests_.size() >= count; });
}

bool ScriptedServer::wait_for_connections(std::size_t count, milliseconds patience) const {
  std::unique_lock lock(inside_->mutex_);
  return inside_->changed_.wait_for(lock, patience, [&] { return inside_->accepted_ >= count; });
}

RefusedPort::RefusedPort() {
  socket_ = listen_on_loopback(-1, port_);
}
RefusedPort::~RefusedPort() {
  ::close(socket_);
}
std::string RefusedPort::url(std::string_view target) const {
  return loopback_url("http://127.0.0.1", port_, target);
}

FullBacklog::FullBacklog() {
  socket_ = listen_on_loopback(0, port_);
  // The kernel keeps one or two more than was asked for: connect until one stays unanswered.
  for (int tries = 0; tries < 16; ++tries) {
    waiting_.push_back(connect_to_loopback(port_));
    pollfd last{waiting_.back(), POLLOUT, 0};
    if (::poll(&last, 1, 200) == 0) return;
  }
  throw std::runtime_error("the backlog of a test server does not fill up");
}
FullBacklog::~FullBacklog() {
  for (const int fd : waiting_) ::close(fd);
  ::close(socket_);
}
std::string FullBacklog::url(std::string_view target) const {
  return loopback_url("http://127.0.0.1", port_, target);
}

}  // namespace social311::test
