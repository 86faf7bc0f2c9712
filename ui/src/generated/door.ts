// Written by the core from its list of commands and queries (`make types`). Not to be edited.

/**
 * Takes a paid booking as it is, although the amount or the currency is not the price, or because a seat has come free after all.
 */
export type AcceptBooking = { 
/**
 * Which.
 */
booking_id: BookingId, 
/**
 * Why.
 */
reason: string, };

/**
 * Books the seats that are offered to a party: paid, they are its own; unpaid, they are held until the deadline of any booking.
 */
export type AcceptOffer = { 
/**
 * Which party.
 */
waiting_id: WaitingId, 
/**
 * How it is (or will be) paid.
 */
payment_method?: PaymentMethod, 
/**
 * Whether the money is in the till.
 */
paid: boolean, };

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
 * Adds a payment to an order: still to come, or with the money there already. The order follows.
 */
export type AddPayment = { 
/**
 * Of which order.
 */
order_id: OrderId, 
/**
 * How it is paid.
 */
method: PaymentMethod, 
/**
 * How much, in hundredths; what remains to be paid when left out.
 */
amount_cents?: Cents, 
/**
 * In which currency; the order's when left out. Another one is refused.
 */
currency?: Currency, 
/**
 * Whether the money is there already.
 */
completed?: boolean, 
/**
 * The provider's reference, if there is one.
 */
provider_reference?: string, 
/**
 * Whether more than what remains may be paid (managers only): the order is overpaid then.
 */
accept_surplus?: boolean, };

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
 * Gives a payment whose order was not in the books its order; the order follows.
 */
export type AttachPayment = { 
/**
 * Which payment.
 */
payment_id: PaymentId, 
/**
 * To which order.
 */
order_id: OrderId, 
/**
 * Why, if it matters.
 */
reason?: string, 
/**
 * Whether more than what remains may be paid: the order is overpaid then.
 */
accept_surplus?: boolean, };

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
 * The seats of a session, in short.
 */
export type Availability = { 
/**
 * Seats that can be booked.
 */
free_places: number, 
/**
 * How many seats there are.
 */
max_places: number, 
/**
 * Whether it can be booked.
 */
status: ImmersionStatus, };

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
 * Books seats in a session for a customer: all of them or none. Paid, they are the customer's at once; unpaid, they are held until a
 * deadline.
 */
export type BookSeats = { 
/**
 * In which session.
 */
immersion_id: ImmersionId, 
/**
 * For whom.
 */
customer_id: CustomerId, 
/**
 * How many; one when left out.
 */
seats?: number, 
/**
 * How it is (or will be) paid.
 */
payment_method?: PaymentMethod, 
/**
 * Whether the money is in the till.
 */
paid: boolean, 
/**
 * The price of each seat, in hundredths; the session's when left out.
 */
amount_cents?: Cents, 
/**
 * The provider's reference, if there is one.
 */
reference?: string, 
/**
 * What staff want to note.
 */
note?: string, };

/**
 * One seat booked for one customer.
 */
export type Booking = { 
/**
 * Which.
 */
booking_id: BookingId, 
/**
 * In which session; nothing while a payment for an unknown session waits.
 */
session_id: ImmersionId | null, 
/**
 * The session's first day.
 */
starts_on: Day | null, 
/**
 * The session's last day.
 */
ends_on: Day | null, 
/**
 * Where the session takes place.
 */
location: string | null, 
/**
 * For whom.
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
 * The e-mail address of the booking, else the customer's.
 */
email: string | null, 
/**
 * Where it stands. A hold whose deadline is past is cancelled, even before it was swept.
 */
status: BookingStatus, 
/**
 * Whether it takes a seat now.
 */
holds_seat: boolean, 
/**
 * Until when it holds its seat unpaid.
 */
hold_until: Timestamp | null, 
/**
 * Why a paid one waits for a person.
 */
problem: BookingProblem | null, 
/**
 * The session that a payment named, where that is none of ours.
 */
wanted_session: string | null, 
/**
 * How it was paid.
 */
payment_method: PaymentMethod | null, 
/**
 * What was paid, or is to be paid, in hundredths.
 */
amount_cents: Cents | null, 
/**
 * The currency as it was told; need not be one of ours.
 */
currency: string | null, 
/**
 * The provider's reference, as staff typed it.
 */
payment_reference: string | null, 
/**
 * How it came about.
 */
source: BookingSource, 
/**
 * The waiting party it belongs to.
 */
waiting_id: WaitingId | null, 
/**
 * When it was booked.
 */
booked_at: Timestamp, 
/**
 * When the money came.
 */
paid_at: Timestamp | null, 
/**
 * When the seat became the customer's.
 */
confirmed_at: Timestamp | null, 
/**
 * When it ended.
 */
cancelled_at: Timestamp | null, 
/**
 * Why: a person's words, or `deadline`, `expired`, `offer_expired`, `offer_ended`, `refunded`, `outside`.
 */
cancel_reason: string | null, 
/**
 * When the money went back.
 */
refunded_at: Timestamp | null, 
/**
 * When staff noted that the customer did not come.
 */
no_show_at: Timestamp | null, 
/**
 * What staff, or the desk itself, noted.
 */
note: string | null, 
/**
 * Stripe's name for the checkout.
 */
stripe_session_id: string | null, 
/**
 * Stripe's name for the payment.
 */
stripe_payment_intent_id: string | null, };

/**
 * A booking with its history.
 */
export type BookingDetail = { 
/**
 * The booking.
 */
booking: Booking, 
/**
 * What happened to it, oldest first.
 */
events: Array<BookingEvent>, 
/**
 * The licence of its customer.
 */
licence: string | null, };

/**
 * What happened to a booking.
 */
export type BookingEvent = { 
/**
 * `booked`, `confirmed`, `seat_lost`, `moved`, `cancelled`, `refunded`, `no_show` or `changed`.
 */
event: string, 
/**
 * Where it stood before.
 */
from_status: BookingStatus | null, 
/**
 * Where it stood after.
 */
to_status: BookingStatus, 
/**
 * In which session it was after.
 */
session_id: ImmersionId | null, 
/**
 * `desk`, or `outside` for what was written past it.
 */
origin: string, 
/**
 * Who did it; nothing for the program itself.
 */
operator_name: string | null, 
/**
 * Why.
 */
reason: string | null, 
/**
 * When.
 */
at: Timestamp, };

/**
 * A booking of one seat in an immersion session (`immersion_bookings.id`, a UUID).
 */
export type BookingId = string;

/**
 * Why a paid booking has no seat and waits for a person.
 */
export type BookingProblem = "no_seat" | "session_unknown" | "session_closed" | "amount_differs" | "currency_differs";

/**
 * How a booking came about.
 */
export type BookingSource = "counter" | "payment" | "waiting_list" | "outside";

/**
 * Where a booking stands.
 */
export type BookingStatus = "pending" | "confirmed" | "cancelled";

/**
 * Cancels many orders with their payments, a step at a time.
 */
