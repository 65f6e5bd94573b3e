#include "core/file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace social311 {
namespace {

Fault cannot_read(const std::string& path, const std::string& why) {
  Fault fault;
  fault.kind = FaultKind::rejected;
  fault.message = "cannot read " + path + ": " + why;
  return fault;
}

std::string reason(int number) {
  return std::generic_category().message(number);
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t most_bytes) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                             &std::fclose);
  if (!file) return cannot_read(path, reason(errno));
  std::string out;
  std::array<char, 1u << 16u> block{};
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), file.get())) {
    out.append(block.data(), got);
    if (out.size() > most_bytes) {
      return cannot_read(path, "larger than " + std::to_string(most_bytes) + " bytes");
    }
  }
  if (std::ferror(file.get()) != 0) return cannot_read(path, reason(errno));
  return out;
}

}  // namespace social311
