-- Why: consoles follow what changes without asking again and again: a numbered stream of what moved, never of
-- what was said. Numbers are given under a lock that is held until the commit (queries/lock_events.sql), so a
-- reader who has seen number n will never miss one below it.

create table event (
  event_id bigint generated always as identity primary key,
  at       timestamptz not null,
  kind     text not null check (kind in ('case', 'post', 'reply', 'feed')),
  object   text not null,
  version  bigint not null
);
create trigger append_only before update or delete or truncate on event
  for each statement execute function refuse_change();

-- Stands beside the database too: a restored database knows less than the networks, and this shows it.
create table instance (
  only_one    boolean primary key default true check (only_one),
  instance_id uuid not null default gen_random_uuid()
);
insert into instance default values;
