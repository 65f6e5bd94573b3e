#include "net/request_check.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/text.h"

namespace social311::net {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::array<std::string_view, 7> methods = {"GET",   "HEAD",   "POST",   "PUT",
                                                     "PATCH", "DELETE", "OPTIONS"};

// Two of these, and two readers of one request may each believe another one.
constexpr std::array<std::string_view, 6> single_fields = {
    "Host", "Content-Type", "Authorization", "Content-Length", "Transfer-Encoding", "Origin"};

struct Refused {
  int status = 400;
  std::string_view why{};
};

bool same_name(std::string_view a, std::string_view b) {
  return !HeaderNameLess{}(a, b) && !HeaderNameLess{}(b, a);
}

std::size_t count(const Fields& fields, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(fields.begin(), fields.end(),
                    [&](const auto& field) { return same_name(field.first, name); }));
}

HttpHeaders joined(const Fields& fields) {
  HttpHeaders headers;
  for (const auto& [name, value] : fields) {
    const auto [at, first] = headers.emplace(name, value);
    if (!first) at->second += (same_name(name, "Cookie") ? "; " : ", ") + value;
  }
  return headers;
}

std::string_view value_of(const HttpHeaders& headers, std::string_view name) {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

// The message's length must be the same to everybody who reads it on the way.
std::optional<Refused> check_length(const RequestHead& head, const HttpHeaders& headers) {
  const std::string_view length = value_of(headers, "Content-Length");
  if (!std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return Refused{400, "the Content-Length is no number"};  // "5, 5" is none either
  }
  if (!headers.contains("Transfer-Encoding")) return std::nullopt;
  if (head.version == HttpVersion::v1_0) return Refused{400, "HTTP/1.0 knows no Transfer-Encoding"};
  if (headers.contains("Content-Length")) return Refused{400, "two lengths"};
  if (to_lower_ascii(value_of(headers, "Transfer-Encoding")) != "chunked") {
    return Refused{501, "no Transfer-Encoding but chunked is understood"};
  }
  return std::nullopt;
}

// The name without port, in small letters; empty when it is malformed.
std::string host_name(std::string_view host) {
  const bool bracketed = host.starts_with('[');
  const auto end = bracketed ? host.find(']') : std::min(host.find(':'), host.size());
  if (end == std::string_view::npos) return {};
  const std::string_view name = bracketed ? host.substr(1, end - 1) : host.substr(0, end);
  const std::string_view rest = host.substr(bracketed ? end + 1 : end);
  const bool port_fits = rest.empty() || (rest.front() == ':' && rest.size() <= 6 &&
                                          std::all_of(rest.begin() + 1, rest.end(),
                                                      [](char c) { return c >= '0' && c <= '9'; }));
  const bool name_fits = std::all_of(name.begin(), name.end(), [&](char c) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return word || c == '.' || c == '-' || c == '_' || (bracketed && c == ':');
  });
  return port_fits && name_fits ? to_lower_ascii(name) : std::string();
}

std::optional<Refused> check_host(const RequestHead& head, const HttpHeaders& headers,
                                  const std::vector<std::string>& hosts) {
  if (!headers.contains("Host")) {
    if (head.version == HttpVersion::v1_0 && hosts.empty()) return std::nullopt;
    return Refused{400, "the Host header is missing"};
  }
  const std::string name = host_name(value_of(headers, "Host"));
  if (name.empty()) return Refused{400, "the Host header is malformed"};
  const bool ours = hosts.empty() || std::find(hosts.begin(), hosts.end(), name) != hosts.end();
  return ours ? std::nullopt
              : std::optional(Refused{421, "this server does not answer for that host"});
}

