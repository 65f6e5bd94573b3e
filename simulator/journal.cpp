#include "simulator/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace social311::simulator {

namespace {

// Returns how many bytes at the front are whole lines.
std::size_t replay_lines(const std::string& path,
                         const std::function<void(const JsonValue&)>& replay) {
  std::ifstream in(path, std::ios::binary);
  std::size_t whole = 0;
  std::string line;
  while (std::getline(in, line) && !in.eof()) {
    whole += line.size() + 1;
    const auto value = JsonValue::parse(line);
    if (value) replay(*value);
  }
  return whole;
}

}  // namespace

Result<std::unique_ptr<Journal>> Journal::open(
    const std::string& path, const std::function<void(const JsonValue&)>& replay) {
  const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) {
    return Fault{.kind = FaultKind::rejected,
                 .message = "cannot open the state file " + path + ": " +
                            std::generic_category().message(errno)};
  }
  const std::size_t whole = replay_lines(path, replay);
  std::unique_ptr<Journal> journal(new Journal(file));
  if (::ftruncate(file, static_cast<off_t>(whole)) != 0) {
    return Fault{.kind = FaultKind::rejected, .message = "cannot write the state file " + path};
  }
  return journal;
}

Journal::~Journal() {
  ::close(file_);
}

void Journal::append(const std::string& line) {
  const std::string bytes = line + "\n";
  std::string_view left = bytes;
  while (!left.empty()) {
    const ssize_t written = ::write(file_, left.data(), left.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) left.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace social311::simulator
