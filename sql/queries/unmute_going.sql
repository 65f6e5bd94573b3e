-- Those that no mute keeps quiet any more. $1 now
update hot_topic h set state = 'open', version = h.version + 1
where h.state = 'muted' and not exists (
  select from hot_mute m where m.kind = h.kind and m.name = case when h.kind = 'topic' then h.topic else h.phrase end
    and (m.neighborhood is null or m.neighborhood = h.neighborhood) and m.ended_at is null and m.until_at > from_ms($1))
returning episode, version
