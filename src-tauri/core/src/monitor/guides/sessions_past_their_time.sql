-- Sessions problématiques : le temps écoulé dépasse le temps acheté
-- Sessions in trouble: more time has passed than was bought
SELECT
  s.id,
  s.status,
  s.total_minutes,
  s.used_minutes,
  CAST((julianday('now') - julianday(s.started_at)) * 1440 AS INTEGER) as real_elapsed,
  u.username
FROM active_game_sessions_v2 s
INNER JOIN users u ON s.user_id = u.id
WHERE s.status = 'active'
  AND s.started_at IS NOT NULL
  AND CAST((julianday('now') - julianday(s.started_at)) * 1440 AS INTEGER) > s.total_minutes;
