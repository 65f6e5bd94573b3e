#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "connectors/mastodon/html.h"
#include "connectors/mastodon/text.h"
#include "core/random.h"
#include "core/text.h"

using namespace social311;
using namespace social311::connectors::mastodon;

TEST_CASE("D3 HTML becomes the text a reader sees") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", ""},
      {"plain", "plain"},
      {"<p>one</p><p>two<br />three<br>four</p>", "one\n\ntwo\nthree\nfour"},
      {"<p>a</p>\n\n  <p>b</p>", "a\n\nb"},
      {"<p>many   blanks\n here</p>", "many blanks here"},
      {"<p>5 &lt; 6 &amp;&amp; &quot;x&quot; &#39;y&#39; &#x1F573;</p>",
       "5 < 6 && \"x\" 'y' \U0001F573"},
      {"<p>once only: &amp;lt;b&amp;gt; &amp;amp;</p>", "once only: &lt;b&gt; &amp;"},
      {"<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "<script>alert(1)</script>"},
      {"<p>a<script>alert('x</p>')</script>b<style>p{}</style>c</p>", "abc"},
      {"<SCRIPT src=x>evil</ScRiPt >after", "after"},
      {"before<script>never closed", "before"},
      {"a<!-- <p>hidden</p> -->b<!DOCTYPE x><?php echo 1 ?>c", "abc"},
      {"3 < 4 and 4 <5 <", "3 < 4 and 4 <5 <"},
      {"<ul><li>one</li><li>two</li></ul><p>end</p>", "one\ntwo\n\nend"},
      {"bo<b>ld</b> and <em class='x>y'>em</em>", "bold and em"},
      {"<p>cut off <a href=\"https://city.test", "cut off"},
      {"<img src=x onerror=alert(1) alt=\"a hole &amp; a tree\">!", "a hole & a tree!"},
      {"<p><span>in <span class=\"invisible\">un<b>seen</b></span> out</span></p>", "in out"},
      {"<p><span class=\"invisible\"></p><p>next</p>", "next"},
      {"</span></p></a></div>odd", "odd"},
  };
  for (const auto& [html, text] : cases) {
    CAPTURE(html);
    CHECK(html_to_text(html) == text);
  }
}

