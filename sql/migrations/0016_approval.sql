-- Why: a city may want a second person to see a reply before it leaves: who asked, for which text, under which policy,
-- and what came of it. One row an ask; the newest one of a reply says where it stands.

create table reply_approval (
  ask_id      bigint generated always as identity primary key,
  intent_id   bigint not null references reply_intent,
  asked_by    text not null check (asked_by <> ''),
  asked_at    timestamptz not null,
  policy      text not null,
  why         text not null,
  body_sha    bytea not null,                  -- an approval is bound to this text
  state       text not null check (state in ('waiting', 'approved', 'sent_back', 'replaced', 'withdrawn')),
  answer      text not null default '',        -- the reason of who sent it back or withdrew it
  answered_by text not null default '',
  answered_at timestamptz,
  check ((state = 'waiting') = (answered_at is null))
);
create unique index one_waiting_approval on reply_approval (intent_id) where state = 'waiting';
create index approval_waiting on reply_approval (ask_id) where state = 'waiting';
create index approval_sent_back on reply_approval (asked_by, ask_id) where state = 'sent_back';
create index approval_of on reply_approval (intent_id, ask_id);

create function text_sha(body text) returns bytea language sql immutable as $$
  select sha256(convert_to(body, 'UTF8'))
$$;

-- Whether the reply is held back for a second person: it waits, or it was sent back and nobody asked again.
create function is_held(the_intent bigint) returns boolean language sql stable as $$
  select coalesce((select state in ('waiting', 'sent_back') from reply_approval where intent_id = the_intent
                   order by ask_id desc limit 1), false)
$$;

-- Whatever statement tries it: what is held back is not sent.
create function approved_first() returns trigger language plpgsql as $$
begin
  if is_held(new.intent_id) then
    raise exception 'reply % waits for approval', new.intent_id;
  end if;
  return new;
end $$;
create trigger approved_first before update of state on reply_intent for each row
  when (new.state in ('queued', 'sending') and old.state in ('draft', 'failed')) execute function approved_first();

-- A reply that is withheld, or turns out to be on the network, waits for nobody any more.
create function approval_over() returns trigger language plpgsql as $$
begin
  update reply_approval set state = 'withdrawn', answered_by = 'auto', answered_at = new.changed_at,
    answer = new.last_error
  where intent_id = new.intent_id and state = 'waiting';
  return null;
end $$;
create trigger approval_over after update of state on reply_intent for each row
  when (new.state in ('withheld', 'sent') and old.state in ('draft', 'failed')) execute function approval_over();

-- The case is open again: a closing note that nobody has approved yet would not be true any more.
create function closing_overtaken() returns trigger language plpgsql as $$
begin
  with overtaken as (
    update reply_intent set state = 'withheld', last_error = 'the case was reopened', changed_at = new.changed_at
    where case_id = new.case_id and kind = 'closing' and state in ('draft', 'failed') and is_held(intent_id)
    returning intent_id)
  insert into case_event (case_id, at, actor, kind, text)
  select new.case_id, new.changed_at, 'auto', 'approval', 'closing withheld: the case was reopened' from overtaken;
  return null;
end $$;
create trigger closing_overtaken after update of status on case_file for each row
  when (old.status = 'closed' and new.status <> 'closed') execute function closing_overtaken();

-- An approved closing note that is taken back in its undo window takes the survey along that came with it: who is not
-- told is not asked.
create function untold_unasked() returns trigger language plpgsql as $$
begin
  if not exists (select from reply_approval where intent_id = new.intent_id) then return null; end if;
  with held as (
    update reply_intent i set state = 'withheld', last_error = 'the closing note was taken back', changed_at = new.changed_at
    from survey s
    where s.case_id = new.case_id and s.intent_id = i.intent_id and s.withdrawn_at is null and i.state in ('draft', 'queued')
    returning i.intent_id)
  update survey s set withdrawn_at = new.changed_at from held h where s.intent_id = h.intent_id;
  return null;
end $$;
create trigger untold_unasked after update of state on reply_intent for each row
  when (new.kind = 'closing' and new.state = 'withheld' and old.state = 'queued') execute function untold_unasked();

create or replace view reply_shown as
select i.intent_id, i.account_key, i.target_post_id, i.kind, i.seq, i.case_id, c.number as case_number, i.body,
       i.marker, i.network_key, i.language, i.policy, i.state, i.needs_person, i.remote_id,
       to_ms(i.not_before) as not_before_ms, to_ms(i.next_at) as next_ms, i.reads, i.attempts, i.last_error,
       i.created_by, i.approved_by, to_ms(i.created_at) as created_ms, to_ms(i.sent_at) as sent_ms,
       to_ms(i.changed_at) as changed_ms, i.changed_at,
       a.ask_id as a_ask_id, a.state as a_state, a.asked_by as a_asked_by, to_ms(a.asked_at) as a_asked_ms,
       a.policy as a_policy, a.why as a_why, a.answer as a_answer, a.answered_by as a_answered_by,
       to_ms(a.answered_at) as a_answered_ms
from reply_intent i
left join case_file c on c.case_id = i.case_id
left join lateral (select * from reply_approval r where r.intent_id = i.intent_id order by r.ask_id desc limit 1) a on true;

-- A draft waits for the desk unless it waits for a second person: that has a list of its own.
create or replace view case_line as
select s.*, v.text as first_text, p.author_name as first_author,
       exists (select from reply_intent i where i.case_id = s.case_id and i.state = 'in_doubt') as reply_in_doubt,
       exists (select from reply_intent i where i.case_id = s.case_id and i.state = 'failed') as reply_failed,
       exists (select from reply_intent i where i.case_id = s.case_id and i.state = 'draft'
                 and not exists (select from reply_approval r where r.intent_id = i.intent_id and r.state = 'waiting'))
         as draft_waits
from case_shown s
join post p on p.post_id = s.first_post_id
join post_version v on v.post_id = p.post_id and v.version = p.version;
