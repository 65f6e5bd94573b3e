#include "core/json.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "core/text.h"

namespace social311 {
namespace {

using nlohmann::json;

const json* node_of(const void* node) {
  return static_cast<const json*>(node);
}

struct Refused {  // thrown by the parser's callback, caught in parse()
  const char* why;
};

// Watches depth and, on request, duplicate keys while the library parses.
class Watch {
 public:
  explicit Watch(const JsonLimits& limits) : limits_(limits) {}

  bool operator()(int depth, json::parse_event_t event, const json& parsed) {
    const bool opens =
        event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
    if (opens && depth >= limits_.depth) throw Refused{"is nested too deeply"};
    if (limits_.refuse_duplicate_keys) watch_keys(event, parsed);
    return true;
  }

 private:
  void watch_keys(json::parse_event_t event, const json& parsed) {
    if (event == json::parse_event_t::object_start) {
      keys_.emplace_back();
    } else if (event == json::parse_event_t::object_end) {
      keys_.pop_back();
    } else if (event == json::parse_event_t::key) {
      if (!keys_.back().insert(parsed.get<std::string>()).second) throw Refused{"has a key twice"};
    }
  }

  JsonLimits limits_;
  std::vector<std::set<std::string>> keys_;
};

Fault garbled(std::string message) {
  Fault fault;
  fault.kind = FaultKind::garbled;
  fault.message = std::move(message);
  return fault;
}

// U+0000 may stand in JSON as an escape, but neither in a database nor in a log.
std::string without_nul(const std::string& text) {
  return text.find('\0') == std::string::npos ? text : repair_utf8(text);
}

}  // namespace

Result<JsonValue> JsonValue::parse(std::string_view bytes, const JsonLimits& limits) {
  if (bytes.size() > limits.bytes) {
    return garbled("the JSON has " + std::to_string(bytes.size()) + " bytes, more than the " +
                   std::to_string(limits.bytes) + " allowed");
  }
  try {
    Watch watch(limits);
    auto document = std::make_shared<const json>(json::parse(
        bytes.begin(), bytes.end(), [&](int depth, json::parse_event_t event, json& parsed) {
          return watch(depth, event, parsed);
        }));
    const json* root = document.get();
    return JsonValue(std::move(document), root);
  } catch (const Refused& refused) {
    return garbled(std::string("the JSON ") + refused.why);
  } catch (const json::parse_error& error) {
    // The library's own message quotes the bytes; they may be a secret or a flood.
    return garbled("not JSON from byte " + std::to_string(error.byte) + " on");
  } catch (const json::exception&) {
    return garbled("the JSON holds a number out of every range");
  }
}

JsonValue::Kind JsonValue::kind() const {
  if (node_ == nullptr) return Kind::absent;
  switch (node_of(node_)->type()) {
    case json::value_t::null:
      return Kind::null;
    case json::value_t::boolean:
      return Kind::boolean;
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
    case json::value_t::number_float:
      return Kind::number;
    case json::value_t::string:
      return Kind::text;
    case json::value_t::array:
      return Kind::list;
    case json::value_t::object:
      return Kind::object;
    case json::value_t::binary:
    case json::value_t::discarded:
      break;
  }
  return Kind::absent;
}

JsonValue JsonValue::operator[](std::string_view key) const {
  if (!is_object()) return {};
  const json* object = node_of(node_);
  const auto found = object->find(key);
  return found == object->end() ? JsonValue() : JsonValue(document_, &*found);
}

JsonValue JsonValue::at(std::size_t index) const {
  if (!is_list() || index >= size()) return {};
  return JsonValue(document_, &(*node_of(node_))[index]);
}

std::size_t JsonValue::size() const {
  return is_object() || is_list() ? node_of(node_)->size() : 0;
}

std::vector<JsonValue> JsonValue::items() const {
  std::vector<JsonValue> out;
  if (!is_list()) return out;
  out.reserve(size());
  for (const json& item : *node_of(node_)) out.push_back(JsonValue(document_, &item));
  return out;
}

std::vector<std::string> JsonValue::keys() const {
  std::vector<std::string> out;
  if (!is_object()) return out;
  for (const auto& item : node_of(node_)->items()) out.push_back(item.key());
  return out;
}

std::optional<std::string> JsonValue::text() const {
  if (kind() != Kind::text) return std::nullopt;
  return without_nul(node_of(node_)->get_ref<const std::string&>());
}

std::optional<std::string> JsonValue::id() const {
  if (node_ != nullptr && node_of(node_)->is_number_unsigned()) {
    return std::to_string(node_of(node_)->get<std::uint64_t>());
  }
  return text();
}

std::optional<std::int64_t> JsonValue::number(std::int64_t min, std::int64_t max) const {
  if (kind() != Kind::number) return std::nullopt;
  const json& node = *node_of(node_);
  std::int64_t value = 0;
  if (node.is_number_float()) {
    constexpr double exact = 9007199254740992;  // 2^53: beyond it doubles skip whole numbers
    const double real = node.get<double>();
    if (!(std::fabs(real) <= exact) || std::trunc(real) != real) return std::nullopt;
    value = static_cast<std::int64_t>(real);
  } else if (node.is_number_unsigned()) {
    const auto wide = node.get<std::uint64_t>();
    if (wide > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    value = static_cast<std::int64_t>(wide);
  } else {
    value = node.get<std::int64_t>();
  }
  return value >= min && value <= max ? std::optional(value) : std::nullopt;
}

std::optional<double> JsonValue::real() const {
  if (kind() != Kind::number) return std::nullopt;
  const auto value = node_of(node_)->get<double>();
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<bool> JsonValue::flag() const {
  if (kind() != Kind::boolean) return std::nullopt;
  return node_of(node_)->get<bool>();
}

std::optional<Instant> JsonValue::instant() const {
  const auto written = text();
  return written ? parse_iso8601(*written) : std::nullopt;
}

std::string JsonValue::dump() const {
  if (absent()) return {};
  return node_of(node_)->dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace social311
