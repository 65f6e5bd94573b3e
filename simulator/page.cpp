// What residents see, served from the binary: one page, one stylesheet, one script.
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/network.h"
#include "simulator/problem.h"

namespace social311::simulator {

// Generated from simulator/page/: file name → text.
const std::vector<std::pair<std::string_view, std::string_view>>& page_files();

namespace {

constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for "
    "'script'";

const char* type_of(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "text/javascript; charset=utf-8";
}

}  // namespace

std::optional<WireReply> serve_page(const WireRequest& request) {
  const std::string_view name =
      request.path == "/" ? "index.html" : std::string_view(request.path).substr(1);
  for (const auto& [file, text] : page_files()) {
    if (file != name) continue;
    if (request.method != "GET" && request.method != "HEAD") {
      return plain_problem(405, "Method Not Allowed", "Use GET.");
    }
    WireReply reply;
    reply.headers = {{"Content-Type", type_of(file)},
                     {"Content-Security-Policy", std::string(policy)},
                     {"X-Content-Type-Options", "nosniff"},
                     {"Referrer-Policy", "no-referrer"},
                     {"Cache-Control", "no-cache"}};
    reply.body = text;
    return reply;
  }
  return std::nullopt;
}

}  // namespace social311::simulator