bool is_clean_text(std::string_view decoded) {
  return is_valid_utf8(decoded) && std::none_of(decoded.begin(), decoded.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

// A backslash counts as a separator, for some file systems take it for one.
bool climbs(std::string_view path) {
  std::string_view rest = path;
  for (;;) {
    const auto end = std::min(rest.find_first_of("/\\"), rest.size());
    if (rest.substr(0, end) == ".." || rest.substr(0, end) == ".") return true;
    if (end == rest.size()) return false;
    rest.remove_prefix(end + 1);
  }
}

std::optional<Refused> read_path(std::string_view target, HeadVerdict& verdict) {
  const auto decoded = percent_decode(target.substr(0, target.find('?')));
  if (!decoded) return Refused{400, "the path has a malformed escape"};
  if (!is_clean_text(*decoded)) return Refused{400, "the path is not clean UTF-8"};
  if (climbs(*decoded)) return Refused{400, "the path has a dot segment"};
  verdict.path = *decoded;
  return std::nullopt;
}

// As forms are written: "+" is a blank.
std::optional<std::string> decode_form(std::string_view text) {
  std::string with_blanks(text);
  std::replace(with_blanks.begin(), with_blanks.end(), '+', ' ');
  auto decoded = percent_decode(with_blanks);
  return decoded && is_valid_utf8(*decoded) ? decoded : std::nullopt;
}

std::optional<Refused> read_query(std::string_view target, HeadVerdict& verdict) {
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) return std::nullopt;
  for (const std::string& pair : split(target.substr(mark + 1), '&')) {
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = decode_form(std::string_view(pair).substr(0, equals));
    const auto value =
        decode_form(std::string_view(pair).substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return Refused{400, "the query is not well-formed UTF-8"};
    verdict.query.emplace_back(*name, *value);
  }
  return std::nullopt;
}

std::optional<Refused> check_target(const RequestHead& head, HeadVerdict& verdict) {
  if (head.target == "*" && head.method == "OPTIONS") {
    verdict.about_server = true;
    return std::nullopt;
  }
  const bool printable = std::all_of(head.target.begin(), head.target.end(),
                                     [](char c) { return c > ' ' && c < 0x7f && c != '#'; });
  if (!printable || !head.target.starts_with('/')) {
    return Refused{400, "the target is not a path of this server"};
  }
  if (auto refused = read_path(head.target, verdict)) return refused;
  return read_query(head.target, verdict);
}

std::optional<Refused> check_expectation(const RequestHead& head, HeadVerdict& verdict) {
  const std::string wanted = to_lower_ascii(value_of(verdict.headers, "Expect"));
  if (wanted.empty() || head.version == HttpVersion::v1_0) return std::nullopt;
  if (wanted != "100-continue")
    return Refused{417, "no expectation but 100-continue is understood"};
  verdict.expectation = Expectation::continue_100;
  return std::nullopt;
}

std::optional<Refused> check_method(const RequestHead& head) {
  const bool known = std::find(methods.begin(), methods.end(), head.method) != methods.end();
  return known ? std::nullopt : std::optional(Refused{501, "the method is not implemented"});
}

std::optional<Refused> check_repeats(const RequestHead& head) {
  for (const std::string_view name : single_fields) {
    if (count(head.fields, name) > 1)
      return Refused{400, "a header that may stand once stands twice"};
  }
  return std::nullopt;
}

// Lengths first: whatever else is wrong, a request of unclear length is that above all.
std::optional<Refused> first_fault(const RequestHead& head, const std::vector<std::string>& hosts,
                                   HeadVerdict& verdict) {
  if (auto refused = check_repeats(head)) return refused;
  if (auto refused = check_length(head, verdict.headers)) return refused;
  if (auto refused = check_method(head)) return refused;
  if (auto refused = check_host(head, verdict.headers, hosts)) return refused;
  if (auto refused = check_target(head, verdict)) return refused;
  return check_expectation(head, verdict);
}

bool is_address(const std::string& text) {
  in6_addr room{};
  return ::inet_pton(AF_INET, text.c_str(), &room) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), &room) == 1;
}

}  // namespace

HeadVerdict check_head(const RequestHead& head, const std::vector<std::string>& hosts) {
  HeadVerdict verdict;
  verdict.headers = joined(head.fields);
  if (const auto refused = first_fault(head, hosts, verdict)) {
    verdict.status = refused->status;
    verdict.why = refused->why;
  }
  return verdict;
}

std::string plain_address(std::string_view address) {
  constexpr std::string_view mapped = "::ffff:";
  const bool is_mapped = address.starts_with(mapped) && address.find('.') != std::string_view::npos;
  return std::string(is_mapped ? address.substr(mapped.size()) : address);
}

std::string client_address(const std::string& peer, std::string_view forwarded_for,
                           const std::vector<std::string>& trusted_proxies) {
  const auto trusted = [&](const std::string& address) {
    return std::find(trusted_proxies.begin(), trusted_proxies.end(), address) !=
           trusted_proxies.end();
  };
  if (!trusted(peer)) return peer;
  auto hops = split(forwarded_for, ',');
  std::reverse(hops.begin(), hops.end());  // the nearest hop first
  for (const std::string& hop : hops) {
    std::string address = plain_address(trim(hop));
    if (!is_address(address)) return peer;
    if (!trusted(address)) return address;
  }
  return peer;
}

}  // namespace social311::net
