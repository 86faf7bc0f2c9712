-- État d'une facture, par son numéro
-- State of an invoice, by its number
SELECT id, status, validation_code FROM invoices WHERE invoice_number = :invoice_number;
