#include "core/clock.h"

#include <algorithm>
#include <array>

namespace social311 {
namespace {

// Walks over a text of fixed fields; after the first mismatch it stays failed.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int digits(std::size_t count) {
    if (rest_.size() < count) return fail();
    int value = 0;
    for (char c : rest_.substr(0, count)) {
      if (c < '0' || c > '9') return fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  char one_of(std::string_view accepted) {
    if (rest_.empty() || accepted.find(rest_.front()) == std::string_view::npos) {
      fail();
      return '\0';
    }
    const char found = rest_.front();
    rest_.remove_prefix(1);
    return found;
  }

  bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool next_is_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
  bool at_end() const { return rest_.empty(); }
  bool ok() const { return ok_; }

 private:
  int fail() {
    ok_ = false;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool ok_ = true;
};

std::optional<std::chrono::sys_days> read_date(Scanner& in) {
  const int year = in.digits(4);
  in.one_of("-");
  const int month = in.digits(2);
  in.one_of("-");
  const int day = in.digits(2);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!in.ok() || year < 1970 || year > 2200 || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

int read_milliseconds(Scanner& in) {
  if (!in.next_is('.') && !in.next_is(',')) return 0;
  in.one_of(".,");
  int value = in.digits(1) * 100;
  for (int unit = 10; in.next_is_digit(); unit /= 10) value += in.digits(1) * unit;
  return value;
}

std::optional<Milliseconds> read_time(Scanner& in) {
  const int hour = in.digits(2);
  in.one_of(":");
  const int minute = in.digits(2);
  in.one_of(":");
  const int second = in.digits(2);
  const int millis = read_milliseconds(in);
  // RFC 3339 knows leap seconds; a network that sends one means the moment before the next minute.
  if (!in.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(std::min(second, 59)) + Milliseconds(millis);
}

std::optional<std::chrono::minutes> read_offset(Scanner& in) {
  const char sign = in.one_of("Zz+-");
  if (sign == 'Z' || sign == 'z') return std::chrono::minutes(0);
  const int hours = in.digits(2);
  in.one_of(":");
  const int minutes = in.digits(2);
  if (!in.ok() || hours > 23 || minutes > 59) return std::nullopt;
  const std::chrono::minutes offset(hours * 60 + minutes);
  return sign == '-' ? -offset : offset;
}

void append_digits(std::string& out, int value, int width) {
  std::array<char, 12> buffer{};
  for (int i = width; i > 0; value /= 10) {
    buffer[static_cast<std::size_t>(--i)] = static_cast<char>('0' + value % 10);
  }
  out.append(buffer.data(), static_cast<std::size_t>(width));
}

}  // namespace

std::string to_iso8601(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  std::string out;
  append_digits(out, static_cast<int>(date.year()), 4);
  out += '-';
  append_digits(out, static_cast<int>(static_cast<unsigned>(date.month())), 2);
  out += '-';
  append_digits(out, static_cast<int>(static_cast<unsigned>(date.day())), 2);
  out += 'T';
  append_digits(out, static_cast<int>(time.hours().count()), 2);
  out += ':';
  append_digits(out, static_cast<int>(time.minutes().count()), 2);
  out += ':';
  append_digits(out, static_cast<int>(time.seconds().count()), 2);
  if (time.subseconds().count() != 0) {
    out += '.';
    append_digits(out, static_cast<int>(time.subseconds().count()), 3);
  }
  out += 'Z';
  return out;
}

std::optional<Instant> parse_iso8601(std::string_view text) {
  Scanner in(text);
  const auto date = read_date(in);
  if (!date) return std::nullopt;
  in.one_of("Tt ");
  const auto time = read_time(in);
  if (!time) return std::nullopt;
  const auto offset = read_offset(in);
  if (!offset || !in.ok() || !in.at_end()) return std::nullopt;
  return Instant(*date) + *time - *offset;
}

Instant SystemClock::now() const {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point SystemClock::steady() const {
  return std::chrono::steady_clock::now();
}

bool SystemClock::sleep_until(Instant instant, std::stop_token stop) {
  // Slices: a far instant would overflow the nanoseconds below, and a wall clock that was set
  // forward is noticed within one slice.
  constexpr std::chrono::minutes slice(1);
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    const Instant at = now();
    if (at >= instant) return true;
    const Milliseconds left = std::min<Milliseconds>(instant - at, slice);
    never.wait_for(lock, stop, left, [] { return false; });
  }
  return false;
}

Instant ManualClock::now() const {
  std::lock_guard lock(mutex_);
  return now_;
}

std::chrono::steady_clock::time_point ManualClock::steady() const {
  return std::chrono::steady_clock::time_point(now().time_since_epoch());
}

bool ManualClock::sleep_until(Instant instant, std::stop_token stop) {
  std::unique_lock lock(mutex_);
  return moved_.wait(lock, stop, [&] { return now_ >= instant; });
}

void ManualClock::advance(Milliseconds span) {
  std::lock_guard lock(mutex_);
  now_ += span;
  moved_.notify_all();
}

}  // namespace social311
