//! Any operations of many customers in any order, outside writes and lapses of time among them, against the reference. After every
//! step: the answer, the very rows that the ledger gained, both balances from the ledger alone, and what is held.
//!
//! A round that fails prints how to play it again: `COMPTOIR_WALLET_SEED=… COMPTOIR_WALLET_STEPS=…`.

use super::dice::Dice;
use super::reference::{Answer, Model, Op, Row, User};
use crate::support::Venue;
use comptoir_core::base::{Cents, Currency, CustomerId, HoldId, Millis, Timestamp};
use comptoir_core::customers::{BlockCustomer, UnblockCustomer};
use comptoir_core::door::DoorError;
use comptoir_core::monitor::RunChecks;
use comptoir_core::wallets::model::Hold;
use comptoir_core::wallets::{
    Believed, CheckWallets, CommitHold, CorrectWallet, Deposit, FreezeFunds, HoldWaits, PreviewCorrection, RefundHold,
    SettleWallet, SweepHolds, Withdraw,
};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

const USERS: usize = 10;
const ROUNDS: u64 = 8;
const STEPS: usize = 25_000;
/// After this many steps everything is recounted: every wallet, every hold, every check of the area.
const RECOUNT: usize = 2_500;

struct Game {
    venue: Venue,
    model: Model,
    dice: Dice,
    begun: Timestamp,
    ids: Vec<CustomerId>,
    books: Connection,
    seen_row: i64,
    transactions: usize,
    refused: BTreeSet<String>,
}

/// What every round of the full length comes upon: a round in which one of these never happened has tried too little.
const REFUSALS: [&str; 14] = [
    "already_committed",
    "already_refunded",
    "amount_above_hold",
    "amount_invalid",
    "balance_short",
    "customer_blocked",
    "customer_unknown",
    "hold_expired",
    "hold_of_another",
    "hold_unknown",
    "transaction_reused",
    "wallet_currency_differs",
    "wallet_needs_decision",
    "wallet_sound",
];

impl Game {
    fn new(seed: u64) -> Self {
        let venue = Venue::in_memory();
        let ids: Vec<CustomerId> = (0..USERS).map(|place| venue.customer(&format!("Customer {place}"))).collect();
        let model = Model::of(USERS);
        let (books, begun) = (venue.outside(), venue.now());
        Self {
            venue,
            model,
            dice: Dice::new(seed),
            begun,
            ids,
            books,
            seen_row: 0,
            transactions: 0,
            refused: BTreeSet::new(),
        }
    }

    /// A name for a transaction: mostly a new one, now and then one that was used.
    fn transaction(&mut self) -> String {
        if self.transactions > 0 && self.dice.one_in(6) {
            let recent = self.transactions.min(40);
            return format!("t{}", self.transactions - 1 - self.dice.below(recent));
        }
        self.transactions += 1;
        format!("t{}", self.transactions - 1)
    }

    fn maybe_transaction(&mut self) -> Option<String> {
        (!self.dice.one_in(3)).then(|| self.transaction())
    }

    /// A hold: mostly one of the last ones, which may still be open; now and then one that never was.
    fn hold(&mut self) -> usize {
        let all = self.model.holds.len();
        if all == 0 || self.dice.one_in(80) { all + 7 } else { all - 1 - self.dice.below(all.min(60)) }
    }

    fn claimed(&mut self, hold: usize) -> Option<usize> {
        let of = self.model.holds.get(hold).map(|hold| hold.user);
        match self.dice.below(8) {
            0 => Some(self.dice.below(USERS)),
            1..4 => of,
            _ => None,
        }
    }

    fn user(&mut self) -> usize {
        if self.dice.one_in(150) { USERS + 3 } else { self.dice.below(USERS) }
    }

