// The console's built files, read once at start: hashed ones for ever, index.html never from a
// cache.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "net/server.h"

namespace social311::service {

class Assets {
 public:
  // `folder` = console/dist. A missing folder is told on every page instead of a blank one.
  explicit Assets(const std::string& folder);
  // A file of the console, or index.html for every other path (the page routes itself).
  net::ServerReply serve(const net::ServerCall& call) const;
  bool complete() const { return files_.contains("/index.html"); }

 private:
  struct File {
    std::string type{};
    std::string plain{};
    std::string gzip{};
    std::string brotli{};
    std::string etag{};
  };
  std::map<std::string, File> files_{};
};

// Where the built console lies: SOCIAL311_CONSOLE, the installed share folder, or console/dist of
// the checkout.
std::string console_folder();
// Headers of every page of the console: strict policy, no sniffing, no foreign frames.
void harden(net::ServerReply& reply);

}  // namespace social311::service
