//! What can be asked of the listener, and what it answers.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, CONTENT_LENGTH, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use comptoir_core::Desk;
use comptoir_core::door::{Caller, Code, DoorError};
use comptoir_core::inbox::model::{Provider, Via};
use comptoir_core::inbox::{BODY_MOST_BYTES, ReceivePaymentEvent};
use governor::clock::Clock;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use http_body_util::BodyExt;
use serde_json::json;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Events in a second, over time …
const RATE_PER_SECOND: u32 = 50;
/// … and at once. Whoever sends more is told when to come again.
const BURST: u32 = 100;
/// How long a caller may take for a body.
const BODY_PATIENCE: Duration = Duration::from_secs(10);
/// How much of a body that is too long is taken before the answer: a caller that still writes would not hear it.
const DRAINED_MOST_BYTES: usize = 32 << 20;
/// How many events may be at the door at once …
const AT_THE_DOOR: usize = 32;
/// … and how long others wait for that.
const DOOR_PATIENCE: Duration = Duration::from_secs(5);
/// When to come again, where nothing better is known, in seconds.
const RETRY_AFTER_S: u64 = 5;

/// What all requests share.
pub(super) struct Counter {
    desk: Arc<Desk>,
    rate: DefaultDirectRateLimiter,
    door: Semaphore,
}

/// The routes, in front of an open desk.
pub(super) fn routes(desk: Arc<Desk>) -> Router {
    let number = |of: u32| NonZeroU32::new(of).unwrap_or(NonZeroU32::MIN);
    let rate = RateLimiter::direct(Quota::per_second(number(RATE_PER_SECOND)).allow_burst(number(BURST)));
    let counter = Arc::new(Counter { desk, rate, door: Semaphore::new(AT_THE_DOOR) });
    Router::new()
        .route("/health", get(|| async { Json(json!({ "status": "ok" })) }))
        .route("/webhooks/stripe", post(stripe))
        .route("/webhooks/payment", post(shop))
        .with_state(counter)
}

async fn stripe(State(counter): State<Arc<Counter>>, request: Request) -> Response {
    counter.take_in(Provider::Stripe, "stripe-signature", request).await
}

async fn shop(State(counter): State<Arc<Counter>>, request: Request) -> Response {
    counter.take_in(Provider::Shop, "x-comptoir-signature", request).await
}

impl Counter {
    async fn take_in(self: Arc<Self>, provider: Provider, signature: &str, request: Request) -> Response {
        if let Err(busy) = self.rate.check() {
            let wait = busy.wait_time_from(governor::clock::DefaultClock::default().now());
            return refusal(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", Some(wait.as_secs() + 1));
        }
        let (head, body) = request.into_parts();
        let signature = text_of(&head.headers, signature);
        let body = match tokio::time::timeout(BODY_PATIENCE, collected(&head.headers, body)).await {
            Ok(Some(body)) => body,
            Ok(None) => return refusal(StatusCode::BAD_REQUEST, "body_broken_off", None),
            Err(_) => return refusal(StatusCode::REQUEST_TIMEOUT, "body_too_slow", None),
        };
        let Ok(Ok(_permit)) = tokio::time::timeout(DOOR_PATIENCE, self.door.acquire()).await else {
            return refusal(StatusCode::SERVICE_UNAVAILABLE, "busy", Some(RETRY_AFTER_S));
        };
        let desk = Arc::clone(&self.desk);
        let event = ReceivePaymentEvent::of_bytes(provider.word(), &body, signature, Via::Http);
        // The door answers after the commit: so does this.
        match tokio::task::spawn_blocking(move || desk.run(Caller::System, event, None)).await {
            Ok(Ok(reply)) => {
                let event = reply.output.event;
                tracing::info!(id = %event.event_id, provider = %provider, outcome = %event.outcome, "payment event");
                Json(json!({ "received": true, "duplicate": reply.output.duplicate })).into_response()
            }
            Ok(Err(error)) => refused(&error),
            Err(error) => {
                tracing::error!(%error, "a payment event was not taken in");
                refusal(StatusCode::SERVICE_UNAVAILABLE, "internal", Some(RETRY_AFTER_S))
            }
        }
    }
}

/// The body, or one byte more than may be of a body that is longer: the door says what that means. `None` where the caller went away.
async fn collected(headers: &HeaderMap, mut body: Body) -> Option<Vec<u8>> {
    let told =
        headers.get(CONTENT_LENGTH).and_then(|told| told.to_str().ok()).and_then(|told| told.parse::<usize>().ok());
    let mut kept = Vec::with_capacity(told.unwrap_or_default().min(64 << 10));
    let mut seen: usize = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.ok()?.into_data() else { continue };
        seen = seen.saturating_add(data.len());
        let room = (BODY_MOST_BYTES + 1).saturating_sub(kept.len());
        kept.extend(data.iter().take(room));
        if seen > DRAINED_MOST_BYTES {
            break;
        }
    }
    Some(kept)
}

fn text_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// 4xx: sending it again will not help. 503: it will, and providers do.
fn refused(error: &DoorError) -> Response {
    let code = error.code.word();
    match error.code {
        Code::EventTooLarge => refusal(StatusCode::PAYLOAD_TOO_LARGE, &code, None),
        Code::SignatureMissing | Code::SignatureInvalid | Code::SignatureOutOfTime | Code::BadInput => {
            refusal(StatusCode::BAD_REQUEST, &code, None)
        }
        // A secret that is missing, a disk that is full, a database that is busy: all of it can be mended.
        _ => {
            tracing::warn!(code, "a payment event could not be taken in; the provider will send it again");
            refusal(StatusCode::SERVICE_UNAVAILABLE, &code, Some(RETRY_AFTER_S))
        }
    }
}

fn refusal(status: StatusCode, code: &str, retry_after_s: Option<u64>) -> Response {
    let mut response = (status, Json(json!({ "error": { "code": code } }))).into_response();
    if let Some(seconds) = retry_after_s {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
