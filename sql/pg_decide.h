// Private to sql/: the open transaction in which posts are decided, over PostgreSQL.
#pragma once

#include <string>

#include "sql/postgres.h"
#include "sql/rows.h"

namespace social311::sql {

class PgDecideTurn final : public DecideTurn {
 public:
  PgDecideTurn(Turn& turn, Instant now) : turn_(turn), now_(now) {}

  PostHistory history(const StoredPost& stored, Instant now) override;
  std::int64_t next_case_sequence(int local_year) override {
    return number_of(*turn_.row("next_case_sequence", local_year), "last");
  }
  std::int64_t next_reply_sequence() override {
    return number_of(*turn_.row("next_reply_sequence"), "next");
  }
  bool open_case(const std::string& number, const NewCaseRow& row, const StoredPost& post) override;
  void join_case(const std::string& number, const StoredPost& post) override;
  void set_case_status(const std::string& number, CaseStatus status, const std::string& reason,
                       Instant now) override;
  void set_case_location(const std::string& number, const Location& location, Instant now) override;
  bool add_reply(const NewReply& reply) override;
  std::optional<Case> find_case(const std::string& number) override;
  void settle_post(const StoredPost& post, const std::string& state, const Finding& finding,
                   const std::string& reason, Instant now) override;

 private:
  static bool yes(const std::optional<pqxx::row>& row) { return flag_of(*row, "yes"); }

  Turn& turn_;
  Instant now_;
};

}  // namespace social311::sql
