-- Essayer le déclencheur : mettre une session en pause
-- Try the trigger: pause a session
UPDATE active_game_sessions_v2
SET status = 'paused'
WHERE id = :session_id;

SELECT p.session_status
FROM purchases p
INNER JOIN active_game_sessions_v2 s ON p.id = s.purchase_id
WHERE s.id = :session_id;
