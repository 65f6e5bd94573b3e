#include "simulator/apps.h"

#include <algorithm>
#include <chrono>

#include "core/digest.h"
#include "core/text.h"
#include "simulator/problem.h"
#include "simulator/wire_parse.h"

namespace social311::simulator {

namespace {

std::string form_value(const Pairs& form, std::string_view name) {
  for (const auto& [key, value] : form) {
    if (key == name) return value;
  }
  return "";
}

WireReply oauth_error(int status, const std::string& error, const std::string& description) {
  JsonWriter body;
  body.object().member("error", error).member("error_description", description);
  return json_reply(status, body.str());
}

bool is(const Secret& secret, const std::string& given) {
  return !secret.empty() && equal_constant_time(secret.reveal(), given);
}

std::string started_with(const AppCredentials& app) {
  return hex(sha256(app.access_token.reveal() + "\n" + app.refresh_token.reveal()));
}

// `OAuth a="1", b="2"` into decoded pairs.
Pairs oauth1_header(std::string_view header) {
  Pairs pairs;
  for (const std::string& piece : split(header.substr(6), ',')) {
    const std::string part = trim(piece);
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos || part.size() < equals + 3) continue;
    const auto name = percent_decode(part.substr(0, equals));
    const auto value = percent_decode(part.substr(equals + 2, part.size() - equals - 3));
    if (name && value) pairs.emplace_back(*name, *value);
  }
  return pairs;
}

}  // namespace

static const char* scope_of_everything() {
  return "tweet.read tweet.write users.read dm.read dm.write media.write tweet.moderate.write "
         "offline.access";
}

std::string oauth1_signature(const std::string& method, const std::string& url, Pairs parameters,
                             const std::string& consumer_secret, const std::string& token_secret) {
  for (auto& [name, value] : parameters) {
    name = percent_encode(name);
    value = percent_encode(value);
  }
  std::sort(parameters.begin(), parameters.end());
  std::string joined;
  for (const auto& [name, value] : parameters) {
    joined += (joined.empty() ? "" : "&") + name + "=" + value;
  }
  const std::string base = method + "&" + percent_encode(url) + "&" + percent_encode(joined);
  return base64(
      hmac_sha1(percent_encode(consumer_secret) + "&" + percent_encode(token_secret), base));
}

AppRegistry::AppRegistry(std::vector<AppCredentials> apps, Parts parts)
    : apps_(std::move(apps)), parts_(std::move(parts)) {
  start_over();
}

void AppRegistry::start_over() {
  families_.assign(apps_.size(), {});
  for (std::size_t i = 0; i < apps_.size(); ++i) {
    families_[i].refresh = apps_[i].refresh_token.reveal();
    if (!apps_[i].access_token.empty()) {
      families_[i].access[apps_[i].access_token.reveal()] = parts_.clock.now() + parts_.token_life;
    }
  }
}

std::optional<Caller> AppRegistry::identify(const WireRequest& request) const {
  const std::string header = request.header("Authorization");
  if (header.starts_with("Bearer ")) return by_bearer(header.substr(7));
  if (header.starts_with("OAuth ")) return by_signature(request);
  return std::nullopt;
}

std::optional<Caller> AppRegistry::by_bearer(const std::string& token) const {
  for (std::size_t i = 0; i < apps_.size(); ++i) {
    if (is(apps_[i].bearer_token, token)) return Caller{i, Context::app, apps_[i].vocabulary};
    const auto access = families_[i].access.find(token);
    if (access != families_[i].access.end() && !families_[i].broken &&
        parts_.clock.now() < access->second) {
      return Caller{i, Context::user, apps_[i].vocabulary};
    }
  }
  return std::nullopt;
}

