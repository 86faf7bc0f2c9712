-- Wallets: what is free, what is held, and a ledger from which both can be told again. Holds of whoever writes move money by
-- trigger, so a hold without its ledger row, or a row without its hold, cannot be.

-- What the ledger and the open holds say, kept beside what the wallet says: so its health needs no join, and counting sick wallets
-- costs by their number. Only the triggers below move these three.
ALTER TABLE users ADD COLUMN ledger_balance INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN ledger_frozen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN held_amount INTEGER NOT NULL DEFAULT 0;

-- OK: wallet, ledger and holds agree.
-- WARNING: only `frozen_balance` is off, and the other two (or the ledger and the wallet against the holds) say how it came: mended with
-- a correction row that moves nothing out of balance + frozen.
-- CRITICAL: money is not where the ledger says; a person decides.
ALTER TABLE users ADD COLUMN wallet_health TEXT NOT NULL GENERATED ALWAYS AS (CASE
    WHEN balance = ledger_balance AND frozen_balance = ledger_frozen AND frozen_balance = held_amount THEN 'OK'
    WHEN balance < 0 OR frozen_balance < 0 OR balance <> ledger_balance THEN 'CRITICAL'
    WHEN ledger_frozen = held_amount THEN 'WARNING'
    WHEN frozen_balance = ledger_frozen AND balance + frozen_balance >= held_amount THEN 'WARNING'
    ELSE 'CRITICAL' END) VIRTUAL;
CREATE INDEX users_sick_wallets ON users (id) WHERE wallet_health <> 'OK';

UPDATE users SET
    ledger_balance = COALESCE((SELECT balance_after FROM balance_operations WHERE user_id = users.id ORDER BY id DESC LIMIT 1), 0),
    ledger_frozen = COALESCE((SELECT frozen_after FROM balance_operations WHERE user_id = users.id ORDER BY id DESC LIMIT 1), 0);

-- A hold: money set aside for something that may still come to nothing.
CREATE TABLE activations (
    id                 INTEGER PRIMARY KEY,
    user_id            INTEGER NOT NULL REFERENCES users (id),
    kind               TEXT    NOT NULL DEFAULT 'activation' CHECK (kind IN ('activation', 'rental')),
    service            TEXT    NOT NULL DEFAULT '',
    frozen_amount      INTEGER NOT NULL CHECK (frozen_amount BETWEEN 1 AND 9007199254740991),
    -- how much of it was taken in the end; the rest came back
    committed_amount   INTEGER CHECK (committed_amount BETWEEN 0 AND frozen_amount),
    status             TEXT    NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'waiting', 'completed', 'cancelled', 'expired')),
    expires_at         TEXT,
    ended_at           TEXT,
    -- the caller's own names of the freeze and of its end: the same name twice does it once
    transaction_id     TEXT    UNIQUE,
    end_transaction_id TEXT    UNIQUE,
    reason             TEXT,
    end_reason         TEXT,
    changed_by         INTEGER REFERENCES operators (id),
    created_at         TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at         TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;
CREATE INDEX activations_open ON activations (user_id, created_at) WHERE status IN ('pending', 'waiting');
CREATE INDEX activations_due ON activations (expires_at) WHERE status IN ('pending', 'waiting') AND expires_at IS NOT NULL;
CREATE INDEX activations_by_user ON activations (user_id, id);

-- Each row continues the row before it, and only a correction may be written to a wallet that is not as its ledger left it.
CREATE TRIGGER balance_operations_continue BEFORE INSERT ON balance_operations
BEGIN
    SELECT RAISE(ABORT, 'ledger_not_continued') FROM users
    WHERE id = NEW.user_id AND (ledger_balance <> NEW.balance_before OR ledger_frozen <> NEW.frozen_before);
    SELECT RAISE(ABORT, 'wallet_not_as_its_ledger') FROM users
    WHERE id = NEW.user_id AND (balance <> ledger_balance OR (frozen_balance <> ledger_frozen AND NEW.operation_type <> 'correction'));
END;

-- The ledger moves the wallet, never the other way round.
CREATE TRIGGER balance_operations_apply AFTER INSERT ON balance_operations
BEGIN
    UPDATE users SET balance = NEW.balance_after, frozen_balance = NEW.frozen_after, ledger_balance = NEW.balance_after,
           ledger_frozen = NEW.frozen_after, updated_at = NEW.created_at
    WHERE id = NEW.user_id;
END;

