-- $1 number, $2 row (json), $3 post_id, $4 now
with asked as (
  select * from jsonb_to_record($2::jsonb) as t(
    public_token text, status text, topic text, service_code text, division text, priority text,
    opened_ms bigint, due_ms bigint, location jsonb, language text, reason text, opened_by text,
    partner boolean)
), opened as (
  insert into case_file (number, public_token, status, topic, service_code, division, priority, opened_at, due_at,
                         closed_at, network, first_post_id, location, resident_id, resident_handle, language, reason,
                         opened_by, partner, changed_at)
  select $1, r.public_token, r.status, r.topic, r.service_code, r.division, r.priority, from_ms(r.opened_ms),
         from_ms(r.due_ms), case when r.status = 'closed' then from_ms($4) end, p.network, p.post_id,
         nullif(r.location, 'null'), p.author_id, p.author_handle, r.language, r.reason, r.opened_by, r.partner, from_ms($4)
  from asked r, post p where p.post_id = $3
  returning case_id, first_post_id, reason, opened_by
), posted as (
  insert into case_post (post_id, case_id, joined_at) select first_post_id, case_id, from_ms($4) from opened
), searchable as (
  insert into case_words (case_id, words)
  select o.case_id, to_tsvector('simple', v.text)
  from opened o join post p on p.post_id = o.first_post_id
  join post_version v on v.post_id = p.post_id and v.version = p.version
)
insert into case_event (case_id, at, actor, kind, text)
select case_id, from_ms($4), opened_by, 'opened', reason from opened
