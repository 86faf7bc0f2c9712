//! What must not get into the inbox, and what gets in although nobody can read it: each has an outcome of its own.

use crate::inbox::{SHOP_SECRET, STRIPE_SECRET, callback};
use crate::inbox_signature::python_hmac;
use crate::support::Venue;
use comptoir_core::door::{Caller, Code, DoorError};
use comptoir_core::inbox::model::{Outcome, Provider, Received, SecretName, Via};
use comptoir_core::inbox::told::{Content, read};
use comptoir_core::inbox::{BODY_MOST_BYTES, ReceivePaymentEvent, ShowPaymentEvent};
use proptest::prelude::*;
use serde_json::json;

fn signed(venue: &Venue, secret: &str, body: &[u8]) -> String {
    let t = (venue.now().unix_ms() / 1_000).to_string();
    format!("t={t},v1={}", python_hmac(secret, &t, body))
}

fn over_http(venue: &Venue, provider: &str, body: &[u8], signature: Option<String>) -> Result<Received, DoorError> {
    venue.run_as(Caller::System, ReceivePaymentEvent::of_bytes(provider, body, signature, Via::Http))
}

fn ready() -> Venue {
    let venue = Venue::new();
    venue.set_secret(SecretName::Shop, SHOP_SECRET);
    venue.set_secret(SecretName::Stripe, STRIPE_SECRET);
    venue
}

fn stored(venue: &Venue) -> i64 {
    venue.value("SELECT COUNT(*) FROM payment_events")
}

#[test]
fn a_right_signature_lets_in_and_a_wrong_one_stores_nothing() {
    let venue = ready();
    let id = venue.unpaid(60).purchase.purchase_id;
    let body = callback("cb-1", id, "completed").to_string();
    let right = signed(&venue, SHOP_SECRET, body.as_bytes());
    let wrong_secret = signed(&venue, STRIPE_SECRET, body.as_bytes());
    for (signature, code) in [
        (None, Code::SignatureMissing),
        (Some(wrong_secret), Code::SignatureInvalid),
        (Some("nonsense".into()), Code::SignatureInvalid),
    ] {
        assert_eq!(over_http(&venue, "shop", body.as_bytes(), signature).unwrap_err().code, code);
    }
    assert_eq!(stored(&venue), 0);
    let log: String =
        venue.value("SELECT group_concat(data, ' ') FROM system_logs WHERE code = 'payment_event_refused'");
    assert!(log.contains("signature_missing") && log.contains("signature_invalid") && !log.contains("cb-1"), "{log}");
    assert_eq!(
        over_http(&venue, "shop", body.as_bytes(), Some(right.clone())).unwrap().event.outcome,
        Outcome::PurchasePaid
    );
    // The same message five minutes later is a replay.
    venue.seconds_pass(302);
    let replayed = over_http(&venue, "shop", body.as_bytes(), Some(right)).unwrap_err();
    assert_eq!((replayed.code, replayed.args["most_s"].clone()), (Code::SignatureOutOfTime, json!(300)));
}

#[test]
fn without_a_secret_nothing_signed_gets_in() {
    let venue = Venue::new();
    let refused = over_http(&venue, "stripe", b"{}", Some("t=1,v1=00".into())).unwrap_err();
    assert_eq!(
        (refused.code, refused.args["secret"].clone()),
        (Code::EventSecretMissing, json!("events.stripe_secret"))
    );
    assert_eq!(stored(&venue), 0);
}

#[test]
fn a_file_without_signature_is_for_managers() {
    let venue = Venue::new();
    let file = || ReceivePaymentEvent::of_bytes("shop", b"{}", None, Via::File);
    assert_eq!(venue.run_as(Caller::Nobody, file()).unwrap_err().code, Code::NotSignedIn);
    assert_eq!(venue.run(file()).unwrap_err().code, Code::NotAllowed);
    assert!(venue.manage(file()).is_ok() && venue.run_as(Caller::System, file()).is_ok());
}

#[test]
fn whoever_knocks_all_night_fills_no_log() {
    let venue = ready();
    let logged = || venue.value::<i64>("SELECT COUNT(*) FROM system_logs WHERE code = 'payment_event_refused'");
    let knock = || over_http(&venue, "shop", b"{}", Some("t=1,v1=00".into())).unwrap_err();
    for _ in 0..100 {
        knock();
    }
    assert_eq!(logged(), 10);
    venue.unchanged(knock);
    venue.minutes_pass(2);
    knock();
    assert_eq!(logged(), 11);
}

