#include "service/trend_message.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "casebridge/local_time.h"
#include "core/digest.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::service {
namespace {

constexpr std::size_t sample_graphemes = 280;
constexpr std::size_t sample_bytes = 2'000;  // Slack takes 3,000 characters a block
constexpr std::size_t most_samples = 5;
constexpr std::size_t most_in_digest = 20;

std::string local_time(const std::string& zone, Instant at) {
  const auto local = casebridge::local_moment(zone, at);
  char text[16] = {};
  std::snprintf(text, sizeof text, "%02d:%02d", local.hour, local.minute);
  return text;
}

std::string rounded(double value) {
  char text[32] = {};
  std::snprintf(text, sizeof text, value < 9.95 ? "%.1f" : "%.0f", value);
  return text;
}

std::string one_line(std::string_view text) {
  std::string plain;
  for (const char c : repair_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    plain += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  return plain;
}

std::string shortened(const std::string& text) {
  const auto prefix = grapheme_prefix(text, sample_graphemes, sample_bytes);
  return std::string(prefix) + (prefix.size() < text.size() ? "…" : "");
}

std::string name_of_episode(const sql::HotEpisode& episode) {
  if (episode.kind != "topic") return "\"" + one_line(episode.phrase) + "\"";
  std::string words = episode.topic;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string title(const TrendMessage& message) {
  if (message.of_cases()) return message.subject;
  if (!message.digest()) return "Hot: " + headline(message.episodes.front(), message.zone);
  const auto count = message.episodes.size();
  if (count == 0) return "No hot topics in the last day";
  return std::to_string(count) + (count == 1 ? " hot topic" : " hot topics") + " in the last day";
}

void write_list(JsonWriter& json, const char* name, const std::vector<std::string>& values) {
  json.key(name).list();
  for (const auto& value : values) json.value(value);
  json.end();
}

void write_sample(JsonWriter& json, const sql::CasePost& sample) {
  json.object().member("network", sample.post.network).member("id", sample.post.id);
  json.member("created_at", sample.post.created_at);
  json.member("text", shortened(without_personal_data(sample)));
  json.member("url", sample.post.url).end();
}

void write_episode(JsonWriter& json, const sql::HotEpisode& episode) {
  json.object().member("episode", episode.episode).member("kind", episode.kind);
  json.member(episode.kind == "topic" ? "topic" : "phrase", episode.name());
  json.member("neighborhood", episode.neighborhood).member("score", episode.score);
  json.member("since", episode.since).member("found_at", episode.found_at);
  json.member("posts", episode.posts).member("authors", episode.authors);
  json.member("expected_authors", episode.expected);
  json.member("minutes", static_cast<std::int64_t>(episode.span.count() / 60));
  json.member("negative", episode.negative).member("positive", episode.positive);
  json.member("late", episode.late).member("state", episode.state);
  write_list(json, "terms", episode.terms);
  write_list(json, "networks", episode.networks);
  write_list(json, "languages", episode.languages);
  json.end();
}

std::size_t shown_samples(const TrendMessage& message) {
  return std::min(most_samples, message.samples.size());
}

std::string cases_body(const TrendMessage& message) {
  JsonWriter json;
  const auto kind = message.id.substr(0, message.id.find('/'));
  json.object().member("id", message.id);
  json.member("event", kind == "emergency" ? "emergency" : "deadlines");
  json.member("at", message.at).member("city", message.city).member("url", message.link);
  json.member("title", title(message));
  write_list(json, "lines", message.lines);
  return json.end().str();
}

std::string own_body(const TrendMessage& message) {
  if (message.of_cases()) return cases_body(message);
  JsonWriter json;
  json.object().member("id", message.id).member("event", message.digest() ? "digest" : "hot_topic");
  json.member("at", message.at).member("city", message.city).member("url", message.link);
  json.member("title", title(message)).key("topics").list();
  for (const auto& one : message.episodes) write_episode(json, one);
  json.end().key("samples").list();
  for (std::size_t i = 0; i < shown_samples(message); ++i) write_sample(json, message.samples[i]);
  return json.end().member("coverage", message.coverage).end().str();
}

void slack_text(JsonWriter& json, const char* type, const std::string& text) {
  json.object().member("type", type).member("text", text);
  if (std::string_view(type) == "plain_text") json.member("emoji", false);
  json.end();
}

// Residents' words are plain_text: no mark-up is read there at all.
void slack_section(JsonWriter& json, const char* type, const std::string& text) {
  json.object().member("type", "section").key("text");
  slack_text(json, type, text);
  json.end();
}

std::string percent(double share) {
  return std::to_string(static_cast<int>(std::lround(100 * share))) + " %";
}

std::string how_it_sounds(const sql::HotEpisode& episode) {
  if (!episode.negative || !episode.positive) return {};
  return "Sounds: " + percent(*episode.negative) + " angry, " + percent(*episode.positive) +
         " kind";
}

std::string why(const sql::HotEpisode& episode) {
  std::string text;
  for (const auto& term : episode.terms) text += (text.empty() ? "" : ", ") + one_line(term);
  if (!text.empty()) text = "Words: " + text;
  const auto mood = how_it_sounds(episode);
  return text + (text.empty() || mood.empty() ? "" : "\n") + mood;
}

std::string slack_body(const TrendMessage& message) {
  JsonWriter json;
  const std::string line = message.city + " 311: " + title(message);
  json.object().member("text", slack_escape(line)).key("blocks").list();
  slack_section(json, "plain_text", line);
  if (message.of_cases()) {
    const auto shown = std::min(most_in_digest, message.lines.size());
    for (std::size_t i = 0; i < shown; ++i) slack_section(json, "plain_text", message.lines[i]);
  } else if (message.digest()) {
    const auto shown = std::min(most_in_digest, message.episodes.size());
    for (std::size_t i = 0; i < shown; ++i)
      slack_section(json, "plain_text", headline(message.episodes[i], message.zone));
  } else if (const auto words = why(message.episodes.front()); !words.empty()) {
    slack_section(json, "plain_text", words);
  }
  for (std::size_t i = 0; i < shown_samples(message); ++i)
    slack_section(json, "plain_text", shortened(without_personal_data(message.samples[i])));
  if (!message.coverage.empty()) slack_section(json, "plain_text", message.coverage);
  slack_section(json, "mrkdwn", "<" + message.link + "|Open in the console>");
  return json.end().end().str();
}

std::string wrapped_base64(std::string_view bytes) {
  const std::string all = base64(bytes);
  std::string lines;
  for (std::size_t at = 0; at < all.size(); at += 76) lines += all.substr(at, 76) + "\n";
  return lines;
}

std::string mail_body(const TrendMessage& message) {
  std::string body = title(message) + "\n\n";
  if (message.of_cases()) {
    for (const auto& line : message.lines) body += "- " + one_line(line) + "\n";
  } else if (message.digest()) {
    for (const auto& one : message.episodes) body += "- " + headline(one, message.zone) + "\n";
  } else {
    const auto words = why(message.episodes.front());
    if (!words.empty()) body += words + "\n\n";
  }
  for (std::size_t i = 0; i < shown_samples(message); ++i) {
    const auto text = one_line(shortened(without_personal_data(message.samples[i])));
    body += "* " + quoted(text, sample_bytes + 100) + "\n";
  }
  if (!message.coverage.empty()) body += "\n" + message.coverage + "\n";
  return body + "\n" + message.link + "\n";
}

std::string mail_date(Instant at) {
  const auto days = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{days};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - days)};
  static constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  char text[48] = {};
  std::snprintf(text, sizeof text, "%s, %02u %s %d %02d:%02d:%02d +0000",
                weekdays[std::chrono::weekday{days}.c_encoding()],
                static_cast<unsigned>(date.day()),
                months[(static_cast<unsigned>(date.month()) - 1) % 12],
                static_cast<int>(date.year()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return text;
}

std::string message_id(const TrendMessage& message, const std::string& from) {
  std::string name = message.id;
  std::replace(name.begin(), name.end(), '/', '.');
  return "<" + name + from.substr(std::min(from.find('@'), from.size())) + ">";
}

}  // namespace

std::string headline(const sql::HotEpisode& episode, const std::string& zone) {
  std::string line = name_of_episode(episode);
  if (!episode.neighborhood.empty()) line += " in " + one_line(episode.neighborhood);
  line +=
      ": " + std::to_string(episode.authors) + " people since " + local_time(zone, episode.since);
  if (episode.kind == "topic") line += " (usually " + rounded(episode.expected) + ")";
  if (episode.kind == "brigade") line += ", pushed by many young or alike accounts";
  if (episode.late) line += ", read late";
  return line;
}

std::string slack_escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&')
      escaped += "&amp;";
    else if (c == '<')
      escaped += "&lt;";
    else if (c == '>')
      escaped += "&gt;";
    else
      escaped += c;
  }
  return escaped;
}

