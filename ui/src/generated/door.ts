// Written by the core from its list of commands and queries (`make types`). Not to be edited.

/**
 * The account of a session's time, in milliseconds.
 */
export type AccountLines = { 
/**
 * Paid for.
 */
bought_ms: Millis, 
/**
 * Added by staff.
 */
added_ms: Millis, 
/**
 * Given back after outages.
 */
compensated_ms: Millis, 
/**
 * Played until now.
 */
played_ms: Millis, 
/**
 * Still to play.
 */
remaining_ms: Millis, 
/**
 * Given back as money.
 */
refunded_ms: Millis, 
/**
 * Let go.
 */
forfeited_ms: Millis, };

/**
 * Lets the customer of an invoice in. Refused with a code of its own for every verdict but `ok`.
 */
export type ActivateInvoice = { 
/**
 * The invoice.
 */
invoice_id: InvoiceId, 
/**
 * Whether the session starts at once.
 */
start: boolean, 
/**
 * Where; the reserved station when left out.
 */
station_id?: StationId, 
/**
 * A manager lets in a customer whose window is past.
 */
let_in_late: boolean, };

/**
 * Open holds of an age.
 */
export type AgeClass = { 
/**
 * Younger than this many minutes; `None` for the oldest class.
 */
younger_than_minutes: number | null, 
/**
 * How many holds.
 */
holds: number, 
/**
 * How much they hold.
 */
amount_cents: Cents, };

/**
 * One row of the audit trail.
 */
export type AuditRow = { 
/**
 * Its number; without gaps.
 */
seq: number, 
/**
 * When.
 */
at: Timestamp, 
/**
 * Who.
 */
operator_name: string, 
/**
 * What.
 */
command: string, 
/**
 * About which kind of thing.
 */
subject_kind: string | null, 
/**
 * Which one.
 */
subject_id: string | null, 
/**
 * The command's input, as JSON text, without secrets.
 */
details: string, };

/**
 * A sign of life.
 */
export type Beat = { 
/**
 * The keeper.
 */
holder: string, };

/**
 * Which side a person believes.
 */
export type Believed = "ledger" | "wallet";

/**
 * Blocks a customer: none of their invoices lets anybody in until they are unblocked.
 */
export type BlockCustomer = { 
/**
 * Who.
 */
customer_id: CustomerId, 
/**
 * Why, as staff will read it.
 */
reason: string, };

/**
 * Blocks an invoice: it lets nobody in until it is unblocked.
 */
export type BlockInvoice = { 
/**
 * Which.
 */
invoice_id: InvoiceId, 
/**
 * Why, as staff will read it.
 */
reason: string, };

/**
 * A session on the display.
 */
export type BoardPlace = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * Whose: cut to "Awa D." unless the settings say otherwise.
 */
name: string, 
/**
 * What is played.
 */
game_name: string, 
/**
 * The station.
 */
station_id: StationId | null, 
/**
 * The station's name.
 */
station_name: string | null, 
/**
 * Where it stands.
 */
status: SessionStatus, 
/**
 * All the time there is.
 */
total_ms: Millis, 
/**
 * What is left at `server_now`.
 */
remaining_ms: Millis, 
/**
 * When it is up.
 */
ends_at: Timestamp | null, 
/**
 * When it ended, for those that ended within the last five minutes.
 */
completed_at: Timestamp | null, };

/**
 * A window kept for somebody.
 */
export type BoardReservation = { 
/**
 * For whom: cut like the names of sessions.
 */
name: string, 
/**
 * What will be played.
 */
game_name: string, 
/**
 * The station's name.
 */
station_name: string | null, 
/**
 * From when.
 */
starts_at: Timestamp, 
/**
 * Until when.
 */
ends_at: Timestamp, };

/**
 * Cancels a sale that was not paid.
 */
export type CancelPurchase = { 
/**
 * Which.
 */
purchase_id: PurchaseId, };

/**
 * An amount in hundredths of its currency's unit (also for XOF, which people write without decimals).
 */
export type Cents = number;

/**
 * Whether the audit trail is whole.
 */
export type ChainReport = { 
/**
 * Rows that hold, from the first on.
 */
rows_verified: number, 
/**
 * The first row that does not fit, if any.
 */
first_broken_seq: number | null, 
/**
 * `row_changed` or `link_broken`.
 */
problem: string | null, };

/**
 * Changes a customer's name, phone or address.
 */
export type ChangeCustomer = { 
/**
 * Who.
 */
customer_id: CustomerId, 
/**
 * Their name.
 */
name: string, 
/**
 * Their phone.
 */
phone: string | null, 
/**
 * Their e-mail address.
 */
email: string | null, };

/**
 * Changes an operator's name or role, or whether they may sign in. The last active manager stays one.
 */
export type ChangeOperator = { 
/**
 * Who.
 */
operator_id: OperatorId, 
/**
 * Their name.
 */
name: string, 
/**
 * `staff` or `manager`.
 */
role: Role, 
/**
 * Whether they may sign in.
 */
is_active: boolean, };

/**
 * Changes the caller's own PIN, against the old one.
 */
export type ChangeOwnPin = { 
/**
 * The PIN until now.
 */
old_pin: string, 
/**
 * 4 to 8 digits.
 */
new_pin: string, };

/**
 * Moves the window of a sale whose customer has not come yet, or gives it one.
 */
export type ChangeReservation = { 
/**
 * The sale.
 */
purchase_id: PurchaseId, 
/**
 * The new window; nothing: the customer may come at any time.
 */
window: Window | null, };

/**
 * One line of the monitor.
 */
export type CheckResult = { 
/**
 * The check's stable name.
 */
name: string, 
/**
 * The subject it belongs to.
 */
area: string, 
/**
 * How bad a finding is.
 */
severity: Severity, 
/**
 * How many rows are wrong; 0 is well.
 */
count: number, 
/**
 * Since when the oldest of them is.
 */
oldest: Timestamp | null, 
/**
 * Whether a repair may mend it.
 */
can_repair: boolean, 
/**
 * The first of them.
 */
rows: Array<FindingRow>, };

/**
 * The rows of one check.
 */
export type CheckRows = { 
/**
 * The check's stable name.
 */
name: string, };

/**
 * Looks at every wallet and walks along the whole ledger: holds past their deadline are given back, what only the split is off of is
 * set right, what is critical is told in the system log (once a day) and not touched.
 */
export type CheckWallets = Record<symbol, never>;

/**
 * A step from the sale to the running session.
 */
export type ChecklistName = "paid" | "invoiced" | "scanned" | "ready" | "started" | "active";

/**
 * How a step stands.
 */
export type ChecklistState = "done" | "next" | "waiting" | "stopped";

/**
 * One line of the starting checklist.
 */
export type ChecklistStep = { 
/**
 * Which.
 */
name: ChecklistName, 
/**
 * How it stands.
 */
state: ChecklistState, 
/**
 * When it was done.
 */
at: Timestamp | null, 
/**
 * What to do next, or why it stops, as a key: `take_payment`, `scan_invoice`, `start_session`, `resume_session`, `payment_failed`,
 * `payment_cancelled`, `payment_refunded`, `invoice_expired`, `invoice_cancelled`, `session_over`, `repair_invoice`.
 */
hint: string | null, };

/**
 * Moves sessions that have been over for long to the archive, whole. Nothing is lost; the overview knows them there.
 */
export type CleanUp = { 
/**
 * Over for more than this many days; the setting `cleanup.after_days` when left out.
 */
older_than_days?: number, };

/**
 * What a cleanup would move.
 */
export type CleanUpPreview = { 
/**
 * Over for more than this many days; the setting `cleanup.after_days` when left out.
 */
older_than_days?: number, };

/**
 * What a cleanup moves, or would move.
 */
export type CleanedUp = { 
/**
 * Sessions that ended before this instant.
 */
ended_before: Timestamp, 
/**
 * How many of them.
 */
sessions: number, };

/**
 * The stable codes of everything the door can refuse or fail at. Faces look up their words by code, in the `errors.json` of each language.
 */
export type Code = "not_signed_in" | "not_allowed" | "unknown_command" | "bad_input" | "text_missing" | "text_too_long" | "request_id_reused" | "first_operator_exists" | "operator_unknown" | "operator_inactive" | "operator_name_taken" | "wrong_pin" | "pin_locked" | "pin_too_weak" | "last_manager" | "setting_unknown" | "outage_unknown" | "outage_decided" | "customer_unknown" | "customer_blocked" | "email_invalid" | "package_unknown" | "package_retired" | "station_unknown" | "station_name_taken" | "station_retired" | "station_taken" | "station_reserved" | "window_taken" | "window_invalid" | "purchase_unknown" | "purchase_not_pending" | "purchase_not_paid" | "payment_method_missing" | "purchase_has_live_session" | "purchase_refunded_in_part" | "amount_invalid" | "invoice_unknown" | "invoice_not_waiting" | "invoice_already_active" | "invoice_already_used" | "invoice_unpaid" | "invoice_cancelled" | "invoice_refunded" | "invoice_expired" | "invoice_too_early" | "invoice_too_late" | "invoice_blocked" | "session_unknown" | "session_not_ready" | "session_not_started" | "session_not_running" | "session_not_paused" | "session_already_running" | "session_over" | "session_not_over" | "reopen_too_late" | "nothing_to_reopen" | "wallet_currency_differs" | "wallet_needs_decision" | "wallet_sound" | "balance_short" | "transaction_reused" | "hold_unknown" | "hold_of_another" | "already_committed" | "already_refunded" | "hold_expired" | "amount_above_hold" | "plan_outdated" | "check_unknown" | "data_folder_in_use" | "storage_full" | "storage_read_only" | "storage_busy" | "storage_damaged" | "storage_failed" | "database_set_aside" | "database_newer" | "database_foreign" | "data_folder_unusable" | "internal";

