-- Posts that were taken in before their author was known to be us. $1 posts (json list), $2 own author ids (json list), $3 now, $4 account_key
update post p set state = 'own', changed_at = from_ms($3)
from jsonb_to_recordset($1::jsonb) as t(network text, network_id text)
where p.network = t.network and p.network_id = t.network_id and p.server = server_of($4) and $2::jsonb ? p.author_id
  and p.state in ('new', 'review')
