select state as name, count(*) as n from post group by state
