// `account authorise ID`: brings or renews an account's tokens, by the network's own page or by the
// account's credentials file, looks whether they work, and lets the account go on.
#include <algorithm>
#include <iostream>

#include "core/text.h"
#include "net/client.h"
#include "service/commands/commands.h"
#include "service/commands/sign_in_answer.h"
#include "service/database.h"
#include "service/roles/account_health.h"
#include "service/signals.h"
#include "service/vault.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
using connectors::Account;

// Where the browser is led in --paste when no port was asked for: nothing listens there.
constexpr int paste_port = 8312;

std::string names_of(const std::vector<const Account*>& accounts) {
  std::string text;
  for (const auto* one : accounts) text += (text.empty() ? "" : ", ") + one->key();
  return text;
}

// What an authorisation works with. One thread.
class Authorisation {
 public:
  Authorisation(const Config& config, const Account& account, const AuthoriseOptions& options,
                std::unique_ptr<sql::Store> store)
      : config_(config),
        account_(account),
        options_(options),
        store_(std::move(store)),
        vault_(store_, clock_, account.key()) {}

  int run();

 private:
  Result<std::unique_ptr<connectors::Network>> network() {
    return connectors::make_network(account_, {*http_, vault_, clock_, random_});
  }
  int by_page(connectors::Network& network, const connectors::SignInPage& page,
              const std::string& redirect, SignInListener* listener);
  std::optional<SignInAnswer> ask(const connectors::SignInPage& page, SignInListener* listener);
  int by_file(const std::string& why_no_page);
  int check(const std::string& how);
  void tell_of_catching_up();
  std::string credentials_file() const;

  const Config& config_;
  const Account& account_;
  const AuthoriseOptions& options_;
  SystemClock clock_{};
  SystemRandom random_{};
  std::unique_ptr<HttpClient> http_ = net::make_http_client();
  std::unique_ptr<sql::Store> store_;
  StoreVault vault_;
};

std::string Authorisation::credentials_file() const {
  for (const auto& line : config_lines(config_.file))
    if (line.key == "account." + account_.key() + ".credentials_file") return line.value;
  return "its credentials_file";
}

int Authorisation::run() {
  auto made = network();
  if (!made) return complain(made.fault().message + "; mend " + credentials_file());
  std::unique_ptr<SignInListener> listener;
  std::string redirect =
      "http://127.0.0.1:" + std::to_string(options_.port == 0 ? paste_port : options_.port) +
      sign_in_path;
  if (!options_.paste) {
    auto started = SignInListener::start(options_.port);
    if (!started) return complain(started.fault().message + "; give another --port, or --paste");
    listener = std::move(started).value();
    redirect = listener->redirect_uri();
  }
  const auto page = (*made)->begin_sign_in(redirect, random_);
  if (page) return by_page(**made, *page, redirect, listener.get());
  if (page.fault().kind == FaultKind::rejected) return by_file(page.fault().message);
  return complain(account_.key() + ": " + page.fault().message);
}

std::optional<SignInAnswer> Authorisation::ask(const connectors::SignInPage& page,
                                               SignInListener* listener) {
  if (listener != nullptr) {
    listener->expect(page.state);
    return listener->wait(std::chrono::seconds(options_.wait_s), stop_on_signals().get_token());
  }
  std::cout << "then paste the whole address the browser was led to (it shows an error there; that "
               "is expected): "
            << std::flush;
  std::string line;
  if (!std::getline(std::cin, line)) return {};
  return read_pasted_answer(line, page.state);
}

int Authorisation::by_page(connectors::Network& network, const connectors::SignInPage& page,
                           const std::string& redirect, SignInListener* listener) {
  std::cout << "sign in as @" << account_.handle << " and open: " << page.url << '\n'
            << "(the app must list this callback address: " << redirect << ")" << std::endl;
  const auto answer = ask(page, listener);
  if (!answer)
    return complain(account_.key() +
                    ": no answer of the sign-in page came; nothing changed. Run "
                    "the command again");
  if (answer->kind != SignInAnswer::Kind::code)
    return complain(account_.key() + ": " + answer->sentence);
  const auto done = network.finish_sign_in(page, redirect, answer->code, clock_.now());
  if (!done)
    return complain(account_.key() + ": the tokens could not be had: " + done.fault().message +
                    ". A code lives 30 s and works once: run the command again");
  return check("by the network's sign-in page");
}

int Authorisation::by_file(const std::string& why_no_page) {
  std::cout << account_.key() << ": " << why_no_page << "\nchecking " << credentials_file() << " …"
            << std::endl;
  return check("by " + credentials_file());
}

int Authorisation::check(const std::string& how) {
  auto made = network();  // with the tokens as they are kept now
  if (!made) return complain(made.fault().message);
  const auto check = check_account(**made, account_.key(), *store_, clock_.now());
  for (const auto& warning : check.warnings) std::cerr << "warn " << warning << '\n';
  if (!check.ok)
    return complain(account_.key() + ": the credentials do not work: " + check.message + "; mend " +
                    credentials_file() + " and run the command again");
  store_->note_authorised(account_.key(), how, clock_.now());
  store_->release_account(account_.key(), "auto", clock_.now());
  std::cout << "authorised " << account_.key() << " @" << account_.handle << ' ' << how;
  if (check.token_ends_at) std::cout << ", until " << to_iso8601(*check.token_ends_at);
  std::cout << '\n';
  tell_of_catching_up();
  return done;
}

void Authorisation::tell_of_catching_up() {
  std::int64_t gaps = 0;
  std::int64_t posts = 0;
  std::optional<Instant> last;
  for (const auto& state : store_->account_states(clock_.now())) {
    if (state.key != account_.key()) continue;
    for (const auto& feed : state.feeds) {
      gaps += static_cast<std::int64_t>(feed.open.size());
      for (const auto& gap : feed.open) posts += gap.estimate;
      if (feed.last_complete_at && (!last || *feed.last_complete_at < *last))
        last = feed.last_complete_at;
    }
  }
  std::cout << "it is read on from where it stopped" << (last ? " (" + to_iso8601(*last) + ")" : "")
            << " and catches up by itself";
  if (gaps > 0) std::cout << ": " << gaps << " gaps, about " << posts << " posts";
  std::cout << "; `social311 serve` must run for it\n";
}

std::vector<const Account*> fitting(const Config& config, const std::string& id) {
  std::vector<const Account*> found;
  for (const auto& account : config.accounts)
    if (account.key() == id || account.id == id) found.push_back(&account);
  return found;
}

}  // namespace

int account_authorise(const AuthoriseOptions& options) {
  stop_on_signals();
  const auto config = load_or_complain(options.config);
  if (!config) return bad_usage;
  const auto found = fitting(*config, options.id);
  if (found.size() > 1)
    return complain("several accounts have this id: give one of " + names_of(found)), bad_usage;
  if (found.empty()) {
    std::vector<const Account*> all;
    for (const auto& account : config->accounts) all.push_back(&account);
    return complain("no account " + quoted(options.id) + " in " + config->file +
                    (all.empty() ? "" : "; there are: " + names_of(all))),
           bad_usage;
  }
  net::start_http_threads(2);
  auto database = open_database(*config);
  if (!database) return complain(database.fault().message);
  auto store = connect(database->options, 5s);
  if (!store) return complain(store.fault().message);
  if (const auto migrated = (*store)->migrate(SystemClock().now()); !migrated)
    return complain(migrated.fault().message);
  return Authorisation(*config, *found.front(), options, std::move(store).value()).run();
}

}  // namespace social311::service
