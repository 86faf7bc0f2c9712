//! Any acts in any order, with any time between them and a countdown at any rate, against a small model of what should be.

use crate::lifecycle::{COMPLETE, FORFEIT, MINUTE, PAUSE, REFUND, RESUME, START, account};
use crate::support::Venue;
use comptoir_core::base::{Millis, SessionId};
use comptoir_core::sessions::{ExtendSession, ReopenSession};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[derive(Clone, Copy, Debug)]
enum Act {
    Start,
    Pause,
    Resume,
    Extend(i64),
    Forfeit,
    Refund,
    Complete,
    Reopen(i64),
    Pass(i64),
    CountDown,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        2 => Just(Act::Start),
        3 => Just(Act::Pause),
        3 => Just(Act::Resume),
        2 => (1_i64..30).prop_map(Act::Extend),
        1 => Just(Act::Forfeit),
        1 => Just(Act::Refund),
        1 => Just(Act::Complete),
        2 => (0_i64..10).prop_map(Act::Reopen),
        8 => (1_i64..20 * MINUTE).prop_map(Act::Pass),
        3 => Just(Act::CountDown),
    ];
    prop::collection::vec(act, 1..40)
}

/// What should be, in milliseconds; counted forward at every step, as no desk may do it.
#[derive(Clone, Debug)]
struct Model {
    status: &'static str,
    /// Whether the books say so already: time that is up is written down by the next countdown only.
    written: bool,
    now: i64,
    ended: i64,
    bought: i64,
    added: i64,
    played: i64,
    refunded: i64,
    forfeited: i64,
}

impl Model {
    fn new(minutes: i64) -> Self {
        let bought = minutes * MINUTE;
        Self {
            status: "ready",
            written: true,
            now: 0,
            ended: 0,
            bought,
            added: 0,
            played: 0,
            refunded: 0,
            forfeited: 0,
        }
    }

    fn left(&self) -> i64 {
        self.bought + self.added - self.played - self.refunded - self.forfeited
    }

    fn is_over(&self) -> bool {
        matches!(self.status, "completed" | "terminated")
    }

    fn pass(&mut self, span: i64) {
        if self.status == "active" {
            let played = span.min(self.left());
            self.played += played;
            if self.left() == 0 {
                (self.status, self.written, self.ended) = ("completed", false, self.now + played);
            }
        }
        self.now += span;
    }

    fn end(&mut self, status: &'static str, refund: bool) {
        let refunded = if refund { self.left().min(self.bought - self.refunded) } else { 0 };
        self.refunded += refunded;
        self.forfeited += self.left();
        (self.status, self.ended) = (status, self.now);
    }

    /// Does it; `Err` is the code of the refusal.
    fn act(&mut self, act: Act) -> Result<(), &'static str> {
        match act {
            Act::Pass(span) => self.pass(span),
            Act::CountDown => self.written = true,
            Act::Reopen(_) if !self.written => return Err("session_over"),
            Act::Reopen(minutes) => self.reopen(minutes * MINUTE)?,
            _ if self.is_over() => return Err("session_over"),
            Act::Extend(minutes) => {
                self.added += minutes * MINUTE;
                self.pass(0);
            }
            Act::Forfeit => self.end("terminated", false),
            Act::Refund => self.end("terminated", true),
            Act::Complete if self.status == "ready" => return Err("session_not_started"),
            Act::Complete => self.end("completed", false),
            Act::Start => match self.status {
                "ready" => self.status = "active",
                "active" => return Err("session_already_running"),
                _ => return Err("session_not_ready"),
            },
            Act::Pause if self.status == "active" => self.status = "paused",
            Act::Pause => return Err("session_not_running"),
            Act::Resume if self.status == "paused" => self.status = "active",
            Act::Resume => return Err("session_not_paused"),
        }
        Ok(())
    }

    fn reopen(&mut self, added: i64) -> Result<(), &'static str> {
        if !self.is_over() {
            return Err("session_not_over");
        }
        if self.now - self.ended > 15 * MINUTE {
            return Err("reopen_too_late");
        }
        if self.forfeited + added == 0 {
            return Err("nothing_to_reopen");
        }
        self.added += added;
        self.forfeited = 0;
        self.status = "paused";
        Ok(())
    }
}

fn perform(venue: &Venue, session_id: SessionId, act: Act) -> Result<(), String> {
    let reason = || "test".to_owned();
    let outcome = match act {
        Act::Start => START(venue, session_id),
        Act::Pause => PAUSE(venue, session_id),
        Act::Resume => RESUME(venue, session_id),
        Act::Forfeit => FORFEIT(venue, session_id),
        Act::Refund => REFUND(venue, session_id),
        Act::Complete => COMPLETE(venue, session_id),
        Act::Extend(minutes) => venue.run(ExtendSession { session_id, minutes, reason: reason() }).map(drop),
        Act::Reopen(added_minutes) => {
            venue.manage(ReopenSession { session_id, reason: reason(), added_minutes }).map(drop)
        }
        Act::Pass(span) => {
            venue.clock.advance(Millis(span));
            Ok(())
        }
        Act::CountDown => {
            venue.count_down();
            Ok(())
        }
    };
    outcome.map_err(|error| error.code.word())
}

#[test]
fn any_acts_in_any_order_keep_the_account() {
    let venue = Venue::new();
    let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&acts(), |acts| {
        let session_id = venue.activate(venue.invoice_id(&venue.sale(30)), false).unwrap().session_id;
        let begun = venue.now();
        let mut model = Model::new(30);
        for act in acts {
            let wanted = model.act(act).map_err(str::to_owned);
            prop_assert_eq!(perform(&venue, session_id, act), wanted, "{:?}", act);
            let card = venue.card(session_id);
            let lines = account(&venue, session_id);
            let found =
                (card.status.word(), lines.played_ms.0, lines.refunded_ms.0, lines.forfeited_ms.0, lines.added_ms.0);
            prop_assert_eq!(
                found,
                (model.status, model.played, model.refunded, model.forfeited, model.added),
                "{:?}",
                act
            );
            prop_assert_eq!(lines.remaining_ms.0, if model.written { model.left() } else { 0 });
            if model.is_over() {
                prop_assert_eq!(card.completed_at.map(|end| (end - begun).0), Some(model.ended), "{:?}", act);
            }
        }
        Ok(())
    });
    outcome.unwrap();
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM purchases WHERE sync_status = 'MISMATCH'"), 0);
    let wrong = venue.ask(comptoir_core::monitor::RunChecks { area: Some("sessions".into()) });
    assert!(wrong.iter().all(|check| check.count == 0 || check.name == "session_past_its_time"), "{wrong:?}");
}
