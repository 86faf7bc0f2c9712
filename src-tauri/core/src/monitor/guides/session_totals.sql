-- Sessions par état
-- Sessions by state
SELECT
  status,
  COUNT(*) as count,
  SUM(total_minutes) as total_minutes,
  SUM(used_minutes) as used_minutes
FROM active_game_sessions_v2
GROUP BY status;
