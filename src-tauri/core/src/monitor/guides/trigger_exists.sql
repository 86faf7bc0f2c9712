-- Le déclencheur de synchronisation existe-t-il ?
-- Does the synchronising trigger exist?
SELECT name, tbl_name, sql FROM sqlite_master
WHERE type = 'trigger' AND name = 'sync_session_to_purchase';
