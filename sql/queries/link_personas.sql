-- $1 persona, $2 other persona, $3 said, $4 post_id or null, $5 by, $6 now
insert into persona_link (persona_a, persona_b, said, post_id, recorded_by, recorded_at)
values (least($1::bigint, $2::bigint), greatest($1::bigint, $2::bigint), $3, $4, $5, from_ms($6))
on conflict (persona_a, persona_b) where revoked_at is null do nothing
returning link_id
