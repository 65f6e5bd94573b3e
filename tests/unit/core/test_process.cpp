// Children of this process: how they end, what they inherit, and that they do not outlive us.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/process.h"

using namespace social311;
using namespace std::chrono_literals;

namespace {

Ran must_run(const std::vector<std::string>& command, const std::vector<std::string>& env = {}) {
  const auto ran = run({.command = command, .environment = env}, 10s);
  REQUIRE(ran.ok());
  return *ran;
}

std::string scratch_file(const std::string& name) {
  return (std::filesystem::temp_directory_path() /
          ("social311-process-" + std::to_string(::getpid()) + "-" + name))
      .string();
}

std::string contents(const std::string& file) {
  std::ostringstream out;
  out << std::ifstream(file).rdbuf();
  return out.str();
}

}  // namespace

TEST_CASE("a command's exit code and both of its outputs come back") {
  const auto ran = must_run({"sh", "-c", "echo out; echo err >&2; exit 7"});
  CHECK(ran.code == 7);
  CHECK(ran.output == "out\nerr\n");
}

TEST_CASE("a command that a signal ended says so as 128 and the signal") {
  CHECK(must_run({"sh", "-c", "kill -9 $$"}).code == 128 + SIGKILL);
}

TEST_CASE("a program that is not there is refused with its name") {
  const auto missing = run({.command = {"no-such-program-here"}}, 1s);
  REQUIRE(!missing.ok());
  CHECK(missing.fault().kind == FaultKind::rejected);
  CHECK(missing.fault().message.find("no-such-program-here") != std::string::npos);
  const auto folder = run({.command = {"/tmp"}}, 1s);
  REQUIRE(!folder.ok());
  CHECK(folder.fault().message.find("/tmp") != std::string::npos);
  CHECK(!run({}, 1s).ok());
}

TEST_CASE("arguments are passed as they are, no shell reads them") {
  CHECK(must_run({"printf", "%s", "$HOME; `id` *"}).output == "$HOME; `id` *");
}

TEST_CASE("a command that takes too long is killed and reported as passing trouble") {
  const auto slow = run({.command = {"sleep", "600"}}, 50ms);
  REQUIRE(!slow.ok());
  CHECK(slow.fault().kind == FaultKind::retry_later);
}

TEST_CASE("something left behind by a command does not hold up its caller") {
  const auto ran = must_run({"sh", "-c", "sleep 30 & echo $!"});
  CHECK(ran.code == 0);
  const auto left = static_cast<pid_t>(std::atol(ran.output.c_str()));
  REQUIRE(left > 1);
  CHECK(::kill(left, SIGKILL) == 0);
}

TEST_CASE("only the end of a long output is kept") {
  const auto ran = must_run({"sh", "-c", "seq 1 200000; echo the end"});
  CHECK(ran.output.size() == 64u << 10);
  CHECK(ran.output.substr(ran.output.size() - 8) == "the end\n");
}

TEST_CASE("the environment is ours with changes, or only what is named") {
  CHECK(must_run({"sh", "-c", "echo $PATH-$A"}, {"A=b"}).output ==
        std::string(std::getenv("PATH")) + "-b\n");
  const auto bare =
      run({.command = {"env"}, .environment = {"ONLY=this"}, .replace_environment = true}, 10s);
  REQUIRE(bare.ok());
  CHECK(bare->output == "ONLY=this\n");
}

TEST_CASE("a child inherits no descriptor that was left open for it by accident") {
  const int forgotten = ::open("/dev/null", O_RDONLY);  // without CLOEXEC
  REQUIRE(forgotten > 2);
  const auto shown = must_run({"ls", "-l", "/proc/self/fd"}).output;
  CAPTURE(shown);
  CHECK(shown.find(" " + std::to_string(forgotten) + " -> /dev/null") == std::string::npos);
  ::close(forgotten);
}

TEST_CASE("a child's output goes to the end of the file, its folder is the one asked for") {
  const auto file = scratch_file("output");
  std::ofstream(file) << "before\n";
  auto child = Process::start({.command = {"pwd"}, .working_folder = "/", .output_file = file});
  REQUIRE(child.ok());
  CHECK(child->wait_for(10s) == 0);
  CHECK(contents(file) == "before\n/\n");
  std::filesystem::remove(file);
}

TEST_CASE("waiting for a running child ends with the patience, and a signal reaches it") {
  auto child = Process::start({.command = {"sleep", "600"}});
  REQUIRE(child.ok());
  CHECK(!child->poll());
  CHECK(!child->wait_for(1ms));
  child->signal(SIGTERM);
  CHECK(child->wait_for(10s) == 128 + SIGTERM);
  CHECK(child->poll() == 128 + SIGTERM);
  child->signal(SIGTERM);  // its number may be another's by now: nothing is sent
}

TEST_CASE("a child in its own group is not in ours") {
  const auto file = scratch_file("group");
  auto child = Process::start(
      {.command = {"sh", "-c", "ps -o pgid= -p $$"}, .output_file = file, .own_group = true});
  REQUIRE(child.ok());
  CHECK(child->wait_for(10s) == 0);
  CHECK(std::atol(contents(file).c_str()) == child->pid());
  std::filesystem::remove(file);
}

TEST_CASE("a child with a death signal ends when its parent is killed") {
  const auto file = scratch_file("orphan");
  const pid_t parent = ::fork();
  REQUIRE(parent >= 0);
  if (parent == 0) {
    const auto child = Process::start({.command = {"sh", "-c", "echo $$; exec sleep 600"},
                                       .output_file = file,
                                       .parent_death_signal = SIGTERM});
    if (!child.ok()) ::_exit(1);
    while (contents(file).empty()) ::usleep(1000);
    ::raise(SIGKILL);
  }
  REQUIRE(::waitpid(parent, nullptr, 0) == parent);
  const auto orphan = static_cast<pid_t>(std::atol(contents(file).c_str()));
  REQUIRE(orphan > 1);
  const auto gone = [&] {  // gone, or a zombie that nobody has reaped yet
    std::ifstream status("/proc/" + std::to_string(orphan) + "/stat");
    std::string number, name, state;
    return !(status >> number >> name >> state) || state == "Z";
  };
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (!gone() && std::chrono::steady_clock::now() < deadline) ::usleep(1000);
  CHECK(gone());
  std::filesystem::remove(file);
}
