// A rules folder of its own for each test, deleted at its end.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "classifier/classifier.h"

namespace social311::classifier::testing {

class TempFolder {
 public:
  TempFolder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "social311-rules-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  void write(const std::string& name, const std::string& content) const {
    const std::filesystem::path file = std::filesystem::path(path_) / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::string topic_header(const std::string& name, const std::string& division = "none") {
  return "name.en: " + name + "\nname.es: " + name +
         " (es)\nservice_code: CODE\ndivision: " + division + "\n";
}

// A small city: enough of each kind of file, written for these tests.
inline void write_small_city(const TempFolder& folder) {
  folder.write("rules.toml",
               "name = \"Testville\"\nversion = \"1\"\n[city]\npartner_ids = [\"twitter/9\"]\n"
               "[city.handles]\ntwitter = [\"@Test311\"]\nbluesky = [\"test311.bsky.social\"]\n");
  folder.write("agencies.toml",
               "[[division]]\nid = \"streets\"\nname = \"Streets\"\nagency = \"Works\"\n");
  folder.write("topics/pothole_street.rules",
               topic_header("Pothole", "streets") +
                   "[en]\n2 : pothol* OR \"pot hole*\"\n1 : street NEAR/3 (crack* OR stem(sink))\n"
                   "-3 : \"pothole challenge\"\n[es]\n2 : bache* # Hay un bache\n");
  folder.write(
      "topics/trees_forestry.rules",
      topic_header("Tree") + "[en]\n1 : tree*\n1 : \"tree down\"\n[es]\n2 : árbol OR arboles\n");
  folder.write("topics/other.rules", topic_header("Other"));
  folder.write("features/request.rules",
               "[en]\n2 : please AND (fix OR repair)\n[es]\n2 : arreglen OR arregle*\n");
  folder.write("features/report.rules", "[en]\n2 : \"there is\" OR \"there's\"\n[es]\n2 : hay\n");
  folder.write("features/thanks.rules", "[en]\n2 : \"thank you\" OR thanks\n[es]\n2 : gracias\n");
  folder.write("features/joke.rules", "[any]\n2 : lol OR jaja*\n");
  folder.write("features/question.rules", "[en]\n2 : \"how do I\" OR \"where can\"\n");
  folder.write("features/emergency.rules",
               "[en]\n2 : \"gas leak\" OR (wire* NEAR/4 (down OR sparking))\n");
  folder.write("features/urgent.rules", "[en]\n2 : dangerous OR asap\n");
  folder.write("features/abuse.rules", "[en]\n1 : idiot*\n");
  folder.write("features/public_body.rules", "[any]\n1 : police OR council\n");
}

inline std::string all_complaints(const LoadedRules& loaded) {
  std::string out;
  for (const Complaint& complaint : loaded.complaints) out += to_string(complaint) + "\n";
  return out;
}

using Files = std::map<std::string, std::string>;

// The small city with some files replaced or added.
class SmallCity {
 public:
  explicit SmallCity(const Files& changes = {}) {
    write_small_city(folder_);
    for (const auto& [name, content] : changes) folder_.write(name, content);
    loaded_ = load_rules(folder_.path(), "");
    INFO(all_complaints(loaded_));
    REQUIRE(loaded_.classifier != nullptr);
  }
  SmallCity(const SmallCity&) = delete;
  SmallCity& operator=(const SmallCity&) = delete;
  const Classifier& operator*() const { return *loaded_.classifier; }
  const Classifier* operator->() const { return loaded_.classifier.get(); }
  const std::string& path() const { return folder_.path(); }

  Finding read(const std::string& text) const {
    Post post;
    post.network = "twitter";
    post.text = text;
    return loaded_.classifier->classify(post, Instant{});
  }
  // The score of a topic, 0 when it was not named.
  double score(const std::string& text, const std::string& topic) const {
    for (const TopicFinding& found : read(text).topics) {
      if (found.topic == topic) return found.score;
    }
    return 0;
  }

 private:
  TempFolder folder_;
  LoadedRules loaded_;
};

// A city with one topic, "probe", that has these rule lines under [en].
inline Files probe(const std::string& lines) {
  return {{"topics/probe.rules", topic_header("Probe") + "[en]\n" + lines + "\n"}};
}

}  // namespace social311::classifier::testing
