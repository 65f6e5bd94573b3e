// Nodes as the Graph API writes them: only the fields that were asked for, and of those only the
// ones that have a value.
#include <algorithm>

#include "core/digest.h"
#include "core/http.h"
#include "core/text.h"
#include "simulator/graph_api.h"
#include "simulator/text_build.h"

namespace social311::simulator {

namespace {

constexpr std::chrono::hours private_reply_span{7 * 24};

bool contains(const std::vector<std::string_view>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

void write_image(JsonWriter& out, const std::string& id) {
  out.key("media").object().key("image").object().member("height", 720);
  out.member("src", "https://scontent.example.net/v/" + id + ".jpg").member("width", 960);
  out.end().end();
}

}  // namespace

GraphApi::Refusal GraphApi::check_fields(NodeKind kind, const std::vector<FieldAsk>& fields,
                                         const Call& call) const {
  for (const FieldAsk& field : fields) {
    const EdgeRule* edge = edge_of(kind, field.name);
    if (edge != nullptr && takes(*edge, Verb::get)) {
      if (auto refusal = check_edge(*edge, field.args)) return refusal;
      if (auto refusal = check_fields(edge->holds, field.fields, call)) return refusal;
      continue;
    }
    if (kind == NodeKind::ig_user &&
        (field.name == "mentioned_comment" || field.name == "mentioned_media")) {
      continue;
    }
    const auto& rules = fields_of(kind);
    const auto rule = std::find_if(rules.begin(), rules.end(), [&field](const FieldRule& one) {
      return one.name == field.name;
    });
    if (rule == rules.end()) return no_such_field(field.name, name_of(kind));
    if (!field.args.empty()) return graph_refuse(100, "Unknown modifier on field " + field.name);
    for (const FieldAsk& inside : field.fields) {
      if (!contains(rule->inside, inside.name)) return no_such_field(inside.name, field.name);
    }
  }
  return std::nullopt;
}

std::vector<FieldAsk> GraphApi::asked_fields(NodeKind kind, const Call& call,
                                             Refusal& refusal) const {
  std::vector<FieldAsk> fields;
  const std::string text = call.param("fields");
  if (text.empty()) {
    for (const std::string_view name : default_fields(kind)) {
      fields.push_back({.name = std::string(name)});
    }
    return fields;
  }
  auto parsed = parse_fields(text);
  if (!parsed) {
    refusal = graph_error({.message = parsed.fault().message, .code = 2500});
    return fields;
  }
  refusal = check_fields(kind, *parsed, call);
  return *parsed;
}

void GraphApi::write_id(JsonWriter& out, const char* name, const std::string& id,
                        const Call& call) const {
  const bool number =
      !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
  out.key(name);
  if (number && call.twist.ids == IdForm::integer) {
    out.raw(id);
  } else {
    out.value(id);
  }
}

// A node always carries its id, whatever was asked for.
void GraphApi::write_node(JsonWriter& out, const Node& node, const std::vector<FieldAsk>& fields,
                          const Call& call) {
  if (node.kind == NodeKind::attachment) return;
  out.object();
  bool named = false;
  for (const FieldAsk& field : fields) {
    if (field.name == "id") {
      if (!named) write_id(out, "id", node.id, call);
      named = true;
      continue;
    }
    const EdgeRule* edge = edge_of(node.kind, field.name);
    if (edge != nullptr && edge->edge != EdgeName::attachments) {
      out.key(field.name);
      write_list(out, node, *edge, field.args, field.fields, call);
    } else {
      write_field(out, node, field, call);
    }
  }
  if (!named) write_id(out, "id", node.id, call);
  out.end();
}

void GraphApi::write_field(JsonWriter& out, const Node& node, const FieldAsk& field,
                           const Call& call) {
  switch (node.kind) {
    case NodeKind::post:
      return write_post_field(out, node, field, call);
    case NodeKind::comment:
      return write_comment_field(out, node, field, call);
    case NodeKind::ig_media:
    case NodeKind::ig_comment:
      return write_media_field(out, node, field, call);
    case NodeKind::thread:
      return write_thread_field(out, node, field, call);
    case NodeKind::message:
      return write_message_field(out, node, field, call);
    default:
      return write_page_field(out, node, field, call);
  }
}

void GraphApi::write_from(JsonWriter& out, const char* name, const std::string& person, Site site,
                          const Call& call) const {
  const SimPerson* known = parts_.commons.person(site, person);
  out.key(name).object();
  if (site == Site::facebook) {
    out.member("name", known == nullptr ? "" : known->name);
    write_id(out, "id", person, call);
  } else {
    write_id(out, "id", person, call);
    out.member("username", known == nullptr ? "" : known->handle);
  }
  out.end();
}

std::string GraphApi::link_of(const SimItem& item) const {
  const std::string root = last_part(item.root);
  if (item.source.site == Site::instagram) {
    const SimItem* media = parts_.commons.find(Site::instagram, item.root);
    return "https://www.instagram.com/p/" +
           base64url(sha256(media == nullptr ? item.id : media->id)).substr(0, 11) + "/";
  }
  std::string link = "https://www.facebook.com/" + parts_.options.meta.page_id + "/posts/" + root;
  if (item.source.kind == ItemKind::comment) link += "?comment_id=" + last_part(item.id);
  return link;
}

// People and pages that the text names, by offset and length in UTF-16 as Meta counts; ours are all
// from the basic plane up to the name, so code points do.
void GraphApi::write_tags(JsonWriter& out, const std::string& text) const {
  const MetaAccount& meta = parts_.options.meta;
  const std::string mark = "@" + meta.page_handle;
  const std::size_t at = to_lower_ascii(text).find(to_lower_ascii(mark));
  if (at == std::string::npos) return;
  const auto before = code_point_offsets(text.substr(0, at)).size() - 1;
  out.key("message_tags").list().object().member("id", meta.page_id);
  out.member("name", mark)
      .member("type", "page")
      .member("offset", static_cast<std::uint64_t>(before));
  out.member("length", static_cast<std::uint64_t>(mark.size())).end().end();
}

void GraphApi::write_attachments(JsonWriter& out, const Node& node) const {
  if (node.item == nullptr || node.item->source.media == 0) return;
  out.key("attachments").object().key("data").list().object();
  if (!node.item->source.media_alt.empty()) {
    out.member("description", node.item->source.media_alt);
  }
  write_image(out, last_part(node.id));
  out.member("media_type", "photo").member("type", "photo");
  out.key("target")
      .object()
      .member("id", last_part(node.id))
      .member("url", link_of(*node.item))
      .end();
  out.member("url", link_of(*node.item)).end().end().end();
}

void GraphApi::write_post_field(JsonWriter& out, const Node& node, const FieldAsk& field,
                                const Call& call) {
  const SimItem& post = *node.item;
  const std::string& name = field.name;
  const std::string& page = parts_.options.meta.page_id;
  const bool tagged = post.source.wall.empty() && post.source.author_id != page;
  if (name == "created_time") out.member(name, graph_time(post.created_at));
  if (name == "updated_time") {
    Instant newest = post.edited_at.value_or(post.created_at);
    for (const SimItem* one : parts_.commons.thread(Site::facebook, post.id)) {
      newest = std::max(newest, one->created_at);
    }
    out.member(name, graph_time(newest));
  }
  if (name == "tagged_time" && tagged) out.member(name, graph_time(post.created_at));
  if (name == "message" && !post.text().empty()) out.member(name, post.text());
  if (name == "message_tags") write_tags(out, post.text());
  if (name == "permalink_url") out.member(name, link_of(post));
  if (name == "status_type") {
    out.member(name, post.source.author_id == page ? "mobile_status_update"
                     : post.source.media > 0       ? "added_photos"
                                                   : "wall_post");
  }
  if (name == "is_hidden") out.member(name, post.hidden);
  if (name == "is_published") out.member(name, true);
  if (name == "is_expired" || name == "is_popular" || name == "is_spherical")
    out.member(name, false);
  if (name == "can_reply_privately") {
    out.member(name, post.source.author_id != page && !post.private_replied &&
                         call.now <= post.created_at + private_reply_span);
  }
  if (name == "promotable_id") out.member(name, post.id);
  if (name == "full_picture" && post.source.media > 0) {
    out.member(name, "https://scontent.example.net/v/" + last_part(post.id) + ".jpg");
  }
  if (name == "attachments") write_attachments(out, node);
  // Who wrote it is shown to the Page's own token; of posts elsewhere that tag the Page, never.
  const bool own = post.source.author_id == page;
  const bool visible = call.token == TokenKind::page && !post.source.wall.empty();
  if (name == "from" && (own || (visible && call.twist.authors == Authors::all))) {
    write_from(out, "from", post.source.author_id, Site::facebook, call);
  }
  if (name == "to" && !post.source.wall.empty() && !own) {
    out.key("to").object().key("data").list();
    out.object().member("id", page).member("name", parts_.options.meta.page_name).end();
    out.end().end();
  }
}

void GraphApi::write_comment_field(JsonWriter& out, const Node& node, const FieldAsk& field,
                                   const Call& call) {
  const SimItem& comment = *node.item;
  const std::string& name = field.name;
  const std::string& page = parts_.options.meta.page_id;
  const bool own = comment.source.author_id == page;
  if (name == "created_time") out.member(name, graph_time(comment.created_at));
  if (name == "message") out.member(name, comment.text());
  if (name == "message_tags") write_tags(out, comment.text());
  if (name == "from" && (own || call.twist.authors == Authors::all)) {
    write_from(out, "from", comment.source.author_id, Site::facebook, call);
  }
  if (name == "is_hidden") out.member(name, comment.hidden);
  if (name == "is_private" || name == "user_likes") out.member(name, false);
  if (name == "can_comment" || name == "can_like" || name == "can_remove") out.member(name, true);
  if (name == "can_hide") out.member(name, !own);
  if (name == "can_reply_privately") {
    out.member(name, !own && !comment.private_replied &&
                         call.now <= comment.created_at + private_reply_span);
  }
  if (name == "comment_count") {
    const auto replies = parts_.commons.below(Site::facebook, comment.id).size();
    out.member(name, static_cast<std::uint64_t>(replies));
  }
  if (name == "like_count") out.member(name, comment.likes);
  if (name == "permalink_url") out.member(name, link_of(comment));
  const auto write_object = [&](const SimItem* item) {
    if (item == nullptr) return;
    out.key(name).object();
    for (const char* word : {"created_time", "message"}) {
      const bool asked = std::any_of(field.fields.begin(), field.fields.end(),
                                     [word](const FieldAsk& one) { return one.name == word; });
      if (!asked && !field.fields.empty()) continue;
      if (word[0] == 'c') out.member(word, graph_time(item->created_at));
      if (word[0] == 'm') out.member(word, item->text());
    }
    write_id(out, "id", item->id, call);
    out.end();
  };
  if (name == "parent" && !comment.parent.empty()) {
    write_object(parts_.commons.find(Site::facebook, comment.parent));
  }
  if (name == "object") write_object(parts_.commons.find(Site::facebook, comment.root));
  if (name == "attachment" && comment.source.media > 0) {
    out.key(name).object();
    write_image(out, last_part(comment.id));
    out.key("target").object().member("id", last_part(comment.id));
    out.member("url", link_of(comment)).end();
    out.member("type", "photo").member("url", link_of(comment)).end();
  }
}

void GraphApi::write_media_field(JsonWriter& out, const Node& node, const FieldAsk& field,
                                 const Call& call) {
  const SimItem& item = *node.item;
  const std::string& name = field.name;
  const SimPerson* author = parts_.commons.person(Site::instagram, item.source.author_id);
  if (name == "timestamp") out.member(name, graph_time(item.created_at));
  if (name == "caption" || name == "text") out.member(name, item.text());
  if (name == "username" && author != nullptr && call.twist.authors == Authors::all) {
    out.member(name, author->handle);
  }
  if (name == "permalink") out.member(name, link_of(item));
  if (name == "comments_count") {
    const auto thread = parts_.commons.thread(Site::instagram, item.id);
    const auto shown = std::count_if(thread.begin(), thread.end(), [&](const SimItem* one) {
      return one->source.kind == ItemKind::comment && this->shown(*one, call);
    });
    out.member(name, static_cast<std::int64_t>(shown));
  }
  if (name == "like_count") out.member(name, item.likes);
  if (name == "hidden") out.member(name, item.hidden);
  if (name == "media_type") out.member(name, "IMAGE");
  if (name == "media_product_type") out.member(name, "FEED");
  if (name == "media_url") {
    out.member(name, "https://scontent.example.net/ig/" + item.id + ".jpg");
  }
  if (name == "is_comment_enabled") out.member(name, true);
  if (name == "parent_id" && !item.parent.empty()) write_id(out, "parent_id", item.parent, call);
  if ((name == "from" || name == "owner") && call.twist.authors == Authors::all) {
    write_from(out, name.c_str(), item.source.author_id, Site::instagram, call);
  }
  if (name == "media") {
    out.key(name).object();
    write_id(out, "id", item.root, call);
    out.end();
  }
}

void GraphApi::write_hashtag(JsonWriter& out, const Node& node,
                             const std::vector<FieldAsk>& fields) const {
  out.object();
  for (const FieldAsk& field : fields) {
    if (field.name == "name") out.member("name", searched_.at(node.id).tag);
  }
  out.member("id", node.id).end();
}

void GraphApi::write_account(JsonWriter& out, const Node& node,
                             const std::vector<FieldAsk>& fields) const {
  const MetaAccount& meta = parts_.options.meta;
  const bool first = node.id == meta.page_id;
  out.object();
  for (const FieldAsk& field : fields) {
    const std::string& name = field.name;
    if (name == "name") out.member(name, first ? meta.page_name : "Page " + node.id);
    if (name == "access_token") {
      out.member(name, first ? meta.page_access_token.reveal() : "demo-page-token-" + node.id);
    }
    if (name == "category") out.member(name, "Government Organization");
    if (name == "tasks") {
      out.key(name).list();
      for (const char* task : {"MODERATE", "MESSAGING", "ANALYZE", "CREATE_CONTENT", "MANAGE"}) {
        out.value(task);
      }
      out.end();
    }
    if (name == "instagram_business_account" && first) {
      out.key(name).object().member("id", meta.ig_user_id).end();
    }
  }
  out.member("id", node.id).end();
}

void GraphApi::write_page_field(JsonWriter& out, const Node& node, const FieldAsk& field,
                                const Call& call) {
  const MetaAccount& meta = parts_.options.meta;
  const std::string& name = field.name;
  if (node.kind == NodeKind::page) {
    if (name == "name") out.member(name, meta.page_name);
    if (name == "username") out.member(name, meta.page_handle);
    if (name == "access_token") out.member(name, meta.page_access_token.reveal());
    if (name == "category") out.member(name, "Government Organization");
    if (name == "link") out.member(name, "https://www.facebook.com/" + meta.page_handle);
    if (name == "is_published") out.member(name, true);
    if (name == "has_transitioned_to_new_page_experience") out.member(name, true);
    if (name == "instagram_business_account" || name == "connected_instagram_account") {
      out.key(name).object().member("id", meta.ig_user_id).end();
    }
    return;
  }
  if (node.kind == NodeKind::ig_user) {
    if (name == "username") out.member(name, meta.ig_username);
    if (name == "name") out.member(name, meta.page_name);
    if (name == "user_id") write_id(out, "user_id", meta.ig_user_id, call);
    if (name == "account_type") out.member(name, "BUSINESS");
    if (name == "media_count") {
      const auto own = parts_.commons.by(Site::instagram, meta.ig_user_id);
      out.member(name, static_cast<std::int64_t>(
                           std::count_if(own.begin(), own.end(), [](const SimItem* item) {
                             return item->source.kind == ItemKind::post;
                           })));
    }
    return;
  }
  for (const Site site : {Site::facebook, Site::instagram}) {
    const SimPerson* person = parts_.commons.person(site, node.id);
    if (person == nullptr) continue;
    if (name == "name") out.member(name, person->name);
    if (name == "first_name") out.member(name, split(person->name, ' ').front());
    if (name == "last_name") out.member(name, split(person->name, ' ').back());
    if (name == "username" && site == Site::instagram) out.member(name, person->handle);
    return;
  }
  if (name == "name" && node.id == meta.user_id) out.member(name, "City Staff");
}

void GraphApi::write_thread_field(JsonWriter& out, const Node& node, const FieldAsk& field,
                                  const Call& call) {
  const Site site = node.item->source.site;
  const auto messages = parts_.commons.thread(site, node.id);
  const SimItem& newest = *messages.back();
  const std::string city = city_of(site);
  const std::string& other =
      newest.source.author_id == city ? newest.source.to : newest.source.author_id;
  const std::string& name = field.name;
  if (name == "updated_time") out.member(name, graph_time(newest.created_at));
  if (name == "message_count") out.member(name, static_cast<std::uint64_t>(messages.size()));
  if (name == "unread_count") out.member(name, newest.source.author_id == city ? 0 : 1);
  if (name == "can_reply") out.member(name, true);
  if (name == "snippet") out.member(name, newest.text());
  if (name == "link") out.member(name, "/" + city + "/inbox/" + last_part(node.id) + "/");
  if (name == "participants" || name == "senders") {
    out.key(name).object().key("data").list();
    for (const std::string& one : {other, city}) {
      const SimPerson* person = parts_.commons.person(site, one);
      out.object();
      if (site == Site::facebook) {
        out.member("name", person == nullptr ? "" : person->name);
        out.member("email", one + "@facebook.com");
      } else {
        out.member("username", person == nullptr ? "" : person->handle);
      }
      write_id(out, "id", one, call);
      out.end();
    }
    out.end().end();
  }
}

void GraphApi::write_message_field(JsonWriter& out, const Node& node, const FieldAsk& field,
                                   const Call& call) {
  const SimItem& message = *node.item;
  const Site site = message.source.site;
  const std::string& name = field.name;
  if (name == "created_time") out.member(name, graph_time(message.created_at));
  if (name == "message") out.member(name, message.text());
  if (name == "thread_id") out.member(name, message.root);
  const auto write_person = [&](const std::string& id) {
    const SimPerson* person = parts_.commons.person(site, id);
    if (site == Site::facebook) {
      out.member("name", person == nullptr ? "" : person->name);
      out.member("email", id + "@facebook.com");
    } else {
      out.member("username", person == nullptr ? "" : person->handle);
    }
    write_id(out, "id", id, call);
  };
  if (name == "from" && call.twist.authors == Authors::all) {
    out.key(name).object();
    write_person(message.source.author_id);
    out.end();
  }
  if (name == "to") {
    out.key(name).object().key("data").list().object();
    write_person(message.source.to);
    out.end().end().end();
  }
  if (name == "attachments" && message.source.media > 0) {
    out.key(name).object().key("data").list().object().member("id", message.id.substr(0, 12));
    out.member("mime_type", "image/jpeg").member("name", "photo.jpg").member("size", 48'231);
    out.key("image_data").object().member("width", 960).member("height", 720);
    out.member("url", "https://scontent.example.net/m/" + message.id.substr(2, 8) + ".jpg").end();
    out.end().end().end();
  }
  if (name == "tags" && site == Site::facebook) {
    out.key(name).object().key("data").list();
    out.object().member("name", "inbox").end().object().member("name", "read").end();
    out.end().end();
  }
}

}  // namespace social311::simulator
