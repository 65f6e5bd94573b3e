// The data forms that strangers rely on (one JSON object a line): posts in, findings, posts, cases
// and replies out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/case.h"
#include "core/finding.h"
#include "core/post.h"
#include "core/result.h"

namespace social311 {

struct LabelledPost {
  Post post{};
  PostLabel label{};
  bool has_created_at = false;
};

// The input form of classify, trends and import. Further keys are ignored; `id` and `text` are
// required. A Fault (rejected) names the key that is missing or of the wrong type. Null is the same
// as absent; a leading @ of handles is dropped; `network` is "import" when absent.
Result<LabelledPost> read_post(std::string_view json_line);

std::string write_finding(std::string_view id, const Finding& finding);  // without the line break

struct ExportedPost {
  Post post{};
  Instant seen_at{};
  std::string state{};  // new | ignored | review | case | own | deleted
  std::optional<std::string> case_number{};
};

struct ExportedReply {
  std::string network{};
  std::optional<std::string> in_reply_to{};
  std::string network_id{};
  std::string text{};
  ReplyKind kind = ReplyKind::receipt;
  ReplyState state = ReplyState::draft;
  std::string case_number{};
  std::optional<Instant> sent_at{};
  std::string by = "auto";
};

// What the resident and the reviewers said of a case, beside its exported form.
struct CaseVerdict {
  struct Survey {
    std::optional<Instant> asked_at{};  // when the question was sent; empty while it waits
    std::optional<Instant> answered_at{};
    std::optional<int> score{};  // 1 to 5; words alone have none
    std::string words{};         // "" = none, or their post was deleted
  };
  std::optional<Survey> survey{};   // the newest one; empty = never asked
  std::optional<double> quality{};  // of 100: mean of each reviewer's newest review
};
struct ExportedCase : Case {
  CaseVerdict verdict{};
};

enum class ExportFormat { ndjson, csv };
// CSV: RFC 4180; a cell that a spreadsheet would take for a formula gets a leading apostrophe.
std::string csv_header_posts();
std::string csv_header_cases();
std::string csv_header_replies();
std::string write_post(const ExportedPost& exported, ExportFormat format);
std::string write_case(const Case& value, ExportFormat format);
// The same with `survey` and `quality` behind it, as `export cases` gives it.
std::string write_exported_case(const ExportedCase& value, ExportFormat format);
std::string write_reply(const ExportedReply& reply, ExportFormat format);

}  // namespace social311
