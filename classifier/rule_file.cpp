#include "classifier/rule_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "classifier/contradiction.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

constexpr double largest_weight = 10;
constexpr std::size_t longest_line = 4096;
constexpr std::array<std::string_view, 4> header_keys{"name.en", "name.es", "service_code",
                                                      "division"};

std::size_t first_not_blank(std::string_view line, std::size_t at = 0) {
  return std::min(line.find_first_not_of(" \t\r", at), line.size());
}

// Editors count characters.
int column_of(std::string_view line, std::size_t offset) {
  const std::string_view before = line.substr(0, std::min(offset, line.size()));
  return 1 + static_cast<int>(std::count_if(before.begin(), before.end(), [](char c) {
           return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
         }));
}

std::string nearest_key(std::string_view wrong) {
  std::string_view best = header_keys[0];
  for (const std::string_view key : header_keys) {
    if (edit_distance(wrong, key) < edit_distance(wrong, best)) best = key;
  }
  return std::string(best);
}

std::optional<double> weight_of(std::string_view written) {
  double value = 0;
  const char* end = written.data() + written.size();
  const auto [stopped, error] = std::from_chars(written.data(), end, value);
  if (error != std::errc() || stopped != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

class FileReader {
 public:
  FileReader(std::string_view text, const std::string& file, HeaderLines header)
      : text_(text), file_(file), header_(header) {}

  RuleFile run() {
    while (!text_.empty() && out_.complaints.size() < 200) {
      const std::size_t end = std::min(text_.find('\n'), text_.size());
      line_ = text_.substr(0, end);
      ++number_;
      read_line();
      text_.remove_prefix(std::min(end + 1, text_.size()));
    }
    return std::move(out_);
  }

 private:
  void read_line() {
    const std::size_t at = first_not_blank(line_);
    if (at == line_.size() || line_[at] == '#') return;
    if (line_.size() > longest_line)
      return complain(longest_line, "a line has at most 4,096 bytes");
    if (!is_valid_utf8(line_)) return complain(at, "this line is not UTF-8");
    if (line_[at] == '[') return section(at);
    if (header_ == HeaderLines::expected && !section_) return header(at);
    rule(at);
  }

  void section(std::size_t at) {
    const std::string name = trim(line_.substr(at, line_.find(" #") - at));
    if (name == "[en]") {
      section_ = RuleLanguage::en;
    } else if (name == "[es]") {
      section_ = RuleLanguage::es;
    } else if (name == "[any]") {
      section_ = RuleLanguage::any;
    } else {
      complain(at, "unknown section; known are [en], [es] and [any]");
    }
  }

  void header(std::size_t at) {
    const std::size_t colon = line_.find(':');
    const std::string key = trim(line_.substr(at, std::min(colon, line_.size()) - at));
    if (colon == std::string_view::npos || weight_of(key)) {
      return complain(at, "expected a header line (name.en: …) or a section ([en], [es], [any])");
    }
    if (std::find(header_keys.begin(), header_keys.end(), key) == header_keys.end()) {
      return complain(at, "unknown key `" + key + "`; did you mean `" + nearest_key(key) + "`?");
    }
    const std::size_t value_at = first_not_blank(line_, colon + 1);
    const std::string value = trim(line_.substr(value_at, line_.find(" #", value_at) - value_at));
    if (value.empty()) return complain(at, "`" + key + "` needs a value");
    if (!out_.header.emplace(key, HeaderLine{value, where(value_at)}).second) {
      complain(at, "`" + key + "` stands here twice");
    }
  }

  void rule(std::size_t at) {
    const std::size_t colon = line_.find(':', at);
    if (colon == std::string_view::npos) return complain(at, "expected WEIGHT : QUERY");
    const std::string written = trim(line_.substr(at, colon - at));
    const std::optional<double> weight = weight_of(written);
    if (!weight) return complain(at, "expected a weight such as 1.5 before the colon");
    if (*weight == 0 || std::abs(*weight) > largest_weight) {
      return complain(at, "a weight lies between -10 and 10 and is not 0");
    }
    if (!section_)
      return complain(at, "a section line ([en], [es] or [any]) must stand above the rules");
    ParsedQuery parsed = parse_query(line_, colon + 1, *section_);
    if (!parsed.query) return complain(parsed.fault.offset, parsed.fault.what);
    if (const auto at_denial = contradiction_in(*parsed.query, parsed.terms))
      return complain(*at_denial, "this rule can never match: what is denied here is required too");
    if (!stands_alone(at, colon, *weight)) return;
    out_.rules.push_back({*weight, std::move(*parsed.query), std::move(parsed.terms), where(at)});
  }

  // The same words with two weights: one of them is a mistake, and nobody knows which.
  bool stands_alone(std::size_t at, std::size_t colon, double weight) {
    const std::size_t comment = std::min(line_.find(" # ", colon), line_.size());
    const std::string words = std::to_string(static_cast<int>(*section_)) +
                              trim(line_.substr(colon + 1, comment - colon - 1));
    const auto [first, is_new] = weights_.emplace(words, std::pair{weight, number_});
    if (is_new || first->second.first == weight) return true;
    complain(at, "the rule of line " + std::to_string(first->second.second) +
                     " has the same words and another weight");
    return false;
  }

  TextPosition where(std::size_t offset) const {
    return {file_, number_, column_of(line_, offset)};
  }

  void complain(std::size_t offset, std::string what) {
    out_.complaints.push_back({where(offset), std::move(what)});
  }

  std::string_view text_;
  std::string file_;
  HeaderLines header_;
  std::string_view line_;
  int number_ = 0;
  std::optional<RuleLanguage> section_;
  std::map<std::string, std::pair<double, int>> weights_;  // of the rules so far, and their lines
  RuleFile out_;
};

}  // namespace

RuleFile parse_rule_file(std::string_view text, const std::string& file, HeaderLines header) {
  return FileReader(text, file, header).run();
}

}  // namespace social311::classifier
