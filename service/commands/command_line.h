// The words of the command line and which command they mean. One tree: help and errors come from
// it.
#pragma once

namespace social311::service {

int run_command_line(int count, char** words);

}  // namespace social311::service
