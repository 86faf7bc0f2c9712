//! Who may do what: the whole list, by name, as everybody. And how one becomes somebody: first start, PINs, lock-out.

use crate::support::{NOON, Venue};
use comptoir_core::base::OperatorId;
use comptoir_core::desk::{
    ChangeOperator, ChangeOwnPin, CreateFirstManager, DeskOverview, ListOperators, SetOperatorPin,
};
use comptoir_core::door::{Caller, Code, Description, DoorError, Role, SUBJECTS};
use serde_json::{Map, Value, json};

/// An input that has the right form, made from its schema.
fn sample(description: &Description) -> Value {
    let schema = description.input.as_value();
    of_schema(schema, schema)
}

fn of_schema(schema: &Value, whole: &Value) -> Value {
    if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
        return of_schema(whole.pointer(path.trim_start_matches('#')).unwrap(), whole);
    }
    if let Some(word) = schema.get("const") {
        return word.clone();
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return words[0].clone();
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(choices) = schema.get(key).and_then(Value::as_array) {
            return of_schema(&choices[0], whole);
        }
    }
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds[0].as_str(),
        kind => kind.and_then(Value::as_str),
    };
    match kind {
        Some("object") => {
            let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
            let field = |name: &Value| {
                let name = name.as_str().unwrap();
                (name.to_owned(), of_schema(&schema["properties"][name], whole))
            };
            Value::Object(required.iter().map(field).collect::<Map<_, _>>())
        }
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(false),
        Some("array") => json!([]),
        Some("string") if schema.get("format").and_then(Value::as_str) == Some("date-time") => json!(NOON),
        Some("string") if schema.get("format").and_then(Value::as_str) == Some("date") => json!("2026-04-06"),
        _ => json!("nobody knows"),
    }
}

type Call = Box<dyn Fn(&Venue, Caller) -> Result<(), DoorError>>;

/// Everything on the list: name, needed role, and a call of it with an input of the right form.
fn everything() -> Vec<(&'static str, Role, Call)> {
    let mut all: Vec<(&'static str, Role, Call)> = Vec::new();
    for subject in SUBJECTS {
        for entry in subject.commands {
            let input = sample(&(entry.describe)());
            let call =
                move |venue: &Venue, caller| venue.desk().execute(caller, entry.name, input.clone(), None).map(|_| ());
            all.push((entry.name, entry.role, Box::new(call)));
        }
        for entry in subject.queries {
            let input = sample(&(entry.describe)());
            let call = move |venue: &Venue, caller| venue.desk().query(caller, entry.name, input.clone()).map(|_| ());
            all.push((entry.name, entry.role, Box::new(call)));
        }
    }
    all
}

#[test]
fn everybody_may_what_the_list_says_and_nothing_else() {
    let venue = Venue::new();
    venue.running(60);
    let callers = [
        (Role::Nobody, Caller::Nobody),
        (Role::Nobody, Caller::Operator(OperatorId(999))),
        (Role::Staff, venue.staff),
        (Role::Manager, venue.manager),
        (Role::System, Caller::System),
    ];
    for (role, caller) in callers {
        let before = venue.dump();
        for (name, needed, call) in everything() {
            if role < needed {
                let wanted = if role == Role::Nobody { Code::NotSignedIn } else { Code::NotAllowed };
                assert_eq!(call(&venue, caller).unwrap_err().code, wanted, "{name} as {role:?}");
            }
        }
        assert_eq!(before, venue.dump(), "a call that was denied to {role:?} has written");
        for (name, needed, call) in everything() {
            if role >= needed {
                let code = call(&venue, caller).map_err(|error| error.code);
                assert!(
                    !matches!(code, Err(Code::NotSignedIn | Code::NotAllowed | Code::UnknownCommand | Code::Internal)),
                    "{name} as {role:?}: {code:?}"
                );
                assert!(!matches!(code, Err(Code::StorageFailed)), "{name} as {role:?} broke a constraint");
            }
        }
    }
}

#[test]
fn what_takes_a_manager_takes_a_manager() {
    let managers = [
        "operator.create",
        "operator.change",
        "operator.set_pin",
        "operator.list",
        "setting.set",
        "audit.list",
        "audit.verify",
        "log.list",
        "package.save",
        "station.save",
        "purchase.refund",
        "invoice.block",
        "invoice.unblock",
        "customer.block",
        "customer.unblock",
        "session.reopen",
        "session.cleanup",
        "monitor.repair",
        "payment_event.receive",
        "payment_event.retry",
        "payment_event.dismiss",
        "payment_event.show",
        "secret.set",
        "secret.status",
        "immersion.create",
        "immersion.edit",
        "immersion.settle_claim",
        "immersion.duplicate",
        "immersion.delete",
        "immersion.close",
        "immersion.reopen",
        "immersion.refund_booking",
        "immersion.accept_booking",
        "wallet.withdraw",
        "wallet.correct",
        "wallet.settle",
    ];
    let system = ["desk.take_over", "desk.beat", "desk.leave"];
    let nobodys = [
        "operator.create_first",
        "operator.sign_in",
        "desk.overview",
        "operator.tiles",
        "display.board",
        "immersion.coming",
        "demo.fill",
    ];
    let roles: Vec<(&str, Role)> = everything().into_iter().map(|(name, role, _)| (name, role)).collect();
    for (names, role) in [(&managers[..], Role::Manager), (&system, Role::System), (&nobodys, Role::Nobody)] {
        for name in names {
            assert!(roles.contains(&(name, role)), "{name} is not {role:?}'s");
        }
    }
    let open: Vec<_> = roles.iter().filter(|(_, role)| *role == Role::Nobody).map(|(name, _)| *name).collect();
    assert_eq!(open.len(), nobodys.len(), "something new is open to nobody: {open:?}");
    let mut names: Vec<_> = roles.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), roles.len(), "two entries share a name");
}