export type BulkCancelOrders = { 
/**
 * Which, 1 to 10 000.
 */
order_ids: Array<OrderId>, 
/**
 * Why.
 */
reason: string, 
/**
 * Where this step begins: the `next_after` of the step before; left out at first.
 */
after?: OrderId, };

/**
 * What became of one order of a bulk action.
 */
export type BulkOutcome = "done" | "refused";

/**
 * One order of a bulk action.
 */
export type BulkRow = { 
/**
 * Which.
 */
order_id: OrderId, 
/**
 * How people call it; nothing where there is no such order.
 */
reference: string | null, 
/**
 * What became of it.
 */
outcome: BulkOutcome, 
/**
 * Why it was refused.
 */
code: Code | null, 
/**
 * What the refusal's sentence needs.
 */
args: Record<string, string | number | boolean | null>, };

/**
 * One step of a bulk action. The face goes on, with `after` set to `next_after`, until there is no next; it stops by not going on.
 */
export type BulkStep = { 
/**
 * What became of the orders of this step.
 */
rows: Array<BulkRow>, 
/**
 * Where the next step begins; nothing at the end.
 */
next_after: OrderId | null, 
/**
 * How many orders are still to come.
 */
left: number, };

/**
 * Validates many orders with their payments, a step at a time: those that are named, or all that wait for a payment of one way
 * (such as every Wave transfer).
 */
export type BulkValidateOrders = { 
/**
 * Which, 1 to 10 000
 */
order_ids?: Array<OrderId>, 
/**
 * or all orders to be paid with a pending payment of this way.
 */
method?: PaymentMethod, 
/**
 * Why, if it matters.
 */
reason?: string, 
/**
 * Where this step begins: the `next_after` of the step before; left out at first.
 */
after?: OrderId, };

/**
 * Cancels a booking that nobody has paid. A paid one is refunded instead.
 */
export type CancelBooking = { 
/**
 * Which.
 */
booking_id: BookingId, 
/**
 * Why.
 */
reason: string, };

/**
 * Cancels an order and its payments: order `cancelled` and `refunded`, payments `cancelled`. With money in the till only a manager may.
 */
export type CancelOrder = { 
/**
 * Which.
 */
order_id: OrderId, 
/**
 * Why.
 */
reason: string, };

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
 * The seats of a session.
 */
export type CheckAvailability = { 
/**
 * Which.
 */
immersion_id: ImmersionId, };

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
 * Closes a session: nobody can be booked into it any more. Who is booked stays so.
 */
export type CloseImmersion = { 
/**
 * Which.
 */
immersion_id: ImmersionId, };

/**
 * The stable codes of everything the door can refuse or fail at. Faces look up their words by code, in the `errors.json` of each language.
 */
export type Code = "not_signed_in" | "not_allowed" | "unknown_command" | "bad_input" | "text_missing" | "text_too_long" | "request_id_reused" | "first_operator_exists" | "operator_unknown" | "operator_inactive" | "operator_name_taken" | "wrong_pin" | "pin_locked" | "pin_too_weak" | "last_manager" | "setting_unknown" | "outage_unknown" | "outage_decided" | "customer_unknown" | "customer_blocked" | "email_invalid" | "package_unknown" | "package_retired" | "station_unknown" | "station_name_taken" | "station_retired" | "station_taken" | "station_reserved" | "window_taken" | "window_invalid" | "purchase_unknown" | "purchase_not_pending" | "purchase_not_paid" | "payment_method_missing" | "wallet_cannot_pay" | "purchase_has_live_session" | "purchase_refunded_in_part" | "amount_invalid" | "invoice_unknown" | "invoice_not_waiting" | "invoice_already_active" | "invoice_already_used" | "invoice_unpaid" | "invoice_cancelled" | "invoice_refunded" | "invoice_expired" | "invoice_too_early" | "invoice_too_late" | "invoice_blocked" | "session_unknown" | "session_not_ready" | "session_not_started" | "session_not_running" | "session_not_paused" | "session_already_running" | "session_over" | "session_not_over" | "reopen_too_late" | "nothing_to_reopen" | "payment_event_unknown" | "payment_event_settled" | "provider_unknown" | "event_too_large" | "event_secret_missing" | "signature_missing" | "signature_invalid" | "signature_out_of_time" | "secret_invalid" | "immersion_unknown" | "immersion_closed" | "immersion_not_closed" | "immersion_over" | "immersion_full" | "immersion_changed" | "immersion_seats_booked" | "immersion_has_bookings" | "immersion_dates_invalid" | "immersion_not_begun" | "nothing_claimed" | "booking_unknown" | "booking_not_pending" | "booking_not_confirmed" | "booking_paid" | "booking_not_paid" | "booking_refunded" | "booking_undecided" | "booking_not_undecided" | "waiting_unknown" | "waiting_not_in_line" | "waiting_not_offered" | "party_too_large" | "already_waiting" | "order_unknown" | "order_reference_invalid" | "order_reference_taken" | "order_without_lines" | "order_without_payment" | "order_transition_illegal" | "order_is_cancelled" | "order_not_covered" | "order_not_paid" | "payment_unknown" | "payment_transition_illegal" | "payment_not_completed" | "payment_exceeds_order" | "payment_currency_differs" | "payment_reference_taken" | "payment_not_orphan" | "bulk_empty" | "bulk_too_large" | "wallet_currency_differs" | "wallet_needs_decision" | "wallet_sound" | "balance_short" | "transaction_reused" | "hold_unknown" | "hold_of_another" | "already_committed" | "already_refunded" | "hold_expired" | "amount_above_hold" | "plan_outdated" | "check_unknown" | "data_folder_in_use" | "storage_full" | "storage_read_only" | "storage_busy" | "storage_damaged" | "storage_failed" | "database_set_aside" | "database_newer" | "database_foreign" | "data_folder_unusable" | "internal";

/**
 * The customers' page: sessions to come, those that are full among them.
 */
export type ComingImmersion = Record<symbol, never>;

/**
 * A coming session as customers see it: no names, no numbers but seats.
 */
export type ComingSession = { 
/**
 * Which.
 */
immersion_id: ImmersionId, 
/**
 * Its first day.
 */
starts_on: Day, 
/**
 * Its last day.
 */
ends_on: Day, 
/**
 * Where it takes place; may be empty.
 */
location: string, 
/**
 * The price of a seat, in hundredths of the currency's unit.
 */
price_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * What it is about.
 */
description: string | null, 
/**
 * Seats that can be booked.
 */
free_places: number, 
/**
 * How many seats there are.
 */
max_places: number, 
/**
 * Open or full.
 */
status: ImmersionStatus, 
/**
 * Whether its first day has come.
 */
has_begun: boolean, };

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
 * Takes the money for a booking that holds its seat: the seat is the customer's from then on. A hold that ran out comes back if there
 * is a seat for it.
 */
