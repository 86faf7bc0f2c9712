/** The immersion sessions that the fake venue begins with: the eight of the source in the coming months, and one of each trouble. */
import type { Booking, ImmersionSession, WaitingParty } from '$generated/door';
import type { FakeVenue } from './venue';

export type FakeBooking = Omit<Booking, 'starts_on' | 'ends_on' | 'location' | 'customer_name' | 'customer_phone' | 'holds_seat'> & { hold_until: string | null };
export type FakeParty = Omit<WaitingParty, 'customer_name' | 'customer_phone' | 'place'>;
export type FakeImmersion = Omit<
  ImmersionSession,
  'reserved_places' | 'confirmed_places' | 'held_places' | 'free_places' | 'undecided' | 'waiting' | 'status' | 'is_over'
>;
export interface FakeEvent {
  booking_id: string;
  event: string;
  minutesAgo: number;
  reason?: string;
}
export interface ImmersionBooks {
  sessions: FakeImmersion[];
  bookings: FakeBooking[];
  waiting: FakeParty[];
  events: FakeEvent[];
}

const DAY_MS = 86_400_000;
const HOUR_MINUTES = 60;
let made = 0;

/** An id in the shape of the desk's. */
export function fakeId(): string {
  made += 1;
  return `00000000-0000-4000-a000-${String(made).padStart(12, '0')}`;
}

/** The Monday so many weeks from this one, moved by some days. */
function dayAfter(venue: FakeVenue, weeks: number, days = 0): string {
  const now_ms = venue.now_ms();
  const weekday = (new Date(now_ms).getUTCDay() + 6) % 7;
  return new Date(now_ms + (weeks * 7 - weekday + days) * DAY_MS).toISOString().slice(0, 10);
}

/** weeks ahead, length in days, places, confirmed, place, price, extra. */
type Row = readonly [number, number, number, number, string, number, Partial<FakeImmersion>?];
const ROWS: readonly Row[] = [
  [1, 5, 8, 3, 'Dakar Plateau', 199_700],
  [2, 5, 8, 6, 'Saint-Louis, Hôtel de la Poste', 199_700, { description: 'Immersion complète : pilotage le matin, débriefing l’après-midi, soirée libre.' }],
  [4, 5, 8, 2, 'Dakar Plateau', 199_700],
  [5, 5, 8, 8, 'Gorée', 199_750],
  [6, 5, 8, 0, 'Saly Portudal', 249_700],
  [10, 7, 12, 0, 'Dakar Plateau', 1_500_000_00, { currency: 'XOF' }],
  [14, 5, 8, 0, 'Dakar Plateau', 199_700, { claimed_places: 2 }],
  [18, 5, 8, 0, 'Île de Ngor, village des arts et de la mer', 199_700],
  [-3, 5, 8, 7, 'Dakar Plateau', 189_700],
  [-8, 5, 8, 5, 'Saint-Louis, Hôtel de la Poste', 189_700],
  [8, 3, 6, 1, 'Thiès', 99_700, { is_active: false }],
];

export function seedImmersion(venue: FakeVenue, scenario: string | null): ImmersionBooks {
  const books: ImmersionBooks = { sessions: [], bookings: [], waiting: [], events: [] };
  if (scenario === 'empty' || scenario === 'first') return books;
  const rows = scenario === 'crowd' ? Array.from({ length: 100 }, (_, index) => [1 + index, 5, 8, index % 9, `Dakar Plateau, salle ${index + 1}`, 199_700] as const) : ROWS;
  rows.forEach((row, index) => seedSession(venue, books, row as Row, index));
  if (scenario !== 'crowd') seedTroubles(venue, books);
  return books;
}

