-- The whole schema, as a fresh database tells it (`make types` writes this file).

CREATE TABLE activations (
    id                 INTEGER PRIMARY KEY,
    user_id            INTEGER NOT NULL REFERENCES users (id),
    kind               TEXT    NOT NULL DEFAULT 'activation' CHECK (kind IN ('activation', 'rental')),
    service            TEXT    NOT NULL DEFAULT '',
    frozen_amount      INTEGER NOT NULL CHECK (frozen_amount BETWEEN 1 AND 9007199254740991),
    -- how much of it was taken in the end; the rest came back
    committed_amount   INTEGER CHECK (committed_amount BETWEEN 0 AND frozen_amount),
    currency           TEXT    CHECK (currency IN ('XOF', 'EUR')),
    status             TEXT    NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'waiting', 'completed', 'cancelled', 'expired')),
    expires_at         TEXT    CHECK (expires_at GLOB '????-??-??T??:??:??.???Z'),
    ended_at           TEXT    CHECK (ended_at GLOB '????-??-??T??:??:??.???Z'),
    -- the caller's own names of the freeze and of its end; the ledger keeps them apart from all others
    transaction_id     TEXT,
    end_transaction_id TEXT,
    reason             TEXT,
    end_reason         TEXT,
    changed_by         INTEGER REFERENCES operators (id),
    created_at         TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.???Z'),
    updated_at         TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

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

CREATE TABLE balance_operations (
    id             INTEGER PRIMARY KEY,
    user_id        INTEGER NOT NULL REFERENCES users (id),
    operation_type TEXT    NOT NULL CHECK (operation_type IN ('deposit', 'withdraw', 'freeze', 'commit', 'refund', 'correction')),
    amount         INTEGER NOT NULL,
    balance_before INTEGER NOT NULL CHECK (balance_before >= 0),
    balance_after  INTEGER NOT NULL CHECK (balance_after >= 0),
    frozen_before  INTEGER NOT NULL CHECK (frozen_before >= 0),
    frozen_after   INTEGER NOT NULL CHECK (frozen_after >= 0),
    activation_id  INTEGER,
    transaction_id TEXT    UNIQUE,
    reason         TEXT,
    operator_id    INTEGER REFERENCES operators (id),
    created_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), currency TEXT CHECK (currency IN ('XOF', 'EUR')),
    CHECK (operation_type = 'correction' OR amount > 0),
    CHECK (CASE operation_type
        WHEN 'deposit'    THEN balance_after = balance_before + amount AND frozen_after = frozen_before
        WHEN 'withdraw'   THEN balance_after = balance_before - amount AND frozen_after = frozen_before
        WHEN 'freeze'     THEN balance_after = balance_before - amount AND frozen_after = frozen_before + amount
        WHEN 'commit'     THEN balance_after = balance_before          AND frozen_after = frozen_before - amount
        WHEN 'refund'     THEN balance_after = balance_before + amount AND frozen_after = frozen_before - amount
        -- a correction moves `frozen` by `amount`, and may give back to `balance` what it takes from there
        WHEN 'correction' THEN frozen_after = frozen_before + amount
                               AND (balance_after = balance_before OR balance_after = balance_before - amount)
    END)
) STRICT;

CREATE TABLE clock_jumps (
    id               INTEGER PRIMARY KEY,
    expected_at      TEXT    NOT NULL,
    found_at         TEXT    NOT NULL,
    jump_ms          INTEGER NOT NULL,
    sessions_shifted INTEGER NOT NULL
) STRICT;

CREATE TABLE desk_heartbeat (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    state        TEXT    NOT NULL CHECK (state IN ('stopped', 'running')),
    holder       TEXT    NOT NULL,
    started_at   TEXT    NOT NULL,
    beat_at      TEXT    NOT NULL,
    boot_id      TEXT    NOT NULL,
    monotonic_ms INTEGER NOT NULL
) STRICT;

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

CREATE TABLE license_log (
    id          INTEGER PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users (id),
    old_license TEXT,
    new_license TEXT,
    booking_id  TEXT REFERENCES immersion_bookings (id),
    operator_id INTEGER REFERENCES operators (id),
    created_at  TEXT NOT NULL
) STRICT;

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

CREATE TABLE order_lines (
    id               INTEGER PRIMARY KEY,
    order_id         INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    label            TEXT    NOT NULL CHECK (length(trim(label)) BETWEEN 1 AND 120),
    quantity         INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 10000),
    unit_price_cents INTEGER NOT NULL CHECK (unit_price_cents BETWEEN 0 AND 9007199254740991),
    amount_cents     INTEGER GENERATED ALWAYS AS (quantity * unit_price_cents) VIRTUAL
) STRICT;

CREATE TABLE orders (
    id             INTEGER PRIMARY KEY,
    reference      TEXT    NOT NULL UNIQUE CHECK (length(trim(reference)) BETWEEN 1 AND 40),
    user_id        INTEGER NOT NULL REFERENCES users (id),
    status         TEXT    NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'confirmed', 'shipped', 'delivered', 'cancelled')),
    payment_status TEXT    NOT NULL DEFAULT 'pending' CHECK (payment_status IN ('pending', 'paid', 'failed', 'refunded')),
    total_cents    INTEGER NOT NULL CHECK (total_cents BETWEEN 0 AND 9007199254740991),
    currency       TEXT    NOT NULL CHECK (currency IN ('XOF', 'EUR')),
    note           TEXT,
    -- all its payments in one word: any completed, else any pending, else any cancelled, else failed; NULL without a payment
    payment_state  TEXT    CHECK (payment_state IN ('pending', 'completed', 'failed', 'cancelled')),
    -- the sums of its completed and its pending payments in its own currency, and how many completed ones are in another
    paid_cents     INTEGER NOT NULL DEFAULT 0 CHECK (paid_cents >= 0),
    pending_cents  INTEGER NOT NULL DEFAULT 0 CHECK (pending_cents >= 0),
    paid_otherwise INTEGER NOT NULL DEFAULT 0 CHECK (paid_otherwise >= 0),
    money          TEXT    GENERATED ALWAYS AS (CASE
                       WHEN paid_cents > total_cents THEN 'over'
                       WHEN paid_cents = total_cents THEN 'full'
                       WHEN paid_cents = 0 THEN 'none'
                       ELSE 'part' END) VIRTUAL,
    -- what `payment_status` should be if the payments are right; an order paid in part is still to be paid
    payments_say   TEXT    GENERATED ALWAYS AS (CASE payment_state
                       WHEN 'completed' THEN CASE WHEN paid_cents >= total_cents THEN 'paid' ELSE 'pending' END
                       WHEN 'cancelled' THEN 'refunded'
                       ELSE payment_state END) VIRTUAL,
    mismatch       TEXT    GENERATED ALWAYS AS (CASE
                       WHEN payment_state IS NULL THEN NULL
                       WHEN status = 'cancelled' AND payment_state = 'completed' THEN 'cancelled_with_money'
                       WHEN status = 'cancelled' AND payment_state = 'pending' THEN 'order_cancelled_payment_pending'
                       WHEN paid_otherwise > 0 THEN 'currency_differs'
                       WHEN payment_status = 'paid' AND payment_state = 'completed' THEN CASE
                           WHEN paid_cents > total_cents THEN 'overpaid'
                           WHEN paid_cents = total_cents THEN NULL
                           WHEN pending_cents > 0 THEN 'order_paid_payment_pending'
                           ELSE 'amount_differs' END
                       WHEN payment_status = payments_say THEN NULL
                       WHEN payment_status = 'pending' THEN 'order_pending_payment_' || payment_state
                       WHEN payment_state = 'pending' THEN 'order_' || payment_status || '_payment_pending'
                       ELSE 'conflict' END) VIRTUAL,
    sync_status    TEXT    GENERATED ALWAYS AS (CASE
                       WHEN payment_state IS NULL THEN 'NO_PAYMENT' WHEN mismatch IS NULL THEN 'SYNCED' ELSE 'MISMATCH' END) VIRTUAL,
    paid_at        TEXT,
    refunded_at    TEXT,
    shipped_at     TEXT,
    delivered_at   TEXT,
    cancelled_at   TEXT,
    -- 1 only inside a trigger or a repair: while one side is being brought into line with the other, it does not answer back
    is_settling    INTEGER NOT NULL DEFAULT 0 CHECK (is_settling IN (0, 1)),
    changed_by     INTEGER REFERENCES operators (id),
    change_event   TEXT,
    change_reason  TEXT,
    -- moves with every change of the desk: a change without it came from outside
    revision       INTEGER NOT NULL DEFAULT 0,
    created_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

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

