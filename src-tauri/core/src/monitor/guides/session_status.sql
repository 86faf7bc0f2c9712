-- État d'une session
-- State of a session
SELECT id, status FROM active_game_sessions_v2 WHERE id = :session_id;