    fn next(&mut self) -> Op {
        let (user, known, amount) = (self.user(), self.dice.below(USERS), self.dice.amount());
        match self.dice.below(100) {
            0..18 => Op::Deposit { user, amount, currency: self.dice.currency(), tx: self.maybe_transaction() },
            18..28 => Op::Withdraw { user, amount, tx: self.maybe_transaction() },
            28..54 => {
                let lasts = (!self.dice.one_in(3)).then(|| self.dice.below(60_000) as i64 - 500);
                Op::Freeze { user, amount, tx: self.transaction(), currency: self.dice.currency(), lasts }
            }
            54..58 => Op::Waits { hold: self.hold() },
            58..74 => {
                let hold = self.hold();
                let part = self.dice.one_in(3).then_some(amount);
                Op::Commit { hold, part, claimed: self.claimed(hold), tx: self.maybe_transaction() }
            }
            74..84 => {
                let hold = self.hold();
                Op::Refund { hold, claimed: self.claimed(hold), tx: self.maybe_transaction() }
            }
            84..87 => Op::Sweep,
            87..89 => Op::Check,
            89..91 => Op::Block { user: known, blocked: self.dice.one_in(3) },
            91..95 => Op::Pass { span: 1 + self.dice.below(20_000) as i64 },
            95..97 => self.tampering(known),
            97..98 => Op::Correct { user: known },
            _ => Op::Settle { user: known, believe_wallet: self.dice.one_in(2) },
        }
    }

    /// What a program that does not know the ledger writes: another balance, another frozen part, or money moved between the two.
    fn tampering(&mut self, user: usize) -> Op {
        let User { balance, frozen, .. } = self.model.users[user];
        let off = self.dice.below(50) as i64 - 20;
        let (balance, frozen) = match self.dice.below(4) {
            0 => (balance + off, frozen),
            1 => (balance, frozen + off),
            2 => (balance - off, frozen + off),
            _ => (balance + off, frozen + self.dice.below(9) as i64),
        };
        Op::Tamper { user, balance: balance.max(0), frozen: frozen.max(0) }
    }

    fn customer(&self, user: usize) -> CustomerId {
        self.ids.get(user).copied().unwrap_or(CustomerId(9_999))
    }

    fn place(&self, customer: CustomerId) -> usize {
        self.ids.iter().position(|id| *id == customer).unwrap()
    }

    fn told(hold: &Hold) -> Answer {
        let place = usize::try_from(hold.hold_id.0 - 1).unwrap();
        Answer::Hold(place, hold.status.word(), hold.committed_cents.map(|taken| taken.0))
    }

    /// Does it in the real books.
    fn perform(&self, op: &Op) -> Result<Answer, DoorError> {
        let venue = &self.venue;
        let why = || "model".to_owned();
        let hold_id = |hold: &usize| HoldId(i64::try_from(*hold).unwrap() + 1);
        match op.clone() {
            Op::Deposit { user, amount, currency, tx: transaction_id } => {
                let (customer_id, currency) = (self.customer(user), currency.map(of_word));
                let amount_cents = Cents(amount);
                venue
                    .run(Deposit { customer_id, amount_cents, currency, transaction_id, reason: why() })
                    .map(|_| Answer::Done)
            }
            Op::Withdraw { user, amount, tx: transaction_id } => {
                let (customer_id, amount_cents) = (self.customer(user), Cents(amount));
                let withdraw = Withdraw { customer_id, amount_cents, transaction_id, reason: why() };
                venue.manage(withdraw).map(|_| Answer::Done)
            }
            Op::Freeze { user, amount, tx: transaction_id, currency, lasts } => {
                let freeze = FreezeFunds {
                    customer_id: self.customer(user),
                    amount_cents: Cents(amount),
                    transaction_id,
                    reason: why(),
                    kind: Default::default(),
                    service: None,
                    currency: currency.map(of_word),
                    expires_at: lasts.map(|span| self.begun + Millis(self.model.now + span)),
                };
                venue.run(freeze).map(|hold| Self::told(&hold))
            }
            Op::Waits { hold } => venue.run(HoldWaits { hold_id: hold_id(&hold) }).map(|hold| Self::told(&hold)),
            Op::Commit { hold, part, claimed, tx: transaction_id } => {
                let customer_id = claimed.map(|user| self.customer(user));
                let (hold_id, amount_cents) = (hold_id(&hold), part.map(Cents));
                venue
                    .run(CommitHold { hold_id, amount_cents, customer_id, transaction_id, reason: None })
                    .map(|hold| Self::told(&hold))
            }
            Op::Refund { hold, claimed, tx: transaction_id } => {
                let customer_id = claimed.map(|user| self.customer(user));
                venue
                    .run(RefundHold { hold_id: hold_id(&hold), customer_id, transaction_id, reason: None })
                    .map(|hold| Self::told(&hold))
            }
            Op::Sweep => venue.run(SweepHolds {}).map(Answer::Count),
            Op::Check => venue.run(CheckWallets {}).map(|report| {
                let places = |ids: Vec<CustomerId>| ids.into_iter().map(|id| self.place(id)).collect();
                let (corrected, critical) = (places(report.corrected), places(report.critical));
                Answer::Report { corrected, critical, expired: report.expired }
            }),
            Op::Block { user, blocked: true } => {
                let block = BlockCustomer { customer_id: self.customer(user), reason: why() };
                venue.manage(block).map(|_| Answer::Done)
            }
            Op::Block { user, blocked: false } => {
                venue.manage(UnblockCustomer { customer_id: self.customer(user) }).map(|_| Answer::Done)
            }
            Op::Pass { span } => {
                venue.clock.advance(Millis(span));
                Ok(Answer::Done)
            }
            Op::Tamper { user, balance, frozen } => {
                let sql = "UPDATE users SET balance = ?2, frozen_balance = ?3 WHERE id = ?1";
                self.books.prepare_cached(sql).unwrap().execute(params![self.ids[user].0, balance, frozen]).unwrap();
                Ok(Answer::Done)
            }
            Op::Correct { user } => {
                let customer_id = self.customer(user);
                let shown = venue.desk().ask(venue.manager, PreviewCorrection { customer_id })?;
                venue.manage(CorrectWallet { customer_id, digest: shown.digest }).map(|_| Answer::Done)
            }
            Op::Settle { user, believe_wallet } => {
                let believe = if believe_wallet { Believed::Wallet } else { Believed::Ledger };
                let settle = SettleWallet { customer_id: self.customer(user), believe, reason: why() };
                venue.manage(settle).map(|_| Answer::Done)
            }
        }
    }

