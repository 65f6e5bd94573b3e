-- Why: a deadline must be explainable years later: the target and the hours it was made with are kept with the case,
-- every pause has a reason, and what moves a clock (closing, an answer that left, a wait that ended) moves it in the
-- same transaction, whoever wrote it. Moments are computed by the program: what owes one stands in clock_owed.

create table clock_policy (                    -- texts under their digest: they never change
  version text primary key check (version ~ '^[0-9a-f]{12}$'),
  kind    text not null check (kind in ('targets', 'calendar')),
  body    jsonb not null,
  since   timestamptz not null
);

create table case_clock (
  clock_id    bigint generated always as identity primary key,
  case_id     bigint not null references case_file,
  name        text not null check (name ~ '^[a-z_]{1,40}$'),  -- response, resolution, agency …
  span_min    int not null check (span_min >= 0),
  basis       text not null check (basis in ('open_time', 'wall_time')),
  targets     text not null references clock_policy,
  calendar    text not null references clock_policy,
  topic       text not null,                   -- for which topic and priority the target was taken
  priority    text not null,
  started_at  timestamptz not null,
  stopped_at  timestamptz,
  due_at      timestamptz,                     -- null while a pause lasts
  warn_at     timestamptz,
  warned_at   timestamptz,                     -- each is told once
  breached_at timestamptz
);
create unique index one_running_clock on case_clock (case_id, name) where stopped_at is null;
create index clock_of on case_clock (case_id, clock_id);
create index clock_near on case_clock (warn_at) where stopped_at is null and warned_at is null;
create index clock_over on case_clock (due_at) where stopped_at is null and breached_at is null;
create index clock_warned on case_clock (warned_at) where warned_at is not null;
create index clock_breached on case_clock (breached_at) where breached_at is not null;

create table case_pause (                      -- of every clock of the case
  pause_id bigint generated always as identity primary key,
  case_id  bigint not null references case_file,
  from_at  timestamptz not null,
  to_at    timestamptz,
  kind     text not null check (kind in ('resident', 'person', 'post_gone')),
  why      text not null,
  by_agent text not null,
  ended_by text not null default '',
  check (to_at >= from_at)
);
create unique index one_open_pause on case_pause (case_id, kind) where to_at is null;
create index pause_of on case_pause (case_id, pause_id);

create table case_fact (                       -- what is known besides the place
  case_id  bigint not null references case_file,
  code     text not null,
  value    text not null,
  source   text not null check (source in ('post', 'answer', 'person')),
  post_id  bigint references post,             -- whose words it is
  by_agent text not null,
  at       timestamptz not null,
  primary key (case_id, code)
);
create index fact_from on case_fact (post_id) where post_id is not null;

create table case_question (                   -- one at a time
  question_id   bigint generated always as identity primary key,
  case_id       bigint not null references case_file,
  code          text not null,                 -- of the fact; '' = the place; '*' = a person's own words
  state         text not null check (state in ('open', 'person', 'answered', 'dropped')),
  private_line  boolean not null default false,
  why           text not null default '',      -- of 'person' and 'dropped'
  created_at    timestamptz not null,
  asked_at      timestamptz,                   -- when it first left
  last_at       timestamptz,                   -- when it last left, or was drafted again
  times         int not null default 0,
  look_at       timestamptz,                   -- when silence is judged next
  ended_at      timestamptz,
  status_before text not null default 'new',
  intent_id     bigint references reply_intent
);
create unique index one_waiting_question on case_question (case_id) where state in ('open', 'person');
create index question_of on case_question (case_id, question_id);
create index question_look on case_question (look_at) where state = 'open';
create index question_for_person on case_question (case_id) where state = 'person';
create index question_intent on case_question (intent_id) where intent_id is not null;

-- Cases whose clocks have to be started or reckoned again. quiet: what is past already is not told.
create table clock_owed (
  case_id bigint primary key references case_file,
  at      timestamptz not null,
  quiet   boolean not null default false
);
create index clock_owed_at on clock_owed (at);
insert into clock_owed (case_id, at, quiet) select case_id, opened_at, true from case_file where status <> 'closed';

-- do update, not nothing: the row is locked, so that who reckons at the moment comes again.
create function owe_clock(the_case bigint, moment timestamptz) returns void language sql as $$
  insert into clock_owed (case_id, at) values (the_case, moment)
  on conflict (case_id) do update set at = greatest(clock_owed.at, excluded.at)
$$;

create function case_opened() returns trigger language plpgsql as $$
begin
  perform owe_clock(new.case_id, new.opened_at);
  return null;
end $$;
create trigger clock_of_new_case after insert on case_file for each row execute function case_opened();

