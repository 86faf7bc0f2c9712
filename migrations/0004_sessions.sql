-- Play time: what was bought, what was played, and everything that happened in between.

-- Time is derived, never counted down. For every session, always:
--   bought + added + compensated = played + remaining + refunded + forfeited
-- `played_ms` is what was played before the present run; while the session is active, the present run is now - running_since
-- and the time is up at `ends_at`. `total_minutes` and `used_minutes` are kept for older queries: right at every change of
-- state, and right at every moment through `session_summary`.
CREATE TABLE active_game_sessions_v2 (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    invoice_id     INTEGER NOT NULL UNIQUE REFERENCES invoices (id),
    purchase_id    INTEGER NOT NULL UNIQUE REFERENCES purchases (id),
    user_id        INTEGER NOT NULL REFERENCES users (id),
    station_id     INTEGER REFERENCES stations (id),
    game_name      TEXT    NOT NULL,
    status         TEXT    NOT NULL DEFAULT 'ready'
                   CHECK (status IN ('ready', 'active', 'paused', 'completed', 'terminated', 'expired')),
    bought_ms      INTEGER NOT NULL DEFAULT 0 CHECK (bought_ms >= 0),
    added_ms       INTEGER NOT NULL DEFAULT 0 CHECK (added_ms >= 0),
    compensated_ms INTEGER NOT NULL DEFAULT 0 CHECK (compensated_ms >= 0),
    played_ms      INTEGER NOT NULL DEFAULT 0 CHECK (played_ms >= 0),
    refunded_ms    INTEGER NOT NULL DEFAULT 0 CHECK (refunded_ms >= 0),
    forfeited_ms   INTEGER NOT NULL DEFAULT 0 CHECK (forfeited_ms >= 0),
    total_minutes  INTEGER NOT NULL DEFAULT 0,
    used_minutes   INTEGER NOT NULL DEFAULT 0,
    running_since  TEXT,
    ends_at        TEXT,
    started_at     TEXT,
    paused_at      TEXT,
    completed_at   TEXT,
    -- moves only when an ended session is reopened: the one way back from an end
    reopened_at    TEXT,
    changed_by     INTEGER REFERENCES operators (id),
    change_reason  TEXT,
    -- moves with every change the desk makes; a write from outside leaves it alone, and so is recognised
    revision       INTEGER NOT NULL DEFAULT 0,
    created_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    CHECK (bought_ms + added_ms + compensated_ms >= played_ms + refunded_ms + forfeited_ms)
) STRICT;
CREATE INDEX sessions_due ON active_game_sessions_v2 (ends_at) WHERE status = 'active';
CREATE INDEX sessions_live ON active_game_sessions_v2 (status) WHERE status IN ('ready', 'active', 'paused');
CREATE INDEX sessions_ended ON active_game_sessions_v2 (completed_at) WHERE status IN ('completed', 'terminated', 'expired');
-- One customer at a station at a time.
CREATE UNIQUE INDEX sessions_one_per_station ON active_game_sessions_v2 (station_id)
    WHERE station_id IS NOT NULL AND status IN ('ready', 'active', 'paused');

-- Sessions long over, moved here whole so that the working table stays small.
CREATE TABLE archived_game_sessions (
    id             INTEGER PRIMARY KEY,
    invoice_id     INTEGER NOT NULL UNIQUE REFERENCES invoices (id),
    purchase_id    INTEGER NOT NULL UNIQUE REFERENCES purchases (id),
    user_id        INTEGER NOT NULL REFERENCES users (id),
    station_id     INTEGER REFERENCES stations (id),
    game_name      TEXT    NOT NULL,
    status         TEXT    NOT NULL CHECK (status IN ('completed', 'terminated', 'expired')),
    bought_ms      INTEGER NOT NULL,
    added_ms       INTEGER NOT NULL,
    compensated_ms INTEGER NOT NULL,
    played_ms      INTEGER NOT NULL,
    refunded_ms    INTEGER NOT NULL,
    forfeited_ms   INTEGER NOT NULL,
    total_minutes  INTEGER NOT NULL,
    used_minutes   INTEGER NOT NULL,
    started_at     TEXT,
    completed_at   TEXT,
    reopened_at    TEXT,
    changed_by     INTEGER REFERENCES operators (id),
    change_reason  TEXT,
    revision       INTEGER NOT NULL,
    created_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    archived_at    TEXT    NOT NULL
) STRICT;