std::optional<Caller> AppRegistry::by_signature(const WireRequest& request) const {
  Pairs signed_pairs = oauth1_header(request.header("Authorization"));
  const std::string given = form_value(signed_pairs, "oauth_signature");
  const std::string key = form_value(signed_pairs, "oauth_consumer_key");
  const std::string token = form_value(signed_pairs, "oauth_token");
  std::erase_if(signed_pairs, [](const auto& pair) {
    return pair.first == "oauth_signature" || pair.first == "realm";
  });
  signed_pairs.insert(signed_pairs.end(), request.query.begin(), request.query.end());
  const std::string path = request.target.substr(0, request.target.find('?'));
  const std::string url = "http://" + to_lower_ascii(request.header("Host")) + path;
  for (std::size_t i = 0; i < apps_.size(); ++i) {
    if (apps_[i].consumer_key.empty() || apps_[i].consumer_key != key || apps_[i].token != token)
      continue;
    const std::string expected =
        oauth1_signature(request.method, url, signed_pairs, apps_[i].consumer_secret.reveal(),
                         apps_[i].token_secret.reveal());
    if (equal_constant_time(expected, given)) return Caller{i, Context::user, apps_[i].vocabulary};
  }
  return std::nullopt;
}

// Confidential: HTTP Basic. Public: `client_id` in the body.
std::optional<std::size_t> AppRegistry::client(const WireRequest& request,
                                               const Pairs& form) const {
  const std::string header = request.header("Authorization");
  const auto basic = header.starts_with("Basic ") ? base64_decode(header.substr(6)) : std::nullopt;
  for (std::size_t i = 0; i < apps_.size(); ++i) {
    if (apps_[i].client_id.empty()) continue;
    if (apps_[i].client_secret.empty()) {
      if (!basic && form_value(form, "client_id") == apps_[i].client_id) return i;
    } else if (basic && equal_constant_time(
                            *basic, apps_[i].client_id + ":" + apps_[i].client_secret.reveal())) {
      return i;
    }
  }
  return std::nullopt;
}

WireReply AppRegistry::token(const WireRequest& request) {
  if (!request.header("Content-Type").starts_with("application/x-www-form-urlencoded")) {
    return oauth_error(400, "invalid_request", "Missing or invalid content type.");
  }
  const auto form = parse_form(request.body);
  if (!form) return oauth_error(400, "invalid_request", "The body could not be read.");
  const auto app = client(request, *form);
  if (!app) {
    return oauth_error(401, "unauthorized_client", "Missing valid authorization header");
  }
  const std::string kind = form_value(*form, "grant_type");
  if (kind != "refresh_token" && kind != "authorization_code") {
    return oauth_error(400, "unsupported_grant_type", "Value passed for the grant was invalid.");
  }
  auto granted = kind == "refresh_token" ? by_refresh(*app, form_value(*form, "refresh_token"))
                                         : by_code(*app, *form);
  if (auto* refusal = std::get_if<WireReply>(&granted)) return std::move(*refusal);
  return grant(std::get<std::size_t>(granted));
}

std::variant<std::size_t, WireReply> AppRegistry::by_refresh(std::size_t app,
                                                             const std::string& refresh) {
  Family& family = families_[app];
  if (family.consumed.contains(refresh) && !family.broken) {
    family.broken = true;
    ++broken_chains_;
    note(app);
  }
  if (family.broken || family.refresh.empty() || refresh != family.refresh) {
    return oauth_error(400, "invalid_request", "Value passed for the token was invalid.");
  }
  ++refreshes_;
  return app;
}

std::variant<std::size_t, WireReply> AppRegistry::by_code(std::size_t app, const Pairs& form) {
  const auto found = codes_.find(form_value(form, "code"));
  const auto refused =
      oauth_error(400, "invalid_request", "Value passed for the authorization code was invalid.");
  if (found == codes_.end()) return refused;
  const Code code = found->second;
  codes_.erase(found);
  const std::string verifier = form_value(form, "code_verifier");
  const bool proven = code.challenge == verifier || code.challenge == base64url(sha256(verifier));
  if (code.app != app || parts_.clock.now() > code.until || !proven ||
      code.redirect != form_value(form, "redirect_uri")) {
    return refused;
  }
  families_[app] = {};
  return app;
}

