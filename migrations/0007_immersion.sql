-- Immersion sessions: seats that are always right, whoever writes.
--
-- A session's `reserved_places` is counted from its bookings by trigger, never added to. As with game sessions, a change by the desk
-- moves `revision` and brings its own time, operator and reason; a change from outside leaves `revision` alone and is dated, settled and
-- logged here. `revision` of a session tells that a person changed it: bookings do not move it.

CREATE TABLE immersion_sessions (
    id                 TEXT    PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||
                               substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))
                               CHECK (length(id) = 36),
    session_date_start TEXT    NOT NULL CHECK (session_date_start IS date(session_date_start) AND session_date_start >= '2000-01-01'),
    session_date_end   TEXT    NOT NULL CHECK (session_date_end IS date(session_date_end) AND session_date_end < '2200-01-01'),
    max_places         INTEGER NOT NULL CHECK (max_places BETWEEN 1 AND 1000),
    -- bookings that hold a seat, and the seats taken elsewhere
    reserved_places    INTEGER NOT NULL DEFAULT 0,
    external_places    INTEGER NOT NULL DEFAULT 0 CHECK (external_places >= 0),
    -- what an older tool wrote into `reserved_places` and the bookings do not bear out: a person (or the repair) decides
    claimed_places     INTEGER CHECK (claimed_places BETWEEN 0 AND 1000),
    status             TEXT    NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'full', 'closed')),
    location           TEXT    NOT NULL DEFAULT '',
    price_cents        INTEGER NOT NULL DEFAULT 0 CHECK (price_cents BETWEEN 0 AND 9007199254740991),
    currency           TEXT    NOT NULL DEFAULT 'EUR' CHECK (currency IN ('XOF', 'EUR')),
    description        TEXT,
    is_active          INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    -- closed by the manager; over by its dates (kept by the desk, in the venue's days); taken off the list with its history kept
    closed_at          TEXT,
    over_at            TEXT,
    deleted_at         TEXT,
    changed_by         INTEGER REFERENCES operators (id),
    revision           INTEGER NOT NULL DEFAULT 0,
    created_at         TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at         TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    CONSTRAINT dates_in_order CHECK (session_date_start <= session_date_end),
    CONSTRAINT seats_within_max CHECK (reserved_places BETWEEN 0 AND max_places)
) STRICT;
CREATE INDEX immersion_sessions_by_start ON immersion_sessions (session_date_start) WHERE deleted_at IS NULL;
CREATE INDEX immersion_sessions_not_over ON immersion_sessions (session_date_end) WHERE over_at IS NULL;
CREATE INDEX immersion_sessions_over ON immersion_sessions (session_date_end) WHERE over_at IS NOT NULL;
CREATE INDEX immersion_sessions_claimed ON immersion_sessions (id) WHERE claimed_places IS NOT NULL;

-- A party that waits for seats. An offer holds them as pending bookings until `offer_until`.
CREATE TABLE immersion_waiting (
    id          TEXT    PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    session_id  TEXT    NOT NULL REFERENCES immersion_sessions (id),
    user_id     INTEGER NOT NULL REFERENCES users (id),
    party_size  INTEGER NOT NULL CHECK (party_size BETWEEN 1 AND 100),
    status      TEXT    NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'offered', 'accepted', 'expired', 'left')),
    joined_at   TEXT    NOT NULL,
    offered_at  TEXT,
    offer_until TEXT,
    ended_at    TEXT,
    changed_by  INTEGER REFERENCES operators (id),
    updated_at  TEXT    NOT NULL,
    CHECK ((status = 'offered') <= (offer_until IS NOT NULL))
) STRICT;
CREATE INDEX immersion_waiting_in_line ON immersion_waiting (session_id, joined_at) WHERE status = 'waiting';
CREATE INDEX immersion_waiting_offered ON immersion_waiting (offer_until) WHERE status = 'offered';
-- A customer stands in a session's line once.
CREATE UNIQUE INDEX immersion_waiting_once ON immersion_waiting (session_id, user_id) WHERE status IN ('waiting', 'offered');

