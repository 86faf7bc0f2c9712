/** The fake desk's orders: enough of the rules to be believed, and every refusal that the screen must say. */
import type { BulkStep, Commands, MismatchClass, OrderPaymentState, OrderPaymentStatus, PlannedChange, Queries } from '$generated/door';
import { careHandlers } from './care-handlers';
import { refuse, type Handler } from './fake';
import { MENDED, note, orderBooks, type FakeOrder, type FakePayment } from './order-seed';
import { NEXT, NEXT_MONEY, NEXT_STATE, paymentsOf, STATE_OF, tellDetail, tellOrder } from './order-tell';
import type { FakeVenue } from './venue';

type Input<Name extends keyof Commands> = Commands[Name]['input'];
type Asked<Name extends keyof Queries> = Queries[Name]['input'];

const BULK_STEP = 50;
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const touch = (venue: FakeVenue): void => venue.touch('orders');

function orderOf(venue: FakeVenue, id: number): FakeOrder {
  const order = orderBooks(venue).orders.find((one) => one.order_id === id);
  if (!order) throw refuse('order_unknown');
  return order;
}
function paymentOf(venue: FakeVenue, id: number): FakePayment {
  const payment = orderBooks(venue).payments.find((one) => one.payment_id === id);
  if (!payment) throw refuse('payment_unknown');
  return payment;
}

/** Moves a payment, with its date and its line in the log. */
function movePayment(venue: FakeVenue, payment: FakePayment, to: OrderPaymentState, event: string, reason: string | null = null): void {
  if (payment.status === to) return;
  const old = payment.status;
  Object.assign(payment, { status: to, updated_at: venue.now(), completed_at: to === 'completed' ? venue.now() : null, cancelled_at: to === 'cancelled' ? venue.now() : null });
  if (payment.order_id !== null) note(venue, orderBooks(venue), payment.order_id, { event, field: 'payment.status', payment_id: payment.payment_id, old, new: to, reason });
}
function moveMoney(venue: FakeVenue, order: FakeOrder, to: OrderPaymentStatus, event: string, reason: string | null = null): void {
  if (order.payment_status === to) return;
  note(venue, orderBooks(venue), order.order_id, { event, field: 'order.payment_status', old: order.payment_status, new: to, reason });
  Object.assign(order, { payment_status: to, paid_at: to === 'paid' ? venue.now() : null, updated_at: venue.now() });
}
function moveOrder(venue: FakeVenue, order: FakeOrder, to: FakeOrder['status'], event: string, reason: string | null = null): void {
  note(venue, orderBooks(venue), order.order_id, { event, field: 'order.status', old: order.status, new: to, reason });
  Object.assign(order, { status: to, updated_at: venue.now(), ...(to === 'cancelled' ? { cancelled_at: venue.now(), refunded_at: venue.now() } : {}) });
}
/** The order says what its payments say. */
function follow(venue: FakeVenue, order: FakeOrder): void {
  const says = tellOrder(venue, order).payments_say;
  if (says !== null) moveMoney(venue, order, says, 'status_synchronized');
}

function addPayment(venue: FakeVenue, order: FakeOrder, input: Omit<Input<'order.add_payment'>, 'order_id'>): FakePayment {
  const { remaining_cents, order: row } = tellDetail(venue, order);
  const amount_cents = input.amount_cents ?? remaining_cents;
  if (input.provider_reference && orderBooks(venue).payments.some((one) => one.provider_reference === input.provider_reference)) {
    throw refuse('payment_reference_taken', { order: order.reference });
  }
  if (amount_cents > remaining_cents && !input.accept_surplus) throw refuse('payment_exceeds_order', { remaining_cents, currency: row.currency });
  const payment: FakePayment = {
    payment_id: venue.nextId(), order_id: order.order_id, order_reference: order.reference, method: input.method, amount_cents, currency: order.currency, status: 'pending',
    provider_reference: input.provider_reference ?? null, refunded_to: null, created_at: venue.now(), updated_at: venue.now(), completed_at: null, cancelled_at: null,
  };
  orderBooks(venue).payments.push(payment);
  note(venue, orderBooks(venue), order.order_id, { event: 'payment_added', field: 'payment.status', payment_id: payment.payment_id, old: null, new: 'pending' });
  if (input.completed) {
    movePayment(venue, payment, 'completed', 'payment_status_set');
    follow(venue, order);
  }
  return payment;
}

