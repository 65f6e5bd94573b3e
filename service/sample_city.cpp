#include "service/sample_city.h"

#include <filesystem>
#include <system_error>

#include "service/config.h"

namespace social311::service {
namespace {

namespace fs = std::filesystem;

bool is_city(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_directory(folder / "rules", ignored);
}

// samples/denver in `start` or a folder above it: build/release/bin lies three below a checkout.
std::string above(fs::path start) {
  for (int level = 0; level < 5 && !start.empty(); ++level) {
    if (is_city(start / "samples/denver"))
      return (start / "samples/denver").lexically_normal().string();
    if (start == start.parent_path()) break;
    start = start.parent_path();
  }
  return {};
}

}  // namespace

std::string find_sample_city(const std::string& program_folder, const std::string& working_folder) {
  const fs::path program(program_folder);
  for (const char* installed : {"../share/social311/samples/denver", "../share/social311/denver"}) {
    if (is_city(program / installed)) return (program / installed).lexically_normal().string();
  }
  const std::string found = above(program);
  return found.empty() ? above(working_folder) : found;
}

std::string sample_city() {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  return find_sample_city(program.string(), fs::current_path(ignored).string());
}

}  // namespace social311::service
