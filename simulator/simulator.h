// The networks that never were: X's API v2, the Graph API (Facebook Pages and Instagram), Bluesky
// and Mastodon as one server of our own on 127.0.0.1, for tests, the demo and drills. The path
// tells the network, so that one address serves as the `base_url` of every account:
//   /2/… and /i/oauth2/…            X
//   /vNN.0/… and /facebook/…        Graph API as on graph.facebook.com
//   /instagram/…                    Graph API as on graph.instagram.com
//   /xrpc/…                         Bluesky
//   /api/v1/… and /api/v2/…         Mastodon
//   /_control/…, /                  the control interface and the residents' page
// The prefixes /twitter, /facebook, /instagram, /bluesky and /mastodon may stand before any of
// their network's paths. It keeps each network's rules strictly (an unknown parameter is a 400),
// fails on request or by seed, and shows residents a small page at `/`. It runs as its own process
// and outlives the service. Rules and their sources: the documentation of X named in docs; where X
// is silent, the stricter way.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "core/secret.h"

namespace social311::simulator {

// X renamed its names between spec 2.166 (`tweet.fields`) and 2.167 (`post.fields`).
enum class Vocabulary { post, tweet };
const char* name_of(Vocabulary vocabulary);

// One app of the city's account. An empty secret means that this way of signing in does not exist.
struct AppCredentials {
  Vocabulary vocabulary = Vocabulary::post;
  Secret bearer_token{};   // app-only: reads, no user context
  Secret access_token{};   // OAuth 2.0 user context, lives `token_life`
  Secret refresh_token{};  // single use
  std::string client_id{};
  Secret client_secret{};      // empty: a public client
  std::string consumer_key{};  // OAuth 1.0a, user context
  Secret consumer_secret{};
  std::string token{};
  Secret token_secret{};
};

struct CityAccount {
  std::string id = "2244994945";
  std::string handle = "Denver311";
  std::string name = "Denver 311";
};

// The city on Meta's networks: one app, one Page with its Instagram account. The values are fixed
// and harmless, as those of X are.
struct MetaAccount {
  std::string app_id = "311000000000311";
  Secret app_secret{"demo-app-secret"};
  std::string page_id = "112233445566778";
  std::string page_handle = "Denver311";
  std::string page_name = "Denver 311";
  Secret page_access_token{"demo-page-token"};
  std::string user_id = "10223344556677889";    // who granted the access
  Secret user_access_token{"demo-user-token"};  // cannot read comments, as the real one cannot
  std::string ig_user_id = "17841400311031103";
  std::string ig_username = "denver311";
  int more_pages = 0;  // Pages of the same person, to be listed after this one
};

struct BlueskyAccount {
  std::string did = "did:plc:denver311aaaaaaaaaaaaaaa";
  std::string handle = "denver311.test";
  std::string name = "Denver 311";
  Secret app_password{"demo-app-password"};
};

struct MastodonAccount {
  std::string id = "109311000000000311";
  std::string handle = "denver311";
  std::string name = "Denver 311";
  Secret access_token{"demo-mastodon-token"};
  int characters = 500;
  int characters_per_url = 23;
};

// Calls in a window before Meta's use case is throttled.
struct MetaBudgets {
  int pages = 20'000;
  int messenger = 8'000;
  int instagram = 20'000;
  int app = 20'000;
  int threads_per_second = 2;  // /conversations a Page; 0 = as many as one likes
  Milliseconds window{60 * 60 * 1000};
};

// Self-serve apps may only answer who summoned them, may not quote, and search with 512 characters.
enum class Tier { self_serve, enterprise };
// X refuses a text that the account has posted already (403). Off: a drill can count doubles.
enum class DuplicateFilter { on, off };
// X asks for one automatic reply an interaction but does not enforce it: `counted` shows it in the
// statistics, `enforced` answers 403.
enum class OneReplyRule { counted, enforced };
enum class AfterScenario { rest, chatter };

// Weights of what happens to a request; the rest of 1 is "ok". Names: faults.h.
struct FaultWeights {
  std::map<std::string, double> write{};
  std::map<std::string, double> read{};
};
// "posted_500=0.1,read.hang=0.06", the same as JSON {"posted_500":0.1,"read":{"hang":0.06}}, or a
// preset: "none", "drill" (the mix that doubled 46 % of a naive sender's replies). Fault
// (rejected): an unknown name, a weight outside 0..1, or a sum above 1.
Result<FaultWeights> parse_fault_weights(std::string_view text);

struct SimulatorOptions {
  int port = 0;            // 0 = any free one
  std::uint64_t seed = 1;  // faults, ids, chatter; printed
  CityAccount city{};
  MetaAccount meta{};
  BlueskyAccount bluesky{};
  MastodonAccount mastodon{};
  MetaBudgets meta_budgets{};
  std::vector<AppCredentials> credentials{};  // empty: demo_credentials()
  Tier tier = Tier::self_serve;
  DuplicateFilter duplicates = DuplicateFilter::on;
  OneReplyRule one_reply = OneReplyRule::counted;
  FaultWeights faults{};
  std::string state_file{};  // "" = memory only; else an append-only journal that is read at start
  std::string scenario_file{};  // NDJSON, see scenario.h
  double speed = 1.0;           // of the scenario
  AfterScenario after = AfterScenario::rest;

  Milliseconds rate_window{15 * 60 * 1000};  // shorter in drills
  Milliseconds token_life{2 * 60 * 60 * 1000};
  Milliseconds index_lag{0};  // a post becomes readable in lists up to this much later (seeded)
  Milliseconds search_tail{30'000};  // recent search ends this long before now
  Milliseconds hang{30'000};         // how long a hanging answer holds the connection
  Milliseconds apply_later{
      1'000};  // "reset and applied later": the write takes effect within this span
  std::optional<double> credits_usd{};  // pay-per-use balance; absent = without end
  std::optional<std::uint64_t> monthly_post_cap{};
  int post_limit = 100;  // POST /2/tweets a window, user context
};

// Fixed, harmless tokens for tests and the demo, one app for each vocabulary.
AppCredentials demo_credentials(Vocabulary vocabulary);
std::vector<AppCredentials> demo_credentials();

// Serves until `stop`. Prints "simulator http://127.0.0.1:PORT/" (and the seed) to `out` once it
// listens. 0 when stopped, 1 when it could not start (one clear line to `err`).
int run_simulator(const SimulatorOptions& options, std::stop_token stop, std::ostream& out,
                  std::ostream& err);
// The same until SIGINT or SIGTERM. Call it from the main thread before other threads exist: it
// blocks both signals.
int run_simulator_until_signal(const SimulatorOptions& options, std::ostream& out,
                               std::ostream& err);

}  // namespace social311::simulator
