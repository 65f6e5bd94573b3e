#include "core/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace social311 {

namespace {

constexpr std::size_t kept_output_bytes = 64u << 10;
constexpr std::chrono::milliseconds poll_step{5};

class Descriptor final {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close_now(); }
  int get() const { return number_; }
  bool open() const { return number_ >= 0; }
  void close_now() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read{};
  Descriptor write{};
};

std::string why(int error) {
  return std::error_code(error, std::generic_category()).message();
}

Fault refused(const std::string& what, int error) {
  return {.kind = FaultKind::rejected, .message = what + ": " + why(error)};
}

std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

bool runnable(const std::string& path) {
  return ::access(path.c_str(), X_OK) == 0;
}

// Looked up before the fork: between fork and exec only async-signal-safe calls are allowed.
std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  const std::string folders = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
  for (std::size_t from = 0; from <= folders.size();) {
    const auto to = std::min(folders.find(':', from), folders.size());
    auto candidate = folders.substr(from, to - from) + "/" + name;
    if (to > from && runnable(candidate)) return candidate;
    from = to + 1;
  }
  return {};
}

std::string name_part(const std::string& setting) {
  return setting.substr(0, setting.find('='));
}

std::vector<std::string> environment_of(const ProcessPlan& plan) {
  auto result = plan.environment;
  if (plan.replace_environment) return result;
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string setting = *one;
    const auto same = [&](const std::string& ours) {
      return name_part(ours) == name_part(setting);
    };
    if (std::none_of(plan.environment.begin(), plan.environment.end(), same))
      result.push_back(setting);
  }
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// Everything the child needs, made before the fork.
struct Launch {
  std::string program{};
  std::vector<std::string> arguments{};
  std::vector<std::string> environment{};
  std::vector<char*> argv{};
  std::vector<char*> envp{};
  const char* folder = nullptr;
  const char* input = "/dev/null";
  int output = -1;
  int report = -1;  // the parent learns errno here when exec fails; closed by a successful exec
  int death_signal = 0;
  bool own_group = false;
  pid_t parent = 0;
};

// From here to child_main: runs between fork and exec, so nothing here may allocate or lock.

[[noreturn]] void give_up(int report) {
  const int error = errno;
  [[maybe_unused]] const auto written = ::write(report, &error, sizeof error);
  ::_exit(127);
}

void default_signals() {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) ::sigaction(number, &action, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

// Descriptors of libraries that forgot CLOEXEC must not live on in the child.
void close_on_exec_from(int first) {
  constexpr unsigned close_on_exec_flag = 1u << 2;  // CLOSE_RANGE_CLOEXEC
  if (::syscall(SYS_close_range, first, ~0u, close_on_exec_flag) == 0) return;
  for (int number = first; number < 4096; ++number) ::fcntl(number, F_SETFD, FD_CLOEXEC);
}

void connect_standard_streams(const Launch& launch) {
  const int input = ::open(launch.input, O_RDONLY | O_CLOEXEC);
  if (input < 0 || ::dup2(input, 0) < 0) give_up(launch.report);
  if (launch.output < 0) return;
  if (::dup2(launch.output, 1) < 0 || ::dup2(launch.output, 2) < 0) give_up(launch.report);
}

void bind_to_parent(const Launch& launch) {
  if (launch.death_signal == 0) return;
  if (::prctl(PR_SET_PDEATHSIG, launch.death_signal) != 0) give_up(launch.report);
  if (::getppid() != launch.parent) ::_exit(127);  // it ended before the signal was set
}

[[noreturn]] void child_main(const Launch& launch) {
  default_signals();
  if (launch.own_group && ::setpgid(0, 0) != 0) give_up(launch.report);
  bind_to_parent(launch);
  connect_standard_streams(launch);
  if (launch.folder != nullptr && ::chdir(launch.folder) != 0) give_up(launch.report);
  close_on_exec_from(3);
  ::execve(launch.program.c_str(), launch.argv.data(), launch.envp.data());
  give_up(launch.report);
}

// Signals are blocked over the fork so that no handler of ours runs in the child.
pid_t fork_quietly(const Launch& launch) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = ::fork();
  if (pid == 0) child_main(launch);
  const int error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return pid;
}

int read_errno(int from) {
  int error = 0;
  ssize_t got = 0;
  do got = ::read(from, &error, sizeof error);
  while (got < 0 && errno == EINTR);
  return got == static_cast<ssize_t>(sizeof error) ? error : 0;
}

Launch prepare(const ProcessPlan& plan, int output, int report) {
  Launch launch{.program = find_program(plan.command.front()),
                .arguments = plan.command,
                .environment = environment_of(plan),
                .output = output,
                .report = report,
                .death_signal = plan.parent_death_signal,
                .own_group = plan.own_group,
                .parent = ::getpid()};
  launch.argv = pointers(launch.arguments);
  launch.envp = pointers(launch.environment);
  if (!plan.input_file.empty()) launch.input = plan.input_file.c_str();
  if (!plan.working_folder.empty()) launch.folder = plan.working_folder.c_str();
  return launch;
}

