-- Surveillance du jour : incohérences et sessions
-- Daily watch: disagreements and sessions
SELECT
  COUNT(*) as total_mismatches,
  (SELECT COUNT(*) FROM active_game_sessions_v2) as total_sessions
FROM purchase_session_overview
WHERE sync_status = 'MISMATCH';
