#include "simulator/network.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "core/http.h"
#include "core/text.h"
#include "simulator/problem.h"

namespace social311::simulator {

namespace {

constexpr std::size_t log_length = 20'000;

bool takes_effect(Outcome outcome) {
  switch (outcome) {
    case Outcome::only_500:
    case Outcome::hang:
    case Outcome::reset:
    case Outcome::reset_applied_later:
    case Outcome::too_many:
    case Outcome::bad_request:
    case Outcome::duplicate:
    case Outcome::unavailable:
    case Outcome::rate_exhausted:
    case Outcome::token_expired:
    case Outcome::usage_capped:
    case Outcome::no_credits:
    case Outcome::unauthorized:
    case Outcome::blocked:
    case Outcome::reduce_data:
    case Outcome::error_in_200:
    case Outcome::permission_lost:
      return false;
    default:
      return true;
  }
}

// The write happened, the answer says that it did not.
bool reports_failure(Outcome outcome) {
  return outcome == Outcome::posted_500 || outcome == Outcome::posted_odd_format;
}

Delivery delivery_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::posted_hang:
    case Outcome::hang:
      return Delivery::hang;
    case Outcome::posted_reset:
    case Outcome::reset:
    case Outcome::reset_applied_later:
      return Delivery::reset;
    case Outcome::posted_truncated:
    case Outcome::truncated:
      return Delivery::truncate;
    case Outcome::drip:
      return Delivery::drip;
    default:
      return Delivery::whole;
  }
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(Instant instant) {
  static constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string iso = to_iso8601(std::chrono::floor<std::chrono::seconds>(instant));
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::weekday weekday{day};
  const std::chrono::year_month_day date{day};
  return std::string(days[weekday.c_encoding()]) + ", " + iso.substr(8, 2) + " " +
         months[static_cast<unsigned>(date.month()) - 1] + " " + iso.substr(0, 4) + " " +
         iso.substr(11, 8) + " GMT";
}

std::string secret_free(const WireRequest& request) {
  return request.path.starts_with("/2/oauth2/") ? std::string() : request.body;
}

std::vector<AppCredentials> apps_of(const SimulatorOptions& options) {
  return options.credentials.empty() ? demo_credentials() : options.credentials;
}

}  // namespace

SimulatedNetwork::SimulatedNetwork(SimulatorOptions options, Clock& clock)
    : options_(std::move(options)),
      clock_(clock),
      chance_(options_.seed),
      world_({.clock = clock,
              .random = chance_,
              .journal = [this](const std::string& line) { note(line); },
              .index_lag = options_.index_lag}),
      commons_({.clock = clock,
                .random = chance_,
                .journal = [this](const std::string& line) { note(line); },
                .index_lag = options_.index_lag}),
      apps_(apps_of(options_), {.clock = clock,
                                .random = chance_,
                                .journal = [this](const std::string& line) { note(line); },
                                .token_life = options_.token_life}),
      windows_(options_.rate_window, options_.post_limit),
      faults_(options_.seed, options_.faults),
      api_({world_, apps_, windows_, meter_, clock, options_}),
      graph_({commons_, clock, options_}),
      bluesky_({commons_, clock, options_}),
      mastodon_({commons_, clock, options_}) {
  if (options_.credits_usd) {
    meter_.set_credits(static_cast<std::int64_t>(*options_.credits_usd * 1'000'000));
  }
  meter_.set_cap(options_.monthly_post_cap);
}

Result<std::unique_ptr<SimulatedNetwork>> SimulatedNetwork::make(SimulatorOptions options,
                                                                 Clock& clock) {
  std::unique_ptr<SimulatedNetwork> network(new SimulatedNetwork(std::move(options), clock));
  auto begun = network->begin();
  if (!begun) return begun.fault();
  return network;
}

Result<Done> SimulatedNetwork::begin() {
  if (!options_.state_file.empty()) {
    auto opened = Journal::open(options_.state_file, [this](const JsonValue& line) {
      world_.replay(line);
      apps_.replay(line);
      commons_.replay(line);
      if (line["op"].text_or("") == "played") {
        played_[line["ref"].text_or("")] = line["post"].text_or("");
      }
    });
    if (!opened) return opened.fault();
    journal_ = std::move(*opened);
  }
  auto city = world_.put_user(
      {.id = options_.city.id, .handle = options_.city.handle, .name = options_.city.name});
  if (!city) return city.fault();
  return found_sites();
}

