#include "service/commands/command_line.h"

int main(int count, char** words) {
  return social311::service::run_command_line(count, words);
}