export type ConfirmBooking = { 
/**
 * Which.
 */
booking_id: BookingId, 
/**
 * How it was paid.
 */
payment_method: PaymentMethod, 
/**
 * The provider's reference, if there is one.
 */
reference?: string, };

/**
 * One class of the consistency report.
 */
export type ConsistencyClass = { 
/**
 * Which.
 */
class: MismatchClass, 
/**
 * How many orders.
 */
count: number, 
/**
 * Since when the oldest of them is.
 */
oldest: Timestamp | null, 
/**
 * Whether a repair mends it by itself.
 */
can_repair: boolean, 
/**
 * Whether a repair mends it once a side is preferred.
 */
can_prefer: boolean, };

/**
 * Every order whose two sides disagree.
 */
export type ConsistencyReport = { 
/**
 * The classes that were found.
 */
classes: Array<ConsistencyClass>, 
/**
 * How many orders in all.
 */
orders: number, 
/**
 * The first hundred of them, newest first.
 */
rows: Array<OrderRow>, 
/**
 * Payments whose order is not in the books.
 */
orphan_payments: number, 
/**
 * Orders without a payment. That is no disagreement; it is told for information.
 */
orders_without_payment: number, };

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
 * How many events wait, need a person, and came today.
 */
export type CountPaymentEvents = Record<symbol, never>;

/**
 * How many paid bookings wait for a person.
 */
export type CountUndecided = Record<symbol, never>;

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
 * Enters a session.
 */
export type CreateImmersion = { 
/**
 * Its first day.
 */
starts_on: Day, 
/**
 * Its last day, the same or a later one.
 */
ends_on: Day, 
/**
 * How many seats there are, 1 to 1000.
 */
max_places: number, 
/**
 * How many of them are taken elsewhere.
 */
external_places?: number, 
/**
 * Where it takes place.
 */
location?: string, 
/**
 * The price of a seat, in hundredths of the currency's unit.
 */
price_cents: Cents, 
/**
 * In which currency; the venue's when left out.
 */
currency?: Currency, 
/**
 * What it is about.
 */
description?: string, 
/**
 * Whether customers see it; yes when left out.
 */
is_active?: boolean, };

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
 * Takes an order of a customer, with its lines; with a first payment, if there is one.
 */
export type CreateOrder = { 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * Its reference: 1 to 40 letters, digits and `. - _ /`; one is made when left out.
 */
reference?: string, 
/**
 * What is ordered, 1 to 100 lines.
 */
lines: Array<NewOrderLine>, 
/**
 * In which currency; the venue's when left out.
 */
currency?: Currency, 
/**
 * What is noted about it.
 */
note?: string, 
/**
 * Its first payment.
 */
payment?: NewPayment, };

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
 * A list to be kept as a file.
 */
export type CsvFile = { 
/**
 * A name for the file.
 */
file_name: string, 
/**
 * Its text, byte order mark included.
 */
text: string, };

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
 * The customers' page.
 */
export type CustomersPage = { 
/**
 * The venue's name.
 */
venue_name: string, 
/**
 * IANA time zone.
 */
timezone: string, 
/**
 * The language of the page.
 */
language: Language, 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * The core's own time at this reading.
 */
server_now: Timestamp, 
/**
 * The coming sessions, by their first day.
 */
sessions: Array<ComingSession>, };

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
 * Takes a session off every list. Refused while anybody is booked or waits; its cancelled bookings stay in the books.
 */
export type DeleteImmersion = { 
/**
 * Which.
 */
immersion_id: ImmersionId, };

/**
 * How much there is of everything.
 */
export type DemoCounts = { customers: number, packages: number, stations: number, purchases: number, invoices: number, sessions: number, live_sessions: number, reservations: number, scans: number, orders: number, 
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
 * Puts an event aside that needs a decision, or waits for a thing that will not come. It stays in the inbox, with the reason.
 */
export type DismissPaymentEvent = { 
/**
 * Which.
 */
event_id: PaymentEventId, 
/**
 * Why, at most 200 characters.
 */
reason: string, };

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
reservations: Array<BoardReservation>, 
/**
 * The next immersion sessions and their seats.
 */
immersion: Array<ComingSession>, };

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
 * Repeats a session on other days: as long, as many seats, the same price; without its bookings and its seats taken elsewhere.
 */
export type DuplicateImmersion = { 
/**
 * Which.
 */
immersion_id: ImmersionId, 
/**
 * The first day of the new one.
 */
starts_on: Day, };

/**
 * Changes a session. What is left out stays as it is.
 */
export type EditImmersion = { 
/**
 * Which.
 */
immersion_id: ImmersionId, 
/**
 * Its first day.
 */
starts_on?: Day, 
/**
 * Its last day.
 */
ends_on?: Day, 
/**
 * How many seats there are; not fewer than are booked.
 */
max_places?: number, 
/**
 * How many of them are taken elsewhere.
 */
external_places?: number, 
/**
 * Where it takes place; empty: nowhere in particular.
 */
location?: string, 
/**
 * The price of a seat, in hundredths of the currency's unit.
 */
price_cents?: Cents, 
/**
 * In which currency.
 */
currency?: Currency, 
/**
 * What it is about; empty takes it away.
 */
description?: string, 
/**
 * Whether customers see it.
 */
is_active?: boolean, 
/**
 * The revision that was edited: refused where somebody changed the session meanwhile.
 */
revision?: number, };

/**
 * The bookings of a session, or of all, as CSV in the venue's language and local time.
 */
export type ExportBookings = { 
/**
 * Which session; all of them when left out.
 */
immersion_id?: ImmersionId, };

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
 * A session with everything about it.
 */
export type ImmersionDetail = { 
/**
 * The session.
 */
session: ImmersionSession, 
/**
 * Its bookings: the live ones first, then the cancelled, each in the order of their making.
 */
bookings: Array<Booking>, 
/**
 * The parties in line, those with an offer first, then those that wait, then those that did.
 */
waiting: Array<WaitingParty>, };

/**
 * An immersion session (`immersion_sessions.id`, a UUID).
 */
export type ImmersionId = string;

/**
 * Whom a change of a session concerns, and whether it would be refused.
 */
export type ImmersionImpact = { 
/**
 * The session as it is.
 */
session: ImmersionSession, 
/**
 * Everybody who holds a seat or waits undecided: who must be told.
 */
bookings: Array<Booking>, 
/**
 * The parties in line.
 */
waiting: Array<WaitingParty>, 
/**
 * Seats that are taken: bookings and elsewhere, the latter as they would be.
 */
booked_places: number, 
/**
 * What the change would be refused with.
 */
refusal: Code | null, 
/**
 * The fewest seats that the session can be given.
 */
max_places_least: number, };

/**
 * An immersion session as the desk shows it. Holds whose deadline is past no longer count, even before they were swept.
 */
