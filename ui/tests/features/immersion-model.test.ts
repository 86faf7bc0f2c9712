import { describe, expect, test } from 'vitest';
import type { Booking, ImmersionSession } from '$door/contract';
import { monthWeeks } from '$shared/format/calendar';
import { bookingActs, ofFilter, onDay, peopleText, seatParts, shiftedEnd, standingOf, stretchesOf, takesBookings } from '$features/immersion/model';

const session = (over: Partial<ImmersionSession> = {}): ImmersionSession => ({
  immersion_id: 'a', starts_on: '2025-03-03', ends_on: '2025-03-07', max_places: 8, reserved_places: 0, confirmed_places: 0, held_places: 0, external_places: 0,
  free_places: 8, claimed_places: null, undecided: 0, waiting: 0, status: 'open', is_over: false, closed_at: null, location: 'Dakar', price_cents: 199_700,
  currency: 'EUR', description: null, is_active: true, created_at: '2025-01-01T00:00:00.000Z', updated_at: '2025-01-01T00:00:00.000Z', revision: 1, ...over,
});
const booking = (over: Partial<Booking> = {}): Booking => ({
  booking_id: 'b', session_id: 'a', starts_on: '2025-03-03', ends_on: '2025-03-07', location: 'Dakar', customer_id: 1, customer_name: 'Awa Diallo', customer_phone: null,
  email: null, status: 'confirmed', holds_seat: true, hold_until: null, problem: null, wanted_session: null, payment_method: 'cash', amount_cents: 199_700, currency: 'EUR',
  source: 'counter', waiting_id: null, booked_at: '2025-01-01T00:00:00.000Z', paid_at: '2025-01-01T00:00:00.000Z', confirmed_at: null, cancelled_at: null, cancel_reason: null,
  refunded_at: null, no_show_at: null, note: null, payment_reference: null, stripe_session_id: null, stripe_payment_intent_id: null, ...over,
});

describe('the parts of a seat bar', () => {
  test.each([
    ['nothing booked', {}, { confirmed: 0, held: 0, external: 0, off: 0, free: 8, drawn: 8 }],
    ['some of each', { reserved_places: 6, confirmed_places: 3, held_places: 2, external_places: 1 }, { confirmed: 3, held: 2, external: 1, off: 0, free: 2, drawn: 8 }],
    ['more claimed than booked', { reserved_places: 3, confirmed_places: 3, claimed_places: 5 }, { confirmed: 3, held: 0, external: 0, off: 2, free: 3, drawn: 8 }],
    ['less claimed than booked', { reserved_places: 3, confirmed_places: 3, claimed_places: 1 }, { confirmed: 3, held: 0, external: 0, off: 0, free: 5, drawn: 8 }],
    ['full, and one paid without a seat', { reserved_places: 8, confirmed_places: 8, undecided: 1 }, { confirmed: 8, held: 0, external: 0, off: 1, free: 0, drawn: 9 }],
  ] as const)('%s', (_name, over, expected) => expect(seatParts(session(over))).toEqual(expected));

  test('always come to what is drawn', () => {
    for (let confirmed = 0; confirmed <= 8; confirmed += 1) {
      for (let undecided = 0; undecided < 4; undecided += 1) {
        const { drawn, ...parts } = seatParts(session({ confirmed_places: confirmed, reserved_places: confirmed, undecided }));
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(drawn);
      }
    }
  });
});

test.each([
  [{}, 'open', true],
  [{ status: 'full' }, 'full', false],
  [{ status: 'closed', closed_at: '2025-01-01T00:00:00.000Z' }, 'closed', false],
  [{ status: 'closed', is_over: true }, 'over', false],
] as const)('a session %o stands %s; takes bookings: %s', (over, standing, takes) => {
  expect(standingOf(session(over))).toBe(standing);
  expect(takesBookings(session(over))).toBe(takes);
});

test('each session is in exactly one of the filters', () => {
  const all = [session(), session({ is_over: true }), session({ is_active: false }), session({ is_active: false, is_over: true })];
  expect(ofFilter(all, 'coming')).toEqual([all[0]]);
  expect(ofFilter(all, 'past')).toEqual([all[1]]);
  expect(ofFilter(all, 'inactive')).toEqual([all[2], all[3]]);
});

