#include "simulator/wire_parse.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace social311::simulator {

namespace {

constexpr std::string_view line_end = "\r\n";

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_plain(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

bool take_target(std::string_view target, WireRequest& request) {
  if (target.empty() || target.front() != '/') return false;
  request.target = target;
  const std::size_t mark = target.find('?');
  const auto path = percent_decode(target.substr(0, mark));
  if (!path || path->find('\0') != std::string::npos) return false;
  request.path = *path;
  if (mark == std::string_view::npos) return true;
  request.raw_query = target.substr(mark + 1);
  auto pairs = parse_form(request.raw_query);
  if (!pairs) return false;
  request.query = std::move(*pairs);
  return true;
}

bool take_request_line(std::string_view line, WireRequest& request) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return false;
  request.method = line.substr(0, first);
  return is_token(request.method) && line.substr(last + 1) == "HTTP/1.1" &&
         take_target(line.substr(first + 1, last - first - 1), request);
}

bool take_header(std::string_view line, WireRequest& request) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = line.substr(0, colon);
  const std::string value = trim(line.substr(colon + 1));
  if (!is_token(name) || !is_plain(value)) return false;
  return request.headers.emplace(std::string(name), value).second;  // a repeat is refused
}

bool take_head(std::string_view head, WireRequest& request) {
  bool first = true;
  while (!head.empty()) {
    const std::size_t end = head.find(line_end);
    const std::string_view line = head.substr(0, end);
    if (!(first ? take_request_line(line, request) : take_header(line, request))) return false;
    first = false;
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + line_end.size());
  }
  return !first;
}

std::optional<std::size_t> body_length(const WireRequest& request) {
  const std::string text = request.header("Content-Length");
  if (text.empty()) return 0;
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return length;
}

}  // namespace

std::string WireRequest::header(std::string_view name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

std::optional<std::string> WireRequest::query_value(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::optional<Pairs> parse_form(std::string_view text) {
  Pairs pairs;
  if (text.empty()) return pairs;
  for (std::string piece : split(text, '&')) {
    std::replace(piece.begin(), piece.end(), '+', ' ');
    const std::size_t equals = piece.find('=');
    const auto name = percent_decode(piece.substr(0, equals));
    const auto value =
        percent_decode(equals == std::string::npos ? std::string() : piece.substr(equals + 1));
    if (!name || !value || !is_valid_utf8(*name) || !is_valid_utf8(*value)) return std::nullopt;
    pairs.emplace_back(*name, *value);
  }
  return pairs;
}

ReadState read_request(std::string_view buffer, std::size_t header_bytes, std::size_t body_bytes) {
  ReadState state;
  const auto refuse = [&state](int status) {
    state.refuse_with = status;
    return state;
  };
  const std::size_t end = buffer.find("\r\n\r\n");
  if (std::min(end, buffer.size()) > header_bytes) return refuse(431);
  if (end == std::string_view::npos) return state;
  if (!take_head(buffer.substr(0, end), state.request)) return refuse(400);
  if (!state.request.header("Transfer-Encoding").empty()) return refuse(501);
  const auto length = body_length(state.request);
  if (!length) return refuse(400);
  if (*length > body_bytes) return refuse(413);
  state.head_bytes = end + 4;
  state.wants_continue = to_lower_ascii(state.request.header("Expect")) == "100-continue";
  state.keep_alive = to_lower_ascii(state.request.header("Connection")) != "close";
  if (buffer.size() - state.head_bytes < *length) return state;
  state.request.body = buffer.substr(state.head_bytes, *length);
  state.consumed = state.head_bytes + *length;
  state.complete = true;
  return state;
}

std::string write_reply(const WireReply& reply, bool keep_alive, bool head_only) {
  std::string out = "HTTP/1.1 " + std::to_string(reply.status) + " " + reason_of(reply.status);
  out += line_end;
  for (const auto& [name, value] : reply.headers) out += name + ": " + value + "\r\n";
  if (reply.status != 204) out += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
  if (!keep_alive) out += "Connection: close\r\n";
  out += line_end;
  if (!head_only && reply.status != 204) out += reply.body;
  return out;
}

const char* reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 302:
      return "Found";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 402:
      return "Payment Required";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Unknown";
  }
}

}  // namespace social311::simulator
