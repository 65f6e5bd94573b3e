-- $1 kind, $2 name, $3 neighborhood or null
update hot_topic set state = 'muted', version = version + 1
where kind = $1 and case when $1 = 'topic' then topic else phrase end = $2
  and ($3::text is null or neighborhood = $3) and state in ('open', 'acknowledged') returning episode, version