export type ImmersionSession = { 
/**
 * Which.
 */
immersion_id: ImmersionId, 
/**
 * Its first day.
 */
starts_on: Day, 
/**
 * Its last day.
 */
ends_on: Day, 
/**
 * How many seats there are.
 */
max_places: number, 
/**
 * Seats that are taken now: confirmed, held, and taken elsewhere.
 */
reserved_places: number, 
/**
 * Seats of confirmed bookings.
 */
confirmed_places: number, 
/**
 * Seats that unpaid bookings and offers hold until a deadline.
 */
held_places: number, 
/**
 * Seats that the manager entered as taken elsewhere.
 */
external_places: number, 
/**
 * Seats that can be booked.
 */
free_places: number, 
/**
 * What an older tool wrote as taken and the bookings do not bear out.
 */
claimed_places: number | null, 
/**
 * Paid bookings of this session that have no seat and wait for a person.
 */
undecided: number, 
/**
 * Parties in line, those with an offer among them.
 */
waiting: number, 
/**
 * Whether it can be booked.
 */
status: ImmersionStatus, 
/**
 * Whether its last day is past, in the venue's days.
 */
is_over: boolean, 
/**
 * When the manager closed it.
 */
closed_at: Timestamp | null, 
/**
 * Where it takes place; may be empty.
 */
location: string, 
/**
 * The price of a seat, in hundredths of the currency's unit.
 */
price_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * What it is about.
 */
description: string | null, 
/**
 * Whether customers see it.
 */
is_active: boolean, 
/**
 * When it was entered.
 */
created_at: Timestamp, 
/**
 * When it last changed.
 */
updated_at: Timestamp, 
/**
 * Moves with every edit, and with nothing else.
 */
revision: number, };

/**
 * Whether a session can be booked: full at max, closed when its dates are past or the manager closed it.
 */
export type ImmersionStatus = "open" | "full" | "closed";

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
 * Puts a customer in line for seats of a session. Where enough are free and nobody who fits waits before them, they are offered at once.
 */
export type JoinWaiting = { 
/**
 * For which session.
 */
immersion_id: ImmersionId, 
/**
 * Who.
 */
customer_id: CustomerId, 
/**
 * How many seats they want, all or none.
 */
party_size: number, };

/**
 * Frees the seats of holds and offers whose deadline is past, offers free seats to the next in line, closes sessions whose last day is
 * past in the venue's days, and finds the seats of payments whose session has appeared. Changes nothing when nothing is due.
 */
export type KeepUp = Record<symbol, never>;

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
 * Takes a party out of the line. Seats that are held for it go to the next.
 */
export type LeaveWaiting = { 
/**
 * Which party.
 */
waiting_id: WaitingId, };

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
 * The bookings of a customer, or those that a person must decide about, or both; the newest first.
 */
export type ListBookings = { 
/**
 * Only those of this customer.
 */
customer_id?: CustomerId, 
/**
 * Only those that are paid and have no seat.
 */
undecided: boolean, };

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
 * The sessions, by their first day.
 */
export type ListImmersion = { 
/**
 * Those that are over, too.
 */
include_past: boolean, 
/**
 * Those that customers do not see, too; yes when left out.
 */
include_inactive: boolean, 
/**
 * Only those that are not over before this day.
 */
from?: Day, 
/**
 * Only those that have begun by this day.
 */
to?: Day, 
/**
 * Only those whose dates as people write them, place, description or customers hold these words.
 */
search?: string, };

/**
 * All operators, with what only a manager should see.
 */
export type ListOperators = Record<symbol, never>;

/**
 * Orders, the newest first: all, or those that meet every condition given.
 */
export type ListOrders = { 
/**
 * Only those whose goods are there.
 */
status?: OrderStatus, 
/**
 * Only those that say this of their money.
 */
payment_status?: OrderPaymentStatus, 
/**
 * Only those of which so much is paid.
 */
money?: OrderMoney, 
/**
 * Only those whose sides disagree in this way.
 */
mismatch?: MismatchClass, 
/**
 * Only those whose sides disagree.
 */
only_mismatched?: boolean, 
/**
 * Only those with a payment of this way.
 */
method?: PaymentMethod, 
/**
 * Only those of this customer.
 */
customer_id?: CustomerId, 
/**
 * A part of the reference, of the customer's name or phone, or a provider's whole reference.
 */
search?: string, 
/**
 * Which part of the list.
 */
page?: Page, };

/**
 * Payments whose order is not in the books, the newest first.
 */
export type ListOrphanPayments = { 
/**
 * Which part of the list.
 */
page?: Page, };

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
 * Orders whose completed payments are more than they cost, the newest first: a refund of one of them mends it.
 */
export type ListOverpaidOrders = { 
/**
 * Which part of the list.
 */
page?: Page, };

/**
 * The packages, in the order of their tiles.
 */
export type ListPackages = { 
/**
 * Those that are off sale, too.
 */
include_retired: boolean, };

/**
 * The events, newest first; those of one outcome, or those that need a person.
 */
export type ListPaymentEvents = { 
/**
 * Only those of which this became.
 */
outcome?: Outcome, 
/**
 * Only those that need a person, or only those that do not.
 */
needs_decision?: boolean, 
/**
 * Only those before this one.
 */
before?: PaymentEventId, 
/**
 * How many at most; 100 when left out, 500 at most.
 */
limit?: number, };

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
 * How an order and its payments disagree.
 */
export type MismatchClass = "order_paid_payment_pending" | "order_failed_payment_pending" | "order_refunded_payment_pending" | "order_pending_payment_completed" | "order_pending_payment_failed" | "order_pending_payment_cancelled" | "order_cancelled_payment_pending" | "conflict" | "cancelled_with_money" | "amount_differs" | "overpaid" | "currency_differs";

/**
 * How many purchases disagree with their sessions: live, and cheap however many purchases there are.
 */
export type MismatchCount = Record<symbol, never>;

/**
 * Moves a booking to another session. A paid one that waits without a seat is confirmed there.
 */
export type MoveBooking = { 
/**
 * Which.
 */
booking_id: BookingId, 
/**
 * Where to. For a booking without a seat this may be its own session, once there is one.
 */
immersion_id: ImmersionId, };

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
 * A line to be ordered.
 */
export type NewOrderLine = { 
/**
 * What, 1 to 120 characters.
 */
label: string, 
/**
 * How many, 1 to 10 000.
 */
quantity: number, 
/**
 * For how much each, in hundredths.
 */
unit_price_cents: Cents, };

/**
 * A payment to be noted.
 */
export type NewPayment = { 
/**
 * How it is paid.
 */
method: PaymentMethod, 
/**
 * How much, in hundredths; what remains to be paid when left out.
 */
amount_cents?: Cents, 
/**
 * In which currency; the order's when left out. Another one is refused.
 */
currency?: Currency, 
/**
 * Whether the money is there already.
 */
completed?: boolean, 
/**
 * The provider's reference, if there is one.
 */
provider_reference?: string, };

/**
 * Notes that a customer did not come, or takes the note back.
 */
export type NoteNoShow = { 
/**
 * Which booking.
 */
booking_id: BookingId, 
/**
 * Whether they did not come.
 */
no_show: boolean, };

