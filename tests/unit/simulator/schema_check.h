// A small JSON Schema check for the OpenAPI documents of X: an answer must fit, and hold nothing
// that the schema does not name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json.h"

namespace social311::simulator::test {

// Where outside data lies; empty: not on this machine.
std::optional<std::string> shared_file(const std::string& path);
JsonValue read_document(const std::string& file);  // throws std::runtime_error

class SchemaCheck {
 public:
  explicit SchemaCheck(JsonValue document) : document_(std::move(document)) {}
  JsonValue resolve(JsonValue schema) const;  // follows $ref
  // "$.data[0].id: …", one line a fault.
  std::vector<std::string> faults(const JsonValue& value, const JsonValue& schema) const;
  const JsonValue& document() const { return document_; }

 private:
  void check(const JsonValue& value, JsonValue schema, const std::string& path,
             std::vector<std::string>& found) const;
  void check_object(const JsonValue& value, const JsonValue& schema, const std::string& path,
                    std::vector<std::string>& found) const;
  void check_text(const std::string& text, const JsonValue& schema, const std::string& path,
                  std::vector<std::string>& found) const;
  bool check_choices(const JsonValue& value, const JsonValue& schema, const std::string& path,
                     std::vector<std::string>& found) const;
  JsonValue property(const JsonValue& schema, const std::string& name) const;  // through allOf
  void gather_required(const JsonValue& schema, std::vector<std::string>& names) const;

  JsonValue document_;
};

}  // namespace social311::simulator::test