/**
 * Takes the money of a hold, all of it or a part; the rest is free again.
 */
export type CommitHold = { 
/**
 * Which.
 */
hold_id: HoldId, 
/**
 * How much of it, in hundredths; all of it when left out.
 */
amount_cents?: Cents, 
/**
 * Whose hold the caller takes it to be.
 */
customer_id?: CustomerId, 
/**
 * The caller's name of the commit: the same name twice commits once and gives the same answer.
 */
transaction_id?: string, 
/**
 * Why.
 */
reason?: string, };

/**
 * Calls a session complete before its time. What was not played is let go.
 */
export type CompleteSession = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * Why.
 */
reason: string, };

/**
 * Sets the split of a wallet right, with its correction row: the very correction that was shown, or nothing.
 */
export type CorrectWallet = { 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * Names the correction that was shown.
 */
digest: string, };

/**
 * What a correction would make of a wallet.
 */
export type Correction = { 
/**
 * The wallet as it is.
 */
wallet: Wallet, 
/**
 * What would be free.
 */
balance_after_cents: Cents, 
/**
 * What would be held.
 */
frozen_after_cents: Cents, 
/**
 * Names this very correction.
 */
digest: string, };

/**
 * Completes the sessions whose time is up, each at the second when it was up, and lets waiting invoices expire.
 * Costs by what is due; changes nothing when nothing is.
 */
export type CountDown = Record<symbol, never>;

/**
 * What a countdown did.
 */
export type CountedDown = { 
/**
 * Sessions whose time was up.
 */
completed: Array<SessionId>, 
/**
 * Sessions let in but never begun before their invoice ran out.
 */
expired: Array<SessionId>, 
/**
 * Invoices that waited too long.
 */
invoices_expired: number, };

/**
 * Today at the counter, in the venue's own day.
 */
export type CounterToday = Record<symbol, never>;

/**
 * Adds a customer.
 */
export type CreateCustomer = { 
/**
 * Their name, 1 to 120 characters.
 */
name: string, 
/**
 * Their phone, as they say it.
 */
phone?: string, 
/**
 * Their e-mail address.
 */
email?: string, };

/**
 * Creates the first manager. Refused as soon as there is any operator.
 */
export type CreateFirstManager = { 
/**
 * The manager's name.
 */
name: string, 
/**
 * 4 to 8 digits.
 */
pin: string, };

/**
 * Adds an operator.
 */
export type CreateOperator = { 
/**
 * Their name, not yet in use.
 */
name: string, 
/**
 * `staff` or `manager`.
 */
role: Role, 
/**
 * 4 to 8 digits.
 */
pin: string, };

/**
 * Sells a package to a customer; paid at once, or to be paid later; for now, or for a window.
 */
export type CreatePurchase = { 
/**
 * To whom.
 */
customer_id: CustomerId, 
/**
 * What.
 */
package_id: PackageId, 
/**
 * How it is (or will be) paid.
 */
payment_method?: PaymentMethod, 
/**
 * Whether the money is in the till.
 */
paid: boolean, 
/**
 * For when and where, if not for now.
 */
window?: Window, };

/**
 * The currencies of the venues.
 */
export type Currency = "XOF" | "EUR";

/**
 * What all wallets of a currency hold together.
 */
export type CurrencyTotal = { 
/**
 * Which currency.
 */
currency: Currency, 
/**
 * Free.
 */
balance_cents: Cents, 
/**
 * Held.
 */
frozen_cents: Cents, 
/**
 * In how many open holds.
 */
open_holds: number, };

/**
 * A customer.
 */
export type Customer = { 
/**
 * Who.
 */
customer_id: CustomerId, 
/**
 * Their name.
 */
name: string, 
/**
 * Their phone.
 */
phone: string | null, 
/**
 * Their e-mail address.
 */
email: string | null, 
/**
 * Whether they may not play.
 */
is_blocked: boolean, 
/**
 * Why not.
 */
blocked_reason: string | null, 
/**
 * Free money in the wallet.
 */
balance_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * Known since.
 */
created_at: Timestamp, };

/**
 * A customer (`users.id`).
 */
export type CustomerId = number;

/**
 * A day, written `YYYY-MM-DD`; years 2000 to 2199.
 */
export type Day = string;

/**
 * What a day's operations of one type came to, in the venue's days.
 */
export type DayOperations = { 
/**
 * Which day.
 */
day: Day, 
/**
 * Of which type.
 */
operation: OperationType, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * How many.
 */
count: number, 
/**
 * How much together; a correction counts as what it moved, whichever way.
 */
amount_cents: Cents, };

/**
 * Decides what one session gets out of an outage whose policy was to ask.
 */
export type DecideOutage = { 
/**
 * The outage.
 */
outage_id: OutageId, 
/**
 * The session.
 */
session_id: SessionId, 
/**
 * True: the customer keeps the time. False: it counts as played.
 */
give_back: boolean, };

/**
 * How much there is of everything.
 */
export type DemoCounts = { customers: number, packages: number, stations: number, purchases: number, invoices: number, sessions: number, live_sessions: number, reservations: number, scans: number, 
/**
 * Inconsistencies planted on purpose, for the monitor to find.
 */
planted: number, };

/**
 * A paper of the demonstration.
 */
export type DemoInvoice = { 
/**
 * Its number.
 */
invoice_number: string, 
/**
 * Whose.
 */
customer_name: string, 
/**
 * What is played.
 */
game_name: string, 
/**
 * What a scan of it comes to.
 */
verdict: Verdict, 
/**
 * The text of its QR code.
 */
qr_text: string, };

/**
 * An operator of the demonstration venue, with the PIN to sign in with: no secret, since it is the same everywhere.
 */
export type DemoOperator = { 
/**
 * Their name.
 */
name: string, 
/**
 * `manager` or `staff`.
 */
role: Role, 
/**
 * Their PIN.
 */
pin: string, };

/**
 * Puts money into a wallet.
 */
export type Deposit = { 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * How much, in hundredths.
 */
amount_cents: Cents, 
/**
 * In which currency; the wallet's own when left out.
 */
currency?: Currency, 
/**
 * The caller's name of it: the same name twice deposits once.
 */
transaction_id?: string, 
/**
 * Why, or from where.
 */
reason: string, };

/**
 * What every screen needs to know first.
 */
export type DeskOverview = Record<symbol, never>;

/**
 * Everything the countdown display shows, and what it needs to count on alone.
 */
export type DisplayBoard = { 
/**
 * The venue's name.
 */
venue_name: string, 
/**
 * IANA time zone.
 */
timezone: string, 
/**
 * The language of the display.
 */
language: Language, 
/**
 * The monitor it belongs on, by its name, where the settings name one.
 */
monitor?: string, 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * The core's own time at this reading.
 */
server_now: Timestamp, 
/**
 * What the forward-only counter of this machine shows at that instant, in milliseconds; `None` in rehearsals.
 */
monotonic_ms: Millis | null, 
/**
 * Whether a desk keeps the time, and when it was last heard of.
 */
keeper: KeeperSign | null, 
/**
 * The live sessions, those that end first coming first.
 */
places: Array<BoardPlace>, 
/**
 * The next windows kept for somebody, today.
 */
reservations: Array<BoardReservation>, };

/**
 * Done; there is nothing more to tell.
 */
export type Done = Record<symbol, never>;

/**
 * An error as every face receives it.
 */
export type DoorError = { 
/**
 * The stable code; `errors.<code>` is the key of its sentence, `errors.<code>.hint` of the next step.
 */
code: Code, 
/**
 * What the sentences need.
 */
args: Record<string, string | number | boolean | null>, 
/**
 * Technical detail for the log and for support; never shown as the message.
 */
detail?: string, };

/**
 * Adds minutes to a session that is not over.
 */
export type ExtendSession = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * How many minutes, 1 to 1440.
 */
minutes: number, 
/**
 * Why.
 */
reason: string, };

/**
 * Notes that the payment of a sale failed.
 */
export type FailPurchase = { 
/**
 * Which.
 */
purchase_id: PurchaseId, };

/**
 * Fills empty books with the demonstration venue: 90 days of history, and today. Refused where there is anything already.
 */
export type FillDemo = Record<symbol, never>;

/**
 * What the demonstration holds, and how to get in.
 */
export type Filled = { 
/**
 * Who works there.
 */
operators: Array<DemoOperator>, 
/**
 * How much there is of everything.
 */
counts: DemoCounts, 
/**
 * Papers to print or to show to a camera: those that let somebody in first, then one for each verdict a paper can have.
 */
invoices: Array<DemoInvoice>, };

/**
 * One row that is wrong.
 */
