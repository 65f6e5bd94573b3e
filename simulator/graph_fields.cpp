#include "simulator/graph_fields.h"

#include <algorithm>

#include "simulator/code_points.h"

namespace social311::simulator {

namespace {

constexpr int deepest = 5;

class FieldParser {
 public:
  explicit FieldParser(std::string_view text) : text_(text) {}

  Result<std::vector<FieldAsk>> whole() {
    std::vector<FieldAsk> fields;
    if (!list(fields, 0) || at_ != text_.size()) {
      return Fault{.kind = FaultKind::rejected,
                   .message = "Syntax error \"Unexpected character at position " +
                              std::to_string(at_) + "\" in the field expansion"};
    }
    return fields;
  }

 private:
  bool more() const { return at_ < text_.size(); }
  bool take(char c) {
    if (!more() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::string word() {
    const std::size_t start = at_;
    while (more() && is_word(text_[at_])) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }
  std::string until_close() {
    const std::size_t start = at_;
    while (more() && text_[at_] != ')') ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  bool list(std::vector<FieldAsk>& fields, int depth) {
    if (depth > deepest) return false;
    do {
      FieldAsk field;
      if (!one(field, depth)) return false;
      fields.push_back(std::move(field));
    } while (take(','));
    return true;
  }

  bool one(FieldAsk& field, int depth) {
    field.name = word();
    if (field.name.empty()) return false;
    while (take('.')) {
      const std::string name = word();
      if (name.empty() || !take('(')) return false;
      field.args[name] = until_close();
      if (!take(')')) return false;
    }
    if (!take('{')) return true;
    return list(field.fields, depth + 1) && take('}');
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

const FieldAsk* FieldAsk::find(std::string_view field) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [field](const FieldAsk& one) { return one.name == field; });
  return found == fields.end() ? nullptr : &*found;
}

Result<std::vector<FieldAsk>> parse_fields(std::string_view text) {
  return FieldParser(text).whole();
}

}  // namespace social311::simulator
