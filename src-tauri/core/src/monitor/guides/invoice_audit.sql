-- Audit d'une facture
-- Audit of an invoice
SELECT * FROM invoice_audit_log
WHERE invoice_id = :invoice_id
ORDER BY created_at DESC;
