select state as name, count(*) as n from reply_intent group by state
