// Normal forms and grapheme clusters: ICU's part of core/text.h.
#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <memory>
#include <stdexcept>

#include "core/text.h"
#include "core/unicode.h"
#include "core/utf8.h"

namespace social311 {
namespace {

using Getter = const icu::Normalizer2* (*)(UErrorCode&);

const icu::Normalizer2& normalizer(Getter getter) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* found = getter(error);
  if (U_FAILURE(error) || found == nullptr) throw std::runtime_error("ICU's data are missing");
  return *found;
}

const icu::Normalizer2& nfc_form() {
  static const auto& form = normalizer(&icu::Normalizer2::getNFCInstance);
  return form;
}
const icu::Normalizer2& nfd_form() {
  static const auto& form = normalizer(&icu::Normalizer2::getNFDInstance);
  return form;
}
const icu::Normalizer2& casefold_form() {
  static const auto& form = normalizer(&icu::Normalizer2::getNFKCCasefoldInstance);
  return form;
}

void append_normalized(const icu::Normalizer2& form, std::string_view text, std::string& out) {
  UErrorCode error = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&out);
  form.normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink,
                     nullptr, error);
  if (U_FAILURE(error)) throw std::runtime_error("ICU could not normalise a text");
}

// The end of a piece from `from` on that may be normalised by itself.
std::size_t piece_end(const icu::Normalizer2& form, std::string_view text, std::size_t from) {
  constexpr std::size_t longest_piece = 4096;
  constexpr int most_joined = 32;  // "stream-safe" text has at most 30 (UAX 15, section 13)
  int joined = 0;
  std::size_t at = from;
  while (at < text.size()) {
    const CodePoint point = decode_utf8(text, at);
    const bool boundary = form.hasBoundaryBefore(static_cast<UChar32>(point.value)) != 0;
    joined = boundary ? 0 : joined + 1;
    if (at > from && (joined > most_joined || (boundary && at - from >= longest_piece))) return at;
    at += point.bytes;
  }
  return at;
}

// Piece by piece: ICU sorts a run of combining marks by insertion, so a hostile run of n marks
// would cost n² steps if it were given whole.
std::string normalized(const icu::Normalizer2& form, std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = piece_end(form, text, at);
    append_normalized(form, text.substr(at, end - at), out);
    at = end;
  }
  return out;
}

std::unique_ptr<icu::BreakIterator> make_grapheme_breaks() {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> made(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
  if (U_FAILURE(error)) throw std::runtime_error("ICU's data are missing");
  return made;
}

// Making one costs more than most texts; it is no thread's but its own.
icu::BreakIterator& grapheme_breaks() {
  thread_local const auto breaks = make_grapheme_breaks();
  return *breaks;  // NOLINT(clang-analyzer-cplusplus.NewDelete): it lives as long as the thread
}

// Calls visit(end) with the end of each cluster, until it returns false.
template <typename Visit>
void each_grapheme(std::string_view text, Visit visit) {
  UErrorCode error = U_ZERO_ERROR;
  UText view = UTEXT_INITIALIZER;
  utext_openUTF8(&view, text.data(), static_cast<int64_t>(text.size()), &error);
  icu::BreakIterator& breaks = grapheme_breaks();
  breaks.setText(&view, error);
  if (U_FAILURE(error)) throw std::runtime_error("ICU could not read a text");
  for (int32_t end = breaks.next(); end != icu::BreakIterator::DONE; end = breaks.next()) {
    if (!visit(static_cast<std::size_t>(end))) break;
  }
  utext_close(&view);
}

// In ASCII the only cluster of more than one character is CR LF.
bool is_plain_ascii(std::string_view text) {
  return is_ascii(text) && text.find('\r') == std::string_view::npos;
}

}  // namespace

bool has_boundary_before(char32_t value) {
  return casefold_form().hasBoundaryBefore(static_cast<UChar32>(value)) != 0;
}

std::string casefold_piece(std::string_view piece) {
  std::string out;
  append_normalized(casefold_form(), piece, out);
  return out;
}

bool is_white_space(char32_t value) {
  return u_isUWhiteSpace(static_cast<UChar32>(value)) != 0;
}
bool is_letter(char32_t value) {
  return u_isalpha(static_cast<UChar32>(value)) != 0;
}

std::string nfc(std::string_view text) {
  return is_ascii(text) ? std::string(text) : normalized(nfc_form(), text);
}

std::string fold(std::string_view text) {
  return is_ascii(text) ? to_lower_ascii(text) : normalized(casefold_form(), text);
}

std::string strip_accents(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  const std::string apart = normalized(nfd_form(), text);
  std::string bare;
  for (std::size_t at = 0; at < apart.size();) {
    const CodePoint point = decode_utf8(apart, at);
    if (u_charType(static_cast<UChar32>(point.value)) != U_NON_SPACING_MARK)
      append_utf8(bare, point.value);
    at += point.bytes;
  }
  return normalized(nfc_form(), bare);
}

std::size_t grapheme_count(std::string_view text) {
  if (is_plain_ascii(text)) return text.size();
  std::size_t count = 0;
  each_grapheme(text, [&](std::size_t) {
    ++count;
    return true;
  });
  return count;
}

std::string_view grapheme_prefix(std::string_view text, std::size_t graphemes, std::size_t bytes) {
  if (is_plain_ascii(text)) return text.substr(0, std::min(graphemes, bytes));
  std::size_t count = 0;
  std::size_t kept = 0;
  each_grapheme(text, [&](std::size_t end) {
    if (count == graphemes || end > bytes) return false;
    kept = end;
    ++count;
    return true;
  });
  return text.substr(0, kept);
}

}  // namespace social311
