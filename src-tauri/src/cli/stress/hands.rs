//! One process's clients: threads that wait for each other and then call the desk all at once.

use super::super::arguments::StressWallet;
use super::figures::Tally;
use super::{failed, tally_of};
use crate::error::FaceError;
use comptoir_core::Desk;
use comptoir_core::base::{Cents, CustomerId, HoldId};
use comptoir_core::door::{Caller, Command, DoorError};
use comptoir_core::wallets::{CommitHold, FreezeFunds, RefundHold};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

/// What all clients do at once; also what is said between the processes, a line of JSON each.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(super) enum Phase {
    /// Each freezes the amount once.
    Freeze {
        /// In this wallet.
        wallet: CustomerId,
        /// In this round.
        round: u64,
    },
    /// Each ends a hold that was made in the phase before.
    End {
        /// Of this round.
        round: u64,
    },
}

/// The clients of one process.
pub(super) struct Hands<'a> {
    desk: &'a Desk,
    amount: i64,
    clients: u32,
    /// Tells the clients of this process from those of the others.
    first: u32,
    holds: Vec<i64>,
}

/// What a client's small stack must hold: one command and its answer.
const STACK_BYTES: usize = 512 * 1024;

impl<'a> Hands<'a> {
    pub fn new(desk: &'a Desk, wish: &StressWallet) -> Self {
        Self {
            desk,
            amount: wish.amount,
            clients: wish.clients_of(wish.place),
            first: wish.first_of(wish.place),
            holds: Vec::new(),
        }
    }

    /// Lets all of them act at once, and waits for the last.
    pub fn act(&mut self, phase: &Phase) -> Result<Tally, FaceError> {
        let holds = std::mem::take(&mut self.holds);
        let this = &*self;
        let start = Barrier::new(usize::try_from(this.clients).unwrap_or(1).max(1));
        let tally = thread::scope(|scope| {
            let hands: Vec<_> = (0..this.clients)
                .map(|client| {
                    let (start, hold) = (&start, holds.get(usize::try_from(client).unwrap_or(usize::MAX)).copied());
                    let hand = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, move || {
                        start.wait();
                        this.act_of(phase, client, hold)
                    });
                    hand.map_err(failed)
                })
                .collect::<Result<_, FaceError>>()?;
            let mut all = Tally::default();
            for hand in hands {
                all.add(hand.join().map_err(|_| failed("a client panicked"))?);
            }
            Ok::<_, FaceError>(all)
        })?;
        self.holds = if matches!(phase, Phase::Freeze { .. }) { tally.holds.clone() } else { Vec::new() };
        Ok(tally)
    }

    fn act_of(&self, phase: &Phase, client: u32, hold: Option<i64>) -> Tally {
        let name = |round: u64, what: &str| format!("{what}-{round}-{}", self.first + client);
        match (phase, hold) {
            (Phase::Freeze { wallet, round }, _) => {
                let freeze = FreezeFunds {
                    customer_id: *wallet,
                    amount_cents: Cents(self.amount),
                    transaction_id: name(*round, "freeze"),
                    reason: "stress".into(),
                    kind: Default::default(),
                    service: None,
                    currency: None,
                    expires_at: None,
                };
                self.call(freeze, |hold| hold.hold_id.0)
            }
            (Phase::End { .. }, None) => Tally::default(),
            (Phase::End { round }, Some(hold)) => {
                let (hold_id, transaction_id) = (HoldId(hold), Some(name(*round, "end")));
                let part = (client % 3 == 1 && self.amount > 1).then_some(Cents(self.amount / 2));
                let commit = CommitHold {
                    hold_id,
                    amount_cents: part,
                    customer_id: None,
                    transaction_id: transaction_id.clone(),
                    reason: None,
                };
                let refund = RefundHold { hold_id, customer_id: None, transaction_id, reason: None };
                let mut tally = match client % 3 {
                    2 => self.call(refund, |hold| hold.hold_id.0),
                    _ => self.call(commit, |hold| hold.hold_id.0),
                };
                tally.in_part = u64::from(part.is_some() && !tally.holds.is_empty());
                tally
            }
        }
    }

    fn call<C: Command>(&self, command: C, hold: impl Fn(&C::Output) -> i64) -> Tally {
        let begun = Instant::now();
        let answer: Result<_, DoorError> = self.desk.run(Caller::System, command, None);
        let mut tally = Tally {
            spans_us: vec![u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX)],
            ..Tally::default()
        };
        match answer {
            Ok(reply) => tally.holds.push(hold(&reply.output)),
            Err(error) => {
                tally.refused.insert(error.code.word(), 1);
            }
        }
        tally
    }
}

/// A share of the clients in a process of its own: acts on each line of standard input, and answers it with a line.
pub(super) fn serve(desk: &Desk, wish: &StressWallet) -> Result<(), FaceError> {
    let mut hands = Hands::new(desk, wish);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(&Tally::default()).map_err(failed)?).map_err(failed)?;
    out.flush().map_err(failed)?;
    for line in std::io::stdin().lock().lines() {
        let phase = serde_json::from_str(&line.map_err(failed)?).map_err(failed)?;
        let tally = hands.act(&phase)?;
        writeln!(out, "{}", serde_json::to_string(&tally).map_err(failed)?).map_err(failed)?;
        out.flush().map_err(failed)?;
    }
    Ok(())
}

/// Reads a line that another process answered with.
pub(super) fn answer(lines: &mut impl BufRead) -> Result<Tally, FaceError> {
    let mut line = String::new();
    let read = lines.read_line(&mut line).map_err(failed)?;
    if read == 0 { Err(failed("a process of the load has ended")) } else { tally_of(&line) }
}
