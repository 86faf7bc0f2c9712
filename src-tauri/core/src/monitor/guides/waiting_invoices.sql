-- Factures en attente
-- Invoices that wait
SELECT
  i.id,
  i.invoice_number,
  i.validation_code,
  i.status,
  u.username,
  i.game_name
FROM invoices i
INNER JOIN users u ON i.user_id = u.id
WHERE i.status = 'pending'
ORDER BY i.issued_at DESC;
