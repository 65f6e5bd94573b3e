// How fast texts are read and rules found, on one core, beside Vectorscan on the same rules and
// texts in the same run. Fresh text: both halves of the corpus have the same mixture; one warms up
// and gives the generator its words, each text of the other is read once by each engine, in turns.
// Vectorscan gets the normalised text free of charge; ours reads the post as it came.
//   classifier_speed [--rules DIR] [--counts 10,100,…] [--cache DIR] [--texts N] [--profile]
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <numeric>
#include <sstream>

#include "classifier/classifier.h"
#include "corpus.h"
#include "rule_maker.h"
#include "vectorscan.h"

namespace {

using namespace social311;
using namespace social311::bench;
using classifier::Hits;
using classifier::MatchText;
using classifier::RuleSet;
using classifier::Scores;

constexpr std::size_t round_size = 500;  // texts that one engine reads before the other

struct Options {
  std::string rules = SOCIAL311_SOURCE_DIR "/samples/denver/rules";
  std::vector<std::size_t> counts{10, 100, 1'000, 10'000};
  std::string cache{};
  std::size_t texts = 1'000'000;
  std::size_t profile = 0;  // how often ours alone reads the fresh half, for a profiler
};

// Of this thread: what others do on the machine does not count.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

// Posts in, rules that hold out: what the classifier does before it decides.
struct Engine {
  const RuleSet& rules;
  MatchText text{};
  Hits hits{};
  Scores scores{};
  std::size_t found = 0;

  void read(const std::string& post) {
    classifier::read_text(post, text);
    rules.index().find(text, hits);
    rules.score(hits, 0, scores);
    found += scores.matched.size();
  }
};

struct Yardstick {
  const Vectorscan& scanner;
  std::vector<RuleSpan> spans{};
  std::size_t found = 0;

  void read(const std::string& normalised) {
    scanner.find(normalised, spans);
    found += spans.size();
  }
};

template <typename Reader>
double seconds_for(Reader& reader, const std::vector<std::string>& texts, std::size_t from,
                   std::size_t to) {
  const double began = cpu_seconds();
  for (std::size_t i = from; i < to; ++i) reader.read(texts[i]);
  return cpu_seconds() - began;
}

std::vector<std::string> normalised(const std::vector<std::string>& texts) {
  std::vector<std::string> out;
  MatchText read;
  for (const std::string& text : texts) {
    classifier::read_text(text, read);
    out.push_back(read.text);
  }
  return out;
}

struct Figures {
  double ours = 0;  // posts a second
  double theirs = 0;
  double ratio = 0;  // median over rounds
};

Figures compare(const RuleSet& rules, const Vectorscan& scanner,
                const std::vector<std::string>& warm, const std::vector<std::string>& fresh) {
  const std::vector<std::string> fresh_normal = normalised(fresh);
  const std::vector<std::string> warm_normal = normalised(warm);
  Engine engine{rules};
  Yardstick yardstick{scanner};
  seconds_for(engine, warm, 0, warm.size());
  seconds_for(yardstick, warm_normal, 0, warm.size());
  engine.found = 0;
  yardstick.found = 0;
  std::vector<double> ratios;
  double ours = 0;
  double theirs = 0;
  for (std::size_t from = 0; from < fresh.size(); from += round_size) {
    const std::size_t to = std::min(from + round_size, fresh.size());
    double a = 0;
    double b = 0;
    if (from / round_size % 2 == 0) a = seconds_for(engine, fresh, from, to);
    b = seconds_for(yardstick, fresh_normal, from, to);
    if (from / round_size % 2 == 1) a = seconds_for(engine, fresh, from, to);
    ours += a;
    theirs += b;
    ratios.push_back(b / a);
  }
  const auto posts = static_cast<double>(fresh.size());
  std::printf("  %.2f rules hold a post, %.2f spans by Vectorscan\n",
              static_cast<double>(engine.found) / posts,
              static_cast<double>(yardstick.found) / posts);
  return {posts / ours, posts / theirs, median(ratios)};
}

void print(const char* what, std::size_t rules, const Figures& figures) {
  std::printf("%-8s %6zu rules: %9.0f posts/s, Vectorscan %9.0f, ratio %.2f\n", what, rules,
              figures.ours, figures.theirs, figures.ratio);
  std::fflush(stdout);
}

long resident_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    long value = 0;
    if (word == "VmRSS:" && status >> value) return value;
  }
  return 0;
}

