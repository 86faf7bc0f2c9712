-- Dernières écritures d'audit des factures
-- Latest audit entries of invoices
SELECT * FROM invoice_audit_log ORDER BY created_at DESC LIMIT 50;
