-- Forcer la fin d'une session bloquée
-- Force the end of a stuck session
UPDATE active_game_sessions_v2
SET status = 'completed',
    used_minutes = total_minutes,
    completed_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
WHERE id = :session_id;

UPDATE invoices
SET status = 'used',
    used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
WHERE id = (SELECT invoice_id FROM active_game_sessions_v2 WHERE id = :session_id);
