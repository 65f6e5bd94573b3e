select (select count(*) from hot_topic where state <> 'over' and kind <> 'brigade') as going,
       (select count(*) from hot_topic) as episodes,
       (select count(*) from hot_label where verdict = 'false_alarm') as false_alarms,
       (select coalesce(max(event_id), 0) from event) - coalesce((select position from trends_state), 0) as behind,
       (select position from trends_state) is not null as followed
