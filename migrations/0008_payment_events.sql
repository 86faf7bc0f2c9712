-- What payment providers tell, kept as it came, and the secrets by which it is known to be theirs.
--
-- What an event comes to is read from all events of its payment together, again whenever one arrives: their order does not matter.

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
CREATE INDEX payment_events_by_checkout ON payment_events (checkout_id) WHERE checkout_id IS NOT NULL;
CREATE INDEX payment_events_by_intent ON payment_events (payment_intent) WHERE payment_intent IS NOT NULL;
CREATE INDEX payment_events_by_time ON payment_events (received_at);
CREATE INDEX payment_events_by_outcome ON payment_events (outcome, id);
CREATE INDEX payment_events_waiting ON payment_events (target_kind, target_ref) WHERE outcome = 'waiting';
CREATE INDEX payment_events_undecided ON payment_events (received_at) WHERE needs_decision = 1;

-- A sale is found by what its provider calls it.
CREATE INDEX purchases_by_reference ON purchases (payment_reference) WHERE payment_reference IS NOT NULL;

CREATE TRIGGER payment_events_keep_what_came BEFORE UPDATE OF id, provider, event_id, raw_body, via, received_at ON payment_events
WHEN NEW.id IS NOT OLD.id OR NEW.provider IS NOT OLD.provider OR NEW.event_id IS NOT OLD.event_id
    OR NEW.raw_body IS NOT OLD.raw_body OR NEW.via IS NOT OLD.via OR NEW.received_at IS NOT OLD.received_at
BEGIN SELECT RAISE(ABORT, 'payment_events keep what came'); END;
CREATE TRIGGER payment_events_no_delete BEFORE DELETE ON payment_events
BEGIN SELECT RAISE(ABORT, 'payment_events keep what came'); END;

-- Shared with a provider, shown to nobody: never in the settings, the audit trail, a log or an answer.
CREATE TABLE secrets (
    name       TEXT PRIMARY KEY CHECK (name IN ('events.stripe_secret', 'events.shop_secret')),
    value      TEXT NOT NULL CHECK (length(value) BETWEEN 16 AND 200),
    updated_by INTEGER REFERENCES operators (id),
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
