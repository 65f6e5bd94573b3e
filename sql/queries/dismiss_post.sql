-- $1 post_id, $2 agent, $3 now
update post set state = 'ignored', reason = 'not a request, says ' || $2, changed_at = from_ms($3)
where post_id = $1 and state in ('new', 'review')
returning post_id