    fn step(&mut self, number: usize) {
        let op = self.next();
        let wanted = self.model.act(&op).map_err(str::to_owned);
        let found = self.perform(&op).map_err(|error| error.code.word());
        assert_eq!(found, wanted, "step {number}: {op:?}");
        self.refused.extend(wanted.err());
        let rows: Vec<Row> = std::mem::take(&mut self.model.rows);
        self.ledger_gained(&rows, &op);
        self.wallets_are_as_they_should(&op, &rows);
        if number % RECOUNT == RECOUNT - 1 {
            self.recount();
        }
    }

    /// The ledger gained exactly these rows, each continuing the one before it: both balances follow from the ledger alone.
    fn ledger_gained(&mut self, rows: &[Row], op: &Op) {
        let sql = "SELECT id, user_id, operation_type, amount, balance_after, frozen_after,
                (balance_before, frozen_before) IS (SELECT balance_after, frozen_after FROM balance_operations p
                     WHERE p.user_id = o.user_id AND p.id < o.id ORDER BY p.id DESC LIMIT 1)
                OR (balance_before = 0 AND frozen_before = 0
                    AND NOT EXISTS (SELECT 1 FROM balance_operations p WHERE p.user_id = o.user_id AND p.id < o.id))
             FROM balance_operations o WHERE id > ?1 ORDER BY id";
        let mut statement = self.books.prepare_cached(sql).unwrap();
        let mut found = statement.query([self.seen_row]).unwrap();
        let mut count = 0;
        while let Some(row) = found.next().unwrap() {
            let (user, kind, amount, balance, frozen) =
                rows.get(count).unwrap_or_else(|| panic!("a row too many: {op:?}"));
            let told: (i64, String, i64, i64, i64) = (
                row.get(1).unwrap(),
                row.get(2).unwrap(),
                row.get(3).unwrap(),
                row.get(4).unwrap(),
                row.get(5).unwrap(),
            );
            assert_eq!(told, (self.ids[*user].0, (*kind).to_owned(), *amount, *balance, *frozen), "{op:?}");
            assert!(row.get::<_, bool>(6).unwrap(), "the row does not continue the row before it: {op:?}");
            self.seen_row = row.get(0).unwrap();
            count += 1;
        }
        assert_eq!(count, rows.len(), "rows are missing: {op:?}");
    }