CREATE TABLE payment_events (
    id                INTEGER PRIMARY KEY,
    provider          TEXT    NOT NULL CHECK (provider IN ('stripe', 'shop')),
    -- the provider's own name for it; of a body without one, its SHA-256
    event_id          TEXT    NOT NULL CHECK (length(event_id) BETWEEN 1 AND 255),
    event_type        TEXT    NOT NULL DEFAULT '',
    -- text where it is UTF-8, else the bytes as they came
    raw_body          ANY     NOT NULL,
    via               TEXT    NOT NULL DEFAULT 'call' CHECK (via IN ('http', 'file', 'call')),
    received_at       TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    deliveries        INTEGER NOT NULL DEFAULT 1 CHECK (deliveries >= 1),
    -- which payment it belongs to, and what that is for, as told
    checkout_id       TEXT,
    payment_intent    TEXT,
    target_kind       TEXT    CHECK (target_kind IN ('immersion', 'purchase', 'order')),
    target_ref        TEXT,
    -- what became of it
    outcome           TEXT    NOT NULL DEFAULT 'waiting' CHECK (outcome IN
                      ('confirmed', 'held', 'paid_without_seat', 'released', 'refunded', 'purchase_paid', 'purchase_failed',
                       'purchase_refunded', 'order_paid', 'order_failed', 'order_refunded', 'pending', 'ignored', 'waiting',
                       'amount_differs', 'currency_differs', 'session_unknown', 'conflict', 'malformed', 'dismissed')),
    args              TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(args)),
    target_id         TEXT,
    needs_decision    INTEGER NOT NULL DEFAULT 0 CHECK (needs_decision IN (0, 1)),
    processed_at      TEXT,
    -- the sale or order that this payment has paid: what it may take back, and that it pays nothing else
    credited_to       TEXT,
    -- a person has looked: what it was until then, who, and why
    dismissed_outcome TEXT,
    dismissed_by      INTEGER REFERENCES operators (id),
    dismissed_reason  TEXT,
    dismissed_at      TEXT,
    UNIQUE (provider, event_id)
) STRICT;

CREATE TABLE payment_logs (
    id          INTEGER PRIMARY KEY,
    order_id    INTEGER,
    payment_id  INTEGER,
    event       TEXT    NOT NULL,
    field       TEXT    NOT NULL CHECK (field IN ('order.status', 'order.payment_status', 'payment.status')),
    old_status  TEXT,
    new_status  TEXT,
    origin      TEXT    NOT NULL CHECK (origin IN ('desk', 'outside')),
    operator_id INTEGER REFERENCES operators (id),
    reason      TEXT,
    created_at  TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE TABLE payments (
    id                 INTEGER PRIMARY KEY,
    order_id           INTEGER,
    -- the reference as the provider told it, where no order bears it
    order_reference    TEXT,
    method             TEXT    NOT NULL CHECK (method IN ('cash', 'wave', 'orange_money', 'card', 'wallet')),
    amount_cents       INTEGER NOT NULL CHECK (amount_cents BETWEEN 1 AND 9007199254740991),
    currency           TEXT    NOT NULL CHECK (currency IN ('XOF', 'EUR')),
    status             TEXT    NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'completed', 'failed', 'cancelled')),
    provider_reference TEXT,
    refunded_to        TEXT    CHECK (refunded_to IN ('method', 'wallet')),
    is_orphan          INTEGER NOT NULL DEFAULT 0 CHECK (is_orphan IN (0, 1)),
    completed_at       TEXT,
    cancelled_at       TEXT,
    changed_by         INTEGER REFERENCES operators (id),
    change_event       TEXT,
    change_reason      TEXT,
    revision           INTEGER NOT NULL DEFAULT 0,
    created_at         TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at         TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE TABLE pin_failures (
    id          INTEGER PRIMARY KEY,
    operator_id INTEGER NOT NULL REFERENCES operators (id),
    failed_at   TEXT    NOT NULL
) STRICT;