CREATE TABLE immersion_bookings (
    id                       TEXT    PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||
                                     substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))
                                     CHECK (length(id) = 36),
    -- NULL only while a paid booking waits for somebody to find its session
    session_id               TEXT    REFERENCES immersion_sessions (id),
    user_id                  INTEGER NOT NULL REFERENCES users (id),
    user_email               TEXT,
    stripe_session_id        TEXT    UNIQUE,
    stripe_payment_intent_id TEXT,
    status                   TEXT    NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'confirmed', 'cancelled')),
    booking_date             TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (julianday(booking_date) IS NOT NULL),
    -- until when a pending booking holds a seat; NULL: it holds none
    hold_until               TEXT    CHECK (hold_until IS NULL OR julianday(hold_until) IS NOT NULL),
    holds_seat               INTEGER NOT NULL GENERATED ALWAYS AS (status = 'confirmed' OR (status = 'pending' AND hold_until IS NOT NULL)) STORED,
    -- why a paid booking waits for a person
    problem                  TEXT    CHECK (problem IN ('no_seat', 'session_unknown', 'session_closed', 'amount_differs', 'currency_differs')),
    -- what a payment named as its session, where that is no session of ours
    wanted_session           TEXT,
    payment_method           TEXT    CHECK (payment_method IN ('cash', 'wave', 'orange_money', 'card', 'wallet')),
    amount_cents             INTEGER CHECK (amount_cents BETWEEN 0 AND 9007199254740991),
    currency                 TEXT,
    payment_reference        TEXT,
    refund_method            TEXT    CHECK (refund_method IN ('cash', 'wave', 'orange_money', 'card', 'wallet')),
    source                   TEXT    NOT NULL DEFAULT 'outside' CHECK (source IN ('counter', 'payment', 'waiting_list', 'outside')),
    waiting_id               TEXT    REFERENCES immersion_waiting (id),
    moved_from               TEXT    REFERENCES immersion_sessions (id),
    paid_at                  TEXT,
    confirmed_at             TEXT,
    cancelled_at             TEXT,
    cancel_reason            TEXT,
    refunded_at              TEXT,
    no_show_at               TEXT,
    note                     TEXT,
    changed_by               INTEGER REFERENCES operators (id),
    change_reason            TEXT,
    revision                 INTEGER NOT NULL DEFAULT 0,
    created_at               TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at               TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    CONSTRAINT seat_has_session CHECK (session_id IS NOT NULL OR status = 'cancelled' OR (status = 'pending' AND hold_until IS NULL)),
    CONSTRAINT problem_holds_no_seat CHECK (problem IS NULL OR status = 'cancelled' OR (status = 'pending' AND hold_until IS NULL)),
    -- money is no hold that could run out: a paid booking is confirmed, or it waits for a person
    CONSTRAINT paid_is_no_hold CHECK (status <> 'pending' OR paid_at IS NULL OR hold_until IS NULL)
) STRICT;
CREATE INDEX immersion_bookings_seats ON immersion_bookings (session_id) WHERE holds_seat = 1;
CREATE INDEX immersion_bookings_by_session ON immersion_bookings (session_id, booking_date);
CREATE INDEX immersion_bookings_by_user ON immersion_bookings (user_id, booking_date);
CREATE INDEX immersion_bookings_by_intent ON immersion_bookings (stripe_payment_intent_id) WHERE stripe_payment_intent_id IS NOT NULL;
CREATE INDEX immersion_bookings_held ON immersion_bookings (hold_until) WHERE status = 'pending' AND hold_until IS NOT NULL;
CREATE INDEX immersion_bookings_lost ON immersion_bookings (wanted_session) WHERE status = 'pending' AND problem = 'session_unknown';
CREATE INDEX immersion_bookings_confirmed ON immersion_bookings (user_id) WHERE status = 'confirmed';
CREATE INDEX immersion_bookings_kept_money ON immersion_bookings (paid_at) WHERE status = 'cancelled' AND paid_at IS NOT NULL AND refunded_at IS NULL;
CREATE INDEX immersion_bookings_undecided ON immersion_bookings (paid_at) WHERE status = 'pending' AND paid_at IS NOT NULL;
CREATE INDEX immersion_bookings_by_waiting ON immersion_bookings (waiting_id) WHERE waiting_id IS NOT NULL;

-- What became of each booking; written once.
CREATE TABLE immersion_booking_events (
    id          INTEGER PRIMARY KEY,
    booking_id  TEXT NOT NULL REFERENCES immersion_bookings (id),
    event       TEXT NOT NULL CHECK (event IN ('booked', 'confirmed', 'seat_lost', 'moved', 'cancelled', 'refunded', 'no_show', 'changed')),
    from_status TEXT,
    to_status   TEXT NOT NULL,
    session_id  TEXT,
    origin      TEXT NOT NULL CHECK (origin IN ('desk', 'outside')),
    operator_id INTEGER REFERENCES operators (id),
    reason      TEXT,
    created_at  TEXT NOT NULL
) STRICT;
CREATE INDEX immersion_booking_events_by_booking ON immersion_booking_events (booking_id, id);

