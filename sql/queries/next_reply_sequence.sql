-- For markers: unique, holes do not matter.
select nextval('reply_sequence') as next