CREATE TABLE profiles (
    user_id        INTEGER PRIMARY KEY REFERENCES users (id),
    license        TEXT,
    license_before TEXT,
    updated_at     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

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

CREATE TABLE requests (
    id          TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 100),
    command     TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    output      TEXT NOT NULL,
    answered_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
    name       TEXT PRIMARY KEY CHECK (name IN ('events.stripe_secret', 'events.shop_secret')),
    value      TEXT NOT NULL CHECK (length(value) BETWEEN 16 AND 200),
    updated_by INTEGER REFERENCES operators (id),
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE settings (
    key        TEXT PRIMARY KEY,
    value      TEXT    NOT NULL CHECK (json_valid(value)),
    updated_by INTEGER REFERENCES operators (id),
    updated_at TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stations (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE CHECK (length(trim(name)) BETWEEN 1 AND 40),
    zone       TEXT    NOT NULL DEFAULT '',
    is_active  INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    sort_order INTEGER NOT NULL DEFAULT 0,
    created_at TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE TABLE system_logs (
    id         INTEGER PRIMARY KEY,
    level      TEXT NOT NULL CHECK (level IN ('info', 'warning', 'critical')),
    area       TEXT NOT NULL,
    code       TEXT NOT NULL,
    data       TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(data)),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    id             INTEGER PRIMARY KEY,
    username       TEXT    NOT NULL CHECK (length(trim(username)) BETWEEN 1 AND 120),
    phone          TEXT,
    email          TEXT,
    -- name and phone folded (lower case, no accents, digits kept): what a search at the counter compares
    search_text    TEXT    NOT NULL DEFAULT '',
    is_blocked     INTEGER NOT NULL DEFAULT 0 CHECK (is_blocked IN (0, 1)),
    blocked_reason TEXT,
    -- what is free and what is held, in hundredths of the currency unit; balance + frozen_balance is what is owned
    balance        INTEGER NOT NULL DEFAULT 0 CHECK (balance >= 0),
    frozen_balance INTEGER NOT NULL DEFAULT 0 CHECK (frozen_balance >= 0),
    currency       TEXT    NOT NULL DEFAULT 'XOF' CHECK (currency IN ('XOF', 'EUR')),
    created_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
, ledger_balance INTEGER NOT NULL DEFAULT 0, ledger_frozen INTEGER NOT NULL DEFAULT 0, held_amount INTEGER NOT NULL DEFAULT 0, ledger_broken_at INTEGER, ledger_settled_to INTEGER NOT NULL DEFAULT 0, wallet_health TEXT NOT NULL GENERATED ALWAYS AS (CASE
    WHEN ledger_broken_at IS NULL AND balance = ledger_balance AND frozen_balance = ledger_frozen AND frozen_balance = held_amount
        THEN 'OK'
    WHEN ledger_broken_at IS NOT NULL OR balance < 0 OR frozen_balance < 0 THEN 'CRITICAL'
    WHEN balance + frozen_balance = ledger_balance + ledger_frozen AND balance + frozen_balance >= held_amount THEN 'WARNING'
    WHEN balance = ledger_balance AND ledger_frozen = held_amount THEN 'WARNING'
    ELSE 'CRITICAL' END) VIRTUAL) STRICT;

CREATE INDEX activations_by_user ON activations (user_id, id);

CREATE INDEX activations_due ON activations (expires_at) WHERE status IN ('pending', 'waiting') AND expires_at IS NOT NULL;

CREATE INDEX activations_open ON activations (user_id, created_at) WHERE status IN ('pending', 'waiting');

CREATE INDEX audit_log_by_subject ON audit_log (subject_kind, subject_id) WHERE subject_id IS NOT NULL;

CREATE INDEX balance_operations_by_time ON balance_operations (created_at);

CREATE INDEX balance_operations_by_user ON balance_operations (user_id, id);

CREATE UNIQUE INDEX balance_operations_of_hold ON balance_operations (activation_id, operation_type) WHERE activation_id IS NOT NULL;

CREATE INDEX game_reservations_by_station ON game_reservations (station_id, starts_at) WHERE status = 'booked';

CREATE INDEX game_reservations_by_time ON game_reservations (starts_at) WHERE status = 'booked';

CREATE INDEX immersion_booking_events_by_booking ON immersion_booking_events (booking_id, id);

CREATE INDEX immersion_bookings_by_intent ON immersion_bookings (stripe_payment_intent_id) WHERE stripe_payment_intent_id IS NOT NULL;

CREATE INDEX immersion_bookings_by_session ON immersion_bookings (session_id, booking_date);

CREATE INDEX immersion_bookings_by_user ON immersion_bookings (user_id, booking_date);

CREATE INDEX immersion_bookings_by_waiting ON immersion_bookings (waiting_id) WHERE waiting_id IS NOT NULL;

CREATE INDEX immersion_bookings_confirmed ON immersion_bookings (user_id) WHERE status = 'confirmed';

CREATE INDEX immersion_bookings_held ON immersion_bookings (hold_until) WHERE status = 'pending' AND hold_until IS NOT NULL;

CREATE INDEX immersion_bookings_kept_money ON immersion_bookings (paid_at) WHERE status = 'cancelled' AND paid_at IS NOT NULL AND refunded_at IS NULL;

CREATE INDEX immersion_bookings_lost ON immersion_bookings (wanted_session) WHERE status = 'pending' AND problem = 'session_unknown';

CREATE INDEX immersion_bookings_seats ON immersion_bookings (session_id) WHERE holds_seat = 1;

CREATE INDEX immersion_bookings_undecided ON immersion_bookings (paid_at) WHERE status = 'pending' AND paid_at IS NOT NULL;

CREATE INDEX immersion_sessions_by_start ON immersion_sessions (session_date_start) WHERE deleted_at IS NULL;

CREATE INDEX immersion_sessions_claimed ON immersion_sessions (id) WHERE claimed_places IS NOT NULL;

CREATE INDEX immersion_sessions_not_over ON immersion_sessions (session_date_end) WHERE over_at IS NULL;

CREATE INDEX immersion_sessions_over ON immersion_sessions (session_date_end) WHERE over_at IS NOT NULL;

CREATE INDEX immersion_waiting_in_line ON immersion_waiting (session_id, joined_at) WHERE status = 'waiting';

CREATE INDEX immersion_waiting_offered ON immersion_waiting (offer_until) WHERE status = 'offered';

CREATE UNIQUE INDEX immersion_waiting_once ON immersion_waiting (session_id, user_id) WHERE status IN ('waiting', 'offered');

CREATE INDEX invoice_audit_log_by_invoice ON invoice_audit_log (invoice_id, id);

CREATE INDEX invoice_scans_by_code ON invoice_scans (validation_code, scanned_at);

CREATE INDEX invoice_scans_by_time ON invoice_scans (scanned_at);

CREATE INDEX invoices_active ON invoices (activated_at) WHERE status = 'active';

CREATE INDEX invoices_by_user ON invoices (user_id);

CREATE INDEX invoices_waiting ON invoices (expires_at) WHERE status = 'pending';

CREATE INDEX license_log_by_user ON license_log (user_id, id);

CREATE INDEX order_lines_by_order ON order_lines (order_id);

CREATE INDEX orders_by_statuses ON orders (status, payment_status, currency, total_cents);

CREATE INDEX orders_by_time ON orders (created_at);

CREATE INDEX orders_by_user ON orders (user_id);

CREATE INDEX orders_mismatched ON orders (mismatch) WHERE mismatch IS NOT NULL;

CREATE INDEX orders_without_payment ON orders (created_at) WHERE payment_state IS NULL;

CREATE INDEX payment_events_by_checkout ON payment_events (checkout_id) WHERE checkout_id IS NOT NULL;

CREATE INDEX payment_events_by_intent ON payment_events (payment_intent) WHERE payment_intent IS NOT NULL;

CREATE INDEX payment_events_by_outcome ON payment_events (outcome, id);

CREATE INDEX payment_events_by_time ON payment_events (received_at);

CREATE INDEX payment_events_undecided ON payment_events (received_at) WHERE needs_decision = 1;

CREATE INDEX payment_events_waiting ON payment_events (target_kind, target_ref) WHERE outcome = 'waiting';

CREATE INDEX payment_logs_by_order ON payment_logs (order_id, id);

CREATE INDEX payments_by_method ON payments (method, status, order_id);

CREATE INDEX payments_by_order ON payments (order_id, status, currency, amount_cents);

CREATE INDEX payments_by_reference ON payments (provider_reference) WHERE provider_reference IS NOT NULL;

CREATE INDEX payments_orphaned ON payments (created_at) WHERE is_orphan = 1;

CREATE INDEX pin_failures_by_operator ON pin_failures (operator_id, failed_at);

CREATE INDEX purchases_by_reference ON purchases (payment_reference) WHERE payment_reference IS NOT NULL;

CREATE INDEX purchases_by_time ON purchases (created_at);

CREATE INDEX purchases_by_user ON purchases (user_id, created_at);

CREATE INDEX purchases_mismatched ON purchases (sync_status) WHERE sync_status = 'MISMATCH';

CREATE INDEX purchases_unpaid ON purchases (created_at) WHERE payment_status = 'pending';

CREATE INDEX requests_by_time ON requests (answered_at);

CREATE INDEX session_events_by_session ON session_events (session_id, id);

CREATE INDEX session_events_by_time ON session_events (created_at);

CREATE INDEX sessions_due ON active_game_sessions_v2 (ends_at) WHERE status = 'active';

CREATE INDEX sessions_ended ON active_game_sessions_v2 (completed_at) WHERE status IN ('completed', 'terminated', 'expired');

CREATE INDEX sessions_live ON active_game_sessions_v2 (status) WHERE status IN ('ready', 'active', 'paused');

CREATE UNIQUE INDEX sessions_one_per_station ON active_game_sessions_v2 (station_id)
    WHERE station_id IS NOT NULL AND status IN ('ready', 'active', 'paused');

CREATE INDEX system_logs_by_time ON system_logs (created_at);

CREATE INDEX users_by_email ON users (email COLLATE NOCASE) WHERE email IS NOT NULL;

CREATE INDEX users_by_phone ON users (phone) WHERE phone IS NOT NULL;

CREATE INDEX users_sick_wallets ON users (id) WHERE wallet_health <> 'OK';

CREATE VIEW active_invoices AS
SELECT i.id, i.invoice_number, i.validation_code, i.status, i.purchase_id, i.user_id, u.username, i.game_name, i.duration_minutes,
       i.issued_at, i.activated_at, i.expires_at, s.id AS session_id, s.status AS session_status, s.total_minutes, s.used_minutes,
       s.remaining_ms, s.remaining_ms / 60000 AS remaining_minutes
FROM invoices i
LEFT JOIN users u ON u.id = i.user_id
LEFT JOIN session_summary s ON s.invoice_id = i.id
WHERE i.status = 'active';

CREATE VIEW order_payment_overview AS
SELECT o.id AS order_id, o.reference, o.user_id, u.username, u.phone, o.status, o.payment_status, o.payment_state, o.sync_status, o.mismatch,
       o.total_cents, o.paid_cents, o.pending_cents, o.currency, o.money,
       (SELECT group_concat(DISTINCT p.method) FROM payments p WHERE p.order_id = o.id) AS methods,
       o.paid_at, o.refunded_at, o.cancelled_at, o.created_at, o.updated_at
FROM orders o LEFT JOIN users u ON u.id = o.user_id;

CREATE VIEW order_payment_sums AS
SELECT o.id AS order_id,
       CASE WHEN SUM(p.status = 'completed') > 0 THEN 'completed'
            WHEN SUM(p.status = 'pending') > 0   THEN 'pending'
            WHEN SUM(p.status = 'cancelled') > 0 THEN 'cancelled'
            WHEN COUNT(p.status) > 0             THEN 'failed' END                                               AS payment_state,
       COALESCE(SUM(CASE WHEN p.status = 'completed' AND p.currency = o.currency THEN p.amount_cents END), 0)    AS paid_cents,
       COALESCE(SUM(CASE WHEN p.status = 'pending' AND p.currency = o.currency THEN p.amount_cents END), 0)      AS pending_cents,
       COALESCE(SUM(p.status = 'completed' AND p.currency <> o.currency), 0)                                     AS paid_otherwise
FROM orders o LEFT JOIN payments p ON p.order_id = o.id
GROUP BY o.id;

CREATE VIEW payment_targets AS
SELECT payment_id, order_id, status,
       CASE WHEN status = 'pending' AND (paid_cents + earlier_cents < total_cents OR (payment_state = 'pending' AND is_first_pending))
                 THEN 'completed'
            WHEN is_newest AND payment_state IN ('failed', 'cancelled') THEN 'completed' ELSE status END AS if_paid,
       CASE WHEN status = 'completed' AND payments_say = 'paid' THEN 'pending'
            WHEN is_newest AND payment_state IN ('failed', 'cancelled') THEN 'pending' ELSE status END   AS if_pending,
       'failed'                                                                                          AS if_failed,
       CASE WHEN status IN ('pending', 'completed') THEN 'cancelled'
            WHEN is_newest AND payment_state = 'failed' THEN 'cancelled' ELSE status END                 AS if_refunded
FROM (SELECT p.id AS payment_id, p.order_id, p.status, o.total_cents, o.paid_cents, o.payment_state, o.payments_say,
             p.id = MAX(p.id) OVER (PARTITION BY p.order_id) AS is_newest,
             p.id = MIN(CASE WHEN p.status = 'pending' THEN p.id END) OVER (PARTITION BY p.order_id) AS is_first_pending,
             COALESCE(SUM(CASE WHEN p.status = 'pending' AND p.currency = o.currency THEN p.amount_cents END)
                 OVER (PARTITION BY p.order_id ORDER BY p.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS earlier_cents
      FROM payments p JOIN orders o ON o.id = p.order_id);

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

CREATE VIEW v_frozen_balance_health AS
SELECT user_id, username, balance, frozen_balance, calculated_frozen, frozen_balance - calculated_frozen AS difference, open_holds,
       ledger_balance, ledger_frozen, ledger_breaks,
       CASE
           WHEN ledger_breaks = 0 AND balance = ledger_balance AND frozen_balance = ledger_frozen AND frozen_balance = calculated_frozen
               THEN 'OK'
           WHEN ledger_breaks > 0 OR balance < 0 OR frozen_balance < 0 THEN 'CRITICAL'
           WHEN balance + frozen_balance = ledger_balance + ledger_frozen AND balance + frozen_balance >= calculated_frozen
               THEN 'WARNING'
           WHEN balance = ledger_balance AND ledger_frozen = calculated_frozen THEN 'WARNING'
           ELSE 'CRITICAL' END AS health_status,
       currency, updated_at
FROM (
    SELECT u.id AS user_id, u.username, u.balance, u.frozen_balance, COALESCE(h.total, 0) AS calculated_frozen,
           COALESCE(h.holds, 0) AS open_holds, COALESCE(l.balance_after, 0) AS ledger_balance,
           COALESCE(l.frozen_after, 0) AS ledger_frozen, COALESCE(b.breaks, 0) AS ledger_breaks, u.currency, u.updated_at
    FROM users u
    LEFT JOIN (SELECT user_id, SUM(frozen_amount) AS total, COUNT(*) AS holds FROM activations
               WHERE status IN ('pending', 'waiting') GROUP BY user_id) h ON h.user_id = u.id
    LEFT JOIN balance_operations l ON l.id = (SELECT MAX(id) FROM balance_operations WHERE user_id = u.id)
    LEFT JOIN (SELECT o.user_id, COUNT(*) AS breaks FROM (
                   SELECT id, user_id, balance_before, frozen_before,
                          LAG(balance_after, 1, 0) OVER line AS balance_left, LAG(frozen_after, 1, 0) OVER line AS frozen_left
                   FROM balance_operations WINDOW line AS (PARTITION BY user_id ORDER BY id)) o
               JOIN users s ON s.id = o.user_id
               WHERE o.id > s.ledger_settled_to AND (o.balance_before <> o.balance_left OR o.frozen_before <> o.frozen_left)
               GROUP BY o.user_id) b ON b.user_id = u.id);

CREATE TRIGGER activations_end AFTER UPDATE OF status ON activations
WHEN OLD.status IN ('pending', 'waiting') AND NEW.status IN ('completed', 'cancelled', 'expired')
BEGIN
    UPDATE activations SET
        committed_amount = CASE NEW.status WHEN 'completed' THEN COALESCE(committed_amount, frozen_amount) ELSE 0 END,
        ended_at = COALESCE(ended_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    WHERE id = NEW.id AND (committed_amount IS NULL OR ended_at IS NULL);
    INSERT INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after,
                                    activation_id, transaction_id, reason, operator_id, currency, created_at)
    SELECT u.id, 'commit', a.committed_amount, u.balance, u.balance, u.frozen_balance, u.frozen_balance - a.committed_amount,
           a.id, a.end_transaction_id, a.end_reason, a.changed_by, u.currency, a.ended_at
    FROM activations a JOIN users u ON u.id = a.user_id WHERE a.id = NEW.id AND a.committed_amount > 0;
    INSERT INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after,
                                    activation_id, transaction_id, reason, operator_id, currency, created_at)
    SELECT u.id, 'refund', a.frozen_amount - a.committed_amount, u.balance, u.balance + a.frozen_amount - a.committed_amount,
           u.frozen_balance, u.frozen_balance - (a.frozen_amount - a.committed_amount),
           a.id, CASE WHEN a.committed_amount = 0 THEN a.end_transaction_id END, a.end_reason, a.changed_by, u.currency, a.ended_at
    FROM activations a JOIN users u ON u.id = a.user_id WHERE a.id = NEW.id AND a.committed_amount < a.frozen_amount;
END;

CREATE TRIGGER activations_freeze AFTER INSERT ON activations
WHEN NEW.status IN ('pending', 'waiting')
BEGIN
    SELECT RAISE(ABORT, 'balance_short') FROM users WHERE id = NEW.user_id AND balance < NEW.frozen_amount;
    INSERT INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after,
                                    activation_id, transaction_id, reason, operator_id, currency, created_at)
    SELECT id, 'freeze', NEW.frozen_amount, balance, balance - NEW.frozen_amount, frozen_balance, frozen_balance + NEW.frozen_amount,
           NEW.id, NEW.transaction_id, NEW.reason, NEW.changed_by, currency, NEW.created_at
    FROM users WHERE id = NEW.user_id;
END;

CREATE TRIGGER activations_legal BEFORE UPDATE ON activations
WHEN NEW.id <> OLD.id OR NEW.user_id <> OLD.user_id OR NEW.frozen_amount <> OLD.frozen_amount
    OR NEW.transaction_id IS NOT OLD.transaction_id
    OR (OLD.status NOT IN ('pending', 'waiting') AND (NEW.status <> OLD.status
        OR (OLD.committed_amount IS NOT NULL AND NEW.committed_amount IS NOT OLD.committed_amount)
        OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NOT OLD.ended_at)
        OR NEW.end_transaction_id IS NOT OLD.end_transaction_id))
    OR (NEW.status <> 'completed' AND NEW.committed_amount > 0)
BEGIN SELECT RAISE(ABORT, 'illegal_hold_transition'); END;

CREATE TRIGGER activations_no_delete BEFORE DELETE ON activations
BEGIN SELECT RAISE(ABORT, 'a hold is ended, not deleted'); END;

CREATE TRIGGER activations_not_replaced BEFORE INSERT ON activations
BEGIN
    SELECT RAISE(ABORT, 'a hold is ended, not replaced') FROM activations WHERE id = NEW.id;
    SELECT RAISE(ABORT, 'an open hold has not ended') WHERE NEW.status IN ('pending', 'waiting')
        AND (NEW.committed_amount IS NOT NULL OR NEW.ended_at IS NOT NULL OR NEW.end_transaction_id IS NOT NULL);
END;

CREATE TRIGGER activations_updated_at AFTER UPDATE ON activations WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE activations SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

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

CREATE TRIGGER archived_game_sessions_no_delete BEFORE DELETE ON archived_game_sessions
BEGIN SELECT RAISE(ABORT, 'archived_game_sessions is append-only'); END;

CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;

CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;

CREATE TRIGGER balance_operations_apply AFTER INSERT ON balance_operations
BEGIN
    UPDATE users SET balance = NEW.balance_after, frozen_balance = NEW.frozen_after, ledger_balance = NEW.balance_after,
           ledger_frozen = NEW.frozen_after, updated_at = NEW.created_at,
           held_amount = held_amount + CASE NEW.operation_type
               WHEN 'freeze' THEN NEW.amount WHEN 'commit' THEN -NEW.amount WHEN 'refund' THEN -NEW.amount ELSE 0 END
    WHERE id = NEW.user_id;
END;

CREATE TRIGGER balance_operations_continue BEFORE INSERT ON balance_operations
BEGIN
    SELECT CASE
        WHEN balance <> ledger_balance OR frozen_balance <> ledger_frozen THEN RAISE(ABORT, 'wallet_not_as_its_ledger')
        WHEN ledger_balance <> NEW.balance_before OR ledger_frozen <> NEW.frozen_before THEN RAISE(ABORT, 'ledger_not_continued')
        WHEN NEW.balance_after + NEW.frozen_after > 9007199254740991 THEN RAISE(ABORT, 'wallet_too_large')
    END FROM users WHERE id = NEW.user_id;
    SELECT RAISE(ABORT, 'balance_operations is append-only') FROM balance_operations WHERE id = NEW.id;
    SELECT RAISE(ABORT, 'transaction_id stands for another row') FROM balance_operations WHERE transaction_id = NEW.transaction_id;
END;

CREATE TRIGGER balance_operations_no_delete BEFORE DELETE ON balance_operations
BEGIN SELECT RAISE(ABORT, 'balance_operations is append-only'); END;

CREATE TRIGGER balance_operations_no_update BEFORE UPDATE ON balance_operations
BEGIN SELECT RAISE(ABORT, 'balance_operations is append-only'); END;

CREATE TRIGGER balance_operations_of_a_hold BEFORE INSERT ON balance_operations
WHEN NEW.operation_type IN ('freeze', 'commit', 'refund')
BEGIN
    SELECT RAISE(ABORT, 'no hold moved this money') WHERE NOT EXISTS (
        SELECT 1 FROM activations a WHERE a.id = NEW.activation_id AND a.user_id = NEW.user_id AND CASE NEW.operation_type
            WHEN 'freeze' THEN a.status IN ('pending', 'waiting') AND a.frozen_amount = NEW.amount
            WHEN 'commit' THEN a.status = 'completed' AND a.committed_amount = NEW.amount
            ELSE a.status IN ('completed', 'cancelled', 'expired') AND a.frozen_amount - a.committed_amount = NEW.amount END)
        OR (NEW.operation_type <> 'freeze' AND NOT EXISTS (
            SELECT 1 FROM balance_operations WHERE activation_id = NEW.activation_id AND operation_type = 'freeze'));
    SELECT RAISE(ABORT, 'this hold has moved its money') FROM balance_operations
    WHERE activation_id = NEW.activation_id AND operation_type = NEW.operation_type;
END;

CREATE TRIGGER clock_jumps_no_delete BEFORE DELETE ON clock_jumps BEGIN SELECT RAISE(ABORT, 'clock_jumps is append-only'); END;

CREATE TRIGGER clock_jumps_no_update BEFORE UPDATE ON clock_jumps BEGIN SELECT RAISE(ABORT, 'clock_jumps is append-only'); END;

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

CREATE TRIGGER game_reservations_updated_at AFTER UPDATE ON game_reservations WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE game_reservations SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

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

CREATE TRIGGER immersion_booking_events_no_delete BEFORE DELETE ON immersion_booking_events
BEGIN SELECT RAISE(ABORT, 'immersion_booking_events is append-only'); END;

CREATE TRIGGER immersion_booking_events_no_update BEFORE UPDATE ON immersion_booking_events
BEGIN SELECT RAISE(ABORT, 'immersion_booking_events is append-only'); END;

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

CREATE TRIGGER immersion_bookings_no_delete BEFORE DELETE ON immersion_bookings
BEGIN SELECT RAISE(ABORT, 'bookings are history: cancel it instead'); END;

CREATE TRIGGER immersion_bookings_status_legal BEFORE UPDATE OF status ON immersion_bookings
WHEN NEW.status <> OLD.status
    AND OLD.status || '>' || NEW.status NOT IN ('pending>confirmed', 'pending>cancelled', 'confirmed>cancelled')
    AND NOT (OLD.status = 'confirmed' AND NEW.status = 'pending' AND NEW.hold_until IS NULL AND NEW.revision <> OLD.revision)
    AND NOT (OLD.status = 'cancelled' AND OLD.cancel_reason IN ('deadline', 'expired') AND OLD.refunded_at IS NULL
             AND NEW.revision <> OLD.revision)
BEGIN SELECT RAISE(ABORT, 'illegal_booking_transition'); END;

CREATE TRIGGER immersion_bookings_updated_at AFTER UPDATE ON immersion_bookings
WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE immersion_bookings SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

CREATE TRIGGER immersion_claim_came_true AFTER UPDATE OF reserved_places, claimed_places ON immersion_sessions
WHEN NEW.claimed_places IS NOT NULL
BEGIN
    UPDATE immersion_sessions SET claimed_places = NULL
    WHERE id = NEW.id AND claimed_places = external_places
        + (SELECT COUNT(*) FROM immersion_bookings WHERE session_id = NEW.id AND holds_seat = 1);
END;

CREATE TRIGGER immersion_closed_from_outside AFTER UPDATE OF status ON immersion_sessions
WHEN NEW.status = 'closed' AND OLD.status <> 'closed' AND NEW.closed_at IS NULL AND NEW.over_at IS NULL AND NEW.revision = OLD.revision
BEGIN
    UPDATE immersion_sessions SET closed_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;
END;

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

CREATE TRIGGER immersion_sessions_updated_at AFTER UPDATE OF session_date_start, session_date_end, max_places, external_places, location,
    price_cents, currency, description, is_active, closed_at, over_at, deleted_at ON immersion_sessions
WHEN NEW.revision = OLD.revision
BEGIN
    UPDATE immersion_sessions SET revision = revision + 1, changed_by = NULL,
        updated_at = CASE WHEN NEW.updated_at IS OLD.updated_at THEN strftime('%Y-%m-%dT%H:%M:%fZ', 'now') ELSE updated_at END
    WHERE id = NEW.id;
END;

CREATE TRIGGER immersion_status_follows AFTER UPDATE OF reserved_places, max_places, closed_at, over_at, status ON immersion_sessions
BEGIN
    UPDATE immersion_sessions SET status = CASE WHEN closed_at IS NOT NULL OR over_at IS NOT NULL THEN 'closed'
                                                WHEN reserved_places >= max_places THEN 'full' ELSE 'open' END
    WHERE id = NEW.id AND status <> CASE WHEN closed_at IS NOT NULL OR over_at IS NOT NULL THEN 'closed'
                                         WHEN reserved_places >= max_places THEN 'full' ELSE 'open' END;
END;

CREATE TRIGGER immersion_waiting_no_delete BEFORE DELETE ON immersion_waiting
BEGIN SELECT RAISE(ABORT, 'the waiting list is history: set the party''s status to left'); END;

CREATE TRIGGER immersion_waiting_offer_ended AFTER UPDATE OF status ON immersion_waiting
WHEN OLD.status = 'offered' AND NEW.status IN ('waiting', 'expired', 'left')
BEGIN
    UPDATE immersion_bookings SET status = 'cancelled', cancelled_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), cancel_reason = 'offer_ended',
           revision = revision + 1, changed_by = NULL, change_reason = 'offer_ended', updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    WHERE waiting_id = NEW.id AND status = 'pending' AND hold_until IS NOT NULL;