#[test]
fn unknown_providers_and_great_bodies_are_refused() {
    let venue = ready();
    for provider in ["", "paypal", "Stripe", &"x".repeat(10_000)] {
        assert_eq!(venue.hand_in_text(provider, "{}").unwrap_err().code, Code::ProviderUnknown);
    }
    let great = "x".repeat(10 << 20);
    assert_eq!(venue.hand_in_text("stripe", &great).unwrap_err().code, Code::EventTooLarge);
    assert_eq!(venue.hand_in_text("stripe", &"x".repeat(BODY_MOST_BYTES + 1)).unwrap_err().code, Code::EventTooLarge);
    assert_eq!(stored(&venue), 0);
    assert!(venue.value::<i64>("SELECT COUNT(*) FROM system_logs WHERE data LIKE '%event_too_large%'") == 2);
    assert_eq!(venue.hand_in_text("stripe", &"x".repeat(BODY_MOST_BYTES)).unwrap().event.outcome, Outcome::Malformed);
}

#[test]
fn what_cannot_be_read_is_kept_for_a_person() {
    let venue = ready();
    let deep = "[".repeat(100_000);
    let cases: [(&str, &[u8], &str); 14] = [
        ("shop", b"", "no_json"),
        ("shop", b"{\"event_id\":\"cb-1\",", "no_json"),
        ("shop", b"\xff\xfe{}", "no_utf8"),
        ("shop", b"[]", "no_object"),
        ("shop", b"null", "no_object"),
        ("shop", deep.as_bytes(), "no_json"),
        ("shop", br#"{"event_id":"a","reference":"purchase:1"}"#, "no_status"),
        ("shop", br#"{"event_id":"b","status":"paid"}"#, "no_reference"),
        ("shop", br#"{"event_id":"c","reference":"purchase:1","status":"paid","amount":-5}"#, "amount_unreadable"),
        ("shop", br#"{"event_id":"d","reference":"purchase:1","status":"paid","amount":1e300}"#, "amount_unreadable"),
        (
            "shop",
            br#"{"event_id":"e","reference":"purchase:1","status":"paid","amount":99999999999999999999}"#,
            "amount_unreadable",
        ),
        ("stripe", br#"{"type":"checkout.session.completed"}"#, "no_id"),
        ("stripe", br#"{"id":"evt_1","type":"checkout.session.completed"}"#, "no_object"),
        (
            "stripe",
            br#"{"id":"evt_2","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","amount_received":-1}}}"#,
            "amount_unreadable",
        ),
    ];
    let mut names = std::collections::BTreeSet::new();
    for (provider, body, problem) in cases {
        let secret = if provider == "shop" { SHOP_SECRET } else { STRIPE_SECRET };
        let signature = signed(&venue, secret, body);
        let event = over_http(&venue, provider, body, Some(signature)).unwrap().event;
        assert_eq!((event.outcome, event.args["problem"].clone()), (Outcome::Malformed, json!(problem)));
        assert!(event.needs_decision && names.insert(event.provider_event_id.clone()));
        let shown = venue.ask(ShowPaymentEvent { event_id: event.event_id }).body;
        assert_eq!(shown, String::from_utf8_lossy(body));
    }
    assert_eq!(venue.found("payment_event_undecided"), 14);
    // Sent again, it is the same one.
    let again = over_http(&venue, "shop", b"null", Some(signed(&venue, SHOP_SECRET, b"null"))).unwrap();
    assert!(again.duplicate && again.event.provider_event_id.starts_with("sha256:"));
}

#[test]
fn ids_that_are_no_ids_are_replaced_by_the_bodys_own() {
    for id in [json!(null), json!(""), json!("x".repeat(300)), json!("with\u{0}nul"), json!({ "a": 1 })] {
        let body = json!({ "event_id": id, "reference": "purchase:1", "status": "paid" }).to_string();
        let reading = read(Provider::Shop, body.as_bytes());
        assert!(reading.event_id.starts_with("sha256:") && matches!(reading.content, Content::Told(_)), "{id}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn any_bytes_are_read_as_something(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        for provider in Provider::ALL {
            prop_assert!((1..=255).contains(&read(*provider, &body).event_id.len()));
        }
    }

    #[test]
    fn any_object_is_read_as_something(
        id in "[a-z]{0,5}", kind in "(checkout.session.completed|payment_intent.succeeded|charge.refunded|refund.updated|x)",
        value in "(null|0|-1|9e99|1.5|\"\"|\"5000\"|\"é\u{202e}\"|\\[\\]|\\{\\}|true|18446744073709551615)",
    ) {
        let object = format!(
            r#"{{"id":{value},"payment_intent":{value},"amount":{value},"amount_total":{value},"amount_refunded":{value},
                 "currency":{value},"expires_at":{value},"metadata":{value},"payment_status":{value},"customer_details":{value}}}"#
        );
        let stripe = format!(r#"{{"id":"{id}","type":"{kind}","data":{{"object":{object}}}}}"#);
        let shop = format!(r#"{{"event_id":{value},"reference":{value},"status":"paid","amount":{value},"amount_cents":{value},
            "currency":{value},"method":{value}}}"#);
        for (provider, body) in [(Provider::Stripe, stripe), (Provider::Shop, shop)] {
            prop_assert!((1..=255).contains(&read(provider, body.as_bytes()).event_id.len()));
        }
    }
}
