-- Why: a resident can be reached by more than one way, and a person chooses: in public, by the one private reply that
-- Meta takes to a public comment, or by a private message. The choice travels with the reply to every attempt and look.
alter table reply_intent add column way text not null default 'reply'   -- 'reply': as the answered post is
  check (way in ('reply', 'private_reply', 'direct_message'));
-- Meta takes one private reply a comment. A refused one keeps its place: it is mended and approved, never written twice.
create unique index one_private_reply on reply_intent (account_key, target_post_id)
  where way = 'private_reply' and state <> 'withheld';

create or replace view reply_shown as
select i.intent_id, i.account_key, i.target_post_id, i.kind, i.seq, i.case_id, c.number as case_number, i.body,
       i.marker, i.network_key, i.language, i.policy, i.state, i.needs_person, i.remote_id,
       to_ms(i.not_before) as not_before_ms, to_ms(i.next_at) as next_ms, i.reads, i.attempts, i.last_error,
       i.created_by, i.approved_by, to_ms(i.created_at) as created_ms, to_ms(i.sent_at) as sent_ms,
       to_ms(i.changed_at) as changed_ms, i.changed_at,
       a.ask_id as a_ask_id, a.state as a_state, a.asked_by as a_asked_by, to_ms(a.asked_at) as a_asked_ms,
       a.policy as a_policy, a.why as a_why, a.answer as a_answer, a.answered_by as a_answered_by,
       to_ms(a.answered_at) as a_answered_ms, i.way
from reply_intent i
left join case_file c on c.case_id = i.case_id
left join lateral (select * from reply_approval r where r.intent_id = i.intent_id order by r.ask_id desc limit 1) a on true;
