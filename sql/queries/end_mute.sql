-- $1 mute_id, $2 agent, $3 now
update hot_mute set ended_at = from_ms($3), ended_by = $2 where mute_id = $1 and ended_at is null and until_at > from_ms($3)
returning kind, name, neighborhood
