-- Nettoyage hebdomadaire des vieilles sessions
-- Weekly cleanup of old sessions
DELETE FROM active_game_sessions_v2
WHERE status IN ('completed', 'terminated')
  AND completed_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-30 days');
