-- Why: reading has a price, a reach and a memory: what was spent, what a gap has cost in tries, when a post was last
-- looked at again, and that what its author removed is not shown any more. And the ids of two servers of one network
-- (Mastodon) are two worlds.

-- Of one UTC day. Calls are counted where they leave, the rest where the network says or sells it.
create table account_spend (
  account_key text not null,
  day         date not null,
  calls       bigint not null default 0,
  reads       bigint not null default 0,       -- resources that were returned
  micro_usd   bigint not null default 0,       -- at most: a network that charges a post once a day may take less
  primary key (account_key, day)
);

-- What a server said of its limits, in the connector's own words: read by one process, kept to by all.
create table account_limits (
  account_key text primary key,
  told        text not null,
  told_at     timestamptz not null
);

-- Whose ids a post's are. The first server of a network is '', so that networks with one world of ids, and posts that
-- are imported, need no server at all; each further one stands under its host.
create table id_space (
  network text not null,
  host    text not null,
  server  text not null,
  primary key (network, host),
  unique (network, server)
);
alter table account add column server text not null default '';
create function server_of(key text) returns text language sql stable parallel safe
  return coalesce((select server from account where account_key = key), '');

alter table post
  add column server       text not null default '',
  add column checked_at   timestamptz,         -- last looked at again on the network, and judged
  add column check_after  timestamptz,         -- asked for in vain: not again before
  add column gone         text check (gone in ('deleted', 'hidden', 'withheld')),
  add column gone_at      timestamptz,
  add column state_before text not null default '';
update post set gone = 'deleted', gone_at = changed_at where state = 'deleted';
alter table post add constraint gone_is_deleted check ((state = 'deleted') = (gone is not null));
alter table post drop constraint post_network_network_id_key;
alter table post add constraint one_post unique (network, network_id, server);
create index post_gone_in on post (account_key, gone_at) where gone is not null;

-- What happened to a post that had been decided: for the bridge to act on, once, in order.
create table post_change (
  change_id bigint generated always as identity primary key,
  post_id   bigint not null references post,
  kind      text not null check (kind in ('edited', 'gone', 'back')),
  at        timestamptz not null,
  tries     int not null default 0
);

alter table feed
  add column walked_at timestamptz,            -- start of the last walk of which a page was kept: coverage ends there
  add column density   double precision not null default 0;  -- posts a second, as the last whole walk met them
update feed set walked_at = last_complete_at;

-- lo_at is from now on where the unread time begins (everything before a complete walk was read); ask_at is what a
-- network that goes by times is asked for, overlap included.
alter table poll_gap
  add column ask_at  timestamptz,
  add column tries   int not null default 0,   -- since it last became smaller
  add column next_at timestamptz;              -- not to be tried before
update poll_gap set ask_at = lo_at where closed_at is null;

create or replace view post_shown as
select p.post_id, p.account_key, p.network, p.network_id, p.author_id, p.author_handle, p.author_name,
       to_ms(p.created_at) as created_ms, to_ms(p.seen_at) as seen_ms, to_ms(p.changed_at) as changed_ms,
       p.in_reply_to, p.conversation, p.kind, p.repliable, p.repliable_reason, p.version, p.state, p.reason,
       v.text, v.details, p.created_at, p.changed_at, p.server, coalesce(p.gone, '') as gone, to_ms(p.gone_at) as gone_ms
from post p join post_version v on v.post_id = p.post_id and v.version = p.version;