export type FindingRow = { 
/**
 * The id of the thing: a number or a UUID, as its table has it.
 */
id: string, 
/**
 * How people call it.
 */
label: string, 
/**
 * What the sentence of the check (`monitor.finding_<name>`) needs. Names say what the values are: `…_at` an instant,
 * `…_ms` a span, the rest are states and names in the words of the books.
 */
args: Record<string, string | number | boolean | null>, 
/**
 * Since when.
 */
since: Timestamp | null, };

/**
 * A customer found at the counter, with the invoices that wait for them and the session they are in.
 */
export type FoundCustomer = { 
/**
 * Who.
 */
customer: Customer, 
/**
 * Invoices that wait, the oldest first.
 */
waiting: Array<WaitingPaper>, 
/**
 * The live sessions.
 */
live: Array<LiveSession>, };

/**
 * Sets money of a wallet aside: it is no longer free, and not yet taken.
 */
export type FreezeFunds = { 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * How much, in hundredths of the wallet's currency.
 */
amount_cents: Cents, 
/**
 * The caller's name of it: the same name twice freezes once and gives the same answer.
 */
transaction_id: string, 
/**
 * Why.
 */
reason: string, 
/**
 * What it is for.
 */
kind?: HoldKind, 
/**
 * The service, as the caller names it.
 */
service?: string, 
/**
 * The currency the caller reckons in; the wallet's own when left out.
 */
currency?: Currency, 
/**
 * Until when at most; then the money is free again.
 */
expires_at?: Timestamp, };

/**
 * Whether wallet, ledger and holds agree.
 */
export type Health = "ok" | "warning" | "critical";

/**
 * What a look at all wallets found and did.
 */
export type HealthReport = { 
/**
 * Wallets that were set right, each with a correction row.
 */
corrected: Array<CustomerId>, 
/**
 * Wallets that a person must decide about. Not touched.
 */
critical: Array<CustomerId>, 
/**
 * Holds that had passed their deadline and were given back.
 */
expired: number, };

/**
 * The health of all wallets at a glance.
 */
export type HealthSummary = { 
/**
 * How many wallets there are that ever held money.
 */
wallets: number, 
/**
 * The sick ones, the critical ones first.
 */
sick: Array<Wallet>, 
/**
 * What is free, by currency.
 */
totals: Array<CurrencyTotal>, };

/**
 * A hold.
 */
export type Hold = { 
/**
 * Which.
 */
hold_id: HoldId, 
/**
 * Whose money.
 */
customer_id: CustomerId, 
/**
 * Their name.
 */
customer_name: string, 
/**
 * What it is for.
 */
kind: HoldKind, 
/**
 * The service, as the caller names it.
 */
service: string, 
/**
 * How much is (or was) held.
 */
amount_cents: Cents, 
/**
 * How much of it was taken; `None` while it is open, and where nobody said (one that came from elsewhere already ended).
 */
committed_cents: Cents | null, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * Where it stands.
 */
status: HoldStatus, 
/**
 * Why it was made.
 */
reason: string | null, 
/**
 * The caller's name of the freeze.
 */
transaction_id: string | null, 
/**
 * Since when.
 */
created_at: Timestamp, 
/**
 * Until when at most.
 */
expires_at: Timestamp | null, 
/**
 * When it ended.
 */
ended_at: Timestamp | null, };

/**
 * A hold of a wallet (`activations.id`).
 */
export type HoldId = number;

/**
 * What a hold is for.
 */
export type HoldKind = "activation" | "rental";

/**
 * Where a hold stands.
 */
export type HoldStatus = "pending" | "waiting" | "completed" | "cancelled" | "expired";

/**
 * Says that the service of a hold is under way. Its money stays held.
 */
export type HoldWaits = { 
/**
 * Which.
 */
hold_id: HoldId, };

/**
 * Open holds by how long they have been held: what nobody ends shows.
 */
export type HoldsByAge = { 
/**
 * In which currency.
 */
currency: Currency, };

/**
 * An invoice with everything that is printed.
 */
export type Invoice = { 
/**
 * Which.
 */
invoice_id: InvoiceId, 
/**
 * Its number.
 */
invoice_number: string, 
/**
 * Its secret.
 */
validation_code: string, 
/**
 * The sale behind it.
 */
purchase_id: PurchaseId, 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * Their name.
 */
customer_name: string, 
/**
 * Their phone.
 */
customer_phone: string | null, 
/**
 * What was bought.
 */
package_name: string, 
/**
 * What is played.
 */
game_name: string, 
/**
 * How many minutes.
 */
duration_minutes: number, 
/**
 * For how much.
 */
amount_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * How it was paid.
 */
payment_method: PaymentMethod | null, 
/**
 * Where it stands.
 */
status: InvoiceStatus, 
/**
 * Whether it is blocked.
 */
is_blocked: boolean, 
/**
 * Why.
 */
blocked_reason: string | null, 
/**
 * When it was issued.
 */
issued_at: Timestamp, 
/**
 * Until when it may be used.
 */
expires_at: Timestamp | null, 
/**
 * The window kept for it.
 */
reservation: Reservation | null, 
/**
 * The venue's name, address and phone, as they are printed.
 */
venue: VenueLines, 
/**
 * The text of its QR code.
 */
qr_text: string, 
/**
 * The QR code.
 */
qr: QrDrawing, };

/**
 * What happened to an invoice, newest first.
 */
export type InvoiceAudit = { 
/**
 * Which.
 */
invoice_id: InvoiceId, };

/**
 * An entry of an invoice's audit.
 */
export type InvoiceAuditRow = { 
/**
 * What: `issued`, `activated`, `used`, `expired`, `cancelled`, `reopened`, `blocked`, `unblocked`, `changed`.
 */
action: string, 
/**
 * The state before.
 */
old_status: InvoiceStatus | null, 
/**
 * The state after.
 */
new_status: InvoiceStatus, 
/**
 * Who.
 */
operator_name: string | null, 
/**
 * Why.
 */
reason: string | null, 
/**
 * When.
 */
created_at: Timestamp, };

/**
 * The paper with the QR code.
 */
export type InvoiceId = number;

/**
 * Where the paper stands.
 */
export type InvoiceStatus = "pending" | "active" | "used" | "expired" | "cancelled";

/**
 * The last sign of life of whoever keeps the time.
 */
export type KeeperSign = { 
/**
 * False: it left in good order.
 */
is_running: boolean, 
/**
 * When.
 */
beat_at: Timestamp, 
/**
 * The counter at that instant, in milliseconds.
 */
monotonic_ms: Millis, 
/**
 * Which run of the machine the counter belongs to.
 */
boot_id: string, };

/**
 * A kind of thing in the books.
 */
export type Kind = "operators" | "settings" | "outages" | "log" | "customers" | "wallets" | "packages" | "stations" | "purchases" | "reservations" | "invoices" | "scans" | "sessions" | "immersion" | "payment_events" | "orders";

/**
 * The language of the interface.
 */
export type Language = "fr" | "en";

/**
 * The keeper leaves in good order: time goes on, and no gap is settled later.
 */
export type Leave = { 
/**
 * The keeper.
 */
holder: string, };

/**
 * A row of the ledger.
 */
export type LedgerRow = { 
/**
 * Its place in the ledger; greater is later.
 */
operation_id: number, 
/**
 * What it did.
 */
operation: OperationType, 
/**
 * How much; a correction's may be negative (held money became free) or zero (only the wallet was put back to its ledger).
 */
amount_cents: Cents, 
/**
 * Free before.
 */
balance_before_cents: Cents, 
/**
 * Free after.
 */
balance_after_cents: Cents, 
/**
 * Held before.
 */
frozen_before_cents: Cents, 
/**
 * Held after.
 */
frozen_after_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * The hold it belongs to.
 */
hold_id: HoldId | null, 
/**
 * The caller's name of it.
 */
transaction_id: string | null, 
/**
 * Why.
 */
reason: string | null, 
/**
 * By whom; nobody when the desk did it by itself or another program wrote it.
 */
operator_name: string | null, 
/**
 * When.
 */
at: Timestamp, };

/**
 * All customers by name.
 */
export type ListCustomers = { 
/**
 * Which part of the list.
 */
page: Page, };

/**
 * Sessions that are over, the newest end first.
 */
export type ListEndedSessions = { 
/**
 * Which part of the list.
 */
page: Page, };

/**
 * Holds, the newest first.
 */
export type ListHolds = { 
/**
 * Only this customer's.
 */
customer_id?: CustomerId, 
/**
 * Only those in this state.
 */
status?: HoldStatus, 
/**
 * Only open ones.
 */
open?: boolean, 
/**
 * Which part of the list.
 */
page?: Page, };

/**
 * All operators, with what only a manager should see.
 */
export type ListOperators = Record<symbol, never>;

/**
 * The outages, newest first, with what each session got.
 */
export type ListOutages = { 
/**
 * Only those with a session still to be decided.
 */
undecided_only: boolean, 
/**
 * Which part of the list.
 */
page: Page, };

/**
 * The packages, in the order of their tiles.
 */
export type ListPackages = { 
/**
 * Those that are off sale, too.
 */
include_retired: boolean, };

/**
 * Sales, the newest first.
 */
