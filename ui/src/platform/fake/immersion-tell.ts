/** The fake desk's immersion sessions, bookings and parties as the contract tells them. */
import type { Booking, ImmersionSession, WaitingParty } from '$generated/door';
import { seedImmersion, type FakeBooking, type FakeImmersion, type FakeParty, type ImmersionBooks } from './immersion-seed';
import type { FakeVenue } from './venue';

const books = new WeakMap<FakeVenue, ImmersionBooks>();

export function booksOf(venue: FakeVenue): ImmersionBooks {
  let found = books.get(venue);
  if (!found) {
    found = seedImmersion(venue, venue.scenario);
    books.set(venue, found);
  }
  return found;
}

export const holdsSeat = (venue: FakeVenue, booking: FakeBooking): boolean =>
  booking.status === 'confirmed' || (booking.status === 'pending' && booking.hold_until !== null && Date.parse(booking.hold_until) > venue.now_ms());

export function tellSession(venue: FakeVenue, session: FakeImmersion): ImmersionSession {
  const own = booksOf(venue).bookings.filter((booking) => booking.session_id === session.immersion_id);
  const confirmed_places = own.filter((booking) => booking.status === 'confirmed').length;
  const held_places = own.filter((booking) => booking.status === 'pending' && holdsSeat(venue, booking)).length;
  const reserved_places = confirmed_places + held_places + session.external_places;
  const is_over = session.ends_on < venue.now().slice(0, 10);
  return {
    ...session,
    confirmed_places,
    held_places,
    reserved_places,
    free_places: Math.max(0, session.max_places - reserved_places),
    undecided: own.filter((booking) => booking.problem !== null && booking.status === 'pending').length,
    waiting: booksOf(venue).waiting.filter((one) => one.session_id === session.immersion_id && ['waiting', 'offered'].includes(one.status)).length,
    is_over,
    status: is_over || session.closed_at !== null ? 'closed' : reserved_places >= session.max_places ? 'full' : 'open',
  };
}

const customerOf = (venue: FakeVenue, id: number): { name: string; phone: string | null } =>
  venue.customers.find((one) => one.customer_id === id) ?? { name: '', phone: null };

export function tellBooking(venue: FakeVenue, booking: FakeBooking): Booking {
  const session = booksOf(venue).sessions.find((one) => one.immersion_id === booking.session_id);
  const { name, phone } = customerOf(venue, booking.customer_id);
  return {
    ...booking,
    starts_on: session?.starts_on ?? null,
    ends_on: session?.ends_on ?? null,
    location: session?.location ?? null,
    customer_name: name,
    customer_phone: phone,
    holds_seat: holdsSeat(venue, booking),
  };
}

export function tellParty(venue: FakeVenue, party: FakeParty): WaitingParty {
  const line = booksOf(venue).waiting.filter((one) => one.session_id === party.session_id && one.status === 'waiting');
  const { name, phone } = customerOf(venue, party.customer_id);
  return { ...party, customer_name: name, customer_phone: phone, place: party.status === 'waiting' ? line.indexOf(party) + 1 : null };
}
