// The number of a case, by the city's own year, and the mark that makes each reply of ours unlike
// every other.
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "casebridge/bridge.h"
#include "casebridge/local_time.h"

namespace social311::casebridge {
namespace {

// Sixteen consonants that neither look like a digit (B G I O Q S Z) nor like each other when typed
// from a picture, and that spell no word.
constexpr std::string_view letters = "CDFHJKLMNPRTVWXY";
constexpr std::size_t number_digits = 6;

std::string padded(const std::string& digits, std::size_t width) {
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

}  // namespace

int local_year(const BusinessHours& hours, Instant at) {
  return static_cast<int>(local_moment(hours.timezone, at).date.year());
}

std::string case_number(const BusinessHours& hours, Instant opened_at, std::int64_t sequence) {
  return padded(std::to_string(local_year(hours, opened_at) % 100), 2) + "-" +
         padded(std::to_string(sequence), number_digits);
}

std::string reply_marker(const std::string& case_number, std::int64_t intent_sequence) {
  auto rest = static_cast<std::uint64_t>(intent_sequence);
  std::string code;
  do {
    code.insert(code.begin(), letters[rest % letters.size()]);
    rest /= letters.size();
  } while (rest != 0);
  if (code.size() < 2) code.insert(code.begin(), letters.front());
  return case_number + "-" + code;
}

}  // namespace social311::casebridge