// The city's own accounts, and on Meta's networks something to comment on.
Result<Done> SimulatedNetwork::found_sites() {
  const MetaAccount& meta = options_.meta;
  const std::array<std::pair<Site, SimPerson>, 4> own = {
      {{Site::facebook, {.id = meta.page_id, .handle = meta.page_handle, .name = meta.page_name}},
       {Site::instagram,
        {.id = meta.ig_user_id, .handle = meta.ig_username, .name = meta.page_name}},
       {Site::bluesky,
        {.id = options_.bluesky.did,
         .handle = options_.bluesky.handle,
         .name = options_.bluesky.name}},
       {Site::mastodon,
        {.id = options_.mastodon.id,
         .handle = options_.mastodon.handle,
         .name = options_.mastodon.name}}}};
  for (const auto& [site, person] : own) {
    auto put = commons_.put_person(site, person);
    if (!put) return put.fault();
    const bool meta_site = site == Site::facebook || site == Site::instagram;
    if (!meta_site || !commons_.by(site, person.id).empty()) continue;
    NewItem first{.site = site, .author_id = person.id, .text = "Tell us what your street needs."};
    first.wall = person.id;
    first.media = site == Site::instagram ? 1 : 0;
    auto posted = commons_.add(std::move(first));
    if (!posted) return posted.fault();
  }
  return Done{};
}

void SimulatedNetwork::note(const std::string& line) {
  ++revision_;
  if (journal_) journal_->append(line);
}

void SimulatedNetwork::settle() {
  std::stable_sort(later_.begin(), later_.end(),
                   [](const Later& a, const Later& b) { return a.due < b.due; });
  while (!later_.empty() && later_.front().due <= clock_.now()) {
    const WireRequest request = std::move(later_.front().request);
    later_.erase(later_.begin());
    answer(request, {});
  }
  play_bursts();
}

WireReply SimulatedNetwork::answer(const WireRequest& request, const Twist& twist) {
  const Routing routing = door_of(request.path);
  WireRequest inside = request;
  inside.mount = routing.mount;
  inside.path = routing.path;
  switch (routing.door) {
    case Door::graph:
      return graph_.handle(inside, GraphHost::facebook, twist);
    case Door::graph_instagram:
      return graph_.handle(inside, GraphHost::instagram, twist);
    case Door::bluesky:
      return bluesky_.handle(inside, twist);
    case Door::mastodon:
      return mastodon_.handle(inside, twist);
    default:
      return api_.handle(inside, twist);
  }
}

WireReply SimulatedNetwork::handle(const WireRequest& request) {
  // A page of another site must not drive this network through a resident's browser: names that
  // point to 127.0.0.1 are not enough.
  const auto host = parse_url("http://" + request.header("Host") + "/");
  if (!host || !is_loopback_host(host->host)) {
    return plain_problem(400, "Bad Request", "The Host header must name the loopback interface.");
  }
  if (auto page = serve_page(request)) return *page;
  const std::lock_guard lock(mutex_);
  settle();
  if (request.path.starts_with("/_control/")) return handle_control(request);
  return handle_api(request);
}

WireReply SimulatedNetwork::handle_api(const WireRequest& request) {
  ++requests_;
  const Outcome outcome =
      faults_.next(request.method, request.path,
                   draws_faults(request) ? FaultBox::Drawn::yes : FaultBox::Drawn::no);
  WireReply reply = finish(with_outcome(request, outcome), outcome);
  remember(request, outcome, reply);
  return reply;
}

// Tokens are not part of the weather: what is drawn hits reads and writes of content.
bool SimulatedNetwork::draws_faults(const WireRequest& request) const {
  if (request.method != "GET" && request.method != "POST") return false;
  const Routing routing = door_of(request.path);
  if (routing.door == Door::x) {
    return routing.path.starts_with("/2/") && !routing.path.starts_with("/2/oauth2/");
  }
  return routing.path.find("/com.atproto.server.") == std::string::npos &&
         !routing.path.ends_with("/debug_token");
}

