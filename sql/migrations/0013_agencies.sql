-- Why: a case changes hands between divisions with a reason and a clock of its own, people follow cases they do not
-- have, and two accounts on two networks are one resident only where that person said so.

create table case_transfer (
  transfer_id   bigint generated always as identity primary key,
  case_id       bigint not null references case_file,
  from_division text not null,                 -- '' = the desk
  to_division   text not null,
  outside       boolean not null,              -- a body outside the city: the desk records its word
  why           text not null check (why <> ''),
  started_by    text not null,
  started_at    timestamptz not null,
  target_min    int check (target_min > 0),    -- open minutes of the receiver until it answers
  due_at        timestamptz,
  state         text not null check (state in ('waiting', 'accepted', 'refused', 'withdrawn', 'decided')),
  answer        text not null default '',      -- the reason of the answer
  answered_by   text not null default '',
  answered_at   timestamptz,
  flag          text not null default '' check (flag in ('', 'too_many', 'came_back')),
  check ((state = 'waiting') = (answered_at is null))
);
create unique index one_waiting_transfer on case_transfer (case_id) where state = 'waiting';
create index transfer_of on case_transfer (case_id, transfer_id);
create index transfer_started on case_transfer (started_at);

create table case_watch (
  case_id  bigint not null references case_file,
  agent_id bigint not null references agent,
  wants    jsonb not null,                     -- ["closed", "answered", "overdue", "transferred", "written"]
  since    timestamptz not null,
  primary key (case_id, agent_id)
);
create index watched_by on case_watch (agent_id, case_id);

create table agent_notice (
  notice_id bigint generated always as identity primary key,
  agent_id  bigint not null references agent,
  case_id   bigint not null references case_file,
  at        timestamptz not null,
  kind      text not null check (kind in ('closed', 'reopened', 'answered', 'overdue', 'transferred', 'written',
                                          'transfer_in', 'transfer_accepted', 'transfer_refused', 'transfer_late',
                                          'ping_pong')),
  actor     text not null,                     -- agent's name or "auto"
  text      text not null,                     -- of staff, never of residents
  once      text not null default '',          -- what may be told one time only
  read_at   timestamptz
);
create unique index told_once on agent_notice (agent_id, case_id, once) where once <> '';
create index notice_of on agent_notice (agent_id, notice_id);
create index notice_unread on agent_notice (agent_id, case_id) where read_at is null;

-- Those who follow the case and want to know this, but not who did it.
create function tell_watchers(the_case bigint, want text, the_kind text, the_actor text, words text, moment timestamptz)
  returns void language sql as $$
  insert into agent_notice (agent_id, case_id, at, kind, actor, text)
  select w.agent_id, the_case, moment, the_kind, the_actor, words
  from case_watch w join agent a on a.agent_id = w.agent_id
  where w.case_id = the_case and w.wants ? want and a.name <> the_actor and not a.disabled
$$;

-- Whoever closes or reopens a case, a person or a loop, tells the watchers; a transfer that waits ends with the case.
create function case_changed_hands() returns trigger language plpgsql as $$
declare
  closes boolean := new.status = 'closed';
  who text;
begin
  if closes = (old.status = 'closed') then return null; end if;
  who := coalesce((select actor from case_event where case_id = new.case_id order by event_id desc limit 1), 'auto');
  perform tell_watchers(new.case_id, 'closed', case when closes then 'closed' else 'reopened' end, who,
                        case when closes then coalesce(new.resolution, '') else '' end, new.changed_at);
  if closes then
    update case_transfer set state = 'withdrawn', answer = 'the case was closed', answered_by = who,
      answered_at = new.changed_at
    where case_id = new.case_id and state = 'waiting';
  end if;
  return null;
end $$;
create trigger tell_closing after update of status on case_file
  for each row when (old.status is distinct from new.status) execute function case_changed_hands();

create function resident_wrote() returns trigger language plpgsql as $$
begin
  perform tell_watchers(new.case_id, 'written', 'written', new.actor, '', new.at);
  return null;
end $$;
create trigger tell_written after insert on case_event
  for each row when (new.kind = 'joined') execute function resident_wrote();

create function case_answered() returns trigger language plpgsql as $$
begin
  perform tell_watchers(new.case_id, 'answered', 'answered', new.created_by, '', new.changed_at);
  return null;
