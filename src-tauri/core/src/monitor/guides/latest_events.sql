-- Derniers événements de session
-- Latest session events
SELECT * FROM session_events ORDER BY created_at DESC LIMIT 50;