    /// The wallets that the step touched say what the reference says.
    fn wallets_are_as_they_should(&self, op: &Op, rows: &[Row]) {
        let mut touched: Vec<usize> = rows.iter().map(|row| row.0).collect();
        if let Op::Tamper { user, .. } | Op::Correct { user } | Op::Settle { user, .. } = op {
            touched.push(*user);
        }
        touched.dedup();
        for user in touched {
            let sql =
                "SELECT balance, frozen_balance, ledger_balance, ledger_frozen, held_amount, currency, wallet_health
                 FROM users WHERE id = ?1";
            let found = self.books.prepare_cached(sql).unwrap().query_row([self.ids[user].0], |row| {
                let says = ((row.get(0)?, row.get(1)?), row.get(2)?, row.get(3)?, row.get(4)?);
                Ok((says, row.get::<_, String>(5)?, row.get::<_, String>(6)?))
            });
            let wanted = &self.model.users[user];
            let numbers = (wanted.said, wanted.balance, wanted.frozen, wanted.frozen);
            assert_eq!(found.unwrap(), (numbers, wanted.currency.into(), wanted.health().into()), "{op:?}");
        }
    }

    /// Everything, counted anew: the open holds are what is held, nothing was sold twice, every check tells of the tampering alone.
    fn recount(&self) {
        let sick = |health| self.model.users.iter().filter(|user| user.health() == health).count() as i64;
        let count = |sql: &str| self.books.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        for (place, user) in self.model.users.iter().enumerate() {
            let held: i64 = self
                .model
                .holds
                .iter()
                .filter(|hold| hold.user == place && hold.is_open())
                .map(|hold| hold.amount)
                .sum();
            assert_eq!(held, user.frozen, "the reference holds what it should");
            let sum = count(&format!(
                "SELECT COALESCE(SUM(frozen_amount), 0) FROM activations
                 WHERE user_id = {} AND status IN ('pending', 'waiting')",
                self.ids[place]
            ));
            assert_eq!(sum, held);
        }
        for (health, wanted) in [("OK", sick("OK")), ("WARNING", sick("WARNING")), ("CRITICAL", sick("CRITICAL"))] {
            let found =
                count(&format!("SELECT COUNT(*) FROM v_frozen_balance_health WHERE health_status = '{health}'"));
            assert_eq!(found, wanted, "{health}");
        }
        let owned = "SELECT COALESCE(SUM(CASE operation_type WHEN 'deposit' THEN amount WHEN 'withdraw' THEN -amount
                 WHEN 'commit' THEN -amount ELSE 0 END), 0) - (SELECT SUM(ledger_balance + ledger_frozen) FROM users)
             FROM balance_operations";
        assert_eq!(count(owned), 0, "what came in and did not go out is owned");
        let ended_twice =
            "SELECT COUNT(*) FROM (SELECT activation_id FROM balance_operations WHERE activation_id IS NOT NULL
             GROUP BY activation_id, operation_type HAVING COUNT(*) > 1)";
        assert_eq!(count(ended_twice), 0);
        for check in self.venue.ask(RunChecks { area: Some("wallets".into()) }) {
            let wanted = match check.name.as_str() {
                "wallet_frozen_off" => sick("WARNING"),
                "wallet_critical" => sick("CRITICAL"),
                "wallet_hold_overdue" => continue,
                _ => 0,
            };
            assert_eq!(check.count, wanted, "{}", check.name);
        }
    }
}

fn of_word(word: &str) -> Currency {
    if word == "EUR" { Currency::Eur } else { Currency::Xof }
}

/// Tells how to play a round again when it panics.
struct Replay(u64, usize);

impl Drop for Replay {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("play it again: COMPTOIR_WALLET_SEED={} COMPTOIR_WALLET_STEPS={}", self.0, self.1 + 1);
        }
    }
}

fn play(seed: u64, steps: usize) {
    let mut game = Game::new(seed);
    let mut replay = Replay(seed, 0);
    for number in 0..steps {
        replay.1 = number;
        game.step(number);
    }
    game.recount();
    assert!(steps < STEPS || game.refused.iter().eq(REFUSALS.iter()), "{:?}", game.refused);
}

fn told(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Half of the rounds are the same every time, half were never played before; two at a time.
#[test]
fn two_hundred_thousand_steps_keep_every_cent() {
    if let Some(seed) = told("COMPTOIR_WALLET_SEED") {
        return play(seed, told("COMPTOIR_WALLET_STEPS").map_or(STEPS, |steps| steps as usize));
    }
    let new = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros() as u64;
    let seeds: Vec<u64> = (0..ROUNDS).map(|round| if round % 2 == 0 { round } else { new + round }).collect();
    thread::scope(|scope| {
        for half in seeds.chunks(seeds.len() / 2) {
            scope.spawn(move || half.iter().for_each(|seed| play(*seed, STEPS)));
        }
    });
}
