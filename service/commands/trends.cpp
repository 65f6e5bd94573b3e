#include <array>
#include <charconv>
#include <cmath>
#include <iostream>
#include <limits>

#include "classifier/trends/series.h"
#include "core/clock.h"
#include "service/commands/commands.h"
#include "service/commands/streams.h"

namespace social311::service {
namespace {

struct Row {
  std::string_view timestamp{};  // as it stands in the file
  std::string_view value{};
  Instant at{};
  double count = 0.0;
};

// One line of a file of counts, its length bounded.
class CountLines {
 public:
  explicit CountLines(std::istream& in) : in_(in) {}
  // False at the end. A line that is too long is empty and `too_long`.
  bool next();
  std::string_view line() const { return line_; }
  bool too_long() const { return too_long_; }
  long number() const { return number_; }

 private:
  std::istream& in_;
  std::array<char, 256> buffer_{};
  std::string_view line_{};
  bool too_long_ = false;
  long number_ = 0;
};

bool CountLines::next() {
  in_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  too_long_ = in_.fail() && in_.gcount() > 0;
  if (in_.fail() && !too_long_) return false;
  ++number_;
  line_ = too_long_ ? std::string_view() : std::string_view(buffer_.data());
  if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
  if (too_long_) {
    in_.clear();
    in_.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return true;
}

bool is_header(std::string_view line) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (line.substr(0, byte_order_mark.size()) == byte_order_mark)
    line.remove_prefix(byte_order_mark.size());
  return line == "timestamp,value";
}

std::optional<Instant> read_time(std::string_view text) {
  const auto with_zone = parse_iso8601(text);
  return with_zone ? with_zone : parse_iso8601(std::string(text) + "Z");
}

// "" or what is wrong with the line.
std::string read_row(std::string_view line, Row& row) {
  const auto comma = line.find(',');
  if (comma == std::string_view::npos || line.find(',', comma + 1) != std::string_view::npos)
    return "needs two fields, timestamp and value";
  row.timestamp = line.substr(0, comma);
  row.value = line.substr(comma + 1);
  const auto at = read_time(row.timestamp);
  if (!at) return "the timestamp is not YYYY-MM-DD HH:MM:SS";
  row.at = *at;
  const char* const end = row.value.data() + row.value.size();
  const auto read = std::from_chars(row.value.data(), end, row.count);
  if (read.ec != std::errc() || read.ptr != end || !std::isfinite(row.count))
    return "the value is not a number";
  return row.count < 0.0 ? "the value is negative" : "";
}

// Six digits after the point, whatever the locale.
void write_scored(std::ostream& out, const Row& row, double score) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), score,
                                 std::chars_format::fixed, 6);
  out << row.timestamp << ',' << row.value << ','
      << std::string_view(digits.data(), static_cast<std::size_t>(end.ptr - digits.data())) << '\n';
}

// False when a line was bad; it was told and skipped.
bool score_lines(CountLines& lines, const std::string& name) {
  classifier::trends::Series series;
  bool all_good = true;
  while (lines.next()) {
    if (lines.line().empty() && !lines.too_long()) continue;
    Row row;
    const std::string wrong = lines.too_long() ? "is too long" : read_row(lines.line(), row);
    if (wrong.empty()) {
      write_scored(std::cout, row, series.score(row.at, row.count));
    } else {
      all_good = false;
      std::cerr << name << ':' << lines.number() << ": " << wrong << "; the line was skipped\n";
    }
  }
  return all_good;
}

}  // namespace

int trends_of_series(const std::string& file) {
  auto in = open_input(file);
  if (!in) return complain(in.fault().message);
  std::ios::sync_with_stdio(false);
  const std::string name = file == "-" ? "(standard input)" : file;
  CountLines lines(**in);
  if (!lines.next() || !is_header(lines.line()))
    return complain(name + ":1: the first line must be timestamp,value");
  std::cout << "timestamp,value,anomaly_score\n";
  const bool good = score_lines(lines, name);
  std::cout.flush();
  if (!std::cout) return complain("standard output was closed; the rest was not written");
  return good ? done : failed;
}

}  // namespace social311::service