-- What a customer is entitled to. `license_before` is what they had before a confirmed booking gave them `immersion`.
CREATE TABLE profiles (
    user_id        INTEGER PRIMARY KEY REFERENCES users (id),
    license        TEXT,
    license_before TEXT,
    updated_at     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE TABLE license_log (
    id          INTEGER PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users (id),
    old_license TEXT,
    new_license TEXT,
    booking_id  TEXT REFERENCES immersion_bookings (id),
    operator_id INTEGER REFERENCES operators (id),
    created_at  TEXT NOT NULL
) STRICT;
CREATE INDEX license_log_by_user ON license_log (user_id, id);

-- A payment names its customer by e-mail address.
CREATE INDEX users_by_email ON users (email COLLATE NOCASE) WHERE email IS NOT NULL;

-- ---- seats ------------------------------------------------------------------------------------------------------------------

-- A session that appears (the manager's, or an import's). Its seats are counted; what an import claims is kept aside.
CREATE TRIGGER immersion_sessions_appeared AFTER INSERT ON immersion_sessions
BEGIN
    UPDATE immersion_sessions SET
        reserved_places = c.counted,
        claimed_places = CASE WHEN NEW.reserved_places NOT IN (0, c.counted) THEN NEW.reserved_places END,
        closed_at = CASE WHEN NEW.status = 'closed' AND NEW.over_at IS NULL
            THEN COALESCE(NEW.closed_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) ELSE NEW.closed_at END,
        status = CASE WHEN NEW.status = 'closed' OR NEW.closed_at IS NOT NULL OR NEW.over_at IS NOT NULL THEN 'closed'
                      WHEN c.counted >= NEW.max_places THEN 'full' ELSE 'open' END,
        revision = MAX(1, NEW.revision)
    FROM (SELECT NEW.external_places + (SELECT COUNT(*) FROM immersion_bookings WHERE session_id = NEW.id AND holds_seat = 1) AS counted) c
    WHERE id = NEW.id;
END;

-- Whoever writes `reserved_places`, it says what the bookings bear out. What was written is kept as a claim, unless it is the older
-- tool's second step: it adds (takes off) by hand the seat of a booking that it has just made (cancelled).
CREATE TRIGGER immersion_seats_restored AFTER UPDATE OF reserved_places, external_places ON immersion_sessions
WHEN NEW.reserved_places <> NEW.external_places
        + (SELECT COUNT(*) FROM immersion_bookings WHERE session_id = NEW.id AND holds_seat = 1)
BEGIN
    UPDATE immersion_sessions SET
        reserved_places = external_places + c.held,
        claimed_places = CASE
            WHEN NEW.reserved_places = OLD.reserved_places THEN claimed_places
            WHEN NEW.reserved_places - NEW.external_places - c.held BETWEEN 1 AND c.just_booked THEN claimed_places
            WHEN NEW.external_places + c.held - NEW.reserved_places BETWEEN 1 AND c.just_cancelled THEN claimed_places
            ELSE NEW.reserved_places END,
        updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    FROM (SELECT (SELECT COUNT(*) FROM immersion_bookings WHERE session_id = NEW.id AND holds_seat = 1) AS held,
                 (SELECT COUNT(*) FROM immersion_bookings WHERE session_id = NEW.id AND holds_seat = 1 AND source = 'outside'
                      AND julianday(created_at) >= julianday('now', '-60 seconds')) AS just_booked,
                 (SELECT COUNT(*) FROM immersion_bookings WHERE session_id = NEW.id AND status = 'cancelled' AND cancel_reason = 'outside'
                      AND julianday(cancelled_at) >= julianday('now', '-60 seconds')) AS just_cancelled) c
    WHERE id = NEW.id;
END;

-- A claim that has come true is no claim any more.
CREATE TRIGGER immersion_claim_came_true AFTER UPDATE OF reserved_places, claimed_places ON immersion_sessions
WHEN NEW.claimed_places IS NOT NULL
BEGIN
    UPDATE immersion_sessions SET claimed_places = NULL
    WHERE id = NEW.id AND claimed_places = external_places
        + (SELECT COUNT(*) FROM immersion_bookings WHERE session_id = NEW.id AND holds_seat = 1);
END;

-- Full at max, open below, closed by the manager or by the calendar. The row's own values count, not those of the statement: another
-- trigger may have set them right meanwhile.
CREATE TRIGGER immersion_status_follows AFTER UPDATE OF reserved_places, max_places, closed_at, over_at, status ON immersion_sessions
BEGIN
    UPDATE immersion_sessions SET status = CASE WHEN closed_at IS NOT NULL OR over_at IS NOT NULL THEN 'closed'
                                                WHEN reserved_places >= max_places THEN 'full' ELSE 'open' END
    WHERE id = NEW.id AND status <> CASE WHEN closed_at IS NOT NULL OR over_at IS NOT NULL THEN 'closed'
                                         WHEN reserved_places >= max_places THEN 'full' ELSE 'open' END;
END;

-- A status `closed` set from outside is a manager who closes; `open` and `full` follow the seats whatever is written.
CREATE TRIGGER immersion_closed_from_outside AFTER UPDATE OF status ON immersion_sessions
WHEN NEW.status = 'closed' AND OLD.status <> 'closed' AND NEW.closed_at IS NULL AND NEW.over_at IS NULL AND NEW.revision = OLD.revision
BEGIN
    UPDATE immersion_sessions SET closed_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;
END;

-- An edit from outside is an edit: whoever has the old state before them is told.
CREATE TRIGGER immersion_sessions_updated_at AFTER UPDATE OF session_date_start, session_date_end, max_places, external_places, location,
    price_cents, currency, description, is_active, closed_at, over_at, deleted_at ON immersion_sessions
WHEN NEW.revision = OLD.revision
BEGIN
    UPDATE immersion_sessions SET revision = revision + 1, changed_by = NULL,
        updated_at = CASE WHEN NEW.updated_at IS OLD.updated_at THEN strftime('%Y-%m-%dT%H:%M:%fZ', 'now') ELSE updated_at END
    WHERE id = NEW.id;
END;

CREATE TRIGGER immersion_sessions_no_delete BEFORE DELETE ON immersion_sessions
WHEN EXISTS (SELECT 1 FROM immersion_bookings WHERE session_id = OLD.id)
    OR EXISTS (SELECT 1 FROM immersion_bookings WHERE moved_from = OLD.id)
    OR EXISTS (SELECT 1 FROM immersion_booking_events WHERE session_id = OLD.id)
    OR EXISTS (SELECT 1 FROM immersion_waiting WHERE session_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'this session has bookings: cancel them, then set deleted_at'); END;

CREATE TRIGGER immersion_sessions_not_hidden_with_bookings BEFORE UPDATE OF deleted_at ON immersion_sessions
WHEN NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL
    AND EXISTS (SELECT 1 FROM immersion_bookings WHERE session_id = OLD.id AND status <> 'cancelled')
BEGIN SELECT RAISE(ABORT, 'this session has live bookings: cancel them first'); END;

-- ---- bookings ---------------------------------------------------------------------------------------------------------------

CREATE TRIGGER immersion_bookings_no_delete BEFORE DELETE ON immersion_bookings
BEGIN SELECT RAISE(ABORT, 'bookings are history: cancel it instead'); END;

-- A booking moves along its states only. Back to `pending` (its seat was lost) and back from a deadline only the desk may bring it.
CREATE TRIGGER immersion_bookings_status_legal BEFORE UPDATE OF status ON immersion_bookings
WHEN NEW.status <> OLD.status
    AND OLD.status || '>' || NEW.status NOT IN ('pending>confirmed', 'pending>cancelled', 'confirmed>cancelled')
    AND NOT (OLD.status = 'confirmed' AND NEW.status = 'pending' AND NEW.hold_until IS NULL AND NEW.revision <> OLD.revision)
    AND NOT (OLD.status = 'cancelled' AND OLD.cancel_reason IN ('deadline', 'expired') AND OLD.refunded_at IS NULL
             AND NEW.revision <> OLD.revision)
BEGIN SELECT RAISE(ABORT, 'illegal_booking_transition'); END;

-- Nobody is booked into a session that was deleted. From outside, holds whose deadline is past give way first, as at the desk.
CREATE TRIGGER immersion_bookings_before_insert BEFORE INSERT ON immersion_bookings
WHEN NEW.revision = 0 AND NEW.session_id IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'this session was deleted') WHERE EXISTS
        (SELECT 1 FROM immersion_sessions WHERE id = NEW.session_id AND deleted_at IS NOT NULL);
    UPDATE immersion_bookings SET status = 'cancelled', cancelled_at = hold_until, cancel_reason = 'deadline', revision = revision + 1,
           changed_by = NULL, change_reason = 'deadline', updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    WHERE session_id = NEW.session_id AND holds_seat = 1 AND status = 'pending' AND julianday(hold_until) <= julianday('now');