Result<pid_t> spawn(const ProcessPlan& plan, int output) {
  if (plan.command.empty() || plan.command.front().empty())
    return Fault{.kind = FaultKind::rejected, .message = "no command to run"};
  auto report = make_pipe();
  if (!report) return refused("cannot start " + plan.command.front(), errno);
  const Launch launch = prepare(plan, output, report->write.get());
  if (launch.program.empty())
    return Fault{.kind = FaultKind::rejected,
                 .message = plan.command.front() + ": not found on PATH"};
  const pid_t pid = fork_quietly(launch);
  if (pid < 0) return refused("cannot start " + plan.command.front(), errno);
  report->write.close_now();
  const int error = read_errno(report->read.get());
  if (error == 0) return pid;
  ::waitpid(pid, nullptr, 0);
  return refused("cannot run " + plan.command.front(), error);
}

Result<Descriptor> open_output(const std::string& file) {
  if (file.empty()) return Descriptor();
  Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!out.open()) return refused("cannot write " + file, errno);
  return out;
}

// Wakes when the process ends; false where the kernel has no pidfd and the caller has to look by
// itself.
bool wait_on_descriptor(pid_t pid, std::chrono::milliseconds patience) {
  const Descriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!handle.open()) return false;
  pollfd wait{.fd = handle.get(), .events = POLLIN, .revents = 0};
  const auto bounded = std::clamp<std::int64_t>(patience.count(), 0, 60'000);
  ::poll(&wait, 1, static_cast<int>(bounded));
  return true;
}

int exit_code(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void append_tail(std::string& output, std::string_view piece) {
  output.append(piece);
  if (output.size() > 2 * kept_output_bytes) output.erase(0, output.size() - kept_output_bytes);
}

// True when there may be more.
bool read_some(int from, std::string& output) {
  std::array<char, 8192> buffer{};
  const auto got = ::read(from, buffer.data(), buffer.size());
  if (got > 0) append_tail(output, {buffer.data(), static_cast<std::size_t>(got)});
  return got > 0 || (got < 0 && errno == EINTR);
}

using SteadyPoint = std::chrono::steady_clock::time_point;

// Reads until the child has ended and what it wrote is in, or until the deadline. Something the
// child started may hold the pipe for longer: it is not waited for.
std::optional<int> read_until_end(Process& process, int from, SteadyPoint deadline,
                                  std::string& output) {
  ::fcntl(from, F_SETFL, O_NONBLOCK);
  while (std::chrono::steady_clock::now() < deadline) {
    pollfd wait{.fd = from, .events = POLLIN, .revents = 0};
    ::poll(&wait, 1, 20);
    const bool more = (wait.revents & POLLIN) != 0 && read_some(from, output);
    if (more) continue;
    if (const auto code = process.poll()) {
      while (read_some(from, output)) {
      }
      return code;
    }
    if (wait.revents != 0) std::this_thread::sleep_for(poll_step);  // closed, but still running
  }
  return std::nullopt;
}

}  // namespace

Result<Process> Process::start(const ProcessPlan& plan) {
  auto output = open_output(plan.output_file);
  if (!output) return output.fault();
  const auto pid = spawn(plan, output->get());
  if (!pid) return pid.fault();
  return Process(*pid);
}

std::optional<int> Process::poll() {
  if (ended_ || pid_ < 0) return ended_;
  int status = 0;
  pid_t got = 0;
  do got = ::waitpid(pid_, &status, WNOHANG);
  while (got < 0 && errno == EINTR);
  if (got == pid_) ended_ = exit_code(status);
  if (got < 0) ended_ = 127;  // reaped elsewhere: all that is known is that it is gone
  return ended_;
}

std::optional<int> Process::wait_for(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!poll() && pid_ >= 0) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return std::nullopt;
    if (!wait_on_descriptor(pid_, left)) std::this_thread::sleep_for(std::min(left, poll_step));
  }
  return ended_;
}

void Process::signal(int number) const {
  if (pid_ > 0 && !ended_) ::kill(pid_, number);
}

Result<Ran> run(const ProcessPlan& plan, std::chrono::milliseconds patience) {
  auto pipe = make_pipe();
  if (!pipe) return refused("cannot start a process", errno);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const auto pid = spawn(plan, pipe->write.get());
  if (!pid) return pid.fault();
  pipe->write.close_now();
  Process process(*pid);
  Ran ran;
  const auto code = read_until_end(process, pipe->read.get(), deadline, ran.output);
  if (!code) {
    process.signal(SIGKILL);
    process.wait_for(std::chrono::seconds(5));
    return Fault{.kind = FaultKind::retry_later,
                 .message = plan.command.front() + " took longer than " +
                            std::to_string(patience.count()) + " ms and was ended"};
  }
  ran.code = *code;
  if (ran.output.size() > kept_output_bytes)
    ran.output.erase(0, ran.output.size() - kept_output_bytes);
  return ran;
}

}  // namespace social311
