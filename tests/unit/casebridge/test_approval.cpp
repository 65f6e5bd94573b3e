// Which replies need a second person.
#include <doctest/doctest.h>

#include "casebridge/approval.h"

using namespace social311;
using namespace social311::casebridge;

namespace {

const WrittenReply answer{.account_key = "twitter/1",
                          .kind = ReplyKind::answer,
                          .topic = "graffiti",
                          .author_role = "agent"};

WrittenReply changed(const WrittenReply& reply, const auto& change) {
  WrittenReply other = reply;
  change(other);
  return other;
}

bool needs(const ApprovalPolicy& policy, const WrittenReply& reply) {
  return needs_approval({policy}, reply).has_value();
}

}  // namespace

TEST_CASE("without a policy every reply leaves by its author's word") {
  CHECK(!needs_approval({}, answer));
}

TEST_CASE("a policy that names nothing wants a second person for everything but the city's texts") {
  const ApprovalPolicy all{.name = "all"};
  for (const auto kind : {ReplyKind::answer, ReplyKind::question, ReplyKind::closing,
                          ReplyKind::notice, ReplyKind::handover, ReplyKind::receipt})
    CHECK(needs(all, changed(answer, [&](auto& reply) { reply.kind = kind; })));
  for (const auto kind : {ReplyKind::emergency, ReplyKind::survey}) {
    CHECK(!needs(all, changed(answer, [&](auto& reply) { reply.kind = kind; })));
    CHECK(!can_need_approval(kind));
  }
  CHECK(needs_approval({all}, answer)->why ==
        "Policy \"all\" wants a second person for every reply.");
}

TEST_CASE("an emergency text waits for nobody, even where a policy were to name it") {
  const ApprovalPolicy policy{.name = "wrong", .kinds = {ReplyKind::emergency}};
  CHECK(!needs(policy, changed(answer, [](auto& reply) { reply.kind = ReplyKind::emergency; })));
}

TEST_CASE("a policy asks only where each of its lists holds the reply") {
  const ApprovalPolicy policy{.name = "four eyes",
                              .accounts = {"twitter/1"},
                              .kinds = {ReplyKind::answer, ReplyKind::closing},
                              .topics = {"graffiti", "elections"},
                              .authors = {"agent"}};
  CHECK(needs(policy, answer));
  CHECK(!needs(policy, changed(answer, [](auto& reply) { reply.account_key = "twitter/2"; })));
  CHECK(!needs(policy, changed(answer, [](auto& reply) { reply.kind = ReplyKind::question; })));
  CHECK(!needs(policy, changed(answer, [](auto& reply) { reply.topic = "trees_forestry"; })));
  CHECK(!needs(policy, changed(answer, [](auto& reply) { reply.topic = ""; })));
  CHECK(!needs(policy, changed(answer, [](auto& reply) { reply.author_role = "supervisor"; })));
  CHECK(needs_approval({policy}, answer)->why ==
        "Policy \"four eyes\" wants a second person for replies of kind answer by role agent about "
        "graffiti from twitter/1.");
}

TEST_CASE("of several policies the first that asks is the one that is named") {
  const ApprovalPolicy notices{.name = "notices", .kinds = {ReplyKind::notice}};
  const ApprovalPolicy agents{.name = "agents", .authors = {"agent"}};
  const ApprovalPolicy all{.name = "all"};
  CHECK(needs_approval({notices, agents, all}, answer)->policy == "agents");
  CHECK(!needs_approval({notices}, answer));
}