END;

CREATE TRIGGER immersion_bookings_before_update BEFORE UPDATE OF status, session_id, hold_until ON immersion_bookings
WHEN NEW.revision = OLD.revision AND NEW.session_id IS NOT NULL
    AND (NEW.status = 'confirmed' OR (NEW.status = 'pending' AND NEW.hold_until IS NOT NULL))
BEGIN
    SELECT RAISE(ABORT, 'this session was deleted') WHERE EXISTS
        (SELECT 1 FROM immersion_sessions WHERE id = NEW.session_id AND deleted_at IS NOT NULL);
    UPDATE immersion_bookings SET status = 'cancelled', cancelled_at = hold_until, cancel_reason = 'deadline', revision = revision + 1,
           changed_by = NULL, change_reason = 'deadline', updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    WHERE session_id = NEW.session_id AND holds_seat = 1 AND status = 'pending' AND julianday(hold_until) <= julianday('now')
        AND id <> OLD.id;
END;

-- The one place where seats are counted. The CHECK on the session refuses the ninth of eight, whoever books.
CREATE TRIGGER immersion_seats_counted_insert AFTER INSERT ON immersion_bookings
BEGIN
    UPDATE immersion_sessions SET
        reserved_places = external_places + (SELECT COUNT(*) FROM immersion_bookings WHERE session_id = NEW.session_id AND holds_seat = 1),
        updated_at = CASE WHEN NEW.revision > 0 THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END
    WHERE id = NEW.session_id;
