// The output forms: findings, exported posts, cases and replies.

#include <algorithm>
#include <array>

#include "core/exchange.h"
#include "core/json.h"

namespace social311 {
namespace {

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void write_topics(JsonWriter& out, const std::vector<TopicFinding>& topics) {
  out.key("topics").list();
  for (const TopicFinding& topic : topics) {
    out.object().member("topic", topic.topic).member("division", topic.division);
    out.member("score", topic.score).key("evidence").list();
    for (const Evidence& evidence : topic.evidence) {
      out.object().member("start", evidence.start).member("end", evidence.end);
      out.member("term", evidence.term).end();
    }
    out.end().end();
  }
  out.end();
}

void write_place(JsonWriter& out, const Location& place) {
  out.member("kind", place.kind).member("lat", place.lat).member("lon", place.lon);
  out.member("neighborhood", or_null(place.neighborhood));
}

void write_locations(JsonWriter& out, const std::vector<Location>& locations) {
  out.key("locations").list();
  for (const Location& place : locations) {
    out.object();
    if (place.kind != "point") {  // a post's own coordinates stand nowhere in its text
      out.member("start", place.start).member("end", place.end).member("text", place.text);
    }
    write_place(out, place);
    if (!place.district.empty()) out.member("district", place.district);
    out.end();
  }
  out.end();
}

void write_private_spans(JsonWriter& out, const std::vector<PrivateSpan>& spans) {
  out.key("pii").list();
  for (const PrivateSpan& span : spans) {
    out.object().member("start", span.start).member("end", span.end);
    out.member("kind", span.kind).end();
  }
  out.end();
}

// A spreadsheet runs a cell that begins with one of these. The apostrophe makes it text (OWASP,
// "CSV injection"); full-width forms count too.
bool is_formula(std::string_view cell) {
  if (cell.empty()) return false;
  if (std::string_view("=+-@\t\r\n").find(cell.front()) != std::string_view::npos) return true;
  constexpr std::array<std::string_view, 4> wide{"＝", "＋", "－", "＠"};
  return std::any_of(wide.begin(), wide.end(),
                     [&](std::string_view sign) { return cell.starts_with(sign); });
}

// One CSV record. Text is guarded and quoted; numbers and times are ours and need neither.
class Row {
 public:
  Row& text(std::string_view cell) {
    next();
    const std::string guarded = (is_formula(cell) ? "'" : "") + std::string(cell);
    if (guarded.find_first_of(",\"\r\n") == std::string::npos) {
      line_ += guarded;
      return *this;
    }
    line_ += '"';
    for (char c : guarded) line_.append(c == '"' ? 2 : 1, c);
    line_ += '"';
    return *this;
  }
  Row& maybe(const std::optional<std::string>& cell) { return text(cell ? *cell : std::string()); }
  Row& plain(std::string_view cell) {
    next();
    line_ += cell;
    return *this;
  }
  Row& instant(const std::optional<Instant>& cell) { return plain(cell ? to_iso8601(*cell) : ""); }
  Row& number(const std::optional<double>& cell) {
    return plain(cell ? JsonWriter().value(*cell).str() : "");
  }
  std::string str() const { return line_; }

 private:
  void next() {
    if (!first_) line_ += ',';
    first_ = false;
  }
  std::string line_;
  bool first_ = true;
};

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : " ") + part;
  return out;
}

std::string post_as_csv(const ExportedPost& exported) {
  const Post& post = exported.post;
  Row row;
  row.text(post.network).text(post.id).text(post.conversation).text(post.in_reply_to);
  row.text(post.author.id).text(post.author.handle).text(post.author.name).text(post.text);
  row.instant(post.created_at).instant(exported.seen_at).text(exported.state);
  return row.maybe(exported.case_number).str();
}

Row case_as_csv(const Case& value) {
  const Location place = value.location.value_or(Location{});
  Row row;
  row.text(value.number).plain(name_of(value.status)).text(value.topic).text(value.service_code);
  row.text(value.division).plain(name_of(value.priority)).instant(value.opened_at);
  row.instant(value.due_at).instant(value.closed_at).text(value.network);
  row.text(joined(value.post_ids)).maybe(value.incident).text(place.text).text(place.kind);
  row.number(place.lat).number(place.lon).text(place.neighborhood).text(value.resident.network);
  row.text(value.resident.id).text(value.resident.handle).text(value.language);
  row.instant(value.first_response_at).plain(std::to_string(value.contacts));
  row.maybe(value.resolution);
  return row;
}

std::string exported_case_as_csv(const ExportedCase& value) {
  const auto survey = value.verdict.survey.value_or(CaseVerdict::Survey{});
  Row row = case_as_csv(value);
  row.instant(survey.asked_at).instant(survey.answered_at);
  row.plain(survey.score ? std::to_string(*survey.score) : "").text(survey.words);
  return row.number(value.verdict.quality).str();
}

