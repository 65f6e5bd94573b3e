-- Why: a question with a known answer is answered by a person at first contact and closed with it; if that answer never
-- leaves, the case must not stay closed. Council members' posts have their own line whatever their urgency. A machine
-- that answers each of our receipts is told by its author, over all conversations. Replies that only a person can
-- decide raise one alarm while they wait too long.

create table known_question (                  -- posts in review, with the article that answers them
  post_id bigint primary key references post,
  article text not null
);

create table first_contact (                   -- cases that were closed with their first answer
  case_id   bigint primary key references case_file,
  intent_id bigint not null unique references reply_intent,
  article   text not null,                     -- '' = the agent's own words
  closed_by text not null
);

-- Taken back in its undo window, or refused by the network: nobody was answered.
create function first_answer_stayed() returns trigger language plpgsql as $$
declare
  about first_contact;
  moved case_file;
begin
  delete from first_contact where intent_id = new.intent_id returning * into about;
  if not found then
    return null;
  end if;
  update case_file
  set status = 'open', closed_at = null, resolution = null, version = version + 1,
      changed_at = greatest(changed_at, new.changed_at)
  where case_id = about.case_id and status = 'closed' returning * into moved;
  if found then
    insert into case_event (case_id, at, actor, kind, text)
    values (about.case_id, new.changed_at, 'auto', 'reopened',
            'the answer was not sent: ' || case when new.last_error = '' then new.state else new.last_error end);
  end if;
  return null;
end $$;
create trigger case_of_first_answer after update of state on reply_intent for each row
  when (new.state in ('failed', 'withheld') and old.state <> new.state and new.kind = 'answer')
  execute function first_answer_stayed();

-- The menu of topics has its answer where anybody gives the case another topic.
create function topic_was_chosen() returns trigger language plpgsql as $$
declare
  before text;
begin
  update case_question set state = 'dropped', why = 'the topic was chosen', ended_at = new.changed_at
  where case_id = new.case_id and code = '#' and state in ('open', 'person')
  returning status_before into before;
  if not found then
    return null;
  end if;
  update case_pause set to_at = greatest(from_at, new.changed_at), ended_by = 'auto'
  where case_id = new.case_id and kind = 'resident' and to_at is null;
  update case_file set status = before where case_id = new.case_id and status = 'needs_info';
  return null;
end $$;
create trigger menu_of_rerouted_case after update of topic on case_file for each row
  when (new.topic <> old.topic) execute function topic_was_chosen();

alter table case_file add column partner boolean not null default false;  -- of a council member or staff
update case_file set partner = true where priority = 'partner';
create index case_of_partner on case_file (case_id) where partner and status <> 'closed';
create index case_of_author on case_file (network, resident_id, opened_at);

create table person_alarm (                    -- while replies wait for a person longer than they may
  alarm_id bigint generated always as identity primary key,
  began_at timestamptz not null,
  ended_at timestamptz
);
create unique index one_open_alarm on person_alarm ((true)) where ended_at is null;
