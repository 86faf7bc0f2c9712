//! Taking an event in: is it from who it says, has it come before, and what does it come to.

use super::model::{Provider, Received, Via};
use super::settle::settle;
use super::signature::{self, Unsigned};
use super::told::{self, Reading};
use super::{secrets, store};
use crate::base::{Millis, PaymentEventId};
use crate::desk::audit;
use crate::door::{Code, Command, Failure, Kind, Refusal, RequestId, Role, Work};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// The longest body that is taken in, in bytes: 1 MiB. Providers send a few thousand.
pub const BODY_MOST_BYTES: usize = 1 << 20;
/// How many refusals of one minute leave a row in the system log. Whoever knocks all night fills no disk.
const LOGGED_PER_MINUTE: i64 = 10;
const REFUSED: &str = "payment_event_refused";

/// Takes in an event of a payment provider, and brings the books to where it says. The same event again is counted and does
/// nothing more. Without a signature only a manager may hand one in, and never through the listener.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReceivePaymentEvent {
    /// `stripe` or `shop`.
    pub provider: String,
    /// What was sent, as it came.
    pub body: String,
    /// Whether `body` is base64 of what was sent: where that is no UTF-8.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub is_base64: Option<bool>,
    /// The signature's header, `t=…,v1=…`.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub signature: Option<String>,
    /// The way it came.
    pub via: Via,
}

impl ReceivePaymentEvent {
    /// With a body of any bytes.
    #[must_use]
    pub fn of_bytes(provider: &str, body: &[u8], signature: Option<String>, via: Via) -> Self {
        let (body, is_base64) = match std::str::from_utf8(body) {
            Ok(text) => (text.to_owned(), None),
            Err(_) => (BASE64_STANDARD.encode(body), Some(true)),
        };
        Self { provider: provider.to_owned(), body, is_base64, signature, via }
    }

    fn bytes(&self) -> Result<Vec<u8>, Failure> {
        if self.is_base64 == Some(true) {
            BASE64_STANDARD.decode(&self.body).map_err(|error| Failure::BadInput(error.to_string()))
        } else {
            Ok(self.body.clone().into_bytes())
        }
    }

    /// What the trail and the memory of requests keep: the body itself is in the inbox.
    fn in_short(&self) -> Value {
        let sha256 = format!("{:x}", Sha256::digest(&self.body));
        json!({ "provider": self.provider.chars().take(40).collect::<String>(), "via": self.via, "length": self.body.len(),
                "sha256": sha256 })
    }
}

impl Command for ReceivePaymentEvent {
    type Output = Received;
    const NAME: &'static str = "payment_event.receive";
    const ROLE: Role = Role::Manager;

    fn execute(self, work: &mut Work<'_>) -> Result<Received, Failure> {
        let (provider, body) = match admitted(work, &self) {
            Ok(admitted) => admitted,
            Err(Failure::Refused(refusal)) => return Err(logged(work, &self, refusal)?.into()),
            Err(failure) => return Err(failure),
        };
        let reading = told::read(provider, &body);
        let known = store::known(work, provider, &reading.event_id)?;
        let id = match &known {
            None => store::keep(work, provider, &reading, &body, self.via)?,
            Some((id, first)) => {
                again(work, provider, *id, first, &body, &reading)?;
                *id
            }
        };
        work.concerns(Kind::PaymentEvents, id);
        work.changed(&[Kind::PaymentEvents]);
        settle(work, id)?;
        Ok(Received { event: store::event_of(work, id)?, duplicate: known.is_some() })
    }

    fn audited(&self) -> Value {
        self.in_short()
    }

    fn identity(&self, _request: &RequestId) -> Value {
        self.in_short()
    }
}

/// The provider and the body, if this may come in.
fn admitted(work: &Work<'_>, wish: &ReceivePaymentEvent) -> Result<(Provider, Vec<u8>), Failure> {
    let provider = Provider::ALL.iter().copied().find(|known| known.word() == wish.provider);
    let provider = provider.ok_or_else(|| {
        let told: String = wish.provider.chars().take(40).collect();
        Refusal::new(Code::ProviderUnknown).with("provider", told)
    })?;
    let body = wish.bytes()?;
    if body.len() > BODY_MOST_BYTES {
        return Err(Refusal::new(Code::EventTooLarge).with("most_bytes", BODY_MOST_BYTES).into());
    }
    let Some(signature) = &wish.signature else {
        return if wish.via == Via::Http { Err(Code::SignatureMissing.into()) } else { Ok((provider, body)) };
    };
    let secret = secrets::of_provider(work, provider)?
        .ok_or_else(|| Refusal::new(Code::EventSecretMissing).with("secret", secrets::name_of(provider)))?;
    match signature::verify(signature, &body, &secret, work.now()) {
        Ok(()) => Ok((provider, body)),
        Err(Unsigned::Wrong) => Err(Code::SignatureInvalid.into()),
        Err(Unsigned::OutOfTime { age_s }) => Err(Refusal::new(Code::SignatureOutOfTime)
            .with("age_s", age_s)
            .with("most_s", signature::TOLERANCE_S)
            .into()),
    }
}

/// A refusal leaves a row in the system log, up to so many in a minute; nothing of the body is kept.
fn logged(work: &mut Work<'_>, wish: &ReceivePaymentEvent, refusal: Refusal) -> Result<Refusal, Failure> {
    let since = work.now() - Millis::from_minutes(1);
    let lately = work.count(
        "SELECT COUNT(*) FROM system_logs WHERE created_at > ?1 AND created_at <= ?2 AND area = 'inbox' AND code = ?3",
        params![since, work.now(), REFUSED],
    )?;
    if lately >= LOGGED_PER_MINUTE {
        return Ok(refusal);
    }
    let provider: String = wish.provider.chars().take(40).collect();
    let data = json!({ "refused": refusal.code, "provider": provider, "via": wish.via, "length": wish.body.len() });
    audit::log(work, "warning", "inbox", REFUSED, &data, work.now())?;
    work.changed(&[Kind::Log]);
    Ok(refusal.keeping())
}

/// The same event once more. What came first stays; another body under the same name is worth a warning, unless it says the same
/// (providers count their tries in there).
fn again(
    work: &mut Work<'_>,
    provider: Provider,
    id: PaymentEventId,
    first: &[u8],
    body: &[u8],
    reading: &Reading,
) -> Result<(), Failure> {
    store::count_delivery(work, id)?;
    if first != body && told::read(provider, first) != *reading {
        let data = json!({ "event_id": id, "provider": provider, "provider_event_id": reading.event_id });
        audit::log(work, "warning", "inbox", "payment_event_differs", &data, work.now())?;
        work.changed(&[Kind::Log]);
    }
    Ok(())
}