/**
 * Offers seats to a waiting party out of turn.
 */
export type OfferSeats = { 
/**
 * To which party.
 */
waiting_id: WaitingId, };

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
 * What may be done with an order now.
 */
export type OrderCan = { 
/**
 * Where its status may go.
 */
statuses: Array<OrderStatus>, 
/**
 * Where its payment status may go.
 */
payment_statuses: Array<OrderPaymentStatus>, 
/**
 * Whether it may be cancelled.
 */
cancel: boolean, 
/**
 * Whether order and payment may be validated together.
 */
validate: boolean, 
/**
 * Whether there is money to give back.
 */
refund: boolean, 
/**
 * Whether a payment may be added.
 */
add_payment: boolean, 
/**
 * Whether cancelling, or leaving `paid`, takes a manager: money goes back.
 */
needs_manager: boolean, };

/**
 * Every order whose two sides disagree, by class: live, whoever wrote, and cheap however many orders there are.
 */
export type OrderConsistency = Record<symbol, never>;

/**
 * An order with all that belongs to it.
 */
export type OrderDetail = { 
/**
 * The order.
 */
order: OrderRow, 
/**
 * What was noted about it.
 */
note: string | null, 
/**
 * What was ordered.
 */
lines: Array<OrderLine>, 
/**
 * What the lines come to.
 */
lines_cents: Cents, 
/**
 * Its payments, oldest first.
 */
payments: Array<OrderPayment>, 
/**
 * What is still to be paid; never below 0.
 */
remaining_cents: Cents, 
/**
 * What was paid too much; never below 0.
 */
surplus_cents: Cents, 
/**
 * Everything that happened to both sides, newest first.
 */
log: Array<PaymentLog>, 
/**
 * What may be done with it now.
 */
can: OrderCan, };

/**
 * An order (`orders.id`).
 */
export type OrderId = number;

/**
 * A line of an order.
 */
export type OrderLine = { 
/**
 * Which.
 */
line_id: number, 
/**
 * What.
 */
label: string, 
/**
 * How many.
 */
quantity: number, 
/**
 * For how much each, in hundredths.
 */
unit_price_cents: Cents, 
/**
 * For how much in all.
 */
amount_cents: Cents, };

/**
 * A part of the list of orders.
 */
export type OrderListed = { 
/**
 * The orders, newest first.
 */
orders: Array<OrderRow>, 
/**
 * How many there are in all.
 */
total: number, };

/**
 * How much of an order is paid, by the sums of its payments.
 */
export type OrderMoney = "none" | "part" | "full" | "over";

/**
 * A payment of an order, or one whose order is not in the books.
 */
export type OrderPayment = { 
/**
 * Which.
 */
payment_id: PaymentId, 
/**
 * Of which order.
 */
order_id: OrderId | null, 
/**
 * The order's reference, as the provider told it.
 */
order_reference: string | null, 
/**
 * How it is paid.
 */
method: PaymentMethod, 
/**
 * How much, in hundredths.
 */
amount_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * Where it stands.
 */
status: OrderPaymentState, 
/**
 * The provider's name for it.
 */
provider_reference: string | null, 
/**
 * Where its money went back to.
 */
refunded_to: RefundTo | null, 
/**
 * When it was begun.
 */
created_at: Timestamp, 
/**
 * When it changed last.
 */
updated_at: Timestamp, 
/**
 * When the money came.
 */
completed_at: Timestamp | null, 
/**
 * When it was cancelled, or the money went back.
 */
cancelled_at: Timestamp | null, };

/**
 * Where one payment of an order stands: `payments.status`.
 */
export type OrderPaymentState = "pending" | "completed" | "failed" | "cancelled";

/**
 * What an order says of its money: `orders.payment_status`.
 */
export type OrderPaymentStatus = "pending" | "paid" | "failed" | "refunded";

/**
 * An order with both its statuses, as the list has it.
 */
export type OrderRow = { 
/**
 * Which.
 */
order_id: OrderId, 
/**
 * How people call it.
 */
reference: string, 
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
 * Where the goods are.
 */
status: OrderStatus, 
/**
 * What the order says of its money.
 */
payment_status: OrderPaymentStatus, 
/**
 * What that should be if the payments are right; nothing without a payment.
 */
payments_say: OrderPaymentStatus | null, 
/**
 * All its payments in one word; nothing without a payment.
 */
payment_state: OrderPaymentState | null, 
/**
 * The ways of its payments, each once.
 */
methods: Array<PaymentMethod>, 
/**
 * How many payments it has.
 */
payments: number, 
/**
 * What it costs, in hundredths.
 */
total_cents: Cents, 
/**
 * What its completed payments come to.
 */
paid_cents: Cents, 
/**
 * What its pending payments come to.
 */
pending_cents: Cents, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * How much of it is paid.
 */
money: OrderMoney, 
/**
 * Whether both sides agree.
 */
sync_status: OrderSync, 
/**
 * How they disagree.
 */
mismatch: MismatchClass | null, 
/**
 * When it was made.
 */
created_at: Timestamp, 
/**
 * When anything of it changed last.
 */
updated_at: Timestamp, 
/**
 * When it was paid.
 */
paid_at: Timestamp | null, 
/**
 * When it was cancelled.
 */
cancelled_at: Timestamp | null, 
/**
 * When its money went back.
 */
refunded_at: Timestamp | null, };

/**
 * Where the goods of an order are.
 */
export type OrderStatus = "pending" | "confirmed" | "shipped" | "delivered" | "cancelled";

/**
 * How many orders stand where, with what they come to.
 */
export type OrderStatusTotal = { 
/**
 * Where the goods are.
 */
status: OrderStatus, 
/**
 * What the orders say of their money.
 */
payment_status: OrderPaymentStatus, 
/**
 * In which currency.
 */
currency: Currency, 
/**
 * How many.
 */
orders: number, 
/**
 * What they cost together, in hundredths.
 */
total_cents: Cents, };

/**
 * Whether the order's word and its payments agree.
 */
export type OrderSync = "SYNCED" | "NO_PAYMENT" | "MISMATCH";

/**
 * The orders in numbers.
 */
export type OrderTotals = { 
/**
 * By both statuses and currency.
 */
by_status: Array<OrderStatusTotal>, 
/**
 * Orders whose sides disagree.
 */
mismatches: number, 
/**
 * Orders paid more than they cost.
 */
overpaid: number, 
/**
 * Payments whose order is not in the books.
 */
orphan_payments: number, };

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
 * What became of an event: what the books now say because of the payment it speaks of.
 */
export type Outcome = "confirmed" | "held" | "paid_without_seat" | "released" | "refunded" | "purchase_paid" | "purchase_failed" | "purchase_refunded" | "order_paid" | "order_failed" | "order_refunded" | "pending" | "ignored" | "waiting" | "amount_differs" | "currency_differs" | "session_unknown" | "conflict" | "malformed" | "dismissed";

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
 * An event of a payment provider, as the inbox keeps it.
 */
