#include "schema_check.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace social311::simulator::test {

namespace {

using Kind = JsonValue::Kind;

std::string kind_name(const JsonValue& value) {
  switch (value.kind()) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "boolean";
    case Kind::number:
      return value.number(INT64_MIN, INT64_MAX) ? "integer" : "number";
    case Kind::text:
      return "string";
    case Kind::list:
      return "array";
    case Kind::object:
      return "object";
    default:
      return "absent";
  }
}

bool fits_type(const std::string& kind, const std::string& type) {
  return type.empty() || kind == type || (type == "number" && kind == "integer");
}

}  // namespace

std::optional<std::string> shared_file(const std::string& path) {
  const char* set = std::getenv("SOCIAL311_SHARED");
  const std::string root = set != nullptr ? set : std::string(SOCIAL311_SOURCE_DIR) + "/../shared";
  const std::string file = root + "/" + path;
  if (!std::filesystem::exists(file)) return std::nullopt;
  return file;
}

JsonValue read_document(const std::string& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  auto parsed = JsonValue::parse(text.str());
  if (!parsed) throw std::runtime_error(file + ": " + parsed.fault().message);
  return *parsed;
}

JsonValue SchemaCheck::resolve(JsonValue schema) const {
  while (const auto reference = schema["$ref"].text()) {
    std::stringstream parts(reference->substr(2));
    schema = document_;
    for (std::string part; std::getline(parts, part, '/');) schema = schema[part];
    if (schema.absent()) throw std::runtime_error("dangling " + *reference);
  }
  return schema;
}

std::vector<std::string> SchemaCheck::faults(const JsonValue& value,
                                             const JsonValue& schema) const {
  std::vector<std::string> found;
  check(value, schema, "$", found);
  return found;
}

JsonValue SchemaCheck::property(const JsonValue& schema, const std::string& name) const {
  if (JsonValue own = schema["properties"][name]; !own.absent()) return own;
  for (const JsonValue& part : schema["allOf"].items()) {
    if (JsonValue inner = property(resolve(part), name); !inner.absent()) return inner;
  }
  const auto mapped = schema["discriminator"]["mapping"];
  for (const std::string& key : mapped.keys()) {  // the parts of a subtype, `Photo` of `Media`
    const std::string target = mapped[key].text_or("");
    for (const JsonValue& part :
         document_["components"]["schemas"][target.substr(target.rfind('/') + 1)]["allOf"]
             .items()) {
      if (JsonValue inner = part["properties"][name]; !inner.absent()) return inner;
    }
  }
  return {};
}

void SchemaCheck::gather_required(const JsonValue& schema, std::vector<std::string>& names) const {
  for (const JsonValue& name : schema["required"].items()) names.push_back(name.text_or(""));
  for (const JsonValue& part : schema["allOf"].items()) gather_required(resolve(part), names);
}

void SchemaCheck::check_object(const JsonValue& value, const JsonValue& schema,
                               const std::string& path, std::vector<std::string>& found) const {
  std::vector<std::string> required;
  gather_required(schema, required);
  for (const std::string& name : required) {
    if (value[name].absent()) found.push_back(path + "." + name + ": is required");
  }
  const bool open = schema["properties"].absent() && schema["allOf"].absent();
  for (const std::string& name : value.keys()) {
    const JsonValue inner = property(schema, name);
    if (!inner.absent()) {
      check(value[name], inner, path + "." + name, found);
    } else if (!open) {
      found.push_back(path + "." + name + ": is not in the schema");
    }
  }
}

void SchemaCheck::check_text(const std::string& text, const JsonValue& schema,
                             const std::string& path, std::vector<std::string>& found) const {
  const auto pattern = schema["pattern"].text();
  if (pattern && !std::regex_search(text, std::regex(*pattern))) {
    found.push_back(path + ": '" + text + "' does not match " + *pattern);
  }
  const auto allowed = schema["enum"].items();
  const bool listed = std::any_of(allowed.begin(), allowed.end(),
                                  [&text](const JsonValue& one) { return one.text() == text; });
  if (!allowed.empty() && !listed)
    found.push_back(path + ": '" + text + "' is not in the enumeration");
  if (schema["minLength"].number(0, 1'000'000).value_or(0) >
      static_cast<std::int64_t>(text.size())) {
    found.push_back(path + ": is too short");
  }
  if (schema["format"].text() == "date-time" && !parse_iso8601(text)) {
    found.push_back(path + ": '" + text + "' is no date-time");
  }
}

// oneOf and anyOf: at least one must fit.
bool SchemaCheck::check_choices(const JsonValue& value, const JsonValue& schema,
                                const std::string& path, std::vector<std::string>& found) const {
  const auto choices =
      schema["oneOf"].is_list() ? schema["oneOf"].items() : schema["anyOf"].items();
  if (choices.empty()) return false;
  std::vector<std::string> last;
  for (const JsonValue& choice : choices) {
    last.clear();
    check(value, choice, path, last);
    if (last.empty()) return true;
  }
  found.push_back(path + ": fits none of the choices, the last one fails with " + last.front());
  return true;
}

void SchemaCheck::check(const JsonValue& value, JsonValue schema, const std::string& path,
                        std::vector<std::string>& found) const {
  schema = resolve(std::move(schema));
  const std::string kind = kind_name(value);
  if (kind == "null" && schema["nullable"].flag().value_or(false)) return;
  if (check_choices(value, schema, path, found)) return;
  const std::string type = schema["type"].text_or("");
  if (!fits_type(kind, type)) {
    found.push_back(path + ": " + kind + " where " + type + " belongs");
    return;
  }
  if (kind == "object") check_object(value, schema, path, found);
  if (kind == "string") check_text(*value.text(), schema, path, found);
  if (kind != "array") return;
  const auto size = static_cast<std::int64_t>(value.size());
  if (size < schema["minItems"].number(0, 1'000'000).value_or(0) ||
      size > schema["maxItems"].number(0, 1'000'000).value_or(1'000'000)) {
    found.push_back(path + ": " + std::to_string(size) + " items");
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    check(value.at(i), schema["items"], path + "[" + std::to_string(i) + "]", found);
  }
}

}  // namespace social311::simulator::test
