#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/file.h"

using namespace social311;

namespace {

// A file of its own that goes away with the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content)
      : path_(std::filesystem::temp_directory_path() /
              ("social311-file-" + std::to_string(::getpid()))) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("a file is read whole, NUL bytes and all") {
  const std::string content = std::string("a\0b\r\n", 5) + std::string(200'000, 'x');
  const TemporaryFile file(content);
  const auto read = read_file(file.path());
  REQUIRE(read.ok());
  CHECK(*read == content);
}

TEST_CASE("a file above the cap is refused, one at the cap is read") {
  const TemporaryFile file("12345");
  CHECK(read_file(file.path(), 5).ok());
  const auto read = read_file(file.path(), 4);
  REQUIRE_FALSE(read.ok());
  CHECK(read.fault().message == "cannot read " + file.path() + ": larger than 4 bytes");
}
