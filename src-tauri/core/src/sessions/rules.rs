//! The clockwork: what may happen to a session in which state, and what becomes of its time. Pure; no SQL, no clock.

use super::model::{AccountLines, SessionStatus};
use crate::base::{Millis, Timestamp};
use crate::door::{Code, Refusal};

/// For how long after its end a manager may reopen a session.
pub const REOPEN_WITHIN: Millis = Millis::from_minutes(15);

/// The most that a session's time may come to: bounds every sum far below 2^53.
pub const TOTAL_MOST: Millis = Millis::from_minutes(60 * 24 * 7);

/// The part of a session that its time follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clockwork {
    /// Where it stands.
    pub status: SessionStatus,
    /// Paid for.
    pub bought: Millis,
    /// Added by staff.
    pub added: Millis,
    /// Given back after outages.
    pub compensated: Millis,
    /// Played before the present run.
    pub played: Millis,
    /// Given back as money.
    pub refunded: Millis,
    /// Let go.
    pub forfeited: Millis,
    /// Since when it runs; `Some` exactly while it is active.
    pub running_since: Option<Timestamp>,
    /// When it was first started.
    pub started_at: Option<Timestamp>,
    /// Since when it is paused.
    pub paused_at: Option<Timestamp>,
    /// When it ended.
    pub completed_at: Option<Timestamp>,
    /// When it was reopened last.
    pub reopened_at: Option<Timestamp>,
}

/// What becomes of time not played when a session is ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unused {
    /// It is lost.
    Forfeited,
    /// What was paid for is given back as money; what was added for free is lost.
    Refunded,
}

impl Clockwork {
    /// A session that has been let in and not begun.
    #[must_use]
    pub const fn ready(bought: Millis) -> Self {
        Self {
            status: SessionStatus::Ready,
            bought,
            added: Millis::ZERO,
            compensated: Millis::ZERO,
            played: Millis::ZERO,
            refunded: Millis::ZERO,
            forfeited: Millis::ZERO,
            running_since: None,
            started_at: None,
            paused_at: None,
            completed_at: None,
            reopened_at: None,
        }
    }

    /// bought + added + compensated.
    #[must_use]
    pub fn total(&self) -> Millis {
        self.bought + self.added + self.compensated
    }

    /// What was left when the present run began.
    fn left_at_run_start(&self) -> Millis {
        self.total() - self.played - self.refunded - self.forfeited
    }

    /// What was played until `now`: never more than there was.
    #[must_use]
    pub fn played_at(&self, now: Timestamp) -> Millis {
        let run = self.running_since.map_or(Millis::ZERO, |since| now - since);
        self.played + Millis(run.0.clamp(0, self.left_at_run_start().0.max(0)))
    }

    /// What is left at `now`. Nothing, once it is over.
    #[must_use]
    pub fn remaining_at(&self, now: Timestamp) -> Millis {
        if self.status.is_over() {
            Millis::ZERO
        } else {
            self.total() - self.played_at(now) - self.refunded - self.forfeited
        }
    }

