/** The fake desk's inbox of payment events, the listener behind it, and its secrets. */
import type { ListenerStatus } from '../platform';
import { refuse, type Handler } from './fake';
import { settingsOf } from './setup-handlers';
import type { FakeVenue } from './venue';

interface FakeEvent {
  event_id: number;
  provider: 'stripe' | 'shop';
  provider_event_id: string;
  event_type: string;
  outcome: string;
  args: Record<string, string | number | null>;
  minutesAgo: number;
  deliveries: number;
  target_kind: string | null;
  target_id: string | null;
  via: 'http' | 'file' | 'call';
  body: string;
}

interface Books {
  events: FakeEvent[];
  secrets: Map<string, string>;
}

const DECIDE = ['paid_without_seat', 'amount_differs', 'currency_differs', 'session_unknown', 'conflict', 'malformed'];
const SECRETS = ['events.stripe_secret', 'events.shop_secret'];
const books = new WeakMap<FakeVenue, Books>();

function booksOf(venue: FakeVenue): Books {
  let found = books.get(venue);
  if (!found) {
    const isEmpty = new URLSearchParams(globalThis.location?.search ?? '').get('scenario') === 'empty';
    const secrets = isEmpty ? [] : ([['events.stripe_secret', 'whsec_8Hq21a2b']] as const);
    found = { events: isEmpty || venue.firstStart ? [] : seed(), secrets: new Map(secrets) };
    books.set(venue, found);
  }
  return found;
}

type Row = [minutesAgo: number, provider: FakeEvent['provider'], type: string, outcome: string, kind: string | null, args: FakeEvent['args'], via?: FakeEvent['via'], deliveries?: number];

const CUSTOMERS = { customer_name: 'Awa Diop', starts_on: '2027-01-11', ends_on: '2027-01-15', amount_cents: 199_700, currency: 'EUR' };

/** Newest first. */
const ROWS: readonly Row[] = [
  [4, 'stripe', 'checkout.session.completed', 'paid_without_seat', 'immersion', { ...CUSTOMERS, customer_name: 'Salimata Traoré' }],
  [9, 'stripe', 'checkout.session.completed', 'confirmed', 'immersion', CUSTOMERS],
  [10, 'stripe', 'checkout.session.created', 'held', 'immersion', CUSTOMERS],
  [26, 'shop', 'paid', 'waiting', 'purchase', { reference: '2118' }, 'http', 3],
  [41, 'shop', 'WAITING_FOR_CUSTOMER', 'pending', 'purchase', { purchase_id: 1038 }],
  [58, 'stripe', 'checkout.session.completed', 'amount_differs', 'immersion', { ...CUSTOMERS, customer_name: 'Oumar Ba', expected_cents: 199_700, amount_cents: 149_700 }],
  [75, 'shop', 'paid', 'purchase_paid', 'purchase', { purchase_id: 1039, customer_name: 'Fatima Sow', amount_cents: 250_000, currency: 'XOF' }],
  [180, 'stripe', 'checkout.session.expired', 'released', 'immersion', CUSTOMERS],
  [400, 'stripe', 'charge.refunded', 'refunded', 'immersion', { ...CUSTOMERS, customer_name: 'Cheikh Anta Mbaye' }],
  [610, 'stripe', 'customer.updated', 'ignored', null, {}],
  [1500, 'stripe', '', 'malformed', null, { problem: 'no_json' }, 'file'],
  [1900, 'stripe', 'checkout.session.completed', 'session_unknown', 'immersion', { session: 'b2b7e0d0', customer_name: 'Jean Martin' }],
  [2600, 'shop', 'failed', 'dismissed', 'purchase', { reason: 'Test de la boutique' }, 'call'],
];

