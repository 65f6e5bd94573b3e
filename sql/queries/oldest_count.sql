select to_ms(date_trunc('hour', min(bucket_at))) as at_ms from topic_count
