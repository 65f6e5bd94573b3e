// X's webhooks: the challenge by which X proves that the address is ours, and the events of the
// Activity API and of the older Account Activity API. Pure. Nothing is believed but a body that the
// app's consumer secret has signed.
// Sources: X docs, x-api/webhooks/quickstart.mdx, x-api/activity/event-payloads.mdx; the samples of
// the Account Activity API (tweet_create_events, tweet_delete_events, direct_message_events).
#pragma once

#include <string_view>

#include "connectors/network.h"
#include "connectors/twitter/parse.h"
#include "core/secret.h"

namespace social311::connectors::twitter {

// {"response_token":"sha256=…"} for the crc_token of a GET.
std::string challenge_answer(std::string_view token, const Secret& consumer_secret);
// `header` is x-twitter-webhooks-signature: "sha256=" and base64 of HMAC-SHA256 over the raw body.
bool is_signed(std::string_view body, std::string_view header, const Secret& consumer_secret);

// What a signed body brings. Posts come whole (their authors beside them); of messages, and of
// events in the older form, only the ids are taken (`touched`): they lack the conversation. Events
// for another account bring nothing.
Pushed read_push(std::string_view body, const Self& self, Instant now);

}  // namespace social311::connectors::twitter
