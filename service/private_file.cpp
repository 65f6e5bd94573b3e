#include "service/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace social311::service {
namespace {

constexpr std::size_t most_bytes = 64u << 10u;

class OpenFile {
 public:
  // Without O_NONBLOCK a named pipe put in the file's place would stop the program here.
  explicit OpenFile(const std::string& path)
      : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~OpenFile() {
    if (number_ >= 0) ::close(number_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

Fault refused(std::string why) {
  Fault fault;
  fault.kind = FaultKind::rejected;
  fault.message = std::move(why);
  return fault;
}

Fault unreadable() {
  return refused("cannot be read: " + std::generic_category().message(errno));
}

std::string octal(mode_t mode) {
  std::string out = "0";
  for (unsigned shift = 9; shift > 0; shift -= 3) {
    out += static_cast<char>('0' + ((mode >> (shift - 3)) & 7u));
  }
  return out;
}

// Why the file's looks forbid to trust it; empty when they are fine.
std::string objection(const struct stat& info) {
  if (!S_ISREG(info.st_mode)) return "is not a regular file";
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return "is mode " + octal(info.st_mode) + ": others may read it, run chmod 600 on it";
  }
  if (info.st_uid != ::geteuid() && info.st_uid != 0) {
    return "belongs to another user: run chown on it";
  }
  return {};
}

}  // namespace

Result<std::string> read_private_file(const std::string& path) {
  const OpenFile file(path);
  struct stat info {};
  // Asked of the open file, not of its name: the name may lead elsewhere a moment later.
  if (file.number() < 0 || ::fstat(file.number(), &info) != 0) return unreadable();
  if (const std::string why = objection(info); !why.empty()) return refused(why);
  std::string out;
  std::array<char, 4096> block{};
  for (;;) {
    const ssize_t got = ::read(file.number(), block.data(), block.size());
    if (got < 0) return unreadable();
    if (got == 0) return out;
    out.append(block.data(), static_cast<std::size_t>(got));
    if (out.size() > most_bytes) return refused("is larger than 64 KiB");
  }
}

}  // namespace social311::service
