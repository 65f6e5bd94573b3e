#include "tests/loopback/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace social311::test {

using std::chrono::milliseconds;

std::string RawAnswer::header(std::string_view name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

RawClient::RawClient() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}

RawClient::RawClient(int port, int receive_buffer) : RawClient() {
  if (receive_buffer > 0) {
    (void)::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  connect(port);
}

void RawClient::connect(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("a test client cannot connect");
  }
}

RawClient::RawClient(RawClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      buffer_(std::move(other.buffer_)),
      ended_(other.ended_) {}

RawClient::~RawClient() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    pollfd only{descriptor_, POLLOUT, 0};
    if (::poll(&only, 1, static_cast<int>(patience.count())) <= 0) return false;
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) return false;
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::finish_sending() {
  (void)::shutdown(descriptor_, SHUT_WR);
}

bool RawClient::read_more(milliseconds span) {
  pollfd only{descriptor_, POLLIN, 0};
  if (ended_ || ::poll(&only, 1, static_cast<int>(span.count())) <= 0) return false;
  char bytes[16384];
  const auto count = ::recv(descriptor_, bytes, sizeof bytes, 0);
  ended_ = count <= 0;
  if (!ended_) buffer_.append(bytes, static_cast<std::size_t>(count));
  return !ended_;
}

std::string RawClient::read_until(std::string_view needle) {
  std::size_t at = std::string::npos;
  while (needle.empty() || (at = buffer_.find(needle)) == std::string::npos) {
    if (!read_more(patience)) return std::exchange(buffer_, {});
  }
  std::string text = buffer_.substr(0, at + needle.size());
  buffer_.erase(0, text.size());
  return text;
}

std::optional<RawAnswer> RawClient::read_answer(bool to_head) {
  const std::string head = read_until("\r\n\r\n");
  if (!head.starts_with("HTTP/1.1 ") || !head.ends_with("\r\n\r\n")) return std::nullopt;
  RawAnswer answer{.status = std::atoi(head.c_str() + 9)};
  for (auto at = head.find("\r\n"); at + 4 < head.size();) {
    const auto next = head.find("\r\n", at + 2);
    const std::string line = head.substr(at + 2, next - at - 2);
    const auto colon = line.find(": ");
    if (colon != std::string::npos) answer.headers[line.substr(0, colon)] = line.substr(colon + 2);
    at = next;
  }
  if (to_head || answer.status == 100 || answer.status == 204 || answer.status == 304)
    return answer;
  const std::string length = answer.header("Content-Length");
  const std::size_t body =
      length.empty() ? std::string::npos : std::strtoull(length.c_str(), nullptr, 10);
  while (buffer_.size() < body && read_more(patience)) continue;
  answer.body = buffer_.substr(0, body);
  buffer_.erase(0, answer.body.size());
  return answer;
}

bool RawClient::closed_within(milliseconds span) {
  const auto until = std::chrono::steady_clock::now() + span;
  while (!ended_) {
    const auto left =
        std::chrono::duration_cast<milliseconds>(until - std::chrono::steady_clock::now());
    if (left <= milliseconds(0)) return false;
    (void)read_more(left);
    buffer_.clear();
  }
  return true;
}

std::optional<RawAnswer> ask(int port, std::string_view bytes) {
  RawClient client(port);
  (void)client.send(bytes);
  return client.read_answer();
}

}  // namespace social311::test
