// How fast hot topics count and score, beside reading the same posts as JSON: posts of a made-up
// city at a hundred times Denver's volume, on one core. Prints; decides nothing.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "classifier/trends/hot_topics.h"
#include "core/exchange.h"
#include "core/json.h"
#include "simulator/city_weeks.h"

using namespace social311;

namespace {

struct Read {
  std::string line{};
  Post post{};
  Finding finding{};
};

std::string line_of(const Post& post) {
  JsonWriter writer;
  writer.object().member("id", post.id).member("network", post.network).member("text", post.text);
  writer.key("author").object().member("id", post.author.id);
  writer.member("handle", post.author.handle).end().member("created_at", post.created_at);
  return writer.str();
}

std::vector<Read> city(double volume, std::size_t most) {
  simulator::CityWeeksSettings settings;
  settings.weeks = 1;
  settings.volume = volume;
  simulator::CityWeeks weeks(settings, simulator::made_up_places());
  std::vector<Read> all;
  simulator::CityPost one;
  while (all.size() < most && weeks.next(one)) {
    Read read{line_of(one.post), one.post, {}};
    if (!one.topic.empty()) {
      read.finding.decision = Decision::review;
      read.finding.topics.emplace_back();
      read.finding.topics.back().topic = one.topic;
    }
    if (one.says_where) {
      read.finding.locations.emplace_back();
      read.finding.locations.back().neighborhood = one.neighborhood;
    }
    all.push_back(std::move(read));
  }
  return all;
}

// Seconds of this thread's own work: others on the machine do not count.
double work() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

int main(int count, char** words) {
  const double volume = count > 1 ? std::atof(words[1]) : 100.0;
  const auto posts = city(volume, 400'000);
  const double begin = work();
  std::size_t bytes = 0;
  for (const Read& one : posts) bytes += read_post(one.line) ? one.line.size() : 0;
  const double read = work();
  classifier::trends::HotTopics topics;
  std::vector<classifier::trends::HotTopic> found;
  for (const Read& one : posts) topics.add(one.post, one.finding, one.post.created_at, found);
  const double counted = work();
  const auto all = static_cast<double>(posts.size());
  std::printf(
      "%zu posts, %zu bytes: reading JSON %.0f posts/s, counting and scoring %.0f posts/s,\n"
      "ratio %.2f; %zu hot topics\n",
      posts.size(), bytes, all / (read - begin), all / (counted - read),
      (read - begin) / (counted - read), found.size());
  return 0;
}
