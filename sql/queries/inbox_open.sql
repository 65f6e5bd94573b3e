-- Emergencies first, then by deadline, then by opening; keyset on the index of open cases.
-- $1 view, $2 agent, $3 topic or '', $4 after: calm or null, $5 after: due ms or null, $6 after: opened ms, $7 after: case_id, $8 limit
select * from case_line
where status <> 'closed'
  and ($1 = 'open' or $1 = 'mine' and assignee = $2 or $1 = 'unassigned' and assignee = ''
       or $1 = 'emergency' and priority = 'emergency' or $1 = 'partner' and priority <> 'emergency'
          and case_id in (select c.case_id from case_file c where c.partner and c.status <> 'closed')
       or $1 = 'needs_person' and case_id in (select q.case_id from case_question q where q.state = 'person'))
  and ($3 = '' or topic = $3)
  and ($4::boolean is null
       or (priority <> 'emergency', coalesce(due_at, 'infinity'::timestamptz), opened_at, case_id)
          > ($4::boolean, coalesce(from_ms($5), 'infinity'::timestamptz), from_ms($6), $7::bigint))
order by priority <> 'emergency', coalesce(due_at, 'infinity'::timestamptz), opened_at, case_id
limit $8
