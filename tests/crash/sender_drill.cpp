#include "tests/crash/sender_drill.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <mutex>
#include <shared_mutex>
#include <sstream>
#include <thread>

#include "core/json.h"
#include "core/text.h"
#include "net/client.h"
#include "service/commands/sign_in_answer.h"
#include "service/vault.h"
#include "tests/crash/drill_accounts.h"

namespace social311::tests {

namespace {

using namespace std::chrono_literals;
using simulator::Site;

// Twenty seconds of theirs are one of ours. W must outlive what a closed connection can still do:
// here "reset and applied later" within 12 s and an index that lags by 10 s.
constexpr int factor = 20;
constexpr int settle_s = 40;
constexpr Instant start{std::chrono::seconds(1'772'463'600)};
std::atomic<int> restarts_so_far{0};
// The sender meets every restart; this side of the drill waits until the server is there again.
std::shared_mutex server;
std::atomic<bool> storm_is_due{false};

std::shared_lock<std::shared_mutex> calm_server() {
  while (storm_is_due) std::this_thread::sleep_for(5ms);  // readers alone would starve the restart
  return std::shared_lock(server);
}
constexpr const char* child_test = "child: a sender that may be killed";

Instant real_now() {
  return SystemClock().now();
}

std::string fresh_url() {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  const auto calm = calm_server();
  return ScratchCluster::shared().fresh_database();
}

std::unique_ptr<sql::Store> patient_store(const std::string& url) {
  for (int tries = 0;; ++tries) {
    auto opened = sql::open_store(scratch_options(url));
    if (opened) return std::move(*opened);
    if (tries == 100) throw std::runtime_error(opened.fault().message);
    std::this_thread::sleep_for(100ms);
  }
}

simulator::SimulatorOptions options_of(const DrillPlan& plan) {
  simulator::SimulatorOptions options;
  options.seed = plan.seed;
  options.faults = simulator::parse_fault_weights(plan.faults).value();
  // Half the seeds take X without its net under the rope.
  options.duplicates =
      plan.seed % 2 == 0 ? simulator::DuplicateFilter::on : simulator::DuplicateFilter::off;
  options.index_lag = 10s;
  options.hang = Milliseconds(30s) / factor;
  options.apply_later = 10s;
  options.rate_window = 60s;
  options.token_life = 24h;
  options.meta_budgets.threads_per_second = 0;
  return options;
}

std::string network_of(const std::string& account_key) {
  return account_key.substr(0, account_key.find('/'));
}

}  // namespace

std::string DrillResult::json() const {
  JsonWriter out;
  out.object().member("name", name).member("seed", seed).member("replies", replies);
  out.member("doubled", doubled).member("lost", lost).member("hidden", hidden);
  out.member("kills_at_points", at_points).member("kills_from_outside", from_outside);
  out.member("restarts", restarts);
  out.member("by_person", by_person).member("authorised", authorised).member("seconds", seconds);
  out.key("states").object();
  for (const auto& [state, count] : states) out.member(state, count);
  out.end().key("outcomes").object();
  for (const auto& [outcome, count] : outcomes) out.member(outcome, count);
  out.end().member("detail", detail).end();
  return out.str();
}

void restart_database(std::stop_token stop) {
  SystemClock clock;
  SystemRandom random;
  while (clock.sleep_until(clock.now() + 4s + Milliseconds(random.below(6'000)), stop)) {
    storm_is_due = true;
    const std::unique_lock storm(server);
    storm_is_due = false;
    ScratchCluster::shared().restart_immediately();
    ++restarts_so_far;
  }
}

SenderDrill::SenderDrill(DrillPlan plan)
    : plan_(std::move(plan)),
      chance_(plan_.seed),
      begun_(real_now()),
      clock_(start, begun_, factor),
      folder_("drill-" + plan_.name),
      url_(fresh_url()),
      kills_left_(plan_.kills) {
  auto started = simulator::InProcessSimulator::start(options_of(plan_), clock_);
  if (!started) throw std::runtime_error(started.fault().message);
  network_ = std::move(*started);
}

SenderDrill::~SenderDrill() {
  end_child(SIGKILL);
}

// ---- what residents say, and the replies that are owed to them

Post SenderDrill::resident_post(const connectors::Account& account, int number) {
  Post post{.network = account.network, .created_at = clock_.now(), .repliable = Repliable::yes};
  const auto name = "resident" + std::to_string(number);
  const auto text = "@" + account.handle + " pothole number " + std::to_string(number);
  post.text = text;
  if (account.network == "twitter") {
    const auto id = network_->post(name, text);
    post.id = std::to_string(id);
    network_->network().with_world(
        [&](simulator::World& world) { post.author.id = world.find(id)->author_id; });
  } else {
    simulator::PublicItem item;
    item.item.site = *simulator::site_of(account.network);
    item.author.handle = item.item.site == Site::bluesky ? name + ".test" : name;
    item.kind =
        item.item.site == Site::bluesky || item.item.site == Site::mastodon ? "post" : "comment";
    item.item.text = text;
    const auto id = network_->network().publish(item);
    if (!id) throw std::runtime_error(id.fault().message);
    post.id = *id;
    network_->network().with_commons([&](simulator::Commons& commons) {
      const auto* found = commons.find(item.item.site, post.id);
      post.author.id = found->source.author_id;
      post.in_reply_to = found->source.answers;
    });
  }
  post.author.handle = name;
  return post;
}

// Something of the city's own for people to comment on.
void SenderDrill::say_and_owe() {
  const auto calm = calm_server();
  const auto accounts = drill_accounts(network_->base_url());
  for (const Site site : {Site::facebook, Site::instagram})
    network_->network().with_commons([&](simulator::Commons& commons) {
      const auto& account = accounts[site == Site::facebook ? 1 : 2];
      simulator::NewItem item{.site = site, .author_id = account.id, .text = "Ask us"};
      item.wall = account.id;
      item.media = site == Site::instagram ? 1 : 0;
      if (!commons.add(std::move(item))) throw std::runtime_error("no picture to stand on");
    });
  const auto store = patient_store(url_);
  for (const auto& account : accounts) {
    store->keep_account(account.key(), account.handle, account.reply, clock_.now());
    sql::KeepPage page{.account_key = account.key(), .now = clock_.now()};
    page.feed_id = store->feed(account.key(), "mentions", clock_.now()).feed_id;
    for (int i = 0; i < plan_.replies_a_network; ++i)
      page.posts.push_back(resident_post(account, i));
    store->keep_page(page);
  }
  owe(accounts);
}

void SenderDrill::owe(const std::vector<connectors::Account>& accounts) {
  const auto http = net::make_http_client();
  service::NoVault vault;
  SystemRandom random;
  std::map<std::string, std::unique_ptr<connectors::Network>> networks;
  for (const auto& account : accounts)
    networks[account.key()] =
        connectors::make_network(account, {*http, vault, clock_, random}).value();
  const auto store = patient_store(url_);
  const Instant now = clock_.now();
  store->decide_posts(10'000, now, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    char number[16];
    std::snprintf(number, sizeof(number), "26-%06lld",
                  static_cast<long long>(turn.next_case_sequence(2026)));
    turn.open_case(number, {.opened_at = now, .public_token = std::string("token of ") + number},
                   post);
    turn.settle_post(post, "case", {.decision = Decision::open_case}, "a drill", now);
    const auto& network = *networks.at(post.account_key);
    const auto marker = std::string(number) + "-K3";
    turn.add_reply({.account_key = post.account_key,
                    .target_post_id = post.post.id,
                    .case_number = number,
                    .body = "Thank you, we have it. Case " + marker,
                    .marker = marker,
                    .network_key = network.new_key(now, random),
                    .language = "en",
                    .policy = network.capabilities().policy,
                    .state = ReplyState::queued,
                    .created_at = now});
  });
}

void SenderDrill::script_first() {
  for (const auto outcome : plan_.first)
    for (const char* path : {"/2/tweets", "/facebook/*", "/xrpc/com.atproto.repo.putRecord",
                             "/mastodon/api/v1/statuses"})
      network_->fail_next("POST", path, outcome);
}

// ---- the database and the network, as they are

std::string SenderDrill::ask(const std::string& statement) {
  const auto calm = calm_server();
  return ScratchCluster::shared().sql(url_, statement);
}

std::vector<SenderDrill::Reply> SenderDrill::replies() {
  std::vector<Reply> all;
  std::istringstream lines(
      ask("select intent_id, account_key, marker, state, coalesce(remote_id, ''), needs_person "
          "from reply_intent order by intent_id"));
  for (std::string line; std::getline(lines, line);) {
    const auto words = split(line, '|');
    if (words.size() != 6) throw std::runtime_error("not a row: " + line);
    all.push_back({std::stoll(std::string(words[0])), std::string(words[1]), std::string(words[2]),
                   std::string(words[3]), std::string(words[4]), words[5] == "t"});
  }
  return all;
}

std::map<std::string, std::vector<std::string>> SenderDrill::on_network() {
  std::map<std::string, std::vector<std::string>> found;
  const auto note = [&](const std::string& text, const std::string& id) {
    const auto at = text.find("Case 26-");
    if (at != std::string::npos) found[text.substr(at + 5, 12)].push_back(id);
  };
  const auto accounts = drill_accounts("");
  auto& network = network_->network();
  network.with_world([&](simulator::World& world) {
    for (const auto& [id, post] : world.posts())
      if (!post.deleted && post.author_id == accounts[0].id && post.newest_version())
        note(post.source.text, std::to_string(id));
  });
  network.with_commons([&](simulator::Commons& commons) {
    for (std::size_t i = 1; i < accounts.size(); ++i)
      for (const auto* item : commons.by(*simulator::site_of(accounts[i].network), accounts[i].id))
        note(item->text(), item->id);
  });
  return found;
}

// What the console's person does: look at the network, and say what is there.
void SenderDrill::be_the_person(const std::vector<Reply>& replies) {
  const auto calm = calm_server();
  std::unique_ptr<sql::Store> store;
  for (const auto& reply : replies) {
    if (!reply.needs_person) continue;
    if (!store) store = patient_store(url_);
    const auto there = on_network()[reply.marker];
    const auto done = store->settle_doubt(reply.intent_id, there.empty() ? "queue" : "sent",
                                          there.empty() ? "" : there.front(), "dana", clock_.now());
    if (done.done) ++result_.by_person;
  }
}

void SenderDrill::release_accounts() {
  const auto stopped =
      ask("select account_key from account where parked_why <> '' union select account_key from "
          "sending_stop");
  if (stopped.empty()) return;
  const auto calm = calm_server();
  const auto store = patient_store(url_);
  std::istringstream lines(stopped);
  for (std::string key; std::getline(lines, key);) {
    store->release_account(key, "dana", clock_.now());
    store->resume_sending(key, "dana", clock_.now());
  }
}

void SenderDrill::open_windows() {
  simulator::WireRequest request;
  request.method = "POST";
  request.path = request.target = "/_control/account";
  request.headers = {{"Host", "127.0.0.1"}, {"Content-Type", "application/json"}};
  request.body = R"({"reset_windows":true,"meta_blocked":false,"meta_token":"valid"})";
  network_->network().handle(request);
}

int SenderDrill::ended_chains() {
  simulator::WireRequest request;
  request.method = "GET";
  request.path = request.target = "/_control/stats";
  request.headers = {{"Host", "127.0.0.1"}};
  const auto stats = JsonValue::parse(network_->network().handle(request).body);
  return static_cast<int>((*stats)["broken_token_chains"].number(0, 1'000'000).value());
}

// What an operator does when X has ended the account's tokens: sign in on X's own page. Each of its
// refresh tokens works once, so a kill between X's answer and the commit costs the whole chain.
void SenderDrill::authorise_x() {
  const int ended = ended_chains();
  if (ended == chains_renewed_) return;
  const auto calm = calm_server();
  auto store = patient_store(url_);
  const auto account = drill_accounts(network_->base_url()).front();
  service::StoreVault vault(store, clock_, account.key());
  const auto http = net::make_http_client();
  SystemRandom random;
  const auto x = connectors::make_network(account, {*http, vault, clock_, random}).value();
  const std::string redirect = "http://127.0.0.1:8312/signed-in";
  const auto page = x->begin_sign_in(redirect, random).value();
  const auto let_in = http->send({.url = page.url});
  if (!let_in) return;
  const auto answer = service::read_pasted_answer(let_in->header("location"), page.state);
  if (!x->finish_sign_in(page, redirect, answer.code, clock_.now())) return;
  store->release_account(account.key(), "dana", clock_.now());
  chains_renewed_ = ended;
  ++result_.authorised;
}

// ---- the sender's lives

void SenderDrill::spawn() {
  DrillChild child{.sender = plan_.sender,
                   .database = url_,
                   .network = network_->base_url(),
                   .folder = folder_.path(),
                   .seed = chance_.next(),
                   .start = start,
                   .begun = begun_,
                   .factor = factor,
                   .settle_s = settle_s};
  if (lives_ < plan_.crashes.size()) child.crash_at = plan_.crashes[lives_];
  ++lives_;
  if (plan_.sender == Sender::naive) {
    ask("update reply_attempt set ended_at = started_at, outcome = 'unknown' where ended_at is "
        "null; update reply_intent set state = 'queued' where state = 'sending'");
  }
  std::vector<std::string> words;
  for (char** one = environ; *one != nullptr; ++one) words.emplace_back(*one);
  for (auto& word : environment_of(child)) words.push_back(std::move(word));
  std::vector<char*> environment;
  for (auto& word : words) environment.push_back(word.data());
  environment.push_back(nullptr);
  std::vector<std::string> command{"/proc/self/exe", "--no-skip", "--minimal",
                                   std::string("-tc=") + child_test};
  std::vector<char*> arguments;
  for (auto& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  if (posix_spawn(&child_, "/proc/self/exe", nullptr, nullptr, arguments.data(),
                  environment.data()) != 0)
    throw std::runtime_error("the sender cannot be started");
}

void SenderDrill::end_child(int signal) {
  if (child_ == 0) return;
  ::kill(child_, signal);
  int status = 0;
  ::waitpid(child_, &status, 0);
  child_ = 0;
  if (signal == SIGTERM && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
    result_.detail += "the sender did not end in good order; ";
}

bool SenderDrill::look_after_child() {
  const bool kill_now = kills_left_ > 0 && real_now() >= next_kill_;
  if (kill_now) {
    --kills_left_;
    ++result_.from_outside;
    next_kill_ = real_now() + Milliseconds(300 + static_cast<int>(chance_.below(2'500)));
    end_child(SIGKILL);
    return true;
  }
  int status = 0;
  if (::waitpid(child_, &status, WNOHANG) != child_) return false;
  child_ = 0;
  if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
    throw std::runtime_error("the sender ended by itself, status " + std::to_string(status));
  ++result_.at_points;
  return true;
}

bool SenderDrill::at_rest(const std::vector<Reply>& replies) const {
  return std::all_of(replies.begin(), replies.end(), [](const Reply& reply) {
    return reply.state == "sent" || reply.state == "failed" || reply.state == "withheld";
  });
}

DrillResult SenderDrill::run() {
  const auto real_begun = std::chrono::steady_clock::now();
  const int restarts_before = restarts_so_far;
  result_.name = plan_.name;
  result_.seed = plan_.seed;
  say_and_owe();
  script_first();
  next_kill_ = real_now() + Milliseconds(500 + static_cast<int>(chance_.below(1'500)));
  spawn();
  while (std::chrono::steady_clock::now() - real_begun < plan_.patience) {
    if (look_after_child()) spawn();
    const auto all = replies();
    if (at_rest(all)) break;
    be_the_person(all);
    release_accounts();
    authorise_x();
    open_windows();
    std::this_thread::sleep_for(150ms);
  }
  end_child(SIGTERM);
  std::this_thread::sleep_for(Milliseconds(15'000) / factor);  // what is to be applied later
  judge(result_);
  result_.restarts = restarts_so_far - restarts_before;
  result_.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - real_begun).count();
  return result_;
}

void SenderDrill::judge(DrillResult& result) {
  const auto there = on_network();
  for (const auto& reply : replies()) {
    ++result.replies;
    ++result.states[reply.state];
    const auto found = there.find(reply.marker);
    const std::size_t copies = found == there.end() ? 0 : found->second.size();
    const bool sent = reply.state == "sent";
    const bool ended = sent || reply.state == "failed" || reply.state == "withheld";
    const bool doubled = copies > 1;
    const bool lost = !ended || (sent && copies == 0);
    const bool hidden = !sent && ended && copies > 0;
    const bool wrong_id =
        sent && copies == 1 && found->second.front() != reply.remote_id && !doubled;
    result.doubled += doubled ? 1 : 0;
    result.lost += lost || wrong_id ? 1 : 0;
    result.hidden += hidden ? 1 : 0;
    if (plan_.sender == Sender::careful && (doubled || lost || hidden || wrong_id))
      result.detail += network_of(reply.account_key) + " " + reply.marker + " " + reply.state +
                       " stands " + std::to_string(copies) + " times" +
                       (wrong_id ? " under another id" : "") + ": " +
                       ask("select string_agg(outcome || ' ' || http_status || ' ' || message, "
                           "', ' order by attempt_id) from reply_attempt where intent_id = " +
                           std::to_string(reply.intent_id)) +
                       "; ";
  }
  for (const auto& request : network_->network().log())
    if (request.method == "POST") ++result.outcomes[simulator::name_of(request.outcome)];
}

}  // namespace social311::tests
