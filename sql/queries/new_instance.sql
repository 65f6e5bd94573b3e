update instance set instance_id = gen_random_uuid() returning instance_id::text