const seed = (): FakeEvent[] =>
  ROWS.map(([minutesAgo, provider, event_type, outcome, target_kind, args, via = 'http', deliveries = 1], index) => {
    const event_id = ROWS.length - index;
    const name = `${provider === 'stripe' ? 'evt_1Q' : 'cb_'}${(event_id * 7919).toString(36).padStart(6, '0')}`;
    const body = outcome === 'malformed' ? '<html>502 Bad Gateway</html>' : JSON.stringify({ id: name, type: event_type, data: args });
    const target_id = target_kind === 'immersion' ? `fake-paid-${outcome}` : null;
    return { event_id, provider, provider_event_id: name, event_type, outcome, args, minutesAgo, deliveries, target_kind, target_id, via, body };
  });

const told = (venue: FakeVenue, { minutesAgo, body: _body, ...event }: FakeEvent): Record<string, unknown> => ({
  ...event,
  received_at: venue.at(-minutesAgo),
  processed_at: event.outcome === 'waiting' ? null : venue.at(-minutesAgo),
  needs_decision: DECIDE.includes(event.outcome),
});

function eventOf(venue: FakeVenue, id: number): FakeEvent {
  const event = booksOf(venue).events.find((known) => known.event_id === id);
  if (!event) throw refuse('payment_event_unknown');
  return event;
}

/** How the fake's listener is: on where the settings say so, except on an address that is always taken. */
export function listenerStatus(venue: FakeVenue): ListenerStatus {
  const settings = settingsOf(venue);
  const address = String(settings['events.address']);
  const wished = settings['events.listen'] === true;
  const isTaken = address.endsWith(':80');
  return { is_on: wished && !isTaken, address, problem: wished && isTaken ? 'listener_address_taken' : null };
}

interface Wish {
  outcome?: string;
  needs_decision?: boolean;
  before?: number;
  limit?: number;
}

export const paymentHandlers: Record<string, Handler> = {
  'payment_event.list': (venue, { outcome, needs_decision, before, limit }: Wish) => {
    const all = booksOf(venue).events.filter(
      (event) => (outcome === undefined || event.outcome === outcome) && (needs_decision === undefined || DECIDE.includes(event.outcome) === needs_decision),
    );
    const page = all.filter((event) => before === undefined || event.event_id < before).slice(0, limit ?? 50);
    return { events: page.map((event) => told(venue, event)), total: all.length };
  },
  'payment_event.show': (venue, input: { event_id: number }) => {
    const event = eventOf(venue, input.event_id);
    return { event: told(venue, event), body: event.body };
  },
  'payment_event.counts': (venue) => {
    const { events } = booksOf(venue);
    return {
      waiting: events.filter((event) => event.outcome === 'waiting').length,
      needs_decision: events.filter((event) => DECIDE.includes(event.outcome)).length,
      today: events.filter((event) => event.minutesAgo < 600).length,
    };
  },
  'payment_event.retry': (venue, input: { event_id: number }) => {
    const event = eventOf(venue, input.event_id);
    if (event.outcome === 'waiting') event.outcome = 'purchase_paid';
    venue.touch('payment_events');
    return told(venue, event);
  },
  'payment_event.dismiss': (venue, input: { event_id: number; reason: string }) => {
    const event = eventOf(venue, input.event_id);
    if (event.outcome === 'dismissed') throw refuse('payment_event_settled');
    event.outcome = 'dismissed';
    event.args = { reason: input.reason };
    venue.touch('payment_events');
    return told(venue, event);
  },
  'secret.status': (venue) =>
    SECRETS.map((name) => {
      const value = booksOf(venue).secrets.get(name);
      return { name, is_set: value !== undefined, ends_with: value?.slice(-4) ?? null };
    }),
  'secret.set': (venue, input: { name: string; value: string | null }) => {
    if (!SECRETS.includes(input.name)) throw refuse('bad_input', { problem: 'no such secret' });
    if (input.value === null) booksOf(venue).secrets.delete(input.name);
    else booksOf(venue).secrets.set(input.name, input.value);
    venue.touch('settings');
    return {};
  },
};
