-- How people and older queries look at the books.

-- One row per purchase. SYNCED, NO_SESSION (normal until the customer comes) or MISMATCH; archived sessions count.
CREATE VIEW purchase_session_overview AS
SELECT p.id                          AS purchase_id,
       p.user_id,
       u.username,
       u.phone,
       p.package_name,
       p.game_name,
       p.duration_minutes,
       p.price_cents,
       p.currency,
       p.payment_method,
       p.payment_status,
       p.session_status,
       p.sync_status,
       i.id                          AS invoice_id,
       i.invoice_number,
       i.status                      AS invoice_status,
       COALESCE(s.id, a.id)          AS session_id,
       COALESCE(s.status, a.status)  AS actual_session_status,
       a.archived_at,
       p.paid_at,
       p.created_at,
       p.updated_at
FROM purchases p
LEFT JOIN users u ON u.id = p.user_id
LEFT JOIN invoices i ON i.purchase_id = p.id
LEFT JOIN active_game_sessions_v2 s ON s.purchase_id = p.id
LEFT JOIN archived_game_sessions a ON a.purchase_id = p.id;

-- Sessions with their minutes as they are at this moment. Time that is up is up here, even before anybody wrote it down.
CREATE VIEW session_summary AS
SELECT t.id, t.invoice_id, t.purchase_id, t.user_id, u.username, u.phone, t.station_id, st.name AS station_name, t.game_name,
       CASE WHEN t.status = 'active' AND t.now_played_ms >= t.total_ms - t.refunded_ms - t.forfeited_ms THEN 'completed' ELSE t.status END AS status,
       t.total_ms / 60000                                                           AS total_minutes,
       t.now_played_ms / 60000                                                      AS used_minutes,
       CASE WHEN t.status IN ('completed', 'terminated', 'expired') THEN 0
            ELSE t.total_ms - t.refunded_ms - t.forfeited_ms - t.now_played_ms END  AS remaining_ms,
       CASE WHEN t.total_ms = 0 THEN 100.0 ELSE round(100.0 * t.now_played_ms / t.total_ms, 1) END AS progress_percent,
       t.bought_ms, t.added_ms, t.compensated_ms, t.now_played_ms AS played_ms, t.refunded_ms, t.forfeited_ms,
       t.started_at, t.paused_at,
       CASE WHEN t.status = 'active' AND t.now_played_ms >= t.total_ms - t.refunded_ms - t.forfeited_ms THEN t.ends_at ELSE t.completed_at END AS completed_at,
       t.ends_at, t.created_at, t.updated_at
FROM (SELECT s.*, s.bought_ms + s.added_ms + s.compensated_ms AS total_ms,
             s.played_ms + CASE WHEN s.status = 'active' AND s.running_since IS NOT NULL
                 THEN MAX(0, MIN(s.bought_ms + s.added_ms + s.compensated_ms - s.refunded_ms - s.forfeited_ms - s.played_ms,
                      CAST(round((julianday('now') - julianday(s.running_since)) * 86400000.0) AS INTEGER)))
                 ELSE 0 END AS now_played_ms
      FROM active_game_sessions_v2 s) t
LEFT JOIN users u ON u.id = t.user_id
LEFT JOIN stations st ON st.id = t.station_id;

-- Invoices that a customer is playing on, with what is left.
CREATE VIEW active_invoices AS
SELECT i.id, i.invoice_number, i.validation_code, i.status, i.purchase_id, i.user_id, u.username, i.game_name, i.duration_minutes,
       i.issued_at, i.activated_at, i.expires_at, s.id AS session_id, s.status AS session_status, s.total_minutes, s.used_minutes,
       s.remaining_ms, s.remaining_ms / 60000 AS remaining_minutes
FROM invoices i
LEFT JOIN users u ON u.id = i.user_id
LEFT JOIN session_summary s ON s.invoice_id = i.id
WHERE i.status = 'active';
