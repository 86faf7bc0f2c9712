//! Signatures of payment events, against vectors of an implementation of its own: Python's hmac.

use comptoir_core::base::Timestamp;
use comptoir_core::inbox::signature::{Unsigned, verify};
use proptest::prelude::*;
use std::io::Write;
use std::process::{Command, Stdio};

const AT_S: i64 = 1_767_225_600;

/// `python3 -c`: HMAC-SHA256 in hex of `<t>.<body>`, the body from standard input.
pub fn python_hmac(secret: &str, t: &str, body: &[u8]) -> String {
    let script = "import hmac,sys,hashlib;k,t=sys.argv[1].encode(),sys.argv[2].encode();\
                  print(hmac.new(k,t+b'.'+sys.stdin.buffer.read(),hashlib.sha256).hexdigest())";
    let mut python = Command::new("python3")
        .args(["-c", script, secret, t])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("these vectors need python3");
    python.stdin.take().unwrap().write_all(body).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn now() -> Timestamp {
    Timestamp::from_unix_ms(AT_S * 1_000)
}

#[test]
fn what_python_signs_is_accepted_and_nothing_else() {
    let bodies: [&[u8]; 6] = [
        b"",
        b"{}",
        "{\"nom\":\"Awa Diop \u{e9}\"}".as_bytes(),
        b"\xff\xfe\x00",
        &[b'x'; 70_000],
        b"{\n  \"pretty\": true\n}\n",
    ];
    for secret in ["whsec_test_secret_of_stripe", "x", &"long-secret-".repeat(20)] {
        for body in bodies {
            let digest = python_hmac(secret, &AT_S.to_string(), body);
            let check = |header: &str, secret: &str, body: &[u8]| verify(header, body, secret, now());
            let header = format!("t={AT_S},v1={digest}");
            assert_eq!(check(&header, secret, body), Ok(()));
            assert_eq!(check(&header.to_uppercase().replace("T=", "t=").replace("V1=", "v1="), secret, body), Ok(()));
            assert_eq!(check(&header, &format!("{secret}x"), body), Err(Unsigned::Wrong));
            assert_eq!(check(&header, secret, &[body, b" "].concat()), Err(Unsigned::Wrong));
            assert_eq!(check(&format!("t={},v1={digest}", AT_S + 1), secret, body), Err(Unsigned::Wrong));
            // During a change of secrets Stripe signs with both.
            let both = format!("t={AT_S}, v1={}, v1={digest}, v0={digest}", "0".repeat(64));
            assert_eq!(check(&both, secret, body), Ok(()));
        }
    }
}

#[test]
fn fixed_vectors() {
    // hmac.new(b'whsec_test', b'1700000000.{"id":"evt_1"}', 'sha256')
    let digest = "c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925";
    let at = Timestamp::from_unix_ms(1_700_000_000_000);
    assert_eq!(verify(&format!("t=1700000000,v1={digest}"), br#"{"id":"evt_1"}"#, "whsec_test", at), Ok(()));
    assert_eq!(
        verify(&format!("t=1700000000,v1={digest}"), br#"{"id":"evt_2"}"#, "whsec_test", at),
        Err(Unsigned::Wrong)
    );
}

#[test]
fn three_hundred_seconds_either_way() {
    let secret = "whsec_test_secret_of_stripe";
    for (off_s, expected) in [
        (0, Ok(())),
        (300, Ok(())),
        (-300, Ok(())),
        (301, Err(Unsigned::OutOfTime { age_s: 301 })),
        (-301, Err(Unsigned::OutOfTime { age_s: -301 })),
        (10_000_000, Err(Unsigned::OutOfTime { age_s: 10_000_000 })),
    ] {
        let t = (AT_S - off_s).to_string();
        let digest = python_hmac(secret, &t, b"{}");
        assert_eq!(verify(&format!("t={t},v1={digest}"), b"{}", secret, now()), expected, "{off_s}");
    }
}

#[test]
fn headers_of_another_form_are_refused() {
    let digest = python_hmac("secret", &AT_S.to_string(), b"{}");
    let huge_t = "9".repeat(40);
    let huge = python_hmac("secret", &huge_t, b"{}");
    for header in [
        String::new(),
        format!("t={AT_S}"),
        format!("v1={digest}"),
        format!("t=,v1={digest}"),
        format!("t={AT_S},v0={digest}"),
        format!("t={AT_S},v1="),
        format!("t={AT_S},v1={}", &digest[..62]),
        format!("t={AT_S},v1={digest}00"),
        format!("t={AT_S},v1=not hex at all"),
        format!("t={AT_S},t={},v1={digest}", AT_S + 1),
        format!("t=-{AT_S},v1={digest}"),
        format!("t=+{AT_S},v1={digest}"),
        format!("T={AT_S},V1={digest}"),
        format!("t={huge_t},v1={huge}"),
        format!("t={AT_S},v1={digest},{}", "x".repeat(5_000)),
    ] {
        assert_eq!(verify(&header, b"{}", "secret", now()), Err(Unsigned::Wrong), "{header}");
    }
}

proptest! {
    #[test]
    fn no_header_makes_it_panic(header in ".{0,200}", body in proptest::collection::vec(any::<u8>(), 0..100)) {
        prop_assert!(verify(&header, &body, "secret", now()).is_err());
    }

    #[test]
    fn nearly_a_header_neither(t in "[0-9+-]{0,25}", digests in proptest::collection::vec("[0-9a-fA-F]{0,70}", 0..4)) {
        let header = format!("t={t},{}", digests.iter().map(|digest| format!("v1={digest}")).collect::<Vec<_>>().join(","));
        let held = verify(&header, b"{}", "secret", now());
        prop_assert!(held.is_err());
    }
}
