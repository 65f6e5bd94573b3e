#include <iostream>

#include "classifier/classifier.h"
#include "core/clock.h"
#include "service/commands/commands.h"
#include "service/commands/rules.h"
#include "service/commands/streams.h"

namespace social311::service {
namespace {

std::optional<Instant> moment(const std::string& text) {
  return text.empty() ? std::optional<Instant>(SystemClock().now()) : parse_iso8601(text);
}

}  // namespace

int classify(const ClassifyOptions& options) {
  const auto now = moment(options.now);
  if (!now) return complain("--now " + options.now + " is not an ISO 8601 time"), bad_usage;
  const auto rules = load_or_tell({options.rules, options.geography, options.weights});
  if (!rules) return failed;
  auto in = open_input(options.file);
  if (!in) return complain(in.fault().message);
  std::ios::sync_with_stdio(false);
  const std::string name = options.file.empty() ? "(standard input)" : options.file;
  const bool good = each_post(**in, name, [&](LabelledPost&& post) {
    std::cout << write_finding(post.post.id, rules->classify(post.post, *now)) << '\n';
  });
  std::cout.flush();
  if (!std::cout) return complain("standard output was closed; the rest was not written");
  return good ? done : failed;
}

}  // namespace social311::service
