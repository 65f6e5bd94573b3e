// Comments, replies, hiding, deleting, liking.
#include <algorithm>

#include "core/text.h"
#include "simulator/graph_api.h"
#include "simulator/problem.h"

namespace social311::simulator {

namespace {

constexpr std::size_t longest_comment = 8'000;
constexpr std::size_t longest_ig_comment = 2'200;

WireReply success() {
  return json_reply(200, R"({"success":true})");
}

WireReply id_reply(const std::string& id) {
  JsonWriter out;
  out.object().member("id", id);
  return json_reply(200, out.str());
}

WireReply blocked_reply() {
  return graph_error(graph_fault(Outcome::blocked));
}

}  // namespace

WireReply GraphApi::post_edge(Call& call, const Node& node, const EdgeRule& rule) {
  if (blocked_) return blocked_reply();
  if (call.token == TokenKind::user && rule.edge != EdgeName::subscribed_apps) {
    return graph_refuse(200, "Requires a page access token of a page you manage");
  }
  switch (rule.edge) {
    case EdgeName::comments:
      return add_comment(call, node,
                         rule.holds == NodeKind::comment ? Site::facebook : Site::instagram);
    case EdgeName::replies:
      return add_comment(call, node, Site::instagram);
    case EdgeName::mentions:
      return add_mention(call);
    case EdgeName::messages:
      return send_message(call, node);
    case EdgeName::likes:
      return like(call, node);
    case EdgeName::feed:
      return add_page_post(call);
    case EdgeName::subscribed_apps:
      return subscribe(call);
    default:
      return unsupported_request("post", node.id);
  }
}

// Only the comment before counts: Meta refuses what repeats it.
bool GraphApi::repeats(const NewItem& item) const {
  if (parts_.options.duplicates == DuplicateFilter::off) return false;
  const auto own = parts_.commons.by(item.site, item.author_id);
  for (auto one = own.rbegin(); one != own.rend(); ++one) {
    if ((*one)->source.kind != item.kind) continue;
    return (*one)->text() == item.text && (*one)->source.answers == item.answers;
  }
  return false;
}

WireReply GraphApi::add_comment(const Call& call, const Node& node, Site site) {
  const std::string text = call.param("message");
  if (trim(text).empty()) {
    return graph_refuse(100, site == Site::facebook ? "Missing message or attachment"
                                                    : "The parameter message is required");
  }
  const std::size_t characters = code_point_offsets(text).size() - 1;
  if (characters > (site == Site::facebook ? longest_comment : longest_ig_comment)) {
    return graph_refuse(100, "Param message is too long");
  }
  if (site == Site::instagram && node.item->hidden) {
    return graph_refuse(100, "A hidden comment cannot be answered");
  }
  const bool own_media = node.kind != NodeKind::ig_media ||
                         node.item->source.author_id == parts_.options.meta.ig_user_id;
  if (!own_media) return unsupported_request("post", node.id);
  NewItem item{.site = site,
               .kind = ItemKind::comment,
               .author_id = city_of(site),
               .text = text,
               .answers = node.id,
               .origin = Origin::api};
  if (repeats(item)) return graph_refuse(506, "Duplicate status message");
  const auto id = parts_.commons.add(std::move(item));
  if (!id) return unsupported_request("post", node.id);
  // The comment is there: Instagram cannot show what was asked for and says no all the same.
  if (!call.param("fields").empty()) return graph_error(graph_fault(Outcome::posted_odd_format));
  return id_reply(*id);
}

// An answer to somebody else's post or comment that names the account.
WireReply GraphApi::add_mention(const Call& call) {
  const std::string media_id = call.param("media_id");
  const std::string comment_id = call.param("comment_id");
  const std::string& target = comment_id.empty() ? media_id : comment_id;
  const SimItem* media = parts_.commons.find(Site::instagram, media_id);
  const SimItem* item = parts_.commons.find(Site::instagram, target);
  if (media == nullptr || item == nullptr || !names_page(*item)) {
    return unsupported_request("post", target);
  }
  if (!call.param("fields").empty()) return graph_error(graph_fault(Outcome::posted_odd_format));
  if (trim(call.param("message")).empty()) {
    return graph_refuse(100, "The parameter message is required");
  }
  const auto id = parts_.commons.add({.site = Site::instagram,
                                      .kind = ItemKind::comment,
                                      .author_id = parts_.options.meta.ig_user_id,
                                      .text = call.param("message"),
                                      .answers = target,
                                      .origin = Origin::api});
  return id ? id_reply(*id) : unsupported_request("post", target);
}

WireReply GraphApi::add_page_post(const Call& call) {
  if (trim(call.param("message")).empty())
    return graph_refuse(100, "Missing message or attachment");
  const std::string& page = parts_.options.meta.page_id;
  NewItem item{.site = Site::facebook, .author_id = page, .text = call.param("message")};
  item.wall = page;
  item.origin = Origin::api;
  if (repeats(item)) return graph_refuse(506, "Duplicate status message");
  return id_reply(*parts_.commons.add(std::move(item)));
}

// POST on a node changes it. A `message` there edits; it is not a reply.
WireReply GraphApi::change_node(const Call& call, const Node& node) {
  if (blocked_) return blocked_reply();
  if (call.token == TokenKind::user) {
    return graph_refuse(200, "Requires a page access token of a page you manage");
  }
  const Site site = node.item->source.site;
  const bool own = node.item->source.author_id == city_of(site);
  const std::string word = site == Site::facebook ? "is_hidden" : "hide";
  const std::string hide = call.param(word);
  const std::string text = call.param("message");
  if (hide.empty() && text.empty())
    return graph_refuse(100, "The parameter " + word + " is required");
  if (!hide.empty()) {
    if (hide != "true" && hide != "false" && hide != "1" && hide != "0") {
      return graph_refuse(100, "Param " + word + " must be a boolean");
    }
    if (own) return graph_refuse(100, "Own comments cannot be hidden");
    parts_.commons.hide(site, node.id, hide == "true" || hide == "1" ? "hidden" : "shown");
  }
  if (!text.empty()) {
    if (!own) return graph_refuse(200, "Permissions error");
    parts_.commons.edit(site, node.id, text);
  }
  return success();
}

WireReply GraphApi::remove_node(const Node& node) {
  if (blocked_) return blocked_reply();
  if (node.item == nullptr || node.kind == NodeKind::message || node.kind == NodeKind::thread ||
      node.kind == NodeKind::ig_media) {
    return unsupported_request("delete", node.id);
  }
  parts_.commons.remove(node.item->source.site, node.id);
  return success();
}

WireReply GraphApi::like(const Call& call, const Node& node) {
  parts_.commons.like(Site::facebook, node.id, call.verb == Verb::remove ? -1 : 1);
  return success();
}

}  // namespace social311::simulator