    /// When the time is up, if it runs on as it does.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        self.running_since.map(|since| since + self.left_at_run_start())
    }

    /// bought + added + compensated = played + remaining + refunded + forfeited.
    #[must_use]
    pub fn account_at(&self, now: Timestamp) -> AccountLines {
        AccountLines {
            bought_ms: self.bought,
            added_ms: self.added,
            compensated_ms: self.compensated,
            played_ms: self.played_at(now),
            remaining_ms: self.remaining_at(now),
            refunded_ms: self.refunded,
            forfeited_ms: self.forfeited,
        }
    }

    /// Begins a session that is ready.
    ///
    /// # Errors
    /// `session_over`, `session_already_running`; `session_not_ready` when it is paused.
    pub fn start(&mut self, now: Timestamp) -> Result<(), Refusal> {
        match self.status {
            SessionStatus::Ready => {
                self.started_at = Some(now);
                self.run_from(now);
                Ok(())
            }
            SessionStatus::Active => Err(Refusal::new(Code::SessionAlreadyRunning)),
            SessionStatus::Paused => Err(Refusal::new(Code::SessionNotReady).with("status", self.status)),
            _ => Err(over(self)),
        }
    }

    /// Stops the clock.
    ///
    /// # Errors
    /// `session_over`, `session_not_running`.
    pub fn pause(&mut self, now: Timestamp) -> Result<(), Refusal> {
        match self.status {
            SessionStatus::Active => {
                self.settle(now);
                self.status = SessionStatus::Paused;
                self.paused_at = Some(now);
                Ok(())
            }
            SessionStatus::Ready | SessionStatus::Paused => {
                Err(Refusal::new(Code::SessionNotRunning).with("status", self.status))
            }
            _ => Err(over(self)),
        }
    }

    /// Lets the clock go on.
    ///
    /// # Errors
    /// `session_over`, `session_not_paused`.
    pub fn resume(&mut self, now: Timestamp) -> Result<(), Refusal> {
        match self.status {
            SessionStatus::Paused => {
                self.run_from(now);
                Ok(())
            }
            SessionStatus::Ready | SessionStatus::Active => {
                Err(Refusal::new(Code::SessionNotPaused).with("status", self.status))
            }
            _ => Err(over(self)),
        }
    }

    /// Adds time.
    ///
    /// # Errors
    /// `session_over`; `amount_invalid` when it is nothing, or the total would pass a week.
    pub fn extend(&mut self, span: Millis) -> Result<(), Refusal> {
        if self.status.is_over() {
            return Err(over(self));
        }
        self.add(span)
    }

    fn add(&mut self, span: Millis) -> Result<(), Refusal> {
        if span <= Millis::ZERO || self.total() + span > TOTAL_MOST {
            return Err(Refusal::new(Code::AmountInvalid).with("minutes", span.whole_minutes()));
        }
        self.added += span;
        Ok(())
    }

    /// Ends it early; what was not played is let go or refunded. Returns the refunded time.
    ///
    /// # Errors
    /// `session_over`.
    pub fn terminate(&mut self, now: Timestamp, unused: Unused) -> Result<Millis, Refusal> {
        if self.status.is_over() {
            return Err(over(self));
        }
        let left = self.remaining_at(now);
        // A session may have been ended, refunded and reopened before: no minute is paid back twice.
        let refundable = left.min(self.bought - self.refunded);
        let refunded = if unused == Unused::Refunded { refundable } else { Millis::ZERO };
        self.end(SessionStatus::Terminated, now);
        self.refunded += refunded;
        self.forfeited += left - refunded;
        Ok(refunded)
    }

    /// Calls a session complete before its time; what was not played is let go.
    ///
    /// # Errors
    /// `session_over`; `session_not_started` while it is ready.
    pub fn complete(&mut self, now: Timestamp) -> Result<(), Refusal> {
        match self.status {
            SessionStatus::Active | SessionStatus::Paused => {
                let left = self.remaining_at(now);
                self.end(SessionStatus::Completed, now);
                self.forfeited += left;
                Ok(())
            }
            SessionStatus::Ready => Err(Refusal::new(Code::SessionNotStarted)),
            _ => Err(over(self)),
        }
    }

    /// Takes an end back: the time let go is there again, and `added` more; the session is paused.
    ///
    /// # Errors
    /// `session_not_over`, `reopen_too_late`, `nothing_to_reopen` when no time would be left.
    pub fn reopen(&mut self, now: Timestamp, added: Millis) -> Result<(), Refusal> {
        if !matches!(self.status, SessionStatus::Completed | SessionStatus::Terminated) {
            return Err(Refusal::new(Code::SessionNotOver).with("status", self.status));
        }
        let ended = self.completed_at.unwrap_or(now);
        if now - ended > REOPEN_WITHIN {
            return Err(Refusal::new(Code::ReopenTooLate).with("ended_at", ended));
        }
        if self.forfeited + added <= Millis::ZERO {
            return Err(Refusal::new(Code::NothingToReopen));
        }
        if added > Millis::ZERO {
            self.add(added)?;
        }
        self.forfeited = Millis::ZERO;
        self.status = SessionStatus::Paused;
        self.paused_at = Some(now);
        self.completed_at = None;
        // The books know a reopening by this moving on, also when the clock has not.
        self.reopened_at = Some(self.reopened_at.map_or(now, |last| now.max(last + Millis(1))));
        Ok(())
    }

    /// Gives the time of an outage back.
    pub fn compensate(&mut self, gap: Millis) {
        self.compensated += Millis(gap.0.max(0));
    }

    /// Takes back the time that an outage had given, as far as it is still there. Returns what was taken.
    pub fn charge(&mut self, now: Timestamp, gap: Millis) -> Millis {
        let taken = gap.min(self.compensated).min(self.remaining_at(now)).max(Millis::ZERO);
        self.compensated -= taken;
        taken
    }

    fn run_from(&mut self, now: Timestamp) {
        self.status = SessionStatus::Active;
        self.running_since = Some(now);
        self.paused_at = None;
    }

    /// Books the present run as played.
    fn settle(&mut self, now: Timestamp) {
        self.played = self.played_at(now);
        self.running_since = None;
    }

    fn end(&mut self, status: SessionStatus, now: Timestamp) {
        self.settle(now);
        self.status = status;
        self.paused_at = None;
        self.completed_at = Some(now);
    }
}

fn over(clockwork: &Clockwork) -> Refusal {
    Refusal::new(Code::SessionOver).with("status", clockwork.status).with("ended_at", clockwork.completed_at)
}
