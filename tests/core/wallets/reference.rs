//! What wallets should do, said once more as plainly as can be: a few numbers for each customer, and no database.

use std::collections::{BTreeMap, HashMap};

pub const MOST: i64 = (1 << 53) - 1;

/// One thing that somebody does, or that happens. Users, holds and transactions are numbered by the model.
#[derive(Clone, Debug)]
pub enum Op {
    Deposit { user: usize, amount: i64, currency: Option<&'static str>, tx: Option<String> },
    Withdraw { user: usize, amount: i64, tx: Option<String> },
    Freeze { user: usize, amount: i64, tx: String, currency: Option<&'static str>, lasts: Option<i64> },
    Waits { hold: usize },
    Commit { hold: usize, part: Option<i64>, claimed: Option<usize>, tx: Option<String> },
    Refund { hold: usize, claimed: Option<usize>, tx: Option<String> },
    Sweep,
    Check,
    Block { user: usize, blocked: bool },
    Pass { span: i64 },
    Tamper { user: usize, balance: i64, frozen: i64 },
    Correct { user: usize },
    Settle { user: usize, believe_wallet: bool },
}

/// A row that the ledger must have gained: whose, which, how much, and what is free and held after it.
pub type Row = (usize, &'static str, i64, i64, i64);

/// What an operation must answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Done,
    /// Which hold, where it stands, and what was taken of it.
    Hold(usize, &'static str, Option<i64>),
    Count(i64),
    Report {
        corrected: Vec<usize>,
        critical: Vec<usize>,
        expired: i64,
    },
}

#[derive(Clone, Debug)]
pub struct User {
    pub balance: i64,
    pub frozen: i64,
    /// What somebody else wrote over it; the same as above where nobody did.
    pub said: (i64, i64),
    pub currency: &'static str,
    pub blocked: bool,
}

#[derive(Clone, Debug)]
pub struct Hold {
    pub user: usize,
    pub amount: i64,
    pub status: &'static str,
    pub deadline: Option<i64>,
    pub taken: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    user: usize,
    kind: &'static str,
    amount: i64,
    hold: Option<usize>,
}

type Told = Result<Answer, &'static str>;

#[derive(Default)]
pub struct Model {
    pub now: i64,
    pub users: Vec<User>,
    pub holds: Vec<Hold>,
    pub rows: Vec<Row>,
    /// Open holds by deadline, so that the model stays quick.
    due: BTreeMap<(i64, usize), ()>,
    made: HashMap<String, Made>,
}

impl User {
    pub fn health(&self) -> &'static str {
        let (balance, frozen) = self.said;
        match () {
            () if self.said == (self.balance, self.frozen) => "OK",
            () if balance + frozen == self.balance + self.frozen || balance == self.balance => "WARNING",
            () => "CRITICAL",
        }
    }

    fn owns_nothing(&self) -> bool {
        (self.balance, self.frozen, self.said) == (0, 0, (0, 0))
    }
}

impl Hold {
    pub fn is_open(&self) -> bool {
        matches!(self.status, "pending" | "waiting")
    }
}

impl Model {
    /// So many customers who own nothing.
    pub fn of(users: usize) -> Self {
        let user = User { balance: 0, frozen: 0, said: (0, 0), currency: "XOF", blocked: false };
        Self { users: vec![user; users], ..Self::default() }
    }

    /// Does it; `Err` is the code of the refusal, and then nothing has changed.
    pub fn act(&mut self, op: &Op) -> Told {
        match op {
            Op::Deposit { user, amount, currency, tx } => self.deposit(*user, *amount, *currency, tx.as_ref()),
            Op::Withdraw { user, amount, tx } => self.withdraw(*user, *amount, tx.as_ref()),
            Op::Freeze { user, amount, tx, currency, lasts } => self.freeze(*user, *amount, tx, *currency, *lasts),
            Op::Waits { hold } => {
                self.can_end(*hold)?;
                self.holds[*hold].status = "waiting";
                Ok(self.told(*hold))
            }
            Op::Commit { hold, part, claimed, tx } => self.end(*hold, "completed", *part, *claimed, tx.as_ref()),
            Op::Refund { hold, claimed, tx } => self.end(*hold, "cancelled", None, *claimed, tx.as_ref()),
            Op::Sweep => Ok(Answer::Count(self.sweep())),
            Op::Check => Ok(self.check()),
            Op::Block { user, blocked } => self.done(|model| model.users[*user].blocked = *blocked),
            Op::Pass { span } => self.done(|model| model.now += *span),
            Op::Tamper { user, balance, frozen } => self.done(|model| model.users[*user].said = (*balance, *frozen)),
            Op::Correct { user } => match self.users[*user].health() {
                "WARNING" => self.done(|model| model.mend(*user)),
                "OK" => Err("wallet_sound"),
                _ => Err("wallet_needs_decision"),
            },
            Op::Settle { user, believe_wallet } => self.settle(*user, *believe_wallet),
        }
    }

    fn done(&mut self, change: impl FnOnce(&mut Self)) -> Told {
        change(self);
        Ok(Answer::Done)
    }

    fn told(&self, hold: usize) -> Answer {
        Answer::Hold(hold, self.holds[hold].status, self.holds[hold].taken)
    }

    fn write(&mut self, user: usize, kind: &'static str, amount: i64, balance: i64, frozen: i64) {
        let wallet = &mut self.users[user];
        (wallet.balance, wallet.frozen, wallet.said) = (balance, frozen, (balance, frozen));
        self.rows.push((user, kind, amount, balance, frozen));
    }

    fn mend(&mut self, user: usize) {
        if self.users[user].health() == "WARNING" {
            let User { balance, frozen, .. } = self.users[user];
            self.write(user, "correction", 0, balance, frozen);
        }
    }

    /// Steps 7 and 8 of the table.
    fn in_order(&mut self, user: usize, currency: Option<&'static str>) -> Result<(), &'static str> {
        let wallet = &self.users[user];
        if currency.is_some_and(|currency| currency != wallet.currency) && !wallet.owns_nothing() {
            return Err("wallet_currency_differs");
        }
        if wallet.health() == "CRITICAL" { Err("wallet_needs_decision") } else { Ok(()) }
    }

    /// Step 4: `Some` where this very transaction was made.
    fn made_before(&self, tx: Option<&String>, wanted: &Made) -> Result<Option<Made>, &'static str> {
        let Some(made) = tx.and_then(|tx| self.made.get(tx)) else { return Ok(None) };
        let is_same = (made.user, made.kind, made.amount) == (wanted.user, wanted.kind, wanted.amount);
        if is_same { Ok(Some(made.clone())) } else { Err("transaction_reused") }
    }

    fn remember(&mut self, tx: Option<&String>, made: Made) {
        if let Some(tx) = tx {
            self.made.insert(tx.clone(), made);
        }
    }

    fn deposit(&mut self, user: usize, amount: i64, currency: Option<&'static str>, tx: Option<&String>) -> Told {
        in_bounds(amount)?;
        self.known(user)?;
        let made = Made { user, kind: "deposit", amount, hold: None };
        if self.made_before(tx, &made)?.is_some() {
            return Ok(Answer::Done);
        }
        self.in_order(user, currency)?;
        let User { balance, frozen, .. } = self.users[user];
        if balance + amount + frozen > MOST {
            return Err("amount_invalid");
        }
        self.mend(user);
        self.users[user].currency = currency.unwrap_or(self.users[user].currency);
        self.write(user, "deposit", amount, balance + amount, frozen);
        self.remember(tx, made);
        Ok(Answer::Done)
    }

    fn withdraw(&mut self, user: usize, amount: i64, tx: Option<&String>) -> Told {
        in_bounds(amount)?;
        self.known(user)?;
        let made = Made { user, kind: "withdraw", amount, hold: None };
        if self.made_before(tx, &made)?.is_some() {
            return Ok(Answer::Done);
        }
        self.in_order(user, None)?;
        let User { balance, frozen, .. } = self.users[user];
        if balance < amount {
            return Err("balance_short");
        }
        self.mend(user);
        self.write(user, "withdraw", amount, balance - amount, frozen);
        self.remember(tx, made);
        Ok(Answer::Done)
    }

    fn freeze(
        &mut self,
        user: usize,
        amount: i64,
        tx: &String,
        currency: Option<&'static str>,
        lasts: Option<i64>,
    ) -> Told {
        in_bounds(amount)?;
        self.known(user)?;
        let made = Made { user, kind: "freeze", amount, hold: Some(self.holds.len()) };
        if let Some(made) = self.made_before(Some(tx), &made)? {
            return Ok(self.told(made.hold.unwrap()));
        }
        if self.users[user].blocked {
            return Err("customer_blocked");
        }
        if lasts.is_some_and(|span| span <= 0) {
            return Err("hold_expired");
        }
        self.in_order(user, currency)?;
        let User { balance, frozen, .. } = self.users[user];
        if balance < amount {
            return Err("balance_short");
        }
        self.mend(user);
        self.write(user, "freeze", amount, balance - amount, frozen + amount);
        let deadline = lasts.map(|span| self.now + span);
        let id = self.holds.len();
        self.holds.push(Hold { user, amount, status: "pending", deadline, taken: None });
        if let Some(deadline) = deadline {
            self.due.insert((deadline, id), ());
        }
        self.remember(Some(tx), made);
        Ok(self.told(id))
    }

    fn can_end(&self, hold: usize) -> Result<(), &'static str> {
        let hold = self.holds.get(hold).ok_or("hold_unknown")?;
        match hold.status {
            "completed" => Err("already_committed"),
            "cancelled" => Err("already_refunded"),
            "expired" => Err("hold_expired"),
            _ if hold.deadline.is_some_and(|deadline| deadline <= self.now) => Err("hold_expired"),
            _ => Ok(()),
        }
    }

    fn end(
        &mut self,
        id: usize,
        to: &'static str,
        part: Option<i64>,
        claimed: Option<usize>,
        tx: Option<&String>,
    ) -> Told {
        part.map(in_bounds).transpose()?;
        let Some(Hold { user, amount, status, taken, .. }) = self.holds.get(id).cloned() else {
            return Err("hold_unknown");
        };
        if claimed.is_some_and(|claimed| claimed != user) {
            return Err("hold_of_another");
        }
        let takes = if to == "completed" { part.unwrap_or(amount) } else { 0 };
        if let Some(made) = tx.and_then(|tx| self.made.get(tx)) {
            let is_this = made.hold == Some(id) && made.kind == "end" && (status, taken) == (to, Some(takes));
            return if is_this { Ok(self.told(id)) } else { Err("transaction_reused") };
        }
        self.can_end(id)?;
        if takes > amount {
            return Err("amount_above_hold");
        }
        self.in_order(user, None)?;
        self.finish(id, to, takes);
        self.remember(tx, Made { user, kind: "end", amount: takes, hold: Some(id) });
        Ok(self.told(id))
    }

    fn finish(&mut self, id: usize, to: &'static str, takes: i64) {
        let Hold { user, amount, deadline, .. } = self.holds[id];
        self.mend(user);
        let User { balance, frozen, .. } = self.users[user];
        if takes > 0 {
            self.write(user, "commit", takes, balance, frozen - takes);
        }
        if takes < amount {
            self.write(user, "refund", amount - takes, balance + amount - takes, frozen - amount);
        }
        if let Some(deadline) = deadline {
            self.due.remove(&(deadline, id));
        }
        (self.holds[id].status, self.holds[id].taken) = (to, Some(takes));
    }

    fn sweep(&mut self) -> i64 {
        let due: Vec<usize> = self.due.range(..(self.now + 1, 0)).map(|((_, id), ())| *id).collect();
        let due: Vec<usize> =
            due.into_iter().filter(|id| self.users[self.holds[*id].user].health() != "CRITICAL").collect();
        for id in &due {
            self.finish(*id, "expired", 0);
        }
        due.len() as i64
    }

    fn check(&mut self) -> Answer {
        let expired = self.sweep();
        let of = |health| (0..self.users.len()).filter(|user| self.users[*user].health() == health).collect::<Vec<_>>();
        let (corrected, critical) = (of("WARNING"), of("CRITICAL"));
        for user in &corrected {
            self.mend(*user);
        }
        Answer::Report { corrected, critical, expired }
    }

    fn settle(&mut self, user: usize, believe_wallet: bool) -> Told {
        let User { balance, frozen, said, .. } = self.users[user];
        if self.users[user].health() != "CRITICAL" {
            return Err("wallet_sound");
        }
        if believe_wallet && said.0 + frozen > MOST {
            return Err("amount_invalid");
        }
        self.users[user].said = (balance, frozen);
        match said.0 - balance {
            0 => {}
            _ if !believe_wallet => {}
            more if more > 0 => self.write(user, "deposit", more, said.0, frozen),
            less => self.write(user, "withdraw", -less, said.0, frozen),
        }
        Ok(Answer::Done)
    }

    fn known(&self, user: usize) -> Result<(), &'static str> {
        if user < self.users.len() { Ok(()) } else { Err("customer_unknown") }
    }
}

fn in_bounds(amount: i64) -> Result<(), &'static str> {
    if (1..=MOST).contains(&amount) { Ok(()) } else { Err("amount_invalid") }
}
