-- The post where one of the two said it. $1 network's post id, $2 persona, $3 other persona
select p.post_id from post p join persona n on n.persona_id in ($2, $3)
  and n.network = p.network and n.server = p.server and n.network_id = p.author_id
where p.network_id = $1 and p.state <> 'own' limit 1
