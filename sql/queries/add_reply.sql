-- The same account, target, kind and seq exists, or the one private reply that a comment takes: nothing. The same marker on another one is an error.
-- $1 reply (json)
insert into reply_intent (account_key, target_post_id, kind, seq, case_id, body, marker, network_key, language, policy,
                          state, not_before, created_by, created_at, changed_at, way)
select r.account_key, r.target_post_id, r.kind, r.seq, c.case_id, r.body, nullif(r.marker, ''), r.network_key,
       r.language, r.policy, r.state, from_ms(r.not_before_ms), r.created_by, from_ms(r.created_ms), from_ms(r.created_ms),
       r.way
from jsonb_to_record($1::jsonb) as r(
  account_key text, target_post_id text, kind text, seq int, case_number text, body text, marker text,
  network_key text, language text, policy text, state text, not_before_ms bigint, created_by text, created_ms bigint,
  way text)
left join case_file c on c.number = r.case_number
where r.way <> 'private_reply' or not exists (
  select from reply_intent o where o.account_key = r.account_key and o.target_post_id = r.target_post_id
    and o.way = 'private_reply' and o.state <> 'withheld')
on conflict (account_key, target_post_id, kind, seq) do nothing
returning intent_id
