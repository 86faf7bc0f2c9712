/** What the Orders screen works out by itself: what may be done with an order, and why not. */
import { expect, test } from 'vitest';
import type { OrderCan, OrderDetail, OrderRow } from '$door/contract';
import { asksSide, barrier, mends, MISMATCHES, nextStates, quantityOf, type Barrier, type OrderAct } from '$features/orders/model';

const EVERYTHING: OrderCan = { statuses: ['confirmed'], payment_statuses: ['paid'], cancel: true, validate: true, refund: true, add_payment: true, needs_manager: false };
const NOTHING: OrderCan = { statuses: [], payment_statuses: [], cancel: false, validate: false, refund: false, add_payment: false, needs_manager: false };
const detail = (order: Partial<OrderRow>, can: OrderCan): OrderDetail => ({ order: { status: 'pending', payment_status: 'pending', ...order }, can }) as OrderDetail;

const ACTS: readonly OrderAct[] = ['validate', 'advance', 'add_payment', 'set_money', 'refund', 'cancel'];

test.each<[string, OrderDetail, boolean, (Barrier | null)[]]>([
  ['a manager may do what the order can', detail({}, EVERYTHING), true, [null, null, null, null, null, null]],
  ['staff may not give money back', detail({}, EVERYTHING), false, [null, null, null, null, 'manager', null]],
  ['with money in the till staff may not cancel', detail({ payment_status: 'paid' }, { ...EVERYTHING, needs_manager: true }), false, [null, null, null, 'manager', 'manager', 'manager']],
  ['a manager may', detail({ payment_status: 'paid' }, { ...EVERYTHING, needs_manager: true }), true, [null, null, null, null, null, null]],
  ['a cancelled order is left alone', detail({ status: 'cancelled' }, NOTHING), true, ['cancelled', 'cancelled', 'cancelled', 'cancelled', 'no_money', 'cancelled']],
  ['what is delivered and paid stays', detail({ status: 'delivered' }, NOTHING), true, ['settled', 'delivered', 'covered', 'final', 'no_money', 'delivered']],
  ['what cannot be done needs no manager either', detail({ status: 'cancelled' }, NOTHING), false, ['cancelled', 'cancelled', 'cancelled', 'cancelled', 'no_money', 'cancelled']],
])('%s', (_name, order, is_manager, expected) => {
  expect(ACTS.map((act) => barrier(act, order, is_manager))).toEqual(expected);
});

test.each([
  ['1', 1],
  [' 12 ', 12],
  ['9999', 9999],
  ['0', null],
  ['', null],
  ['-1', null],
  ['1,5', null],
  ['10000', null],
])('the quantity %j is read as %j', (typed, expected) => {
  expect(quantityOf(typed)).toBe(expected);
});

test('seven classes are mended, two ask for a side, three are for a person alone', () => {
  expect(MISMATCHES.filter(mends)).toHaveLength(7);
  expect(MISMATCHES.filter(asksSide)).toEqual(['conflict', 'cancelled_with_money']);
  expect(MISMATCHES.filter((one) => !mends(one) && !asksSide(one))).toEqual(['amount_differs', 'overpaid', 'currency_differs']);
});

test('what is given back stays given back', () => {
  expect(nextStates({ status: 'cancelled' } as Parameters<typeof nextStates>[0])).toEqual([]);
});
