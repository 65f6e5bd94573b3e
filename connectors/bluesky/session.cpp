#include "connectors/bluesky/session.h"

#include "connectors/answers.h"
#include "core/digest.h"
#include "core/json.h"

namespace social311::connectors::bluesky {
namespace {

constexpr const char* vault_name = "session";

}  // namespace

SessionKeeper::SessionKeeper(const Account& account, NetworkParts parts)
    : parts_(parts),
      base_(base_of(account) + "/xrpc/"),
      identifier_(credential(account, "identifier").reveal()),
      password_(credential(account, "app_password")),
      origin_(sha256_hex(base_ + "\n" + identifier_ + "\n" + password_.reveal())) {}

std::optional<Session> SessionKeeper::session_of(const std::optional<Secret>& kept) const {
  if (!kept) return std::nullopt;
  const auto parsed = JsonValue::parse(kept->reveal());
  if (!parsed || (*parsed)["origin"].text_or("") != origin_) return std::nullopt;
  return Session{Secret((*parsed)["access"].text_or("")), Secret((*parsed)["refresh"].text_or("")),
                 (*parsed)["did"].text_or("")};
}

Secret SessionKeeper::to_secret(const Session& session) const {
  JsonWriter json;
  json.object().member("access", session.access.reveal());
  json.member("refresh", session.refresh.reveal());
  json.member("did", session.did).member("origin", origin_);
  return Secret(json.str());
}

Result<Session> SessionKeeper::current(Instant now) {
  if (auto kept = session_of(parts_.vault.load(vault_name))) return *kept;
  Result<Session> end = fault(FaultKind::retry_later, "no session yet");
  parts_.vault.update(vault_name, [&](std::optional<Secret> newest) -> std::optional<Secret> {
    const auto kept = session_of(newest);
    end = kept ? Result<Session>(*kept) : log_in(now);
    return end && !kept ? std::optional(to_secret(*end)) : std::nullopt;
  });
  return end;
}

Result<Session> SessionKeeper::renew(const Session& refused, TokenTrouble trouble, Instant now) {
  Result<Session> end = refused;
  parts_.vault.update(vault_name, [&](std::optional<Secret> newest) -> std::optional<Secret> {
    const auto kept = session_of(newest);
    if (kept && kept->access != refused.access) {  // another process was faster
      end = *kept;
      return std::nullopt;
    }
    if (kept && trouble == TokenTrouble::expired) end = refresh(*kept, now);
    const bool log_in_again = !kept || trouble == TokenTrouble::invalid ||
                              (!end && end.fault().kind == FaultKind::denied);
    if (log_in_again) end = log_in(now);
    return end ? std::optional(to_secret(*end)) : std::nullopt;
  });
  return end;
}

Result<Session> SessionKeeper::log_in(Instant now) {
  HttpRequest request;
  request.method = "POST";
  request.url = base_ + "com.atproto.server.createSession";
  request.headers["Content-Type"] = "application/json";
  JsonWriter json;
  json.object().member("identifier", identifier_).member("password", password_.reveal());
  request.body = json.str();
  request.effect = HttpEffect::write;  // counted by the network: never repeated by the client
  const auto response = parts_.http.send(request);
  if (!response) return fault(FaultKind::retry_later, "log-in failed: " + response.fault().message);
  return read_session(*response, now);
}

Result<Session> SessionKeeper::refresh(const Session& old, Instant now) {
  HttpRequest request;
  request.method = "POST";
  request.url = base_ + "com.atproto.server.refreshSession";
  request.headers["Authorization"] = "Bearer " + old.refresh.reveal();
  request.effect = HttpEffect::write;
  const auto response = parts_.http.send(request);
  if (!response)
    return fault(FaultKind::retry_later, "refresh failed: " + response.fault().message);
  return read_session(*response, now);
}

Result<Session> SessionKeeper::read_session(const HttpResponse& response, Instant now) const {
  if (response.status != 200) return fault_of(response, now);
  const auto parsed = JsonValue::parse(response.body);
  if (!parsed) return fault(FaultKind::garbled, "Bluesky's session cannot be read");
  Session session{Secret((*parsed)["accessJwt"].text_or("")),
                  Secret((*parsed)["refreshJwt"].text_or("")), (*parsed)["did"].text_or("")};
  if (session.access.empty() || session.refresh.empty())
    return fault(FaultKind::garbled, "Bluesky's session holds no tokens");
  return session;
}

}  // namespace social311::connectors::bluesky
