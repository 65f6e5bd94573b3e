#include "net/reply_text.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "core/json.h"

namespace social311::net {

namespace {

struct Phrase {
  int status = 0;
  std::string_view words{};
  std::string_view type{};  // of a problem
};

constexpr std::array<Phrase, 37> phrases = {{
    {200, "OK", ""},
    {201, "Created", ""},
    {202, "Accepted", ""},
    {204, "No Content", ""},
    {206, "Partial Content", ""},
    {301, "Moved Permanently", ""},
    {302, "Found", ""},
    {303, "See Other", ""},
    {304, "Not Modified", ""},
    {307, "Temporary Redirect", ""},
    {308, "Permanent Redirect", ""},
    {400, "Bad Request", "/problems/malformed"},
    {401, "Unauthorized", ""},
    {403, "Forbidden", ""},
    {404, "Not Found", ""},
    {405, "Method Not Allowed", ""},
    {406, "Not Acceptable", ""},
    {408, "Request Timeout", ""},
    {409, "Conflict", ""},
    {410, "Gone", ""},
    {411, "Length Required", ""},
    {412, "Precondition Failed", ""},
    {413, "Content Too Large", "/problems/too-large"},
    {414, "URI Too Long", ""},
    {415, "Unsupported Media Type", ""},
    {416, "Range Not Satisfiable", ""},
    {417, "Expectation Failed", "/problems/malformed"},
    {421, "Misdirected Request", "/problems/wrong-host"},
    {422, "Unprocessable Content", ""},
    {423, "Locked", ""},
    {428, "Precondition Required", ""},
    {429, "Too Many Requests", ""},
    {431, "Request Header Fields Too Large", "/problems/too-large"},
    {500, "Internal Server Error", "/problems/internal"},
    {501, "Not Implemented", "/problems/not-implemented"},
    {502, "Bad Gateway", ""},
    {503, "Service Unavailable", "/problems/unavailable"},
}};

Phrase phrase_of(int status) {
  const auto* const found = std::find_if(phrases.begin(), phrases.end(), [&](const Phrase& phrase) {
    return phrase.status == status;
  });
  return found == phrases.end() ? Phrase{status, "Status", ""} : *found;
}

bool is_ours(std::string_view name) {
  constexpr std::array<std::string_view, 7> ours = {
      "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive",
      "Date",           "X-Request-Id",      "Upgrade"};
  return std::any_of(ours.begin(), ours.end(), [&](std::string_view own) {
    return !HeaderNameLess{}(own, name) && !HeaderNameLess{}(name, own);
  });
}

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

bool is_value(std::string_view value) {
  return std::none_of(value.begin(), value.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool is_sendable(const ServerReply& reply) {
  return reply.status >= 200 && reply.status <= 599 &&
         std::all_of(reply.headers.begin(), reply.headers.end(), [](const auto& header) {
           return is_name(header.first) && is_value(header.second);
         });
}

void add(std::string& to, std::string_view name, std::string_view value) {
  to.append(name).append(": ").append(value).append("\r\n");
}

void add_stream_headers(std::string& text, const ServerReply& reply) {
  if (!reply.headers.contains("Content-Type")) add(text, "Content-Type", "text/event-stream");
  if (!reply.headers.contains("Cache-Control")) add(text, "Cache-Control", "no-store");
  add(text, "X-Accel-Buffering", "no");  // a proxy in front must not collect events
}

std::string head_text(const ServerReply& reply, const ReplyFacts& facts) {
  std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " ";
  text.append(phrase_of(reply.status).words).append("\r\n");
  add(text, "Date", http_date(facts.now));
  add(text, "X-Request-Id", facts.request_id);
  for (const auto& [name, value] : reply.headers) {
    if (!is_ours(name)) add(text, name, value);
  }
  const bool bodiless = reply.status == 204 || reply.status == 304;
  if (facts.streams) add_stream_headers(text, reply);
  if (!facts.streams && !bodiless) add(text, "Content-Length", std::to_string(reply.body.size()));
  add(text, "Connection", facts.after == AfterReply::close ? "close" : "keep-alive");
  return text + "\r\n";
}

}  // namespace

std::optional<std::string> reply_text(const ServerReply& reply, const ReplyFacts& facts) {
  if (!is_sendable(reply)) return std::nullopt;
  std::string text = head_text(reply, facts);
  const bool bodiless =
      facts.to_head || facts.streams || reply.status == 204 || reply.status == 304;
  if (!bodiless) text += reply.body;
  return text;
}

ServerReply problem(int status, std::string_view why, const std::string& request_id) {
  const Phrase phrase = phrase_of(status);
  JsonWriter body;
  body.object().member("type", phrase.type).member("title", phrase.words).member("status", status);
  body.member("detail", why).member("request_id", request_id).end();
  return {.status = status,
          .headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
          .body = body.str()};
}

std::string http_date(std::chrono::sys_seconds at) {
  constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  char text[40];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

}  // namespace social311::net