WireReply SimulatedNetwork::with_outcome(const WireRequest& request, Outcome outcome) {
  if (!takes_effect(outcome)) return without_effect(request, outcome);
  WireReply reply = answer(request, twist_for(outcome));
  const bool odd = outcome == Outcome::posted_odd_format;
  if (!reports_failure(outcome) || (odd && reply.status >= 300)) return reply;
  return without_effect(request, outcome);
}

Twist SimulatedNetwork::twist_for(Outcome outcome) {
  Twist twist;
  if (outcome == Outcome::stale) twist.stale_by = Milliseconds(800);
  if (outcome == Outcome::shifted) twist.repeat_items = 1 + chance_.below(3);
  twist.empty_page = outcome == Outcome::empty_page;
  twist.looping = outcome == Outcome::looping;
  if (outcome == Outcome::missing_author) twist.authors = Authors::first_missing;
  if (outcome == Outcome::integer_ids) twist.ids = IdForm::integer;
  if (outcome == Outcome::batch_nulls) twist.batch = BatchItems::null_first;
  if (outcome == Outcome::batch_failures) twist.batch = BatchItems::failing_first;
  if (outcome == Outcome::reordered) twist.order = ListOrder::reversed;
  if (outcome == Outcome::older_version) twist.version = ServedVersion::oldest;
  return twist;
}

Vocabulary SimulatedNetwork::vocabulary_of(const WireRequest& request) const {
  const auto caller = apps_.identify(request);
  return caller ? caller->vocabulary : Vocabulary::post;
}

void SimulatedNetwork::apply_later(const WireRequest& request) {
  const auto span =
      static_cast<std::uint64_t>(std::max<std::int64_t>(options_.apply_later.count(), 1));
  const Milliseconds wait(static_cast<std::int64_t>(span / 5 + chance_.below(span)));
  later_.push_back({clock_.now() + wait, request});
}

WireReply SimulatedNetwork::without_effect(const WireRequest& request, Outcome outcome) {
  if (outcome == Outcome::reset_applied_later) apply_later(request);
  const Routing routing = door_of(request.path);
  WireRequest inside = request;
  inside.mount = routing.mount;
  inside.path = routing.path;
  WireReply reply;
  switch (routing.door) {
    case Door::graph:
    case Door::graph_instagram:
      reply = graph_.fail(inside, outcome);
      break;
    case Door::bluesky:
      reply = bluesky_.fail(inside, outcome);
      break;
    case Door::mastodon:
      reply = mastodon_.fail(inside, outcome);
      break;
    default:
      reply = refused_by_x(inside, outcome);
  }
  if (outcome == Outcome::error_in_200) reply.status = 200;
  return reply;
}

WireReply SimulatedNetwork::refused_by_x(const WireRequest& request, Outcome outcome) {
  const Vocabulary words = vocabulary_of(request);
  const auto caller = apps_.identify(request);
  const auto routed = route(request.method, request.path);
  switch (outcome) {
    case Outcome::only_500:
    case Outcome::posted_500:
    case Outcome::posted_odd_format:
      return plain_problem(500, "Internal Server Error", "Internal Server Error");
    case Outcome::bad_request:
      return invalid_request(words, "", {}, "The request was invalid.");
    case Outcome::duplicate:
      return plain_problem(403, "Forbidden",
                           "You are not allowed to create a Tweet with duplicate content.");
    case Outcome::usage_capped:
      return usage_capped(words);
    case Outcome::no_credits:
      return typed_problem(words, 402, "Payment Required", "credits depleted", "credits-depleted");
    case Outcome::unavailable:
      return unavailable_page();
    case Outcome::token_expired:
      apps_.expire_access();
      [[fallthrough]];
    case Outcome::unauthorized:
      return plain_problem(401, "Unauthorized", "Unauthorized");
    case Outcome::rate_exhausted:
      if (caller && routed)
        windows_.exhaust(routed->endpoint, caller->context, caller->app, clock_.now());
      return api_.handle(request, {});
    case Outcome::too_many: {
      WireReply reply = json_reply(
          429,
          R"({"errors":[{"code":88,"message":"Rate limit exceeded"}],"code":88,"message":"Rate limit exceeded"})");
      const auto reset =
          std::chrono::ceil<std::chrono::seconds>(clock_.now() + std::chrono::seconds(1));
      reply.headers.emplace_back("x-rate-limit-limit", "1");
      reply.headers.emplace_back("x-rate-limit-remaining", "0");
      reply.headers.emplace_back("x-rate-limit-reset",
                                 std::to_string(reset.time_since_epoch().count()));
      return reply;
    }
    case Outcome::permission_lost:
    case Outcome::blocked:
      return typed_problem(words, 403, "Client Forbidden", "The client is not enrolled.",
                           "client-forbidden");
    case Outcome::error_in_200:
    case Outcome::reduce_data:
      return plain_problem(503, "Service Unavailable", "Service Unavailable");
    default:
      return {};
  }
}

