-- doubled: intents that are seen twice on the network; must stay 0.
select to_ms((select created_at from post where state = 'new' order by created_at limit 1)) as new_ms,
       to_ms((select min(changed) from (
         select coalesce((select min(started_at) from reply_attempt a where a.intent_id = i.intent_id), i.changed_at) as changed
         from reply_intent i where i.state = 'in_doubt') d)) as doubt_ms,
       to_ms((select min(changed_at) from reply_intent where needs_person)) as person_ms,
       (select count(*) from reply_intent where needs_person) as person,
       (select count(*) from (select intent_id from own_post where intent_id is not null
                              group by intent_id having count(*) > 1) d) as doubled,
       (select count(*) from reply_approval where state = 'waiting') as approvals,
       to_ms((select min(asked_at) from reply_approval where state = 'waiting')) as approval_ms,
       (select count(*) from dead_letter) as letters
