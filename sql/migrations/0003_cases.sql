-- Why: a case is one row that moves by compare-and-set on its version, with a history nobody can rewrite.

create table case_file (
  case_id           bigint generated always as identity primary key,
  number            text not null unique,
  public_token      text not null unique,
  version           bigint not null default 1,  -- grows when what a person answers to has changed
  status            text not null check (status in ('new', 'needs_info', 'open', 'with_agency', 'closed')),
  topic             text not null,
  service_code      text not null,
  division          text not null,
  priority          text not null check (priority in ('normal', 'partner', 'urgent', 'emergency')),
  opened_at         timestamptz not null,
  due_at            timestamptz,
  closed_at         timestamptz,
  network           text not null,
  first_post_id     bigint not null references post,
  incident          text references case_file (number),
  location          jsonb,
  resident_id       text not null,
  resident_handle   text not null,
  language          text not null,
  first_response_at timestamptz,
  contacts          int not null default 1,     -- posts of the resident and answers of the city
  resolution        text,
  assignee          text not null default '',
  reason            text not null,
  opened_by         text not null,
  changed_at        timestamptz not null,
  check ((status = 'closed') = (closed_at is not null))
);
create index case_inbox on case_file
  ((priority <> 'emergency'), coalesce(due_at, 'infinity'::timestamptz), opened_at, case_id)
  where status <> 'closed';
create index case_closed on case_file (closed_at desc, case_id desc) where status = 'closed';
create index case_opened on case_file (opened_at desc, case_id desc);
create index case_changed on case_file (changed_at, case_id);

create table case_post (
  post_id   bigint primary key references post,   -- a post belongs to one case at most
  case_id   bigint not null references case_file,
  joined_at timestamptz not null
);
create index case_post_of on case_post (case_id);

create table case_words (                      -- of the first post, for searching
  case_id bigint primary key references case_file,
  words   tsvector not null
);
create index case_words_in on case_words using gin (words);

create table case_event (
  event_id bigint generated always as identity primary key,
  case_id  bigint not null references case_file,
  at       timestamptz not null,
  actor    text not null,                      -- agent's name or "auto"
  kind     text not null,
  text     text not null
);
create index case_event_of on case_event (case_id, event_id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger append_only before update or delete or truncate on case_event
  for each statement execute function refuse_change();

-- A row lock instead of a sequence: a number that is rolled back is given again, so there are no holes.
create table case_sequence (
  local_year int primary key,
  last       bigint not null
);

create table draft (                           -- one unsent text an agent and case
  case_id  bigint not null references case_file,
  agent    text not null,
  text     text not null,
  saved_at timestamptz not null,
  primary key (case_id, agent)
);
