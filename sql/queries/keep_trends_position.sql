-- $1 position
insert into trends_state (position) values ($1)
on conflict (only_one) do update set position = greatest(trends_state.position, excluded.position)
