-- $1 post_id, $2 article
insert into known_question (post_id, article) values ($1, $2)
on conflict (post_id) do update set article = excluded.article
