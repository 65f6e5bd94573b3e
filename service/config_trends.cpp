#include "service/config_trends.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "core/text.h"
#include "service/config_account.h"
#include "service/config_section.h"
#include "service/private_file.h"

namespace social311::service {
namespace {

// Enough to keep anything out that could end a header or be taken for an option.
bool is_mail_address(const std::string& text) {
  const auto at = text.find('@');
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7f && std::string_view("<>()[]\\,;:\"").find(c) == std::string::npos;
  });
  return plain && at != std::string::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string::npos && text.front() != '-' && text.size() <= 254;
}

std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words;
  for (const auto& word : split(command, ' '))
    if (!word.empty()) words.push_back(word);
  return words;
}

std::string time_of_day(int minutes) {
  char text[8] = {};
  std::snprintf(text, sizeof text, "%02d:%02d", minutes / 60 % 24, minutes % 60);
  return text;
}

void read_secret(ConfigReading& reading, ConfigSection& section, TrendsConfig& trends) {
  constexpr std::size_t least = 16;
  const auto file =
      section.has("webhook_secret_file") ? section.required("webhook_secret_file") : std::nullopt;
  if (!file) return;
  const auto text = read_private_file(reading.absolute(*file));
  if (!text)
    return section.complain("webhook_secret_file", quoted(*file) + ' ' + text.fault().message);
  trends.webhook_secret = Secret(trim(*text));
  if (trends.webhook_secret.reveal().size() < least)
    section.complain("webhook_secret_file", "must hold at least 16 characters");
}

void read_webhook(ConfigReading& reading, ConfigSection& section, TrendsConfig& trends) {
  if (!trim(section.text("webhook_url").value_or("")).empty())
    trends.webhook_url = read_address(section, "webhook_url").value_or("");
  read_secret(reading, section, trends);
  const auto form = section.one_of("webhook_form", {"social311", "slack"});
  trends.webhook_form = form.value_or(0) == 1 ? WebhookForm::slack : WebhookForm::social311;
  const bool named = section.has("webhook_secret_file");
  if (!trends.webhook_url.empty() && trends.webhook_form == WebhookForm::social311 && !named)
    section.complain("webhook_secret_file", "is missing: calls of this form are signed");
}

void read_recipients(ConfigSection& section, TrendsConfig& trends) {
  trends.email_to = section.texts("email_to").value_or(trends.email_to);
  for (std::size_t i = 0; i < trends.email_to.size(); ++i)
    if (!is_mail_address(trends.email_to[i]))
      section.complain_item(
          "email_to", i,
          "must hold mail addresses like team@city.example, not " + quoted(trends.email_to[i], 60));
  trends.email_from = section.text("email_from").value_or("");
  if (!trends.email_from.empty() && !is_mail_address(trends.email_from))
    section.complain("email_from", "must be a mail address like social311@city.example");
  if (!trends.email_to.empty() && trends.email_from.empty())
    section.complain("email_from", "is missing: mail needs a sender");
}

void read_sendmail(ConfigSection& section, TrendsConfig& trends) {
  if (section.has("sendmail"))
    if (const auto command = section.required("sendmail")) trends.sendmail = words_of(*command);
  const bool absolute = !trends.sendmail.empty() && trends.sendmail.front().starts_with('/');
  if (!absolute)
    return section.complain("sendmail", "must begin with the absolute path of a program");
  if (!trends.email_to.empty() && ::access(trends.sendmail.front().c_str(), X_OK) != 0)
    section.complain("sendmail", quoted(trends.sendmail.front()) +
                                     " is not there or cannot be run: install msmtp-mta, or name "
                                     "another sendmail-compatible program");
}

void read_digest(ConfigSection& section, TrendsConfig& trends) {
  const std::string text = section.text("digest_at").value_or("");
  trends.digest_at = parse_time_of_day(text);
  if (!text.empty() && !trends.digest_at)
    section.complain("digest_at", "must be a time of day like 07:00, or empty");
}

void read_quiet_hours(ConfigSection& section, TrendsConfig& trends) {
  const std::string text = section.text("quiet_hours").value_or("");
  if (text.empty()) return;
  const auto parts = split(text, '-');
  const auto from = parts.size() == 2 ? parse_time_of_day(parts[0]) : std::nullopt;
  const auto until = parts.size() == 2 ? parse_time_of_day(parts[1]) : std::nullopt;
  if (from && until && *from != *until)
    trends.quiet_hours = QuietHours{*from, *until};
  else
    section.complain("quiet_hours", "must be a span like 22:00-06:00, or empty");
}

void show(ConfigSection& section, const TrendsConfig& trends) {
  section.show("webhook_url",
               trends.webhook_url.empty() ? "" : "***");  // it may be a secret itself
  section.show("webhook_secret_file", trends.webhook_secret.empty() ? "" : "***");
  section.show("webhook_form", trends.webhook_form == WebhookForm::slack ? "slack" : "social311");
  section.show("email_to", joined(trends.email_to, ", "));
  section.show("email_from", trends.email_from);
  section.show("sendmail", joined(trends.sendmail, " "));
  section.show("digest_at", trends.digest_at ? time_of_day(*trends.digest_at) : "");
  section.show("quiet_hours", trends.quiet_hours ? time_of_day(trends.quiet_hours->from) + "-" +
                                                       time_of_day(trends.quiet_hours->until)
                                                 : "");
}

}  // namespace

std::vector<std::string> TrendsConfig::channels() const {
  std::vector<std::string> names;
  if (!webhook_url.empty()) names.emplace_back("webhook");
  if (!email_to.empty()) names.emplace_back("email");
  return names;
}

std::optional<int> parse_time_of_day(const std::string& text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
    return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  return hour < 24 && minute < 60 ? std::optional(hour * 60 + minute) : std::nullopt;
}

void read_trends(ConfigReading& reading, ConfigSection section, TrendsConfig& trends) {
  read_webhook(reading, section, trends);
  read_recipients(section, trends);
  read_sendmail(section, trends);
  read_digest(section, trends);
  read_quiet_hours(section, trends);
  show(section, trends);
  section.finish();
}

}  // namespace social311::service
