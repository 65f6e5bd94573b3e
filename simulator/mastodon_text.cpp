// Texts as Mastodon counts and shows them.
#include <algorithm>

#include "core/text.h"
#include "simulator/code_points.h"
#include "simulator/mastodon_api.h"
#include "simulator/text_build.h"

namespace social311::simulator {

namespace {

bool names_go_on(char c) {
  return is_word(c) || c == '.' || c == '-';
}

// "@user" or "@user@host" at `at`; its end, or `at` when it is none.
std::size_t end_of_name(std::string_view text, std::size_t at) {
  if (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '/')) return at;
  std::size_t end = at + 1;
  while (end < text.size() && is_word(text[end])) ++end;
  if (end == at + 1) return at;
  if (end < text.size() && text[end] == '@') {
    std::size_t host = end + 1;
    while (host < text.size() && names_go_on(text[host])) ++host;
    while (host > end + 1 && !is_alnum(text[host - 1])) --host;
    if (host > end + 1) end = host;
  }
  return end;
}

std::size_t end_of_tag(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() &&
         (is_word(text[end]) || static_cast<unsigned char>(text[end]) >= 0x80)) {
    ++end;
  }
  return end;
}

std::string link_html(const std::string& address) {
  const std::string safe = html_escape(address);
  return "<a href=\"" + safe + "\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\">" +
         "<span class=\"invisible\">https://</span><span class=\"\">" +
         safe.substr(std::min<std::size_t>(safe.find("//") + 2, safe.size())) + "</span></a>";
}

std::string mention_html(const std::string& handle, const std::string& host) {
  const std::string user = handle.substr(0, handle.find('@'));
  return "<span class=\"h-card\" translate=\"no\"><a href=\"https://" + host + "/@" + handle +
         "\" class=\"u-url mention\">@<span>" + user + "</span></a></span>";
}

std::string piece_html(std::string_view text, const Commons& commons, const std::string& host) {
  const auto links = find_links(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto link =
        std::find_if(links.begin(), links.end(), [at](const auto& one) { return one.first == at; });
    if (link != links.end() && text.substr(at).starts_with("http")) {
      out += link_html(std::string(text.substr(at, link->second - at)));
      at = link->second;
      continue;
    }
    const std::size_t name = text[at] == '@' ? end_of_name(text, at) : at;
    if (name > at) {
      const std::string handle(text.substr(at + 1, name - at - 1));
      const bool known = commons.person_by_handle(Site::mastodon, handle) != nullptr;
      out += known ? mention_html(handle, host) : "@" + handle;
      at = name;
      continue;
    }
    const std::size_t tag = text[at] == '#' ? end_of_tag(text, at) : at;
    if (tag > at + 1) {
      const std::string word(text.substr(at + 1, tag - at - 1));
      out += "<a href=\"https://" + host + "/tags/" + to_lower_ascii(word) +
             "\" class=\"mention hashtag\" rel=\"tag\">#<span>" + html_escape(word) + "</span></a>";
      at = tag;
      continue;
    }
    out += text[at] == '\n' ? "<br />" : html_escape(text.substr(at, 1));
    ++at;
  }
  return out;
}

}  // namespace

std::string mastodon_html(std::string_view text, const Commons& commons, const std::string& host) {
  std::string out;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = std::min(text.find("\n\n", at), text.size());
    if (end > at) out += "<p>" + piece_html(text.substr(at, end - at), commons, host) + "</p>";
    at = end + 2;
  }
  return out;
}

std::size_t mastodon_length(std::string_view text, std::size_t per_url) {
  std::string counted;
  std::size_t at = 0;
  for (const auto& [start, end] : find_links(text)) {
    if (start < at || !text.substr(start).starts_with("http")) continue;
    counted += std::string(text.substr(at, start - at)) + std::string(per_url, 'x');
    at = end;
  }
  counted += text.substr(at);
  std::string local;
  for (std::size_t i = 0; i < counted.size();) {
    const std::size_t end = counted[i] == '@' ? end_of_name(counted, i) : i;
    const std::string name = counted.substr(i, end - i);
    local += end > i ? name.substr(0, name.find('@', 1)) : counted.substr(i, 1);
    i = std::max(end, i + 1);
  }
  return grapheme_count(local);
}

std::vector<std::string> named_handles(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text[at] == '@' ? end_of_name(text, at) : at;
    if (end > at) names.push_back(to_lower_ascii(text.substr(at + 1, end - at - 1)));
    at = std::max(end, at + 1);
  }
  return names;
}

}  // namespace social311::simulator