function seedSession(venue: FakeVenue, books: ImmersionBooks, [weeks, days, max_places, confirmed, location, price_cents, extra]: Row, index: number): void {
  const immersion_id = fakeId();
  const last = Math.floor((days - 1) / 7);
  books.sessions.push({
    immersion_id, starts_on: dayAfter(venue, weeks), ends_on: dayAfter(venue, weeks + last, (days - 1) % 7), max_places, external_places: 0,
    claimed_places: null, closed_at: null, location, price_cents, currency: 'EUR', description: null, is_active: true,
    created_at: venue.at(-90_000), updated_at: venue.at(-9_000), revision: 1, ...extra,
  });
  for (let nth = 0; nth < confirmed; nth += 1) {
    const customer = venue.customers[(index * 3 + nth) % Math.max(1, venue.customers.length)];
    if (customer) books.bookings.push(seedBooking(venue, immersion_id, customer.customer_id, { amount_cents: price_cents, booked_at: venue.at(-4_000 - nth * 700) }));
  }
}

export function seedBooking(venue: FakeVenue, session_id: string | null, customer_id: number, extra: Partial<FakeBooking> = {}): FakeBooking {
  return {
    booking_id: fakeId(), session_id, customer_id, email: null, status: 'confirmed', hold_until: null, problem: null, wanted_session: null,
    payment_method: 'card', amount_cents: 199_700, currency: 'EUR', source: 'payment', waiting_id: null, booked_at: venue.at(-4_000),
    paid_at: venue.at(-3_990), confirmed_at: venue.at(-3_990), cancelled_at: null, cancel_reason: null, refunded_at: null, no_show_at: null,
    note: null, payment_reference: null, stripe_session_id: null, stripe_payment_intent_id: null, ...extra,
  };
}

/** Held seats that run out, seats taken elsewhere, payments without a seat, parties in line. */
function seedTroubles(venue: FakeVenue, books: ImmersionBooks): void {
  const [first, second, , full] = books.sessions;
  if (!first || !second || !full) return;
  const unpaid = { status: 'pending', payment_method: null, amount_cents: null, currency: null, paid_at: null, confirmed_at: null, source: 'counter' } as const;
  second.external_places = 1;
  books.bookings.push(
    seedBooking(venue, second.immersion_id, 4, { ...unpaid, hold_until: venue.at(41), booked_at: venue.at(-2_839) }),
    seedBooking(venue, first.immersion_id, 12, { ...unpaid, hold_until: venue.at(29.2 * HOUR_MINUTES), booked_at: venue.at(-1_128) }),
    seedBooking(venue, first.immersion_id, 9, { status: 'cancelled', cancelled_at: venue.at(-300), cancel_reason: 'deadline', paid_at: null, amount_cents: null, confirmed_at: null }),
    seedBooking(venue, full.immersion_id, 13, {
      status: 'pending', problem: 'no_seat', confirmed_at: null, paid_at: venue.at(-18), booked_at: venue.at(-18), amount_cents: 199_750,
      email: 'adja.thiam@example.sn', stripe_session_id: 'cs_test_a1B2c3', stripe_payment_intent_id: 'pi_3PqXyZ',
    }),
    seedBooking(venue, second.immersion_id, 14, { status: 'pending', problem: 'amount_differs', confirmed_at: null, paid_at: venue.at(-95), amount_cents: 99_700 }),
  );
  books.waiting.push(
    party(venue, full.immersion_id, 5, 2, -3_000),
    party(venue, full.immersion_id, 6, 1, -900),
    { ...party(venue, second.immersion_id, 8, 1, -2_000), status: 'waiting' },
  );
  for (const booking of books.bookings) {
    const minutesAgo = (venue.now_ms() - Date.parse(booking.booked_at)) / 60_000;
    books.events.push({ booking_id: booking.booking_id, event: 'booked', minutesAgo });
    if (booking.confirmed_at) books.events.push({ booking_id: booking.booking_id, event: 'confirmed', minutesAgo: minutesAgo - 10 });
    if (booking.cancelled_at) books.events.push({ booking_id: booking.booking_id, event: 'cancelled', minutesAgo: 300, reason: 'deadline' });
  }
}

const party = (venue: FakeVenue, session_id: string, customer_id: number, party_size: number, joined: number): FakeParty => ({
  waiting_id: fakeId(), session_id, customer_id, party_size, status: 'waiting', joined_at: venue.at(joined), offered_at: null, offer_until: null,
});
