#include "net/client_check.h"

#include <algorithm>
#include <array>

namespace social311::net {

namespace {

// Accept-Encoding stands here because a packed answer escapes the body limit and, cut short, is
// taken for a whole one.
constexpr std::array<std::string_view, 8> client_owned = {
    "Host",   "Content-Length", "Transfer-Encoding", "Connection",
    "Expect", "Upgrade",        "Accept-Encoding",   "Keep-Alive"};

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), is_token_character);
}

bool is_header_value(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

bool is_method(std::string_view method) {
  return !method.empty() && method.size() <= 16 &&
         std::all_of(method.begin(), method.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// RFC 3986, 3.3 and 3.4. Brackets are no part of it: "types%5B%5D=mention".
bool is_target(std::string_view target) {
  for (std::size_t i = 0; i < target.size(); ++i) {
    const char c = target[i];
    const bool escape =
        c == '%' && i + 2 < target.size() && is_hex(target[i + 1]) && is_hex(target[i + 2]);
    const bool plain =
        c != '%' && c != '#' && c != '^' && c != '`' && c != '|' && is_token_character(c);
    if (!escape && !plain && std::string_view("/?:@(),;=").find(c) == std::string_view::npos)
      return false;
  }
  return true;
}

bool same_name(std::string_view a, std::string_view b) {
  return !HeaderNameLess{}(a, b) && !HeaderNameLess{}(b, a);
}

bool is_client_owned(std::string_view name) {
  return std::any_of(client_owned.begin(), client_owned.end(),
                     [&](std::string_view owned) { return same_name(owned, name); });
}

Fault refuse(const std::string& label, const std::string& why) {
  return {.kind = FaultKind::rejected, .message = label + ": " + why, .reach = Reach::not_sent};
}

Destination destination(const std::string& method, const Url& url) {
  const bool tls = url.scheme == "https";
  const bool usual_port = url.port == (tls ? 443 : 80);
  const std::string host =
      url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
  const std::string port = ":" + std::to_string(url.port);
  return {.base = url.scheme + "://" + host + (usual_port ? "" : port),
          .target = url.target,
          .label = method + " " + host + (usual_port ? "" : port),
          .tls = tls,
          .loopback = is_loopback_host(url.host)};
}

}  // namespace

Result<Destination> check_request(const HttpRequest& request) {
  if (!is_method(request.method)) return refuse("a request", "its method is not a word");
  const auto url = parse_url(request.url);
  if (!url) return refuse(request.method, "the address is not an absolute http or https one");
  Destination to = destination(request.method, *url);
  if (!to.tls && !to.loopback)
    return refuse(to.label, "http is allowed to this machine only; use https");
  if (!is_target(to.target)) {
    return refuse(to.label, "path or query hold characters that must be percent-encoded");
  }
  for (const auto& [name, value] : request.headers) {
    if (!is_header_name(name)) return refuse(to.label, "a header's name is malformed");
    if (is_client_owned(name))
      return refuse(to.label, "the header " + name + " is the client's own");
    if (!is_header_value(value))
      return refuse(to.label, "the header " + name + " has control characters");
  }
  return to;
}

Result<Done> check_response(const Destination& to, const HttpResponse& response) {
  const auto garbled = [&](const std::string& what) {
    return Fault{.kind = FaultKind::garbled, .message = to.label + ": " + what};
  };
  if (response.status < 200 || response.status > 599) {
    return garbled("the answer's status " + std::to_string(response.status) + " is no final one");
  }
  const std::string length = response.header("Content-Length");
  if (!std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return garbled("the answer's Content-Length is no number");
  }
  return Done{};
}

}  // namespace social311::net