END;

CREATE TRIGGER immersion_waiting_updated_at AFTER UPDATE ON immersion_waiting WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE immersion_waiting SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

CREATE TRIGGER invoice_audit_log_no_delete BEFORE DELETE ON invoice_audit_log
BEGIN SELECT RAISE(ABORT, 'invoice_audit_log is append-only'); END;

CREATE TRIGGER invoice_audit_log_no_update BEFORE UPDATE ON invoice_audit_log
BEGIN SELECT RAISE(ABORT, 'invoice_audit_log is append-only'); END;

CREATE TRIGGER invoice_scans_no_delete BEFORE DELETE ON invoice_scans
BEGIN SELECT RAISE(ABORT, 'invoice_scans is append-only'); END;

CREATE TRIGGER invoice_scans_no_update BEFORE UPDATE ON invoice_scans
BEGIN SELECT RAISE(ABORT, 'invoice_scans is append-only'); END;

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

CREATE TRIGGER invoices_issued AFTER INSERT ON invoices
BEGIN
    INSERT INTO invoice_audit_log (invoice_id, action, new_status, operator_id, created_at)
    VALUES (NEW.id, 'issued', NEW.status, NEW.changed_by, NEW.issued_at);
END;

CREATE TRIGGER invoices_updated_at AFTER UPDATE ON invoices WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE invoices SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

