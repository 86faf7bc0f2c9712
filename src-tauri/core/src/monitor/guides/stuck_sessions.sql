-- Sessions bloquées à 100 %
-- Sessions stuck at 100 %
SELECT COUNT(*) FROM active_game_sessions_v2
WHERE status = 'active' AND used_minutes >= total_minutes;
