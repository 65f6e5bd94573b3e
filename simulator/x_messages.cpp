// Direct messages: newest first, no since_id, 30 days, and an account writes only to whom wrote
// first.
#include <algorithm>

#include "simulator/problem.h"
#include "simulator/x_api.h"

namespace social311::simulator {

namespace {

constexpr std::chrono::hours message_reach{30 * 24};

// Looks sorted and is not: the recordings show both orders, so a client must take it as it is.
std::string conversation_of(const SimMessage& message, const std::string& city) {
  const std::string& other = message.sender_id == city ? message.recipient_id : message.sender_id;
  return other + "-" + city;
}

void write_event(JsonWriter& out, const SimMessage& message, const Ask& ask,
                 const std::string& city) {
  const auto wants = [&ask](const char* field) {
    return ask.lists_value("dm_event.fields", field);
  };
  const bool shaped = ask.lists.contains("dm_event.fields");
  out.object().member("id", std::to_string(message.id)).member("event_type", "MessageCreate");
  if (!shaped || wants("text")) out.member("text", message.text);
  if (wants("created_at")) out.member("created_at", x_time(message.created_at));
  if (wants("dm_conversation_id")) out.member("dm_conversation_id", conversation_of(message, city));
  if (wants("sender_id") || ask.expands("sender_id")) out.member("sender_id", message.sender_id);
  out.end();
}

}  // namespace

WireReply XApi::dm_events(const Call& call) {
  const std::string& city = parts_.options.city.id;
  const std::string token = call.ask.page_token();
  const auto before =
      token.empty() ? std::optional<std::uint64_t>(UINT64_MAX) : read_token(call.ask);
  if (!before) {
    return invalid_request(call.ask.vocabulary, "pagination_token", {token},
                           "The 'pagination_token' is not valid for this request");
  }
  std::vector<const SimMessage*> found;
  for (const SimMessage& message : parts_.world.messages()) {
    const std::string& other = message.sender_id == city ? message.recipient_id : message.sender_id;
    const bool asked = call.ask.subject.empty() || call.ask.subject == other;
    const bool reachable = message.created_at > call.now - message_reach &&
                           message.created_at <= call.now - call.twist.stale_by;
    if (asked && reachable && message.id < *before) found.push_back(&message);
  }
  std::sort(found.begin(), found.end(),
            [](const SimMessage* a, const SimMessage* b) { return a->id > b->id; });
  if (call.ask.lists.contains("event_types") &&
      !call.ask.lists_value("event_types", "MessageCreate")) {
    found.clear();
  }
  const auto size =
      std::min(found.size(), static_cast<std::size_t>(call.ask.number("max_results", 100)));
  Renderer renderer(parts_.world, call.ask, call.twist.authors);
  JsonWriter out;
  out.object();
  if (size > 0) out.key("data").list();
  for (std::size_t i = 0; i < size; ++i) {
    write_event(out, *found[i], call.ask, city);
    if (call.ask.expands("sender_id")) renderer.include_user(found[i]->sender_id);
    parts_.meter.charge_read("dm/" + std::to_string(found[i]->id), price::dm_read, call.now);
  }
  if (size > 0) out.end();
  renderer.finish(out);
  out.key("meta").object().member("result_count", static_cast<std::uint64_t>(size));
  if (size < found.size()) out.member("next_token", page_token(call.ask, found[size - 1]->id));
  return json_reply(200, out.str());
}

WireReply XApi::dm_send(const WireRequest& request, const Call& call) {
  const Vocabulary vocabulary = call.ask.vocabulary;
  if (!request.header("Content-Type").starts_with("application/json")) {
    return invalid_request(vocabulary, "", {}, "The Content-Type must be application/json");
  }
  const auto body = JsonValue::parse(request.body, {.bytes = 1u << 20});
  if (!body) return invalid_request(vocabulary, "", {}, "The body is not valid JSON");
  if (const auto fault = fault_in_new_message(*body)) {
    return invalid_request(vocabulary, "", {}, "[" + *fault + "]");
  }
  const std::string& city = parts_.options.city.id;
  const auto& all = parts_.world.messages();
  const bool wrote_first = std::any_of(all.begin(), all.end(), [&call](const SimMessage& one) {
    return one.sender_id == call.ask.subject;
  });
  if (!wrote_first) {
    return plain_problem(403, "Forbidden",
                         "You do not have permission to DM one or more participants.");
  }
  const std::uint64_t id =
      parts_.world.add_message(city, call.ask.subject, (*body)["text"].text_or(""));
  parts_.meter.charge(price::dm_created);
  JsonWriter out;
  out.object().key("data").object();
  out.member("dm_conversation_id", conversation_of(parts_.world.messages().back(), city));
  out.member("dm_event_id", std::to_string(id));
  return json_reply(201, out.str());
}

}  // namespace social311::simulator
