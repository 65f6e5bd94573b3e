// [[approval]] of the configuration: what is taken, and what is refused where.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "service/config.h"

using namespace social311;
using namespace social311::service;

namespace {

namespace fs = std::filesystem;

// A folder with a city of two topics and one account, gone with the test.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "social311-approval-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
    fs::create_directories(path_ / "sample/rules/topics");
    fs::create_directories(path_ / "sample/geography");
    write("sample/rules/topics/elections.rules", "");
    write("sample/rules/topics/graffiti.rules", "");
    fs::permissions(write("x.toml", "access_token = \"s3cret\"\n"),
                    fs::perms::owner_read | fs::perms::owner_write);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }
  // Behind one account, whose block ends with line 6.
  LoadedConfig load(const std::string& text) const {
    ConfigSources sources;
    sources.file = write("c.toml",
                         "[[account]]\nnetwork = \"twitter\"\nid = \"1\"\nhandle = \"h\"\n"
                         "base_url = \"https://api.x.com\"\ncredentials_file = \"x.toml\"\n" +
                             text);
    sources.environment = [](const std::string&) { return std::optional<std::string>(); };
    sources.sample = (path_ / "sample").string();
    return load_config(sources);
  }
  // The complaints, one a line, without the folder.
  std::string complaints(const std::string& text) const {
    std::string out;
    for (const Complaint& one : load(text).complaints) out += to_string(one) + '\n';
    for (auto at = out.find(path_.string()); at != std::string::npos; at = out.find(path_.string()))
      out.erase(at, path_.string().size() + 1);
    return out;
  }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("a configuration without policies wants no second person") {
  const auto loaded = Folder().load("");
  REQUIRE(loaded.config.has_value());
  CHECK(loaded.config->approvals.empty());
}

TEST_CASE("policies are read in their order, and what a list leaves out means all") {
  const auto loaded = Folder().load(
      "[[approval]]\nname = \"politics\"\naccounts = [\"twitter/1\"]\n"
      "kinds = [\"answer\", \"notice\"]\ntopics = [\"elections\"]\nauthors = [\"agent\"]\n"
      "[[approval]]\nname = \"receipts\"\nkinds = [\"receipt\"]\n");
  REQUIRE(loaded.config.has_value());
  REQUIRE(loaded.config->approvals.size() == 2);
  const auto& first = loaded.config->approvals[0];
  CHECK(first.name == "politics");
  CHECK(first.accounts == std::vector<std::string>{"twitter/1"});
  CHECK(first.kinds == std::vector{ReplyKind::answer, ReplyKind::notice});
  CHECK(first.topics == std::vector<std::string>{"elections"});
  CHECK(first.authors == std::vector<std::string>{"agent"});
  const auto& second = loaded.config->approvals[1];
  CHECK(second.accounts.empty());
  CHECK(second.topics.empty());
  CHECK(second.authors.empty());
  bool shown = false;
  for (const auto& line : loaded.lines)
    if (line.key == "approval.politics.kinds") shown = line.value == "answer, notice";
  CHECK(shown);
}

TEST_CASE("a policy with an unknown account, kind, topic, role or key is refused at its place") {
  const Folder folder;
  const std::string head = "[[approval]]\nname = \"a\"\n";
  CHECK(folder.complaints(head + "accounts = [\"twitter/1\", \"twitter/2\"]\n") ==
        "c.toml:9:26: `accounts` names \"twitter/2\", which is no [[account]] of this file: write "
        "network/id, like twitter/1\n");
  CHECK(folder.complaints(head + "kinds = [\"poem\"]\n") ==
        "c.toml:9:10: `kinds` must hold receipt, question, answer, closing, handover, notice, not "
        "\"poem\"\n");
  CHECK(folder.complaints(head + "kinds = [\"emergency\"]\n") ==
        "c.toml:9:10: `kinds` cannot hold \"emergency\": that text is the city's own and waits for "
        "nobody\n");
  const auto topics = folder.complaints(head + "topics = [\"graffiti\", \"../graffiti\"]\n");
  CHECK(topics.find("c.toml:9:23: `topics` \"../graffiti\" is no topic of the rules in ") == 0);
  CHECK(folder.complaints(head + "topics = [\"unicorns\"]\n").find("c.toml:9:11: `topics`") == 0);
  CHECK(folder.complaints(head + "authors = [\"viewer\"]\n") ==
        "c.toml:9:12: `authors` must hold agent, approver, supervisor, admin, not \"viewer\"\n");
  CHECK(folder.complaints(head + "kind = [\"answer\"]\n").find("c.toml:9:") == 0);
}

TEST_CASE("a policy has a name of its own, and an empty list is told apart from all") {
  const Folder folder;
  CHECK(folder.complaints("[[approval]]\nkinds = [\"answer\"]\n").find("`name` is missing") !=
        std::string::npos);
  CHECK(folder.complaints("[[approval]]\nname = \"a\"\ntopics = []\n") ==
        "c.toml:9:10: `topics` must not be empty: leave it out for all\n");
  CHECK(folder.complaints("[[approval]]\nname = \"a\"\n[[approval]]\nname = \"a\"\n") ==
        "c.toml:10:8: \"a\" is a policy already, at line 8\n");
}
