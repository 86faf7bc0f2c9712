-- Achats par état de synchronisation
-- Purchases by state of synchronisation
SELECT
  sync_status,
  COUNT(*) as count
FROM purchase_session_overview
GROUP BY sync_status;
