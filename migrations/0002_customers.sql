-- Customers, and the money they left with the venue.

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
) STRICT;
CREATE INDEX users_by_phone ON users (phone) WHERE phone IS NOT NULL;

CREATE TRIGGER users_updated_at AFTER UPDATE ON users WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE users SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

-- The ledger: every row carries both balances before and after, and its arithmetic is checked here.
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
    created_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
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
CREATE INDEX balance_operations_by_user ON balance_operations (user_id, id);

CREATE TRIGGER balance_operations_no_update BEFORE UPDATE ON balance_operations
BEGIN SELECT RAISE(ABORT, 'balance_operations is append-only'); END;
CREATE TRIGGER balance_operations_no_delete BEFORE DELETE ON balance_operations
BEGIN SELECT RAISE(ABORT, 'balance_operations is append-only'); END;