WireReply SimulatedNetwork::finish(WireReply reply, Outcome outcome) const {
  const Milliseconds skew =
      outcome == Outcome::date_skew ? Milliseconds(3'600'000) : Milliseconds(0);
  reply.headers.emplace_back("date", http_date(clock_.now() + skew));
  reply.headers.emplace_back("cache-control", "no-cache, no-store, max-age=0");
  reply.headers.emplace_back("server", "simulator");
  reply.delivery = delivery_of(outcome);
  reply.hold = options_.hang;
  if (outcome == Outcome::slow) reply.delay = Milliseconds(1'500);
  return reply;
}

void SimulatedNetwork::remember(const WireRequest& request, Outcome outcome,
                                const WireReply& reply) {
  const bool silent = reply.delivery == Delivery::reset || reply.delivery == Delivery::hang;
  const int status = silent ? 0 : reply.status;
  log_.push_back({requests_, clock_.now(), request.method, request.target, secret_free(request),
                  outcome, status});
  if (log_.size() > log_length) log_.pop_front();
  ++statuses_[std::to_string(status)];
  ++outcomes_[name_of(outcome)];
}

Result<std::uint64_t> SimulatedNetwork::publish(PublicPost given) {
  const std::lock_guard lock(mutex_);
  settle();
  auto author = world_.put_user(given.author);
  if (!author) return author.fault();
  given.post.author_id = author->id;
  return world_.add(std::move(given.post));
}

std::optional<std::uint64_t> SimulatedNetwork::city_reply_to(std::uint64_t post) {
  const std::lock_guard lock(mutex_);
  settle();
  std::optional<std::uint64_t> newest;
  std::vector<std::uint64_t> below = {post};
  while (!below.empty()) {
    const std::uint64_t one = below.back();
    below.pop_back();
    for (const SimPost* reply : world_.replies_to(one)) {
      if (reply->author_id == options_.city.id) newest = std::max(newest.value_or(0), reply->id);
      below.push_back(reply->id);
    }
  }
  return newest;
}

std::vector<LoggedRequest> SimulatedNetwork::log() {
  const std::lock_guard lock(mutex_);
  return {log_.begin(), log_.end()};
}

void SimulatedNetwork::script(ScriptedFault fault) {
  const std::lock_guard lock(mutex_);
  faults_.script(std::move(fault));
}

void SimulatedNetwork::with_world(const std::function<void(World&)>& work) {
  const std::lock_guard lock(mutex_);
  settle();
  work(world_);
}

void SimulatedNetwork::with_commons(const std::function<void(Commons&)>& work) {
  const std::lock_guard lock(mutex_);
  settle();
  work(commons_);
}

void SimulatedNetwork::with_graph(const std::function<void(GraphApi&)>& work) {
  const std::lock_guard lock(mutex_);
  work(graph_);
}

void SimulatedNetwork::with_apps(const std::function<void(AppRegistry&)>& work) {
  const std::lock_guard lock(mutex_);
  work(apps_);
}

std::optional<std::string> SimulatedNetwork::played(const std::string& ref) {
  const std::lock_guard lock(mutex_);
  const auto found = played_.find(ref);
  return found == played_.end() ? std::nullopt : std::optional(found->second);
}

void SimulatedNetwork::mark_played(const std::string& ref, const std::string& post) {
  const std::lock_guard lock(mutex_);
  played_[ref] = post;
  JsonWriter line;
  line.object().member("op", "played").member("ref", ref).member("post", post);
  note(line.str());
}

}  // namespace social311::simulator
