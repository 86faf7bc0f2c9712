-- The promises that hold whoever writes: paid means invoiced, the session is the truth, ends are final, one event per change.
--
-- A change by the desk moves `revision` and brings its own time, operator and reason; a change from outside (sqlite3, an older
-- tool) leaves `revision` alone: it is then dated now, logged as 'outside', and its accounts are settled here.

-- A payment moves along its states only. That the desk may complete a failed one as well is for money that a provider reports after
-- its failure: a checkout that expired and was paid all the same. From outside (`revision` unmoved) a failure stays final.
CREATE TRIGGER purchases_payment_legal BEFORE UPDATE OF payment_status ON purchases
WHEN NEW.payment_status <> OLD.payment_status
    AND OLD.payment_status || '>' || NEW.payment_status NOT IN
        ('pending>completed', 'pending>failed', 'pending>cancelled', 'completed>refunded')
    AND NOT (OLD.payment_status = 'failed' AND NEW.payment_status = 'completed' AND NEW.revision <> OLD.revision)
BEGIN SELECT RAISE(ABORT, 'illegal_payment_transition'); END;

-- Payment completed: an invoice with a number that grows without bound and a code nobody can guess.
CREATE TRIGGER after_purchase_completed AFTER UPDATE OF payment_status ON purchases
WHEN NEW.payment_status = 'completed' AND OLD.payment_status <> 'completed'
BEGIN
    INSERT INTO invoices (id, invoice_number, validation_code, purchase_id, user_id, game_name, duration_minutes, amount_cents,
                          currency, issued_at, expires_at, changed_by, created_at, updated_at)
    SELECT n.id, 'F' || printf('%06d', n.id), upper(hex(randomblob(10))), NEW.id, NEW.user_id, NEW.game_name, NEW.duration_minutes,
           NEW.price_cents, NEW.currency, n.at,
           strftime('%Y-%m-%dT%H:%M:%fZ', n.at, '+' || COALESCE((SELECT value FROM settings WHERE key = 'invoice.validity_days'
               AND CAST(value AS INTEGER) BETWEEN 1 AND 3650), 90) || ' days'),
           NEW.changed_by, n.at, n.at
    FROM (SELECT COALESCE((SELECT MAX(id) FROM invoices), 0) + 1 AS id,
                 CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END AS at) n
    WHERE NOT EXISTS (SELECT 1 FROM invoices WHERE purchase_id = NEW.id);
    UPDATE purchases SET session_status = 'pending',
           paid_at = COALESCE(paid_at, CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END)
    WHERE id = NEW.id AND session_truth IS NULL;
END;