// A folder on disk as a city has it, read and compiled the way the service does.
void measure_loading(const std::vector<MadeRule>& rules) {
  std::string folder = "/tmp/social311-speed-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return;
  const auto put = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder + "/" + name, std::ios::binary) << text;
  };
  std::ignore = std::system(("mkdir " + folder + "/topics " + folder + "/features").c_str());
  const std::string header = "name.en: x\nname.es: x\nservice_code: X\ndivision: none\n";
  std::string text = header + "[any]\n";
  for (const MadeRule& rule : rules) text += "1 : " + rule.line + "\n";
  put("rules.toml", "name = \"Speed\"\n");
  put("topics/many.rules", text);
  put("topics/other.rules", header);
  const long before = resident_kilobytes();
  const double began = cpu_seconds();
  const auto loaded = classifier::load_rules(folder, "");
  const double took = cpu_seconds() - began;
  std::printf("loading %zu rules: %.2f s, %ld MB%s\n", rules.size(), took,
              (resident_kilobytes() - before) / 1024, loaded.classifier ? "" : " (faults!)");
  for (std::size_t i = 0; i < std::min<std::size_t>(3, loaded.complaints.size()); ++i)
    std::printf("  %s\n", to_string(loaded.complaints[i]).c_str());
  std::ignore = std::system(("rm -r " + folder).c_str());
}

Options options_of(int count, char** words) {
  Options out;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i];
    const std::string value = words[i + 1];
    if (name == "--rules") out.rules = value;
    if (name == "--cache") out.cache = value;
    if (name == "--texts") out.texts = std::stoul(value);
    if (name == "--profile") out.profile = std::stoul(value);
    if (name == "--counts") {
      out.counts.clear();
      std::istringstream list(value);
      for (std::string one; std::getline(list, one, ',');) out.counts.push_back(std::stoul(one));
    }
  }
  return out;
}

void measure(const Options& options, const std::vector<std::string>& warm,
             const std::vector<std::string>& fresh) {
  const std::vector<MadeRule> own = own_rules(options.rules);
  std::printf("%zu of the sample city's rules are one expression\n", own.size());
  const std::vector<std::string> long_warm = long_texts(warm, 5'000, 300);
  const std::vector<std::string> long_fresh = long_texts(fresh, 5'000, 600);
  std::vector<std::pair<std::size_t, double>> costs;
  for (const std::size_t count : options.counts) {
    const std::vector<MadeRule> rules = make_rules(count, own, warm, 311);
    if (count >= 10'000) measure_loading(rules);
    const RuleSet set = rule_set_of(rules);
    if (options.profile > 0) {
      Engine engine{set};
      for (std::size_t i = 0; i < options.profile; ++i) {
        const double took = seconds_for(engine, fresh, 0, fresh.size());
        std::printf("%zu rules: %.0f posts/s\n", count, static_cast<double>(fresh.size()) / took);
      }
      continue;
    }
    const Vectorscan scanner(rules, options.cache);
    if (scanner.compile_seconds() > 0)
      std::printf("  Vectorscan compiled in %.1f s\n", scanner.compile_seconds());
    const Figures short_texts = compare(set, scanner, warm, fresh);
    print("posts", count, short_texts);
    print("5,000 B", count, compare(set, scanner, long_warm, long_fresh));
    costs.emplace_back(count, 1 / short_texts.ours);
  }
  for (const auto& [count, cost] : costs)
    std::printf("cost of %zu rules: %.2f times that of %zu\n", count, cost / costs.front().second,
                costs.front().first);
}

}  // namespace

int main(int count, char** words) {
  const std::string folder = evaluation_folder();
  if (folder.empty()) {
    std::cerr << "skipped: the evaluation sets are not there (SOCIAL311_SHARED)\n";
    return 0;
  }
  const Options options = options_of(count, words);
  std::vector<std::string> texts = read_corpus(folder);
  if (texts.size() > options.texts) texts.resize(options.texts);
  const auto half = texts.begin() + static_cast<std::ptrdiff_t>(texts.size() / 2);
  const std::vector<std::string> warm(texts.begin(), half);
  const std::vector<std::string> fresh(half, texts.end());
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  std::printf("%zu texts, %zu bytes on average\n", texts.size(), bytes / texts.size());
  measure(options, warm, fresh);
  return 0;
}
