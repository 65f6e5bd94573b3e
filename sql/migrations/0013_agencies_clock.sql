-- Why: a transfer's clock stands among the case's clocks as "agency", so that its stretches are explained and people on
-- duty are warned; it ends in the transaction that answers the transfer, whoever does.
create function transfer_answered() returns trigger language plpgsql as $$
begin
  update case_clock set stopped_at = greatest(started_at, new.answered_at)
  where case_id = new.case_id and name = 'agency' and stopped_at is null;
  return null;
end $$;
create trigger stop_agency_clock after update of state on case_transfer
  for each row when (old.state = 'waiting' and new.state <> 'waiting') execute function transfer_answered();