-- The same for a purchase that is inserted already paid (cash).
CREATE TRIGGER after_purchase_inserted_completed AFTER INSERT ON purchases
WHEN NEW.payment_status = 'completed'
BEGIN
    INSERT INTO invoices (id, invoice_number, validation_code, purchase_id, user_id, game_name, duration_minutes, amount_cents,
                          currency, issued_at, expires_at, changed_by, created_at, updated_at)
    SELECT n.id, 'F' || printf('%06d', n.id), upper(hex(randomblob(10))), NEW.id, NEW.user_id, NEW.game_name, NEW.duration_minutes,
           NEW.price_cents, NEW.currency, n.at,
           strftime('%Y-%m-%dT%H:%M:%fZ', n.at, '+' || COALESCE((SELECT value FROM settings WHERE key = 'invoice.validity_days'
               AND CAST(value AS INTEGER) BETWEEN 1 AND 3650), 90) || ' days'),
           NEW.changed_by, n.at, n.at
    FROM (SELECT COALESCE((SELECT MAX(id) FROM invoices), 0) + 1 AS id,
                 COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', NEW.updated_at), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) AS at) n
    WHERE NOT EXISTS (SELECT 1 FROM invoices WHERE purchase_id = NEW.id);
    UPDATE purchases SET session_status = 'pending', paid_at = COALESCE(paid_at, updated_at), updated_at = updated_at,
           revision = revision + 1
    WHERE id = NEW.id AND session_truth IS NULL;
END;

-- Money given back, or never to come: the paper is void, the window is free, and without a session there is nothing to mirror.
CREATE TRIGGER after_purchase_voided AFTER UPDATE OF payment_status ON purchases
WHEN NEW.payment_status IN ('refunded', 'cancelled', 'failed') AND NEW.payment_status <> OLD.payment_status
BEGIN
    UPDATE invoices SET status = 'cancelled', changed_by = NEW.changed_by, revision = revision + 1,
           change_reason = NEW.payment_status,
           cancelled_at = CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END,
           updated_at = CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END
    WHERE purchase_id = NEW.id AND status <> 'cancelled';
    UPDATE game_reservations SET status = 'cancelled' WHERE purchase_id = NEW.id AND status = 'booked';
    UPDATE purchases SET session_status = NULL WHERE id = NEW.id AND session_truth IS NULL AND session_status = 'pending';
END;

-- `session_truth` can only say what the session (or its archived row) says.
CREATE TRIGGER purchases_truth_guard BEFORE UPDATE OF session_truth ON purchases
WHEN NEW.session_truth IS NOT COALESCE(
    (SELECT status FROM active_game_sessions_v2 WHERE purchase_id = NEW.id),
    (SELECT status FROM archived_game_sessions WHERE purchase_id = NEW.id))
BEGIN SELECT RAISE(ABORT, 'session_truth follows the session'); END;

-- A session moves along its states only; ends are final, save for a reopening that says so.
CREATE TRIGGER sessions_status_legal BEFORE UPDATE OF status ON active_game_sessions_v2
WHEN NEW.status <> OLD.status
    AND OLD.status || '>' || NEW.status NOT IN
        ('ready>active', 'ready>terminated', 'ready>expired', 'active>paused', 'active>completed', 'active>terminated',
         'paused>active', 'paused>completed', 'paused>terminated')
    AND NOT (OLD.status IN ('completed', 'terminated') AND NEW.status = 'paused' AND NEW.reopened_at IS NOT OLD.reopened_at)
BEGIN SELECT RAISE(ABORT, 'illegal_session_transition'); END;

-- A session that appears speaks for its purchase at once.
CREATE TRIGGER sync_new_session_to_purchase AFTER INSERT ON active_game_sessions_v2
BEGIN
    UPDATE purchases SET session_status = NEW.status, session_truth = NEW.status, updated_at = NEW.updated_at, revision = revision + 1
    WHERE id = NEW.purchase_id;
    INSERT INTO session_events (session_id, event, to_status, origin, operator_id, reason, created_at)
    VALUES (NEW.id, 'created', NEW.status, CASE WHEN NEW.revision > 0 THEN 'desk' ELSE 'outside' END, NEW.changed_by, NEW.change_reason,
            NEW.updated_at);
END;

-- Its status changed: purchase, invoice and events follow in the same statement.
CREATE TRIGGER sync_session_to_purchase AFTER UPDATE OF status ON active_game_sessions_v2
WHEN NEW.status <> OLD.status
BEGIN
    UPDATE purchases SET session_status = NEW.status, session_truth = NEW.status, revision = revision + 1,
           updated_at = CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END
    WHERE id = NEW.purchase_id;
    UPDATE invoices SET status = 'used', revision = revision + 1,
           used_at = CASE WHEN NEW.revision <> OLD.revision THEN COALESCE(NEW.completed_at, NEW.updated_at)
                     ELSE COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', NEW.completed_at), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) END,
           changed_by = CASE WHEN NEW.revision <> OLD.revision THEN NEW.changed_by END, change_reason = NEW.status,
           updated_at = CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END
    WHERE id = NEW.invoice_id AND NEW.status IN ('completed', 'terminated', 'expired') AND status = 'active';
    UPDATE invoices SET status = 'active', used_at = NULL, revision = revision + 1, changed_by = NEW.changed_by,
           change_reason = 'reopened', updated_at = NEW.updated_at
    WHERE id = NEW.invoice_id AND OLD.status IN ('completed', 'terminated') AND NEW.status = 'paused' AND status = 'used';
    INSERT INTO session_events (session_id, event, from_status, to_status, origin, operator_id, reason, created_at)
    VALUES (NEW.id,
            CASE WHEN OLD.status IN ('completed', 'terminated') THEN 'reopened'
                 WHEN OLD.status = 'ready' AND NEW.status = 'active' THEN 'started'
                 WHEN NEW.status = 'active' THEN 'resumed'
                 ELSE NEW.status END,
            OLD.status, NEW.status,
            CASE WHEN NEW.revision <> OLD.revision THEN 'desk' ELSE 'outside' END,
            CASE WHEN NEW.revision <> OLD.revision THEN NEW.changed_by END,
            CASE WHEN NEW.revision <> OLD.revision THEN NEW.change_reason END,
            CASE WHEN NEW.revision <> OLD.revision THEN
                     CASE WHEN NEW.status = 'completed' THEN COALESCE(NEW.completed_at, NEW.updated_at) ELSE NEW.updated_at END
                 ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END);
END;

-- A status set from outside: the accounts are settled as the desk would have settled them.
CREATE TRIGGER settle_outside_session AFTER UPDATE OF status ON active_game_sessions_v2
WHEN NEW.status <> OLD.status AND NEW.revision = OLD.revision
BEGIN
    UPDATE active_game_sessions_v2 SET
        revision = revision + 1, changed_by = NULL, change_reason = 'outside', updated_at = x.at,
        played_ms = x.played, used_minutes = x.played / 60000,
        forfeited_ms = CASE WHEN NEW.status IN ('completed', 'terminated', 'expired')
                            THEN x.total - OLD.refunded_ms - x.played ELSE OLD.forfeited_ms END,
        running_since = CASE WHEN NEW.status = 'active' THEN x.at END,
        ends_at = CASE WHEN NEW.status = 'active' THEN
            strftime('%Y-%m-%dT%H:%M:%fZ', julianday(x.at) + (x.total - OLD.refunded_ms - OLD.forfeited_ms - x.played) / 86400000.0) END,
        started_at = CASE WHEN NEW.status = 'active' THEN COALESCE(OLD.started_at, x.at) ELSE OLD.started_at END,
        paused_at = CASE WHEN NEW.status = 'paused' THEN x.at END,
        completed_at = CASE WHEN NEW.status IN ('completed', 'terminated', 'expired')
            THEN COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', NEW.completed_at), x.at) END
    FROM (SELECT t.at, t.total, OLD.played_ms + CASE WHEN OLD.status = 'active' AND OLD.running_since IS NOT NULL
              THEN MAX(0, MIN(t.total - OLD.refunded_ms - OLD.forfeited_ms - OLD.played_ms,
                   CAST(round((julianday(t.at) - julianday(OLD.running_since)) * 86400000.0) AS INTEGER)))
              ELSE 0 END AS played
          FROM (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS at, OLD.bought_ms + OLD.added_ms + OLD.compensated_ms AS total) t) x
    WHERE id = NEW.id;
END;

-- A session inserted from outside speaks in minutes only: give it its account.
CREATE TRIGGER settle_outside_new_session AFTER INSERT ON active_game_sessions_v2
WHEN NEW.revision = 0 AND NEW.bought_ms = 0 AND NEW.total_minutes > 0
BEGIN
    UPDATE active_game_sessions_v2 SET
        bought_ms = NEW.total_minutes * 60000,
        played_ms = MIN(NEW.total_minutes, MAX(0, NEW.used_minutes)) * 60000,
        forfeited_ms = CASE WHEN NEW.status IN ('completed', 'terminated', 'expired')
            THEN (NEW.total_minutes - MIN(NEW.total_minutes, MAX(0, NEW.used_minutes))) * 60000 ELSE 0 END,
        running_since = CASE WHEN NEW.status = 'active' THEN COALESCE(NEW.running_since, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) END,
        ends_at = CASE WHEN NEW.status = 'active' THEN strftime('%Y-%m-%dT%H:%M:%fZ',
            julianday(COALESCE(NEW.running_since, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))
            + (NEW.total_minutes - MIN(NEW.total_minutes, MAX(0, NEW.used_minutes))) / 1440.0) END
    WHERE id = NEW.id;
END;

-- A session that is over and deleted by hand (a weekly script of years ago) goes to the archive: nothing is lost.
CREATE TRIGGER sessions_archived_when_deleted BEFORE DELETE ON active_game_sessions_v2
WHEN OLD.status IN ('completed', 'terminated', 'expired')
    AND NOT EXISTS (SELECT 1 FROM archived_game_sessions WHERE purchase_id = OLD.purchase_id)
BEGIN
    INSERT INTO archived_game_sessions (id, invoice_id, purchase_id, user_id, station_id, game_name, status, bought_ms, added_ms,
        compensated_ms, played_ms, refunded_ms, forfeited_ms, total_minutes, used_minutes, started_at, completed_at, reopened_at,
        changed_by, change_reason, revision, created_at, updated_at, archived_at)
    VALUES (OLD.id, OLD.invoice_id, OLD.purchase_id, OLD.user_id, OLD.station_id, OLD.game_name, OLD.status, OLD.bought_ms, OLD.added_ms,
        OLD.compensated_ms, OLD.played_ms, OLD.refunded_ms, OLD.forfeited_ms, OLD.total_minutes, OLD.used_minutes, OLD.started_at,
        OLD.completed_at, OLD.reopened_at, OLD.changed_by, OLD.change_reason, OLD.revision, OLD.created_at, OLD.updated_at,
        strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

-- A live session that vanishes without an archived row leaves a purchase that claims one: the mirror shows it.
CREATE TRIGGER sessions_deleted AFTER DELETE ON active_game_sessions_v2
WHEN NOT EXISTS (SELECT 1 FROM archived_game_sessions WHERE purchase_id = OLD.purchase_id)
BEGIN
    UPDATE purchases SET session_truth = NULL WHERE id = OLD.purchase_id;
END;

CREATE TRIGGER invoices_issued AFTER INSERT ON invoices
BEGIN
    INSERT INTO invoice_audit_log (invoice_id, action, new_status, operator_id, created_at)
    VALUES (NEW.id, 'issued', NEW.status, NEW.changed_by, NEW.issued_at);
END;

CREATE TRIGGER invoices_changed AFTER UPDATE ON invoices
WHEN NEW.status <> OLD.status OR NEW.is_blocked <> OLD.is_blocked
BEGIN
    INSERT INTO invoice_audit_log (invoice_id, action, old_status, new_status, operator_id, reason, created_at)
    VALUES (NEW.id,
            CASE WHEN NEW.is_blocked > OLD.is_blocked THEN 'blocked'
                 WHEN NEW.is_blocked < OLD.is_blocked THEN 'unblocked'
                 WHEN NEW.status = 'active' AND OLD.status = 'used' THEN 'reopened'
                 WHEN NEW.status = 'active' THEN 'activated'
                 WHEN NEW.status = 'pending' THEN 'changed'
                 ELSE NEW.status END,
            OLD.status, NEW.status,
            CASE WHEN NEW.revision <> OLD.revision THEN NEW.changed_by END,
            CASE WHEN NEW.revision <> OLD.revision THEN NEW.change_reason ELSE 'outside' END,
            CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END);
END;
