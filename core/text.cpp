#include "core/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "core/utf8.h"

namespace social311 {
namespace {

constexpr std::string_view white = " \t\r\n\v\f";

// The longest form that is looked at is "&#x10FFFF;" and a few leading zeros.
constexpr std::size_t longest_entity = 16;

std::optional<char32_t> numeric_entity(std::string_view name) {
  if (name.size() < 2 || name[0] != '#') return std::nullopt;
  const bool hexadecimal = name[1] == 'x' || name[1] == 'X';
  const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
  std::uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
  if (digits.empty() || end != digits.data() + digits.size()) return std::nullopt;
  return error != std::errc() || value == 0 ? char32_t(0xfffd) : char32_t(value);
}

std::optional<char32_t> entity(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, char32_t>, 6> named{
      {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xa0}}};
  for (const auto& [known, value] : named) {
    if (name == known) return value;
  }
  return numeric_entity(name);
}

// What a terminal or a log reader would take for an order or for another line.
bool is_unprintable(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

std::string escaped(char32_t c) {
  if (c == '\n') return "\\n";
  if (c == '\r') return "\\r";
  if (c == '\t') return "\\t";
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\\u";
  for (unsigned shift = 16; shift > 0; shift -= 4) out += digits[(c >> (shift - 4)) & 0x0fu];
  return out;
}

std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    out += point.value;
    at += point.bytes;
  }
  return out;
}

}  // namespace

std::string repair_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const CodePoint point = decode_utf8(bytes, at);
    if (point.valid && point.value != 0) {
      out.append(bytes.substr(at, point.bytes));
    } else {
      append_utf8(out, 0xfffd);
    }
    at += point.bytes;
  }
  return out;
}

bool is_valid_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const CodePoint point = decode_utf8(bytes, at);
    if (!point.valid) return false;
    at += point.bytes;
  }
  return true;
}

std::vector<std::size_t> code_point_offsets(std::string_view text) {
  std::vector<std::size_t> out;
  out.reserve(text.size() + 1);
  for (std::size_t at = 0; at < text.size(); at += decode_utf8(text, at).bytes) out.push_back(at);
  out.push_back(text.size());
  return out;
}

std::string html_unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto end =
        text[at] == '&' ? text.substr(at, longest_entity).find(';') : std::string_view::npos;
    const auto value =
        end == std::string_view::npos ? std::nullopt : entity(text.substr(at + 1, end - 1));
    if (value) {
      append_utf8(out, *value);
      at += end;
    } else {
      out += text[at];
    }
  }
  return out;
}

std::string html_escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string trim(std::string_view text) {
  const auto first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(white) - first + 1));
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  for (;;) {
    const auto end = text.find(separator);
    out.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::string quoted(std::string_view text, std::size_t limit) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    std::string piece;
    if (is_unprintable(point.value)) {
      piece = escaped(point.value);
    } else {
      if (point.value == '"' || point.value == '\\') piece = "\\";
      append_utf8(piece, point.value);
    }
    if (out.size() - 1 + piece.size() > limit) return out + "…\"";
    out += piece;
    at += point.bytes;
  }
  return out + '"';
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  const std::u32string left = code_points(a);
  const std::u32string right = code_points(b);
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, substituted}));
    }
  }
  return row.back();
}

}  // namespace social311
