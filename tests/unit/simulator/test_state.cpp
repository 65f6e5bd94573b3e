#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "core/digest.h"
#include "network_under_test.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

namespace {

class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text = "") {
    char name[] = "/tmp/simulator-test-XXXXXX";
    const int file = mkstemp(name);
    REQUIRE(file >= 0);
    ::close(file);
    path = name;
    std::ofstream(path) << text;
  }
  ~TemporaryFile() { std::remove(path.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  std::string path;
};

SimulatorOptions kept_in(const TemporaryFile& file) {
  SimulatorOptions options;
  options.state_file = file.path;
  return options;
}

}  // namespace

TEST_CASE("a network that starts again shows the same posts") {
  const TemporaryFile file;
  std::string before;
  std::string stats;
  std::uint64_t target = 0;
  {
    NetworkUnderTest x(kept_in(file));
    NewPost rich;
    rich.lat = 39.74;
    rich.lon = -104.9912345;
    rich.media = 2;
    target = x.post("ana", "@Denver311 hole & \"more\" https://denver.gov/a\nsecond line", rich);
    x.reply(target, "Case 26-1");
    const auto edited = x.mention("a");
    x.control("PUT", "/posts/" + std::to_string(edited), R"({"text":"@Denver311 b"})");
    const auto gone = x.mention("gone");
    x.control("DELETE", "/posts/" + std::to_string(gone), "{}");
    x.control("POST", "/users", R"({"handle":"bob","name":"Bób","standing":"suspended"})");
    x.control("POST", "/messages", R"({"author":{"id":"77","handle":"dora"},"text":"help"})");
    before = x.control("GET", "/posts").body["posts"].dump();
  }
  NetworkUnderTest x(kept_in(file));
  CHECK(x.control("GET", "/posts").body["posts"].dump() == before);
  CHECK(x.mentions().size() == 2);
  CHECK(x.reply(target, "Case 26-1").status == 403);
  CHECK(x.get("/2/dm_events").ids().size() == 1);
  CHECK(x.get("/2/users/by/username/bob").body["errors"].at(0)["title"].text() == "Forbidden");
  CHECK(x.mention("new") != target);
}

TEST_CASE("a line that a kill cut is dropped and the file goes on") {
  const TemporaryFile file;
  std::uint64_t kept = 0;
  {
    NetworkUnderTest x(kept_in(file));
    kept = x.mention("kept");
  }
  std::ofstream(file.path, std::ios::app) << R"({"op":"post","id":"20)";
  std::uint64_t added = 0;
  {
    NetworkUnderTest x(kept_in(file));
    CHECK(x.mentions() == as_text({kept}));
    x.pass(Milliseconds(10));
    added = x.mention("added");
  }
  NetworkUnderTest x(kept_in(file));
  x.pass(Milliseconds(20));
  CHECK(x.mentions() == as_text({added, kept}));
}

TEST_CASE("rubbish in the state file is skipped, a file that cannot be written is a fault") {
  const TemporaryFile file(
      "rubbish\n[]\n{\"op\":\"post\"}\n{\"op\":\"post\",\"id\":\"5\",\"author\":\"17\"}\n{\"op\":"
      "\"tokens\",\"app\":900}\n");
  NetworkUnderTest x(kept_in(file));
  CHECK(x.control("GET", "/posts").body["posts"].size() == 0);
  SimulatorOptions options;
  options.state_file = "/nowhere/at/all";
  const auto refused = SimulatedNetwork::make(options, x.clock);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.fault().message.find("/nowhere/at/all") != std::string::npos);
}

TEST_CASE("only the owner can read the state file, because it holds tokens") {
  const std::string path = "/tmp/simulator-test-mode-" + std::to_string(::getpid());
  SimulatorOptions options;
  options.state_file = path;
  NetworkUnderTest x(options);
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  std::remove(path.c_str());
}

TEST_CASE("refreshed tokens outlive a restart, other credentials begin anew") {
  const TemporaryFile file;
  const std::string basic = "Basic " + base64("demo-client:demo-client-secret");
  std::string next;
  {
    NetworkUnderTest x(kept_in(file));
    const Answer pair =
        x.form("/2/oauth2/token", "grant_type=refresh_token&refresh_token=demo-refresh", basic);
    next = pair.body["refresh_token"].text_or("");
  }
  {
    NetworkUnderTest x(kept_in(file));
    CHECK(
        x.form("/2/oauth2/token", "grant_type=refresh_token&refresh_token=" + next, basic).status ==
        200);
  }
  {
    NetworkUnderTest x(kept_in(file));
    CHECK(x.form("/2/oauth2/token", "grant_type=refresh_token&refresh_token=demo-refresh", basic)
              .status == 400);
  }
  SimulatorOptions options = kept_in(file);
  AppCredentials app = demo_credentials(Vocabulary::post);
  app.access_token = Secret("another");
  options.credentials = {app};
  NetworkUnderTest x(options);
  CHECK(x.form("/2/oauth2/token", "grant_type=refresh_token&refresh_token=demo-refresh", basic)
            .status == 200);
}