export type PaymentEvent = { 
/**
 * Which.
 */
event_id: PaymentEventId, 
/**
 * Who sent it.
 */
provider: Provider, 
/**
 * The provider's own name for it; of a body that cannot be read, its SHA-256.
 */
provider_event_id: string, 
/**
 * What it says happened, in the provider's word.
 */
event_type: string, 
/**
 * What became of it.
 */
outcome: Outcome, 
/**
 * What the outcome's sentence needs.
 */
args: Record<string, string | number | boolean | null>, 
/**
 * When it first came in.
 */
received_at: Timestamp, 
/**
 * When it was last settled; nothing while it waits.
 */
processed_at: Timestamp | null, 
/**
 * How often it was delivered.
 */
deliveries: number, 
/**
 * What kind of thing it speaks of.
 */
target_kind: TargetKind | null, 
/**
 * The thing in the books: a booking, a sale, an order; before it is there, the id as told.
 */
target_id: string | null, 
/**
 * The way it came in.
 */
via: Via, 
/**
 * Whether a person has to look.
 */
needs_decision: boolean, };

/**
 * How many events there are of what somebody may have to see.
 */
export type PaymentEventCounts = { 
/**
 * Of which the thing is not in the books yet.
 */
waiting: number, 
/**
 * That need a person.
 */
needs_decision: number, 
/**
 * That came today, in the venue's day.
 */
today: number, };

/**
 * An event with its body.
 */
export type PaymentEventDetail = { 
/**
 * The event.
 */
event: PaymentEvent, 
/**
 * What was sent, as it came; bytes that are no UTF-8 are shown as replacement characters.
 */
body: string, };

/**
 * An event of a payment provider (`payment_events.id`).
 */
export type PaymentEventId = number;

/**
 * A part of the inbox, newest first.
 */
export type PaymentEventList = { 
/**
 * The events.
 */
events: Array<PaymentEvent>, 
/**
 * How many there are in all.
 */
total: number, };

/**
 * A payment of an order (`payments.id`).
 */
export type PaymentId = number;

/**
 * A row of the payment log.
 */
export type PaymentLog = { 
/**
 * Its number.
 */
log_id: number, 
/**
 * When.
 */
at: Timestamp, 
/**
 * What: `status_synchronized`, `order_and_payment_cancelled`, `payment_and_order_validated`, …
 */
event: string, 
/**
 * Which status it speaks of: `order.status`, `order.payment_status` or `payment.status`.
 */
field: string, 
/**
 * Of which payment.
 */
payment_id: PaymentId | null, 
/**
 * What it was.
 */
old: string | null, 
/**
 * What it became.
 */
new: string | null, 
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
reason: string | null, };

/**
 * How it is paid.
 */
export type PaymentMethod = "cash" | "wave" | "orange_money" | "card" | "wallet";

/**
 * Where the money stands: `pending` → `completed` → `refunded`; `pending` → `failed` or `cancelled`.
 */
export type PaymentStatus = "pending" | "completed" | "failed" | "cancelled" | "refunded";

/**
 * A part of the list of payments without an order.
 */
export type PaymentsListed = { 
/**
 * The payments, newest first.
 */
payments: Array<OrderPayment>, 
/**
 * How many there are in all.
 */
total: number, };

/**
 * What a repair would change, and the digest that names this very plan. Writes nothing.
 */
export type PlanRepair = { 
/**
 * Only the checks of this area.
 */
area?: string, 
/**
 * Only this order.
 */
order_id?: OrderId, 
/**
 * Which side to believe where an order and its payments contradict each other; left out, they are left for a person.
 */
prefer?: Side, };

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
 * Whom a change would concern, and whether it would be refused. Changes nothing.
 */
export type PreviewImmersion = { 
/**
 * Which session.
 */
immersion_id: ImmersionId, 
/**
 * The seats it would have.
 */
max_places?: number, 
/**
 * The first day it would have.
 */
starts_on?: Day, 
/**
 * The last day it would have.
 */
ends_on?: Day, 
/**
 * The seats that would be taken elsewhere.
 */
external_places?: number, 
/**
 * Whether it would be closed.
 */
close?: boolean, };

/**
 * Who sends events.
 */
export type Provider = "stripe" | "shop";

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
 * Takes in an event of a payment provider, and brings the books to where it says. The same event again is counted and does
 * nothing more. Without a signature only a manager may hand one in, and never through the listener.
 */
export type ReceivePaymentEvent = { 
/**
 * `stripe` or `shop`.
 */
provider: string, 
/**
 * What was sent, as it came.
 */
body: string, 
/**
 * Whether `body` is base64 of what was sent: where that is no UTF-8.
 */
is_base64?: boolean, 
/**
 * The signature's header, `t=…,v1=…`.
 */
signature?: string, 
/**
 * The way it came.
 */
via: Via, };

/**
 * What came of handing an event in.
 */
export type Received = { 
/**
 * The event as it stands now.
 */
event: PaymentEvent, 
/**
 * Whether it had come before.
 */
duplicate: boolean, };

/**
 * The last scans, newest first, the failed ones too.
 */
export type RecentScans = { 
/**
 * Which part of the list.
 */
page: Page, };

/**
 * Settles what waited for a thing that is there by now, and what a person has decided elsewhere. Costs by what waits; changes
 * nothing when nothing has come.
 */
export type ReconcilePaymentEvents = Record<symbol, never>;

/**
 * How many payments were settled.
 */
export type Reconciled = { 
/**
 * Payments whose thing had appeared, or that a person had decided.
 */
settled: number, };

/**
 * Gives the money of a paid booking back: its seat is free again, and the licence goes with the customer's last booking.
 */
export type RefundBooking = { 
/**
 * Which.
 */
booking_id: BookingId, 
/**
 * Why.
 */
reason: string, 
/**
 * How the money goes back; as it came when left out. What came from the wallet always goes back into it.
 */
method?: PaymentMethod, };

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
 * Gives the money of an order back: every completed payment, the way it came or into the wallet. Goods that have not left stay: the
 * order is cancelled as well.
 */
export type RefundOrder = { 
/**
 * Which.
 */
order_id: OrderId, 
/**
 * Where the money goes.
 */
to: RefundTo, 
/**
 * Why.
 */
reason: string, };

/**
 * Gives the money of one payment back: a surplus, or money whose order is not in the books. Its order follows.
 */
export type RefundPayment = { 
/**
 * Which.
 */
payment_id: PaymentId, 
/**
 * Where the money goes.
 */
to: RefundTo, 
/**
 * Why.
 */
reason: string, };

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
 * Where money goes back to.
 */
export type RefundTo = "method" | "wallet";

/**
 * Opens a session again that the manager closed.
 */
export type ReopenImmersion = { 
/**
 * Which.
 */
immersion_id: ImmersionId, };

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
 * Only this order.
 */
