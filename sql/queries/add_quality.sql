-- $1 number, $2 reviewer, $3 score, $4 marks (json), $5 note, $6 now
insert into quality_review (case_id, reviewer, at, score, marks, note)
select case_id, $2, from_ms($6), $3, $4::jsonb, $5 from case_file where number = $1 returning case_id