export type ListPurchases = { 
/**
 * Only those whose money stands like this.
 */
payment_status?: PaymentStatus, 
/**
 * Only those whose mirror stands like this.
 */
sync_status?: SyncStatus, 
/**
 * Only those of one customer.
 */
customer_id?: CustomerId, 
/**
 * Which part of the list.
 */
page: Page, };

/**
 * The windows that are not over, by their beginning.
 */
export type ListReservations = { 
/**
 * Which part of the list.
 */
page: Page, };

/**
 * The live sessions: ready, running and paused.
 */
export type ListSessions = Record<symbol, never>;

/**
 * The stations: who sits there, for whom they are kept, when the next window begins.
 */
export type ListStations = { 
/**
 * Those out of use, too.
 */
include_retired: boolean, };

/**
 * Wallets, those with money first, by name.
 */
export type ListWallets = { 
/**
 * A part of a name or of a phone number.
 */
search?: string, 
/**
 * Only wallets that own or hold something.
 */
with_money?: boolean, 
/**
 * Which part of the list.
 */
page?: Page, };

/**
 * A session that a found customer is in.
 */
export type LiveSession = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * What is played.
 */
game_name: string, 
/**
 * Where it stands.
 */
status: SessionStatus, 
/**
 * When it is up.
 */
ends_at: Timestamp | null, };

/**
 * Takes the money for a sale: the invoice with its QR code exists from then on.
 */
export type MarkPurchasePaid = { 
/**
 * Which.
 */
purchase_id: PurchaseId, 
/**
 * How it was paid.
 */
payment_method: PaymentMethod, 
/**
 * The provider's reference, if there is one.
 */
reference?: string, };

/**
 * A span in milliseconds.
 */
export type Millis = number;

/**
 * How many purchases disagree with their sessions: live, and cheap however many purchases there are.
 */
export type MismatchCount = Record<symbol, never>;

/**
 * Moves a session to another station (or to none).
 */
export type MoveSession = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * Where to.
 */
station_id: StationId | null, };

/**
 * What a row of the ledger did.
 */
export type OperationType = "deposit" | "withdraw" | "freeze" | "commit" | "refund" | "correction";

/**
 * What was moved on each of the last days, by type of operation: the chart of operations.
 */
export type OperationsChart = { 
/**
 * How many of the venue's days, today included (1 to 92).
 */
days: number, };

/**
 * A person who works at the desk.
 */
export type OperatorId = number;

/**
 * An operator as the manager sees them.
 */
export type OperatorRow = { 
/**
 * Who.
 */
operator_id: OperatorId, 
/**
 * Their name.
 */
name: string, 
/**
 * What they may do.
 */
role: Role, 
/**
 * Whether they may still sign in.
 */
is_active: boolean, 
/**
 * When they signed in last.
 */
last_sign_in_at: Timestamp | null, 
/**
 * Until when wrong PINs lock them out.
 */
locked_until: Timestamp | null, };

/**
 * An operator as the sign-in screen shows them.
 */
export type OperatorTile = { 
/**
 * Who.
 */
operator_id: OperatorId, 
/**
 * Their name.
 */
name: string, 
/**
 * What they may do.
 */
role: Role, };

/**
 * Who can sign in: the tiles of the sign-in screen.
 */
export type OperatorTiles = Record<symbol, never>;

/**
 * What became of a session's part of an outage.
 */
export type OutageDecision = "given_back" | "charged" | "undecided";

/**
 * A stretch of time nobody kept the clock.
 */
export type OutageId = number;

/**
 * What happens to the minutes of a power cut.
 */
export type OutagePolicy = "give_back" | "charge" | "ask";

/**
 * A stretch of time nobody kept the clock.
 */
export type OutageRow = { 
/**
 * Which.
 */
outage_id: OutageId, 
/**
 * The last sign of life.
 */
last_beat_at: Timestamp, 
/**
 * When it was noticed.
 */
noticed_at: Timestamp, 
/**
 * How long, in milliseconds.
 */
gap_ms: Millis, 
/**
 * What was to happen to the gap.
 */
policy: OutagePolicy, 
/**
 * The sessions that were running.
 */
sessions: Array<OutageSession>, };

/**
 * What a session got out of an outage.
 */
export type OutageSession = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * Whose.
 */
customer_name: string, 
/**
 * The part of the gap that fell into this session, in milliseconds.
 */
gap_ms: Millis, 
/**
 * What was decided.
 */
decision: OutageDecision, };

/**
 * What every screen needs to know first.
 */
export type Overview = { 
/**
 * The venue's name.
 */
venue_name: string, 
/**
 * IANA time zone.
 */
timezone: string, 
/**
 * The venue's currency.
 */
currency: Currency, 
/**
 * The language to begin with.
 */
language: Language, 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * No operator yet: the first start.
 */
is_first_start: boolean, 
/**
 * Minutes without a touch until the desk locks; 0: never.
 */
lock_after_minutes: number, 
/**
 * Whether the desk makes sounds.
 */
sound: boolean, 
/**
 * The core's own time, to set screen clocks by.
 */
server_now: Timestamp, 
/**
 * Program version.
 */
version: string, };

/**
 * A package on sale.
 */
export type Package = { 
/**
 * Which.
 */
package_id: PackageId, 
/**
 * Its name.
 */
name: string, 
/**
 * What is played.
 */
game_name: string, 
/**
 * How many minutes.
 */
duration_minutes: number, 
/**
 * For how much.
 */
price_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * What the tile says besides.
 */
description: string, 
/**
 * Whether it is on sale.
 */
is_active: boolean, 
/**
 * Its place among the tiles.
 */
sort_order: number, };

/**
 * A package on sale.
 */
export type PackageId = number;

/**
 * A page of a long list: which kinds of row are asked for is up to the query.
 */
export type Page = { 
/**
 * At most this many rows (1 to 500; 50 when left out).
 */
limit?: number, 
/**
 * After this many.
 */
offset?: number, };

/**
 * Stops the clocks of all running sessions (a fire drill, a dead network).
 */
export type PauseAllSessions = { 
/**
 * Why.
 */
reason: string, };

/**
 * Stops the clock of a running session.
 */
export type PauseSession = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * Why, if it matters.
 */
reason?: string, };

/**
 * How it is paid.
 */
export type PaymentMethod = "cash" | "wave" | "orange_money" | "card" | "wallet";

/**
 * Where the money stands: `pending` → `completed` → `refunded`; `pending` → `failed` or `cancelled`.
 */
export type PaymentStatus = "pending" | "completed" | "failed" | "cancelled" | "refunded";

/**
 * What a repair would change, and the digest that names this very plan. Writes nothing.
 */
export type PlanRepair = { 
/**
 * Only the checks of this area.
 */
area?: string, };

/**
 * A line of a repair's before/after table.
 */
export type PlannedChange = { 
/**
 * The check it mends.
 */
check: string, 
/**
 * The id of the thing it changes.
 */
id: string, 
/**
 * How people call it.
 */
label: string, 
/**
 * Which column, or which state of affairs.
 */
field: string, 
/**
 * What it is.
 */
before: string, 
/**
 * What it would be.
 */
after: string, };

/**
 * What a correction would make of a wallet whose split is off.
 */
export type PreviewCorrection = { 
/**
 * Whose.
 */
customer_id: CustomerId, };

/**
 * A sale with everything about it.
 */
export type PurchaseDetail = { 
/**
 * The row.
 */
purchase: PurchaseRow, 
/**
 * The window kept for it.
 */
reservation: Reservation | null, 
/**
 * The starting checklist, in order.
 */
checklist: Array<ChecklistStep>, };

/**
 * A sale (`purchases.id`).
 */
export type PurchaseId = number;

/**
 * A sale with both statuses, as the overview has it.
 */
export type PurchaseRow = { 
/**
 * Which.
 */
purchase_id: PurchaseId, 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * Their name.
 */
customer_name: string, 
/**
 * What was bought.
 */
package_name: string, 
/**
 * What is played.
 */
game_name: string, 
/**
 * How many minutes.
 */
duration_minutes: number, 
/**
 * For how much.
 */
price_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * How it is paid.
 */
payment_method: PaymentMethod | null, 
/**
 * Where the money stands.
 */
payment_status: PaymentStatus, 
/**
 * What the mirror says: `pending`, or the session's status; nothing until paid.
 */
session_status: string | null, 
/**
 * What the session itself says.
 */
actual_session_status: SessionStatus | null, 
/**
 * Whether the two agree.
 */
sync_status: SyncStatus, 
/**
 * The invoice.
 */
invoice_id: InvoiceId | null, 
/**
 * Its number.
 */
invoice_number: string | null, 
/**
 * Where it stands.
 */
invoice_status: InvoiceStatus | null, 
/**
 * The session.
 */
session_id: SessionId | null, 
/**
 * When it was sold.
 */
created_at: Timestamp, 
/**
 * When it was paid.
 */
paid_at: Timestamp | null, };

/**
 * A QR code, to be drawn at any size: dark squares in a square of `modules` × `modules`, quiet zone included.
 */
export type QrDrawing = { 
/**
 * The side, in modules, with the quiet zone of 4 modules on each side.
 */
modules: number, 
/**
 * The dark modules, as the `d` of an SVG path.
 */
path: string, };

/**
 * The audit trail, newest first; of one thing, if named.
 */
