-- Vue d'ensemble des achats
-- Overview of purchases
SELECT * FROM purchase_session_overview LIMIT 20;
