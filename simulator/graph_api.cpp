// Versions, callers, paths, batches: everything before a node or an edge answers.
#include "simulator/graph_api.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/digest.h"
#include "core/http.h"
#include "core/text.h"
#include "simulator/problem.h"
#include "simulator/wire_parse.h"

namespace social311::simulator {

namespace {

// Usable in November 2026: v20 ended in September, v27 does not exist yet.
constexpr int oldest_version = 21;
constexpr int newest_version = 26;
constexpr std::size_t longest_batch = 50;

const std::vector<std::string_view> general = {"access_token", "appsecret_proof", "fields",
                                               "pretty"};

struct VersionedPath {
  std::string version{};
  std::string rest{};
};

// Too old or missing: the oldest serves, without a word. Empty: a version that never was.
std::optional<VersionedPath> split_version(const std::string& path) {
  VersionedPath found{"v" + std::to_string(oldest_version) + ".0", path};
  while (found.rest.starts_with('/')) found.rest.erase(0, 1);
  const std::size_t slash = found.rest.find('/');
  const std::string first = found.rest.substr(0, slash);
  if (first.size() < 4 || first[0] != 'v' || first.find('.') == std::string::npos) return found;
  int major = 0;
  const auto [end, error] = std::from_chars(first.data() + 1, first.data() + first.size(), major);
  if (error != std::errc{} || std::string_view(end) != ".0") return std::nullopt;
  if (major > newest_version) return std::nullopt;
  found.rest = slash == std::string::npos ? "" : found.rest.substr(slash + 1);
  if (major >= oldest_version) found.version = first;
  return found;
}

std::string quoted_param(const JsonValue& value) {
  return value.kind() == JsonValue::Kind::text ? value.text_or("") : value.dump();
}

void add_form(std::map<std::string, std::string>& params, std::string_view text) {
  for (const auto& [key, value] : parse_form(text).value_or(Pairs{})) params[key] = value;
}

Verb verb_of(const std::string& method) {
  if (method == "POST") return Verb::post;
  return method == "DELETE" ? Verb::remove : Verb::get;
}

const char* word_of(Verb verb) {
  return verb == Verb::get ? "get" : verb == Verb::post ? "post" : "delete";
}

}  // namespace

std::optional<TokenState> token_state_of(std::string_view name) {
  static constexpr std::array<const char*, 6> names = {
      "valid", "expired", "password_changed", "role_lost", "scope_missing", "app_removed"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (name == names[i]) return static_cast<TokenState>(i);
  }
  return std::nullopt;
}

std::string last_part(const std::string& id) {
  const std::size_t at = id.rfind('_');
  return at == std::string::npos ? id : id.substr(at + 1);
}

std::string graph_time(Instant instant) {
  return to_iso8601(std::chrono::floor<std::chrono::seconds>(instant)).substr(0, 19) + "+0000";
}

std::string GraphApi::Call::param(const std::string& name) const {
  const auto found = params.find(name);
  return found == params.end() ? "" : found->second;
}

std::string GraphApi::city_of(Site site) const {
  const MetaAccount& meta = parts_.options.meta;
  return site == Site::facebook ? meta.page_id : meta.ig_user_id;
}

GraphApi::Call GraphApi::read_call(const WireRequest& request, GraphHost host, const Twist& twist) {
  Call call{.host = host, .verb = verb_of(request.method), .twist = twist};
  call.now = parts_.clock.now();
  call.path = request.path;
  for (const auto& [key, value] : request.query) call.params[key] = value;
  if (call.params.contains("access_token")) ++tokens_in_addresses_;
  if (request.header("Content-Type").starts_with("application/json")) {
    const auto body = JsonValue::parse(request.body);
    if (body) {
      for (const std::string& key : body->keys()) call.params[key] = quoted_param((*body)[key]);
    }
  } else if (request.method == "POST") {
    add_form(call.params, request.body);
  }
  const std::string bearer = request.header("Authorization");
  call.token_text = bearer.starts_with("Bearer ") ? bearer.substr(7) : call.param("access_token");
  call.address = "http://" + request.header("Host") + request.mount;
  return call;
}

GraphApi::Refusal GraphApi::refuse_token(const Call& call) const {
  if (call.token_text.empty()) {
    return graph_error(
        {.message = "An access token is required to request this resource.", .code = 104});
  }
  const auto dead = [](int subcode, const std::string& why) {
    return graph_error(
        {.message = "Error validating access token: " + why, .code = 190, .subcode = subcode});
  };
  switch (token_state_) {
    case TokenState::expired:
      return dead(463, "Session has expired.");
    case TokenState::password_changed:
      return dead(460, "The session has been invalidated because the user changed their password.");
    case TokenState::role_lost:
      return dead(492, "The user must be an administrator of the page.");
    case TokenState::app_removed:
      return dead(458, "The user has not authorized application.");
    case TokenState::scope_missing:
      return graph_error({.message =
                              "Any of the pages_read_engagement permission(s) must be granted "
                              "before impersonating a user's page.",
                          .code = 190});
    case TokenState::valid:
      break;
  }
  return std::nullopt;
}

// Who calls, and whether the proof fits the token.
GraphApi::Refusal GraphApi::refuse_caller(Call& call, const WireRequest& request) {
  if (request.method != "GET" && request.method != "POST" && request.method != "DELETE") {
    return unsupported_request("this", call.path);
  }
  if (auto refusal = refuse_token(call)) return refusal;
  const MetaAccount& meta = parts_.options.meta;
  if (call.token_text == meta.page_access_token.reveal()) {
    call.token = TokenKind::page;
  } else if (call.token_text == meta.user_access_token.reveal()) {
    call.token = TokenKind::user;
  } else {
    return graph_error(
        {.message = "Invalid OAuth access token - Cannot parse access token", .code = 190});
  }
  const std::string proof = call.param("appsecret_proof");
  const auto method_error = [](const std::string& message) {
    return graph_error({.message = message, .type = "GraphMethodException", .code = 100});
  };
  if (proof.empty()) {
    return method_error("API calls from the server require an appsecret_proof argument");
  }
  if (proof != hex(hmac_sha256(meta.app_secret, call.token_text))) {
    return method_error("Invalid appsecret_proof provided in the API argument");
  }
  return std::nullopt;
}

UseCase GraphApi::use_case(const Call& call) const {
  const MetaAccount& meta = parts_.options.meta;
  const std::string& path = call.path;
  if (path == "ig_hashtag_search" || path.ends_with("/recent_media") || path == "debug_token" ||
      path.starts_with("oauth/") || call.token == TokenKind::user) {
    return UseCase::app;
  }
  if (path.ends_with("/conversations") || path.ends_with("/messages")) return UseCase::messenger;
  const std::string id = path.substr(0, path.find('/'));
  const auto node = resolve(id, call);
  if (!node) return UseCase::pages;
  switch (node->kind) {
    case NodeKind::thread:
    case NodeKind::message:
    case NodeKind::person:
      return UseCase::messenger;
    case NodeKind::ig_user:
    case NodeKind::ig_media:
    case NodeKind::ig_comment:
      return UseCase::instagram;
    default:
      return id == meta.ig_user_id ? UseCase::instagram : UseCase::pages;
  }
}

std::string GraphApi::use_id(UseCase use) const {
  return use == UseCase::instagram ? parts_.options.meta.ig_user_id : parts_.options.meta.page_id;
}

WireReply GraphApi::handle(const WireRequest& request, GraphHost host, const Twist& twist) {
  Call call = read_call(request, host, twist);
  const auto versioned = split_version(request.path);
  if (!versioned) return unknown_path(request.path.substr(1));
  call.version = twist.version == ServedVersion::oldest
                     ? "v" + std::to_string(oldest_version) + ".0"
                     : versioned->version;
  call.path = versioned->rest;
  while (call.path.ends_with('/')) call.path.pop_back();
  WireReply reply = [&]() -> WireReply {
    if (auto refusal = refuse_caller(call, request)) return *refusal;
    if (call.path.empty() && call.params.contains("batch")) return batch(call);
    return one(call);
  }();
  reply.headers.emplace_back("Facebook-Api-Version", call.version);
  return reply;
}

// One call of its own or out of a batch: each counts.
WireReply GraphApi::one(Call& call) {
  const UseCase use = use_case(call);
  const bool in_app = usage_.take(UseCase::app, call.now);
  const bool in_use = use == UseCase::app || usage_.take(use, call.now);
  static const std::map<UseCase, int> codes = {
      {UseCase::pages, 80001}, {UseCase::instagram, 80002}, {UseCase::messenger, 80006}};
  WireReply reply = [&]() -> WireReply {
    if (!in_use) {
      return graph_error({.message = "(#" + std::to_string(codes.at(use)) +
                                     ") There have been too many calls to this account.",
                          .code = codes.at(use)});
    }
    if (!in_app) {
      return graph_error(
          {.status = 403, .message = "(#4) Application request limit reached", .code = 4});
    }
    return answer(call);
  }();
  for (const auto& header : usage_.headers(use, use_id(use), call.now)) {
    reply.headers.push_back(header);
  }
  return reply;
}

GraphApi::Refusal GraphApi::refuse_parameters(const Call& call,
                                              const std::vector<std::string_view>& known) const {
  for (const auto& [name, value] : call.params) {
    const auto is = [&name = name](std::string_view one) { return one == name; };
    if (std::any_of(known.begin(), known.end(), is)) continue;
    if (std::any_of(general.begin(), general.end(), is)) continue;
    return graph_refuse(100, "Invalid parameter: " + name);
  }
  return std::nullopt;
}

WireReply GraphApi::answer(Call& call) {
  bool known = false;
  WireReply reply = special(call, known);
  if (known) return reply;
  if (call.params.contains("ids") && call.path.empty()) return by_ids(call);
  const std::size_t slash = call.path.find('/');
  const std::string id = call.path.substr(0, slash);
  const std::string rest = slash == std::string::npos ? "" : call.path.substr(slash + 1);
  if (auto refusal = refuse_missing(call, id)) return *refusal;
  const Node node = *resolve(id, call);
  if (rest.empty()) return node_call(call, node);
  const EdgeRule* rule = rest.find('/') == std::string::npos ? edge_of(node.kind, rest) : nullptr;
  if (rule == nullptr) {
    WireReply refusal = unknown_path(rest);
    if (call.host == GraphHost::instagram) {
      refusal = graph_error(
          {.message = "Unknown path components: /" + rest, .type = "IGApiException", .code = 2500});
    }
    return refusal;
  }
  return edge_call(call, node, *rule);
}

WireReply GraphApi::edge_call(Call& call, const Node& node, const EdgeRule& rule) {
  if (!takes(rule, call.verb)) return unsupported_request(word_of(call.verb), node.id);
  if (call.verb != Verb::get) {
    if (auto refusal = refuse_parameters(call, call.verb == Verb::post ? rule.post : rule.remove)) {
      return *refusal;
    }
    return post_edge(call, node, rule);
  }
  if (rule.edge == EdgeName::subscribed_apps) return subscribed_list(call);
  std::vector<std::string_view> known = rule.get;
  known.insert(known.end(), {"limit", "after", "before"});
  if (auto refusal = refuse_parameters(call, known)) return *refusal;
  return list(call, node, rule);
}

WireReply GraphApi::node_call(Call& call, const Node& node) {
  if (call.verb == Verb::remove) {
    if (auto refusal = refuse_parameters(call, {})) return *refusal;
    return remove_node(node);
  }
  if (call.verb == Verb::post) {
    if (update_parameters(node.kind).empty()) return unsupported_request("post", node.id);
    if (auto refusal = refuse_parameters(call, update_parameters(node.kind))) return *refusal;
    return change_node(call, node);
  }
  if (auto refusal = refuse_parameters(call, {"summary"})) return *refusal;
  Refusal refusal;
  const auto fields = asked_fields(node.kind, call, refusal);
  if (refusal) return *refusal;
  for (const FieldAsk& field : fields) {
    if (field.name == "mentioned_comment" || field.name == "mentioned_media") {
      return mentioned(call, field);
    }
  }
  JsonWriter out;
  write_node(out, node, fields, call);
  return json_reply(200, out.str());
}

// `?ids=a,b`: one that cannot be read fails them all.
WireReply GraphApi::by_ids(Call& call) {
  if (auto refusal = refuse_parameters(call, {"ids"})) return *refusal;
  const auto ids = split(call.param("ids"), ',');
  if (ids.size() > longest_batch) {
    return graph_refuse(100, "Too many IDs. Maximum: 50. Provided: " + std::to_string(ids.size()));
  }
  JsonWriter out;
  out.object();
  for (const std::string& id : ids) {
    if (auto refusal = refuse_missing(call, id)) return *refusal;
    const Node node = *resolve(id, call);
    Refusal refusal;
    const auto fields = asked_fields(node.kind, call, refusal);
    if (refusal) return *refusal;
    out.key(id);
    write_node(out, node, fields, call);
  }
  return json_reply(200, out.str());
}

std::optional<GraphApi::Node> GraphApi::resolve_item(const std::string& id) const {
  if (const SimItem* item = parts_.commons.find(Site::facebook, id)) {
    const NodeKind kind = item->source.kind == ItemKind::post      ? NodeKind::post
                          : item->source.kind == ItemKind::comment ? NodeKind::comment
                                                                   : NodeKind::message;
    return Node{kind, id, item};
  }
  if (const SimItem* item = parts_.commons.find(Site::instagram, id)) {
    const NodeKind kind = item->source.kind == ItemKind::post      ? NodeKind::ig_media
                          : item->source.kind == ItemKind::comment ? NodeKind::ig_comment
                                                                   : NodeKind::message;
    return Node{kind, id, item};
  }
  return std::nullopt;
}

std::optional<GraphApi::Node> GraphApi::resolve(const std::string& id, const Call& call) const {
  const MetaAccount& meta = parts_.options.meta;
  if (id == "me") {
    if (call.host == GraphHost::instagram) return Node{NodeKind::ig_user, meta.ig_user_id};
    if (call.token == TokenKind::page) return Node{NodeKind::page, meta.page_id};
    return Node{NodeKind::person, meta.user_id};
  }
  if (id == meta.page_id) return Node{NodeKind::page, id};
  if (id == meta.ig_user_id) return Node{NodeKind::ig_user, id};
  if (id == meta.user_id) return Node{NodeKind::person, id};
  if (searched_.contains(id)) return Node{NodeKind::hashtag, id};
  if (auto item = resolve_item(id)) return item;
  for (const Site site : {Site::facebook, Site::instagram}) {
    if (!parts_.commons.thread(site, id).empty() &&
        parts_.commons.thread(site, id).front()->source.kind == ItemKind::message) {
      return Node{NodeKind::thread, id, parts_.commons.thread(site, id).front()};
    }
    if (parts_.commons.person(site, id) != nullptr) return Node{NodeKind::person, id};
  }
  return std::nullopt;
}

// Bare ids of posts and comments belong to an API that is gone; other unknown ids are nothing.
GraphApi::Refusal GraphApi::refuse_missing(const Call& call, const std::string& id) const {
  if (id.empty())
    return graph_error({.message = "Unsupported " + std::string(word_of(call.verb)) + " request.",
                        .type = "GraphMethodException",
                        .code = 100});
  if (resolve(id, call)) return std::nullopt;
  if (id.starts_with("1220") && id.size() == 17) {
    return graph_refuse(12, "singular statuses API is deprecated for versions v2.4 and higher");
  }
  return unsupported_request(word_of(call.verb), id);
}

WireReply GraphApi::batch(const Call& outer) {
  const auto items = JsonValue::parse(outer.param("batch"));
  if (outer.verb != Verb::post || !items || !items->is_list()) {
    return graph_refuse(100, "batch must be a JSON array");
  }
  if (items->size() > longest_batch) {
    return graph_error({.message = "Too many requests in batch message. Maximum batch size is 50",
                        .type = "GraphBatchException"});
  }
  std::string body = "[";
  for (std::size_t i = 0; i < items->size(); ++i) {
    if (i > 0) body += ',';
    Call each = outer;
    if (i > 0) each.twist.batch = BatchItems::whole;
    const bool lost = each.twist.batch == BatchItems::null_first;
    body += lost ? "null" : batch_item(each, items->at(i));
  }
  return json_reply(200, body + "]");
}

std::string GraphApi::batch_item(const Call& outer, const JsonValue& item) {
  const std::string relative = item["relative_url"].text_or("");
  const std::size_t mark = relative.find('?');
  Call call = outer;
  call.params.clear();
  call.verb = verb_of(item["method"].text_or("GET"));
  const auto versioned = split_version(relative.substr(0, mark));
  call.path = versioned ? versioned->rest : relative.substr(0, mark);
  while (call.path.ends_with('/')) call.path.pop_back();
  if (mark != std::string::npos) add_form(call.params, relative.substr(mark + 1));
  add_form(call.params, item["body"].text_or(""));
  const bool broken = outer.twist.batch == BatchItems::failing_first;
  WireReply reply = broken ? graph_error(graph_fault(Outcome::only_500)) : one(call);
  JsonWriter out;
  out.object().member("code", reply.status).key("headers").list();
  reply.headers.emplace_back("Facebook-API-Version", call.version);
  for (const auto& [name, value] : reply.headers) {
    out.object().member("name", name).member("value", value).end();
  }
  out.end().member("body", reply.body);
  return out.str();
}

WireReply GraphApi::fail(const WireRequest& request, Outcome outcome) {
  if (outcome == Outcome::unavailable) return unavailable_page();
  if (outcome == Outcome::rate_exhausted) {
    for (const UseCase use : {UseCase::pages, UseCase::messenger, UseCase::instagram}) {
      usage_.exhaust(use, parts_.clock.now());
    }
    return handle(request, GraphHost::facebook, {});
  }
  return graph_error(graph_fault(outcome));
}

}  // namespace social311::simulator