export type ReadAudit = { 
/**
 * Only rows about this kind of thing.
 */
subject_kind?: string, 
/**
 * Only rows about this one.
 */
subject_id?: string, 
/**
 * Which part of the list.
 */
page: Page, };

/**
 * Reads one code and gives the verdict. Changes nothing but the scan log, unless the verdict is `ok` and activation was asked for.
 */
export type ReadCode = { 
/**
 * What was read or typed.
 */
text: string, 
/**
 * How it came in.
 */
source: ScanSource, 
/**
 * Whether the customer is let in at once if the verdict is `ok`.
 */
activate: boolean, 
/**
 * Whether the session is started at once, too.
 */
start: boolean, 
/**
 * Where, if activated.
 */
station_id?: StationId, };

/**
 * Everything the countdown display shows.
 */
export type ReadDisplayBoard = Record<symbol, never>;

/**
 * How the venue is set.
 */
export type ReadSettings = Record<symbol, never>;

/**
 * What the program itself noticed or did, newest first.
 */
export type ReadSystemLog = { 
/**
 * Which part of the list.
 */
page: Page, };

/**
 * The last scans, newest first, the failed ones too.
 */
export type RecentScans = { 
/**
 * Which part of the list.
 */
page: Page, };

/**
 * Gives the money of a hold back: it is free again.
 */
export type RefundHold = { 
/**
 * Which.
 */
hold_id: HoldId, 
/**
 * Whose hold the caller takes it to be.
 */
customer_id?: CustomerId, 
/**
 * The caller's name of the refund: the same name twice refunds once and gives the same answer.
 */
transaction_id?: string, 
/**
 * Why.
 */
reason?: string, };

/**
 * Gives the money of a paid sale back. A session that runs must be ended first; one that only waits ends with it.
 */
export type RefundPurchase = { 
/**
 * Which.
 */
purchase_id: PurchaseId, 
/**
 * Why.
 */
reason: string, 
/**
 * Whether the money goes into the customer's wallet; what was paid from the wallet always does.
 */
to_wallet?: boolean, };

/**
 * Reopens a session that was ended by mistake, within 15 minutes of its end; it is paused then.
 */
export type ReopenSession = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * Why.
 */
reason: string, 
/**
 * Minutes to add, where none would be left (0 to 1440).
 */
added_minutes: number, };

/**
 * Mends what a program may mend: time that is up is completed, mirrors and papers follow their sessions. Given the digest of a
 * plan, it applies that very plan or refuses.
 */
export type Repair = { 
/**
 * Only the checks of this area.
 */
area?: string, 
/**
 * The plan that was shown.
 */
digest?: string, };

/**
 * What a repair would change.
 */
export type RepairPlan = { 
/**
 * The changes, in the order in which they would be made.
 */
changes: Array<PlannedChange>, 
/**
 * Names this very plan: a repair that is given it applies this plan or nothing.
 */
digest: string, };

/**
 * What a repair did.
 */
export type RepairReport = { 
/**
 * The changes it made.
 */
changes: Array<PlannedChange>, 
/**
 * What is still wrong: a person must decide.
 */
remaining: Array<CheckResult>, };

/**
 * A window kept for a purchase.
 */
export type Reservation = { 
/**
 * Which.
 */
reservation_id: ReservationId, 
/**
 * For which sale.
 */
purchase_id: PurchaseId, 
/**
 * For whom.
 */
customer_name: string, 
/**
 * What will be played.
 */
game_name: string, 
/**
 * Where.
 */
station_id: StationId | null, 
/**
 * The station's name.
 */
station_name: string | null, 
/**
 * From.
 */
starts_at: Timestamp, 
/**
 * Until.
 */
ends_at: Timestamp, 
/**
 * `booked`, `honoured` or `cancelled`.
 */
status: string, };

/**
 * A window kept for a purchase.
 */
export type ReservationId = number;

/**
 * Lets all those sessions go on that were paused together; a session paused on its own stays so.
 */
export type ResumeAllSessions = Record<symbol, never>;

/**
 * Lets the clock of a paused session go on.
 */
export type ResumeSession = { 
/**
 * Which.
 */
session_id: SessionId, };

/**
 * What a person (or the program itself) may do. Each role may do all that the roles before it may.
 */
export type Role = "nobody" | "staff" | "manager" | "system";

/**
 * Runs every check (of one area, if named) and tells what it found.
 */
export type RunChecks = { 
/**
 * Only the checks of this area.
 */
area?: string, };

/**
 * Adds a package, or changes one. What was sold before keeps its price and its minutes.
 */
export type SavePackage = { 
/**
 * Which; a new one when left out.
 */
package_id?: PackageId, 
/**
 * Its name.
 */
name: string, 
/**
 * What is played.
 */
game_name: string, 
/**
 * How many minutes, 1 to 1440.
 */
duration_minutes: number, 
/**
 * For how much.
 */
price_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * What the tile says besides, at most 200 characters.
 */
description: string, 
/**
 * Whether it is on sale.
 */
is_active: boolean, 
/**
 * Its place among the tiles.
 */
sort_order: number, };

/**
 * Adds a station, or changes one.
 */
export type SaveStation = { 
/**
 * Which; a new one when left out.
 */
station_id?: StationId, 
/**
 * Its name, not yet in use.
 */
name: string, 
/**
 * Its part of the venue; may be empty.
 */
zone: string, 
/**
 * Whether it is in use.
 */
is_active: boolean, 
/**
 * Its place in lists.
 */
sort_order: number, };

/**
 * What a scan came to, with what staff need to know.
 */
export type ScanAnswer = { 
/**
 * The row of the scan log.
 */
scan_id: ScanId, 
/**
 * What to do.
 */
verdict: Verdict, 
/**
 * Whether the text was mangled by a keyboard layout and repaired.
 */
repaired: boolean, 
/**
 * What was read: the code that was looked up, or an excerpt.
 */
read: string, 
/**
 * What kind of foreign code it is, where that can be told: `tax_seal`, `mobile_money`, `web_address`, `wifi`, `contact`, `payment`,
 * `boarding_pass`, `product`, `other`.
 */
foreign_kind: string | null, 
/**
 * The invoice, where there is one.
 */
invoice: ScannedInvoice | null, 
/**
 * Its session, where there is one.
 */
session: SessionCard | null, };

/**
 * One reading of one code.
 */
export type ScanId = number;

/**
 * One row of the scan log.
 */
export type ScanRow = { 
/**
 * Its number.
 */
scan_id: ScanId, 
/**
 * When.
 */
scanned_at: Timestamp, 
/**
 * What it came to.
 */
verdict: Verdict, 
/**
 * How it came in.
 */
source: ScanSource, 
/**
 * Whether it was repaired.
 */
repaired: boolean, 
/**
 * The invoice's number, where there is one.
 */
invoice_number: string | null, 
/**
 * Its purchase.
 */
purchase_id: PurchaseId | null, 
/**
 * The customer's name.
 */
customer_name: string | null, 
/**
 * Who scanned.
 */
operator_name: string | null, 
/**
 * The code that was looked up, or an excerpt of what was read.
 */
read: string, };

/**
 * How a code came in.
 */
export type ScanSource = "camera" | "usb" | "typed" | "picture" | "search" | "command_line";

/**
 * What staff need to know of a scanned invoice.
 */
export type ScannedInvoice = { 
/**
 * Which.
 */
invoice_id: InvoiceId, 
/**
 * Its number.
 */
invoice_number: string, 
/**
 * The sale behind it.
 */
purchase_id: PurchaseId, 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * Their name.
 */
customer_name: string, 
/**
 * What was bought.
 */
package_name: string, 
/**
 * What is played.
 */
game_name: string, 
/**
 * How many minutes.
 */
duration_minutes: number, 
/**
 * For how much.
 */
amount_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * Since when the verdict holds, where that is an instant: activated, used, cancelled, expired, or the window's edge.
 */
since: Timestamp | null, 
/**
 * Who did it, where somebody did.
 */
by: string | null, 
/**
 * Why, where somebody said.
 */
reason: string | null, 
/**
 * The reserved window: from.
 */
window_starts_at: Timestamp | null, 
/**
 * The reserved window: until.
 */
window_ends_at: Timestamp | null, 
/**
 * The reserved station.
 */
reserved_station_id: StationId | null, 
/**
 * Its name.
 */
reserved_station_name: string | null, };

/**
 * Every scan of one code, newest first.
 */
export type ScansOfCode = { 
/**
 * The validation code.
 */
validation_code: string, };

/**
 * Customers by name or phone, however they are typed, with what waits for them.
 */
export type SearchCustomers = { 
/**
 * A part of a name or of a phone number.
 */
text: string, 
/**
 * At most this many (1 to 100; 10 when left out).
 */
limit?: number, };

/**
 * A session as staff see it: one live card.
 */
export type SessionCard = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * The sale behind it.
 */
purchase_id: PurchaseId, 
/**
 * The paper behind it.
 */
invoice_id: InvoiceId, 
/**
 * The paper's number.
 */
invoice_number: string, 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * Their name.
 */
customer_name: string, 
/**
 * What is played.
 */
game_name: string, 
/**
 * Where, if that matters.
 */
station_id: StationId | null, 
/**
 * The station's name.
 */
station_name: string | null, 
/**
 * Where it stands.
 */
