-- The desk itself: who works here, how it is set, what was done, and whether anybody was at the helm.

CREATE TABLE operators (
    id              INTEGER PRIMARY KEY,
    name            TEXT    NOT NULL UNIQUE CHECK (length(trim(name)) BETWEEN 1 AND 60),
    role            TEXT    NOT NULL CHECK (role IN ('staff', 'manager')),
    -- PHC string (argon2id); the PIN itself is stored nowhere.
    pin_hash        TEXT    NOT NULL,
    is_active       INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    last_sign_in_at TEXT,
    created_at      TEXT    NOT NULL,
    updated_at      TEXT    NOT NULL
) STRICT;

-- Wrong PINs of the last minutes: the lock-out counts them. Rows are cleared by a right PIN.
CREATE TABLE pin_failures (
    id          INTEGER PRIMARY KEY,
    operator_id INTEGER NOT NULL REFERENCES operators (id),
    failed_at   TEXT    NOT NULL
) STRICT;
CREATE INDEX pin_failures_by_operator ON pin_failures (operator_id, failed_at);

CREATE TABLE settings (
    key        TEXT PRIMARY KEY,
    value      TEXT    NOT NULL CHECK (json_valid(value)),
    updated_by INTEGER REFERENCES operators (id),
    updated_at TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per change, each sealed with the hash of the row before it.
CREATE TABLE audit_log (
    seq           INTEGER PRIMARY KEY,
    at            TEXT    NOT NULL,
    operator_id   INTEGER REFERENCES operators (id),
    operator_name TEXT    NOT NULL,
    command       TEXT    NOT NULL,
    request_id    TEXT,
    subject_kind  TEXT,
    subject_id    TEXT,
    details       TEXT    NOT NULL CHECK (json_valid(details)),
    prev_hash     TEXT    NOT NULL CHECK (length(prev_hash) = 64),
    hash          TEXT    NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX audit_log_by_subject ON audit_log (subject_kind, subject_id) WHERE subject_id IS NOT NULL;

-- Answers already given, so that the same request sent twice changes nothing twice.
CREATE TABLE requests (
    id          TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 100),
    command     TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    output      TEXT NOT NULL,
    answered_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_by_time ON requests (answered_at);

-- The one row says who keeps the time, and when it was last seen alive. `boot_id` and `monotonic_ms` tell a clock that
-- was set from time that really passed.
CREATE TABLE desk_heartbeat (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    state        TEXT    NOT NULL CHECK (state IN ('stopped', 'running')),
    holder       TEXT    NOT NULL,
    started_at   TEXT    NOT NULL,
    beat_at      TEXT    NOT NULL,
    boot_id      TEXT    NOT NULL,
    monotonic_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE outages (
    id               INTEGER PRIMARY KEY,
    -- the last sign of life and the first after it
    last_beat_at     TEXT    NOT NULL,
    noticed_at       TEXT    NOT NULL,
    gap_ms           INTEGER NOT NULL CHECK (gap_ms >= 0),
    policy           TEXT    NOT NULL CHECK (policy IN ('give_back', 'charge', 'ask')),
    sessions_running INTEGER NOT NULL,
    created_at       TEXT    NOT NULL
) STRICT;

CREATE TABLE clock_jumps (
    id               INTEGER PRIMARY KEY,
    expected_at      TEXT    NOT NULL,
    found_at         TEXT    NOT NULL,
    jump_ms          INTEGER NOT NULL,
    sessions_shifted INTEGER NOT NULL
) STRICT;

CREATE TABLE system_logs (
    id         INTEGER PRIMARY KEY,
    level      TEXT NOT NULL CHECK (level IN ('info', 'warning', 'critical')),
    area       TEXT NOT NULL,
    code       TEXT NOT NULL,
    data       TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(data)),
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX system_logs_by_time ON system_logs (created_at);

-- Logs are written once.
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
CREATE TRIGGER outages_no_update BEFORE UPDATE ON outages BEGIN SELECT RAISE(ABORT, 'outages is append-only'); END;
CREATE TRIGGER outages_no_delete BEFORE DELETE ON outages BEGIN SELECT RAISE(ABORT, 'outages is append-only'); END;
CREATE TRIGGER clock_jumps_no_update BEFORE UPDATE ON clock_jumps BEGIN SELECT RAISE(ABORT, 'clock_jumps is append-only'); END;
CREATE TRIGGER clock_jumps_no_delete BEFORE DELETE ON clock_jumps BEGIN SELECT RAISE(ABORT, 'clock_jumps is append-only'); END;
CREATE TRIGGER system_logs_no_update BEFORE UPDATE ON system_logs BEGIN SELECT RAISE(ABORT, 'system_logs is append-only'); END;
CREATE TRIGGER system_logs_no_delete BEFORE DELETE ON system_logs BEGIN SELECT RAISE(ABORT, 'system_logs is append-only'); END;

CREATE TRIGGER operators_updated_at AFTER UPDATE ON operators WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE operators SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;
