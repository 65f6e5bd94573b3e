#include <cstdio>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <vector>

#include "classifier/learning/train.h"
#include "core/clock.h"
#include "service/commands/commands.h"
#include "service/commands/rules.h"
#include "service/commands/streams.h"

namespace social311::service {
namespace {

void tell(const classifier::Training& learned) {
  std::cerr << std::fixed << std::setprecision(3);
  if (const auto& found = learned.detection) {
    std::cerr << "detection: " << found->posts << " posts, " << found->requests
              << " requests; on posts they never saw (" << classifier::training_folds
              << " folds) the weights reach area " << found->area << ", F1 " << found->f1 << " at "
              << found->threshold << "; the rules alone area " << found->rules_area << '\n';
  }
  if (const auto& found = learned.routing) {
    std::cerr << "routing: " << found->posts << " posts, " << found->topics
              << " topics; on posts they never saw accuracy " << found->accuracy << ", macro F1 "
              << found->macro_f1 << '\n';
  }
  for (const std::string& note : learned.notes) std::cerr << "note: " << note << '\n';
}

// First beside the file, then in its place: a half-written file must never be loaded.
bool keep(const std::string& text, const std::string& file) {
  if (file.empty()) return static_cast<bool>(std::cout << text << std::flush);
  const std::string beside = file + ".new";
  {
    std::ofstream out(beside, std::ios::binary);
    if (!(out << text << std::flush)) return false;
  }
  return std::rename(beside.c_str(), file.c_str()) == 0;
}

}  // namespace

int rules_train(const TrainOptions& options) {
  const auto rules = load_or_tell({options.rules, options.geography, ""});
  if (!rules) return failed;
  auto in = open_input(options.labels);
  if (!in) return complain(in.fault().message);
  std::vector<LabelledPost> posts;
  const bool good = each_post(**in, options.labels, [&](LabelledPost&& post) {
    post.post.raw.clear();
    posts.push_back(std::move(post));
  });
  const auto learned = classifier::train(*rules, posts, SystemClock().now());
  if (!learned) return complain(options.labels + ": " + learned.fault().message);
  tell(*learned);
  if (!keep(learned->weights, options.out))
    return complain((options.out.empty() ? "standard output" : options.out) +
                    ": the weights could not be written");
  return good ? done : failed;
}

}  // namespace social311::service
