-- Why: posts, cases and replies are read in many places; the shape in which the program reads them stands once.

create view post_shown as
select p.post_id, p.account_key, p.network, p.network_id, p.author_id, p.author_handle, p.author_name,
       to_ms(p.created_at) as created_ms, to_ms(p.seen_at) as seen_ms, to_ms(p.changed_at) as changed_ms,
       p.in_reply_to, p.conversation, p.kind, p.repliable, p.repliable_reason, p.version, p.state, p.reason,
       v.text, v.details, p.created_at, p.changed_at
from post p join post_version v on v.post_id = p.post_id and v.version = p.version;

create view case_shown as
select c.case_id, c.number, c.version, c.status, c.topic, c.service_code, c.division, c.priority,
       to_ms(c.opened_at) as opened_ms, to_ms(c.due_at) as due_ms, to_ms(c.closed_at) as closed_ms,
       c.network, c.incident, c.location, c.resident_id, c.resident_handle, c.language,
       to_ms(c.first_response_at) as first_response_ms, c.contacts, c.resolution, c.assignee, c.reason,
       c.public_token, to_ms(c.changed_at) as changed_ms, c.first_post_id,
       (select coalesce(jsonb_agg(p.network_id order by p.created_at, p.post_id), '[]')
        from case_post cp join post p on p.post_id = cp.post_id where cp.case_id = c.case_id) as post_ids,
       c.opened_at, c.due_at, c.closed_at, c.changed_at
from case_file c;

-- A case as a line of a list, with the text it began with and what its replies wait for.
create view case_line as
select s.*, v.text as first_text, p.author_name as first_author,
       exists (select from reply_intent i where i.case_id = s.case_id and i.state = 'in_doubt') as reply_in_doubt,
       exists (select from reply_intent i where i.case_id = s.case_id and i.state = 'failed') as reply_failed,
       exists (select from reply_intent i where i.case_id = s.case_id and i.state = 'draft') as draft_waits
from case_shown s
join post p on p.post_id = s.first_post_id
join post_version v on v.post_id = p.post_id and v.version = p.version;

create view reply_shown as
select i.intent_id, i.account_key, i.target_post_id, i.kind, i.seq, i.case_id, c.number as case_number, i.body,
       i.marker, i.network_key, i.language, i.policy, i.state, i.needs_person, i.remote_id,
       to_ms(i.not_before) as not_before_ms, to_ms(i.next_at) as next_ms, i.reads, i.attempts, i.last_error,
       i.created_by, i.approved_by, to_ms(i.created_at) as created_ms, to_ms(i.sent_at) as sent_ms,
       to_ms(i.changed_at) as changed_ms, i.changed_at
from reply_intent i left join case_file c on c.case_id = i.case_id;
