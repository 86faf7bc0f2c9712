/** The fake desk's immersion sessions: enough of the rules to be believed, and every refusal that the screen must say. */
import type { Commands, Queries } from '$generated/door';
import { refuse, type Handler } from './fake';
import { fakeId, seedBooking, type FakeBooking, type FakeImmersion, type FakeParty } from './immersion-seed';
import { booksOf, tellBooking, tellParty, tellSession } from './immersion-tell';
import type { FakeVenue } from './venue';

type Input<Name extends keyof Commands> = Commands[Name]['input'];
type Asked<Name extends keyof Queries> = Queries[Name]['input'];

const HOLD_MINUTES = 48 * 60;
const OFFER_MINUTES = 24 * 60;
const MONTHS = ['janvier', 'fevrier', 'mars', 'avril', 'mai', 'juin', 'juillet', 'aout', 'septembre', 'octobre', 'novembre', 'decembre'];
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function sessionOf(venue: FakeVenue, id: string): FakeImmersion {
  const session = booksOf(venue).sessions.find((one) => one.immersion_id === id);
  if (!session) throw refuse('immersion_unknown');
  return session;
}
function bookingOf(venue: FakeVenue, id: string): FakeBooking {
  const booking = booksOf(venue).bookings.find((one) => one.booking_id === id);
  if (!booking) throw refuse('booking_unknown');
  return booking;
}
function partyOf(venue: FakeVenue, id: string): FakeParty {
  const party = booksOf(venue).waiting.find((one) => one.waiting_id === id);
  if (!party) throw refuse('waiting_unknown');
  return party;
}
const touch = (venue: FakeVenue): void => venue.touch('immersion');

function openSession(venue: FakeVenue, id: string): FakeImmersion {
  const session = sessionOf(venue, id);
  if (tellSession(venue, session).is_over) throw refuse('immersion_over');
  if (session.closed_at !== null) throw refuse('immersion_closed');
  return session;
}
function needSeats(venue: FakeVenue, session: FakeImmersion, wanted: number): void {
  const free = tellSession(venue, session).free_places;
  if (wanted > free) throw refuse('immersion_full', { free, wanted });
}
function log(venue: FakeVenue, booking: FakeBooking, event: string, reason?: string): void {
  booksOf(venue).events.push({ booking_id: booking.booking_id, event, minutesAgo: 0, ...(reason === undefined ? {} : { reason }) });
}

