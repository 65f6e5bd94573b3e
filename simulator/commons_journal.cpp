// The journal's lines of items: the newest line of an id is what stands.
#include "simulator/commons.h"

namespace social311::simulator {

namespace {

const char* word_of(ItemKind kind) {
  return kind == ItemKind::post ? "post" : kind == ItemKind::comment ? "comment" : "message";
}

ItemKind kind_of(const std::string& word) {
  return word == "post"      ? ItemKind::post
         : word == "comment" ? ItemKind::comment
                             : ItemKind::message;
}

NewItem source_in(const JsonValue& line, Site site) {
  NewItem source;
  source.site = site;
  source.kind = kind_of(line["kind"].text_or(""));
  source.author_id = line["author"].text_or("");
  source.text = line["text"].text_or("");
  source.answers = line["answers"].text_or("");
  source.quotes = line["quotes"].text_or("");
  source.wall = line["wall"].text_or("");
  source.to = line["to"].text_or("");
  source.visibility = line["visibility"].text_or("public");
  source.record = line["record"].text_or("");
  source.record_key = line["record_key"].text_or("");
  source.media = static_cast<int>(line["media"].number(0, 10).value_or(0));
  source.media_alt = line["media_alt"].text_or("");
  source.lang = line["lang"].text_or("");
  source.origin = line["by_api"].flag().value_or(false) ? Origin::api : Origin::resident;
  return source;
}

}  // namespace

void Commons::note(const SimItem& item) {
  if (!parts_.journal) return;
  const NewItem& source = item.source;
  JsonWriter line;
  line.object().member("op", "item").member("site", name_of(source.site)).member("id", item.id);
  line.member("key", item.key).member("kind", word_of(source.kind));
  line.member("author", source.author_id).member("text", source.text);
  line.member("answers", source.answers).member("quotes", source.quotes);
  line.member("wall", source.wall).member("to", source.to).member("root", item.root);
  line.member("parent", item.parent).member("visibility", source.visibility);
  line.member("record", source.record).member("record_key", source.record_key);
  line.member("media", source.media).member("media_alt", source.media_alt);
  line.member("lang", source.lang).member("by_api", source.origin == Origin::api);
  line.member("created_at", item.created_at).member("arrived_at", item.arrived_at);
  line.member("visible_at", item.visible_at).member("edited_at", item.edited_at);
  line.member("version", item.version).member("hidden", item.hidden);
  line.member("deleted", item.deleted).member("private_replied", item.private_replied);
  line.member("likes", item.likes).key("texts").list();
  for (const std::string& text : item.texts) line.value(text);
  parts_.journal(line.str());
}

void Commons::replay(const JsonValue& line) {
  const std::string op = line["op"].text_or("");
  const auto site = site_of(line["site"].text_or(""));
  if (!site || (op != "item" && op != "person")) return;
  if (op == "person") {
    SimPerson person{.id = line["id"].text_or(""),
                     .handle = line["handle"].text_or(""),
                     .name = line["name"].text_or(""),
                     .created_at = line["created_at"].instant().value_or(Instant{})};
    static_cast<void>(put_person(*site, std::move(person)).ok());
    return;
  }
  SimItem item{.id = line["id"].text_or(""), .source = source_in(line, *site)};
  item.key = static_cast<std::uint64_t>(line["key"].number(0, INT64_MAX).value_or(0));
  item.root = line["root"].text_or("");
  item.parent = line["parent"].text_or("");
  item.created_at = line["created_at"].instant().value_or(Instant{});
  item.arrived_at = line["arrived_at"].instant().value_or(item.created_at);
  item.visible_at = line["visible_at"].instant().value_or(item.arrived_at);
  item.edited_at = line["edited_at"].instant();
  item.version = static_cast<std::uint64_t>(line["version"].number(1, INT64_MAX).value_or(1));
  item.hidden = line["hidden"].flag().value_or(false);
  item.deleted = line["deleted"].flag().value_or(false);
  item.private_replied = line["private_replied"].flag().value_or(false);
  item.likes = static_cast<int>(line["likes"].number(0, INT32_MAX).value_or(0));
  for (const JsonValue& text : line["texts"].items()) item.texts.push_back(text.text_or(""));
  const auto known = shelf(*site).ids.find(item.id);
  if (known == shelf(*site).ids.end()) return index(std::move(item));
  items_[known->second] = std::move(item);
}

}  // namespace social311::simulator
