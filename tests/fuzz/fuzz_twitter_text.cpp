// X's rules for texts and searches under libFuzzer: lengths, links, mentions, hashtags, and the
// parting of long queries.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connectors/twitter/names.h"
#include "connectors/twitter/queries.h"
#include "connectors/twitter/text.h"
#include "connectors/twitter/urls.h"
#include "core/text.h"

using namespace social311;
using namespace social311::connectors;

namespace {

void hold(bool promise) {
  if (!promise) std::abort();
}

void check_names(const std::u32string& points, const std::vector<twitter::NameSpan>& names) {
  std::size_t end = 0;
  for (const auto& name : names) {
    hold(name.start >= end && name.start < name.end && name.end <= points.size());
    hold(!name.name.empty() && is_valid_utf8(name.name));
    end = name.end;
  }
}

void check_query(const std::string& query) {
  const auto parts = twitter::split_query(query, 60);
  if (!parts) {
    hold(!parts.fault().message.empty());
    return;
  }
  hold(parts->size() <= twitter::most_queries);
  for (const std::string& part : *parts) hold(twitter::query_length(part) <= 60);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4'096) return 0;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string text = repair_utf8({reinterpret_cast<const char*>(data), size});
  const std::u32string points = twitter::code_points(text);
  std::size_t end = 0;
  for (const auto& url : twitter::find_urls(points)) {
    hold(url.start >= end && url.start < url.end && url.end <= points.size());
    end = url.end;
  }
  check_names(points, twitter::find_mentions_and_lists(points));
  check_names(points, twitter::find_mentions(points));
  check_names(points, twitter::find_hashtags(points));
  hold(twitter::weighted_length(text) <= 2 * points.size() + 23 * (points.size() / 3 + 1));
  twitter::cashtag_count(text);
  check_query(text);
  return 0;
}
