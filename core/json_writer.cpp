#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/json.h"

namespace social311 {
namespace {

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\'; });
}

void append_text(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out.append(1, '"').append(text).append(1, '"');
    return;
  }
  out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string decimal(double number) {
  std::array<char, 64> buffer{};
  constexpr double widest_fixed = 1e15;  // more digits than a double holds; take the short form
  const bool fixed = std::fabs(number) < widest_fixed;
  const auto [end, error] =
      fixed ? std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::fixed, 6)
            : std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::scientific);
  std::string out(buffer.begin(), error == std::errc() ? end : buffer.begin());
  if (!fixed) return out;
  out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') out.pop_back();
  return out == "-0" ? "0" : out;
}

}  // namespace

void JsonWriter::before_value() {
  if (need_comma_) out_ += ',';
  need_comma_ = true;
}

JsonWriter& JsonWriter::object() {
  before_value();
  out_ += '{';
  open_.push_back('{');
  need_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::list() {
  before_value();
  out_ += '[';
  open_.push_back('[');
  need_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end() {
  if (open_.empty()) return *this;
  out_ += open_.back() == '{' ? '}' : ']';
  open_.pop_back();
  need_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  before_value();
  append_text(out_, name);
  out_ += ':';
  need_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  append_text(out_, text);
  return *this;
}

JsonWriter& JsonWriter::value(bool flag) {
  return raw(flag ? "true" : "false");
}
JsonWriter& JsonWriter::value(std::int64_t number) {
  return raw(std::to_string(number));
}
JsonWriter& JsonWriter::value(std::uint64_t number) {
  return raw(std::to_string(number));
}
JsonWriter& JsonWriter::value(double number) {
  return std::isfinite(number) ? raw(decimal(number)) : null();
}
JsonWriter& JsonWriter::value(Instant instant) {
  return value(to_iso8601(instant));
}
JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  out_ += json;
  return *this;
}

std::string JsonWriter::str() {
  while (!open_.empty()) end();
  need_comma_ = false;
  return std::exchange(out_, {});
}

}  // namespace social311
