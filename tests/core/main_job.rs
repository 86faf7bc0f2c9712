//! The main job, in one breath: sale, payment, invoice, scan, verdict, session, countdown, end.

use crate::support::Venue;
use comptoir_core::sales::ShowPurchase;
use comptoir_core::sales::model::{ChecklistState, InvoiceStatus, SyncStatus};
use comptoir_core::scanning::{ReadCode, ScanSource, Verdict};
use comptoir_core::sessions::model::SessionStatus;
use comptoir_core::sessions::{SessionEvents, ShowSession};

#[test]
fn from_a_sale_to_an_end_that_nobody_had_to_write_down() {
    let venue = Venue::new();
    let sale = venue.sale(60);
    assert_eq!(sale.purchase.session_status.as_deref(), Some("pending"));
    assert_eq!(sale.purchase.sync_status, SyncStatus::NoSession);
    let invoice = venue.invoice(&sale);
    assert_eq!(invoice.qr_text, format!("CPT1:{}:{}", invoice.invoice_number, invoice.validation_code));

    let scan = venue
        .run(ReadCode {
            text: invoice.qr_text.clone(),
            source: ScanSource::Camera,
            activate: true,
            start: true,
            station_id: None,
        })
        .unwrap();
    assert_eq!(scan.verdict, Verdict::Ok);
    let session = scan.session.unwrap();
    assert_eq!(session.status, SessionStatus::Active);
    assert_eq!(session.remaining_ms.0, 3_600_000);

    venue.minutes_pass(59);
    assert!(venue.count_down().is_empty());
    let shown = venue.ask(ShowPurchase { purchase_id: sale.purchase.purchase_id });
    assert!(shown.checklist.iter().all(|step| step.state == ChecklistState::Done), "{:?}", shown.checklist);

    let due = session.ends_at.unwrap();
    venue.minutes_pass(121);
    assert_eq!(venue.count_down(), [session.session_id]);
    assert!(venue.count_down().is_empty(), "one event per transition");
    let ended = venue.ask(ShowSession { session_id: session.session_id });
    assert_eq!((ended.card.status, ended.card.completed_at), (SessionStatus::Completed, Some(due)));
    let shown = venue.ask(ShowPurchase { purchase_id: sale.purchase.purchase_id });
    assert_eq!(shown.purchase.session_status.as_deref(), Some("completed"));
    assert_eq!(shown.purchase.invoice_status, Some(InvoiceStatus::Used));
    assert_eq!(shown.purchase.sync_status, SyncStatus::Synced);
    let events: Vec<String> = venue
        .ask(SessionEvents { session_id: session.session_id })
        .into_iter()
        .rev()
        .map(|event| event.event)
        .collect();
    assert_eq!(events, ["created", "started", "completed"]);
}
