// Lines in, lines out: the frame of every command that reads NDJSON.
#pragma once

#include <functional>
#include <istream>
#include <memory>
#include <string>

#include "core/exchange.h"
#include "core/result.h"

namespace social311::service {

// Opens a file, or standard input for "" and "-". Fault: cannot be read; names it.
Result<std::shared_ptr<std::istream>> open_input(const std::string& file);

// One line of a stream. `too_long`: it was over 1 MiB and is not here.
struct InputLine {
  long number = 0;
  std::string text{};
  bool too_long = false;
};
// The next line that is not empty; false at the end. `line` is reused and carries the number on.
bool next_input_line(std::istream& in, InputLine& line);
// Fault (rejected): what is wrong with the line.
Result<LabelledPost> post_of(const InputLine& line);
void tell_bad_line(const std::string& name, long number, const std::string& what);

// Calls `one` for every good line; a bad one is told on stderr with its number and skipped. False
// when there was a bad one. Empty lines are passed over; a line over 1 MiB is a bad one and is not
// kept in memory.
bool each_post(std::istream& in, const std::string& name,
               const std::function<void(LabelledPost&&)>& one);

}  // namespace social311::service