WireReply AppRegistry::grant(std::size_t app) {
  Family& family = families_[app];
  if (!family.refresh.empty()) family.consumed.insert(family.refresh);
  const std::string access = fresh_token();
  family.refresh = fresh_token();
  family.access[access] = parts_.clock.now() + parts_.token_life;
  note(app);
  JsonWriter body;
  body.object().member("token_type", "bearer");
  body.member("expires_in",
              std::chrono::duration_cast<std::chrono::seconds>(parts_.token_life).count());
  body.member("access_token", access).member("scope", scope_of_everything());
  body.member("refresh_token", family.refresh);
  return json_reply(200, body.str());
}

WireReply AppRegistry::revoke(const WireRequest& request) {
  const auto form = parse_form(request.body);
  const auto app = form ? client(request, *form) : std::nullopt;
  if (!app) return oauth_error(401, "unauthorized_client", "Missing valid authorization header");
  Family& family = families_[*app];
  const std::string token = form_value(*form, "token");
  family.access.erase(token);
  if (family.refresh == token) family.refresh.clear();
  note(*app);
  return json_reply(200, R"({"revoked":true})");
}

WireReply AppRegistry::authorize(const WireRequest& request) {
  const std::string client_id = request.query_value("client_id").value_or("");
  const auto app =
      std::find_if(apps_.begin(), apps_.end(), [&client_id](const AppCredentials& one) {
        return !client_id.empty() && one.client_id == client_id;
      });
  const auto redirect = parse_url(request.query_value("redirect_uri").value_or(""));
  const std::string challenge = request.query_value("code_challenge").value_or("");
  if (app == apps_.end() || !redirect || !is_loopback_host(redirect->host) || challenge.empty() ||
      request.query_value("response_type") != "code") {
    return plain_problem(400, "Bad Request", "The authorisation request is not complete.");
  }
  const std::string code = fresh_token();
  const std::string address = *request.query_value("redirect_uri");
  codes_[code] = {static_cast<std::size_t>(app - apps_.begin()),
                  parts_.clock.now() + std::chrono::seconds(30), challenge, address};
  WireReply reply{.status = 302};
  const char* joint = address.find('?') == std::string::npos ? "?" : "&";
  const std::string state = request.query_value("state").value_or("");
  reply.headers = {
      {"Location", address + joint + query_string({{"code", code}, {"state", state}})}};
  return reply;
}

void AppRegistry::expire_access() {
  for (std::size_t i = 0; i < families_.size(); ++i) {
    families_[i].access.clear();
    note(i);
  }
}

void AppRegistry::restore() {
  start_over();
  for (std::size_t i = 0; i < families_.size(); ++i) note(i);
}

// The clock is part of it: a simulator that starts again with the same seed must not hand out a
// token that was consumed before.
std::string AppRegistry::fresh_token() {
  const std::string grain = std::to_string(parts_.clock.now().time_since_epoch().count()) + "/" +
                            std::to_string(++minted_) + "/" + std::to_string(parts_.random.next());
  return base64url(sha256(grain));
}

void AppRegistry::note(std::size_t app) {
  if (!parts_.journal) return;
  const Family& family = families_[app];
  JsonWriter line;
  line.object().member("op", "tokens").member("app", static_cast<std::uint64_t>(app));
  line.member("of", started_with(apps_[app]));
  line.member("refresh", family.refresh).member("broken", family.broken);
  line.key("access").object();
  for (const auto& [token, until] : family.access) line.member(token, until);
  line.end().key("consumed").list();
  for (const std::string& token : family.consumed) line.value(token);
  parts_.journal(line.str());
}

void AppRegistry::replay(const JsonValue& line) {
  const auto app = line["app"].number(0, static_cast<std::int64_t>(families_.size()) - 1);
  if (!app || line["op"].text_or("") != "tokens") return;
  // Other credentials than those of the last run are a new beginning.
  if (line["of"].text_or("") != started_with(apps_[static_cast<std::size_t>(*app)])) return;
  Family family;
  family.refresh = line["refresh"].text_or("");
  family.broken = line["broken"].flag().value_or(false);
  for (const std::string& token : line["access"].keys()) {
    family.access[token] = line["access"][token].instant().value_or(Instant{});
  }
  for (const JsonValue& token : line["consumed"].items()) family.consumed.insert(token.text_or(""));
  families_[static_cast<std::size_t>(*app)] = std::move(family);
}

}  // namespace social311::simulator