std::string reply_as_csv(const ExportedReply& reply) {
  Row row;
  row.text(reply.network).maybe(reply.in_reply_to).text(reply.network_id).text(reply.text);
  row.plain(name_of(reply.kind)).plain(name_of(reply.state)).text(reply.case_number);
  return row.instant(reply.sent_at).text(reply.by).str();
}

}  // namespace

std::string write_finding(std::string_view id, const Finding& finding) {
  JsonWriter out;
  out.object().member("id", id).member("service_request", finding.service_request);
  out.member("decision", name_of(finding.decision)).member("intent", name_of(finding.intent));
  write_topics(out, finding.topics);
  out.member("urgency", name_of(finding.urgency)).member("language", finding.language);
  write_locations(out, finding.locations);
  out.member("abuse", finding.abuse);
  write_private_spans(out, finding.pii);
  return out.member("rules", finding.rules).end().str();
}

std::string csv_header_posts() {
  return "network,id,conversation,in_reply_to,author.id,author.handle,author.name,text,created_at,"
         "seen_at,state,case";
}

std::string csv_header_cases() {
  return "number,status,topic,service_code,division,priority,opened_at,due_at,closed_at,network,"
         "post_ids,incident,location.text,location.kind,location.lat,location.lon,"
         "location.neighborhood,resident.network,resident.id,resident.handle,language,"
         "first_response_at,contacts,resolution,survey.asked_at,survey.answered_at,survey.score,"
         "survey.words,quality";
}

std::string csv_header_replies() {
  return "network,in_reply_to,network_id,text,kind,state,case,sent_at,by";
}

std::string write_post(const ExportedPost& exported, ExportFormat format) {
  if (format == ExportFormat::csv) return post_as_csv(exported);
  const Post& post = exported.post;
  JsonWriter out;
  out.object().member("network", post.network).member("id", post.id);
  out.member("conversation", or_null(post.conversation));
  out.member("in_reply_to", or_null(post.in_reply_to)).key("author").object();
  out.member("id", post.author.id).member("handle", post.author.handle);
  out.member("name", post.author.name).end().member("text", post.text);
  out.member("created_at", post.created_at).member("seen_at", exported.seen_at);
  return out.member("state", exported.state).member("case", exported.case_number).end().str();
}

namespace {

void case_members(JsonWriter& out, const Case& value) {
  out.member("number", value.number).member("status", name_of(value.status));
  out.member("topic", value.topic).member("service_code", value.service_code);
  out.member("division", value.division).member("priority", name_of(value.priority));
  out.member("opened_at", value.opened_at).member("due_at", value.due_at);
  out.member("closed_at", value.closed_at).member("network", value.network).key("post_ids").list();
  for (const std::string& id : value.post_ids) out.value(id);
  out.end().member("incident", value.incident).key("location");
  if (value.location) {
    out.object().member("text", value.location->text);
    write_place(out, *value.location);
    out.end();
  } else {
    out.null();
  }
  out.key("resident").object().member("network", value.resident.network);
  out.member("id", value.resident.id).member("handle", value.resident.handle).end();
  out.member("language", value.language).member("first_response_at", value.first_response_at);
  out.member("contacts", value.contacts).member("resolution", value.resolution);
}

void verdict_members(JsonWriter& out, const CaseVerdict& verdict) {
  out.key("survey");
  if (verdict.survey) {
    out.object().member("asked_at", verdict.survey->asked_at);
    out.member("answered_at", verdict.survey->answered_at).member("score", verdict.survey->score);
    out.member("words", or_null(verdict.survey->words)).end();
  } else {
    out.null();
  }
  out.member("quality", verdict.quality);
}

}  // namespace

std::string write_case(const Case& value, ExportFormat format) {
  if (format == ExportFormat::csv) return case_as_csv(value).str();
  JsonWriter out;
  out.object();
  case_members(out, value);
  return out.end().str();
}

std::string write_exported_case(const ExportedCase& value, ExportFormat format) {
  if (format == ExportFormat::csv) return exported_case_as_csv(value);
  JsonWriter out;
  out.object();
  case_members(out, value);
  verdict_members(out, value.verdict);
  return out.end().str();
}

std::string write_reply(const ExportedReply& reply, ExportFormat format) {
  if (format == ExportFormat::csv) return reply_as_csv(reply);
  JsonWriter out;
  out.object().member("network", reply.network).member("in_reply_to", reply.in_reply_to);
  out.member("network_id", or_null(reply.network_id)).member("text", reply.text);
  out.member("kind", name_of(reply.kind)).member("state", name_of(reply.state));
  out.member("case", or_null(reply.case_number)).member("sent_at", reply.sent_at);
  return out.member("by", reply.by).end().str();
}

}  // namespace social311
