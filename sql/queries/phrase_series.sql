-- Posts that hold every word, a span each. $1 words (json list, lower case), $2 from, $3 to, $4 span in seconds
with hits as (
  select floor(extract(epoch from p.created_at - from_ms($2)) / $4::bigint)::bigint as slot, count(*) as posts,
         count(distinct (p.network, p.author_id)) as authors
  from post_shown p
  where p.created_at >= from_ms($2) and p.created_at < from_ms($3) and p.state in ('ignored', 'review', 'case')
    and not exists (select from jsonb_array_elements_text($1::jsonb) w where strpos(lower(p.text), w.value) = 0)
  group by 1)
select to_ms(b.at) as from_ms, coalesce(h.posts, 0) as posts, coalesce(h.authors, 0) as authors
from generate_series(from_ms($2), from_ms($3) - interval '1 second', $4::bigint * interval '1 second') with ordinality as b(at, place)
left join hits h on h.slot = b.place - 1 order by b.at