create function case_moved() returns trigger language plpgsql as $$
begin
  if new.status = 'closed' then
    update case_clock set stopped_at = greatest(started_at, new.closed_at)
    where case_id = new.case_id and stopped_at is null;
    update case_pause set to_at = greatest(from_at, new.closed_at), ended_by = 'closed'
    where case_id = new.case_id and to_at is null;
    update case_question set state = 'dropped', why = 'the case was closed', ended_at = new.closed_at
    where case_id = new.case_id and state in ('open', 'person');
    return null;
  end if;
  -- Somebody moved it on: nobody waits for the resident any more.
  if old.status = 'needs_info' and new.status <> 'needs_info' then
    update case_pause set to_at = greatest(from_at, new.changed_at), ended_by = 'auto'
    where case_id = new.case_id and kind = 'resident' and to_at is null;
    update case_question set state = 'dropped', why = 'the case was moved on', ended_at = new.changed_at
    where case_id = new.case_id and state = 'open';
  end if;
  perform owe_clock(new.case_id, new.changed_at);
  return null;
end $$;
create trigger clock_of_moved_case after update of status, topic, priority on case_file for each row
  when ((new.status, new.topic, new.priority) is distinct from (old.status, old.topic, old.priority))
  execute function case_moved();

create function pause_moved() returns trigger language plpgsql as $$
begin
  perform owe_clock(new.case_id, coalesce(new.to_at, new.from_at));
  return null;
end $$;
create trigger clock_of_pause after insert or update on case_pause for each row execute function pause_moved();

-- A question that left begins the wait; a person's words that left are the first answer.
create function reply_left() returns trigger language plpgsql as $$
declare
  about case_file;
begin
  select * into about from case_file where case_id = new.case_id for update;
  if about.status = 'closed' then
    return null;
  end if;
  if new.created_by <> 'auto' and new.kind in ('answer', 'question', 'handover', 'notice') then
    update case_clock set stopped_at = greatest(started_at, new.sent_at)
    where case_id = new.case_id and name = 'response' and stopped_at is null;
  end if;
  if new.kind = 'question' and new.created_by <> 'auto' then
    insert into case_question (case_id, code, state, created_at, intent_id)
    values (new.case_id, '*', 'open', new.created_at, new.intent_id)
    on conflict (case_id) where state in ('open', 'person') do update set intent_id = new.intent_id, state = 'open', why = '';
  end if;
  update case_question
  set asked_at = coalesce(asked_at, new.sent_at), last_at = new.sent_at, times = times + 1, look_at = new.sent_at,
      status_before = case when about.status = 'needs_info' then status_before else about.status end
  where intent_id = new.intent_id and state = 'open';
  if found then
    update case_file set status = 'needs_info', version = version + 1, changed_at = greatest(changed_at, new.changed_at)
    where case_id = new.case_id and status in ('new', 'open');
    insert into case_pause (case_id, from_at, kind, why, by_agent)
    values (new.case_id, new.sent_at, 'resident', 'waiting for the resident''s answer', 'auto')
    on conflict (case_id, kind) where to_at is null do nothing;
  end if;
  return null;
end $$;
create trigger clock_of_reply after update of state on reply_intent for each row
  when (new.state = 'sent' and old.state <> 'sent' and new.case_id is not null)
  execute function reply_left();

-- Nobody was asked: a person sees to it.
create function question_stayed() returns trigger language plpgsql as $$
begin
  update case_question set state = 'person', why = 'the question was not sent'
  where intent_id = new.intent_id and state = 'open' and asked_at is null;
  return null;
end $$;
create trigger question_of_reply after update of state on reply_intent for each row
  when (new.state in ('failed', 'withheld') and old.state <> new.state and new.kind in ('receipt', 'question'))
  execute function question_stayed();

create view clock_shown as
select clock_id, case_id as k_case_id, name as k_name, span_min as k_span_min, basis as k_basis, targets as k_targets,
       calendar as k_calendar, topic as k_topic, priority as k_priority, to_ms(started_at) as k_started_ms,
       to_ms(stopped_at) as k_stopped_ms, to_ms(due_at) as k_due_ms, to_ms(warn_at) as k_warn_ms,
       to_ms(warned_at) as k_warned_ms, to_ms(breached_at) as k_breached_ms
from case_clock;

create view question_shown as
select q.question_id, q.case_id as q_case_id, q.code as q_code, q.state as q_state, q.private_line as q_private_line,
       q.why as q_why, to_ms(q.created_at) as q_created_ms, to_ms(q.asked_at) as q_asked_ms, to_ms(q.last_at) as q_last_ms,
       q.times as q_times, to_ms(q.ended_at) as q_ended_ms, q.status_before as q_status_before,
       coalesce(q.intent_id, 0) as q_intent_id, coalesce(i.body, '') as q_text, coalesce(i.state, '') as q_reply_state
from case_question q left join reply_intent i on i.intent_id = q.intent_id;
