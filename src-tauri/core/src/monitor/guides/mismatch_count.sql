-- Nombre d'incohérences
-- How many disagree
SELECT COUNT(*) FROM purchase_session_overview WHERE sync_status = 'MISMATCH';