function found(venue: FakeVenue, session: FakeImmersion, text: string): boolean {
  const [first, last] = [session.starts_on, session.ends_on].map((day) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''}`);
  const names = booksOf(venue).bookings.filter((one) => one.session_id === session.immersion_id).map((one) => tellBooking(venue, one).customer_name);
  const said = fold([first, last, session.starts_on.slice(0, 4), session.location, session.description ?? '', ...names].join(' '));
  return fold(text).split(/[\s–-]+/).filter(Boolean).every((word) => said.includes(word));
}

function edit(venue: FakeVenue, input: Input<'immersion.edit'>): unknown {
  const session = sessionOf(venue, input.immersion_id);
  if (input.revision !== undefined && input.revision !== null && input.revision !== session.revision) throw refuse('immersion_changed');
  const told = tellSession(venue, session);
  const booked = told.confirmed_places + told.held_places + (input.external_places ?? session.external_places);
  const max = input.max_places ?? session.max_places;
  if (max < booked) throw refuse('immersion_seats_booked', { booked, max });
  const { immersion_id: _id, revision: _revision, ...changes } = input;
  for (const [name, value] of Object.entries(changes)) if (value !== undefined && value !== null) Object.assign(session, { [name]: value });
  session.revision += 1;
  session.updated_at = venue.now();
  touch(venue);
  return tellSession(venue, session);
}

function book(venue: FakeVenue, input: Input<'immersion.book'>): unknown {
  const session = openSession(venue, input.immersion_id);
  if (venue.customers.find((one) => one.customer_id === input.customer_id)?.is_blocked) throw refuse('customer_blocked');
  const seats = input.seats ?? 1;
  needSeats(venue, session, seats);
  const made = Array.from({ length: seats }, () =>
    seedBooking(venue, session.immersion_id, input.customer_id, {
      source: 'counter', booked_at: venue.now(), note: input.note ?? null,
      ...(input.paid
        ? { payment_method: input.payment_method ?? 'cash', amount_cents: session.price_cents, currency: session.currency, paid_at: venue.now(), confirmed_at: venue.now() }
        : { status: 'pending', hold_until: venue.at(HOLD_MINUTES), payment_method: null, amount_cents: null, currency: null, paid_at: null, confirmed_at: null }),
    }),
  );
  booksOf(venue).bookings.push(...made);
  made.forEach((booking) => log(venue, booking, 'booked'));
  touch(venue);
  return made.map((booking) => tellBooking(venue, booking));
}

function release(venue: FakeVenue, booking: FakeBooking, reason: string): void {
  Object.assign(booking, { status: 'cancelled', hold_until: null, problem: null, cancelled_at: venue.now(), cancel_reason: reason });
  if (booking.session_id !== null) offerNext(venue, booking.session_id);
  touch(venue);
}

/** The first party that the free seats are enough for is offered them. */
function offerNext(venue: FakeVenue, session_id: string): void {
  const free = tellSession(venue, sessionOf(venue, session_id)).free_places;
  const next = booksOf(venue).waiting.find((party) => party.session_id === session_id && party.status === 'waiting' && party.party_size <= free);
  if (next) offer(venue, next);
}
function offer(venue: FakeVenue, party: FakeParty): void {
  needSeats(venue, sessionOf(venue, party.session_id), party.party_size);
  Object.assign(party, { status: 'offered', offered_at: venue.now(), offer_until: venue.at(OFFER_MINUTES) });
  for (let seat = 0; seat < party.party_size; seat += 1) {
    const held = { status: 'pending', hold_until: venue.at(OFFER_MINUTES), source: 'waiting_list', waiting_id: party.waiting_id, payment_method: null, amount_cents: null, currency: null, paid_at: null, confirmed_at: null } as const;
    booksOf(venue).bookings.push(seedBooking(venue, party.session_id, party.customer_id, { ...held, booked_at: venue.now() }));
  }
  touch(venue);
}

function impact(venue: FakeVenue, input: Asked<'immersion.impact'>): unknown {
  const session = sessionOf(venue, input.immersion_id);
  const told = tellSession(venue, session);
  const booked_places = told.confirmed_places + told.held_places + (input.external_places ?? session.external_places);
  const concerned = booksOf(venue).bookings.filter((one) => one.session_id === session.immersion_id && one.status !== 'cancelled');
  return {
    session: told,
    bookings: concerned.map((one) => tellBooking(venue, one)),
    waiting: booksOf(venue).waiting.filter((one) => one.session_id === session.immersion_id && ['waiting', 'offered'].includes(one.status)).map((one) => tellParty(venue, one)),
    booked_places,
    refusal: (input.max_places ?? session.max_places) < booked_places ? 'immersion_seats_booked' : null,
    max_places_least: Math.max(1, booked_places),
  };
}

const queries: Record<string, Handler> = {
  'immersion.list': (venue, input: Asked<'immersion.list'>) => {
    if (venue.scenario === 'broken') throw refuse('storage_busy');
    return booksOf(venue)
      .sessions.filter((session) => input.include_past || !tellSession(venue, session).is_over)
      .filter((session) => !input.from || session.ends_on >= input.from)
      .filter((session) => !input.to || session.starts_on <= input.to)
      .filter((session) => !input.search || found(venue, session, input.search))
      .sort((a, b) => a.starts_on.localeCompare(b.starts_on))
      .map((session) => tellSession(venue, session));
  },
  'immersion.show': (venue, input: Asked<'immersion.show'>) => {
    const session = sessionOf(venue, input.immersion_id);
    const { bookings, waiting } = booksOf(venue);
    const own = bookings.filter((one) => one.session_id === session.immersion_id).map((one) => tellBooking(venue, one));
    return {
      session: tellSession(venue, session),
      bookings: [...own.filter((one) => one.status !== 'cancelled'), ...own.filter((one) => one.status === 'cancelled')],
      waiting: waiting.filter((one) => one.session_id === session.immersion_id).map((one) => tellParty(venue, one)),
    };
  },
  'immersion.impact': impact,
  'immersion.bookings': (venue, input: Asked<'immersion.bookings'>) =>
    booksOf(venue)
      .bookings.filter((one) => !input.customer_id || one.customer_id === input.customer_id)
      .filter((one) => !input.undecided || (one.problem !== null && one.status === 'pending'))
      .map((one) => tellBooking(venue, one)),
  'immersion.booking': (venue, input: Asked<'immersion.booking'>) => {
    const booking = bookingOf(venue, input.booking_id);
    const events = booksOf(venue).events.filter((one) => one.booking_id === booking.booking_id);
    return {
      booking: tellBooking(venue, booking),
      events: events.map(({ event, minutesAgo, reason }) => ({
        event, from_status: null, to_status: booking.status, session_id: booking.session_id, origin: 'desk', operator_name: 'Moussa Diop', reason: reason ?? null, at: venue.at(-minutesAgo),
      })),
      licence: booking.status === 'confirmed' ? 'immersion' : null,
    };
  },
  'immersion.undecided_count': (venue) => booksOf(venue).bookings.filter((one) => one.problem !== null && one.status === 'pending').length,
  'immersion.csv': () => ({ file_name: 'immersion-reservations.csv', text: '\uFEFFSession;Client\r\n' }),
};

const ofSessions: Record<string, Handler> = {
  'immersion.create': (venue, input: Input<'immersion.create'>) => {
    const session: FakeImmersion = {
      immersion_id: fakeId(), starts_on: input.starts_on, ends_on: input.ends_on, max_places: input.max_places, external_places: input.external_places ?? 0, claimed_places: null,
      closed_at: null, location: input.location ?? '', price_cents: input.price_cents, currency: input.currency ?? venue.currency, description: input.description ?? null,
      is_active: input.is_active ?? true, created_at: venue.now(), updated_at: venue.now(), revision: 1,
    };
    booksOf(venue).sessions.push(session);
    touch(venue);
    return tellSession(venue, session);
  },
  'immersion.edit': edit,
  'immersion.settle_claim': (venue, input: Input<'immersion.settle_claim'>) => {
    const session = sessionOf(venue, input.immersion_id);
    const surplus = Math.max(0, (session.claimed_places ?? 0) - tellSession(venue, session).reserved_places);
    if (input.accept) session.external_places += surplus;
    session.claimed_places = null;
    touch(venue);
    return tellSession(venue, session);
  },
  'immersion.duplicate': (venue, input: Input<'immersion.duplicate'>) => {
    const from = sessionOf(venue, input.immersion_id);
    const length_ms = Date.parse(from.ends_on) - Date.parse(from.starts_on);
    const ends_on = new Date(Date.parse(input.starts_on) + length_ms).toISOString().slice(0, 10);
    const session = { ...from, immersion_id: fakeId(), starts_on: input.starts_on, ends_on, external_places: 0, claimed_places: null, closed_at: null, revision: 1 };
    booksOf(venue).sessions.push(session);
    touch(venue);
    return tellSession(venue, session);
  },
  'immersion.delete': (venue, input: Input<'immersion.delete'>) => {
    const told = tellSession(venue, sessionOf(venue, input.immersion_id));
    const bookings = told.confirmed_places + told.held_places + told.undecided;
    if (bookings + told.waiting > 0) throw refuse('immersion_has_bookings', { bookings, waiting: told.waiting });
    booksOf(venue).sessions = booksOf(venue).sessions.filter((one) => one.immersion_id !== input.immersion_id);
    touch(venue);
    return {};
  },
  'immersion.close': (venue, input: Input<'immersion.close'>) => {
    const session = sessionOf(venue, input.immersion_id);
    session.closed_at = venue.now();
    touch(venue);
    return tellSession(venue, session);
  },
  'immersion.reopen': (venue, input: Input<'immersion.reopen'>) => {
    const session = sessionOf(venue, input.immersion_id);
    if (tellSession(venue, session).is_over) throw refuse('immersion_over');
    session.closed_at = null;
    touch(venue);
    return tellSession(venue, session);
  },
};

const ofBookings: Record<string, Handler> = {
  'immersion.book': book,
  'immersion.confirm': (venue, input: Input<'immersion.confirm'>) => {
    const booking = bookingOf(venue, input.booking_id);
    if (booking.status !== 'pending') throw refuse('booking_not_pending', { status: booking.status });
    const session = sessionOf(venue, booking.session_id ?? '');
    Object.assign(booking, {
      status: 'confirmed', hold_until: null, problem: null, payment_method: input.payment_method, amount_cents: session.price_cents, currency: session.currency,
      paid_at: venue.now(), confirmed_at: venue.now(),
    });
    log(venue, booking, 'confirmed');
    touch(venue);
    return tellBooking(venue, booking);
  },
  'immersion.cancel_booking': (venue, input: Input<'immersion.cancel_booking'>) => {
    const booking = bookingOf(venue, input.booking_id);
    if (booking.paid_at !== null && booking.refunded_at === null) throw refuse('booking_paid');
    release(venue, booking, input.reason);
    log(venue, booking, 'cancelled', input.reason);
    return tellBooking(venue, booking);
  },
  'immersion.refund_booking': (venue, input: Input<'immersion.refund_booking'>) => {
    const booking = bookingOf(venue, input.booking_id);
    booking.refunded_at = venue.now();
    release(venue, booking, input.reason);
    log(venue, booking, 'refunded', input.reason);
    return tellBooking(venue, booking);
  },
  'immersion.move_booking': (venue, input: Input<'immersion.move_booking'>) => {
    const booking = bookingOf(venue, input.booking_id);
    needSeats(venue, openSession(venue, input.immersion_id), 1);
    booking.session_id = input.immersion_id;
    if (booking.problem !== null) Object.assign(booking, { problem: null, status: 'confirmed', confirmed_at: venue.now() });
    log(venue, booking, 'moved');
    touch(venue);
    return tellBooking(venue, booking);
  },
  'immersion.accept_booking': (venue, input: Input<'immersion.accept_booking'>) => {
    const booking = bookingOf(venue, input.booking_id);
    needSeats(venue, sessionOf(venue, booking.session_id ?? ''), 1);
    Object.assign(booking, { problem: null, status: 'confirmed', confirmed_at: venue.now() });
    log(venue, booking, 'confirmed', input.reason);
    touch(venue);
    return tellBooking(venue, booking);
  },
  'immersion.no_show': (venue, input: Input<'immersion.no_show'>) => {
    const booking = bookingOf(venue, input.booking_id);
    if (sessionOf(venue, booking.session_id ?? '').starts_on > venue.now().slice(0, 10)) throw refuse('immersion_not_begun');
    booking.no_show_at = input.no_show ? venue.now() : null;
    touch(venue);
    return tellBooking(venue, booking);
  },
};

const ofWaiting: Record<string, Handler> = {
  'immersion.join_waiting': (venue, input: Input<'immersion.join_waiting'>) => {
    const session = openSession(venue, input.immersion_id);
    const { waiting } = booksOf(venue);
    if (input.party_size > session.max_places) throw refuse('party_too_large', { max: session.max_places });
    const there = (one: FakeParty): boolean => one.session_id === session.immersion_id && ['waiting', 'offered'].includes(one.status);
    if (waiting.some((one) => there(one) && one.customer_id === input.customer_id)) throw refuse('already_waiting');
    const party: FakeParty = {
      waiting_id: fakeId(), session_id: session.immersion_id, customer_id: input.customer_id, party_size: input.party_size, status: 'waiting',
      joined_at: venue.now(), offered_at: null, offer_until: null,
    };
    waiting.push(party);
    if (tellParty(venue, party).place === 1 && tellSession(venue, session).free_places >= party.party_size) offer(venue, party);
    touch(venue);
    return tellParty(venue, party);
  },
  'immersion.offer': (venue, input: Input<'immersion.offer'>) => {
    const party = partyOf(venue, input.waiting_id);
    offer(venue, party);
    return tellParty(venue, party);
  },
  'immersion.accept_offer': (venue, input: Input<'immersion.accept_offer'>) => {
    const party = partyOf(venue, input.waiting_id);
    party.status = 'accepted';
    const own = booksOf(venue).bookings.filter((one) => one.waiting_id === party.waiting_id && one.status === 'pending');
    const { price_cents, currency } = sessionOf(venue, party.session_id);
    for (const booking of own) {
      if (input.paid) Object.assign(booking, { status: 'confirmed', hold_until: null, payment_method: input.payment_method, amount_cents: price_cents, currency, paid_at: venue.now(), confirmed_at: venue.now() });
      else booking.hold_until = venue.at(HOLD_MINUTES);
    }
    touch(venue);
    return own.map((one) => tellBooking(venue, one));
  },
  'immersion.leave_waiting': (venue, input: Input<'immersion.leave_waiting'>) => {
    const party = partyOf(venue, input.waiting_id);
    party.status = 'left';
    booksOf(venue).bookings.filter((one) => one.waiting_id === party.waiting_id && one.status === 'pending').forEach((one) => release(venue, one, 'left'));
    touch(venue);
    return tellParty(venue, party);
  },
};

export const immersionHandlers: Record<string, Handler> = { ...queries, ...ofSessions, ...ofBookings, ...ofWaiting };
