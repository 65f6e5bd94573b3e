// The control interface: what residents' pages, scenarios, tests and drills use. JSON under
// /_control. Changing calls need `Content-Type: application/json`, which no other site's form can
// send.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/text.h"
#include "simulator/network.h"
#include "simulator/problem.h"

namespace social311::simulator {

namespace {

WireReply plain(JsonWriter& out, int status = 200) {
  return json_reply(status, out.str());
}

WireReply wrong(const std::string& why) {
  JsonWriter out;
  out.object().member("error", why);
  return json_reply(400, out.str());
}

WireReply missing() {
  return json_reply(404, R"({"error":"there is no such thing"})");
}

// The id behind "/_control/posts/17".
std::optional<std::uint64_t> id_in(const std::string& path, std::string_view folder) {
  if (!path.starts_with(folder)) return std::nullopt;
  return parse_id(std::string_view(path).substr(folder.size()));
}

std::optional<std::uint64_t> reference(const JsonValue& body, const char* key) {
  const auto text = body[key].id();
  return text && !text->empty() ? parse_id(*text) : std::optional<std::uint64_t>(0);
}

}  // namespace

WireReply SimulatedNetwork::handle_control(const WireRequest& request) {
  const std::string path = request.path.substr(std::string_view("/_control").size());
  if (request.method == "GET") return control_get(path, request);
  if (!request.header("Content-Type").starts_with("application/json")) {
    return json_reply(415, R"({"error":"Content-Type must be application/json"})");
  }
  const auto body = JsonValue::parse(request.body.empty() ? "{}" : request.body);
  if (!body || !body->is_object()) return wrong("the body must be a JSON object");
  if (request.method == "POST") return control_post(path, *body);
  return control_change(request, path, *body);
}

WireReply SimulatedNetwork::control_get(const std::string& path, const WireRequest& request) {
  if (path == "/posts") return list_posts(request);
  if (path.starts_with("/threads/")) return show_thread(path.substr(9));
  if (path == "/stats") return show_stats();
  if (path == "/log") return show_log();
  return missing();
}

WireReply SimulatedNetwork::control_post(const std::string& path, const JsonValue& body) {
  if (path == "/posts") return add_post(body);
  if (path == "/users") return add_user(body);
  if (path == "/messages") return add_message(body);
  if (path == "/faults") return add_faults(body);
  if (path == "/account") return change_account(body);
  if (path == "/burst") return add_burst(body);
  return missing();
}

// PUT /posts/{id} {"text"} edits as the author would; DELETE removes every version; DELETE /faults
// forgets what was scripted.
WireReply SimulatedNetwork::control_change(const WireRequest& request, const std::string& path,
                                           const JsonValue& body) {
  if (request.method == "DELETE" && path == "/faults") {
    faults_.clear();
    return json_reply(200, "{}");
  }
  for (const Site site : {Site::facebook, Site::instagram, Site::bluesky, Site::mastodon}) {
    const std::string folder = std::string("/posts/") + name_of(site) + "/";
    if (path.starts_with(folder))
      return change_item(request, site, path.substr(folder.size()), body);
  }
  const auto id = id_in(path, "/posts/");
  if (!id) return missing();
  if (request.method == "DELETE") return world_.remove(*id) ? json_reply(200, "{}") : missing();
  if (request.method != "PUT")
    return plain_problem(405, "Method Not Allowed", "Use PUT or DELETE.");
  const auto next = world_.edit(*id, body["text"].text_or(""));
  if (!next) return wrong(next.fault().message);
  JsonWriter out;
  out.object().member("id", std::to_string(*next));
  return plain(out);
}

Result<PublicPost> read_public_post(const JsonValue& body) {
  const auto refuse = [](const std::string& why) {
    return Fault{.kind = FaultKind::rejected, .message = why};
  };
  PublicPost given;
  const JsonValue author = body["author"];
  given.author.id = author["id"].id().value_or("");
  given.author.handle = author["handle"].text_or("");
  given.author.name = repair_utf8(author["name"].text_or(""));
  given.post.text = repair_utf8(body["text"].text_or(""));
  if (trim(given.post.text).empty()) return refuse("a post needs a text");
  if (given.post.text.size() > 20'000) return refuse("the text is too long");
  for (const auto& [key, target] :
       {std::pair{"in_reply_to", &given.post.in_reply_to}, std::pair{"quoted", &given.post.quoted},
        std::pair{"repost_of", &given.post.repost_of}}) {
    const auto id = reference(body, key);
    if (!id) return refuse(std::string(key) + " is no post id");
    *target = *id;
  }
  given.post.media = static_cast<int>(body["media"].number(0, 4).value_or(0));
  given.post.media_alt = body["media_alt"].text_or("");
  given.post.lat = body["lat"].real();
  given.post.lon = body["lon"].real();
  if ((given.post.lat && std::abs(*given.post.lat) > 90) ||
      (given.post.lon && std::abs(*given.post.lon) > 180)) {
    return refuse("lat or lon is out of range");
  }
  given.post.lang = body["lang"].text_or("");
  given.post.created_at = body["created_at"].instant();
  return given;
}

WireReply SimulatedNetwork::add_post(const JsonValue& body) {
  if (body["network"].text_or("twitter") != "twitter") return add_item(body);
  auto given = read_public_post(body);
  if (!given) return wrong(given.fault().message);
  const SimUser* holder = world_.user_by_handle(given->author.handle);
  if (given->author.id.empty() && holder != nullptr && holder->id == options_.city.id) {
    return wrong("the handle belongs to the city's account");
  }
  auto author = world_.put_user(given->author);
  if (!author) return wrong(author.fault().message);
  given->post.author_id = author->id;
  const auto id = world_.add(std::move(given->post));
  if (!id) return wrong(id.fault().message);
  JsonWriter out;
  out.object().member("id", std::to_string(*id));
  return plain(out, 201);
}

WireReply SimulatedNetwork::add_user(const JsonValue& body) {
  SimUser user;
  user.id = body["id"].id().value_or("");
  user.handle = body["handle"].text_or("");
  user.name = repair_utf8(body["name"].text_or(""));
  user.description = repair_utf8(body["description"].text_or(""));
  const std::string standing = body["standing"].text_or("active");
  if (standing == "suspended") user.standing = Standing::suspended;
  if (standing == "protected") user.standing = Standing::closed_to_strangers;
  if (standing != "active" && user.standing == Standing::active) {
    return wrong("standing is active, suspended or protected");
  }
  const auto added = world_.put_user(user);
  if (!added) return wrong(added.fault().message);
  JsonWriter out;
  out.object().member("id", added->id);
  return plain(out, 201);
}

// A resident writes to the city: {"author", "text"}.
WireReply SimulatedNetwork::add_message(const JsonValue& body) {
  if (body["network"].text_or("twitter") != "twitter") return add_item(body);
  auto given = read_public_post(body);
  if (!given) return wrong(given.fault().message);
  const auto author = world_.put_user(given->author);
  if (!author) return wrong(author.fault().message);
  const std::uint64_t id = world_.add_message(author->id, options_.city.id, given->post.text);
  JsonWriter out;
  out.object().member("id", std::to_string(id));
  return plain(out, 201);
}

// {"method","path","outcomes":["posted_500",…]} or {"outcome","count"}; {"weights":"hang=0.1,…"}.
WireReply SimulatedNetwork::add_faults(const JsonValue& body) {
  if (!body["weights"].absent()) {
    auto weights = parse_fault_weights(body["weights"].text_or("?"));
    if (!weights) return wrong(weights.fault().message);
    faults_.weigh(std::move(*weights));
    return json_reply(200, "{}");
  }
  ScriptedFault fault{.method = body["method"].text_or(""), .path = body["path"].text_or("")};
  std::vector<JsonValue> names = body["outcomes"].items();
  const auto count = body["count"].number(1, 100'000).value_or(1);
  if (names.empty()) names.assign(static_cast<std::size_t>(count), body["outcome"]);
  for (const JsonValue& name : names) {
    const auto outcome = outcome_of(name.text_or(""));
    if (!outcome) return wrong("unknown outcome '" + name.text_or("") + "'");
    fault.outcomes.push_back(*outcome);
  }
  faults_.script(std::move(fault));
  return json_reply(200, "{}");
}

// {"credits_usd":0} | {"monthly_post_cap":5} | {"expire_access":true} | {"restore_tokens":true}
// | {"reset_windows":true}
WireReply SimulatedNetwork::change_account(const JsonValue& body) {
  if (const auto credits = body["credits_usd"].real()) {
    meter_.set_credits(meter_.spent() + static_cast<std::int64_t>(*credits * 1'000'000));
  } else if (body["credits_usd"].kind() == JsonValue::Kind::null) {
    meter_.set_credits(std::nullopt);
  }
  if (const auto cap = body["monthly_post_cap"].number(0, INT64_MAX)) {
    meter_.set_cap(static_cast<std::uint64_t>(*cap));
  } else if (body["monthly_post_cap"].kind() == JsonValue::Kind::null) {
    meter_.set_cap(std::nullopt);
  }
  if (body["expire_access"].flag().value_or(false)) apps_.expire_access();
  if (body["restore_tokens"].flag().value_or(false)) apps_.restore();
  if (body["reset_windows"].flag().value_or(false)) windows_.reset();
  change_meta(body);
  return json_reply(200, "{}");
}

}  // namespace social311::simulator