function cancel(venue: FakeVenue, order: FakeOrder, reason: string): void {
  if (order.status === 'cancelled') throw refuse('order_is_cancelled');
  if (!NEXT[order.status].includes('cancelled')) throw refuse('order_transition_illegal', { from: order.status, to: 'cancelled' });
  for (const payment of paymentsOf(venue, order)) movePayment(venue, payment, 'cancelled', 'order_and_payment_cancelled', reason);
  moveMoney(venue, order, 'refunded', 'order_and_payment_cancelled', reason);
  moveOrder(venue, order, 'cancelled', 'order_and_payment_cancelled', reason);
}
function validate(venue: FakeVenue, order: FakeOrder, input: Partial<Input<'order.validate'>> = {}): void {
  if (order.status === 'cancelled') throw refuse('order_is_cancelled');
  if (!NEXT_MONEY[order.payment_status].includes('paid')) throw refuse('payment_transition_illegal', { from: order.payment_status, to: 'paid' });
  if (paymentsOf(venue, order).length === 0) {
    if (!input.payment_method) throw refuse('order_without_payment');
    addPayment(venue, order, { method: input.payment_method, ...(input.provider_reference ? { provider_reference: input.provider_reference } : {}) });
  }
  const { total_cents, paid_cents, currency } = tellOrder(venue, order);
  const coming = paymentsOf(venue, order).filter((one) => one.status === 'pending' || one.status === 'failed');
  const covered_cents = paid_cents + coming.reduce((sum, one) => sum + one.amount_cents, 0);
  if (covered_cents < total_cents) throw refuse('order_not_covered', { covered_cents, total_cents, currency });
  for (const payment of coming) movePayment(venue, payment, 'completed', 'payment_and_order_validated', input.reason ?? null);
  moveMoney(venue, order, 'paid', 'payment_and_order_validated', input.reason ?? null);
}

function bulk(venue: FakeVenue, ids: readonly number[], after: number | undefined, act: (order: FakeOrder) => void): BulkStep {
  if (ids.length === 0) throw refuse('bulk_empty');
  const todo = [...ids].sort((a, b) => a - b).filter((id) => after === undefined || id > after);
  const now = todo.slice(0, BULK_STEP);
  const rows = now.map((order_id): BulkStep['rows'][number] => {
    const reference = orderBooks(venue).orders.find((one) => one.order_id === order_id)?.reference ?? null;
    try {
      act(orderOf(venue, order_id));
      return { order_id, reference, outcome: 'done', code: null, args: {} };
    } catch (thrown) {
      const { code, args } = thrown as { code: BulkStep['rows'][number]['code']; args: BulkStep['rows'][number]['args'] };
      return { order_id, reference, outcome: 'refused', code, args };
    }
  });
  touch(venue);
  const left = todo.length - now.length;
  return { rows, next_after: left > 0 ? (now.at(-1) ?? null) : null, left };
}

function matching(venue: FakeVenue, input: Asked<'order.list'>): ReturnType<typeof tellOrder>[] {
  const wanted = input.search ? fold(input.search) : null;
  return orderBooks(venue)
    .orders.map((order) => tellOrder(venue, order))
    .filter((row) => (!input.status || row.status === input.status) && (!input.payment_status || row.payment_status === input.payment_status))
    .filter((row) => (!input.mismatch || row.mismatch === input.mismatch) && (!input.only_mismatched || row.mismatch !== null))
    .filter((row) => (!input.method || row.methods.includes(input.method)) && (!input.money || row.money === input.money) && (!input.customer_id || row.customer_id === input.customer_id))
    .filter((row) => {
      if (wanted === null) return true;
      const providers = orderBooks(venue).payments.filter((one) => one.order_id === row.order_id).map((one) => one.provider_reference ?? '');
      return fold([row.reference, row.customer_name, row.customer_phone ?? '', ...providers].join(' ')).includes(wanted);
    })
    .sort((a, b) => b.created_at.localeCompare(a.created_at));
}
function paged<Row>(rows: readonly Row[], page?: { limit?: number; offset?: number }): Row[] {
  const from = page?.offset ?? 0;
  return rows.slice(from, from + (page?.limit ?? 50));
}