END;

CREATE TRIGGER immersion_seats_counted_update AFTER UPDATE OF status, session_id, hold_until ON immersion_bookings
WHEN NEW.holds_seat <> OLD.holds_seat OR NEW.session_id IS NOT OLD.session_id
BEGIN
    UPDATE immersion_sessions SET
        reserved_places = external_places + (SELECT COUNT(*) FROM immersion_bookings b WHERE b.session_id = immersion_sessions.id AND b.holds_seat = 1),
        updated_at = CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END
    WHERE id IN (OLD.session_id, NEW.session_id);
END;

-- What became of it, one row for each change of state, place or money.
CREATE TRIGGER immersion_booking_booked AFTER INSERT ON immersion_bookings
BEGIN
    INSERT INTO immersion_booking_events (booking_id, event, from_status, to_status, session_id, origin, operator_id, reason, created_at)
    VALUES (NEW.id, CASE WHEN NEW.refunded_at IS NOT NULL THEN 'refunded' WHEN NEW.status = 'cancelled' THEN 'cancelled' ELSE 'booked' END,
            NULL, NEW.status, NEW.session_id, CASE WHEN NEW.revision > 0 THEN 'desk' ELSE 'outside' END, NEW.changed_by, NEW.change_reason,
            CASE WHEN NEW.revision > 0 THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END);
END;

CREATE TRIGGER immersion_booking_changed AFTER UPDATE OF status, session_id, refunded_at, no_show_at, problem ON immersion_bookings
WHEN NEW.status <> OLD.status OR NEW.session_id IS NOT OLD.session_id OR NEW.refunded_at IS NOT OLD.refunded_at
    OR NEW.no_show_at IS NOT OLD.no_show_at OR NEW.problem IS NOT OLD.problem
