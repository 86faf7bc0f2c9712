-- Session d'une facture
-- Session of an invoice
SELECT * FROM active_game_sessions_v2 WHERE invoice_id = :invoice_id;
