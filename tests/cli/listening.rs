//! The HTTP listener over a real socket, as a process of its own: what it takes, what it refuses, and what it survives.

use crate::support::Venue;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const SHOP_SECRET: &str = "shop-secret-of-the-venue-1";
const STRIPE_SECRET: &str = "whsec_9f8e7d6c5b4a39281706";

/// A listener on a port of its own.
struct Listening {
    child: Child,
    address: String,
}

impl Listening {
    fn on(venue: &Venue) -> Self {
        let mut command = venue.command();
        command.args(["--json", "listen", "--address", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        Self { child, address: told["address"].as_str().unwrap().to_owned() }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        stream
    }

    fn post(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = self.connect();
        stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        Answer::read(stream)
    }

    fn signed(&self, path: &str, body: &[u8]) -> Answer {
        let (header, secret) = match path {
            "/webhooks/stripe" => ("Stripe-Signature", STRIPE_SECRET),
            _ => ("X-Comptoir-Signature", SHOP_SECRET),
        };
        self.post(path, &[(header, &signature(secret, body))], body)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Value,
}

impl Answer {
    fn read(mut stream: TcpStream) -> Self {
        let mut text = Vec::new();
        let _reset = stream.read_to_end(&mut text);
        let text = String::from_utf8_lossy(&text).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        Self { status, head: head.to_lowercase(), body: serde_json::from_str(body).unwrap_or_default() }
    }

    fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }
}

/// By Python's hmac: an implementation of its own.
fn signature(secret: &str, body: &[u8]) -> String {
    let t = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().to_string();
    let script = "import hmac,sys;print(hmac.new(sys.argv[1].encode(),sys.argv[2].encode()+b'.'+sys.stdin.buffer.read(),'sha256').hexdigest())";
    let mut python = Command::new("python3")
        .args(["-c", script, secret, &t])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the signatures need python3");
    python.stdin.take().unwrap().write_all(body).unwrap();
    let digest = String::from_utf8(python.wait_with_output().unwrap().stdout).unwrap();
    format!("t={t},v1={}", digest.trim())
}

fn ready() -> (Venue, Listening) {
    let venue = Venue::new();
    venue.call("secret.set", &json!({ "name": "events.shop_secret", "value": SHOP_SECRET }));
    venue.call("secret.set", &json!({ "name": "events.stripe_secret", "value": STRIPE_SECRET }));
    let listening = Listening::on(&venue);
    (venue, listening)
}

fn unpaid(venue: &Venue) -> i64 {
    let (package, customer) = venue.open(60);
    let sale = json!({ "customer_id": customer, "package_id": package, "paid": false });
    venue.call("purchase.create", &sale)["purchase"]["purchase_id"].as_i64().unwrap()
}

fn callback(event: &str, purchase: i64) -> Vec<u8> {
    json!({ "event_id": event, "reference": format!("purchase:{purchase}"), "status": "completed", "amount": 5000,
            "currency": "XOF", "method": "orange_money" })
    .to_string()
    .into_bytes()
}

fn count(venue: &Venue, sql: &str) -> i64 {
    venue.look().query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_signed_callback_pays_a_sale() {
    let (venue, listening) = ready();
    let purchase = unpaid(&venue);
    let body = callback("cb-1", purchase);
    let answer = listening.signed("/webhooks/payment", &body);
    assert_eq!((answer.status, &answer.body), (200, &json!({ "received": true, "duplicate": false })));
    assert_eq!(count(&venue, "SELECT COUNT(*) FROM purchases WHERE payment_status = 'completed'"), 1);
    assert_eq!(listening.signed("/webhooks/payment", &body).body["duplicate"], json!(true));
    // In pieces, as some clients send it.
    let mut stream = listening.connect();
    let signature = signature(SHOP_SECRET, &body);
    let head = format!(
        "POST /webhooks/payment HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nX-Comptoir-Signature: {signature}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    for piece in body.chunks(40) {
        stream.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).unwrap();
        stream.write_all(piece).unwrap();
        stream.write_all(b"\r\n").unwrap();
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    assert_eq!(Answer::read(stream).status, 200);
    assert_eq!(count(&venue, "SELECT deliveries FROM payment_events"), 3);
    assert_eq!(count(&venue, "SELECT COUNT(*) FROM invoices"), 1);
    let logs: String = std::fs::read_dir(venue.data().join("logs"))
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    assert!(logs.contains("payment event") && !logs.contains("orange_money"), "no body in the log: {logs}");
}

#[test]
fn what_nobody_signed_is_refused_and_stored_nowhere() {
    let (venue, listening) = ready();
    let body = callback("cb-1", 1);
    let wrong = signature("another-secret-altogether", &body);
    let stripes = signature(STRIPE_SECRET, &body);
    for (headers, code) in [
        (vec![], "signature_missing"),
        (vec![("X-Comptoir-Signature", wrong.as_str())], "signature_invalid"),
        (vec![("X-Comptoir-Signature", stripes.as_str())], "signature_invalid"),
        (vec![("Stripe-Signature", stripes.as_str())], "signature_missing"),
        (vec![("X-Comptoir-Signature", "t=1,v1=00")], "signature_invalid"),
    ] {
        let answer = listening.post("/webhooks/payment", &headers, &body);
        assert_eq!((answer.status, answer.code()), (400, code), "{headers:?}");
    }
    assert_eq!(count(&venue, "SELECT COUNT(*) FROM payment_events"), 0);
    assert_eq!(count(&venue, "SELECT COUNT(*) FROM system_logs WHERE code = 'payment_event_refused'"), 5);
    // Signed, but nothing that can be read: kept for a person, and the provider need not send it again.
    assert_eq!(listening.signed("/webhooks/stripe", b"no json").status, 200);
    assert_eq!(count(&venue, "SELECT needs_decision FROM payment_events"), 1);
}

#[test]
fn only_what_is_there_can_be_asked() {
    let (venue, listening) = ready();
    for (request, status) in [
        ("GET /health HTTP/1.1", 200),
        ("GET /webhooks/stripe HTTP/1.1", 405),
        ("PUT /webhooks/payment HTTP/1.1", 405),
        ("DELETE /webhooks/payment HTTP/1.1", 405),
        ("GET / HTTP/1.1", 404),
        ("POST /webhooks/paypal HTTP/1.1", 404),
        ("nonsense", 400),
    ] {
        let mut stream = listening.connect();
        stream.write_all(format!("{request}\r\nHost: x\r\nContent-Length: 0\r\n\r\n").as_bytes()).unwrap();
        assert_eq!(Answer::read(stream).status, status, "{request}");
    }
    // A secret that is missing can be set: until then the provider shall try again.
    venue.call("secret.set", &json!({ "name": "events.stripe_secret", "value": null }));
    let answer = listening.signed("/webhooks/stripe", b"{}");
    assert_eq!((answer.status, answer.code()), (503, "event_secret_missing"));
    assert!(answer.head.contains("retry-after:"));
}

#[test]
fn a_great_body_is_refused_and_not_kept() {
    let (venue, listening) = ready();
    for length in [(1 << 20) + 1, 10 << 20] {
        let answer = listening.signed("/webhooks/stripe", &vec![b'x'; length]);
        assert_eq!((answer.status, answer.code()), (413, "event_too_large"), "{length}");
    }
    assert_eq!(count(&venue, "SELECT COUNT(*) FROM payment_events"), 0);
    assert_eq!(count(&venue, "SELECT COUNT(*) FROM system_logs WHERE data LIKE '%event_too_large%'"), 2);
    assert_eq!(listening.signed("/webhooks/stripe", &vec![b'x'; 1 << 20]).status, 200, "a mebibyte is not too much");
}

#[test]
fn who_dawdles_is_left_and_keeps_nobody_waiting() {
    let (venue, listening) = ready();
    let begun = Instant::now();
    let slow: Vec<TcpStream> = (0..60)
        .map(|at| {
            let mut stream = listening.connect();
            let text: &[u8] = if at % 2 == 0 {
                b"POST /webhooks/payment HTTP/1.1\r\nHost: x\r\nX-Slow: "
            } else {
                b"POST /webhooks/payment HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
            };
            stream.write_all(text).unwrap();
            stream
        })
        .collect();
    let purchase = unpaid(&venue);
    assert_eq!(listening.signed("/webhooks/payment", &callback("cb-1", purchase)).status, 200);
    assert!(begun.elapsed() < Duration::from_secs(5), "others are heard at once");
    for (at, stream) in slow.into_iter().enumerate() {
        let answer = Answer::read(stream);
        assert!([0, 408].contains(&answer.status), "{at}: {answer:?}");
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "they were left after {:?}", begun.elapsed());
}

#[test]
fn two_hundred_at_once_book_one_seat() {
    let (venue, listening) = ready();
    let session = json!({ "starts_on": "2199-03-03", "ends_on": "2199-03-07", "max_places": 8, "price_cents": 199_700,
                          "currency": "EUR" });
    let session = venue.call("immersion.create", &session)["immersion_id"].clone();
    let event = json!({ "id": "evt_1", "type": "checkout.session.completed", "data": { "object": {
        "id": "cs_1", "payment_intent": "pi_1", "payment_status": "paid", "amount_total": 199_700, "currency": "eur",
        "customer_details": { "email": "awa@example.org", "name": "Awa Diop" },
        "metadata": { "type": "immersion", "sessionId": session } } } })
    .to_string();
    let signature = signature(STRIPE_SECRET, event.as_bytes());
    let busy: i64 = std::thread::scope(|scope| {
        let send = || {
            let mut told_to_wait = 0;
            loop {
                let answer = listening.post("/webhooks/stripe", &[("Stripe-Signature", &signature)], event.as_bytes());
                match answer.status {
                    200 => return told_to_wait,
                    429 => {
                        assert!(answer.head.contains("retry-after: "), "{answer:?}");
                        told_to_wait += 1;
                        std::thread::sleep(Duration::from_secs(1));
                    }
                    other => panic!("{other}: {answer:?}"),
                }
            }
        };
        let all: Vec<_> = (0..200).map(|_| scope.spawn(send)).collect();
        all.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert!(busy > 0, "more than a hundred at once are told to come again");
    assert_eq!(count(&venue, "SELECT COUNT(*) FROM payment_events"), 1);
    assert_eq!(count(&venue, "SELECT deliveries FROM payment_events"), 200);
    assert_eq!(count(&venue, "SELECT COUNT(*) FROM immersion_bookings WHERE status = 'confirmed'"), 1);
    assert_eq!(count(&venue, "SELECT reserved_places FROM immersion_sessions"), 1);
    assert_eq!(count(&venue, "SELECT COUNT(*) FROM profiles WHERE license = 'immersion'"), 1);
}

/// 200 means on the disk: whoever pulls the plug in the next instant loses nothing.
#[test]
fn killed_after_the_answer_it_has_the_event() {
    for round in 0..5 {
        let (venue, mut listening) = ready();
        let purchase = unpaid(&venue);
        assert_eq!(listening.signed("/webhooks/payment", &callback("cb-1", purchase)).status, 200);
        listening.child.kill().unwrap();
        listening.child.wait().unwrap();
        let list = venue.call("payment_event.list", &json!({}));
        assert_eq!(list["events"][0]["outcome"], json!("purchase_paid"), "round {round}");
        assert_eq!(count(&venue, "SELECT COUNT(*) FROM invoices"), 1);
    }
}

#[test]
fn an_address_that_is_taken_is_named() {
    let (venue, listening) = ready();
    let second = Venue::new();
    let run = second.json(&["listen", "--address", &listening.address]);
    assert_eq!((run.status, run.error_code().as_str()), (3, "listener_address_taken"));
    let run = second.json(&["listen", "--address", "192.0.2.1:8787"]);
    assert_eq!((run.status, run.error_code().as_str()), (3, "listener_address_unusable"));
    assert_eq!(second.json(&["listen", "--address", "nonsense"]).status, 2);
    drop(venue);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_in_good_order() {
    let (_venue, mut listening) = ready();
    let id = listening.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(listening.child.wait().unwrap().code(), Some(0));
    assert!(TcpStream::connect(&listening.address).is_err());
}
