-- $1 link_id, $2 why, $3 by, $4 now
update persona_link set revoked_at = from_ms($4), revoked_by = $3, revoked_why = $2
where link_id = $1 and revoked_at is null returning persona_a, persona_b
