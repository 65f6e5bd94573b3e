// Hot topics in words: payloads, the signature, mail. What residents wrote is hostile in all of
// them.
#include <doctest/doctest.h>

#include "core/digest.h"
#include "core/exchange.h"
#include "core/json.h"
#include "service/roles/messenger.h"
#include "service/roles/trends.h"
#include "service/trend_message.h"

using namespace social311;
using namespace social311::service;
using namespace std::chrono_literals;

namespace {

const Instant at{std::chrono::milliseconds(1'772'463'845'678)};  // 2026-03-02 15:04:05 UTC

sql::CasePost sample(const std::string& text, const std::string& finding = "{}") {
  sql::CasePost one{.finding_json = finding};
  one.post = {.network = "twitter", .id = "900", .text = text, .created_at = at};
  return one;
}

TrendMessage message(const std::string& phrase = "gas smell") {
  return {.id = "episode/00000000000000a1",
          .city = "Denver",
          .link = "https://311.example/?screen=trends&hot=00000000000000a1",
          .zone = "America/Denver",
          .at = at,
          .episodes = {{.episode = "00000000000000a1",
                        .kind = "phrase",
                        .phrase = phrase,
                        .since = at - 20min,
                        .found_at = at,
                        .last_at = at,
                        .score = 0.9,
                        .posts = 12,
                        .authors = 11,
                        .span = 1800s,
                        .terms = {phrase}}},
          .samples = {sample("I smell gas <!channel> & <https://evil.example|click>")}};
}

TrendsConfig mail_config() {
  TrendsConfig trends;
  trends.email_from = "social311@city.example";
  trends.email_to = {"team@city.example", "duty@city.example"};
  return trends;
}

// The headers, and what stands below them decoded.
std::pair<std::string, std::string> read_mail(const std::string& mail) {
  const auto cut = mail.find("\n\n");
  REQUIRE(cut != std::string::npos);
  std::string packed;
  for (const char c : mail.substr(cut + 2))
    if (c != '\n') packed += c;
  return {mail.substr(0, cut), base64_decode(packed).value_or("not base64")};
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto from = text.find(part); from != std::string::npos; from = text.find(part, from + 1))
    ++count;
  return count;
}

}  // namespace

TEST_CASE("the signature of a webhook call is HMAC-SHA256 of time and body") {
  CHECK(webhook_signature(Secret("a secret for the tests"), at, R"({"id":"episode/1"})") ==
        "t=1772463845,v1="
        "0f1b130aba1a648fa41f0d52cced638cbca8a5349ca5bcd957ac3612b3218b4d");
}

TEST_CASE("a webhook call says what is hot, since when and in whose words") {
  const auto json = JsonValue::parse(webhook_body(message(), WebhookForm::social311));
  REQUIRE(json);
  CHECK((*json)["event"].text() == "hot_topic");
  CHECK((*json)["id"].text() == "episode/00000000000000a1");
  const auto topic = (*json)["topics"].at(0);
  CHECK(topic["phrase"].text() == "gas smell");
  CHECK(topic["authors"].number(0, 100) == 11);
  CHECK(topic["since"].instant() == Instant(at - 20min));
  CHECK((*json)["samples"].at(0)["id"].text() == "900");
}

TEST_CASE("in Slack nothing a resident wrote is a link, a mention or a call to a channel") {
  const auto body = webhook_body(message("<!channel> & co"), WebhookForm::slack);
  const auto json = JsonValue::parse(body);
  REQUIRE(json);
  const auto text = (*json)["text"].text_or("");
  CHECK(text.find("<!channel>") == std::string::npos);
  CHECK(text.find("&lt;!channel&gt; &amp; co") != std::string::npos);
  int marked_up = 0;
  for (const auto& block : (*json)["blocks"].items()) {
    if (block["text"]["type"].text() != "mrkdwn") continue;
    ++marked_up;
    CHECK(block["text"]["text"].text() ==
          "<https://311.example/?screen=trends&hot=00000000000000a1|Open in the console>");
  }
  CHECK(marked_up == 1);
  CHECK(body.find("I smell gas") != std::string::npos);
}

TEST_CASE("a mail's headers hold what we wrote and nothing that a resident slipped in") {
  const auto [headers, body] =
      read_mail(mail_text(message("fire\r\nBcc: all@evil.example\nX-A: b"), mail_config()));
  CHECK(headers.find("\nBcc:") == std::string::npos);
  CHECK(headers.find("\nX-A:") == std::string::npos);
  CHECK(headers.find('\r') == std::string::npos);
  CHECK(headers.find("To: team@city.example,\n duty@city.example") != std::string::npos);
  CHECK(headers.find("Date: Mon, 02 Mar 2026 15:04:05 +0000") != std::string::npos);
  CHECK(headers.find("Message-ID: <episode.00000000000000a1@city.example>") != std::string::npos);
  CHECK(body.find("11 people since 07:44") != std::string::npos);
  CHECK(body.find("hot=00000000000000a1") != std::string::npos);
}

