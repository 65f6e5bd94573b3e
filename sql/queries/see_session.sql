-- $1 token_hash, $2 now, $3 seen after, $4 created after
update session s set seen_at = greatest(s.seen_at, from_ms($2)) from agent a
where s.token_hash = $1 and a.agent_id = s.agent_id and not a.disabled
  and s.seen_at > from_ms($3) and s.created_at > from_ms($4)
returning a.agent_id, a.name, a.role, a.division, a.password_hash, a.disabled,
          to_ms(s.created_at) as created_ms, to_ms(s.seen_at) as seen_ms
