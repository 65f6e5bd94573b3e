#include "service/config_approval.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>

#include "core/text.h"

namespace social311::service {
namespace {

using casebridge::ApprovalPolicy;

// Empty = the word may stand there.
using Objection = std::function<std::string(const std::string&)>;

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const auto kind : {ReplyKind::receipt, ReplyKind::question, ReplyKind::answer,
                          ReplyKind::closing, ReplyKind::handover, ReplyKind::notice})
    names.emplace_back(name_of(kind));
  return names;
}

const std::vector<std::string>& author_roles() {
  static const std::vector<std::string> roles{"agent", "approver", "supervisor", "admin"};
  return roles;
}

Objection one_of(std::vector<std::string> words) {
  return [words = std::move(words)](const std::string& word) -> std::string {
    if (std::find(words.begin(), words.end(), word) != words.end()) return {};
    return "must hold " + joined(words, ", ") + ", not " + quoted(word, 60);
  };
}

std::string kind_objection(const std::string& word) {
  const auto kind = reply_kind(word);
  if (kind && !casebridge::can_need_approval(*kind))
    return "cannot hold " + quoted(word, 20) + ": that text is the city's own and waits for nobody";
  return one_of(kind_names())(word);
}

bool is_topic_id(const std::string& word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Objection topic_of(const std::string& rules) {
  return [rules](const std::string& word) -> std::string {
    std::error_code ignored;
    const auto file = std::filesystem::path(rules) / "topics" / (word + ".rules");
    if (is_topic_id(word) && std::filesystem::is_regular_file(file, ignored)) return {};
    return quoted(word, 60) + " is no topic of the rules in " + rules;
  };
}

Objection account_of(const std::vector<std::string>& accounts) {
  return [accounts](const std::string& word) -> std::string {
    if (std::find(accounts.begin(), accounts.end(), word) != accounts.end()) return {};
    return "names " + quoted(word, 80) +
           ", which is no [[account]] of this file: write network/id, like " +
           (accounts.empty() ? std::string("twitter/2244994945") : accounts.front());
  };
}

// Missing = all; a list that holds nothing would match nothing, and nobody means that.
std::vector<std::string> read_list(ConfigSection& section, const char* key,
                                   const Objection& objection) {
  const auto read = section.texts(key);
  if (read && read->empty()) section.complain(key, "must not be empty: leave it out for all");
  const auto words = read.value_or(std::vector<std::string>());
  for (std::size_t i = 0; i < words.size(); ++i)
    if (const auto wrong = objection(words[i]); !wrong.empty())
      section.complain_item(key, i, wrong);
  section.show(key, words.empty() ? "all" : joined(words, ", "));
  return words;
}

ApprovalPolicy read_one(ConfigReading& reading, TomlTable table, const KnownToApproval& known) {
  ConfigSection section(reading, std::move(table), "approval", ConfigSection::Overrides::none);
  ApprovalPolicy policy;
  policy.name = section.required("name").value_or("");
  section.rename("approval." + policy.name);
  policy.accounts = read_list(section, "accounts", account_of(known.accounts));
  for (const auto& word : read_list(section, "kinds", kind_objection))
    if (const auto kind = reply_kind(word)) policy.kinds.push_back(*kind);
  policy.topics = read_list(section, "topics", topic_of(known.rules));
  policy.authors = read_list(section, "authors", one_of(author_roles()));
  section.finish();
  return policy;
}

}  // namespace

std::vector<ApprovalPolicy> read_approvals(ConfigReading& reading, TomlTable& root,
                                           const KnownToApproval& known) {
  std::vector<ApprovalPolicy> policies;
  std::map<std::string, int> lines;
  for (TomlTable& table : root.tables("approval")) {
    TomlTable again = table;
    const auto where = table.position("name");
    auto policy = read_one(reading, std::move(table), known);
    const auto [first, fresh] = lines.emplace(policy.name, where.line);
    if (!fresh && !policy.name.empty())
      again.complain("name", quoted(policy.name, 60) + " is a policy already, at line " +
                                 std::to_string(first->second));
    policies.push_back(std::move(policy));
  }
  return policies;
}

}  // namespace social311::service
