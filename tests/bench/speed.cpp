// How fast texts are read and rules found, on one core, beside Vectorscan on the same rules and
// texts in the same run. Fresh text: both halves of the corpus have the same mixture; one warms up
// and gives the generator its words, each text of the other is read once by each engine, in turns.
// Vectorscan gets the normalised text free of charge; ours reads the post as it came.
//   classifier_speed [--rules DIR] [--counts 10,100,…] [--cache DIR] [--texts N] [--profile N]
//   [--long yes]
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
using classifier::Excerpt;
using classifier::Hits;
using classifier::MatchText;
using classifier::RuleSet;
using classifier::Scores;

constexpr std::size_t round_size = 500;  // texts that one engine reads before the other
constexpr std::size_t long_round_size = 25;

struct Options {
  std::string rules = SOCIAL311_SOURCE_DIR "/samples/denver/rules";
  std::vector<std::size_t> counts{10, 100, 1'000, 10'000};
  std::string cache{};
  std::size_t texts = 1'000'000;
  std::size_t profile = 0;    // how often ours alone reads the fresh half, for a profiler
  bool long_profile = false;  // the long texts instead, all of them read
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

// Whether the engine may leave sentences unread in which no rule's word can stand. The classifier
// reads every post, because places, language and privacy want its words too.
enum class Reads { where_needed, everything };

// Posts in, rules that hold out: what the classifier does before it decides.
struct Engine {
  const RuleSet& rules;
  Reads reads = Reads::where_needed;
  Excerpt excerpt{};
  MatchText text{};
  Hits hits{};
  Scores scores{};
  std::size_t found = 0;
  std::size_t bytes = 0;  // that were read

  void read(const std::string& post) {
    std::string_view wanted = post;
    if (reads == Reads::where_needed) {
      rules.index().sift(post, excerpt);
      wanted = excerpt.text();
    }
    if (wanted.empty()) return;
    bytes += wanted.size();
    classifier::read_text(wanted, text);
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
  double ratio = 0;             // median over rounds
  double ratio_everything = 0;  // the same where every post is read
};

// One round of one of our two ways of reading, with Vectorscan before or behind it. Each text is
// read by one of them only: a second reading would find the branches learned.
struct Rounds {
  Engine engine;
  Yardstick yardstick;
  double ours = 0;
  double theirs = 0;
  std::size_t posts = 0;
  std::size_t bytes = 0;
  std::vector<double> ratios{};

  void round(const std::vector<std::string>& texts, const std::vector<std::string>& normal,
             std::size_t from, std::size_t to) {
    double a = 0;
    double b = 0;
    const bool first = ratios.size() % 2 == 0;
    if (first) a = seconds_for(engine, texts, from, to);
    b = seconds_for(yardstick, normal, from, to);
    if (!first) a = seconds_for(engine, texts, from, to);
    ours += a;
    theirs += b;
    posts += to - from;
    for (std::size_t i = from; i < to; ++i) bytes += texts[i].size();
    ratios.push_back(b / a);
  }
};

void read_by_turns(const std::vector<std::string>& texts, std::size_t round, Rounds& sifting,
                   Rounds& thorough) {
  const std::vector<std::string> normal = normalised(texts);
  for (std::size_t from = 0; from < texts.size(); from += round) {
    Rounds& turn = from / round % 2 == 0 ? sifting : thorough;
    turn.round(texts, normal, from, std::min(from + round, texts.size()));
  }
}

Figures compare(const RuleSet& rules, const Vectorscan& scanner, std::size_t round,
                const std::vector<std::string>& warm, const std::vector<std::string>& fresh) {
  Rounds warming{{rules}, {scanner}};
  read_by_turns(warm, round, warming, warming);
  Rounds sifting{{rules}, {scanner}};
  Rounds thorough{{rules, Reads::everything}, {scanner}};
  read_by_turns(fresh, round, sifting, thorough);
  const auto posts = static_cast<double>(sifting.posts);
  std::printf("  %.2f rules hold a post, %.2f spans by Vectorscan; %.0f %% of the text is read\n",
              static_cast<double>(sifting.engine.found) / posts,
              static_cast<double>(sifting.yardstick.found) / posts,
              100 * static_cast<double>(sifting.engine.bytes) / static_cast<double>(sifting.bytes));
  return {posts / sifting.ours, posts / sifting.theirs, median(sifting.ratios),
          median(thorough.ratios)};
}

void print(const char* what, std::size_t rules, const Figures& figures) {
  std::printf("%-8s %6zu rules: %9.0f posts/s, Vectorscan %9.0f, ratio %.2f (%.2f reading all)\n",
              what, rules, figures.ours, figures.theirs, figures.ratio, figures.ratio_everything);
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
    if (name == "--long") out.long_profile = value == "yes";
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
      Engine engine{set, options.long_profile ? Reads::everything : Reads::where_needed};
      const auto& texts = options.long_profile ? long_fresh : fresh;
      for (std::size_t i = 0; i < options.profile; ++i) {
        const double took = seconds_for(engine, texts, 0, texts.size());
        std::printf("%zu rules: %.0f posts/s\n", count, static_cast<double>(texts.size()) / took);
      }
      continue;
    }
    const Vectorscan scanner(rules, options.cache);
    if (scanner.compile_seconds() > 0)
      std::printf("  Vectorscan compiled in %.1f s\n", scanner.compile_seconds());
    const Figures short_texts = compare(set, scanner, round_size, warm, fresh);
    print("posts", count, short_texts);
    print("5,000 B", count, compare(set, scanner, long_round_size, long_warm, long_fresh));
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
