#include "net/client_fault.h"

#include <array>
#include <cerrno>
#include <optional>
#include <system_error>

namespace social311::net {

namespace {

struct Row {
  std::string_view what{};    // beginning of the library's message
  std::optional<int> code{};  // empty: any
  FaultKind kind = FaultKind::retry_later;
  Reach reach = Reach::unknown;
  std::string_view words{};
};

constexpr auto not_sent = Reach::not_sent;
constexpr auto unknown = Reach::unknown;
constexpr auto later = FaultKind::retry_later;
constexpr auto garbled = FaultKind::garbled;

// The first row that fits counts; whatever is not listed is unknown.
constexpr std::array<Row, 16> rows = {{
    {"Error resolving address", {}, later, not_sent, "the host's name could not be resolved"},
    {"Failed to resolve address", {}, later, not_sent, "the host's name has no address"},
    {"Failed to connect to any resolved endpoint", ETIMEDOUT, later, not_sent,
     "no connection within the time limit"},
    {"Failed to connect to any resolved endpoint",
     {},
     later,
     not_sent,
     "no connection: refused or unreachable"},
    {"Request canceled by user.", ETIMEDOUT, later, not_sent,
     "no connection within the time limit"},
    {"Request canceled by user.", {}, later, unknown, "cancelled"},
    {"Error in SSL handshake", ETIMEDOUT, later, not_sent,
     "no TLS handshake within the time limit"},
    {"Error in SSL handshake", {}, later, not_sent, "the TLS handshake failed"},
    {"Failed to write request",
     {},
     later,
     unknown,
     "the connection broke while the request was being sent"},
    {"Failed to read HTTP status line", ETIMEDOUT, later, unknown,
     "no answer within the time limit"},
    {"Failed to read HTTP status line", ECONNABORTED, later, unknown,
     "the connection was closed before an answer came"},
    {"Failed to read HTTP status line", ECONNRESET, later, unknown,
     "the connection was reset before an answer came"},
    {"Failed to read HTTP status line", {}, later, unknown, "no answer came"},
    {"Invalid HTTP status line", {}, garbled, unknown, "the answer is not HTTP"},
    {"Invalid chunked response", {}, garbled, unknown, "the answer's chunks are malformed"},
    {"Failed to read", ETIMEDOUT, later, unknown, "the answer stalled"},
}};

bool fits(const Row& row, std::string_view what, int code) {
  return what.starts_with(row.what) && (!row.code || *row.code == code);
}

Row row_of(std::string_view what, int code) {
  for (const Row& row : rows) {
    if (fits(row, what, code)) return row;
  }
  return {.words = "no whole answer arrived"};
}

std::string reason(int code) {
  if (code <= 0 || code > 4095) return {};  // beyond errno: a TLS library's own number
  return " (" + std::generic_category().message(code) + ")";
}

}  // namespace

Fault fault_of(std::string_view label, HttpEffect effect, std::string_view what, int code) {
  const Row row = row_of(what, code);
  std::string message = std::string(label) + ": " + std::string(row.words);
  if (!row.code) message += reason(code);
  return as_outcome(effect, {.kind = row.kind, .message = std::move(message), .reach = row.reach});
}

bool is_stale_connection(std::string_view what, int code) {
  return what.starts_with("Failed to write request") && code != ETIMEDOUT && code != ECANCELED;
}

Fault as_outcome(HttpEffect effect, Fault fault) {
  if (effect == HttpEffect::write) fault.kind = FaultKind::retry_later;
  return fault;
}

}  // namespace social311::net
