-- Oldest first; what another worker holds is passed over, and the posts behind it with it. $1 limit
select h.change_id, h.post_id, h.kind, to_ms(h.at) as at_ms, coalesce(p.gone, '') as why, coalesce(c.number, '') as number
from post_change h join post p on p.post_id = h.post_id
left join case_post cp on cp.post_id = h.post_id left join case_file c on c.case_id = cp.case_id
order by h.change_id limit $1 for update of h skip locked
