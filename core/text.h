// Text as bytes, code points and what a person sees. Everything is UTF-8; offsets are bytes.
// The one home of ICU.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace social311 {

// Invalid bytes and U+0000 become U+FFFD: what leaves here may be stored and matched.
std::string repair_utf8(std::string_view bytes);
bool is_valid_utf8(std::string_view bytes);

std::string nfc(std::string_view text);
std::string fold(std::string_view text);            // NFKC_Casefold: for comparing, never for showing
std::string strip_accents(std::string_view text);   // "ñandú" → "nandu"; of folded text
std::size_t grapheme_count(std::string_view text);  // extended grapheme clusters: what a person counts
// The longest prefix of at most `graphemes` clusters and `bytes` bytes; never cuts inside a cluster.
std::string_view grapheme_prefix(std::string_view text, std::size_t graphemes, std::size_t bytes);
// Byte offset of each code point, one more for the end: entity offsets of some networks count code points.
std::vector<std::size_t> code_point_offsets(std::string_view text);

// The form in which rules are matched: NFKC case-folded, default-ignorables dropped, confusable letters
// mapped to plain Latin ones (Cyrillic, Greek, fullwidth, …; curly quotes and dashes to plain ones), marks
// that a Latin letter did not join with dropped (accents stay: "á", "ñ"), a letter repeated more than twice
// cut to two, a run of white space one blank. Terms of rules go through the same function.
// `source[i]` is the byte of the original at which byte i of `text` begins; it has one more entry, the
// original's size. Pure ASCII takes a short way.
struct ShadowText {
  std::string text{};
  std::vector<std::uint32_t> source{};

  // The original's byte range for shadow bytes [start, end), widened to whole characters.
  std::pair<std::size_t, std::size_t> original(std::size_t start, std::size_t end) const;
};
ShadowText shadow(std::string_view text);
// The same into buffers that are reused: they keep their memory.
void shadow_into(std::string_view text, ShadowText& out);

std::string html_unescape(std::string_view text);   // &amp; &lt; &gt; &quot; &apos; &nbsp; and numeric forms, once
std::string html_escape(std::string_view text);
std::string trim(std::string_view text);
std::string to_lower_ascii(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);

// For logs and terminals: quotes around it; C0, C1, ESC, U+2028/9 and bidirectional controls escaped;
// cut to `limit` bytes with "…".
std::string quoted(std::string_view text, std::size_t limit = 200);
// So that neither a std::string nor a literal finds std::quoted or two ways.
inline std::string quoted(const char* text, std::size_t limit = 200) {
  return quoted(std::string_view(text), limit);
}
inline std::string quoted(std::string& text, std::size_t limit = 200) {
  return quoted(std::string_view(text), limit);
}
inline std::string quoted(const std::string& text, std::size_t limit = 200) {
  return quoted(std::string_view(text), limit);
}

// Edit distance, for "did you mean".
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace social311