const paidNothing = { paid_at: null, amount_cents: null, payment_method: null } as const;
test.each([
  ['confirmed, before its first day', {}, '2025-03-02', ['move', 'refund']],
  ['confirmed, on its first day', {}, '2025-03-03', ['no_show', 'move', 'refund']],
  ['confirmed without money', paidNothing, '2025-03-02', ['move', 'cancel']],
  ['a no-show', { no_show_at: '2025-03-03T10:00:00.000Z' }, '2025-03-04', ['no_show_undo', 'move', 'refund']],
  ['held', { status: 'pending', hold_until: '2025-03-01T00:00:00.000Z', ...paidNothing }, '2025-02-28', ['confirm', 'move', 'cancel']],
  ['paid without a seat', { status: 'pending', problem: 'no_seat' }, '2025-02-28', ['move', 'refund']],
  ['paid another amount', { status: 'pending', problem: 'amount_differs' }, '2025-02-28', ['accept', 'move', 'refund']],
  ['paid in another currency', { status: 'pending', problem: 'currency_differs' }, '2025-02-28', ['accept', 'move', 'refund']],
  ['cancelled', { status: 'cancelled' }, '2025-03-03', []],
] as const)('a booking that is %s', (_name, over, today, acts) => expect(bookingActs(booking(over), today)).toEqual(acts));

describe('the lanes of a month', () => {
  const [week1 = [], week2 = []] = monthWeeks('2025-03').slice(1);

  test('a session lies on its days', () => {
    expect(stretchesOf([session()], week1)).toMatchObject([{ from: 0, to: 4, lane: 0, before: false, after: false }]);
    expect(stretchesOf([session()], week2)).toEqual([]);
  });
  test('one that goes on is in both weeks', () => {
    const long = session({ starts_on: '2025-03-08', ends_on: '2025-03-11' });
    expect(stretchesOf([long], week1)).toMatchObject([{ from: 5, to: 6, before: false, after: true }]);
    expect(stretchesOf([long], week2)).toMatchObject([{ from: 0, to: 1, before: true, after: false }]);
  });
  test('one over the end of the month is in both months', () => {
    const over = session({ starts_on: '2025-03-31', ends_on: '2025-04-04' });
    const inMonth = (month: string): number => monthWeeks(month).flatMap((week) => stretchesOf([over], week)).length;
    expect([inMonth('2025-03'), inMonth('2025-04'), inMonth('2025-05')]).toEqual([1, 1, 0]);
  });
  test('two on one day take two lines, a third takes the line that is free again', () => {
    const lanes = stretchesOf(
      [session({ immersion_id: 'a' }), session({ immersion_id: 'b', starts_on: '2025-03-04', ends_on: '2025-03-05' }), session({ immersion_id: 'c', starts_on: '2025-03-06', ends_on: '2025-03-07' })],
      week1,
    );
    expect(lanes.map(({ session: { immersion_id }, lane }) => [immersion_id, lane])).toEqual([['a', 0], ['b', 1], ['c', 1]]);
  });
  test('a day knows its sessions, first and last day included', () => {
    expect(['2025-03-02', '2025-03-03', '2025-03-07', '2025-03-08'].map((day) => onDay([session()], day).length)).toEqual([0, 1, 1, 0]);
  });
});

test.each([
  ['2025-03-03', '2025-03-07', '2025-03-31', '2025-04-04'],
  ['2025-12-29', '2026-01-02', '2026-02-26', '2026-03-02'],
  ['2025-03-03', '2025-03-03', '2025-03-30', '2025-03-30'],
])('%s to %s, begun on %s, ends on %s', (from, to, begins, ends) => expect(shiftedEnd(from, to, begins)).toBe(ends));

test('people can be pasted anywhere', () => {
  expect(peopleText([{ name: 'Awa', phone: '77 1', email: null }, { name: 'Jean', phone: null, email: 'j@x.sn' }])).toBe('Awa\t77 1\nJean\tj@x.sn');
});
