-- The past is counted from $1 to $2 (a whole hour): it need not be rolled up, and the detector learns it anew.
update trends_state s set recounted = s.recounted + 1, rolled_to = case
  when coalesce(s.rolled_to, (select min(bucket_at) from topic_count)) >= from_ms($1)
    then greatest(coalesce(s.rolled_to, from_ms($2)), from_ms($2))
  else s.rolled_to end
