-- $1 event_id, $2 limit
select event_id, kind, object, version from event where event_id > $1 order by event_id limit $2
