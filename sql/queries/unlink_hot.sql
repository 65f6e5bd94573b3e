-- $1 episode, $2 case number
delete from hot_link where episode = $1 and case_id = (select case_id from case_file where number = $2)
