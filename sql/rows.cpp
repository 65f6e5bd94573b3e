#include "sql/rows.h"

#include <stdexcept>

#include "sql/approving.h"

namespace social311::sql {

namespace {

PostKind post_kind(const std::string& name) {
  if (name == "repost") return PostKind::repost;
  return name == "direct_message" ? PostKind::direct_message : PostKind::post;
}

Repliable repliable(const std::string& name) {
  if (name == "yes") return Repliable::yes;
  if (name == "not_summoned") return Repliable::not_summoned;
  return name == "closed" ? Repliable::closed : Repliable::unknown;
}

// The tables' checks allow known names only: anything else is a broken program.
template <typename T>
T known(const std::optional<T>& value, const std::string& name) {
  if (!value) throw std::logic_error("the database holds an unknown word: " + name);
  return *value;
}

std::vector<std::string> texts_of(const JsonValue& list) {
  std::vector<std::string> texts;
  for (const auto& item : list.items()) texts.push_back(item.text_or(""));
  return texts;
}

JsonValue json_of(const pqxx::row& row, const char* column) {
  const JsonLimits trusted{.bytes = 64u << 20, .depth = 64};
  auto parsed = JsonValue::parse(text_of(row, column), trusted);
  return parsed ? *parsed : JsonValue();
}

void read_details(Post& post, const JsonValue& details) {
  post.quoted = details["quoted"].text_or("");
  post.mentions = texts_of(details["mentions"]);
  post.mention_ids = texts_of(details["mention_ids"]);
  post.media = static_cast<int>(details["media"].number(0, 1'000'000).value_or(0));
  post.media_texts = texts_of(details["media_texts"]);
  post.lat = details["lat"].real();
  post.lon = details["lon"].real();
  post.lang = details["lang"].text_or("");
  post.url = details["url"].text_or("");
}

std::optional<std::size_t> offset(const JsonValue& value) {
  const auto number = value.number(0, 1 << 30);
  return number ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
}

std::optional<Location> read_location(const JsonValue& json) {
  if (!json.is_object()) return std::nullopt;
  return Location{.start = offset(json["start"]),
                  .end = offset(json["end"]),
                  .text = json["text"].text_or(""),
                  .kind = json["kind"].text_or(""),
                  .lat = json["lat"].real(),
                  .lon = json["lon"].real(),
                  .neighborhood = json["neighborhood"].text_or("")};
}

// Whose words they are: of a text that a second person was asked for, who asked; of a machine's
// draft, who released it.
std::string author_of(const pqxx::row& row) {
  const auto asked = text_of(row, "a_asked_by");
  if (!asked.empty()) return asked;
  const auto approved = text_of(row, "approved_by");
  return approved.empty() ? text_of(row, "created_by") : approved;
}

}  // namespace

std::string text_of(const pqxx::row& row, const char* column) {
  const auto field = row[column];
  return field.is_null() ? std::string() : std::string(field.c_str(), field.size());
}

std::optional<std::string> maybe_text(const pqxx::row& row, const char* column) {
  if (row[column].is_null()) return std::nullopt;
  return text_of(row, column);
}

std::int64_t number_of(const pqxx::row& row, const char* column) {
  return row[column].as<std::int64_t>(0);
}

int small_of(const pqxx::row& row, const char* column) {
  return row[column].as<int>(0);
}

bool flag_of(const pqxx::row& row, const char* column) {
  return row[column].as<bool>(false);
}

Instant moment_of(const pqxx::row& row, const char* column) {
  return Instant(Milliseconds(number_of(row, column)));
}

std::optional<Instant> maybe_moment(const pqxx::row& row, const char* column) {
  if (row[column].is_null()) return std::nullopt;
  return moment_of(row, column);
}

std::optional<Location> location_of(const pqxx::row& row, const char* column) {
  return read_location(json_of(row, column));
}

Post read_post(const pqxx::row& row) {
  Post post{.network = text_of(row, "network"),
            .id = text_of(row, "network_id"),
            .text = text_of(row, "text"),
            .author = {.id = text_of(row, "author_id"),
                       .handle = text_of(row, "author_handle"),
                       .name = text_of(row, "author_name")},
            .created_at = moment_of(row, "created_ms"),
            .in_reply_to = text_of(row, "in_reply_to"),
            .conversation = text_of(row, "conversation"),
            .kind = post_kind(text_of(row, "kind")),
            .repliable = repliable(text_of(row, "repliable")),
            .repliable_reason = text_of(row, "repliable_reason"),
            .version = text_of(row, "version")};
  read_details(post, json_of(row, "details"));
  return post;
}

StoredPost read_stored_post(const pqxx::row& row) {
  StoredPost stored{.post_id = number_of(row, "post_id"),
                    .account_key = text_of(row, "account_key"),
                    .post = read_post(row),
                    .seen_at = moment_of(row, "seen_ms")};
  stored.post.raw = text_of(row, "raw");
  return stored;
}

CasePost read_case_post(const pqxx::row& row) {
  return {.post_id = number_of(row, "post_id"),
          .post = read_post(row),
          .seen_at = moment_of(row, "seen_ms"),
          .state = text_of(row, "state"),
          .finding_json = text_of(row, "finding"),
          .reason = text_of(row, "reason")};
}

Case read_case(const pqxx::row& row) {
  return {.number = text_of(row, "number"),
          .status = known(case_status(text_of(row, "status")), "status"),
          .topic = text_of(row, "topic"),
          .service_code = text_of(row, "service_code"),
          .division = text_of(row, "division"),
          .priority = known(priority(text_of(row, "priority")), "priority"),
          .opened_at = moment_of(row, "opened_ms"),
          .due_at = maybe_moment(row, "due_ms"),
          .closed_at = maybe_moment(row, "closed_ms"),
          .network = text_of(row, "network"),
          .post_ids = texts_of(json_of(row, "post_ids")),
          .incident = maybe_text(row, "incident"),
          .location = read_location(json_of(row, "location")),
          .resident = {.network = text_of(row, "network"),
                       .id = text_of(row, "resident_id"),
                       .handle = text_of(row, "resident_handle")},
          .language = text_of(row, "language"),
          .first_response_at = maybe_moment(row, "first_response_ms"),
          .contacts = small_of(row, "contacts"),
          .resolution = maybe_text(row, "resolution")};
}

CaseSummary read_case_line(const pqxx::row& row) {
  return {.about = read_case(row),
          .version = number_of(row, "version"),
          .assignee = text_of(row, "assignee"),
          .text = text_of(row, "first_text"),
          .author_name = text_of(row, "first_author"),
          .reply_in_doubt = flag_of(row, "reply_in_doubt"),
          .reply_failed = flag_of(row, "reply_failed"),
          .draft_waits = flag_of(row, "draft_waits")};
}

ReplyWay way_of(const pqxx::row& row) {
  const auto name = text_of(row, "way");
  for (const auto way : {ReplyWay::private_reply, ReplyWay::direct_message})
    if (name == name_of(way)) return way;
  return ReplyWay::as_target;
}

NewReply read_reply(const pqxx::row& row) {
  return {.account_key = text_of(row, "account_key"),
          .target_post_id = text_of(row, "target_post_id"),
          .case_number = text_of(row, "case_number"),
          .kind = known(reply_kind(text_of(row, "kind")), "kind"),
          .seq = small_of(row, "seq"),
          .body = text_of(row, "body"),
          .marker = text_of(row, "marker"),
          .network_key = text_of(row, "network_key"),
          .language = text_of(row, "language"),
          .policy = known(reply_policy(text_of(row, "policy")), "policy"),
          .state = known(reply_state(text_of(row, "state")), "state"),
          .not_before = maybe_moment(row, "not_before_ms"),
          .by = text_of(row, "created_by"),
          .created_at = moment_of(row, "created_ms"),
          .way = way_of(row)};
}

ReplyRow read_reply_row(const pqxx::row& row) {
  return {.intent_id = number_of(row, "intent_id"),
          .kind = known(reply_kind(text_of(row, "kind")), "kind"),
          .state = known(reply_state(text_of(row, "state")), "state"),
          .needs_person = flag_of(row, "needs_person"),
          .body = text_of(row, "body"),
          .language = text_of(row, "language"),
          .account_key = text_of(row, "account_key"),
          .target_post_id = text_of(row, "target_post_id"),
          .remote_id = text_of(row, "remote_id"),
          .by = author_of(row),
          .last_error = text_of(row, "last_error"),
          .not_before = maybe_moment(row, "not_before_ms"),
          .sent_at = maybe_moment(row, "sent_ms"),
          .created_at = moment_of(row, "created_ms"),
          .approval = read_approval(row),
          .way = way_of(row)};
}

Feed read_feed(const pqxx::row& row) {
  return {.feed_id = number_of(row, "feed_id"),
          .account_key = text_of(row, "account_key"),
          .listen = text_of(row, "listen"),
          .newest_id = text_of(row, "newest_id"),
          .newest_at = maybe_moment(row, "newest_ms"),
          .last_complete_at = maybe_moment(row, "complete_ms"),
          .trouble = text_of(row, "trouble"),
          .covered_to = maybe_moment(row, "walked_ms"),
          .density = row["density"].as<double>(0)};
}

}  // namespace social311::sql
