-- Cases with a reply in this state, closed ones too. $1 draft | in_doubt, $2 topic or '', $3 to $6 after, as in
-- inbox_open, $7 limit
select * from case_line
where case_id in (select i.case_id from reply_intent i where i.state = $1
                    and not exists (select from reply_approval a where a.intent_id = i.intent_id and a.state = 'waiting'))
  and ($2 = '' or topic = $2)
  and ($3::boolean is null
       or (priority <> 'emergency', coalesce(due_at, 'infinity'::timestamptz), opened_at, case_id)
          > ($3::boolean, coalesce(from_ms($4), 'infinity'::timestamptz), from_ms($5), $6::bigint))
order by priority <> 'emergency', coalesce(due_at, 'infinity'::timestamptz), opened_at, case_id
limit $7