BEGIN
    INSERT INTO immersion_booking_events (booking_id, event, from_status, to_status, session_id, origin, operator_id, reason, created_at)
    SELECT NEW.id, e.event, OLD.status, NEW.status, NEW.session_id,
           CASE WHEN NEW.revision <> OLD.revision THEN 'desk' ELSE 'outside' END,
           CASE WHEN NEW.revision <> OLD.revision THEN NEW.changed_by END,
           CASE WHEN NEW.revision <> OLD.revision THEN NEW.change_reason END,
           CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END
    FROM (SELECT 1 AS place, 'moved' AS event WHERE NEW.session_id IS NOT OLD.session_id
          UNION ALL
          SELECT 2, CASE WHEN OLD.status = 'confirmed' AND NEW.status = 'pending' THEN 'seat_lost'
                         WHEN NEW.status = 'pending' THEN 'booked' ELSE NEW.status END WHERE NEW.status <> OLD.status
          UNION ALL
          SELECT 3, CASE WHEN NEW.refunded_at IS NOT NULL THEN 'refunded' ELSE 'changed' END WHERE NEW.refunded_at IS NOT OLD.refunded_at
          UNION ALL
          SELECT 4, CASE WHEN NEW.no_show_at IS NOT NULL THEN 'no_show' ELSE 'changed' END WHERE NEW.no_show_at IS NOT OLD.no_show_at
          UNION ALL
          SELECT 5, 'changed' WHERE NEW.problem IS NOT OLD.problem AND NEW.status = OLD.status AND NEW.session_id IS OLD.session_id
          ORDER BY 1) e;
END;

-- A booking from outside gets the times that the desk would have given it.
CREATE TRIGGER immersion_booking_from_outside AFTER INSERT ON immersion_bookings
WHEN NEW.revision = 0
BEGIN
    UPDATE immersion_bookings SET revision = 1,
        booking_date = strftime('%Y-%m-%dT%H:%M:%fZ', NEW.booking_date),
        hold_until = strftime('%Y-%m-%dT%H:%M:%fZ', NEW.hold_until),
        paid_at = CASE WHEN NEW.status = 'confirmed' AND COALESCE(NEW.stripe_session_id, NEW.stripe_payment_intent_id) IS NOT NULL
            THEN COALESCE(NEW.paid_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) ELSE NEW.paid_at END,
        confirmed_at = CASE WHEN NEW.status = 'confirmed' THEN COALESCE(NEW.confirmed_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) END,
        cancelled_at = CASE WHEN NEW.status = 'cancelled' THEN COALESCE(NEW.cancelled_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) END,
        cancel_reason = CASE WHEN NEW.status = 'cancelled' THEN COALESCE(NEW.cancel_reason, 'outside') END
    WHERE id = NEW.id;
END;

CREATE TRIGGER immersion_booking_changed_outside AFTER UPDATE OF status, hold_until, booking_date ON immersion_bookings
WHEN NEW.revision = OLD.revision
    AND (NEW.status <> OLD.status OR NEW.hold_until IS NOT OLD.hold_until OR NEW.booking_date <> OLD.booking_date)
BEGIN
    UPDATE immersion_bookings SET revision = revision + 1, changed_by = NULL, change_reason = 'outside',
        updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
        booking_date = strftime('%Y-%m-%dT%H:%M:%fZ', NEW.booking_date),
        hold_until = strftime('%Y-%m-%dT%H:%M:%fZ', NEW.hold_until),
        paid_at = CASE WHEN NEW.status = 'confirmed' AND OLD.status <> 'confirmed'
                AND COALESCE(NEW.stripe_session_id, NEW.stripe_payment_intent_id) IS NOT NULL
            THEN COALESCE(NEW.paid_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) ELSE NEW.paid_at END,
        confirmed_at = CASE WHEN NEW.status = 'confirmed' AND OLD.status <> 'confirmed'
            THEN strftime('%Y-%m-%dT%H:%M:%fZ', 'now') ELSE NEW.confirmed_at END,
        cancelled_at = CASE WHEN NEW.status = 'cancelled' THEN COALESCE(NEW.cancelled_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) END,
        cancel_reason = CASE WHEN NEW.status = 'cancelled' THEN COALESCE(NEW.cancel_reason, 'outside') END
    WHERE id = NEW.id;
END;

CREATE TRIGGER immersion_bookings_updated_at AFTER UPDATE ON immersion_bookings
WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE immersion_bookings SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

CREATE TRIGGER immersion_booking_events_no_update BEFORE UPDATE ON immersion_booking_events
BEGIN SELECT RAISE(ABORT, 'immersion_booking_events is append-only'); END;
CREATE TRIGGER immersion_booking_events_no_delete BEFORE DELETE ON immersion_booking_events
BEGIN SELECT RAISE(ABORT, 'immersion_booking_events is append-only'); END;

-- ---- the waiting list -------------------------------------------------------------------------------------------------------

