// What is said when a case is closed: one note a resident, in their own thread, and the survey
// where the city asks.
#include <set>

#include "core/text.h"
#include "service/web/approvals.h"
#include "service/web/incidents.h"
#include "service/web/views.h"

namespace social311::service {
namespace {

struct Composed {
  std::optional<sql::NewReply> reply{};
  std::string why_not{};
};

Composed compose(const WebParts& parts, const ApiCall& call, const sql::CaseDetail& detail,
                 const CanReply& can, ReplyKind kind, const std::string& text) {
  const ReplyAsk ask{.kind = kind,
                     .about = detail.about,
                     .account_key = can.account->key(),
                     .target_post_id = can.target_post_id,
                     .free_text = text,
                     .by = call.agent.name};
  auto reply = write_reply(parts.intake(), ask, call.store.next_reply_sequence(), call.now);
  if (!reply) return {{}, reply.fault().message};
  reply->seq = call.store.next_reply_seq(reply->account_key, reply->target_post_id, kind);
  reply->state = ReplyState::queued;  // it leaves on closing: the act of the person who closed
  hold_for_approval(parts, call, detail.about.topic, *reply);  // … unless a policy wants another
  return {*reply, ""};
}

std::string in_their_language(const ClosingAsk& ask, const std::string& language) {
  const auto translated = ask.translations.find(language);
  return translated == ask.translations.end() ? ask.resolution : translated->second;
}

// With the photograph's link where it fits whole; Composed::why_not says where it does not.
Composed with_photo(const WebParts& parts, const ApiCall& call, const sql::CaseDetail& detail,
                    const CanReply& can, const ClosingAsk& ask) {
  const std::string words = in_their_language(ask, detail.about.language);
  if (ask.photo_url.empty()) return compose(parts, call, detail, can, ReplyKind::closing, words);
  auto composed =
      compose(parts, call, detail, can, ReplyKind::closing, words + " " + ask.photo_url);
  if (composed.reply && composed.reply->body.find(ask.photo_url) == std::string::npos)
    return {{}, "The outcome is too long for the link to its photograph: shorten it."};
  return composed;
}

std::optional<sql::NewReply> survey_for(const WebParts& parts, const ApiCall& call,
                                        const sql::CaseDetail& detail, const CanReply& can) {
  const auto& policy = parts.city.closing;
  if (!casebridge::asks_survey(policy, detail.about)) return std::nullopt;
  if (call.store.was_surveyed(detail.about.number, call.now - policy.survey.quiet))
    return std::nullopt;
  auto composed = compose(parts, call, detail, can, ReplyKind::survey, "");
  if (!composed.reply) return std::nullopt;  // the template's fault: `rules check` names it
  if (policy.survey.after.count() > 0) composed.reply->not_before = call.now + policy.survey.after;
  return composed.reply;
}

// Who is not told yet is not asked either: the survey then leaves with the approved note.
bool leaves_now(const sql::ClosingNote& note) {
  return note.closing && !note.closing->approval;
}

// One resident who has several cases in the incident is told in each thread and asked in one.
class Asked {
 public:
  bool first(const Resident& resident) {
    return known_.insert(resident.network + "/" + resident.id).second;
  }

 private:
  std::set<std::string> known_{};
};

sql::ClosingNote note_for_member(const WebParts& parts, const ApiCall& call,
                                 const sql::CaseDetail& member, const ClosingAsk& ask, Asked& asked,
                                 bool calm) {
  sql::ClosingNote note{.number = member.about.number};
  const CanReply can = can_reply(parts, member);
  if (!can.possible) {
    note.untold = can.reason;
    return note;
  }
  Composed composed = with_photo(parts, call, member, can, ask);
  if (!composed.reply)
    composed = compose(parts, call, member, can, ReplyKind::closing,
                       in_their_language(ask, member.about.language));
  note.closing = composed.reply;
  note.untold = composed.reply ? "" : composed.why_not;
  if (leaves_now(note) && calm && asked.first(member.about.resident))
    note.survey = survey_for(parts, call, member, can);
  return note;
}

}  // namespace

std::optional<sql::NewReply> survey_after(const WebParts& parts, const ApiCall& call,
                                          const sql::CaseDetail& detail) {
  const CanReply can = can_reply(parts, detail);
  if (!can.possible || detail.about.status != CaseStatus::closed) return std::nullopt;
  const auto& incident = detail.about.incident;
  const auto lead = incident ? call.store.case_detail(*incident) : std::nullopt;
  if (lead && lead->about.priority == Priority::emergency) return std::nullopt;
  return survey_for(parts, call, detail, can);
}

ClosingAsk closing_ask(const ApiCall& call, std::string resolution) {
  ClosingAsk ask{.resolution = std::move(resolution),
                 .photo_url = call.body["photo_url"].text_or("")};
  const auto translations = call.body["translations"];
  for (const auto& language : translations.keys())
    if (const auto text = translations[language].text(); text && !trim(*text).empty())
      ask.translations[language] = std::string(grapheme_prefix(repair_utf8(*text), 4'000, 4'000));
  return ask;
}

ClosingNotes closing_notes(const WebParts& parts, const ApiCall& call,
                           const sql::CaseDetail& detail, const ClosingAsk& ask) {
  ClosingNotes out;
  sql::ClosingNote lead{.number = detail.about.number};
  const bool calm = detail.about.priority != Priority::emergency;
  Asked asked;
  if (ask.tell) {
    const CanReply can = can_reply(parts, detail);
    if (!can.possible) {
      out.refusal = problem(422, "not-repliable", "This post cannot be answered", can.reason);
      return out;
    }
    const Composed composed = with_photo(parts, call, detail, can, ask);
    if (!composed.reply) {
      out.refusal = problem(422, "too-long", "The text does not fit", composed.why_not);
      return out;
    }
    lead.closing = composed.reply;
    if (leaves_now(lead) && asked.first(detail.about.resident))
      lead.survey = survey_for(parts, call, detail, can);
  }
  out.notes.push_back(std::move(lead));
  for (const auto& number : call.store.open_members(detail.about.number)) {
    const auto member = call.store.case_detail(number);
    if (!member) continue;
    out.notes.push_back(ask.tell ? note_for_member(parts, call, *member, ask, asked, calm)
                                 : sql::ClosingNote{.number = number});
  }
  return out;
}

}  // namespace social311::service
