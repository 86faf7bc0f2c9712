-- What is sold, to whom, for when, and the paper that proves it.

CREATE TABLE packages (
    id               INTEGER PRIMARY KEY,
    name             TEXT    NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 80),
    game_name        TEXT    NOT NULL CHECK (length(trim(game_name)) BETWEEN 1 AND 80),
    duration_minutes INTEGER NOT NULL CHECK (duration_minutes BETWEEN 1 AND 1440),
    price_cents      INTEGER NOT NULL CHECK (price_cents >= 0),
    currency         TEXT    NOT NULL CHECK (currency IN ('XOF', 'EUR')),
    description      TEXT    NOT NULL DEFAULT '',
    is_active        INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    sort_order       INTEGER NOT NULL DEFAULT 0,
    created_at       TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at       TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE TABLE stations (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE CHECK (length(trim(name)) BETWEEN 1 AND 40),
    zone       TEXT    NOT NULL DEFAULT '',
    is_active  INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    sort_order INTEGER NOT NULL DEFAULT 0,
    created_at TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

-- `session_status` is the mirror that people and older queries read. `session_truth` is what the session itself said last;
-- only the triggers of migration 0005 can move it, so `sync_status` needs no join and is indexed where it hurts.
CREATE TABLE purchases (
    id                INTEGER PRIMARY KEY,
    user_id           INTEGER NOT NULL REFERENCES users (id),
    package_id        INTEGER REFERENCES packages (id),
    package_name      TEXT    NOT NULL DEFAULT '',
    game_name         TEXT    NOT NULL,
    duration_minutes  INTEGER NOT NULL CHECK (duration_minutes > 0),
    price_cents       INTEGER NOT NULL CHECK (price_cents >= 0),
    currency          TEXT    NOT NULL CHECK (currency IN ('XOF', 'EUR')),
    payment_method    TEXT    CHECK (payment_method IN ('cash', 'wave', 'orange_money', 'card', 'wallet')),
    payment_status    TEXT    NOT NULL DEFAULT 'pending'
                      CHECK (payment_status IN ('pending', 'completed', 'failed', 'cancelled', 'refunded')),
    payment_reference TEXT,
    session_status    TEXT    CHECK (session_status IN
                      ('pending', 'ready', 'active', 'paused', 'completed', 'terminated', 'expired')),
    session_truth     TEXT    CHECK (session_truth IN
                      ('ready', 'active', 'paused', 'completed', 'terminated', 'expired')),
    sync_status       TEXT    GENERATED ALWAYS AS (CASE
                          WHEN session_truth IS NOT NULL AND session_status IS session_truth THEN 'SYNCED'
                          WHEN session_truth IS NULL AND (session_status IS NULL OR session_status = 'pending') THEN 'NO_SESSION'
                          ELSE 'MISMATCH' END) VIRTUAL,
    paid_at           TEXT,
    changed_by        INTEGER REFERENCES operators (id),
    revision          INTEGER NOT NULL DEFAULT 0,
    created_at        TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at        TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;
CREATE INDEX purchases_by_time ON purchases (created_at);
CREATE INDEX purchases_by_user ON purchases (user_id, created_at);
CREATE INDEX purchases_unpaid ON purchases (created_at) WHERE payment_status = 'pending';
CREATE INDEX purchases_mismatched ON purchases (sync_status) WHERE sync_status = 'MISMATCH';

CREATE TABLE game_reservations (
    id          INTEGER PRIMARY KEY,
    purchase_id INTEGER NOT NULL UNIQUE REFERENCES purchases (id),
    station_id  INTEGER REFERENCES stations (id),
    starts_at   TEXT    NOT NULL,
    ends_at     TEXT    NOT NULL,
    status      TEXT    NOT NULL DEFAULT 'booked' CHECK (status IN ('booked', 'honoured', 'cancelled')),
    created_at  TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at  TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    CHECK (ends_at > starts_at)
) STRICT;
CREATE INDEX game_reservations_by_station ON game_reservations (station_id, starts_at) WHERE status = 'booked';
CREATE INDEX game_reservations_by_time ON game_reservations (starts_at) WHERE status = 'booked';

CREATE TABLE invoices (
    id               INTEGER PRIMARY KEY,
    invoice_number   TEXT    NOT NULL UNIQUE,
    validation_code  TEXT    NOT NULL UNIQUE CHECK (length(validation_code) >= 8),
    purchase_id      INTEGER NOT NULL UNIQUE REFERENCES purchases (id),
    user_id          INTEGER NOT NULL REFERENCES users (id),
    game_name        TEXT    NOT NULL,
    duration_minutes INTEGER NOT NULL CHECK (duration_minutes > 0),
    amount_cents     INTEGER NOT NULL CHECK (amount_cents >= 0),
    currency         TEXT    NOT NULL CHECK (currency IN ('XOF', 'EUR')),
    status           TEXT    NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'active', 'used', 'expired', 'cancelled')),
    issued_at        TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    expires_at       TEXT,
    activated_at     TEXT,
    used_at          TEXT,
    cancelled_at     TEXT,
    is_blocked       INTEGER NOT NULL DEFAULT 0 CHECK (is_blocked IN (0, 1)),
    blocked_reason   TEXT,
    changed_by       INTEGER REFERENCES operators (id),
    change_reason    TEXT,
    revision         INTEGER NOT NULL DEFAULT 0,
    created_at       TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at       TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;
-- Every index is a page more to write at each scan: those that wait are few, and sorted by hand where they are listed.
CREATE INDEX invoices_waiting ON invoices (expires_at) WHERE status = 'pending';
CREATE INDEX invoices_active ON invoices (activated_at) WHERE status = 'active';
CREATE INDEX invoices_by_user ON invoices (user_id);

CREATE TABLE invoice_audit_log (
    id          INTEGER PRIMARY KEY,
    invoice_id  INTEGER NOT NULL REFERENCES invoices (id),
    action      TEXT    NOT NULL CHECK (action IN
                ('issued', 'activated', 'used', 'expired', 'cancelled', 'reopened', 'blocked', 'unblocked', 'changed')),
    old_status  TEXT,
    new_status  TEXT    NOT NULL,
    operator_id INTEGER REFERENCES operators (id),
    reason      TEXT,
    created_at  TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;
CREATE INDEX invoice_audit_log_by_invoice ON invoice_audit_log (invoice_id, id);

CREATE TRIGGER invoice_audit_log_no_update BEFORE UPDATE ON invoice_audit_log
BEGIN SELECT RAISE(ABORT, 'invoice_audit_log is append-only'); END;
CREATE TRIGGER invoice_audit_log_no_delete BEFORE DELETE ON invoice_audit_log
BEGIN SELECT RAISE(ABORT, 'invoice_audit_log is append-only'); END;

CREATE TRIGGER packages_updated_at AFTER UPDATE ON packages WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE packages SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;
CREATE TRIGGER stations_updated_at AFTER UPDATE ON stations WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE stations SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;
CREATE TRIGGER purchases_updated_at AFTER UPDATE ON purchases WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE purchases SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;
CREATE TRIGGER game_reservations_updated_at AFTER UPDATE ON game_reservations WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE game_reservations SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;
CREATE TRIGGER invoices_updated_at AFTER UPDATE ON invoices WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE invoices SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

-- Two windows never hold one station, whoever writes them. (A purchase has one window: an upsert that moves it fires the INSERT
-- trigger, too, and must not stumble over itself.)
CREATE TRIGGER game_reservations_no_overlap_insert BEFORE INSERT ON game_reservations
WHEN NEW.status = 'booked' AND EXISTS (
    SELECT 1 FROM game_reservations r WHERE r.station_id = NEW.station_id AND r.status = 'booked' AND r.purchase_id <> NEW.purchase_id
    AND r.starts_at < NEW.ends_at AND r.ends_at > NEW.starts_at)
BEGIN SELECT RAISE(ABORT, 'station_window_taken'); END;
CREATE TRIGGER game_reservations_no_overlap_update BEFORE UPDATE OF station_id, starts_at, ends_at, status ON game_reservations
WHEN NEW.status = 'booked' AND EXISTS (
    SELECT 1 FROM game_reservations r WHERE r.station_id = NEW.station_id AND r.status = 'booked' AND r.id <> NEW.id
    AND r.starts_at < NEW.ends_at AND r.ends_at > NEW.starts_at)
BEGIN SELECT RAISE(ABORT, 'station_window_taken'); END;