/** What a repair would do: the side that is further along wins, or the one that is preferred. */
function plan(venue: FakeVenue, input: Asked<'monitor.plan'>): { changes: PlannedChange[]; apply: () => void } {
  const found = orderBooks(venue).orders.filter((one) => !input.order_id || one.order_id === input.order_id);
  const changes: PlannedChange[] = [];
  const steps: (() => void)[] = [];
  for (const order of found) {
    const row = tellOrder(venue, order);
    const mends = row.mismatch !== null && MENDED.includes(row.mismatch);
    const prefers = input.prefer !== undefined && (row.mismatch === 'conflict' || row.mismatch === 'cancelled_with_money');
    if (row.mismatch === null || (!mends && !prefers)) continue;
    const check = row.mismatch === 'conflict' || row.mismatch === 'cancelled_with_money' ? `order_${row.mismatch}` : row.mismatch;
    const base = { check, label: order.reference };
    const paymentWins = prefers ? input.prefer === 'payment' : order.payment_status === 'pending';
    if (paymentWins) {
      const says = row.payments_say ?? 'pending';
      if (order.status === 'cancelled') {
        changes.push({ ...base, id: String(order.order_id), field: 'order.status', before: 'cancelled', after: 'confirmed' });
        steps.push(() => moveOrder(venue, order, 'confirmed', 'status_synchronized'));
      }
      changes.push({ ...base, id: String(order.order_id), field: 'order.payment_status', before: order.payment_status, after: says });
      steps.push(() => moveMoney(venue, order, says, 'status_synchronized'));
    } else {
      const to = order.status === 'cancelled' ? 'cancelled' : STATE_OF[order.payment_status];
      for (const payment of paymentsOf(venue, order).filter((one) => one.status !== to)) {
        changes.push({ ...base, id: String(payment.payment_id), field: 'payment.status', before: payment.status, after: to });
        steps.push(() => movePayment(venue, payment, to, 'status_synchronized'));
      }
    }
  }
  return { changes, apply: () => steps.forEach((step) => step()) };
}
const concernsOrders = (input: { order_id?: number; area?: string }): boolean => input.order_id !== undefined || input.area === 'orders';

function consistency(venue: FakeVenue): Queries['order.consistency']['output'] {
  const rows = orderBooks(venue).orders.map((order) => tellOrder(venue, order));
  const off = rows.filter((row) => row.mismatch !== null);
  const classes = [...new Set(off.map((row) => row.mismatch))].map((name) => {
    const of = off.filter((row) => row.mismatch === name);
    const can_prefer = name === 'conflict' || name === 'cancelled_with_money';
    return { class: name as MismatchClass, count: of.length, oldest: of.map((row) => row.updated_at).sort()[0] ?? null, can_repair: MENDED.includes(name as MismatchClass), can_prefer };
  });
  const orphan_payments = orderBooks(venue).payments.filter((one) => one.order_id === null && one.status === 'completed').length;
  return { classes, orders: off.length, rows: off, orphan_payments, orders_without_payment: rows.filter((row) => row.payments === 0).length };
}

