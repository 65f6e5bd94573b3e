// Child processes and their end. Call from the main thread: death signals are bound to the thread
// that starts.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"

namespace social311 {

// The child starts with default signals, /dev/null as its input (unless a file is named) and no
// descriptor of ours but its output.
struct ProcessPlan {
  std::vector<std::string> command{};      // command[0] is looked up on PATH
  std::vector<std::string> environment{};  // "A=b", replaces ours when `replace_environment`
  bool replace_environment = false;
  std::string working_folder{};
  std::string input_file{};     // read as stdin; "" = /dev/null
  std::string output_file{};    // stdout and stderr appended to it; "" = inherited
  int parent_death_signal = 0;  // sent to the child when our main thread ends
  bool own_group = false;       // so that a terminal's Ctrl-C does not reach it
};

struct Ran;

class Process {
 public:
  Process() = default;
  // Fault (rejected): the program is not there or cannot be run, and why.
  static Result<Process> start(const ProcessPlan& plan);
  pid_t pid() const { return pid_; }
  // Reaps when it has ended: exit code, or 128 + signal. Empty while it runs.
  std::optional<int> poll();
  std::optional<int> wait_for(std::chrono::milliseconds patience);
  void signal(int number) const;  // nothing once its end was seen

 private:
  explicit Process(pid_t pid) : pid_(pid) {}
  friend Result<Ran> run(const ProcessPlan& plan, std::chrono::milliseconds patience);
  pid_t pid_ = -1;
  std::optional<int> ended_{};
};

struct Ran {
  int code = 0;
  std::string output{};  // stdout and stderr, at most 64 KiB of the end
};
// Runs to the end. Fault: cannot be run (rejected), or took longer than `patience` and was killed
// (retry_later). `output_file` is not used here.
Result<Ran> run(const ProcessPlan& plan, std::chrono::milliseconds patience);

}  // namespace social311
