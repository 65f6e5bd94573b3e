-- Why: a post is never lost and never doubled: unique by (network, network_id), the cursor and the gap that
-- belong to a page are committed with it, and what could not be stored is kept as a dead letter.

create table account (
  account_key  text primary key,               -- "twitter/2244994945"
  handle       text not null,
  mode         text not null check (mode in ('off', 'approve', 'acknowledge')),
  parked_why   text not null default '',       -- why nothing is sent or read, '' = it works
  parked_until timestamptz,
  created_at   timestamptz not null,
  changed_at   timestamptz not null
);

-- Tokens that rotate. Sealed by the program (XChaCha20-Poly1305); the key is not in the database.
create table account_secret (
  account_key text not null,
  name        text not null,
  sealed      text not null,                   -- base64; '' = a row made only to be locked
  changed_at  timestamptz not null,
  primary key (account_key, name)
);

create table feed (                            -- one per account and word of `listen`
  feed_id          bigint generated always as identity primary key,
  account_key      text not null,
  listen           text not null,
  newest_id        text not null default '',
  newest_at        timestamptz,
  last_complete_at timestamptz,                -- start of the last walk that was read to its end
  trouble          text not null default '',
  created_at       timestamptz not null,
  unique (account_key, listen)
);

-- A range that is not read: both ends are, what lies between is not. Lost ones are kept for ever.
create table poll_gap (
  gap_id    bigint generated always as identity primary key,
  feed_id   bigint not null references feed,
  lo_id     text not null,
  hi_id     text not null,                     -- moves down as pages are read
  top_id    text not null,                     -- where it began: a page that is kept twice opens one gap
  lo_at     timestamptz,
  hi_at     timestamptz,
  estimate  bigint not null default 0,
  reason    text not null default '',
  opened_at timestamptz not null,
  closed_at timestamptz,
  outcome   text check (outcome in ('filled', 'lost')),
  check ((closed_at is null) = (outcome is null))
);
create unique index one_open_gap on poll_gap (feed_id, lo_id, top_id) where closed_at is null;
create index lost_gap on poll_gap (feed_id) where outcome = 'lost';

-- Time that was read to its end, less the gaps (open or lost) that lie in it.
create table coverage (
  feed_id bigint not null references feed,
  from_at timestamptz not null,
  to_at   timestamptz not null,
  primary key (feed_id, from_at),
  check (from_at <= to_at)
);

create table post (
  post_id          bigint generated always as identity primary key,
  network          text not null,
  network_id       text not null,
  account_key      text not null,              -- brought it in first; '' = imported
  author_id        text not null,
  author_handle    text not null,
  author_name      text not null,
  created_at       timestamptz not null,
  seen_at          timestamptz not null,
  changed_at       timestamptz not null,
  in_reply_to      text not null,
  conversation     text not null,
  kind             text not null check (kind in ('post', 'repost', 'direct_message')),
  repliable        text not null check (repliable in ('yes', 'not_summoned', 'closed', 'unknown')),
  repliable_reason text not null,
  version          text not null,              -- of the newest text in post_version
  state            text not null check (state in ('new', 'ignored', 'review', 'case', 'own', 'deleted')),
  reason           text not null default '',
  tries            int not null default 0,     -- of deciding it
  unique (network, network_id)
);
create index post_undecided on post (created_at, post_id) where state = 'new';
create index post_in_review on post (created_at, post_id) where state = 'review';
create index post_conversation on post (network, conversation) where conversation <> '';
create index post_changed on post (changed_at, post_id);

-- What was said, apart from the fact that it was: a redaction touches this table and case_words only.
create table post_version (
  post_id bigint not null references post,
  version text not null,
  seen_at timestamptz not null,
  text    text not null,
  details jsonb not null,                      -- mentions, media, place, language, address
  raw     text not null,                       -- as the network gave it
  primary key (post_id, version)
);

-- Ids that are numbers have an order, and a page read late must not bring an old text back.
create function follows(fresh text, known text) returns boolean
  language sql immutable parallel safe
  return case when fresh ~ '^[0-9]+$' and known ~ '^[0-9]+$'
              then (length(fresh), fresh) > (length(known), known)
              else fresh <> known end;

create table dead_letter (
  letter_id bigint generated always as identity primary key,
  feed_id   bigint references feed,
  post_id   bigint references post,
  raw       text not null,
  error     text not null,
  seen_at   timestamptz not null
);
create unique index one_letter_an_item on dead_letter (feed_id, md5(raw)) where feed_id is not null;

create table finding (                         -- what the rules said when the post was decided
  post_id    bigint primary key references post,
  rules      text not null,
  topic      text not null,                    -- the best one, '' = none
  decision   text not null,
  body       jsonb not null,                   -- exchange form
  decided_at timestamptz not null
);
