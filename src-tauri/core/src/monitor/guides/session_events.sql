-- Événements d'une session
-- Events of a session
SELECT * FROM session_events
WHERE session_id = :session_id
ORDER BY created_at DESC;
