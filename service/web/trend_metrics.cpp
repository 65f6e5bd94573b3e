#include "service/web/trend_metrics.h"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace social311::service {
namespace {

void gauge(prometheus::Registry& registry, const char* name, const char* help, std::int64_t value) {
  prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({}).Set(
      static_cast<double>(value));
}

}  // namespace

std::string trends_metrics_text(const sql::TrendsNumbers& numbers) {
  prometheus::Registry registry;
  gauge(registry, "social311_hot_topics", "Hot topics and phrases that are going on.",
        numbers.going);
  gauge(registry, "social311_hot_episodes", "Episodes ever found, brigades included.",
        numbers.episodes);
  gauge(registry, "social311_hot_false_alarms", "Times somebody called one a false alarm.",
        numbers.false_alarms);
  gauge(registry, "social311_trends_events_behind", "Events that the detector has not seen yet.",
        numbers.behind);
  auto& family = prometheus::BuildGauge()
                     .Name("social311_trends_messages")
                     .Help(
                         "Messages about hot topics by sink and state; failed and unknown ones "
                         "need a look.")
                     .Register(registry);
  for (const auto& one : numbers.messages)
    family.Add({{"channel", one.channel}, {"state", one.state}})
        .Set(static_cast<double>(one.count));
  return prometheus::TextSerializer().Serialize(registry.Collect());
}

}  // namespace social311::service
