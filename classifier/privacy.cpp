#include "classifier/privacy.h"

#include <phonenumbers/phonenumbermatch.h>
#include <phonenumbers/phonenumbermatcher.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <tuple>

#include "classifier/letters.h"

namespace social311::classifier {
namespace {

constexpr std::size_t shortest_phone = 10;     // digits of a North American number
constexpr std::size_t longest_extension = 10;  // " ext. 1234"

// Digits with what people put between them.
struct DigitRun {
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
  std::string digits{};
};

bool joins_digits(char c) {
  return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/' || c == '+';
}

DigitRun run_at(std::string_view text, std::size_t at) {
  DigitRun run{at, at, {}};
  std::size_t gap = 0;
  for (; at < text.size() && gap <= 2; ++at) {
    if (is_digit(text[at])) {
      run.digits.push_back(text[at]);
      run.end = at + 1;
      gap = 0;
    } else if (joins_digits(text[at])) {
      ++gap;
    } else {
      break;
    }
  }
  return run;
}

bool valid_ssn(const std::string& d) {
  const std::string area = d.substr(0, 3);
  return area != "000" && area != "666" && area[0] != '9' && d.substr(3, 2) != "00" &&
         d.substr(5) != "0000";
}

// 123-45-6789: the same sign in both gaps, nothing of a word around it.
bool looks_like_ssn(std::string_view written) {
  if (written.size() != 11 || written[3] != written[6] || (written[3] != '-' && written[3] != ' '))
    return false;
  for (const std::size_t at : {0u, 1u, 2u, 4u, 5u, 7u, 8u, 9u, 10u}) {
    if (!is_digit(written[at])) return false;
  }
  return true;
}

bool passes_luhn(const std::string& digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int digit = digits[digits.size() - 1 - i] - '0';
    sum += i % 2 == 0 ? digit : (digit * 2 > 9 ? digit * 2 - 9 : digit * 2);
  }
  return sum % 10 == 0;
}

bool looks_like_card(const std::string& digits) {
  if (digits.size() < 13 || digits.size() > 19 || digits[0] < '2' || digits[0] > '6') return false;
  const bool all_same = digits.find_first_not_of(digits[0]) == std::string::npos;
  return !all_same && passes_luhn(digits);
}

class Searcher {
 public:
  Searcher(const MatchText& text, const std::vector<Location>& places)
      : text_(text), main_(std::string_view(text.text).substr(0, text.main_end)), places_(places) {}

  std::vector<PrivateSpan> run() {
    for (const Range& email : text_.emails) out_.push_back({email.begin, email.end, "email"});
    numbers();
    plates();
    homes();
    return sorted();
  }

 private:
  void numbers() {
    for (std::size_t at = 0; at < main_.size();) {
      const bool begins = is_digit(main_[at]) && (at == 0 || !is_ascii_word(main_[at - 1]));
      if (!begins) {
        ++at;
        continue;
      }
      const DigitRun run = run_at(main_, at);
      number(run);
      at = std::max(run.end, at + 1);
    }
  }

  void number(const DigitRun& run) {
    const bool whole = run.end >= main_.size() || !is_ascii_word(main_[run.end]);
    if (whole && looks_like_card(run.digits)) return add(run.begin, run.end, "card");
    if (whole && run.digits.size() == 9 && valid_ssn(run.digits) &&
        (looks_like_ssn(main_.substr(run.begin, run.end - run.begin)) ||
         speaks_of_ssn(run.begin))) {
      return add(run.begin, run.end, "ssn");
    }
    if (run.digits.size() >= shortest_phone) phones(run);
  }

  bool speaks_of_ssn(std::size_t at) const {
    const std::string_view before = main_.substr(at > 40 ? at - 40 : 0, at > 40 ? 40 : at);
    return before.find("ssn") != std::string_view::npos ||
           before.find("social security") != std::string_view::npos ||
           before.find("seguro social") != std::string_view::npos;
  }

  void phones(const DigitRun& run) {
    namespace pn = i18n::phonenumbers;
    const std::size_t begin = character_at(run.begin > 3 ? run.begin - 3 : 0);  // "(" and "+"
    const std::size_t end = character_at(std::min(run.end + longest_extension, main_.size()));
    const std::string window(main_.substr(begin, end - begin));
    const pn::PhoneNumberUtil& util = *pn::PhoneNumberUtil::GetInstance();
    pn::PhoneNumberMatcher matcher(util, window, "US", pn::PhoneNumberMatcher::VALID, 10);
    while (matcher.HasNext()) {
      pn::PhoneNumberMatch match;
      matcher.Next(&match);
      add(begin + static_cast<std::size_t>(match.start()),
          begin + static_cast<std::size_t>(match.end()), "phone");
    }
  }

