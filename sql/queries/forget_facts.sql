-- Its words are gone from their network, and what was read from them with them. $1 post_id
delete from case_fact where post_id = $1 and source <> 'person'
