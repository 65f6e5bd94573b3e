// JSON without surprises. Reading: every access is checked, sizes and depth are capped, nothing throws.
// Writing: text that is not UTF-8 is repaired, never refused. No third-party type shows here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/result.h"

namespace social311 {

struct JsonLimits {
  std::size_t bytes = 8u << 20;  // networks 8 MiB, our own API 1 MiB
  int depth = 64;
  bool refuse_duplicate_keys = false;  // our own API refuses them
};

// A read-only handle into a parsed document. Cheap to copy; keeps the document alive.
// Asking a value of another type for a member gives "absent", never an exception.
class JsonValue {
 public:
  enum class Kind { absent, null, boolean, number, text, list, object };

  JsonValue() = default;  // absent
  static Result<JsonValue> parse(std::string_view bytes, const JsonLimits& limits = {});

  Kind kind() const;
  bool absent() const { return kind() == Kind::absent; }
  bool is_object() const { return kind() == Kind::object; }
  bool is_list() const { return kind() == Kind::list; }

  JsonValue operator[](std::string_view key) const;  // absent when there is none
  JsonValue operator[](const char* key) const { return (*this)[std::string_view(key)]; }
  JsonValue at(std::size_t index) const;             // absent beyond the end
  std::size_t size() const;                          // of a list or object, else 0
  std::vector<JsonValue> items() const;              // of a list, else empty
  std::vector<std::string> keys() const;             // of an object, else empty

  std::optional<std::string> text() const;                                   // strings only; U+0000 reads as U+FFFD
  std::optional<std::string> id() const;                                     // a string, or an unsigned 64-bit integer written out
  std::optional<std::int64_t> number(std::int64_t min, std::int64_t max) const;  // whole numbers in range only
  std::optional<double> real() const;                                        // finite numbers only
  std::optional<bool> flag() const;
  std::optional<Instant> instant() const;                                    // ISO 8601 strings only
  std::string text_or(std::string other) const { return text().value_or(std::move(other)); }

  std::string dump() const;  // compact

 private:
  explicit JsonValue(std::shared_ptr<const void> document, const void* node)
      : document_(std::move(document)), node_(node) {}
  std::shared_ptr<const void> document_;
  const void* node_ = nullptr;
};

// Writes one JSON text front to back. Commas and escapes are its business; a forgotten close is
// added by str().
//   JsonWriter w; w.object().member("id", post.id).key("topics").list(); … w.end().end(); w.str()
class JsonWriter {
 public:
  JsonWriter& object();
  JsonWriter& list();
  JsonWriter& end();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(double number);  // not finite becomes null; at most 6 decimals are written
  JsonWriter& value(Instant instant);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // already JSON, trusted
  template <typename T>
  JsonWriter& value(const std::optional<T>& v) { return v ? value(*v) : null(); }

  template <typename T>
  JsonWriter& member(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }

  std::string str();  // closes what is open; the writer is empty afterwards

 private:
  void before_value();
  std::string out_;
  std::vector<char> open_;   // '{' or '['
  bool need_comma_ = false;
};

}  // namespace social311
