-- $1 episode; oldest first, texts that are gone are empty
select s.*, f.body as finding from hot_topic h
cross join lateral jsonb_array_elements(h.samples) with ordinality as k(pair, place)
join post_shown s on s.network = k.pair ->> 0 and s.network_id = k.pair ->> 1
left join finding f on f.post_id = s.post_id
where h.episode = $1 order by k.place
