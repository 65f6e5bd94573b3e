-- Whoever tried these is gone: they may have left, so they are not tried again.
update hot_delivery set state = 'unknown', error = 'stopped while it was being sent' where state = 'trying' returning what