const queries: Record<string, Handler> = {
  'order.list': (venue, input: Asked<'order.list'>) => {
    if (venue.scenario === 'broken') throw refuse('storage_busy');
    const rows = matching(venue, input);
    return { orders: paged(rows, input.page), total: rows.length };
  },
  'order.show': (venue, input: Asked<'order.show'>) => {
    const known = orderBooks(venue).orders.find((one) => one.order_id === input.order_id || one.reference === input.reference);
    if (!known) throw refuse('order_unknown');
    return tellDetail(venue, known);
  },
  'order.totals': (venue) => {
    const { orders, orphan_payments } = consistency(venue);
    const overpaid = matching(venue, { money: 'over' }).length;
    return { by_status: [], mismatches: orders, overpaid, orphan_payments };
  },
  'order.consistency': (venue) => consistency(venue),
  'order.overpaid': (venue, input: Asked<'order.overpaid'>) => {
    const rows = matching(venue, { money: 'over' });
    return { orders: paged(rows, input.page), total: rows.length };
  },
  'payment.orphans': (venue, input: Asked<'payment.orphans'>) => {
    const rows = orderBooks(venue).payments.filter((one) => one.order_id === null && one.status === 'completed');
    return { payments: paged(rows, input.page), total: rows.length };
  },
  'monitor.plan': (venue, input: Asked<'monitor.plan'>) => {
    if (!concernsOrders(input)) return careHandlers['monitor.plan']?.(venue, input as never);
    const { changes } = plan(venue, input);
    return { changes, digest: JSON.stringify(changes) };
  },
};

const ofOrders: Record<string, Handler> = {
  'order.create': (venue, input: Input<'order.create'>) => {
    const { orders } = orderBooks(venue);
    if (input.lines.length === 0) throw refuse('order_without_lines', { most: 100 });
    if (orders.some((one) => one.reference === input.reference)) throw refuse('order_reference_taken', { reference: input.reference ?? '' });
    if (venue.customers.find((one) => one.customer_id === input.customer_id)?.is_blocked) throw refuse('customer_blocked');
    const order: FakeOrder = {
      order_id: venue.nextId(), reference: input.reference ?? `CMD${String(venue.nextId()).padStart(6, '0')}`, customer_id: input.customer_id, status: 'pending', payment_status: 'pending',
      currency: venue.currency, note: input.note ?? null, lines: input.lines.map((line) => ({ ...line, line_id: venue.nextId() })), created_at: venue.now(), updated_at: venue.now(), paid_at: null,
      cancelled_at: null, refunded_at: null,
    };
    orders.push(order);
    note(venue, orderBooks(venue), order.order_id, { event: 'order_created', field: 'order.status', old: null, new: 'pending' });
    if (input.payment) addPayment(venue, order, input.payment);
    touch(venue);
    return tellDetail(venue, order);
  },
  'order.add_payment': (venue, input: Input<'order.add_payment'>) => {
    const order = orderOf(venue, input.order_id);
    addPayment(venue, order, input);
    touch(venue);
    return tellDetail(venue, order);
  },
  'order.set_status': (venue, input: Input<'order.set_status'>) => {
    const order = orderOf(venue, input.order_id);
    if (!NEXT[order.status].includes(input.status)) throw refuse('order_transition_illegal', { from: order.status, to: input.status });
    moveOrder(venue, order, input.status, 'order_status_set', input.reason ?? null);
    touch(venue);
    return tellDetail(venue, order);
  },
  'order.set_payment_status': (venue, input: Input<'order.set_payment_status'>) => {
    const order = orderOf(venue, input.order_id);
    if (!NEXT_MONEY[order.payment_status].includes(input.payment_status)) throw refuse('payment_transition_illegal', { from: order.payment_status, to: input.payment_status });
    if (input.payment_status === 'paid') validate(venue, order, input);
    else {
      for (const payment of paymentsOf(venue, order)) movePayment(venue, payment, STATE_OF[input.payment_status], 'order_payment_status_set', input.reason ?? null);
      moveMoney(venue, order, input.payment_status, 'order_payment_status_set', input.reason ?? null);
    }
    touch(venue);
    return tellDetail(venue, order);
  },
  'order.cancel': (venue, input: Input<'order.cancel'>) => {
    const order = orderOf(venue, input.order_id);
    cancel(venue, order, input.reason);
    touch(venue);
    return tellDetail(venue, order);
  },
  'order.validate': (venue, input: Input<'order.validate'>) => {
    const order = orderOf(venue, input.order_id);
    validate(venue, order, input);
    touch(venue);
    return tellDetail(venue, order);
  },
  'order.refund': (venue, input: Input<'order.refund'>) => {
    const order = orderOf(venue, input.order_id);
    const paid = paymentsOf(venue, order).filter((one) => one.status === 'completed');
    if (paid.length === 0) throw refuse('order_not_paid');
    for (const payment of paid) {
      payment.refunded_to = input.to;
      movePayment(venue, payment, 'cancelled', 'payment_refunded', input.reason);
    }
    moveMoney(venue, order, 'refunded', 'payment_refunded', input.reason);
    if (order.status === 'pending' || order.status === 'confirmed') moveOrder(venue, order, 'cancelled', 'payment_refunded', input.reason);
    touch(venue);
    return tellDetail(venue, order);
  },
  'order.attach_payment': (venue, input: Input<'order.attach_payment'>) => {
    const payment = paymentOf(venue, input.payment_id);
    const order = orderOf(venue, input.order_id);
    if (payment.order_id !== null) throw refuse('payment_not_orphan');
    const { remaining_cents } = tellDetail(venue, order);
    if (payment.amount_cents > remaining_cents && !input.accept_surplus) throw refuse('payment_exceeds_order', { remaining_cents, currency: order.currency });
    payment.order_id = order.order_id;
    note(venue, orderBooks(venue), order.order_id, { event: 'payment_attached', field: 'payment.status', payment_id: payment.payment_id, old: null, new: payment.status, reason: input.reason ?? null });
    follow(venue, order);
    touch(venue);
    return tellDetail(venue, order);
  },
  'order.bulk_cancel': (venue, input: Input<'order.bulk_cancel'>) => bulk(venue, input.order_ids, input.after, (order) => cancel(venue, order, input.reason)),
  'order.bulk_validate': (venue, input: Input<'order.bulk_validate'>) => {
    const isWaiting = (order: FakeOrder): boolean =>
      order.status !== 'cancelled' && order.payment_status === 'pending' && paymentsOf(venue, order).some((one) => one.method === input.method && one.status === 'pending');
    const ids = input.order_ids ?? orderBooks(venue).orders.filter(isWaiting).map((order) => order.order_id);
    return bulk(venue, ids, input.after, (order) => validate(venue, order));
  },
};

