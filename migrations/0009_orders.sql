-- Orders and their payments: two statuses, one truth. The database itself keeps the two sides together, whoever writes.

-- `payment_status` is the order's own word. What its payments say is kept beside it by triggers (`payment_state` and the sums, which a
-- guard protects), so that `sync_status` and `mismatch` need no join and are indexed where it hurts.
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
CREATE INDEX orders_mismatched ON orders (mismatch) WHERE mismatch IS NOT NULL;
CREATE INDEX orders_by_statuses ON orders (status, payment_status, currency, total_cents);
CREATE INDEX orders_by_time ON orders (created_at);
CREATE INDEX orders_by_user ON orders (user_id);
CREATE INDEX orders_without_payment ON orders (created_at) WHERE payment_state IS NULL;

CREATE TABLE order_lines (
    id               INTEGER PRIMARY KEY,
    order_id         INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    label            TEXT    NOT NULL CHECK (length(trim(label)) BETWEEN 1 AND 120),
    quantity         INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 10000),
    unit_price_cents INTEGER NOT NULL CHECK (unit_price_cents BETWEEN 0 AND 9007199254740991),
    amount_cents     INTEGER GENERATED ALWAYS AS (quantity * unit_price_cents) VIRTUAL
) STRICT;
CREATE INDEX order_lines_by_order ON order_lines (order_id);

-- `order_id` is no foreign key: money whose order is not in the books is a state of these books, with a list of its own.
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
CREATE INDEX payments_by_order ON payments (order_id, status, currency, amount_cents);
CREATE INDEX payments_by_reference ON payments (provider_reference) WHERE provider_reference IS NOT NULL;
CREATE INDEX payments_by_method ON payments (method, status, order_id);
CREATE INDEX payments_orphaned ON payments (created_at) WHERE is_orphan = 1;

-- Who changed what, from what to what, when and why; both sides, both origins. It outlives what it speaks of.
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
CREATE INDEX payment_logs_by_order ON payment_logs (order_id, id);

CREATE TRIGGER payment_logs_no_update BEFORE UPDATE ON payment_logs
BEGIN SELECT RAISE(ABORT, 'payment_logs is append-only'); END;
CREATE TRIGGER payment_logs_no_delete BEFORE DELETE ON payment_logs
BEGIN SELECT RAISE(ABORT, 'payment_logs is append-only'); END;

-- What the payments of each order say: one word and the sums. Everything that keeps, guards or verifies them reads this.
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

-- What each payment becomes when its order's word is to hold, for each word. Pending payments are completed, oldest first, until the
-- order is covered; where everything had failed or was given back, the newest payment speaks for the order.
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

-- How people look at it: one row per order, both sides beside each other.
CREATE VIEW order_payment_overview AS
SELECT o.id AS order_id, o.reference, o.user_id, u.username, u.phone, o.status, o.payment_status, o.payment_state, o.sync_status, o.mismatch,
       o.total_cents, o.paid_cents, o.pending_cents, o.currency, o.money,
       (SELECT group_concat(DISTINCT p.method) FROM payments p WHERE p.order_id = o.id) AS methods,
       o.paid_at, o.refunded_at, o.cancelled_at, o.created_at, o.updated_at
FROM orders o LEFT JOIN users u ON u.id = o.user_id;

-- The kept word and sums can only say what the payments say.
CREATE TRIGGER orders_sums_guard BEFORE UPDATE OF payment_state, paid_cents, pending_cents, paid_otherwise ON orders
WHEN (NEW.payment_state, NEW.paid_cents, NEW.pending_cents, NEW.paid_otherwise)
     IS NOT (SELECT payment_state, paid_cents, pending_cents, paid_otherwise FROM order_payment_sums WHERE order_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'payment_state follows the payments'); END;

CREATE TRIGGER orders_updated_at AFTER UPDATE OF reference, user_id, total_cents, currency, note ON orders
WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE orders SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

CREATE TRIGGER payments_updated_at AFTER UPDATE OF method, order_reference, provider_reference ON payments
WHEN NEW.updated_at IS OLD.updated_at AND NEW.revision = OLD.revision
BEGIN UPDATE payments SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END;

-- An order that appears: noted, and payments that waited for it are no orphans any more.
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

CREATE TRIGGER order_deleted AFTER DELETE ON orders
BEGIN
    INSERT INTO payment_logs (order_id, event, field, old_status, origin, reason)
    VALUES (OLD.id, 'order_deleted', 'order.payment_status', OLD.payment_status, 'outside', OLD.reference);
    UPDATE payments SET is_orphan = 1, order_reference = COALESCE(order_reference, OLD.reference) WHERE order_id = OLD.id;
END;

CREATE TRIGGER order_currency_changed AFTER UPDATE OF currency ON orders WHEN NEW.currency <> OLD.currency
BEGIN
    UPDATE orders SET (payment_state, paid_cents, pending_cents, paid_otherwise) =
        (SELECT payment_state, paid_cents, pending_cents, paid_otherwise FROM order_payment_sums WHERE order_id = NEW.id) WHERE id = NEW.id;
END;

-- A payment that appears. One of the desk speaks to its order at once; one written from outside is shown as it came.
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

-- Payment → order: pending ⇄ pending, completed ⇄ paid, failed ⇄ failed, cancelled ⇄ refunded, with date and log row.
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

-- Order → payments, the same table read the other way. A cancelled order gives its money back: refunded here, cancelled there.
-- While `is_settling` is set the change came from the payments: dates and log only.
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