#[test]
fn a_name_that_is_not_on_the_list_is_nothing() {
    let venue = Venue::new();
    for name in ["", "session.explode", "session.start ", "SESSION.START", "'; DROP TABLE users; --"] {
        assert_eq!(venue.desk().execute(Caller::System, name, json!({}), None).unwrap_err().code, Code::UnknownCommand);
        assert_eq!(venue.desk().query(Caller::System, name, json!({})).unwrap_err().code, Code::UnknownCommand);
    }
    let extra = venue.desk().execute(venue.staff, "operator.sign_out", json!({ "role": "manager" }), None);
    assert_eq!(extra.unwrap_err().code, Code::BadInput, "an unknown field is no field");
}

#[test]
fn the_first_start_makes_one_manager() {
    let mut venue = Venue::new();
    venue.folder = tempfile::TempDir::new().unwrap();
    venue.reopen();
    assert!(venue.desk().ask(Caller::Nobody, DeskOverview {}).unwrap().is_first_start);
    let first = |name: &str, pin: &str| CreateFirstManager { name: name.into(), pin: pin.into() };
    for (pin, code) in [("1234", Code::PinTooWeak), ("12", Code::PinTooWeak), ("four", Code::PinTooWeak)] {
        assert_eq!(venue.run_as(Caller::Nobody, first("Mariam", pin)).unwrap_err().code, code, "{pin}");
    }
    assert_eq!(venue.run_as(Caller::Nobody, first(" \u{1} ", "4827")).unwrap_err().code, Code::TextMissing);
    let manager = venue.run_as(Caller::Nobody, first("Mariam", "4827")).unwrap();
    assert_eq!(manager.role, Role::Manager);
    for caller in [Caller::Nobody, Caller::Operator(manager.operator_id), Caller::System] {
        assert_eq!(venue.run_as(caller, first("Eve", "7391")).unwrap_err().code, Code::FirstOperatorExists);
    }
    let kept: String = venue.value("SELECT group_concat(details || pin_hash) FROM audit_log, operators");
    assert!(!kept.contains("4827") && kept.contains("$argon2id$"), "a PIN is kept nowhere");
}