status: SessionStatus, 
/**
 * All the time there is: bought, added and compensated, in milliseconds.
 */
total_ms: Millis, 
/**
 * What was played until now.
 */
played_ms: Millis, 
/**
 * What is left now.
 */
remaining_ms: Millis, 
/**
 * When it is up, if it runs on. Clocks tick from this, not from messages.
 */
ends_at: Timestamp | null, 
/**
 * When it was first started.
 */
started_at: Timestamp | null, 
/**
 * Since when it stands.
 */
paused_at: Timestamp | null, 
/**
 * When it ended.
 */
completed_at: Timestamp | null, };

/**
 * A session with its whole account.
 */
export type SessionDetail = { 
/**
 * The card.
 */
card: SessionCard, 
/**
 * bought + added + compensated = played + remaining + refunded + forfeited.
 */
account: AccountLines, 
/**
 * Until when a manager may reopen it.
 */
reopenable_until: Timestamp | null, };

/**
 * Something that happened to a session.
 */
export type SessionEvent = { 
/**
 * Its number.
 */
id: number, 
/**
 * What: `created`, `started`, `paused`, `resumed`, `extended`, `compensated`, `charged`, `moved`, `completed`, …
 */
event: string, 
/**
 * The state before.
 */
from_status: SessionStatus | null, 
/**
 * The state after.
 */
to_status: SessionStatus, 
/**
 * Time given (or taken), in milliseconds.
 */
amount_ms: Millis | null, 
/**
 * `desk`, or `outside` for a change that did not come through the door.
 */
origin: string, 
/**
 * Who.
 */
operator_name: string | null, 
/**
 * Why.
 */
reason: string | null, 
/**
 * When.
 */
created_at: Timestamp, };

/**
 * What happened to a session, newest first. Its events outlive its move to the archive.
 */
export type SessionEvents = { 
/**
 * Which.
 */
session_id: SessionId, };

/**
 * Play time of one invoice (`active_game_sessions_v2.id`).
 */
export type SessionId = number;

/**
 * The live sessions, and the instant they were read at.
 */
export type SessionList = { 
/**
 * The core's own time at this reading: screens set their clocks by it.
 */
server_now: Timestamp, 
/**
 * The cards, those that end first coming first.
 */
sessions: Array<SessionCard>, };

/**
 * Where a session stands. The one list of states; every CHECK and trigger of the books has the same words.
 */
export type SessionStatus = "ready" | "active" | "paused" | "completed" | "terminated" | "expired";

/**
 * How many sessions stand where, with their minutes as they are now.
 */
export type SessionTotals = Record<symbol, never>;

/**
 * What a command did to several sessions.
 */
export type SessionsChanged = { 
/**
 * Those it changed.
 */
session_ids: Array<SessionId>, };

/**
 * Gives an operator a new PIN and lifts a lock-out.
 */
export type SetOperatorPin = { 
/**
 * Who.
 */
operator_id: OperatorId, 
/**
 * 4 to 8 digits.
 */
pin: string, };

/**
 * Changes one setting.
 */
export type SetSetting = { 
/**
 * Its key, such as `venue.name`.
 */
key: string, 
/**
 * Its new value.
 */
value: string | number | boolean, };

/**
 * All settings, by their keys.
 */
export type Settings = { 
/**
 * The name on invoices and screens.
 */
"venue.name": string, 
/**
 * Address line on invoices; may be empty.
 */
"venue.address": string, 
/**
 * Phone on invoices; may be empty.
 */
"venue.phone": string, 
/**
 * IANA time zone; the venue's days begin at its midnight.
 */
"venue.timezone": string, 
/**
 * The currency of new packages.
 */
"venue.currency": Currency, 
/**
 * The language of a face that was not set otherwise.
 */
"venue.language": Language, 
/**
 * Light or dark.
 */
"venue.theme": Theme, 
/**
 * How long an invoice may wait for its customer, in days (1 to 3650).
 */
"invoice.validity_days": number, 
/**
 * Whether a scan that is `ok` starts the session at once.
 */
"scan.start_on_scan": boolean, 
/**
 * How many minutes before its window a reservation is let in (0 to 240).
 */
"reservation.grace_minutes": number, 
/**
 * What happens to the minutes of a power cut.
 */
"outage.policy": OutagePolicy, 
/**
 * Minutes without a touch until the desk locks; 0: never (0 to 240).
 */
"desk.lock_after_minutes": number, 
/**
 * Whether the desk makes sounds.
 */
"desk.sound": boolean, 
/**
 * Which camera: empty for the first one, an index, a name, or `folder:PATH` (pictures played as a camera).
 */
"camera.source": string, 
/**
 * Whether names on the display are cut to "Awa D.".
 */
"display.mask_names": boolean, 
/**
 * The monitor of the countdown display, by its name; empty: the second one, or the only one.
 */
"display.monitor": string, 
/**
 * Whether the display opens with the desk.
 */
"display.open_at_start": boolean, 
/**
 * The monitor of the customers' page, by its name; empty: one that is free, else the second one, or the only one.
 */
"customers.monitor": string, 
/**
 * Whether the customers' page opens with the desk.
 */
"customers.open_at_start": boolean, 
/**
 * Days after which ended sessions move to the archive (1 to 3650).
 */
"cleanup.after_days": number, };

/**
 * Decides about a wallet whose money is not where its ledger says. What is held becomes the sum of the open holds either way; a
 * ledger that is broken is taken as it stands from here on.
 */
export type SettleWallet = { 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * Which side is right about what is free.
 */
believe: Believed, 
/**
 * Why.
 */
reason: string, };

/**
 * How bad it is.
 */
export type Severity = "info" | "warning" | "critical";

/**
 * One customer, with what waits for them.
 */
export type ShowCustomer = { 
/**
 * Who.
 */
customer_id: CustomerId, };

/**
 * One invoice, with everything that is printed.
 */
export type ShowInvoice = { 
/**
 * Which.
 */
invoice_id: InvoiceId, };

/**
 * One sale with its window and its starting checklist.
 */
export type ShowPurchase = { 
/**
 * Which.
 */
purchase_id: PurchaseId, };

/**
 * One session with its whole account.
 */
export type ShowSession = { 
/**
 * Which.
 */
session_id: SessionId, };

/**
 * One wallet with its open holds and the newest rows of its ledger.
 */
export type ShowWallet = { 
/**
 * Whose.
 */
customer_id: CustomerId, };

/**
 * Signs an operator in by PIN. Five wrong ones within ten minutes lock the operator out.
 */
export type SignIn = { 
/**
 * Who.
 */
operator_id: OperatorId, 
/**
 * Their PIN.
 */
pin: string, };

/**
 * Signs the operator out (or locks the desk).
 */
export type SignOut = Record<symbol, never>;

/**
 * Starts a session that is ready.
 */
export type StartSession = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * Where, if it was not said when the customer was let in.
 */
station_id?: StationId, };

/**
 * A place to play.
 */
export type Station = { 
/**
 * Which.
 */
station_id: StationId, 
/**
 * Its name.
 */
name: string, 
/**
 * Its part of the venue.
 */
zone: string, 
/**
 * Whether it is in use.
 */
is_active: boolean, 
/**
 * Its place in lists.
 */
sort_order: number, 
/**
 * Who sits there now.
 */
taken_by: string | null, 
/**
 * The session that holds it.
 */
session_id: SessionId | null, 
/**
 * For whom it is kept right now.
 */
reserved_for: string | null, 
/**
 * When the next window on it begins, today.
 */
next_window_at: Timestamp | null, };

/**
 * A place to play.
 */
export type StationId = number;

/**
 * How many sessions stand where, with their minutes.
 */
export type StatusTotal = { 
/**
 * The state.
 */
status: SessionStatus, 
/**
 * How many.
 */
sessions: number, 
/**
 * Minutes given in all.
 */
total_minutes: number, 
/**
 * Minutes played in all.
 */
used_minutes: number, };

/**
 * Gives back the money of holds whose deadline is past. Costs by what is due; changes nothing when nothing is.
 */
export type SweepHolds = Record<symbol, never>;

/**
 * Whether the purchase's mirror agrees with its session.
 */
export type SyncStatus = "SYNCED" | "NO_SESSION" | "MISMATCH";

/**
 * A note of the program itself.
 */
export type SystemLogRow = { 
/**
 * Its number.
 */
id: number, 
/**
 * `info`, `warning` or `critical`.
 */
level: string, 
/**
 * Which part of the desk.
 */
area: string, 
/**
 * What, by a stable code.
 */
code: string, 
/**
 * Details, as JSON text.
 */
data: string, 
/**
 * When.
 */
created_at: Timestamp, };

/**
 * A process takes over the keeping of time, or (with `keeps` false) only settles what a dead keeper left open.
 *
 * To be called by whoever holds the folder's keeper lock: the lock proves that the last keeper is gone.
 */
export type TakeOver = { 
/**
 * Names the new keeper.
 */
holder: string, 
/**
 * Whether it stays to keep the time.
 */
keeps: boolean, };

/**
 * Ends a session early.
 */
export type TerminateSession = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * Why.
 */
reason: string, 
/**
 * What becomes of the time that was not played.
 */
unused: UnusedTime, };

/**
 * Light or dark.
 */
