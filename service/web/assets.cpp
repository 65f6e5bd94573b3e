#include "service/web/assets.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/digest.h"
#include "service/commands/commands.h"

namespace social311::service {
namespace {

namespace fs = std::filesystem;

constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src "
    "'self'; "
    "worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors "
    "'none'; "
    "require-trusted-types-for 'script'; trusted-types default";

std::string type_of(const fs::path& path) {
  static const std::map<std::string, std::string> types = {{".html", "text/html; charset=utf-8"},
                                                           {".js", "text/javascript"},
                                                           {".mjs", "text/javascript"},
                                                           {".css", "text/css"},
                                                           {".svg", "image/svg+xml"},
                                                           {".png", "image/png"},
                                                           {".ico", "image/x-icon"},
                                                           {".json", "application/json"},
                                                           {".woff2", "font/woff2"},
                                                           {".geojson", "application/geo+json"},
                                                           {".topojson", "application/json"},
                                                           {".txt", "text/plain; charset=utf-8"}};
  const auto found = types.find(path.extension().string());
  return found == types.end() ? "application/octet-stream" : found->second;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

bool accepts(const net::ServerCall& call, const char* coding) {
  const auto found = call.headers.find("Accept-Encoding");
  return found != call.headers.end() && found->second.find(coding) != std::string::npos;
}

}  // namespace

std::string console_folder() {
  if (const char* given = std::getenv("SOCIAL311_CONSOLE"))
    return given;  // NOLINT(concurrency-mt-unsafe)
  const fs::path here = fs::path(own_executable()).parent_path();
  for (const char* place :
       {"../share/social311/console", "../../../console/dist", "../../console/dist"})
    if (fs::exists(here / place / "index.html")) return fs::weakly_canonical(here / place).string();
  return "";
}

Assets::Assets(const std::string& folder) {
  if (folder.empty()) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path path = entry.path();
    if (!entry.is_regular_file() || path.extension() == ".br" || path.extension() == ".gz")
      continue;
    File file;
    file.type = type_of(path);
    file.plain = read(path);
    if (fs::exists(path.string() + ".gz")) file.gzip = read(path.string() + ".gz");
    if (fs::exists(path.string() + ".br")) file.brotli = read(path.string() + ".br");
    file.etag = '"' + sha256_hex(file.plain).substr(0, 20) + '"';
    files_["/" + fs::relative(path, folder).string()] = std::move(file);
  }
}

net::ServerReply Assets::serve(const net::ServerCall& call) const {
  auto found = files_.find(call.path);
  if (found == files_.end() && call.path.starts_with("/assets/"))
    return {.status = 404, .body = "no such file\n"};
  if (found == files_.end()) found = files_.find("/index.html");
  if (found == files_.end())
    return {
        .status = 503,
        .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
        .body = "The console was not built: run scripts/build, then start the service again.\n"};
  const File& file = found->second;
  net::ServerReply reply;
  const bool hashed = found->first.starts_with("/assets/");
  reply.headers = {{"Content-Type", file.type},
                   {"Vary", "Accept-Encoding"},
                   {"ETag", file.etag},
                   {"Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache"}};
  harden(reply);
  const auto known = call.headers.find("If-None-Match");
  if (known != call.headers.end() && known->second.find(file.etag) != std::string::npos) {
    reply.status = 304;
    return reply;
  }
  const bool brotli = !file.brotli.empty() && accepts(call, "br");
  const bool gzip = !brotli && !file.gzip.empty() && accepts(call, "gzip");
  if (brotli || gzip) reply.headers["Content-Encoding"] = brotli ? "br" : "gzip";
  reply.body = brotli ? file.brotli : gzip ? file.gzip : file.plain;
  return reply;
}

void harden(net::ServerReply& reply) {
  reply.headers["Content-Security-Policy"] = policy;
  reply.headers["X-Content-Type-Options"] = "nosniff";
  reply.headers["Referrer-Policy"] = "same-origin";
  reply.headers["Cross-Origin-Opener-Policy"] = "same-origin";
}

}  // namespace social311::service
