#include "connectors/bluesky/record.h"

#include <algorithm>

#include "connectors/bluesky/uri.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::connectors::bluesky {
namespace {

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= 0x20;
}

bool is_handle_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

// Where a link ends: at a blank or a quote, and without the punctuation of the sentence around it.
std::size_t link_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && !is_blank(text[end]) && text[end] != '"' && text[end] != '<' &&
         text[end] != '>')
    ++end;
  const bool opened = text.substr(at, end - at).find('(') != std::string_view::npos;
  while (end > at && (std::string_view(".,;:!?'").find(text[end - 1]) != std::string_view::npos ||
                      (text[end - 1] == ')' && !opened)))
    --end;
  return end;
}

void find_links(std::string_view text, std::vector<Facet>& facets) {
  for (const std::string_view scheme :
       {std::string_view("https://"), std::string_view("http://")}) {
    for (std::size_t at = text.find(scheme); at != std::string_view::npos;
         at = text.find(scheme, at + 1)) {
      const std::size_t end = link_end(text, at);
      const bool free = at == 0 || is_blank(text[at - 1]) || text[at - 1] == '(';
      if (free && end > at + scheme.size())
        facets.push_back({at, end, std::string(text.substr(at, end - at)), {}});
    }
  }
}

void find_mention(std::string_view text, std::string_view handle, std::string_view did,
                  std::vector<Facet>& facets) {
  if (handle.empty() || did.empty()) return;
  const std::string lowered = to_lower_ascii(text);
  const std::string wanted = "@" + to_lower_ascii(handle);
  for (std::size_t at = lowered.find(wanted); at != std::string::npos;
       at = lowered.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    const bool begins = at == 0 || is_blank(lowered[at - 1]) || lowered[at - 1] == '(';
    // "@anna.test." ends a sentence, "@anna.test.example" is somebody else
    const bool dot = end < lowered.size() && lowered[end] == '.';
    const std::size_t after = dot ? end + 1 : end;
    const bool ends = after >= lowered.size() || !is_handle_char(lowered[after]);
    if (begins && ends) facets.push_back({at, end, {}, std::string(did)});
  }
}

void write_reference(JsonWriter& json, const char* name, const std::string& uri,
                     const std::string& cid) {
  json.key(name).object().member("uri", uri).member("cid", cid).end();
}

void write_facet(JsonWriter& json, const Facet& facet) {
  json.object().key("index").object();
  json.member("byteStart", static_cast<std::int64_t>(facet.start));
  json.member("byteEnd", static_cast<std::int64_t>(facet.end)).end();
  json.key("features").list().object();
  if (facet.link.empty()) {
    json.member("$type", "app.bsky.richtext.facet#mention").member("did", facet.mention_did);
  } else {
    json.member("$type", "app.bsky.richtext.facet#link").member("uri", facet.link);
  }
  json.end().end().end();
}

}  // namespace

LengthRule length_rule() {
  return {most_graphemes, most_bytes, [](std::string_view text) { return grapheme_count(text); }};
}

std::vector<Facet> facets_of(std::string_view text, std::string_view handle, std::string_view did) {
  std::vector<Facet> facets;
  find_links(text, facets);
  find_mention(text, handle, did, facets);
  std::sort(facets.begin(), facets.end(),
            [](const Facet& a, const Facet& b) { return a.start < b.start; });
  return facets;
}

std::string put_body(const OutgoingReply& reply, const std::string& own_did, const Parent& parent) {
  JsonWriter json;
  json.object().member("repo", own_did).member("collection", post_collection);
  json.member("rkey", reply.network_key).key("record").object();
  json.member("$type", post_collection).member("text", reply.text);
  json.member("createdAt", reply.composed_at);
  if (!reply.notice) {
    json.key("reply").object();
    write_reference(json, "root", parent.root_uri, parent.root_cid);
    write_reference(json, "parent", parent.uri, parent.cid);
    json.end();
  }
  if (!reply.language.empty()) json.key("langs").list().value(reply.language).end();
  const auto facets = facets_of(reply.text, parent.author_handle, parent.author_did);
  if (!facets.empty()) {
    json.key("facets").list();
    for (const Facet& facet : facets) write_facet(json, facet);
    json.end();
  }
  return json.str();
}

}  // namespace social311::connectors::bluesky