export type Theme = "system" | "light" | "dark";

/**
 * An instant, in milliseconds since 1970 UTC; stored and sent as `YYYY-MM-DDTHH:MM:SS.mmmZ`.
 */
export type Timestamp = string;

/**
 * Today at the counter, in the venue's own day.
 */
export type TodayNumbers = { 
/**
 * When the day began.
 */
since: Timestamp, 
/**
 * The core's own time at this reading.
 */
server_now: Timestamp, 
/**
 * Sales made today, paid or not.
 */
sales: number, 
/**
 * Money taken today, in `currency`.
 */
revenue_cents: Cents, 
/**
 * The venue's currency.
 */
currency: Currency, 
/**
 * Scans today.
 */
scans: number, 
/**
 * Scans today that were `ok`.
 */
scans_ok: number, 
/**
 * Sessions running now.
 */
running: number, 
/**
 * Sessions paused now.
 */
paused: number, 
/**
 * Sessions completed today.
 */
completed: number, 
/**
 * Invoices that wait for their customers.
 */
waiting_invoices: number, 
/**
 * Sales still to be paid.
 */
unpaid: number, };

/**
 * Lets a blocked customer play again.
 */
export type UnblockCustomer = { 
/**
 * Who.
 */
customer_id: CustomerId, };

/**
 * Lets a blocked invoice be used again.
 */
export type UnblockInvoice = { 
/**
 * Which.
 */
invoice_id: InvoiceId, };

/**
 * What becomes of the time that was not played.
 */
export type UnusedTime = "forfeit" | "refund_to_wallet";

/**
 * What the head of an invoice says.
 */
export type VenueLines = { 
/**
 * The venue's name.
 */
name: string, 
/**
 * Its address; may be empty.
 */
address: string, 
/**
 * Its phone; may be empty.
 */
phone: string, };

/**
 * Exactly one of these ends every scan.
 */
export type Verdict = "ok" | "already_active" | "already_used" | "unpaid" | "cancelled" | "refunded" | "expired" | "too_early" | "too_late" | "blocked" | "foreign_qr" | "unknown" | "malformed";

/**
 * Walks the audit chain and names the first row that does not fit.
 */
export type VerifyChain = Record<symbol, never>;

/**
 * The invoices that wait for their customers, the newest first.
 */
export type WaitingInvoices = { 
/**
 * Which part of the list.
 */
page: Page, };

/**
 * An invoice that waits for its customer.
 */
export type WaitingPaper = { 
/**
 * Which.
 */
invoice_id: InvoiceId, 
/**
 * Its number.
 */
invoice_number: string, 
/**
 * Its secret, so that picking it is as good as scanning it.
 */
validation_code: string, 
/**
 * The sale behind it.
 */
purchase_id: PurchaseId, 
/**
 * What is played.
 */
game_name: string, 
/**
 * How many minutes.
 */
duration_minutes: number, 
/**
 * Since when it waits.
 */
issued_at: Timestamp, };

/**
 * A customer's wallet.
 */
export type Wallet = { 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * Their name.
 */
customer_name: string, 
/**
 * Their phone.
 */
customer_phone: string | null, 
/**
 * Whether they are blocked.
 */
is_blocked: boolean, 
/**
 * What is free.
 */
balance_cents: Cents, 
/**
 * What is held.
 */
frozen_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * What the ledger says is free.
 */
ledger_balance_cents: Cents, 
/**
 * What the ledger says is held.
 */
ledger_frozen_cents: Cents, 
/**
 * The sum of the open holds.
 */
held_cents: Cents, 
/**
 * How many holds are open.
 */
open_holds: number, 
/**
 * Whether all of that agrees.
 */
health: Health, 
/**
 * When it moved last.
 */
updated_at: Timestamp, };

/**
 * A wallet with its open holds and the newest rows of its ledger.
 */
export type WalletDetail = { 
/**
 * The wallet.
 */
wallet: Wallet, 
/**
 * Its open holds, the oldest first.
 */
holds: Array<Hold>, 
/**
 * The newest fifty rows, the newest first.
 */
ledger: Array<LedgerRow>, 
/**
 * How many rows there are.
 */
ledger_rows: number, };

/**
 * The health of all wallets.
 */
export type WalletHealth = Record<symbol, never>;

/**
 * The ledger of a wallet, the newest first.
 */
export type WalletLedger = { 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * Only rows before this one.
 */
before?: number, 
/**
 * At most this many (1 to 500; 50 when left out).
 */
limit?: number, };

/**
 * A time and a place.
 */
export type Window = { 
/**
 * From.
 */
starts_at: Timestamp, 
/**
 * Until; at most a day later.
 */
ends_at: Timestamp, 
/**
 * Where, if that matters.
 */
station_id: StationId | null, };

/**
 * Pays free money of a wallet out.
 */
export type Withdraw = { 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * How much, in hundredths of the wallet's currency.
 */
amount_cents: Cents, 
/**
 * The caller's name of it: the same name twice pays out once.
 */
transaction_id?: string, 
/**
 * Why.
 */
reason: string, };

export interface Commands {
  'operator.create_first': { input: CreateFirstManager; output: OperatorTile };
  'operator.sign_in': { input: SignIn; output: OperatorTile };
  'operator.sign_out': { input: SignOut; output: Done };
  'operator.create': { input: CreateOperator; output: OperatorTile };
  'operator.change': { input: ChangeOperator; output: Done };
  'operator.set_pin': { input: SetOperatorPin; output: Done };
  'operator.change_own_pin': { input: ChangeOwnPin; output: Done };
  'setting.set': { input: SetSetting; output: Settings };
  'outage.decide': { input: DecideOutage; output: Done };
  'desk.take_over': { input: TakeOver; output: Done };
  'desk.beat': { input: Beat; output: Done };
  'desk.leave': { input: Leave; output: Done };
  'customer.create': { input: CreateCustomer; output: Customer };
  'customer.change': { input: ChangeCustomer; output: Customer };
  'customer.block': { input: BlockCustomer; output: Done };
  'customer.unblock': { input: UnblockCustomer; output: Done };
  'package.save': { input: SavePackage; output: Package };
  'station.save': { input: SaveStation; output: Station };
  'purchase.create': { input: CreatePurchase; output: PurchaseDetail };
  'purchase.mark_paid': { input: MarkPurchasePaid; output: PurchaseDetail };
  'purchase.fail': { input: FailPurchase; output: PurchaseDetail };
  'purchase.cancel': { input: CancelPurchase; output: PurchaseDetail };
  'purchase.refund': { input: RefundPurchase; output: PurchaseDetail };
  'invoice.block': { input: BlockInvoice; output: Done };
  'invoice.unblock': { input: UnblockInvoice; output: Done };
  'reservation.change': { input: ChangeReservation; output: Reservation | null };
  'scan.read': { input: ReadCode; output: ScanAnswer };
  'invoice.activate': { input: ActivateInvoice; output: SessionCard };
  'session.start': { input: StartSession; output: SessionCard };
  'session.pause': { input: PauseSession; output: SessionCard };
  'session.resume': { input: ResumeSession; output: SessionCard };
  'session.extend': { input: ExtendSession; output: SessionCard };
  'session.move': { input: MoveSession; output: SessionCard };
  'session.pause_all': { input: PauseAllSessions; output: SessionsChanged };
  'session.resume_all': { input: ResumeAllSessions; output: SessionsChanged };
  'session.terminate': { input: TerminateSession; output: SessionCard };
  'session.complete': { input: CompleteSession; output: SessionCard };
  'session.reopen': { input: ReopenSession; output: SessionCard };
  'session.countdown': { input: CountDown; output: CountedDown };
  'session.cleanup': { input: CleanUp; output: CleanedUp };
  'wallet.deposit': { input: Deposit; output: Wallet };
  'wallet.withdraw': { input: Withdraw; output: Wallet };
  'wallet.freeze': { input: FreezeFunds; output: Hold };
  'wallet.hold_waits': { input: HoldWaits; output: Hold };
  'wallet.commit': { input: CommitHold; output: Hold };
  'wallet.refund': { input: RefundHold; output: Hold };
  'wallet.sweep': { input: SweepHolds; output: number };
  'wallet.check_health': { input: CheckWallets; output: HealthReport };
  'wallet.correct': { input: CorrectWallet; output: Wallet };
  'wallet.settle': { input: SettleWallet; output: Wallet };
  'monitor.repair': { input: Repair; output: RepairReport };
  'demo.fill': { input: FillDemo; output: Filled };
}