CREATE TRIGGER license_log_no_delete BEFORE DELETE ON license_log
BEGIN SELECT RAISE(ABORT, 'license_log is append-only'); END;

CREATE TRIGGER license_log_no_update BEFORE UPDATE ON license_log
BEGIN SELECT RAISE(ABORT, 'license_log is append-only'); END;

CREATE TRIGGER operators_updated_at AFTER UPDATE ON operators WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE operators SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

CREATE TRIGGER order_created AFTER INSERT ON orders
BEGIN
    INSERT INTO payment_logs (order_id, event, field, new_status, origin, operator_id, created_at)
    VALUES (NEW.id, 'order_created', 'order.payment_status', NEW.payment_status, CASE WHEN NEW.revision > 0 THEN 'desk' ELSE 'outside' END,
            NEW.changed_by, NEW.created_at);
    UPDATE payments SET is_orphan = 0 WHERE order_id = NEW.id AND is_orphan = 1;
    UPDATE orders SET is_settling = 0, (payment_state, paid_cents, pending_cents, paid_otherwise) =
        (SELECT payment_state, paid_cents, pending_cents, paid_otherwise FROM order_payment_sums WHERE order_id = NEW.id)
    WHERE id = NEW.id AND (EXISTS (SELECT 1 FROM payments WHERE order_id = NEW.id)
        OR NEW.payment_state IS NOT NULL OR NEW.paid_cents <> 0 OR NEW.pending_cents <> 0 OR NEW.paid_otherwise <> 0 OR NEW.is_settling <> 0);
