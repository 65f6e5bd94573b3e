// The HTML of any server of the world, and our own texts as Mastodon counts them, under libFuzzer.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connectors/mastodon/html.h"
#include "connectors/mastodon/text.h"
#include "core/text.h"

using namespace social311;
using namespace social311::connectors;

namespace {

void hold(bool promise) {
  if (!promise) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto quotes : {mastodon::QuoteLine::keep, mastodon::QuoteLine::drop}) {
    const std::string text = mastodon::html_to_text(bytes, quotes);
    hold(is_valid_utf8(text) && text.find('\0') == std::string::npos);
    hold(text.size() <= 8 * size + 64);
  }
  if (size > 4'096) return 0;
  const std::string text = repair_utf8(bytes);
  hold(mastodon::measured_length(text, 23) <= text.size() + 23 * (text.size() / 8 + 1));
  const std::string named = mastodon::addressed(text, "ana@example.test");
  hold(!mastodon::named_in(named).empty());
  hold(mastodon::addressed(named, "ana@example.test") == named);
  hold(mastodon::is_same_reply(text, text, ""));
  return 0;
}
