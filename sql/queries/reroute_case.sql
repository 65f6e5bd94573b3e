-- $1 case_id, $2 topic, $3 service_code, $4 division, $5 now
update case_file set topic = $2, service_code = $3, division = $4, version = version + 1, changed_at = from_ms($5)
where case_id = $1 returning version