END;

CREATE TRIGGER order_currency_changed AFTER UPDATE OF currency ON orders WHEN NEW.currency <> OLD.currency
BEGIN
    UPDATE orders SET (payment_state, paid_cents, pending_cents, paid_otherwise) =
        (SELECT payment_state, paid_cents, pending_cents, paid_otherwise FROM order_payment_sums WHERE order_id = NEW.id) WHERE id = NEW.id;
END;

CREATE TRIGGER order_deleted AFTER DELETE ON orders
BEGIN
    INSERT INTO payment_logs (order_id, event, field, old_status, origin, reason)
    VALUES (OLD.id, 'order_deleted', 'order.payment_status', OLD.payment_status, 'outside', OLD.reference);
    UPDATE payments SET is_orphan = 1, order_reference = COALESCE(order_reference, OLD.reference) WHERE order_id = OLD.id;
END;

CREATE TRIGGER orders_sums_guard BEFORE UPDATE OF payment_state, paid_cents, pending_cents, paid_otherwise ON orders
WHEN (NEW.payment_state, NEW.paid_cents, NEW.pending_cents, NEW.paid_otherwise)
     IS NOT (SELECT payment_state, paid_cents, pending_cents, paid_otherwise FROM order_payment_sums WHERE order_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'payment_state follows the payments'); END;

CREATE TRIGGER orders_updated_at AFTER UPDATE OF reference, user_id, total_cents, currency, note ON orders
WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE orders SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

CREATE TRIGGER outages_no_delete BEFORE DELETE ON outages BEGIN SELECT RAISE(ABORT, 'outages is append-only'); END;

CREATE TRIGGER outages_no_update BEFORE UPDATE ON outages BEGIN SELECT RAISE(ABORT, 'outages is append-only'); END;

CREATE TRIGGER packages_updated_at AFTER UPDATE ON packages WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE packages SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