export interface Queries {
  'desk.overview': { input: DeskOverview; output: Overview };
  'operator.tiles': { input: OperatorTiles; output: Array<OperatorTile> };
  'operator.list': { input: ListOperators; output: Array<OperatorRow> };
  'setting.all': { input: ReadSettings; output: Settings };
  'outage.list': { input: ListOutages; output: Array<OutageRow> };
  'audit.list': { input: ReadAudit; output: Array<AuditRow> };
  'log.list': { input: ReadSystemLog; output: Array<SystemLogRow> };
  'audit.verify': { input: VerifyChain; output: ChainReport };
  'customer.search': { input: SearchCustomers; output: Array<FoundCustomer> };
  'customer.list': { input: ListCustomers; output: Array<Customer> };
  'customer.show': { input: ShowCustomer; output: FoundCustomer };
  'package.list': { input: ListPackages; output: Array<Package> };
  'station.list': { input: ListStations; output: Array<Station> };
  'purchase.list': { input: ListPurchases; output: Array<PurchaseRow> };
  'purchase.show': { input: ShowPurchase; output: PurchaseDetail };
  'invoice.waiting': { input: WaitingInvoices; output: Array<Invoice> };
  'invoice.show': { input: ShowInvoice; output: Invoice };
  'invoice.audit': { input: InvoiceAudit; output: Array<InvoiceAuditRow> };
  'reservation.list': { input: ListReservations; output: Array<Reservation> };
  'counter.today': { input: CounterToday; output: TodayNumbers };
  'scan.recent': { input: RecentScans; output: Array<ScanRow> };
  'scan.of_code': { input: ScansOfCode; output: Array<ScanRow> };
  'session.list': { input: ListSessions; output: SessionList };
  'session.ended': { input: ListEndedSessions; output: Array<SessionCard> };
  'session.show': { input: ShowSession; output: SessionDetail };
  'session.events': { input: SessionEvents; output: Array<SessionEvent> };
  'session.totals': { input: SessionTotals; output: Array<StatusTotal> };
  'session.cleanup_preview': { input: CleanUpPreview; output: CleanedUp };
  'display.board': { input: ReadDisplayBoard; output: DisplayBoard };
  'wallet.list': { input: ListWallets; output: Array<Wallet> };
  'wallet.show': { input: ShowWallet; output: WalletDetail };
  'wallet.ledger': { input: WalletLedger; output: Array<LedgerRow> };
  'wallet.holds': { input: ListHolds; output: Array<Hold> };
  'wallet.holds_by_age': { input: HoldsByAge; output: Array<AgeClass> };
  'wallet.health': { input: WalletHealth; output: HealthSummary };
  'wallet.correction': { input: PreviewCorrection; output: Correction };
  'wallet.operations': { input: OperationsChart; output: Array<DayOperations> };
  'monitor.checks': { input: RunChecks; output: Array<CheckResult> };
  'monitor.check': { input: CheckRows; output: CheckResult };
  'monitor.mismatches': { input: MismatchCount; output: number };
  'monitor.plan': { input: PlanRepair; output: RepairPlan };
}

export type CommandName = keyof Commands;
export type QueryName = keyof Queries;

/** Which kinds of thing each query shows: it is asked again when one of them changes. */
export const QUERY_SHOWS: Record<QueryName, readonly Kind[]> = {
  'desk.overview': ['settings', 'operators'],
  'operator.tiles': ['operators'],
  'operator.list': ['operators'],
  'setting.all': ['settings'],
  'outage.list': ['outages'],
  'audit.list': ['operators', 'settings', 'outages', 'log', 'customers', 'wallets', 'packages', 'stations', 'purchases', 'reservations', 'invoices', 'scans', 'sessions', 'immersion', 'payment_events', 'orders'],
  'log.list': ['log'],
  'audit.verify': ['operators', 'settings', 'outages', 'log', 'customers', 'wallets', 'packages', 'stations', 'purchases', 'reservations', 'invoices', 'scans', 'sessions', 'immersion', 'payment_events', 'orders'],
  'customer.search': ['customers', 'invoices', 'sessions'],
  'customer.list': ['customers'],
  'customer.show': ['customers', 'invoices', 'sessions'],
  'package.list': ['packages'],
  'station.list': ['stations', 'sessions', 'reservations', 'customers'],
  'purchase.list': ['purchases', 'sessions', 'invoices', 'customers'],
  'purchase.show': ['purchases', 'sessions', 'invoices', 'reservations', 'scans', 'customers'],
  'invoice.waiting': ['invoices', 'purchases', 'customers', 'reservations', 'settings'],
  'invoice.show': ['invoices', 'purchases', 'customers', 'reservations', 'settings'],
  'invoice.audit': ['invoices'],
  'reservation.list': ['reservations', 'customers', 'stations'],
  'counter.today': ['purchases', 'scans', 'sessions', 'invoices', 'settings'],
  'scan.recent': ['scans'],
  'scan.of_code': ['scans'],
  'session.list': ['sessions', 'customers', 'stations'],
  'session.ended': ['sessions', 'customers', 'stations'],
  'session.show': ['sessions', 'customers', 'stations'],
  'session.events': ['sessions'],
  'session.totals': ['sessions'],
  'session.cleanup_preview': ['sessions', 'settings'],
  'display.board': ['sessions', 'settings', 'reservations', 'stations', 'customers', 'purchases'],
  'wallet.list': ['wallets', 'customers'],
  'wallet.show': ['wallets', 'customers'],
  'wallet.ledger': ['wallets', 'customers'],
  'wallet.holds': ['wallets', 'customers'],
  'wallet.holds_by_age': ['wallets', 'customers'],
  'wallet.health': ['wallets', 'customers'],
  'wallet.correction': ['wallets'],
  'wallet.operations': ['wallets', 'customers'],
  'monitor.checks': ['operators', 'settings', 'outages', 'log', 'customers', 'wallets', 'packages', 'stations', 'purchases', 'reservations', 'invoices', 'scans', 'sessions', 'immersion', 'payment_events', 'orders'],
  'monitor.check': ['operators', 'settings', 'outages', 'log', 'customers', 'wallets', 'packages', 'stations', 'purchases', 'reservations', 'invoices', 'scans', 'sessions', 'immersion', 'payment_events', 'orders'],
  'monitor.mismatches': ['purchases', 'sessions'],
  'monitor.plan': ['operators', 'settings', 'outages', 'log', 'customers', 'wallets', 'packages', 'stations', 'purchases', 'reservations', 'invoices', 'scans', 'sessions', 'immersion', 'payment_events', 'orders'],
};

/** Who may call it; the core decides, the interface only spares people a refusal. */
export const ROLE_NEEDED: Record<CommandName | QueryName, Role> = {
  'operator.create_first': 'nobody',
  'operator.sign_in': 'nobody',
  'operator.sign_out': 'staff',
  'operator.create': 'manager',
  'operator.change': 'manager',
  'operator.set_pin': 'manager',
  'operator.change_own_pin': 'staff',
  'setting.set': 'manager',
  'outage.decide': 'staff',
  'desk.take_over': 'system',
  'desk.beat': 'system',
  'desk.leave': 'system',
  'desk.overview': 'nobody',
  'operator.tiles': 'nobody',
  'operator.list': 'manager',
  'setting.all': 'staff',
  'outage.list': 'staff',
  'audit.list': 'manager',
  'log.list': 'manager',
  'audit.verify': 'manager',
  'customer.create': 'staff',
  'customer.change': 'staff',
  'customer.block': 'manager',
  'customer.unblock': 'manager',
  'customer.search': 'staff',
  'customer.list': 'staff',
  'customer.show': 'staff',
  'package.save': 'manager',
  'station.save': 'manager',
  'purchase.create': 'staff',
  'purchase.mark_paid': 'staff',
  'purchase.fail': 'staff',
  'purchase.cancel': 'staff',
  'purchase.refund': 'manager',
  'invoice.block': 'manager',
  'invoice.unblock': 'manager',
  'reservation.change': 'staff',
  'package.list': 'staff',
  'station.list': 'staff',
  'purchase.list': 'staff',
  'purchase.show': 'staff',
  'invoice.waiting': 'staff',
  'invoice.show': 'staff',
  'invoice.audit': 'staff',
  'reservation.list': 'staff',
  'counter.today': 'staff',
  'scan.read': 'staff',
  'scan.recent': 'staff',
  'scan.of_code': 'staff',
  'invoice.activate': 'staff',
  'session.start': 'staff',
  'session.pause': 'staff',
  'session.resume': 'staff',
  'session.extend': 'staff',
  'session.move': 'staff',
  'session.pause_all': 'staff',
  'session.resume_all': 'staff',
  'session.terminate': 'staff',
  'session.complete': 'staff',
  'session.reopen': 'manager',
  'session.countdown': 'staff',
  'session.cleanup': 'manager',
  'session.list': 'staff',
  'session.ended': 'staff',
  'session.show': 'staff',
  'session.events': 'staff',
  'session.totals': 'staff',
  'session.cleanup_preview': 'manager',
  'display.board': 'nobody',
  'wallet.deposit': 'staff',
  'wallet.withdraw': 'manager',
  'wallet.freeze': 'staff',
  'wallet.hold_waits': 'staff',
  'wallet.commit': 'staff',
  'wallet.refund': 'staff',
  'wallet.sweep': 'staff',
  'wallet.check_health': 'staff',
  'wallet.correct': 'manager',
  'wallet.settle': 'manager',
  'wallet.list': 'staff',
  'wallet.show': 'staff',
  'wallet.ledger': 'staff',
  'wallet.holds': 'staff',
  'wallet.holds_by_age': 'staff',
  'wallet.health': 'staff',
  'wallet.correction': 'staff',
  'wallet.operations': 'staff',
  'monitor.repair': 'manager',
  'monitor.checks': 'staff',
  'monitor.check': 'staff',
  'monitor.mismatches': 'staff',
  'monitor.plan': 'staff',
  'demo.fill': 'nobody',
};