-- An offer that ends from outside gives its seats back; deleting a party would hide who was promised what.
CREATE TRIGGER immersion_waiting_offer_ended AFTER UPDATE OF status ON immersion_waiting
WHEN OLD.status = 'offered' AND NEW.status IN ('waiting', 'expired', 'left')
BEGIN
    UPDATE immersion_bookings SET status = 'cancelled', cancelled_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), cancel_reason = 'offer_ended',
           revision = revision + 1, changed_by = NULL, change_reason = 'offer_ended', updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    WHERE waiting_id = NEW.id AND status = 'pending' AND hold_until IS NOT NULL;
END;
CREATE TRIGGER immersion_waiting_no_delete BEFORE DELETE ON immersion_waiting
BEGIN SELECT RAISE(ABORT, 'the waiting list is history: set the party''s status to left'); END;
CREATE TRIGGER immersion_waiting_updated_at AFTER UPDATE ON immersion_waiting WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE immersion_waiting SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

-- ---- licences ---------------------------------------------------------------------------------------------------------------

-- A confirmed booking gives its customer the licence, in the same statement.
CREATE TRIGGER immersion_license_given_insert AFTER INSERT ON immersion_bookings
WHEN NEW.status = 'confirmed' AND (SELECT license FROM profiles WHERE user_id = NEW.user_id) IS NOT 'immersion'
BEGIN
    INSERT INTO license_log (user_id, old_license, new_license, booking_id, operator_id, created_at)
    VALUES (NEW.user_id, (SELECT license FROM profiles WHERE user_id = NEW.user_id), 'immersion', NEW.id, NEW.changed_by,
            CASE WHEN NEW.revision > 0 THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END);
    INSERT INTO profiles (user_id, license, updated_at)
    VALUES (NEW.user_id, 'immersion', CASE WHEN NEW.revision > 0 THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END)
    ON CONFLICT (user_id) DO UPDATE SET license_before = license, license = 'immersion', updated_at = excluded.updated_at;
END;

CREATE TRIGGER immersion_license_given_update AFTER UPDATE OF status, user_id ON immersion_bookings
WHEN NEW.status = 'confirmed' AND (OLD.status <> 'confirmed' OR NEW.user_id <> OLD.user_id)
    AND (SELECT license FROM profiles WHERE user_id = NEW.user_id) IS NOT 'immersion'
BEGIN
    INSERT INTO license_log (user_id, old_license, new_license, booking_id, operator_id, created_at)
    VALUES (NEW.user_id, (SELECT license FROM profiles WHERE user_id = NEW.user_id), 'immersion', NEW.id,
            CASE WHEN NEW.revision <> OLD.revision THEN NEW.changed_by END,
            CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END);
    INSERT INTO profiles (user_id, license, updated_at)
    VALUES (NEW.user_id, 'immersion',
            CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END)
    ON CONFLICT (user_id) DO UPDATE SET license_before = license, license = 'immersion', updated_at = excluded.updated_at;
END;

-- With the last confirmed booking goes the licence that bookings gave: what the customer had before comes back. One that somebody gave by
-- hand is not ours to take.
CREATE TRIGGER immersion_license_taken AFTER UPDATE OF status, user_id ON immersion_bookings
WHEN OLD.status = 'confirmed' AND (NEW.status <> 'confirmed' OR NEW.user_id <> OLD.user_id)
    AND NOT EXISTS (SELECT 1 FROM immersion_bookings WHERE user_id = OLD.user_id AND status = 'confirmed')
    AND (SELECT license FROM profiles WHERE user_id = OLD.user_id) = 'immersion'
    AND (SELECT new_license FROM license_log WHERE user_id = OLD.user_id ORDER BY id DESC LIMIT 1) = 'immersion'
BEGIN
    INSERT INTO license_log (user_id, old_license, new_license, booking_id, operator_id, created_at)
    VALUES (OLD.user_id, 'immersion', (SELECT license_before FROM profiles WHERE user_id = OLD.user_id), NEW.id,
            CASE WHEN NEW.revision <> OLD.revision THEN NEW.changed_by END,
            CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END);
    UPDATE profiles SET license = license_before, license_before = NULL,
        updated_at = CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END
    WHERE user_id = OLD.user_id;
END;

CREATE TRIGGER license_log_no_update BEFORE UPDATE ON license_log
BEGIN SELECT RAISE(ABORT, 'license_log is append-only'); END;
CREATE TRIGGER license_log_no_delete BEFORE DELETE ON license_log
BEGIN SELECT RAISE(ABORT, 'license_log is append-only'); END;
