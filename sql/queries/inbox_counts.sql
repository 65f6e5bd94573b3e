-- closed and all are not counted: they only grow. $1 agent
select (select count(*) from case_file where status <> 'closed') as open,
       (select count(*) from case_file where status <> 'closed' and assignee = $1) as mine,
       (select count(*) from case_file where status <> 'closed' and assignee = '') as unassigned,
       (select count(*) from case_file where status <> 'closed' and priority = 'emergency') as emergency,
       (select count(*) from case_file where status <> 'closed' and partner and priority <> 'emergency') as partner,
       (select count(*) from case_question where state = 'person') as needs_person,
       (select count(distinct i.case_id) from reply_intent i where i.state = 'draft'
          and not exists (select from reply_approval a where a.intent_id = i.intent_id and a.state = 'waiting')) as drafts,
       (select count(distinct case_id) from reply_intent where state = 'in_doubt') as in_doubt
