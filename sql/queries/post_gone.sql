-- $1 network, $2 network_id, $3 now
update post set state = 'deleted', changed_at = from_ms($3)
where network = $1 and network_id = $2 and state <> 'deleted'
returning post_id
