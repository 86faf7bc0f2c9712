/** The fake desk's orders as the real desk tells them: sums, what the payments say, and where the two sides disagree. */
import type { MismatchClass, OrderDetail, OrderMoney, OrderPaymentState, OrderPaymentStatus, OrderRow, OrderStatus } from '$generated/door';
import { orderBooks, type FakeOrder, type FakePayment } from './order-seed';
import type { FakeVenue } from './venue';

export const SAYS: Record<OrderPaymentState, OrderPaymentStatus> = { pending: 'pending', completed: 'paid', failed: 'failed', cancelled: 'refunded' };
export const STATE_OF: Record<OrderPaymentStatus, OrderPaymentState> = { pending: 'pending', paid: 'completed', failed: 'failed', refunded: 'cancelled' };
export const NEXT: Record<OrderStatus, OrderStatus[]> = { pending: ['confirmed', 'cancelled'], confirmed: ['shipped', 'cancelled'], shipped: ['delivered', 'cancelled'], delivered: [], cancelled: [] };
export const NEXT_MONEY: Record<OrderPaymentStatus, OrderPaymentStatus[]> = { pending: ['paid', 'failed', 'refunded'], failed: ['pending', 'paid'], paid: ['pending', 'failed', 'refunded'], refunded: [] };
export const NEXT_STATE: Record<OrderPaymentState, OrderPaymentState[]> = { pending: ['completed', 'failed', 'cancelled'], failed: ['pending', 'completed'], completed: ['pending', 'failed', 'cancelled'], cancelled: [] };

export const paymentsOf = (venue: FakeVenue, order: FakeOrder): FakePayment[] => orderBooks(venue).payments.filter((one) => one.order_id === order.order_id);
const sum = (payments: readonly FakePayment[], state: OrderPaymentState): number => payments.filter((one) => one.status === state).reduce((total, one) => total + one.amount_cents, 0);

function mismatchOf(order: FakeOrder, says: OrderPaymentStatus | null, state: OrderPaymentState | null, money: OrderMoney): MismatchClass | null {
  if (order.status === 'cancelled') {
    if (state === 'completed') return 'cancelled_with_money';
    return state === 'pending' ? 'order_cancelled_payment_pending' : null;
  }
  if (money === 'over') return 'overpaid';
  if (order.payment_status === 'paid' && money === 'part') return 'amount_differs';
  if (says === null || says === order.payment_status) return null;
  if (order.payment_status === 'pending') return state === 'pending' ? null : (`order_pending_payment_${state}` as MismatchClass);
  return says === 'pending' ? `order_${order.payment_status}_payment_pending` : 'conflict';
}

export function tellOrder(venue: FakeVenue, order: FakeOrder): OrderRow {
  const payments = paymentsOf(venue, order);
  const total_cents = order.lines.reduce((total, line) => total + line.quantity * line.unit_price_cents, 0);
  const paid_cents = sum(payments, 'completed');
  const money: OrderMoney = paid_cents === 0 ? 'none' : paid_cents < total_cents ? 'part' : paid_cents === total_cents ? 'full' : 'over';
  const state = (['completed', 'pending', 'cancelled', 'failed'] as const).find((one) => payments.some((payment) => payment.status === one)) ?? null;
  const says = state === null ? null : state === 'completed' && money === 'part' ? 'pending' : SAYS[state];
  const mismatch = mismatchOf(order, says, state, money);
  const customer = venue.customers.find((one) => one.customer_id === order.customer_id);
  const { order_id, reference, customer_id, status, payment_status, currency, created_at, updated_at, paid_at, cancelled_at, refunded_at } = order;
  return {
    order_id, reference, customer_id, customer_name: customer?.name ?? '', customer_phone: customer?.phone ?? null, status, payment_status, payments_say: says, payment_state: state,
    methods: [...new Set(payments.map((one) => one.method))], payments: payments.length, total_cents, paid_cents, pending_cents: sum(payments, 'pending'), currency, money,
    sync_status: mismatch !== null ? 'MISMATCH' : payments.length === 0 ? 'NO_PAYMENT' : 'SYNCED', mismatch, created_at, updated_at, paid_at, cancelled_at, refunded_at,
  };
}

export function tellDetail(venue: FakeVenue, order: FakeOrder): OrderDetail {
  const row = tellOrder(venue, order);
  const hasMoney = row.payment_state === 'completed';
  const live = order.status !== 'cancelled';
  return {
    order: row,
    note: order.note,
    lines: order.lines.map((line) => ({ ...line, amount_cents: line.quantity * line.unit_price_cents })),
    lines_cents: row.total_cents,
    payments: paymentsOf(venue, order),
    remaining_cents: Math.max(0, row.total_cents - row.paid_cents),
    surplus_cents: Math.max(0, row.paid_cents - row.total_cents),
    log: orderBooks(venue).log.filter((one) => one.order_id === order.order_id).map(({ order_id: _order, ...rest }) => rest).sort((a, b) => b.at.localeCompare(a.at) || b.log_id - a.log_id),
    can: {
      statuses: NEXT[order.status].filter((to) => to !== 'cancelled'),
      payment_statuses: live ? NEXT_MONEY[order.payment_status] : [],
      cancel: NEXT[order.status].includes('cancelled'),
      validate: live && (order.payment_status === 'pending' || order.payment_status === 'failed'),
      refund: hasMoney,
      add_payment: live && (row.money === 'none' || row.money === 'part'),
      needs_manager: hasMoney,
    },
  };
}
