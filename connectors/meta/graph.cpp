#include "connectors/meta/graph.h"

#include <algorithm>

#include "connectors/answers.h"
#include "core/digest.h"
#include "core/text.h"

namespace social311::connectors::meta {
namespace {

constexpr int most_tries = 12;  // 100 items down to 1, then the smaller lists of fields
constexpr std::chrono::hours short_pages_last{1};
constexpr std::chrono::hours few_fields_last{24};
// Reads about conversations take up to 90 s (Meta's developers report it); others a few.
constexpr Milliseconds conversation_patience{90'000};
constexpr Milliseconds patience{30'000};
constexpr double slow_share = 0.9;
// The headers disappear when there is little to tell: an old one must not slow us for ever.
constexpr std::chrono::hours usage_is_true{1};
constexpr std::chrono::minutes unnamed_regain{15};

bool is_version(std::string_view text) {
  const std::size_t dot = text.find('.');
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.size() <= 3 &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  return text.starts_with('v') && dot != std::string_view::npos &&
         digits(text.substr(1, dot - 1)) && digits(text.substr(dot + 1));
}

Milliseconds patience_of(Budget budget) {
  return budget == Budget::messenger ? conversation_patience : patience;
}

}  // namespace

std::optional<std::string> version_of(std::string_view api_version) {
  if (api_version.empty()) return std::string(newest_version);
  std::string version(api_version);
  if (!version.starts_with('v')) version.insert(0, "v");
  if (version.find('.') == std::string::npos) version += ".0";
  return is_version(version) ? std::optional(version) : std::nullopt;
}

std::string proof_of(const Secret& app_secret, const Secret& token) {
  return hex(hmac_sha256(app_secret, token.reveal()));
}

Graph::Graph(const Account& account, NetworkParts parts, Secret token)
    : parts_(parts),
      base_(base_of(account)),
      version_(version_of(account.api_version).value_or(std::string(newest_version))),
      token_(std::move(token)) {
  const Secret& app_secret = credential(account, "app_secret");
  if (!app_secret.empty()) proof_ = proof_of(app_secret, token_);
}

Graph::Fit Graph::fit_of(Use use, Instant now) const {
  Fit fit{call(use).limit, 0};
  const std::lock_guard lock(mutex_);
  const auto found = shrunk_.find(use);
  if (found == shrunk_.end()) return fit;
  if (now - found->second.at < short_pages_last) fit.limit = found->second.fit.limit;
  if (now - found->second.at < few_fields_last) fit.step = found->second.fit.step;
  return fit;
}

// Asks for less the next time. False when there is nothing less to ask for.
bool Graph::step_back(Use use, Fit fit, const Judged& judged, Instant now) {
  if (!judged.error) return false;
  const ErrorClass what = class_of(*judged.error, judged.response.status);
  const bool too_much = what == ErrorClass::too_much;
  const bool unknown_field =
      what == ErrorClass::bad_request && judged.error->code == 100 && judged.error->subcode == 0;
  if (!too_much && !unknown_field) return false;
  const bool smaller_list = fit.step + 1 < call(use).ladder.size();
  const std::lock_guard lock(mutex_);
  if (too_much && fit.limit > 1) {
    shrunk_[use] = {{fit.limit / 2, fit.step}, now};
    return true;
  }
  if (smaller_list) {
    shrunk_[use] = {{fit.limit, fit.step + 1}, now};
    return true;
  }
  shrunk_.erase(use);  // it was not the fields
  return false;
}

Parameters Graph::query_of(const Ask& ask, Fit fit) const {
  const Call& about = call(ask.use);
  Parameters query = ask.parameters;
  const bool listed = fit.step < about.ladder.size();
  const std::string fields = ask.fields.empty() && listed ? about.ladder[fit.step] : ask.fields;
  if (!fields.empty()) query.emplace_back("fields", fields);
  if (about.limit > 0) query.emplace_back("limit", std::to_string(fit.limit));
  return with_cursor(std::move(query), ask.cursor);
}

std::string Graph::path_of(const Ask& ask) const {
  const Call& about = call(ask.use);
  std::string path = percent_encode(ask.id);
  if (about.edge[0] == '\0') return path;
  return (path.empty() ? path : path + "/") + about.edge;
}

HttpRequest Graph::request(const char* method, const std::string& path,
                           const Parameters& query) const {
  HttpRequest out;
  out.method = method;
  out.url = base_ + "/" + version_ + "/" + path;
  if (!query.empty()) out.url += "?" + query_string(query);
  out.headers["Authorization"] = "Bearer " + token_.reveal();
  return out;
}

void Graph::keep_pause() {
  Instant start = parts_.clock.now();
  {
    const std::lock_guard lock(mutex_);
    // A wall clock that was set back must not hold us for longer than one pause.
    start = std::clamp(next_conversation_call_, start, start + conversation_pause);
    next_conversation_call_ = start + conversation_pause;
  }
  if (start > parts_.clock.now()) parts_.clock.sleep_until(start, {});
}

Result<HttpResponse> Graph::send(const HttpRequest& request, Budget budget) {
  if (budget == Budget::messenger) keep_pause();
  return parts_.http.send(request);
}

std::optional<Milliseconds> Graph::held(Budget budget, Instant now) const {
  const std::lock_guard lock(mutex_);
  std::optional<Milliseconds> wait;
  for (const Budget one : {budget, Budget::app}) {
    const auto found = held_until_.find(one);
    if (found != held_until_.end() && found->second > now)
      wait = std::max(wait.value_or(Milliseconds(0)), found->second - now);
  }
  return wait;
}

// A call while throttled makes the throttle longer: nothing is sent until it is over.
void Graph::note_usage(const Judged& judged, Budget budget, Instant now) {
  const Usage usage = read_usage(judged.response.headers);
  const bool refused =
      judged.error && class_of(*judged.error, judged.response.status) == ErrorClass::rate;
  const bool plain_429 = judged.response.status == 429;
  const std::string version = judged.response.header("Facebook-Api-Version");
  const std::lock_guard lock(mutex_);
  if (!version.empty() && version.size() <= 20) drift_ = version == version_ ? "" : version;
  for (const Budget one : {Budget::pages, Budget::messenger, Budget::instagram, Budget::app}) {
    const auto used = fullest(usage, one);
    if (!used) continue;
    used_[one] = {*used, now};
    if (used->share >= 1 && used->regain.count() > 0) held_until_[one] = now + used->regain;
  }
  if (!refused && !plain_429) {
    refusals_[budget] = 0;
    return;
  }
  const Budget whose = judged.error && judged.error->code == 4 ? Budget::app : budget;
  const auto used = fullest(usage, whose);
  held_until_[whose] = now + wait_of(used ? used : fullest(usage), ++refusals_[whose]);
}

Graph::Judged Graph::judge(HttpResponse response, Budget budget, Instant now) {
  Judged out;
  out.response = std::move(response);
  if (auto parsed = JsonValue::parse(out.response.body)) {
    out.error = read_error(*parsed);
    out.body = *std::move(parsed);
  }
  note_usage(out, budget, now);
  return out;
}

Fault Graph::fault_for(const Judged& judged, Budget budget, Instant now) const {
  const bool good = judged.response.status >= 200 && judged.response.status < 300;
  if (good && !judged.error) return fault(FaultKind::garbled, "Meta's answer cannot be read");
  return fault_of(judged.response, judged.error, held(budget, now));
}

std::optional<Reply> Graph::reply_of(const Ask& ask, Fit fit, const Judged& judged) const {
  Reply out;
  out.limit = fit.limit;
  out.step = fit.step;
  if (judged.error) {
    out.gone = class_of(*judged.error, judged.response.status) == ErrorClass::gone;
    if (out.gone && ask.absence == Ask::Absence::is_told) return out;
    return std::nullopt;
  }
  if (judged.response.status != 200 || !judged.body) return std::nullopt;
  out.body = *judged.body;
  out.skew = skew_of(judged.response, parts_.clock.now());
  return out;
}

Result<Reply> Graph::read(const Ask& ask, Instant now) {
  const Call& about = call(ask.use);
  if (const auto wait = held(about.budget, now))
    return fault(FaultKind::retry_later, "Meta's limit is used up", *wait);
  for (int tries = 1;; ++tries) {
    const Fit fit = fit_of(ask.use, now);
    Parameters query = query_of(ask, fit);
    if (!proof_.empty()) query.emplace_back("appsecret_proof", proof_);
    HttpRequest get = request("GET", path_of(ask), query);
    get.limits.inactivity = get.limits.total = patience_of(about.budget);
    auto response = send(get, about.budget);
    if (!response) return response.fault();
    Judged judged = judge(std::move(response).value(), about.budget, now);
    if (auto reply = reply_of(ask, fit, judged)) return *reply;
    if (tries >= most_tries || !step_back(ask.use, fit, judged, now))
      return fault_for(judged, about.budget, now);
  }
}

Written Graph::end_of(const Result<HttpResponse>& response, Budget budget, Instant now) {
  Written out;
  if (!response) {
    out.outcome = end_without_answer(response.fault());
    return out;
  }
  const Judged judged = judge(*response, budget, now);
  const bool good = judged.response.status >= 200 && judged.response.status < 300;
  out.taken = good && judged.body && !judged.error;
  if (out.taken) {
    out.body = *judged.body;
    return out;
  }
  out.outcome = outcome_of(judged.response, judged.error, held(budget, now));
  return out;
}

std::optional<Written> Graph::held_write(Budget budget, Instant now) const {
  const auto wait = held(budget, now);
  if (!wait) return std::nullopt;
  Written out;
  out.outcome = not_sent("Meta's limit is used up", *wait);
  return out;
}

Written Graph::write(const Ask& ask, Instant now) {
  const Call& about = call(ask.use);
  if (auto early = held_write(about.budget, now)) return *early;
  Parameters form = ask.parameters;
  if (!proof_.empty()) form.emplace_back("appsecret_proof", proof_);
  const bool posts = std::string_view(about.method) == "POST";
  HttpRequest out = request(about.method, path_of(ask), posts ? Parameters{} : form);
  if (posts) {
    out.headers["Content-Type"] = "application/x-www-form-urlencoded";
    out.body = query_string(form);
  }
  out.effect = HttpEffect::write;
  return end_of(send(out, about.budget), about.budget, now);
}

Written Graph::write_json(const Ask& ask, std::string json, Instant now) {
  const Call& about = call(ask.use);
  if (auto early = held_write(about.budget, now)) return *early;
  Parameters query;
  if (!proof_.empty()) query.emplace_back("appsecret_proof", proof_);
  HttpRequest out = request(about.method, path_of(ask), query);
  out.headers["Content-Type"] = "application/json";
  out.body = std::move(json);
  out.effect = HttpEffect::write;
  return end_of(send(out, about.budget), about.budget, now);
}

Pace Graph::pace(Budget budget) const {
  const Instant now = parts_.clock.now();
  const std::lock_guard lock(mutex_);
  Pace out;
  for (const Budget one : {budget, Budget::app}) {
    const auto found = used_.find(one);
    if (found != used_.end() && now - found->second.at < usage_is_true)
      out.used_share = std::max(out.used_share.value_or(0), found->second.used.share);
    const auto until = held_until_.find(one);
    if (until != held_until_.end())
      out.resets_at = std::max(out.resets_at.value_or(Instant{}), until->second);
  }
  const bool full = out.used_share && *out.used_share >= slow_share;
  if (out.resets_at && *out.resets_at <= now) out.resets_at.reset();
  if (full && !out.resets_at) out.resets_at = now + unnamed_regain;
  return out;
}

std::string Graph::drift() const {
  const std::lock_guard lock(mutex_);
  if (drift_.empty()) return {};
  return "Meta answers with version " + quoted(drift_, 20) + " instead of " + version_ +
         ": that one has expired or is unknown, set api_version to a newer one";
}

}  // namespace social311::connectors::meta
