/**
 * What the Orders screen works out by itself: what may be done, and why not. Pure.
 * Must never decide what the desk decides: these rules only spare people a refusal.
 */
import type { MismatchClass, OrderCan, OrderDetail, OrderPayment, OrderPaymentState, OrderPaymentStatus, OrderRow, OrderStatus, PaymentMethod } from '$door/contract';

export const ORDER_STATUSES: readonly OrderStatus[] = ['pending', 'confirmed', 'shipped', 'delivered', 'cancelled'];
export const PAYMENT_STATUSES: readonly OrderPaymentStatus[] = ['pending', 'paid', 'failed', 'refunded'];
export const METHOD_WORDS: readonly PaymentMethod[] = ['cash', 'wave', 'orange_money', 'card', 'wallet'];
export const MISMATCHES: readonly MismatchClass[] = [
  'order_paid_payment_pending', 'order_failed_payment_pending', 'order_refunded_payment_pending', 'order_pending_payment_completed',
  'order_pending_payment_failed', 'order_pending_payment_cancelled', 'order_cancelled_payment_pending', 'conflict', 'cancelled_with_money',
  'amount_differs', 'overpaid', 'currency_differs',
];

const TO_A_PERSON: ReadonlySet<MismatchClass> = new Set(['conflict', 'cancelled_with_money', 'amount_differs', 'overpaid', 'currency_differs']);
/** Whether a repair mends it without being told whom to believe. */
export const mends = (mismatch: MismatchClass): boolean => !TO_A_PERSON.has(mismatch);
/** Whether a repair mends it once a person has said which side to believe. */
export const asksSide = (mismatch: MismatchClass): boolean => mismatch === 'conflict' || mismatch === 'cancelled_with_money';

/** The state of a payment that goes with what an order says of its money. */
export const STATE_OF: Record<OrderPaymentStatus, OrderPaymentState> = { pending: 'pending', paid: 'completed', failed: 'failed', refunded: 'cancelled' };

const NEXT_STATES: Record<OrderPaymentState, readonly OrderPaymentState[]> = {
  pending: ['completed', 'failed', 'cancelled'],
  failed: ['completed', 'pending'],
  completed: ['pending', 'failed', 'cancelled'],
  cancelled: [],
};
/** Where one payment may go. */
export const nextStates = (payment: OrderPayment): readonly OrderPaymentState[] => NEXT_STATES[payment.status];

export type OrderAct = 'validate' | 'advance' | 'add_payment' | 'set_money' | 'refund' | 'cancel';

/** Why an act cannot be done now, as the end of a message key; `null` when it can. */
export type Barrier = 'manager' | 'cancelled' | 'delivered' | 'settled' | 'no_money' | 'covered' | 'final';

function barredByState(act: OrderAct, order: OrderRow, can: OrderCan): Barrier | null {
  const is_cancelled = order.status === 'cancelled';
  switch (act) {
    case 'validate':
      return can.validate ? null : is_cancelled ? 'cancelled' : 'settled';
    case 'advance':
      return can.statuses.length > 0 ? null : is_cancelled ? 'cancelled' : 'delivered';
    case 'add_payment':
      return can.add_payment ? null : is_cancelled ? 'cancelled' : 'covered';
    case 'set_money':
      return can.payment_statuses.length > 0 ? null : is_cancelled ? 'cancelled' : 'final';
    case 'refund':
      return can.refund ? null : 'no_money';
    case 'cancel':
      return can.cancel ? null : is_cancelled ? 'cancelled' : 'delivered';
  }
}

/** Why an act cannot be done with an order, by this operator. */
export function barrier(act: OrderAct, { order, can }: OrderDetail, is_manager: boolean): Barrier | null {
  const barred = barredByState(act, order, can);
  if (barred !== null || is_manager) return barred;
  const for_manager = act === 'refund' || (act === 'cancel' && can.needs_manager) || (act === 'set_money' && order.payment_status === 'paid');
  return for_manager ? 'manager' : null;
}


/** A line of an order as it is typed. */
export interface TypedLine {
  id: number;
  label: string;
  quantity: string;
  price: string;
}

/** A quantity as people type it: a whole number from 1 to 9,999; `null` for anything else. */
export function quantityOf(typed: string): number | null {
  const text = typed.trim();
  const value = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return value >= 1 ? value : null;
}