end $$;
create trigger tell_answered after update of state on reply_intent
  for each row when (new.state = 'sent' and old.state <> 'sent' and new.kind = 'answer' and new.case_id is not null)
  execute function case_answered();

-- A persona is (network, id); ids of two servers of one network are two worlds.
create table persona (
  persona_id bigint generated always as identity primary key,
  network    text not null,
  server     text not null,
  network_id text not null,
  handle     text not null,
  unique (network, server, network_id)
);
create index case_of_persona on case_file (network, resident_id);

-- A resident = the personas that live links hold together. A link is somebody's recorded word, and can be taken back.
create table persona_link (
  link_id     bigint generated always as identity primary key,
  persona_a   bigint not null references persona,
  persona_b   bigint not null references persona,
  said        text not null check (said <> ''),
  post_id     bigint references post,          -- where they said it; null = by another channel
  recorded_by text not null,
  recorded_at timestamptz not null,
  revoked_by  text not null default '',
  revoked_at  timestamptz,
  revoked_why text not null default '',
  check (persona_a < persona_b)
);
create unique index one_live_link on persona_link (persona_a, persona_b) where revoked_at is null;
create index link_a on persona_link (persona_a);
create index link_b on persona_link (persona_b);
create index link_by_post on persona_link (post_id) where post_id is not null;

-- What its author removed is not kept in a quotation.
create function forget_quotation() returns trigger language plpgsql as $$
begin
  update persona_link set said = '[the post was deleted]' where post_id = new.post_id;
  return null;
end $$;
create trigger forget_quotation after update of state on post
  for each row when (new.state = 'deleted' and old.state <> 'deleted') execute function forget_quotation();

-- The personas of a case's resident; its own one first, whether it was ever linked or not.
create function personas_of(wanted text)
  returns table (persona_id bigint, network text, server text, network_id text, handle text, own boolean)
  language sql stable as $$
  with recursive me as (
    select c.network, p.server, c.resident_id, c.resident_handle
    from case_file c join post p on p.post_id = c.first_post_id where c.number = wanted
  ), together as (
    select n.persona_id from persona n join me on me.network = n.network and me.server = n.server
      and me.resident_id = n.network_id
    union
    select case when l.persona_a = t.persona_id then l.persona_b else l.persona_a end
    from together t join persona_link l on (l.persona_a = t.persona_id or l.persona_b = t.persona_id)
      and l.revoked_at is null
  )
  select n.persona_id, me.network, me.server, me.resident_id, me.resident_handle, true
  from me left join persona n on n.network = me.network and n.server = me.server and n.network_id = me.resident_id
  union all
  select n.persona_id, n.network, n.server, n.network_id, n.handle, false
  from together t join persona n on n.persona_id = t.persona_id
  where not exists (select from me where me.network = n.network and me.server = n.server and me.resident_id = n.network_id)
$$;

-- How often the resident had to speak (casebridge/contacts.h).
create view case_contact as
select c.case_id,
       (select count(*) from case_post cp join post p on p.post_id = cp.post_id
        where cp.case_id = c.case_id and p.network = c.network and p.author_id = c.resident_id and p.state <> 'own'
          and (c.closed_at is null or p.created_at <= c.closed_at))::int as resident_posts,
       (select count(*) from case_event e where e.case_id = c.case_id and e.kind = 'reopened')::int as reopened,
       (select count(*) from case_transfer t where t.case_id = c.case_id and t.state in ('accepted', 'decided')
          and t.from_division <> t.to_division)::int as moves
from case_file c;

-- What waits for an agent: transfers to the own division; for who leads every transfer that waits and every case that was
-- passed to and fro; for the desk the bodies outside the city.
create function incoming_cases(who text) returns setof bigint language sql stable as $$
  select t.case_id from case_transfer t join agent a on lower(a.name) = lower(who)
  where t.state = 'waiting'
    and (t.to_division = a.division or a.role in ('supervisor', 'admin')
         or t.outside and a.division = '' and a.role in ('agent', 'approver'))
  union
  select t.case_id from case_transfer t join agent a on lower(a.name) = lower(who) and a.role in ('supervisor', 'admin')
    join case_file c on c.case_id = t.case_id and c.status <> 'closed'
  where t.state = 'refused' and t.flag <> ''
    and not exists (select from case_transfer n where n.case_id = t.case_id and n.transfer_id > t.transfer_id
                    and n.state <> 'withdrawn')
$$;
create index transfer_open on case_transfer (case_id) where state = 'waiting' or flag <> '';
