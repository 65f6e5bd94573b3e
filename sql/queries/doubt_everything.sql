-- After a restore the networks know more than we do: every reply that is not at an end is looked up first. $1 now
update reply_intent set state = 'in_doubt', needs_person = false, next_at = from_ms($1), reads = 0,
  changed_at = from_ms($1), last_error = 'the database was restored'
where state in ('queued', 'sending', 'in_doubt')
returning intent_id
