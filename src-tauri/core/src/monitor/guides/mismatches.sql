-- Achats et sessions qui se contredisent
-- Purchases and sessions that disagree
SELECT * FROM purchase_session_overview
WHERE sync_status = 'MISMATCH';
