// Mastodon's `content` is HTML that any server of the world may have written. This turns it into
// the text a reader sees, in one pass: no tree is built, time and memory grow with the length of
// the input and nothing else, and tags are never passed on.
//
// A parser library was tried first: libgumbo 0.10.1 follows the standard and rebuilds open
// formatting elements in each paragraph, so 27 kB of hostile HTML (2,000 open <b>, 2,000 <p>) took
// 1.5 GB and 2.5 s, and 100,000 open <b> did not end within a minute. A toot needs paragraphs,
// breaks and links.
#pragma once

#include <string>
#include <string_view>

namespace social311::connectors::mastodon {

// `<p class="quote-inline">RE: link</p>` stands in for a quote where a server shows none.
enum class QuoteLine { keep, drop };

// Paragraphs are parted by an empty line, <br> is a line break, other white space folds into one
// blank, entities are decoded once. A link reads as its address, as "words (address)" where its
// words are something else; mentions and hashtags read as they are written. What is marked
// invisible is left out, but for parts of an address. Valid UTF-8.
std::string html_to_text(std::string_view html, QuoteLine quotes = QuoteLine::keep);

}  // namespace social311::connectors::mastodon
