// How fast hot topics count and score, beside reading the same posts as JSON, and how much memory
// they take: posts of a made-up city, streamed, on one core. Prints; decides nothing.
//   bench_trends [volume [posts [seed]]]   volume: times Denver's, 100 unless told
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "classifier/trends/hot_topics.h"
#include "core/exchange.h"
#include "core/json.h"
#include "simulator/city_weeks.h"

using namespace social311;

namespace {

constexpr std::size_t chunk = 128;  // so many are read, then counted: as they arrive in service

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
  if (post.lat && post.lon) writer.member("lat", *post.lat).member("lon", *post.lon);
  return writer.str();
}

Read read_of(const simulator::CityPost& one) {
  Read read{line_of(one.post), {}, {}};
  if (!one.topic.empty()) {
    read.finding.decision = Decision::review;
    read.finding.topics.emplace_back();
    read.finding.topics.back().topic = one.topic;
  }
  if (one.says_where) {
    read.finding.locations.emplace_back();
    read.finding.locations.back().neighborhood = one.neighborhood;
  }
  return read;
}

// Seconds of this thread's own work: others on the machine do not count.
double work() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  long all = 0;
  long resident = 0;
  statm >> all >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1048576.0;
}

class Bench {
 public:
  void take(std::vector<Read>& chunk_of_posts) {
    const double begin = work();
    for (Read& one : chunk_of_posts)
      if (auto post = read_post(one.line)) one.post = std::move(post).value().post;
    const double read = work();
    for (const Read& one : chunk_of_posts)
      topics_.add(one.post, one.finding, one.post.created_at, found_);
    counted_ += work() - read;
    read_ += read - begin;
    posts_ += static_cast<double>(chunk_of_posts.size());
    told_ += found_.size();
    found_.clear();
  }
  // As the service does now and then.
  void write_counts() {
    const double begin = work();
    buckets_ += topics_.take_counts().size();
    taken_ += work() - begin;
  }
  void print() const {
    std::printf(
        "%.0f posts: reading JSON %.0f posts/s, counting and scoring %.0f posts/s, ratio %.2f;\n"
        "%zu hot topics; %zu buckets given out in %.2f s; %.0f MiB resident\n",
        posts_, posts_ / read_, posts_ / counted_, read_ / counted_, told_, buckets_, taken_,
        resident_mib());
    std::fflush(stdout);
  }

 private:
  classifier::trends::HotTopics topics_{};
  std::vector<classifier::trends::HotTopic> found_{};
  double read_ = 0.0;
  double counted_ = 0.0;
  double taken_ = 0.0;
  double posts_ = 0.0;
  std::size_t told_ = 0;
  std::size_t buckets_ = 0;
};

double number(int count, char** words, int at, double otherwise) {
  return count > at ? std::atof(words[at]) : otherwise;
}

void run(simulator::CityWeeks& weeks, std::size_t most) {
  Bench bench;
  std::vector<Read> posts;
  simulator::CityPost one;
  std::size_t all = 0;
  for (; all < most && weeks.next(one); ++all) {
    posts.push_back(read_of(one));
    if (posts.size() == chunk) bench.take(posts), posts.clear();
    if (all % 50'000 == 49'999) bench.write_counts();
    if (all % 1'000'000 == 999'999) bench.print();
  }
  if (!posts.empty()) bench.take(posts);
  if (all % 1'000'000 != 0) bench.print();
}

}  // namespace

int main(int count, char** words) {
  simulator::CityWeeksSettings settings;
  settings.volume = number(count, words, 1, 100.0);
  settings.seed = static_cast<std::uint64_t>(number(count, words, 3, 1.0));
  const double posts = number(count, words, 2, 400'000.0);
  settings.weeks = static_cast<int>(posts / (7.0 * settings.posts_a_day * settings.volume)) + 2;
  std::printf("%.0f MiB resident before\n", resident_mib());
  simulator::CityWeeks weeks(settings, simulator::made_up_places());
  run(weeks, static_cast<std::size_t>(posts));
  return 0;
}
