#include "connectors/meta/items.h"

#include <algorithm>

#include "connectors/meta/ids.h"
#include "core/digest.h"
#include "core/http.h"
#include "core/text.h"

namespace social311::connectors::meta {
namespace {

constexpr std::size_t longest_name = 300;
constexpr int most_media = 100;

}  // namespace

Author author_of(const JsonValue& from) {
  Author author;
  const std::string id = from["id"].id().value_or("");
  if (!is_number(id)) return author;
  author.id = id;
  author.name = repair_utf8(from["name"].text_or(""));
  author.handle = repair_utf8(from["username"].text_or(""));
  if (author.name.size() > longest_name) author.name.clear();
  if (author.handle.size() > longest_name) author.handle.clear();
  return author;
}

std::string address_of(const JsonValue& value) {
  const std::string url = value.text_or("");
  return parse_url(url) && is_valid_utf8(url) ? url : std::string();
}

std::string text_version(std::string_view text) {
  std::uint64_t value = hash64(text);
  std::string bytes;
  for (int i = 0; i < 8; ++i) {
    bytes.insert(bytes.begin(), static_cast<char>(value & 0xff));
    value >>= 8;
  }
  return hex(bytes);
}

void read_attachment(const JsonValue& attachment, Post& post) {
  if (post.media >= most_media) return;
  ++post.media;
  for (const char* name : {"title", "description"}) {
    const std::string words = trim(repair_utf8(attachment[name].text_or("")));
    if (!words.empty() && words != post.text) post.media_texts.push_back(words);
  }
}

void read_attachments(const JsonValue& list, Post& post) {
  for (const JsonValue& attachment : list.items()) {
    const JsonValue inner = attachment["subattachments"]["data"];
    if (inner.size() > 0) {
      for (const JsonValue& one : inner.items()) read_attachment(one, post);
    } else {
      read_attachment(attachment, post);
    }
  }
}

}  // namespace social311::connectors::meta