TEST_CASE("D3 a link reads as its address, and tells where it leads when its words do not") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"(see <a href="https://city.test/a/long/path?x=1&amp;y=2"><span class="invisible">https://</span><span class="ellipsis">city.test/a/long</span><span class="invisible">/path?x=1&amp;y=2</span></a> now)",
       "see https://city.test/a/long/path?x=1&y=2 now"},
      {R"(<a href="https://city.test/">city.test</a>)", "https://city.test/"},
      {R"(<a href="https://city.test/abcdef">city.test/abc…</a>)", "https://city.test/abcdef"},
      {R"(<a href="https://evil.test/x">https://city.test</a>)",
       "https://city.test (https://evil.test/x)"},
      {R"(<a href="https://city.test/x">our   page</a>.)", "our page (https://city.test/x)."},
      {R"x(<a href="javascript:alert(1)">click</a>)x", "click"},
      {R"(<a href='https://a.test/"x y"'>z</a>)", "z"},
      {R"(<a href=https://a.test/q>q</a>)", "q (https://a.test/q)"},
      {R"(<a href="https://a.test/1">one<a href="https://a.test/2">two</a>)",
       "one (https://a.test/1)two (https://a.test/2)"},
      {R"(<a href="https://a.test/1"></a>x)", "x"},
      {R"(<span class="h-card"><a href="https://social.test/@denver311" class="u-url mention">@<span>denver311</span></a></span> hi)",
       "@denver311 hi"},
      {R"(<a href="https://social.test/tags/pothole" class="mention hashtag" rel="tag">#<span>pothole</span></a>)",
       "#pothole"},
  };
  for (const auto& [html, text] : cases) {
    CAPTURE(html);
    CHECK(html_to_text(html) == text);
  }
}

TEST_CASE("the line that stands in for a quote is dropped only where the quote itself is known") {
  const std::string html =
      R"(<p class="quote-inline">RE: <a href="https://a.test/1">a.test/1</a></p><p>mine</p>)";
  CHECK(html_to_text(html, QuoteLine::drop) == "mine");
  CHECK(html_to_text(html, QuoteLine::keep) == "RE: https://a.test/1\n\nmine");
}

TEST_CASE("hostile HTML costs no more than its length") {
  // 27 kB of the first shape took libgumbo 1.5 GB: anything but linear work does not end here.
  const auto many = [](const std::string& piece, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += piece;
    return out;
  };
  const std::string bold = "<p>" + many("<b a=1>", 100'000) + many("<p>x", 100'000);
  CHECK(html_to_text(bold).size() < 400'000);
  CHECK(html_to_text(many("<span class=invisible>", 100'000)).empty());
  CHECK(html_to_text(many("<script>", 200'000)).empty());
  CHECK(html_to_text(many("<!--", 500'000)).empty());
  CHECK(html_to_text(many("<a href=\"https://a.test\">", 100'000)).empty());
  CHECK(html_to_text(many("<", 1'000'000)).size() == 1'000'000);
  CHECK(html_to_text(many("<a b=\"", 300'000)).empty());
}

TEST_CASE("any bytes become valid text") {
  SeededRandom random(311);
  const std::vector<std::string> pieces{"<p>",
                                        "</p>",
                                        "<a href=\"https://a.test/\xC3\">",
                                        "</a>",
                                        "<span class=\"invisible\">",
                                        "</span>",
                                        "&#0;",
                                        "&#xD800;",
                                        "\xFF",
                                        "\xE2\x80",
                                        "<",
                                        ">",
                                        "\"",
                                        "&amp",
                                        "ñ",
                                        "<br",
                                        "=",
                                        "<script",
                                        "</script>",
                                        "<!--",
                                        "-->",
                                        " "};
  for (int round = 0; round < 3'000; ++round) {
    std::string html;
    for (std::uint64_t n = random.below(30); n > 0; --n)
      html += pieces[random.below(pieces.size())];
    CAPTURE(quoted(html));
    const std::string text = html_to_text(html);
    CHECK(is_valid_utf8(text));
    CHECK(text.find('\0') == std::string::npos);
  }
}

TEST_CASE("lengths are counted as the server counts them, or longer") {
  CHECK(measured_length("", 23) == 0);
  CHECK(measured_length("año 👨‍👩‍👧‍👦", 23) == 5);
  CHECK(measured_length("https://city.test/a/very/long/path/of/more/than/23", 23) == 23);
  CHECK(measured_length("http://a.io", 23) == 23);
  CHECK(measured_length("see https://city.test/x, (https://city.test/y).", 23) ==
        4 + 23 + 3 + 23 + 2);
  CHECK(measured_length("https://city.test/x", 256) == 256);
  CHECK(measured_length("https://nowhere https://", 23) == 24);
  CHECK(measured_length("xhttps://city.test", 23) == 18);
  CHECK(measured_length("@maria@other.test hi", 23) == 20);
}

TEST_CASE("whom a text names is whom the server would tell") {
  using Names = std::vector<std::string>;
  CHECK(named_in("@Maria hi @jo@Other.test.") == Names{"maria", "jo@other.test"});
  CHECK(named_in("mail me@city.test, https://a.test/@jo, a=@b").empty());
  CHECK(named_in("(@a_b) @ @@c") == Names{"a_b", "c"});
  CHECK(addressed("Thanks", "maria@other.test") == "@maria@other.test Thanks");
  CHECK(addressed("Thanks @Maria@other.test!", "maria@other.test") == "Thanks @Maria@other.test!");
  CHECK(addressed("Thanks @maria", "maria@other.test") == "@maria@other.test Thanks @maria");
}

TEST_CASE("a marker is found as a whole word, a text without one by its words") {
  CHECK(is_same_reply("@jo Case 26-1-K3. Thanks", "other", "26-1-K3"));
  CHECK_FALSE(is_same_reply("@jo Case 26-1-K34", "other", "26-1-K3"));
  CHECK_FALSE(is_same_reply("@jo Case x26-1-K3", "other", "26-1-K3"));
  CHECK(is_same_reply("a\n\nb ", "a b", ""));
  CHECK_FALSE(is_same_reply("a b", "a c", ""));
}
