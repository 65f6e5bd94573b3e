-- Why: whether an account works, why it stands still and who stopped it must outlive every process and stand at one
-- place; and what push delivered is told apart from what polling had to find.

create table account_health (                  -- of the last look at the account itself
  account_key   text primary key,
  checked_at    timestamptz not null,
  ok            boolean not null,
  message       text not null,
  token_ends_at timestamptz,
  warnings      jsonb not null                 -- sentences
);

-- A person's stop of sending. '' = every account. What is queued waits.
create table sending_stop (
  account_key text primary key,
  why         text not null,
  by_agent    text not null,
  since       timestamptz not null
);

create table account_event (
  event_id    bigint generated always as identity primary key,
  account_key text not null,                   -- '' = every account
  at          timestamptz not null,
  actor       text not null,                   -- agent's name or "auto"
  kind        text not null check (kind in ('parked', 'unparked', 'stopped', 'resumed', 'authorised', 'push')),
  text        text not null
);
create index account_event_of on account_event (account_key, event_id);
create trigger append_only before update or delete or truncate on account_event
  for each statement execute function refuse_change();

create table push_state (                      -- since when signed events come in
  account_key text primary key,
  first_at    timestamptz not null,
  last_at     timestamptz not null
);

-- What push told of, post by post: the measure of what it missed. Kept for some days.
create table push_seen (
  account_key text not null,
  network_id  text not null,
  at          timestamptz not null,
  primary key (account_key, network_id)
);
create index push_seen_at on push_seen (at);

create table push_wanted (                     -- told of without the post itself: to be read
  account_key text not null,
  network_id  text not null,
  at          timestamptz not null,
  tries       int not null default 0,
  next_at     timestamptz not null,
  primary key (account_key, network_id)
);
create index post_of_account on post (account_key, seen_at);
