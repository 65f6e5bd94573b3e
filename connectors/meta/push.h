// Webhooks of Meta: the handshake, the signature over the raw bytes, and a body taken apart into
// events. Delivered at least once, in no order, for up to 36 hours.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/meta/messages.h"
#include "connectors/network.h"
#include "core/json.h"
#include "core/secret.h"

namespace social311::connectors::meta {

struct PushKeys {
  const Secret& app_secret;
  const Secret& verify_token;
};

// "sha256=" and the hex HMAC-SHA256 of the raw body: Meta escapes non-ASCII as \u00e4, so a body
// that was read and written again has another sum. Compared in constant time.
bool is_signed(const Push& push, const Secret& app_secret);
// The answer to a handshake, and to everything that is not to be believed; empty: the body is
// Meta's.
std::optional<Pushed> answer_at_once(const Push& push, const PushKeys& keys);

struct PushEvent {
  enum class Kind { change, messaging, standby };
  Kind kind = Kind::change;
  std::string field{};  // of a change
  JsonValue value{};
  Instant at{};  // the entry's time
};
// The events of the entries that are for one of `own_ids`, in order of time, repeats dropped. What
// is no JSON goes to `out.unreadable`.
std::vector<PushEvent> events_of(std::string_view body, std::string_view object,
                                 const std::vector<std::string>& own_ids, Instant now, Pushed& out);

// A message, its removal or edit. Receipts, reactions and the like are passed over.
void take_messaging(const PushEvent& event, const Mailbox& box, Instant now, Pushed& out);

}  // namespace social311::connectors::meta
