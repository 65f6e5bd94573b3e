-- Why: a reply is an intent first. The unique keys carry the proof that nothing is said twice: two agents,
-- two rules or two processes cannot create the same reply, and no intent has two open attempts.

create sequence reply_sequence;                -- for markers; holes do not matter there

create table reply_intent (
  intent_id      bigint generated always as identity primary key,
  account_key    text not null,
  target_post_id text not null,                -- network's id
  kind           text not null check (kind in ('receipt', 'question', 'emergency', 'answer', 'closing',
                                               'survey', 'handover', 'notice')),
  seq            int not null check (seq > 0), -- 2nd answer to the same post = a new seq, never by a retry
  case_id        bigint references case_file,
  body           text not null,
  marker         text unique,
  network_key    text not null,
  language       text not null,
  policy         text not null check (policy in ('human', 'retry_if_deduped', 'retry_keyed')),
  state          text not null check (state in ('draft', 'queued', 'sending', 'sent', 'in_doubt', 'failed',
                                                'withheld')),
  needs_person   boolean not null default false,
  remote_id      text check (remote_id <> ''),
  not_before     timestamptz,                  -- undo window
  next_at        timestamptz,                  -- next try (queued) or next look (in_doubt)
  reads          int not null default 0,       -- complete ones without a hit since the last attempt ended
  attempts       int not null default 0,
  last_error     text not null default '',
  created_by     text not null,
  approved_by    text not null default '',
  created_at     timestamptz not null,
  changed_at     timestamptz not null,
  sent_at        timestamptz,
  unique (account_key, target_post_id, kind, seq),
  check ((state = 'sent') = (remote_id is not null)),
  check (not needs_person or state = 'in_doubt')
);
create index reply_due on reply_intent (account_key, created_at) where state in ('queued', 'in_doubt', 'sending');
create index reply_waiting on reply_intent (state, case_id) where state in ('draft', 'in_doubt', 'failed');
create index reply_target on reply_intent (target_post_id);
create index reply_of on reply_intent (case_id);
create index reply_changed on reply_intent (changed_at, intent_id);

create table reply_attempt (
  attempt_id    bigint generated always as identity primary key,
  intent_id     bigint not null references reply_intent,
  incarnation   text not null,                 -- the sender's life that made it
  started_at    timestamptz not null,
  ended_at      timestamptz,
  outcome       text check (outcome in ('sent', 'rejected', 'not_sent', 'unknown')),
  http_status   int not null default 0,
  platform_code text not null default '',
  message       text not null default '',
  remote_id     text not null default '',
  check ((ended_at is null) = (outcome is null))
);
create unique index one_open_attempt on reply_attempt (intent_id) where ended_at is null;
create index attempt_of on reply_attempt (intent_id, attempt_id);

create table own_post (                        -- everything our accounts are seen to have posted, from every read
  account_key text not null,
  remote_id   text not null,
  in_reply_to text not null,
  text        text not null,
  created_at  timestamptz not null,
  seen_at     timestamptz not null,
  intent_id   bigint references reply_intent,  -- whose it is; two rows of one intent = it went out twice
  primary key (account_key, remote_id)
);
create index own_post_unmatched on own_post (account_key, in_reply_to) where intent_id is null;
create index own_post_remote on own_post (remote_id);
create index own_post_of on own_post (intent_id) where intent_id is not null;