TEST_CASE("a subject beyond ASCII is made of encoded words that are short enough") {
  const auto value = header_value("Árboles caídos 🌳🌳 en la avenida — muchas personas lo dicen");
  CHECK(value.find("=?UTF-8?B?") == 0);
  for (std::size_t from = 0; from < value.size();) {
    const auto to = std::min(value.find('\n', from), value.size());
    CHECK(to - from <= 76);
    from = to + 1;
  }
  CHECK(header_value("plain words") == "plain words");
  CHECK(header_value("=?UTF-8?B?fake?=").find("=?UTF-8?B?") == 0);
  CHECK(header_value("=?UTF-8?B?fake?=") != "=?UTF-8?B?fake?=");
}

TEST_CASE("personal data that the rules found does not leave") {
  const auto one = sample("call 303-555-0142 or a@b.example now",
                          R"({"pii":[{"start":5,"end":17,"kind":"phone"},)"
                          R"({"start":21,"end":32,"kind":"email"}]})");
  CHECK(without_personal_data(one) == "call [phone] or [email] now");
  CHECK(without_personal_data(
            sample("short", R"({"pii":[{"start":2,"end":99,"kind":"phone"}]})")) == "short");
}

TEST_CASE("a digest of a quiet day says so, with how much was read") {
  TrendMessage quiet{.id = "digest/2026-03-02",
                     .city = "Denver",
                     .link = "https://311.example/?screen=trends",
                     .zone = "America/Denver",
                     .at = at,
                     .coverage = "1380 of 1440 minutes were read."};
  const auto [headers, body] = read_mail(mail_text(quiet, mail_config()));
  CHECK(headers.find("No hot topics in the last day") != std::string::npos);
  CHECK(body.find("1380 of 1440 minutes were read.") != std::string::npos);
  quiet.episodes = message().episodes;
  CHECK(count_of(webhook_body(quiet, WebhookForm::slack), "gas smell") == 1);
}

TEST_CASE("messages wait for the end of the quiet hours, over midnight too") {
  Config config;
  CHECK(after_quiet_hours(config, at) == at);
  config.trends.quiet_hours = QuietHours{22 * 60, 6 * 60};
  CHECK(after_quiet_hours(config, at) == at);  // 08:04 in Denver
  const Instant night = at + 16h;              // 00:04
  CHECK(after_quiet_hours(config, night) == *parse_iso8601("2026-03-03T13:00:00Z"));
  config.trends.quiet_hours = QuietHours{8 * 60, 9 * 60};
  CHECK(after_quiet_hours(config, at) == *parse_iso8601("2026-03-02T16:00:00Z"));
}

TEST_CASE("a mail program that is not there or that refuses is a failure that may be tried again") {
  TrendsConfig trends = mail_config();
  trends.sendmail = {"/nowhere/sendmail", "-t"};
  CHECK(send_mail(trends, "From: a\n\nb", "/tmp").how == Delivered::refused);
  trends.sendmail = {"/bin/false"};
  CHECK(send_mail(trends, "From: a\n\nb", "/tmp").how == Delivered::refused);
  trends.sendmail = {"/bin/grep", "-q", "the body"};
  CHECK(send_mail(trends, "From: a\n\nthe body\n", "/tmp").how == Delivered::sent);
  CHECK(send_mail(trends, "From: a\n\nb", "/nowhere").how == Delivered::refused);
}

TEST_CASE("a finding is read back as far as hot topics ask") {
  Finding finding{.decision = Decision::review, .language = "es"};
  finding.topics.push_back({.topic = "noise_air", .score = 1.5});
  finding.locations.push_back({.start = 2,
                               .end = 5,
                               .text = "Elm",
                               .kind = "street",
                               .lat = 39.7,
                               .lon = -105.0,
                               .neighborhood = "Elm Hill"});
  const auto read = read_finding(write_finding("1", finding));
  CHECK(read.decision == Decision::review);
  CHECK(read.language == "es");
  REQUIRE(read.topics.size() == 1);
  CHECK(read.topics[0].topic == "noise_air");
  REQUIRE(read.locations.size() == 1);
  CHECK(read.locations[0].neighborhood == "Elm Hill");
  CHECK(read_finding("not json").decision == Decision::ignore);
  CHECK(episode_name(0xA1) == "00000000000000a1");
  CHECK(episode_name(0xFFFFFFFFFFFFFFFFu) == "ffffffffffffffff");
}
