-- $1 kind, $2 name, $3 neighborhood, $4 now
select exists (select from hot_mute where kind = $1 and name = $2 and (neighborhood is null or neighborhood = $3)
                 and ended_at is null and until_at > from_ms($4)) as yes