#[test]
fn five_wrong_pins_lock_out_for_ten_minutes() {
    let venue = Venue::new();
    let code = |pin: &str| venue.sign_in(venue.staff, pin).map_err(|error| error.code);
    for _ in 0..5 {
        assert_eq!(code("0000"), Err(Code::WrongPin));
        venue.minutes_pass(1);
    }
    let failures: i64 = venue.value("SELECT COUNT(*) FROM pin_failures");
    assert_eq!(failures, 5, "counted although refused");
    assert_eq!(code("7391"), Err(Code::PinLocked), "the right one does not help");
    assert!(venue.ask(ListOperators {}).iter().any(|row| row.locked_until.is_some()));
    assert!(venue.sign_in(venue.manager, "4827").is_ok(), "nobody else is locked out");
    venue.minutes_pass(4);
    venue.seconds_pass(59);
    assert_eq!(code("7391"), Err(Code::PinLocked));
    venue.seconds_pass(1);
    assert_eq!(code("7391"), Ok(()), "ten minutes after the first");
    assert_eq!(venue.value::<i64>("SELECT COUNT(*) FROM pin_failures"), 0, "a right PIN clears the count");
}

#[test]
fn guessing_the_old_pin_is_guessing_too() {
    let venue = Venue::new();
    let change = |old_pin: &str| {
        let change = ChangeOwnPin { old_pin: old_pin.into(), new_pin: "9182".into() };
        venue.run(change).map(drop).map_err(|error| error.code)
    };
    for _ in 0..5 {
        assert_eq!(change("0000"), Err(Code::WrongPin));
    }
    assert_eq!(change("7391"), Err(Code::PinLocked));
    venue.minutes_pass(10);
    assert_eq!(change("7391"), Ok(()));
    assert!(venue.sign_in(venue.staff, "9182").is_ok());
}

#[test]
fn a_clock_set_back_locks_nobody_out_for_a_year() {
    let venue = Venue::new();
    for _ in 0..5 {
        venue.sign_in(venue.staff, "0000").unwrap_err();
    }
    venue.clock.jump(comptoir_core::base::Millis::from_minutes(-365 * 24 * 60));
    assert!(venue.sign_in(venue.staff, "7391").is_ok());
    assert!(venue.ask(ListOperators {}).iter().all(|row| row.locked_until.is_none()));
}

#[test]
fn a_manager_lifts_a_lock_out() {
    let venue = Venue::new();
    for _ in 0..5 {
        venue.sign_in(venue.staff, "0000").unwrap_err();
    }
    let Caller::Operator(operator_id) = venue.staff else { unreachable!() };
    venue.manage(SetOperatorPin { operator_id, pin: "9182".into() }).unwrap();
    assert!(venue.sign_in(venue.staff, "9182").is_ok());
    assert_eq!(venue.sign_in(venue.staff, "7391").unwrap_err().code, Code::WrongPin);
}

#[test]
fn who_is_deactivated_is_nobody_at_once() {
    let venue = Venue::new();
    let Caller::Operator(operator_id) = venue.staff else { unreachable!() };
    let change = |is_active| ChangeOperator { operator_id, name: "Koffi".into(), role: Role::Staff, is_active };
    assert!(venue.desk().query(venue.staff, "session.list", json!({})).is_ok());
    venue.manage(change(false)).unwrap();
    assert_eq!(venue.desk().query(venue.staff, "session.list", json!({})).unwrap_err().code, Code::NotSignedIn);
    let denied = venue.unchanged(|| venue.desk().execute(venue.staff, "operator.sign_out", json!({}), None));
    assert_eq!(denied.unwrap_err().code, Code::NotSignedIn);
    assert_eq!(venue.sign_in(venue.staff, "7391").unwrap_err().code, Code::OperatorInactive);
    venue.manage(change(true)).unwrap();
    assert!(venue.sign_in(venue.staff, "7391").is_ok());
}

#[test]
fn the_last_manager_stays_one() {
    let venue = Venue::new();
    let Caller::Operator(operator_id) = venue.manager else { unreachable!() };
    for (role, is_active) in [(Role::Staff, true), (Role::Manager, false)] {
        let change = ChangeOperator { operator_id, name: "Mariam".into(), role, is_active };
        let refused = venue.unchanged(|| venue.manage(change)).unwrap_err();
        assert_eq!(refused.code, Code::LastManager, "{role:?} {is_active}");
    }
}
