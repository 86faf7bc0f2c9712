-- Statistiques de la semaine
-- Figures of the week
SELECT
  date(created_at) as date,
  COUNT(*) as total_purchases,
  SUM(CASE WHEN session_status='active' THEN 1 ELSE 0 END) as active,
  SUM(CASE WHEN session_status='completed' THEN 1 ELSE 0 END) as completed
FROM purchases
WHERE created_at >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-7 days')
  AND payment_status = 'completed'
GROUP BY date(created_at)
ORDER BY date DESC;
