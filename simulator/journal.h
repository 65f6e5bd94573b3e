// The append-only file that lets a network outlive its process. One JSON object a line; a last line
// that was cut by a kill is dropped at the next start.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/json.h"
#include "core/result.h"

namespace social311::simulator {

class Journal {
 public:
  // Reads what is there into `replay`, then stands ready to append. Fault (rejected): not writable.
  static Result<std::unique_ptr<Journal>> open(const std::string& path,
                                               const std::function<void(const JsonValue&)>& replay);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  void append(
      const std::string& line);  // one write; no fsync: it outlives the process, not the machine

 private:
  explicit Journal(int file) : file_(file) {}
  int file_;
};

}  // namespace social311::simulator
