-- for_me: this agent neither wrote it nor asked. $1 agent
select (select count(*) from reply_approval where state = 'waiting') as waiting,
       (select count(*) from reply_approval a join reply_intent i on i.intent_id = a.intent_id
        where a.state = 'waiting' and a.asked_by <> $1 and i.created_by <> $1) as for_me,
       (select count(*) from reply_approval a join reply_intent i on i.intent_id = a.intent_id
        where a.state = 'sent_back' and a.asked_by = $1 and i.state in ('draft', 'failed')
          and not exists (select from reply_approval n where n.intent_id = a.intent_id and n.ask_id > a.ask_id)) as sent_back