order_id?: OrderId, 
/**
 * Which side to believe where an order and its payments contradict each other; left out, they are left for a person.
 */
prefer?: Side, 
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
 * Settles an event once more, one that was put aside as well.
 */
export type RetryPaymentEvent = { 
/**
 * Which.
 */
event_id: PaymentEventId, };

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
 * A secret that is shared with a provider.
 */
export type SecretName = "events.stripe_secret" | "events.shop_secret";

/**
 * Which secrets are set, and how they end.
 */
export type SecretStates = Record<symbol, never>;

/**
 * What may be told of a secret.
 */
export type SecretStatus = { 
/**
 * Which.
 */
name: SecretName, 
/**
 * Whether it is set.
 */
is_set: boolean, 
/**
 * Its last four characters, to tell it from an older one.
 */
ends_with: string | null, };

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
 * Sets what an order says of its money; its payments follow. An order without a payment gets one, if it is said how it was paid.
 */
export type SetOrderPaymentStatus = { 
/**
 * Which.
 */
order_id: OrderId, 
/**
 * What.
 */
payment_status: OrderPaymentStatus, 
/**
 * How it was paid, where an order without a payment is paid.
 */
payment_method?: PaymentMethod, 
/**
 * Why; must be said where money leaves the books.
 */
reason?: string, };

/**
 * Moves an order on: confirmed, shipped, delivered. `cancelled` cancels both sides.
 */
export type SetOrderStatus = { 
/**
 * Which.
 */
order_id: OrderId, 
/**
 * Where to.
 */
status: OrderStatus, 
/**
 * Why, if it matters.
 */
reason?: string, };

/**
 * Sets the status of one payment; its order follows.
 */
export type SetPaymentStatus = { 
/**
 * Which.
 */
payment_id: PaymentId, 
/**
 * What.
 */
status: OrderPaymentState, 
/**
 * Why; must be said where money leaves the books.
 */
reason?: string, 
/**
 * Whether more than what remains may be paid (managers only): the order is overpaid then.
 */
accept_surplus?: boolean, };

/**
 * Sets the secret that a provider signs its events with, or forgets it. It is never told again.
 */
export type SetSecret = { 
/**
 * Which.
 */
name: SecretName, 
/**
 * 16 to 200 characters without spaces; nothing: it is forgotten.
 */
value: string | null, };

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
 * How many hours an unpaid booking holds its seat (1 to 720).
 */
"immersion.hold_hours": number, 
/**
 * How many hours seats that came free are held for the next in line; 0: nobody is offered any by itself (0 to 720).
 */
"immersion.offer_hours": number, 
/**
 * Days after which ended sessions move to the archive (1 to 3650).
 */
"cleanup.after_days": number, 
/**
 * Whether this machine listens for events of payment providers.
 */
"events.listen": boolean, 
/**
 * Where it listens: an IP address and a port; 127.0.0.1 is this machine only.
 */
"events.address": string, };

/**
 * Decides about the seats that an older tool says are taken and no booking bears out.
 */
export type SettleClaim = { 
/**
 * Which session.
 */
immersion_id: ImmersionId, 
/**
 * Yes: what it says beyond the bookings counts as taken elsewhere. No: it is dropped.
 */
accept: boolean, };

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
 * One booking with its history, and the licence of its customer.
 */
export type ShowBooking = { 
/**
 * Which.
 */
booking_id: BookingId, };

/**
 * One customer, with what waits for them.
 */
export type ShowCustomer = { 
/**
 * Who.
 */
customer_id: CustomerId, };

/**
 * One session with its bookings and its waiting list.
 */
export type ShowImmersion = { 
/**
 * Which.
 */
immersion_id: ImmersionId, };

/**
 * One invoice, with everything that is printed.
 */
export type ShowInvoice = { 
/**
 * Which.
 */
invoice_id: InvoiceId, };

/**
 * One order with its lines, its payments, its sums and everything that happened to it.
 */
export type ShowOrder = { 
/**
 * Which, by its number
 */
order_id?: OrderId, 
/**
 * or by its reference.
 */
reference?: string, };

/**
 * An event with what was sent.
 */
export type ShowPaymentEvent = { 
/**
 * Which.
 */
event_id: PaymentEventId, };

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
 * Which side to believe where two settled sides contradict each other.
 */
export type Side = "order" | "payment";

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
 * How many orders stand where, what they come to, and how many are in trouble.
 */
export type SumOrders = Record<symbol, never>;

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
 * What kind of thing a payment is for.
 */
export type TargetKind = "immersion" | "purchase" | "order";

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
 * What happened by itself.
 */
export type Upkept = { 
/**
 * Holds whose deadline was past: their seats are free again.
 */
released: number, 
/**
 * Parties that were offered seats.
 */
offered: number, 
/**
 * Offers that nobody took.
 */
expired_offers: number, 
/**
 * Sessions whose last day is past.
 */
over: number, 
/**
 * Sessions that were over and whose days were moved.
 */
reopened: number, 
/**
 * Payments for unknown sessions whose session has appeared.
 */
attached: number, };

/**
 * Validates an order and its payments: payments `completed` with their time, order `paid` with its time.
 */
export type ValidateOrder = { 
/**
 * Which.
 */
order_id: OrderId, 
/**
 * How it was paid, where it has no payment yet.
 */
payment_method?: PaymentMethod, 
/**
 * The provider's reference of that new payment.
 */
provider_reference?: string, 
/**
 * Why, if it matters.
 */
reason?: string, };

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
 * The way an event came in.
 */
export type Via = "http" | "file" | "call";

/**
 * A party on the waiting list of an immersion session, a UUID.
 */
export type WaitingId = string;

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
 * A party that waits for seats.
 */
export type WaitingParty = { 
/**
 * Which.
 */
waiting_id: WaitingId, 
/**
 * For which session.
 */
session_id: ImmersionId, 
/**
 * Who stands in line for it.
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
 * How many seats it wants, all or none.
 */
party_size: number, 
/**
 * Where it stands.
 */
status: WaitingStatus, 
/**
 * Its place in line, 1 being the next; nothing for who waits no more.
 */
place: number | null, 
/**
 * When it joined.
 */
joined_at: Timestamp, 
/**
 * When seats were offered.
 */
offered_at: Timestamp | null, 
/**
 * Until when they are held for it.
 */
offer_until: Timestamp | null, };

/**
 * Where a waiting party stands.
 */
