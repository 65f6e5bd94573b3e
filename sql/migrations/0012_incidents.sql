-- Why: one trouble is often told by many. Which case may be the same, who said so, what became of it, and whether the
-- residents were content: every join can be traced and undone, and a service's record of right and wrong suggestions
-- is what allows it to join by itself.

-- The words that make a place, in an order of their own, without kinds of street and directions: "Grant & 14th Ave" and
-- "14th and Grant" are one. The program decides (casebridge/place_name.h); this only finds what is worth a look.
create function place_key(place text) returns text
  language sql immutable parallel safe as $$
  select coalesce(string_agg(word, ' ' order by word collate "C"), '') from (
    select distinct word
    from regexp_split_to_table(translate(lower(place), 'áéíóúüñÁÉÍÓÚÜÑ', 'aeiouunaeiouun'), '[^a-z0-9]+') as word
    where word <> '' and word <> all (array[
      'and', 'y', 'at', 'of', 'the', 'de', 'del', 'la', 'el', 'los', 'las', 'con', 'near', 'corner', 'esquina', 'cerca',
      'n', 's', 'e', 'w', 'o', 'north', 'south', 'east', 'west', 'norte', 'sur', 'este', 'oeste',
      'st', 'street', 'calle', 'ave', 'av', 'avenue', 'avenida', 'blvd', 'boulevard', 'dr', 'drive', 'rd', 'road',
      'ct', 'court', 'pl', 'place', 'ln', 'lane', 'way', 'pkwy', 'parkway', 'cir', 'circle', 'ter', 'terrace',
      'hwy', 'highway', 'denver', 'co', 'colorado'])) as words $$;

-- Open cases near a place: a band of latitude of one topic, or one name. Which kinds are a spot: casebridge/incident.h.
create index case_near on case_file (topic, ((location ->> 'lat')::float8)) where status <> 'closed';
create index case_named on case_file (topic, place_key(location ->> 'text')) where status <> 'closed';
create index case_led on case_file (incident) where incident is not null;

create table incident_suggestion (
  suggestion_id bigint generated always as identity primary key,
  case_id       bigint not null references case_file,
  leads         bigint not null references case_file,
  topic         text not null,
  likelihood    double precision not null check (likelihood between 0 and 1),
  distance_m    double precision,
  advice        text not null check (advice in ('join_by_itself', 'suggest', 'ask_resident')),
  why           text not null,
  state         text not null check (state in ('open', 'asked', 'joined', 'declined')),
  by_agent      text not null,                 -- who decided: an agent, 'auto' or 'resident'
  made_at       timestamptz not null,
  changed_at    timestamptz not null,
  unique (case_id, leads),
  check (case_id <> leads)
);
create index suggestion_record on incident_suggestion (topic, changed_at desc) where state in ('joined', 'declined');

-- Who belonged to which incident, from when to when. case_file.incident is the present state of it.
create table incident_join (
  join_id   bigint generated always as identity primary key,
  case_id   bigint not null references case_file,
  leads     bigint not null references case_file,
  how       text not null check (how in ('click', 'automatic', 'resident', 'parent', 'moved')),
  by_agent  text not null,
  joined_at timestamptz not null,
  ended_at  timestamptz,
  ended_by  text not null default '',
  end_kind  text check (end_kind in ('split', 'moved')),
  check ((ended_at is null) = (end_kind is null)),
  check (case_id <> leads)
);
create unique index one_incident_a_case on incident_join (case_id) where ended_at is null;
create index incident_members on incident_join (leads) where ended_at is null;

-- Cases that are compared again: somebody told their place or changed their topic after they were opened.
create table incident_moved (
  case_id bigint primary key references case_file
);
create function note_moved_case() returns trigger language plpgsql as $$
begin
  insert into incident_moved (case_id) values (new.case_id) on conflict do nothing;
  return null;
end $$;
create trigger moved after update of location, topic on case_file for each row
  when (new.status <> 'closed' and jsonb_typeof(new.location) = 'object'
        and (new.location is distinct from old.location or new.topic <> old.topic))
  execute function note_moved_case();

create table incident_parent (                 -- a mass event: one leading case with a name of its own
  leads     bigint primary key references case_file,
  title     text not null,
  episode   text references hot_topic,
  by_agent  text not null,
  opened_at timestamptz not null
);

-- The question after closing. The resident's words stay in their post, where they can be redacted.
create table survey (
  survey_id      bigint generated always as identity primary key,
  case_id        bigint not null references case_file,
  leads          bigint not null references case_file,  -- the incident's; the case itself where it is alone
  network        text not null,
  resident_id    text not null,
  intent_id      bigint not null references reply_intent,
  made_at        timestamptz not null,
  withdrawn_at   timestamptz,                  -- the case was opened again before it left
  answered_at    timestamptz,
  score          int check (score between 1 and 5),
  answer_post_id bigint references post,
  check ((answered_at is null) = (answer_post_id is null))
);
create unique index one_survey_a_resident on survey (leads, network, resident_id) where withdrawn_at is null;
create index survey_of on survey (case_id);
create index survey_resident on survey (network, resident_id, made_at);
create index survey_made on survey (made_at);

create table quality_review (                  -- a later one of the same reviewer replaces the earlier one
  review_id bigint generated always as identity primary key,
  case_id   bigint not null references case_file,
  reviewer  text not null,
  at        timestamptz not null,
  score     int not null check (score between 0 and 100),
  marks     jsonb not null,                    -- criterion → yes | partly | no | not_applicable
  note      text not null
);
create index quality_of on quality_review (case_id, reviewer, review_id desc);
create index quality_at on quality_review (at);
create trigger append_only before update or delete or truncate on quality_review
  for each statement execute function refuse_change();