const ofPayments: Record<string, Handler> = {
  'payment.set_status': (venue, input: Input<'payment.set_status'>) => {
    const payment = paymentOf(venue, input.payment_id);
    if (!NEXT_STATE[payment.status].includes(input.status)) throw refuse('payment_transition_illegal', { from: payment.status, to: input.status });
    const order = payment.order_id === null ? null : orderOf(venue, payment.order_id);
    if (order && input.status === 'completed' && !input.accept_surplus) {
      const { remaining_cents } = tellDetail(venue, order);
      if (payment.amount_cents > remaining_cents) throw refuse('payment_exceeds_order', { remaining_cents, currency: order.currency });
    }
    movePayment(venue, payment, input.status, 'payment_status_set', input.reason ?? null);
    if (order) follow(venue, order);
    touch(venue);
    return payment;
  },
  'payment.refund': (venue, input: Input<'payment.refund'>) => {
    const payment = paymentOf(venue, input.payment_id);
    if (payment.status !== 'completed') throw refuse('payment_not_completed');
    payment.refunded_to = input.to;
    movePayment(venue, payment, 'cancelled', 'payment_refunded', input.reason);
    const order = payment.order_id === null ? null : orderOf(venue, payment.order_id);
    if (order) follow(venue, order);
    touch(venue);
    return payment;
  },
  'monitor.repair': (venue, input: Input<'monitor.repair'>) => {
    if (!concernsOrders(input)) return careHandlers['monitor.repair']?.(venue, input as never);
    const { changes, apply } = plan(venue, input);
    if (input.digest !== undefined && input.digest !== JSON.stringify(changes)) throw refuse('plan_outdated');
    apply();
    touch(venue);
    return { changes, remaining: [] };
  },
};


export const orderHandlers: Record<string, Handler> = { ...queries, ...ofOrders, ...ofPayments };
