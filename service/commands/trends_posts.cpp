#include <iostream>

#include "classifier/trends/hot_topics.h"
#include "core/json.h"
#include "core/text.h"
#include "service/commands/commands.h"
#include "service/commands/rules.h"
#include "service/commands/streams.h"

namespace social311::service {
namespace {

namespace trends = classifier::trends;

void write_list(JsonWriter& writer, std::string_view key, const std::vector<std::string>& list) {
  writer.key(key).list();
  for (const std::string& one : list) writer.value(one);
  writer.end();
}

std::string line_of(const trends::HotTopic& hot) {
  JsonWriter writer;
  writer.object().member("at", hot.at).member("kind", trends::name_of(hot.kind));
  if (hot.kind == trends::HotKind::topic)
    writer.member("topic", hot.topic);
  else
    writer.member("phrase", hot.phrase);
  write_list(writer, "terms", hot.terms);
  writer.member("score", hot.score).member("posts", hot.posts).member("authors", hot.authors);
  writer.member("since", hot.since).key("samples").list();
  for (const auto& sample : hot.samples) writer.value(sample.id);
  writer.end().member("neighborhood", hot.neighborhood).member("expected", hot.expected);
  writer.member("minutes", static_cast<std::int64_t>(
                               std::chrono::duration_cast<std::chrono::minutes>(hot.span).count()));
  writer.member("grown", hot.grown).member("late", hot.late);
  writer.member("negative", hot.negative).member("positive", hot.positive);
  write_list(writer, "networks", hot.networks);
  write_list(writer, "languages", hot.languages);
  return writer.str();
}

// Posts in the order of time in, hot topics out as they are found.
class PostsToTopics {
 public:
  PostsToTopics(const classifier::Classifier& rules, const std::string& name)
      : rules_(rules), name_(name) {}
  void take(const LabelledPost& labelled);
  bool all_dated() const { return undated_ == 0; }
  void tell_undated() const;

 private:
  const classifier::Classifier& rules_;
  const std::string& name_;
  trends::HotTopics topics_{};
  std::vector<trends::HotTopic> found_{};
  long undated_ = 0;
  std::string first_undated_{};
};

void PostsToTopics::take(const LabelledPost& labelled) {
  if (!labelled.has_created_at) {
    if (undated_++ == 0) first_undated_ = labelled.post.id;
    return;
  }
  const Instant at = labelled.post.created_at;
  topics_.add(labelled.post, rules_.classify(labelled.post, at), at, found_);
  for (const auto& hot : found_) std::cout << line_of(hot) << '\n';
  if (!found_.empty()) std::cout.flush();  // a listener acts on a line when it comes
  found_.clear();
}

void PostsToTopics::tell_undated() const {
  if (undated_ > 0)
    std::cerr << name_ << ": " << undated_
              << " posts without created_at were skipped (first: " << quoted(first_undated_)
              << ")\n";
}

}  // namespace

int trends_of_posts(const TrendsOfPosts& options) {
  const auto rules = load_or_tell({options.rules, options.geography, ""});
  if (!rules) return failed;
  auto in = open_input(options.file);
  if (!in) return complain(in.fault().message);
  std::ios::sync_with_stdio(false);
  const std::string name = options.file.empty() ? "(standard input)" : options.file;
  PostsToTopics topics(*rules, name);
  const bool good = each_post(**in, name, [&](LabelledPost&& post) { topics.take(post); });
  topics.tell_undated();
  std::cout.flush();
  if (!std::cout) return complain("standard output was closed; the rest was not written");
  return good && topics.all_dated() ? done : failed;
}

}  // namespace social311::service
