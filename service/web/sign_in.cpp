#include "service/web/sign_in.h"

#include <algorithm>

#include "core/digest.h"
#include "core/text.h"

namespace social311::service {
namespace {

constexpr std::size_t most_buckets = 10'000;

net::ServerReply wrong_password() {
  return problem(401, "wrong-password", "Name or password is wrong", "Check both and try again.");
}

// Verified when the name is unknown, so that the answer takes the same time.
const std::string& nobodys_hash() {
  static const std::string hash = hash_password(Secret("nobody signs in with this"));
  return hash;
}

std::string host_part(const std::string& url) {
  const auto parsed = parse_url(url);
  return parsed ? parsed->scheme + "://" + parsed->host + ":" + std::to_string(parsed->port) : "";
}

}  // namespace

bool GuessBrake::allow(const std::string& key, Instant now) {
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= most_buckets)
    buckets_.clear();  // a flood of names: the address's brake still holds
  auto [found, fresh] = buckets_.try_emplace(key, Bucket{static_cast<double>(most_), now});
  Bucket& bucket = found->second;
  const double hours = std::chrono::duration<double, std::ratio<3600>>(now - bucket.at).count();
  bucket.tries = std::min<double>(most_, bucket.tries + std::max(0.0, hours) * most_);
  bucket.at = now;
  if (bucket.tries < 1) return false;
  bucket.tries -= 1;
  return true;
}

void GuessBrake::forgive(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = buckets_.find(key);
  if (found != buckets_.end())
    found->second.tries = std::min<double>(most_, found->second.tries + 1);
}

std::string SignIn::cookie_name() const {
  return secure_ ? "__Host-social311_session" : "social311_session";
}

std::string SignIn::cookie(const std::string& value, int max_age_s) const {
  return cookie_name() + "=" + value +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(max_age_s) +
         (secure_ ? "; Secure" : "");
}

net::ServerReply SignIn::sign_in(const net::ServerCall& call, Instant now) {
  const auto body =
      JsonValue::parse(call.body, {.bytes = 1u << 16, .depth = 4, .refuse_duplicate_keys = true});
  const auto name = body ? (*body)["name"].text() : std::nullopt;
  const auto password = body ? (*body)["password"].text() : std::nullopt;
  if (!name || !password || name->size() > 200 || password->size() > 1024)
    return invalid("name", "Give a name and a password.");
  if (!by_address_.allow(call.client, now) || !by_name_.allow(fold(*name), now))
    return problem(429, "too-many", "Too many tries", "Wait some minutes before the next try.");
  auto store = parts_.pool.take();
  const auto agent = store->agent(*name);
  const bool known = agent && !agent->disabled;
  const bool right =
      verify_password(Secret(*password), known ? agent->password_hash : nobodys_hash());
  if (!known || !right) return wrong_password();
  by_address_.forgive(call.client);
  by_name_.forgive(fold(*name));
  const std::string token = base64url(parts_.random.bytes(32));
  store->open_session(sha256_hex(token), agent->agent_id, call.client, now);
  auto reply = no_content();
  reply.headers["Set-Cookie"] = cookie(token, 12 * 3600);
  return reply;
}

net::ServerReply SignIn::sign_out(const net::ServerCall& call) {
  if (const auto token = call.cookie(cookie_name()))
    parts_.pool.take()->end_session(sha256_hex(*token));
  auto reply = no_content();
  reply.headers["Set-Cookie"] = cookie("", 0);
  return reply;
}

std::optional<sql::Session> SignIn::session(const net::ServerCall& call, sql::Store& store,
                                            Instant now) const {
  const auto token = call.cookie(cookie_name());
  if (!token || token->size() > 100) return {};
  return store.session(sha256_hex(*token), now);
}

std::optional<net::ServerReply> SignIn::foreign(const net::ServerCall& call) const {
  const auto header = [&](const char* name) {
    const auto found = call.headers.find(name);
    return found == call.headers.end() ? std::string() : found->second;
  };
  const std::string type = to_lower_ascii(header("Content-Type"));
  if (call.method != "DELETE" && type != "application/json" &&
      !type.starts_with("application/json;"))
    return problem(415, "invalid", "JSON is needed", "Send Content-Type: application/json.");
  if (header("X-Social311") != "1")
    return problem(403, "forbidden", "A header is missing",
                   "Changing calls need the header X-Social311: 1.");
  const std::string origin = header("Origin");
  const std::string site = header("Sec-Fetch-Site");
  const bool same = origin.empty() ||
                    host_part(origin) == host_part(parts_.config.web.public_url) ||
                    origin == "http://" + header("Host") || origin == "https://" + header("Host");
  if (!same || site == "cross-site")
    return problem(403, "forbidden", "Not from this page", "Open the console itself.");
  return {};
}

bool may(const std::string& role, Power power) {
  const bool leads = role == "supervisor" || role == "admin";
  if (power == Power::lead) return leads;
  if (power == Power::approve) return leads || role == "approver";
  return power != Power::act || leads || role == "agent" || role == "approver";
}

net::ServerReply session_view(const WebParts& parts, const sql::Agent& agent) {
  JsonWriter json;
  json.object()
      .member("name", agent.name)
      .member("role", agent.role)
      .member("division", or_null(agent.division));
  json.key("city")
      .object()
      .member("name", parts.config.city.name)
      .member("timezone", parts.config.city.timezone);
  json.key("languages").list();
  for (const auto& language : parts.config.city.languages) json.value(language);
  json.end()
      .end()
      .member("undo_s", parts.config.sender.undo_s)
      .member("version", SOCIAL311_VERSION);
  json.member("rules", parts.rules->version()).end();
  return json_reply(json.str());
}

}  // namespace social311::service
