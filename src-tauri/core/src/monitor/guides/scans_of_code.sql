-- Lectures d'un code
-- Scans of a code
SELECT * FROM invoice_scans
WHERE validation_code = :code
ORDER BY scanned_at DESC;