-- No foreign key to the session: its events outlive its move to the archive.
CREATE TABLE session_events (
    id           INTEGER PRIMARY KEY,
    session_id   INTEGER NOT NULL,
    event        TEXT    NOT NULL CHECK (event IN ('created', 'started', 'paused', 'resumed', 'extended', 'compensated',
                 'charged', 'moved', 'completed', 'terminated', 'expired', 'reopened', 'archived', 'changed')),
    from_status  TEXT,
    to_status    TEXT    NOT NULL,
    -- minutes of play this event gave (extension, compensation) or took, in milliseconds; NULL where it is no matter of time
    amount_ms    INTEGER,
    origin       TEXT    NOT NULL CHECK (origin IN ('desk', 'outside')),
    operator_id  INTEGER REFERENCES operators (id),
    reason       TEXT,
    created_at   TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;
CREATE INDEX session_events_by_session ON session_events (session_id, id);
CREATE INDEX session_events_by_time ON session_events (created_at);

-- Every scan, the failed ones too. `invoice_id` is NULL where the code named none of ours.
CREATE TABLE invoice_scans (
    id              INTEGER PRIMARY KEY,
    invoice_id      INTEGER REFERENCES invoices (id),
    -- the code that was looked up, or an excerpt of what was read where there was none
    validation_code TEXT    NOT NULL,
    source          TEXT    NOT NULL CHECK (source IN ('camera', 'usb', 'typed', 'picture', 'search', 'command_line')),
    verdict         TEXT    NOT NULL CHECK (verdict IN ('ok', 'already_active', 'already_used', 'unpaid', 'cancelled', 'refunded',
                    'expired', 'too_early', 'too_late', 'blocked', 'foreign_qr', 'unknown', 'malformed')),
    repaired        INTEGER NOT NULL DEFAULT 0 CHECK (repaired IN (0, 1)),
    operator_id     INTEGER REFERENCES operators (id),
    scanned_at      TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;
CREATE INDEX invoice_scans_by_code ON invoice_scans (validation_code, scanned_at);
CREATE INDEX invoice_scans_by_time ON invoice_scans (scanned_at);

-- What each session running through an outage was given, and by whom, if it had to be asked.
CREATE TABLE outage_sessions (
    outage_id  INTEGER NOT NULL REFERENCES outages (id),
    session_id INTEGER NOT NULL,
    -- the part of the gap that fell into this session's time, in milliseconds
    gap_ms     INTEGER NOT NULL CHECK (gap_ms >= 0),
    decision   TEXT    NOT NULL CHECK (decision IN ('given_back', 'charged', 'undecided')),
    decided_by INTEGER REFERENCES operators (id),
    decided_at TEXT,
    PRIMARY KEY (outage_id, session_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER session_events_no_update BEFORE UPDATE ON session_events
BEGIN SELECT RAISE(ABORT, 'session_events is append-only'); END;
CREATE TRIGGER session_events_no_delete BEFORE DELETE ON session_events
BEGIN SELECT RAISE(ABORT, 'session_events is append-only'); END;
CREATE TRIGGER invoice_scans_no_update BEFORE UPDATE ON invoice_scans
BEGIN SELECT RAISE(ABORT, 'invoice_scans is append-only'); END;
CREATE TRIGGER invoice_scans_no_delete BEFORE DELETE ON invoice_scans
BEGIN SELECT RAISE(ABORT, 'invoice_scans is append-only'); END;
CREATE TRIGGER archived_game_sessions_no_delete BEFORE DELETE ON archived_game_sessions
BEGIN SELECT RAISE(ABORT, 'archived_game_sessions is append-only'); END;

CREATE TRIGGER sessions_updated_at AFTER UPDATE ON active_game_sessions_v2
WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE active_game_sessions_v2 SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;