CREATE TRIGGER payment_added AFTER INSERT ON payments
BEGIN
    INSERT INTO payment_logs (order_id, payment_id, event, field, new_status, origin, operator_id, reason, created_at)
    VALUES (NEW.order_id, NEW.id, CASE WHEN NEW.revision > 0 THEN COALESCE(NEW.change_event, 'payment_added') ELSE 'payment_added' END,
            'payment.status', NEW.status, CASE WHEN NEW.revision > 0 THEN 'desk' ELSE 'outside' END, NEW.changed_by,
            CASE WHEN NEW.revision > 0 THEN NEW.change_reason END, NEW.created_at);
    UPDATE payments SET is_orphan = NOT is_orphan
    WHERE id = NEW.id AND is_orphan = EXISTS (SELECT 1 FROM orders WHERE id = NEW.order_id);
    UPDATE orders SET (payment_state, paid_cents, pending_cents, paid_otherwise) =
        (SELECT payment_state, paid_cents, pending_cents, paid_otherwise FROM order_payment_sums WHERE order_id = NEW.order_id)
    WHERE id = NEW.order_id;
    UPDATE orders SET is_settling = 1, payment_status = payments_say, changed_by = NEW.changed_by, change_event = 'status_synchronized',
           change_reason = NEW.change_reason, revision = revision + 1, updated_at = NEW.updated_at
    WHERE id = NEW.order_id AND NEW.revision > 0 AND is_settling = 0 AND payment_status <> payments_say;
END;

CREATE TRIGGER payment_deleted AFTER DELETE ON payments
BEGIN
    INSERT INTO payment_logs (order_id, payment_id, event, field, old_status, origin)
    VALUES (OLD.order_id, OLD.id, 'payment_deleted', 'payment.status', OLD.status, 'outside');
    UPDATE orders SET (payment_state, paid_cents, pending_cents, paid_otherwise) =
        (SELECT payment_state, paid_cents, pending_cents, paid_otherwise FROM order_payment_sums WHERE order_id = OLD.order_id)
    WHERE id = OLD.order_id;
END;

CREATE TRIGGER payment_events_keep_what_came BEFORE UPDATE OF id, provider, event_id, raw_body, via, received_at ON payment_events
WHEN NEW.id IS NOT OLD.id OR NEW.provider IS NOT OLD.provider OR NEW.event_id IS NOT OLD.event_id
    OR NEW.raw_body IS NOT OLD.raw_body OR NEW.via IS NOT OLD.via OR NEW.received_at IS NOT OLD.received_at
BEGIN SELECT RAISE(ABORT, 'payment_events keep what came'); END;

CREATE TRIGGER payment_events_no_delete BEFORE DELETE ON payment_events
BEGIN SELECT RAISE(ABORT, 'payment_events keep what came'); END;

CREATE TRIGGER payment_logs_no_delete BEFORE DELETE ON payment_logs
BEGIN SELECT RAISE(ABORT, 'payment_logs is append-only'); END;

CREATE TRIGGER payment_logs_no_update BEFORE UPDATE ON payment_logs
BEGIN SELECT RAISE(ABORT, 'payment_logs is append-only'); END;

CREATE TRIGGER payments_updated_at AFTER UPDATE OF method, order_reference, provider_reference ON payments
WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE payments SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

CREATE TRIGGER purchases_payment_legal BEFORE UPDATE OF payment_status ON purchases
WHEN NEW.payment_status <> OLD.payment_status
    AND OLD.payment_status || '>' || NEW.payment_status NOT IN
        ('pending>completed', 'pending>failed', 'pending>cancelled', 'completed>refunded')
    AND NOT (OLD.payment_status = 'failed' AND NEW.payment_status = 'completed' AND NEW.revision <> OLD.revision)
BEGIN SELECT RAISE(ABORT, 'illegal_payment_transition'); END;

CREATE TRIGGER purchases_truth_guard BEFORE UPDATE OF session_truth ON purchases
WHEN NEW.session_truth IS NOT COALESCE(
    (SELECT status FROM active_game_sessions_v2 WHERE purchase_id = NEW.id),
    (SELECT status FROM archived_game_sessions WHERE purchase_id = NEW.id))
BEGIN SELECT RAISE(ABORT, 'session_truth follows the session'); END;

CREATE TRIGGER purchases_updated_at AFTER UPDATE ON purchases WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE purchases SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

CREATE TRIGGER session_events_no_delete BEFORE DELETE ON session_events
BEGIN SELECT RAISE(ABORT, 'session_events is append-only'); END;

CREATE TRIGGER session_events_no_update BEFORE UPDATE ON session_events
BEGIN SELECT RAISE(ABORT, 'session_events is append-only'); END;

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

CREATE TRIGGER sessions_deleted AFTER DELETE ON active_game_sessions_v2
WHEN NOT EXISTS (SELECT 1 FROM archived_game_sessions WHERE purchase_id = OLD.purchase_id)
BEGIN
    UPDATE purchases SET session_truth = NULL WHERE id = OLD.purchase_id;
END;

CREATE TRIGGER sessions_status_legal BEFORE UPDATE OF status ON active_game_sessions_v2
WHEN NEW.status <> OLD.status
    AND OLD.status || '>' || NEW.status NOT IN
        ('ready>active', 'ready>terminated', 'ready>expired', 'active>paused', 'active>completed', 'active>terminated',
         'paused>active', 'paused>completed', 'paused>terminated')
    AND NOT (OLD.status IN ('completed', 'terminated') AND NEW.status = 'paused' AND NEW.reopened_at IS NOT OLD.reopened_at)
BEGIN SELECT RAISE(ABORT, 'illegal_session_transition'); END;

CREATE TRIGGER sessions_updated_at AFTER UPDATE ON active_game_sessions_v2
WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE active_game_sessions_v2 SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

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

CREATE TRIGGER stations_updated_at AFTER UPDATE ON stations WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE stations SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

CREATE TRIGGER sync_new_session_to_purchase AFTER INSERT ON active_game_sessions_v2
BEGIN
    UPDATE purchases SET session_status = NEW.status, session_truth = NEW.status, updated_at = NEW.updated_at, revision = revision + 1
    WHERE id = NEW.purchase_id;
    INSERT INTO session_events (session_id, event, to_status, origin, operator_id, reason, created_at)
    VALUES (NEW.id, 'created', NEW.status, CASE WHEN NEW.revision > 0 THEN 'desk' ELSE 'outside' END, NEW.changed_by, NEW.change_reason,
            NEW.updated_at);
END;

