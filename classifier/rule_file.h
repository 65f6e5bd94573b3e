// One .rules file: header lines, sections, rule lines (docs/rules.md).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/query.h"
#include "core/toml.h"

namespace social311::classifier {

struct HeaderLine {
  std::string value{};
  TextPosition where{};
};

struct RuleLine {
  double weight = 0;
  Query query{};
  std::vector<Term> terms{};  // the query's leaves point into it
  TextPosition where{};
};

enum class HeaderLines { expected, none };

struct RuleFile {
  std::map<std::string, HeaderLine> header{};  // "name.en", "name.es", "service_code", "division"
  std::vector<RuleLine> rules{};
  std::vector<Complaint> complaints{};
};

// `file` names it in complaints. Every fault of the file is reported; faulty lines are left out.
RuleFile parse_rule_file(std::string_view text, const std::string& file, HeaderLines header);

}  // namespace social311::classifier