std::string header_value(std::string_view text) {
  const std::string plain = one_line(text);
  const bool ascii =
      std::all_of(plain.begin(), plain.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (ascii && plain.size() <= 200 && plain.find("=?") == std::string::npos) return plain;
  std::string words;
  for (std::string_view rest = plain; !rest.empty();) {  // an encoded word: 75 characters at most
    auto piece = grapheme_prefix(rest, 40, 42);
    if (piece.empty()) piece = rest.substr(0, 42);  // one cluster that is longer
    words += (words.empty() ? "" : "\n ") + ("=?UTF-8?B?" + base64(piece)) + "?=";
    rest.remove_prefix(piece.size());
  }
  return words;
}

std::string without_personal_data(const sql::CasePost& sample) {
  std::string text = sample.post.text;
  const auto finding = JsonValue::parse(sample.finding_json);
  if (!finding) return text;
  auto spans = (*finding)["pii"].items();
  const auto end = static_cast<std::int64_t>(text.size());
  std::sort(spans.begin(), spans.end(), [&](const JsonValue& a, const JsonValue& b) {
    return a["start"].number(0, end).value_or(0) > b["start"].number(0, end).value_or(0);
  });
  for (const auto& span : spans) {
    const auto from = span["start"].number(0, end);
    const auto to = span["end"].number(0, end);
    if (!from || !to || *from >= *to || *to > static_cast<std::int64_t>(text.size())) continue;
    text.replace(static_cast<std::size_t>(*from), static_cast<std::size_t>(*to - *from),
                 "[" + span["kind"].text_or("private") + "]");
  }
  return repair_utf8(text);
}

std::string webhook_body(const TrendMessage& message, WebhookForm form) {
  return form == WebhookForm::slack ? slack_body(message) : own_body(message);
}

std::string webhook_signature(const Secret& secret, Instant at, std::string_view body) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
  const std::string stamp = std::to_string(seconds);
  return "t=" + stamp + ",v1=" + hex(hmac_sha256(secret, stamp + "." + std::string(body)));
}

std::string mail_text(const TrendMessage& message, const TrendsConfig& trends) {
  std::string to;
  for (const auto& one : trends.email_to) to += (to.empty() ? "" : ",\n ") + header_value(one);
  std::string mail = "From: " + header_value(trends.email_from) + "\nTo: " + to;
  mail += "\nSubject: " + header_value("[" + message.city + " 311] " + title(message));
  mail += "\nDate: " + mail_date(message.at);
  mail += "\nMessage-ID: " + message_id(message, trends.email_from);
  mail += "\nAuto-Submitted: auto-generated\nMIME-Version: 1.0";
  mail += "\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n";
  return mail + wrapped_base64(mail_body(message));
}

}  // namespace social311::service
