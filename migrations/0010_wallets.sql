-- Wallets: what is free, what is held, and a ledger from which both can be told again. Holds of whoever writes move money by
-- trigger: a hold that moved money without its row of the ledger, or such a row without its hold, cannot be.

-- What the ledger and the open holds say, kept beside what the wallet says: so its health needs no join, and counting sick wallets
-- costs by their number. Only the triggers below move these three; the checks recount them.
ALTER TABLE users ADD COLUMN ledger_balance INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN ledger_frozen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN held_amount INTEGER NOT NULL DEFAULT 0;
-- the first row of the ledger that does not continue the row before it, as the last walk along it found
ALTER TABLE users ADD COLUMN ledger_broken_at INTEGER;
-- a person has decided about every break up to this row
ALTER TABLE users ADD COLUMN ledger_settled_to INTEGER NOT NULL DEFAULT 0;

-- The currency a row was written in: a wallet that owns nothing may take another one.
ALTER TABLE balance_operations ADD COLUMN currency TEXT CHECK (currency IN ('XOF', 'EUR'));

-- OK: wallet, ledger and holds agree.
-- WARNING: all the money is there, only its split into free and held is off; or nothing but `frozen_balance` is off, and ledger and
-- holds agree on what it should say. Mended with a correction row.
-- CRITICAL: money is not where the ledger says, or the ledger itself is broken; a person decides.
ALTER TABLE users ADD COLUMN wallet_health TEXT NOT NULL GENERATED ALWAYS AS (CASE
    WHEN ledger_broken_at IS NULL AND balance = ledger_balance AND frozen_balance = ledger_frozen AND frozen_balance = held_amount
        THEN 'OK'
    WHEN ledger_broken_at IS NOT NULL OR balance < 0 OR frozen_balance < 0 THEN 'CRITICAL'
    WHEN balance + frozen_balance = ledger_balance + ledger_frozen AND balance + frozen_balance >= held_amount THEN 'WARNING'
    WHEN balance = ledger_balance AND ledger_frozen = held_amount THEN 'WARNING'
    ELSE 'CRITICAL' END) VIRTUAL;
CREATE INDEX users_sick_wallets ON users (id) WHERE wallet_health <> 'OK';

UPDATE users SET
    ledger_balance = COALESCE((SELECT balance_after FROM balance_operations WHERE user_id = users.id ORDER BY id DESC LIMIT 1), 0),
    ledger_frozen = COALESCE((SELECT frozen_after FROM balance_operations WHERE user_id = users.id ORDER BY id DESC LIMIT 1), 0),
    updated_at = updated_at;

-- As before, save that a row of the ledger dates the wallet itself.
DROP TRIGGER users_updated_at;
CREATE TRIGGER users_updated_at AFTER UPDATE ON users
WHEN NEW.updated_at IS OLD.updated_at AND (NEW.ledger_balance, NEW.ledger_frozen) IS (OLD.ledger_balance, OLD.ledger_frozen)
BEGIN UPDATE users SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

-- Money does not become other money by being called so.
CREATE TRIGGER users_currency_kept BEFORE UPDATE OF currency ON users
WHEN NEW.currency <> OLD.currency AND (OLD.balance <> 0 OR OLD.frozen_balance <> 0)
BEGIN SELECT RAISE(ABORT, 'a wallet that owns something keeps its currency'); END;

-- A hold: money set aside for something that may still come to nothing.
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
CREATE INDEX activations_open ON activations (user_id, created_at) WHERE status IN ('pending', 'waiting');
CREATE INDEX activations_due ON activations (expires_at) WHERE status IN ('pending', 'waiting') AND expires_at IS NOT NULL;
CREATE INDEX activations_by_user ON activations (user_id, id);

CREATE TRIGGER activations_updated_at AFTER UPDATE ON activations WHEN NEW.updated_at IS OLD.updated_at
BEGIN UPDATE activations SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

-- A hold is frozen once, taken once and given back once.
CREATE UNIQUE INDEX balance_operations_of_hold ON balance_operations (activation_id, operation_type) WHERE activation_id IS NOT NULL;
CREATE INDEX balance_operations_by_time ON balance_operations (created_at);

-- Each row continues the row before it, in a wallet that is as its ledger left it, and replaces none (`INSERT OR REPLACE` would
-- delete without firing the trigger against deletion).
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

-- A row that freezes, takes or gives back is the row of a hold that did just that, and of that hold's first time.
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

-- The ledger moves the wallet, never the other way round.
CREATE TRIGGER balance_operations_apply AFTER INSERT ON balance_operations
BEGIN
    UPDATE users SET balance = NEW.balance_after, frozen_balance = NEW.frozen_after, ledger_balance = NEW.balance_after,
           ledger_frozen = NEW.frozen_after, updated_at = NEW.created_at,
           held_amount = held_amount + CASE NEW.operation_type
               WHEN 'freeze' THEN NEW.amount WHEN 'commit' THEN -NEW.amount WHEN 'refund' THEN -NEW.amount ELSE 0 END
    WHERE id = NEW.user_id;
END;

-- What the ledger said cannot be told otherwise.
CREATE TRIGGER users_ledger_guard BEFORE UPDATE OF ledger_balance, ledger_frozen ON users
WHEN (NEW.ledger_balance, NEW.ledger_frozen) IS NOT (OLD.ledger_balance, OLD.ledger_frozen)
    AND (NEW.ledger_balance, NEW.ledger_frozen) IS NOT
        (SELECT balance_after, frozen_after FROM balance_operations WHERE user_id = NEW.id ORDER BY id DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'ledger_balance follows the ledger'); END;

-- A hold that appears open, whoever wrote it, freezes its money in the same statement, or is refused. One that appears ended (taken
-- over from elsewhere) is history: it moves nothing.
CREATE TRIGGER activations_not_replaced BEFORE INSERT ON activations
BEGIN
    SELECT RAISE(ABORT, 'a hold is ended, not replaced') FROM activations WHERE id = NEW.id;
    SELECT RAISE(ABORT, 'an open hold has not ended') WHERE NEW.status IN ('pending', 'waiting')
        AND (NEW.committed_amount IS NOT NULL OR NEW.ended_at IS NOT NULL OR NEW.end_transaction_id IS NOT NULL);
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

-- It ends once; whose it is, how much it held and what was taken of it is never rewritten.
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

-- Its end moves the money: what was taken leaves, the rest is free again.
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

-- The health of every wallet as the older system's console asked for it, recounted from ledger and holds alone: sums before joins.
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