  // The matcher refuses a window that cuts a character in two.
  std::size_t character_at(std::size_t at) const {
    while (at < main_.size() && (static_cast<unsigned char>(main_[at]) & 0xC0u) == 0x80u) ++at;
    return at;
  }

  static bool is_plate_word(std::string_view word) {
    static constexpr std::array<std::string_view, 9> words{
        "plate", "plates", "licence", "license", "tag", "placa", "placas", "matricula", "tags"};
    return std::find(words.begin(), words.end(), word) != words.end();
  }

  void plates() {
    for (std::size_t i = 0; i < text_.tokens.size(); ++i) {
      if (text_.tokens[i].part == Part::main && is_plate_word(text_.view(text_.tokens[i])))
        plate_after(i);
    }
  }

  // Within four words: letters and digits together, also in two halves ("ABC-123").
  void plate_after(std::size_t cue) {
    const std::size_t limit = std::min(cue + 5, text_.tokens.size());
    for (std::size_t i = cue + 1;
         i < limit && text_.tokens[i].sentence == text_.tokens[cue].sentence; ++i) {
      const Token& first = text_.tokens[i];
      if (plate_like(text_.view(first))) return add(first.begin, first.end, "plate");
      if (i + 1 >= text_.tokens.size()) return;
      const Token& second = text_.tokens[i + 1];
      const std::string joined = std::string(text_.view(first)) + std::string(text_.view(second));
      const bool close = second.sentence == first.sentence && second.begin - first.end == 1 &&
                         text_.view(first).size() <= 4;
      if (close && plate_like(joined) && !is_plate_word(text_.view(first)))
        return add(first.begin, second.end, "plate");
    }
  }

  static bool plate_like(std::string_view word) {
    if (word.size() < 5 || word.size() > 8) return false;
    const auto digits = std::count_if(word.begin(), word.end(), is_digit);
    const auto letters =
        std::count_if(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const auto size = static_cast<std::ptrdiff_t>(word.size());
    return digits >= 2 && letters >= 1 && digits + letters == size;
  }

  // "I live at …", "my address is …": a home is private, the address of a pothole is not.
  void homes() {
    for (const Location& place : places_) {
      if (place.kind == "address" && place.start && says_home(*place.start)) {
        out_.push_back({*place.start, *place.end, "address"});
      }
    }
  }

  bool says_home(std::size_t start) const {
    static constexpr std::array<std::string_view, 17> cues{
        "i live at",       "we live at",     "i live on",     "i reside at",     "my address",
        "our address",     "my house is at", "my home is at", "my apartment at", "my house at",
        "my home at",      "i'm at home at", "vivo en",       "vivimos en",      "mi direccion",
        "mi casa esta en", "mi domicilio"};
    std::size_t at = 0;
    while (at < text_.main_end && text_.source[at] < start) ++at;
    const std::size_t from = at > 32 ? at - 32 : 0;
    const std::string_view before = main_.substr(from, at - from);
    return std::any_of(cues.begin(), cues.end(), [&](std::string_view cue) {
      const std::size_t found = before.rfind(cue);
      return found != std::string_view::npos &&
             before.find_first_of(".!?", found) == std::string_view::npos;
    });
  }

  void add(std::size_t begin, std::size_t end, const char* kind) {
    const Range range = text_.original_range(begin, end);
    out_.push_back({range.begin, range.end, kind});
  }

  std::vector<PrivateSpan> sorted() {
    std::sort(out_.begin(), out_.end(), [](const PrivateSpan& a, const PrivateSpan& b) {
      return std::tie(a.start, b.end, a.kind) < std::tie(b.start, a.end, b.kind);
    });
    std::vector<PrivateSpan> apart;
    for (PrivateSpan& span : out_) {
      if (apart.empty() || span.start >= apart.back().end) apart.push_back(std::move(span));
    }
    return apart;
  }

  const MatchText& text_;
  std::string_view main_;
  const std::vector<Location>& places_;
  std::vector<PrivateSpan> out_;
};

}  // namespace

std::vector<PrivateSpan> private_spans(const MatchText& text, const std::vector<Location>& places) {
  return Searcher(text, places).run();
}

}  // namespace social311::classifier
