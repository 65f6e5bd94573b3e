-- Why: a hot topic is told once, whatever dies in between: counts are whole values, an episode's name comes from its
-- content, and each sink has one row an episode. What staff think of it stays as a label.

alter table event drop constraint event_kind_check;
alter table event add constraint event_kind_check check (kind in ('case', 'post', 'reply', 'feed', 'topic'));
create index event_at on event using brin (at);
create index post_created on post (created_at);

-- How far the decided posts were followed, as a number of the event stream, and how far the counts are rolled up.
create table trends_state (
  only_one  boolean primary key default true check (only_one),
  position  bigint not null,
  rolled_to timestamptz
);

create table topic_count (                     -- of five minutes
  bucket_at    timestamptz not null,
  topic        text not null,                  -- '' = none of the rules' topics
  neighborhood text not null,                  -- '' = unknown
  network      text not null,
  posts        int not null check (posts >= 0),
  authors      int not null check (authors >= 0),  -- different ones
  primary key (bucket_at, topic, neighborhood, network)
);
create index topic_count_of on topic_count (topic, neighborhood, bucket_at);

create table topic_count_long (                -- rolled up, for history
  span         text not null check (span in ('hour', 'day')),  -- of UTC
  bucket_at    timestamptz not null,
  topic        text not null,
  neighborhood text not null,
  network      text not null,
  posts        bigint not null,
  authors      bigint not null,                -- at most: who wrote in two buckets counts twice
  primary key (span, bucket_at, topic, neighborhood, network)
);

create table hot_topic (                       -- an episode
  episode      text primary key check (episode ~ '^[0-9a-f]{16}$'),
  kind         text not null check (kind in ('topic', 'phrase', 'brigade')),
  topic        text not null,
  phrase       text not null,
  neighborhood text not null,                  -- '' = the whole city, or nobody said where
  since        timestamptz not null,           -- its first post
  found_at     timestamptz not null,
  last_at      timestamptz not null,           -- told last: it is told again when it grew
  over_at      timestamptz,
  score        double precision not null,
  expected     double precision not null,
  posts        int not null,
  authors      int not null,
  span_s       bigint not null,                -- posts, authors, expected are of this long before last_at
  terms        jsonb not null,
  samples      jsonb not null,                 -- [[network, id], …], oldest first
  networks     jsonb not null,
  languages    jsonb not null,                 -- most frequent first
  late         boolean not null,               -- came late, or a feed was behind
  told         int not null default 1,
  state        text not null check (state in ('open', 'acknowledged', 'muted', 'over')),
  alerted_at   timestamptz,                    -- when its first alert was owed
  quiet        int not null default 0,         -- looks in a row that found it as usual
  version      bigint not null default 1,
  check ((state = 'over') = (over_at is not null))
);
create index hot_topic_going on hot_topic (state, last_at) where state <> 'over';
create index hot_topic_found on hot_topic (found_at desc, episode);

create table hot_event (
  event_id bigint generated always as identity primary key,
  episode  text not null references hot_topic,
  at       timestamptz not null,
  actor    text not null,                      -- agent's name or "auto"
  kind     text not null check (kind in ('found', 'grown', 'over', 'acknowledged', 'muted', 'unmuted', 'false_alarm', 'real',
                                         'linked', 'unlinked', 'notice')),
  text     text not null
);
create index hot_event_of on hot_event (episode, event_id);
create trigger append_only before update or delete or truncate on hot_event
  for each statement execute function refuse_change();

create table hot_label (                       -- what people say of it; the newest word of each counts
  episode text not null references hot_topic,
  by_agent text not null,
  verdict text not null check (verdict in ('false_alarm', 'real')),
  note    text not null,
  at      timestamptz not null,
  primary key (episode, by_agent)
);

create table hot_mute (
  mute_id      bigint generated always as identity primary key,
  kind         text not null check (kind in ('topic', 'phrase', 'brigade')),
  name         text not null,                  -- of the topic, or the phrase
  neighborhood text,                           -- null = everywhere
  until_at     timestamptz not null,
  why          text not null,
  by_agent     text not null,
  created_at   timestamptz not null,
  ended_at     timestamptz,
  ended_by     text not null default ''
);
create index hot_mute_going on hot_mute (kind, name) where ended_at is null;

create table hot_link (
  episode  text not null references hot_topic,
  case_id  bigint not null references case_file,
  by_agent text not null,
  at       timestamptz not null,
  primary key (episode, case_id)
);

create table hot_notice (                      -- proactive posts that were drafted
  intent_id bigint primary key references reply_intent,
  episode   text not null references hot_topic
);
create index hot_notice_of on hot_notice (episode);

create table hot_band (                        -- what is usual around an episode, for its chart
  episode  text not null references hot_topic,
  from_at  timestamptz not null,
  span_s   bigint not null,
  expected double precision not null,
  low      double precision not null,
  high     double precision not null,
  primary key (episode, from_at)
);

-- One row a message and sink: it leaves at most once. `unknown`: it may have left; it is not tried again.
create table hot_delivery (
  what       text not null,                    -- 'episode/…' or 'digest/2026-01-31'
  channel    text not null check (channel in ('webhook', 'email')),
  state      text not null check (state in ('waiting', 'trying', 'sent', 'unknown', 'failed', 'dropped')),
  tries      int not null default 0,
  created_at timestamptz not null,
  next_at    timestamptz not null,
  tried_at   timestamptz,
  sent_at    timestamptz,
  error      text not null default '',
  primary key (what, channel)
);
create index hot_delivery_due on hot_delivery (next_at) where state in ('waiting', 'trying');

create view hot_topic_shown as
select episode, kind, topic, phrase, neighborhood, to_ms(since) as since_ms, to_ms(found_at) as found_ms,
       to_ms(last_at) as last_ms, to_ms(over_at) as over_ms, score, expected, posts, authors, span_s, terms, samples,
       networks, languages, late, told, state, to_ms(alerted_at) as alerted_ms, quiet, version, found_at, last_at, over_at,
       since
from hot_topic;
