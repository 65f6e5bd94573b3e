// Private to sql/: rows of the shown views (migrations/0007_shown.sql) as the words of core, and
// back as JSON.
#pragma once

#include <string>
#include <vector>

#include "sql/postgres.h"

namespace social311::sql {

std::string text_of(const pqxx::row& row, const char* column);  // "" for null
std::optional<std::string> maybe_text(const pqxx::row& row, const char* column);
std::int64_t number_of(const pqxx::row& row, const char* column);  // 0 for null
int small_of(const pqxx::row& row, const char* column);
bool flag_of(const pqxx::row& row, const char* column);
Instant moment_of(const pqxx::row& row, const char* column);
std::optional<Instant> maybe_moment(const pqxx::row& row, const char* column);
std::optional<Location> location_of(const pqxx::row& row, const char* column);

Post read_post(const pqxx::row& row);               // without raw
StoredPost read_stored_post(const pqxx::row& row);  // with raw
CasePost read_case_post(const pqxx::row& row);      // with its finding, without raw
Case read_case(const pqxx::row& row);
CaseSummary read_case_line(const pqxx::row& row);
NewReply read_reply(const pqxx::row& row);
const char* name_of(ReplyWay way);
ReplyRow read_reply_row(const pqxx::row& row);
Feed read_feed(const pqxx::row& row);

// For jsonb_to_recordset. Every text in it is storable; a post that is there twice is written once.
std::string write_posts(const std::vector<Post>& posts);
std::string write_texts(const std::vector<std::string>& values);
std::string write_numbers(const std::vector<std::int64_t>& numbers);
std::string write_location(const std::optional<Location>& location);  // "null" for none
std::string write_reply_row(const NewReply& reply);
std::string write_case_row(const NewCaseRow& row);

}  // namespace social311::sql