-- What the ledger said cannot be told otherwise.
CREATE TRIGGER users_ledger_guard BEFORE UPDATE OF ledger_balance, ledger_frozen ON users
WHEN (NEW.ledger_balance, NEW.ledger_frozen) IS NOT
    (SELECT balance_after, frozen_after FROM balance_operations WHERE user_id = NEW.id ORDER BY id DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'ledger_balance follows the ledger'); END;

-- A hold that appears, whoever wrote it, freezes its money in the same statement, or is refused.
CREATE TRIGGER activations_freeze AFTER INSERT ON activations
WHEN NEW.status IN ('pending', 'waiting')
BEGIN
    SELECT RAISE(ABORT, 'balance_short') FROM users WHERE id = NEW.user_id AND balance < NEW.frozen_amount;
    UPDATE users SET held_amount = held_amount + NEW.frozen_amount, updated_at = NEW.created_at WHERE id = NEW.user_id;
    INSERT INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after,
                                    activation_id, transaction_id, reason, operator_id, created_at)
    SELECT id, 'freeze', NEW.frozen_amount, balance, balance - NEW.frozen_amount, frozen_balance, frozen_balance + NEW.frozen_amount,
           NEW.id, NEW.transaction_id, NEW.reason, NEW.changed_by, NEW.created_at
    FROM users WHERE id = NEW.user_id;
END;

-- It ends once; what was held and for whom is never rewritten.
CREATE TRIGGER activations_legal BEFORE UPDATE ON activations
WHEN (OLD.status NOT IN ('pending', 'waiting') AND NEW.status <> OLD.status)
    OR NEW.user_id <> OLD.user_id OR NEW.frozen_amount <> OLD.frozen_amount
    OR (OLD.status NOT IN ('pending', 'waiting') AND NEW.committed_amount IS NOT OLD.committed_amount AND OLD.ended_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'illegal_hold_transition'); END;

CREATE TRIGGER activations_no_delete BEFORE DELETE ON activations
BEGIN SELECT RAISE(ABORT, 'a hold is ended, not deleted'); END;

-- Its end moves the money: what was taken leaves, the rest is free again.
CREATE TRIGGER activations_end AFTER UPDATE OF status ON activations
WHEN OLD.status IN ('pending', 'waiting') AND NEW.status IN ('completed', 'cancelled', 'expired')
BEGIN
    UPDATE activations SET
        committed_amount = CASE NEW.status WHEN 'completed' THEN COALESCE(NEW.committed_amount, NEW.frozen_amount) ELSE 0 END,
        ended_at = COALESCE(NEW.ended_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    WHERE id = NEW.id;
    UPDATE users SET held_amount = held_amount - NEW.frozen_amount,
           updated_at = COALESCE(NEW.ended_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    WHERE id = NEW.user_id;
    INSERT INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after,
                                    activation_id, transaction_id, reason, operator_id, created_at)
    SELECT u.id, 'commit', a.committed_amount, u.balance, u.balance, u.frozen_balance, u.frozen_balance - a.committed_amount,
           a.id, a.end_transaction_id, a.end_reason, a.changed_by, a.ended_at
    FROM activations a JOIN users u ON u.id = a.user_id WHERE a.id = NEW.id AND a.committed_amount > 0;
    INSERT INTO balance_operations (user_id, operation_type, amount, balance_before, balance_after, frozen_before, frozen_after,
                                    activation_id, transaction_id, reason, operator_id, created_at)
    SELECT u.id, 'refund', a.frozen_amount - a.committed_amount, u.balance, u.balance + a.frozen_amount - a.committed_amount,
           u.frozen_balance, u.frozen_balance - (a.frozen_amount - a.committed_amount),
           a.id, CASE WHEN a.committed_amount = 0 THEN a.end_transaction_id END, a.end_reason, a.changed_by, a.ended_at
    FROM activations a JOIN users u ON u.id = a.user_id WHERE a.id = NEW.id AND a.committed_amount < a.frozen_amount;
END;

-- The health of every wallet as the older system's console asked for it: sums before joins.
CREATE VIEW v_frozen_balance_health AS
SELECT u.id AS user_id, u.username, u.balance, u.frozen_balance, COALESCE(h.total, 0) AS calculated_frozen,
       u.frozen_balance - COALESCE(h.total, 0) AS difference, COALESCE(h.holds, 0) AS open_holds,
       u.ledger_balance, u.ledger_frozen, u.wallet_health AS health_status, u.currency, u.updated_at
FROM users u
LEFT JOIN (SELECT user_id, SUM(frozen_amount) AS total, COUNT(*) AS holds FROM activations
           WHERE status IN ('pending', 'waiting') GROUP BY user_id) h ON h.user_id = u.id;
