#include "connectors/mastodon/html.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "connectors/mastodon/tags.h"
#include "core/text.h"

namespace social311::connectors::mastodon {
namespace {

constexpr std::size_t longest_address = 2'000;

bool begins_with_scheme(std::string_view address) {
  const std::string start = to_lower_ascii(address.substr(0, 8));
  return start.rfind("https://", 0) == 0 || start.rfind("http://", 0) == 0;
}

bool is_web_address(std::string_view address) {
  if (address.size() > longest_address || !begins_with_scheme(address)) return false;
  return std::none_of(address.begin(), address.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; });
}

// What people and servers leave away when they write an address.
std::string_view bare(std::string_view address) {
  if (begins_with_scheme(address)) address.remove_prefix(address.find("//") + 2);
  while (!address.empty() && address.back() == '/') address.remove_suffix(1);
  return address;
}

bool shows_address(std::string_view shown, std::string_view address) {
  constexpr std::string_view ellipsis = "…";
  const std::string words = to_lower_ascii(bare(shown));
  const std::string whole = to_lower_ascii(bare(address));
  if (words == whole) return true;
  const std::string_view view = words;
  if (view.size() <= ellipsis.size() || !view.ends_with(ellipsis)) return false;
  return whole.rfind(view.substr(0, view.size() - ellipsis.size()), 0) == 0;
}

bool is_paragraph(std::string_view name) {
  constexpr std::array<std::string_view, 10> names{"p",  "blockquote", "pre", "h1", "h2",
                                                   "h3", "h4",         "h5",  "h6", "ul"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_line(std::string_view name) {
  constexpr std::array<std::string_view, 7> names{"div", "li", "ol", "tr", "dt", "dd", "hr"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Reader {
 public:
  explicit Reader(QuoteLine quotes) : quotes_(quotes) {}

  void text(std::string_view raw);
  void tag(const Tag& tag);
  std::string finish();

 private:
  struct Link {
    std::string address{};
    std::string shown{};
  };

  void paragraph(const Tag& tag);
  void span(const Tag& tag);
  void link(const Tag& tag);
  void close_link();
  void need_breaks(int count) { breaks_ = std::max(breaks_, count); }
  void write(std::string_view words);

  QuoteLine quotes_;
  std::string out_{};
  int breaks_ = 0;      // line breaks due before the next word
  bool blank_ = false;  // a blank due before the next word
  bool in_quote_ = false;
  std::optional<Link> link_{};
  std::vector<char> spans_{};  // of the open ones, 1 = invisible
  int hidden_ = 0;
};

void Reader::write(std::string_view words) {
  if (words.empty()) return;
  if (!out_.empty() && breaks_ > 0)
    out_.append(static_cast<std::size_t>(breaks_), '\n');
  else if (!out_.empty() && blank_)
    out_ += ' ';
  breaks_ = 0;
  blank_ = false;
  out_ += words;
}

// White space folds before entities are decoded: a written &nbsp; is meant.
void Reader::text(std::string_view raw) {
  constexpr std::string_view blanks = " \t\n\r\f";
  if (in_quote_ || (hidden_ > 0 && !link_)) return;
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t word = std::min(raw.find_first_not_of(blanks, at), raw.size());
    if (word > at && link_ && !link_->shown.empty()) link_->shown += ' ';
    if (word > at && !link_) blank_ = true;
    const std::size_t end = std::min(raw.find_first_of(blanks, word), raw.size());
    const std::string plain = html_unescape(raw.substr(word, end - word));
    if (link_)
      link_->shown += plain;
    else
      write(plain);
    at = end;
  }
}

void Reader::paragraph(const Tag& tag) {
  close_link();
  spans_.clear();  // a paragraph ends what stands open in it
  hidden_ = 0;
  need_breaks(2);
  const bool quote = tag.name == "p" && !tag.closes && has_class(tag, "quote-inline");
  in_quote_ = quote && quotes_ == QuoteLine::drop;
}

void Reader::span(const Tag& tag) {
  if (!tag.closes) {
    spans_.push_back(has_class(tag, "invisible") ? 1 : 0);
    hidden_ += spans_.back();
  } else if (!spans_.empty()) {
    hidden_ -= spans_.back();
    spans_.pop_back();
  }
}

void Reader::link(const Tag& tag) {
  close_link();
  if (tag.closes || has_class(tag, "mention") || has_class(tag, "hashtag")) return;
  link_ = Link{trim(html_unescape(tag.href)), {}};
}

void Reader::close_link() {
  if (!link_) return;
  const Link link = *std::move(link_);
  link_.reset();
  const std::string shown = trim(link.shown);
  if (shown.empty() || !is_web_address(link.address)) return write(shown);
  if (shows_address(shown, link.address)) return write(link.address);
  write(shown + " (" + link.address + ")");
}

void Reader::tag(const Tag& tag) {
  if (is_paragraph(tag.name)) return paragraph(tag);
  if (tag.name == "a") return link(tag);
  if (tag.name == "span") return span(tag);
  if (tag.name == "img") return text(tag.alt);
  if (is_line(tag.name)) {
    close_link();
    need_breaks(1);
  } else if (tag.name == "br" && link_) {
    link_->shown += ' ';
  } else if (tag.name == "br" && !in_quote_) {
    breaks_ = std::min(breaks_ + 1, 2);
  }
}

std::string Reader::finish() {
  close_link();
  return repair_utf8(out_);
}

}  // namespace

std::string html_to_text(std::string_view html, QuoteLine quotes) {
  Reader reader(quotes);
  for (std::size_t at = 0; at < html.size();) {
    const Markup markup = read_markup(html, at);
    if (markup.end == at) {  // text up to the next markup; a lone "<" is text
      const std::size_t end = std::min(html.find('<', at + 1), html.size());
      reader.text(html.substr(at, end - at));
      at = end;
      continue;
    }
    if (markup.tag) reader.tag(*markup.tag);
    at = markup.end;
  }
  return reader.finish();
}

}  // namespace social311::connectors::mastodon