export type WaitingStatus = "waiting" | "offered" | "accepted" | "expired" | "left";

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
  'immersion.create': { input: CreateImmersion; output: ImmersionSession };
  'immersion.edit': { input: EditImmersion; output: ImmersionSession };
  'immersion.settle_claim': { input: SettleClaim; output: ImmersionSession };
  'immersion.duplicate': { input: DuplicateImmersion; output: ImmersionSession };
  'immersion.delete': { input: DeleteImmersion; output: Done };
  'immersion.close': { input: CloseImmersion; output: ImmersionSession };
  'immersion.reopen': { input: ReopenImmersion; output: ImmersionSession };
  'immersion.book': { input: BookSeats; output: Array<Booking> };
  'immersion.confirm': { input: ConfirmBooking; output: Booking };
  'immersion.cancel_booking': { input: CancelBooking; output: Booking };
  'immersion.refund_booking': { input: RefundBooking; output: Booking };
  'immersion.move_booking': { input: MoveBooking; output: Booking };
  'immersion.accept_booking': { input: AcceptBooking; output: Booking };
  'immersion.no_show': { input: NoteNoShow; output: Booking };
  'immersion.join_waiting': { input: JoinWaiting; output: WaitingParty };
  'immersion.offer': { input: OfferSeats; output: WaitingParty };
  'immersion.accept_offer': { input: AcceptOffer; output: Array<Booking> };
  'immersion.leave_waiting': { input: LeaveWaiting; output: WaitingParty };
  'immersion.upkeep': { input: KeepUp; output: Upkept };
  'payment_event.receive': { input: ReceivePaymentEvent; output: Received };
  'payment_event.retry': { input: RetryPaymentEvent; output: PaymentEvent };
  'payment_event.dismiss': { input: DismissPaymentEvent; output: PaymentEvent };
  'payment_event.reconcile': { input: ReconcilePaymentEvents; output: Reconciled };
  'secret.set': { input: SetSecret; output: Done };
  'order.create': { input: CreateOrder; output: OrderDetail };
  'order.add_payment': { input: AddPayment; output: OrderDetail };
  'order.set_status': { input: SetOrderStatus; output: OrderDetail };
  'order.set_payment_status': { input: SetOrderPaymentStatus; output: OrderDetail };
  'payment.set_status': { input: SetPaymentStatus; output: OrderPayment };
  'order.cancel': { input: CancelOrder; output: OrderDetail };
  'order.validate': { input: ValidateOrder; output: OrderDetail };
  'order.refund': { input: RefundOrder; output: OrderDetail };
  'payment.refund': { input: RefundPayment; output: OrderPayment };
  'order.attach_payment': { input: AttachPayment; output: OrderDetail };
  'order.bulk_cancel': { input: BulkCancelOrders; output: BulkStep };
  'order.bulk_validate': { input: BulkValidateOrders; output: BulkStep };
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
  'immersion.list': { input: ListImmersion; output: Array<ImmersionSession> };
  'immersion.coming': { input: ComingImmersion; output: CustomersPage };
  'immersion.show': { input: ShowImmersion; output: ImmersionDetail };
  'immersion.impact': { input: PreviewImmersion; output: ImmersionImpact };
  'immersion.availability': { input: CheckAvailability; output: Availability };
  'immersion.bookings': { input: ListBookings; output: Array<Booking> };
  'immersion.booking': { input: ShowBooking; output: BookingDetail };
  'immersion.undecided_count': { input: CountUndecided; output: number };
  'immersion.csv': { input: ExportBookings; output: CsvFile };
  'payment_event.list': { input: ListPaymentEvents; output: PaymentEventList };
  'payment_event.show': { input: ShowPaymentEvent; output: PaymentEventDetail };
  'payment_event.counts': { input: CountPaymentEvents; output: PaymentEventCounts };
  'secret.status': { input: SecretStates; output: Array<SecretStatus> };
  'order.list': { input: ListOrders; output: OrderListed };
  'order.show': { input: ShowOrder; output: OrderDetail };
  'order.totals': { input: SumOrders; output: OrderTotals };
  'order.consistency': { input: OrderConsistency; output: ConsistencyReport };
  'order.overpaid': { input: ListOverpaidOrders; output: OrderListed };
  'payment.orphans': { input: ListOrphanPayments; output: PaymentsListed };
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
  'display.board': ['sessions', 'settings', 'reservations', 'stations', 'customers', 'purchases', 'immersion'],
  'immersion.list': ['immersion', 'customers', 'settings'],
  'immersion.coming': ['immersion', 'settings'],
  'immersion.show': ['immersion', 'customers', 'settings'],
  'immersion.impact': ['immersion', 'customers', 'settings'],
  'immersion.availability': ['immersion', 'settings'],
  'immersion.bookings': ['immersion', 'customers', 'settings'],
  'immersion.booking': ['immersion', 'customers', 'settings'],
  'immersion.undecided_count': ['immersion'],
  'immersion.csv': ['immersion', 'customers', 'settings'],
  'payment_event.list': ['payment_events'],
  'payment_event.show': ['payment_events'],
  'payment_event.counts': ['payment_events'],
  'secret.status': ['settings'],
  'order.list': ['orders', 'customers'],
  'order.show': ['orders', 'customers', 'operators'],
  'order.totals': ['orders'],
  'order.consistency': ['orders', 'customers'],
  'order.overpaid': ['orders', 'customers'],
  'payment.orphans': ['orders'],
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
  'immersion.create': 'manager',
  'immersion.edit': 'manager',
  'immersion.settle_claim': 'manager',
  'immersion.duplicate': 'manager',
  'immersion.delete': 'manager',
  'immersion.close': 'manager',
  'immersion.reopen': 'manager',
  'immersion.book': 'staff',
  'immersion.confirm': 'staff',
  'immersion.cancel_booking': 'staff',
  'immersion.refund_booking': 'manager',
  'immersion.move_booking': 'staff',
  'immersion.accept_booking': 'manager',
  'immersion.no_show': 'staff',
  'immersion.join_waiting': 'staff',
  'immersion.offer': 'staff',
  'immersion.accept_offer': 'staff',
  'immersion.leave_waiting': 'staff',
  'immersion.upkeep': 'staff',
  'immersion.list': 'staff',
  'immersion.coming': 'nobody',
  'immersion.show': 'staff',
  'immersion.impact': 'staff',
  'immersion.availability': 'staff',
  'immersion.bookings': 'staff',
  'immersion.booking': 'staff',
  'immersion.undecided_count': 'staff',
  'immersion.csv': 'staff',
  'payment_event.receive': 'manager',
  'payment_event.retry': 'manager',
  'payment_event.dismiss': 'manager',
  'payment_event.reconcile': 'staff',
  'secret.set': 'manager',
  'payment_event.list': 'staff',
  'payment_event.show': 'manager',
  'payment_event.counts': 'staff',
  'secret.status': 'manager',
  'order.create': 'staff',
  'order.add_payment': 'staff',
  'order.set_status': 'staff',
  'order.set_payment_status': 'staff',
  'payment.set_status': 'staff',
  'order.cancel': 'staff',
  'order.validate': 'staff',
  'order.refund': 'manager',
  'payment.refund': 'manager',
  'order.attach_payment': 'manager',
  'order.bulk_cancel': 'manager',
  'order.bulk_validate': 'manager',
  'order.list': 'staff',
  'order.show': 'staff',
  'order.totals': 'staff',
  'order.consistency': 'staff',
  'order.overpaid': 'staff',
  'payment.orphans': 'staff',
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
