#include "service/commands/streams.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

namespace social311::service {
namespace {

constexpr std::size_t longest_line = 1u << 20;

// getline with a cap: what is over it is read and dropped, the memory is not taken.
bool next_line(std::istream& in, std::string& line, bool& too_long) {
  line.clear();
  too_long = false;
  std::streambuf* buffer = in.rdbuf();
  for (int c = buffer->sbumpc(); c != std::char_traits<char>::eof(); c = buffer->sbumpc()) {
    if (c == '\n') return true;
    if (line.size() < longest_line)
      line.push_back(static_cast<char>(c));
    else
      too_long = true;
  }
  return !line.empty();
}

}  // namespace

Result<std::shared_ptr<std::istream>> open_input(const std::string& file) {
  if (file.empty() || file == "-")
    return std::shared_ptr<std::istream>(&std::cin, [](std::istream*) {});
  auto in = std::make_shared<std::ifstream>(file, std::ios::binary);
  if (!*in)
    return Fault{FaultKind::rejected,
                 file + ": cannot be read: " + std::strerror(errno),
                 {},
                 Reach::not_sent};  // NOLINT(concurrency-mt-unsafe)
  return std::shared_ptr<std::istream>(in);
}

bool next_input_line(std::istream& in, InputLine& line) {
  while (next_line(in, line.text, line.too_long)) {
    ++line.number;
    if (!line.text.empty() && line.text.back() == '\r') line.text.pop_back();
    if (line.too_long || line.text.find_first_not_of(" \t") != std::string::npos) return true;
  }
  return false;
}

Result<LabelledPost> post_of(const InputLine& line) {
  if (line.too_long) return Fault{FaultKind::rejected, "longer than 1 MiB", {}, Reach::not_sent};
  return read_post(line.text);
}

void tell_bad_line(const std::string& name, long number, const std::string& what) {
  std::cerr << name << ':' << number << ": " << what << "; the line was skipped\n";
}

bool each_post(std::istream& in, const std::string& name,
               const std::function<void(LabelledPost&&)>& one) {
  bool all_good = true;
  for (InputLine line; next_input_line(in, line);) {
    auto post = post_of(line);
    if (post) {
      one(std::move(post).value());
    } else {
      all_good = false;
      tell_bad_line(name, line.number, post.fault().message);
    }
  }
  return all_good;
}

}  // namespace social311::service
