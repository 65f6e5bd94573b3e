#include "classifier/readable.h"

#include <algorithm>

namespace social311::classifier {
namespace {

constexpr std::string_view between = "\n.\n.\n";  // wider than the gap within a phrase

template <typename Spans, typename End>
void drop_beyond(std::size_t size, Spans& spans, const End& end_of) {
  const auto beyond = [&](const auto& span) { return end_of(span) > size; };
  spans.erase(std::remove_if(spans.begin(), spans.end(), beyond), spans.end());
}

}  // namespace

const std::string& readable(const Post& post, std::string& joined) {
  if (post.media_texts.empty()) return post.text;
  joined = post.text;
  for (const std::string& described : post.media_texts) joined.append(between).append(described);
  return joined;
}

void keep_within(std::size_t size, std::vector<Evidence>& evidence) {
  drop_beyond(size, evidence, [](const Evidence& one) { return one.end; });
}

void keep_within(std::size_t size, Finding& finding) {
  for (TopicFinding& topic : finding.topics) keep_within(size, topic.evidence);
  drop_beyond(size, finding.locations, [](const Location& place) { return place.end.value_or(0); });
  drop_beyond(size, finding.pii, [](const PrivateSpan& span) { return span.end; });
}

}  // namespace social311::classifier