CREATE TRIGGER sync_order_to_payments AFTER UPDATE OF status, payment_status ON orders
WHEN NEW.status <> OLD.status OR NEW.payment_status <> OLD.payment_status
BEGIN
    UPDATE orders SET is_settling = 1, updated_at = x.at, payment_status = x.word,
           paid_at = CASE WHEN x.word = OLD.payment_status THEN paid_at
                          WHEN x.word = 'paid' THEN CASE WHEN NEW.paid_at IS NOT OLD.paid_at THEN NEW.paid_at ELSE x.at END
                          WHEN x.word = 'refunded' THEN paid_at END,
           refunded_at = CASE WHEN x.word = OLD.payment_status THEN refunded_at WHEN x.word = 'refunded' THEN x.at END,
           shipped_at = CASE WHEN NEW.status <> OLD.status AND NEW.status = 'shipped' THEN x.at ELSE shipped_at END,
           delivered_at = CASE WHEN NEW.status <> OLD.status AND NEW.status = 'delivered' THEN x.at ELSE delivered_at END,
           cancelled_at = CASE WHEN NEW.status = OLD.status THEN cancelled_at WHEN NEW.status = 'cancelled' THEN x.at END
    FROM (SELECT CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END AS at,
                 CASE WHEN NEW.status = 'cancelled' AND OLD.status <> 'cancelled' THEN 'refunded' ELSE NEW.payment_status END AS word) x
    WHERE orders.id = NEW.id;
    INSERT INTO payment_logs (order_id, event, field, old_status, new_status, origin, operator_id, reason, created_at)
    SELECT NEW.id, x.event, x.field, x.old, x.new, x.origin, x.operator, x.reason, o.updated_at
    FROM orders o JOIN (
        SELECT field, old, new, origin, operator, reason,
               CASE WHEN origin = 'desk' OR NEW.is_settling = 1 THEN COALESCE(NEW.change_event, 'status_synchronized')
                    WHEN NEW.status = 'cancelled' AND OLD.status <> 'cancelled' THEN 'order_and_payment_cancelled'
                    WHEN field = 'order.status' THEN 'order_status_set' ELSE 'order_payment_status_set' END AS event
        FROM (SELECT 'order.status' AS field, OLD.status AS old, NEW.status AS new UNION ALL
              SELECT 'order.payment_status', OLD.payment_status, (SELECT payment_status FROM orders WHERE id = NEW.id)),
             (SELECT CASE WHEN NEW.revision <> OLD.revision THEN 'desk' ELSE 'outside' END AS origin,
                     CASE WHEN NEW.revision <> OLD.revision THEN NEW.changed_by END AS operator,
                     CASE WHEN NEW.revision <> OLD.revision THEN NEW.change_reason END AS reason)
        WHERE old <> new) x
    WHERE o.id = NEW.id;
    UPDATE payments SET status = t.target, refunded_to = CASE WHEN t.target = 'cancelled' AND t.status = 'completed' THEN 'method' ELSE refunded_to END,
           change_event = CASE WHEN NEW.revision <> OLD.revision AND NEW.change_event IN
                                    ('order_and_payment_cancelled', 'payment_and_order_validated', 'payment_refunded') THEN NEW.change_event
                               WHEN NEW.status = 'cancelled' AND OLD.status <> 'cancelled' THEN 'order_and_payment_cancelled'
                               ELSE 'status_synchronized' END,
           changed_by = CASE WHEN NEW.revision <> OLD.revision THEN NEW.changed_by END,
           change_reason = CASE WHEN NEW.revision <> OLD.revision THEN NEW.change_reason END,
           revision = revision + (NEW.revision <> OLD.revision),
           updated_at = (SELECT updated_at FROM orders WHERE id = NEW.id)
    FROM (SELECT v.payment_id, v.status, CASE o.payment_status WHEN 'paid' THEN v.if_paid WHEN 'pending' THEN v.if_pending
                 WHEN 'failed' THEN v.if_failed ELSE v.if_refunded END AS target
          FROM payment_targets v JOIN orders o ON o.id = v.order_id
          WHERE v.order_id = NEW.id AND NEW.is_settling = 0
            AND (o.payment_status <> OLD.payment_status OR NEW.status = 'cancelled')) t
    WHERE payments.id = t.payment_id AND t.target <> t.status;
    UPDATE orders SET is_settling = 0 WHERE id = NEW.id;
END;

CREATE TRIGGER sync_payment_to_order AFTER UPDATE OF order_id, amount_cents, currency, status ON payments
WHEN NEW.status <> OLD.status OR NEW.order_id IS NOT OLD.order_id OR NEW.amount_cents <> OLD.amount_cents OR NEW.currency <> OLD.currency
BEGIN
    UPDATE payments SET updated_at = x.at,
           completed_at = CASE WHEN NEW.status = OLD.status THEN completed_at
                               WHEN NEW.status = 'completed' THEN CASE WHEN NEW.completed_at IS NOT OLD.completed_at THEN NEW.completed_at ELSE x.at END
                               WHEN NEW.status = 'cancelled' THEN completed_at END,
           cancelled_at = CASE WHEN NEW.status = OLD.status THEN cancelled_at
                               WHEN NEW.status = 'cancelled' THEN CASE WHEN NEW.cancelled_at IS NOT OLD.cancelled_at THEN NEW.cancelled_at ELSE x.at END END,
           is_orphan = NOT EXISTS (SELECT 1 FROM orders WHERE id = NEW.order_id)
    FROM (SELECT CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END AS at) x
    WHERE payments.id = NEW.id;
    INSERT INTO payment_logs (order_id, payment_id, event, field, old_status, new_status, origin, operator_id, reason, created_at)
    SELECT NEW.order_id, NEW.id,
           CASE WHEN NEW.revision <> OLD.revision OR (SELECT is_settling FROM orders WHERE id = NEW.order_id) = 1
                THEN COALESCE(NEW.change_event, 'payment_status_set') ELSE 'payment_status_set' END,
           'payment.status', OLD.status, NEW.status,
           CASE WHEN NEW.revision <> OLD.revision THEN 'desk' ELSE 'outside' END,
           CASE WHEN NEW.revision <> OLD.revision THEN NEW.changed_by END,
           CASE WHEN NEW.revision <> OLD.revision THEN NEW.change_reason END,
           CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END
    WHERE NEW.status <> OLD.status OR NEW.order_id IS NOT OLD.order_id;
    UPDATE orders SET (payment_state, paid_cents, pending_cents, paid_otherwise) =
        (SELECT payment_state, paid_cents, pending_cents, paid_otherwise FROM order_payment_sums WHERE order_id = orders.id)
    WHERE id IN (NEW.order_id, OLD.order_id);
    UPDATE orders SET is_settling = 1, payment_status = payments_say,
           change_event = CASE WHEN NEW.revision <> OLD.revision AND NEW.change_event IN ('payment_and_order_validated', 'payment_refunded')
                               THEN NEW.change_event ELSE 'status_synchronized' END,
           changed_by = CASE WHEN NEW.revision <> OLD.revision THEN NEW.changed_by END,
           change_reason = CASE WHEN NEW.revision <> OLD.revision THEN NEW.change_reason END,
           revision = revision + (NEW.revision <> OLD.revision),
           updated_at = CASE WHEN NEW.revision <> OLD.revision THEN NEW.updated_at ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END
    WHERE id = NEW.order_id AND is_settling = 0 AND payment_status <> payments_say
      AND (NEW.status <> OLD.status
           OR (NEW.revision <> OLD.revision AND (NEW.order_id IS NOT OLD.order_id OR NEW.amount_cents <> OLD.amount_cents)));
END;

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

CREATE TRIGGER system_logs_no_delete BEFORE DELETE ON system_logs BEGIN SELECT RAISE(ABORT, 'system_logs is append-only'); END;

CREATE TRIGGER system_logs_no_update BEFORE UPDATE ON system_logs BEGIN SELECT RAISE(ABORT, 'system_logs is append-only'); END;

CREATE TRIGGER users_currency_kept BEFORE UPDATE OF currency ON users
WHEN NEW.currency <> OLD.currency AND (OLD.balance <> 0 OR OLD.frozen_balance <> 0)
BEGIN SELECT RAISE(ABORT, 'a wallet that owns something keeps its currency'); END;

CREATE TRIGGER users_ledger_guard BEFORE UPDATE OF ledger_balance, ledger_frozen ON users
WHEN (NEW.ledger_balance, NEW.ledger_frozen) IS NOT (OLD.ledger_balance, OLD.ledger_frozen)
    AND (NEW.ledger_balance, NEW.ledger_frozen) IS NOT
        (SELECT balance_after, frozen_after FROM balance_operations WHERE user_id = NEW.id ORDER BY id DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'ledger_balance follows the ledger'); END;

CREATE TRIGGER users_updated_at AFTER UPDATE ON users
WHEN NEW.updated_at IS OLD.updated_at AND (NEW.ledger_balance, NEW.ledger_frozen) IS (OLD.ledger_balance, OLD.ledger_frozen)
BEGIN UPDATE users SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

