/** The fake desk's sessions: live, ended, their actions, events and account, and the display's board. */
import { comingOf, shownTheme } from './coming-handlers';
import { refuse, type Handler } from './fake';
import { codeFor, type FakePurchase, type FakeSessionStatus } from './seed';
import { customerOf, packageOf, reservation, sessionCard } from './tell';
import type { FakeVenue } from './venue';

type Session = NonNullable<FakePurchase['session']>;
type Card = Record<string, unknown> & { session_id: number; customer_name: string; completed_at: string | null; status: string };

interface Event {
  id: number;
  event: string;
  from_status: string | null;
  to_status: string;
  amount_ms: number | null;
  origin: string;
  operator_name: string | null;
  reason: string | null;
  created_at: string;
}

interface Books {
  ended: Card[];
  events: Map<number, Event[]>;
  added_ms: Map<number, number>;
  pausedTogether: Set<number>;
}

const MINUTE_MS = 60_000;
const books = new WeakMap<FakeVenue, Books>();

/** `?sessions=200` in the preview's address fills the room. */
const wanted = (): number => Number(new URLSearchParams(globalThis.location?.search ?? '').get('sessions') ?? 0);

function booksOf(venue: FakeVenue): Books {
  let found = books.get(venue);
  if (!found) {
    found = { ended: [], events: new Map(), added_ms: new Map(), pausedTogether: new Set() };
    books.set(venue, found);
    fill(venue, found);
  }
  return found;
}

function fill(venue: FakeVenue, kept: Books): void {
  const ended = venue.purchases.filter((sale) => sale.invoice_status === 'used').slice(0, 2);
  ended.forEach((sale, index) => {
    const total_ms = (packageOf(venue, sale)?.duration_minutes ?? 60) * MINUTE_MS;
    const left_ms = index === 0 ? 12 * MINUTE_MS : 0;
    const session: Session = {
      session_id: 900 + index, status: index === 0 ? 'terminated' : 'completed', station_id: 2 + index, total_ms, remaining_ms: left_ms, ends_at: null,
      started_at: venue.at(-95),
    };
    const card = sessionCard(venue, { ...sale, session }) as Card;
    kept.ended.push({ ...card, remaining_ms: 0, played_ms: total_ms - left_ms, paused_at: null, completed_at: venue.at(index === 0 ? -3 : -42) });
  });
  const lefts = [48, 33, 55, 4.2, 0.8, 26, 71, 17, 9, 2.4];
  for (let index = 0; index < wanted(); index += 1) {
    const left_ms = (lefts[index % lefts.length] ?? 30) * MINUTE_MS + index * 7_000;
    const status: FakeSessionStatus = index % 9 === 7 ? 'paused' : index % 13 === 11 ? 'ready' : 'active';
    const id = 5000 + index;
    venue.purchases.push({
      purchase_id: id, customer_id: (index % venue.customers.length) + 1, package_id: (index % venue.packages.length) + 1, payment_method: 'cash',
      payment_status: 'completed', created_at: venue.at(-60), paid_at: venue.at(-59), invoice_status: 'active', invoice_number: `F00${id}`,
      validation_code: codeFor(id), window: null,
      session: {
        session_id: id, status, station_id: null, total_ms: Math.max(60 * MINUTE_MS, left_ms), remaining_ms: left_ms,
        ends_at: status === 'active' ? new Date(venue.now_ms() + left_ms).toISOString() : null, started_at: venue.at(-30),
      },
    });
  }
}

const live = (venue: FakeVenue): FakePurchase[] => {
  booksOf(venue);
  return venue.purchases.filter((sale) => sale.session !== null);
};

function cards(venue: FakeVenue): Record<string, unknown>[] {
  const rank: Record<string, number> = { active: 0, paused: 1, ready: 2 };
  return live(venue)
    .map((sale) => sessionCard(venue, sale) as Record<string, unknown>)
    .sort((a, b) => (rank[String(a.status)] ?? 3) - (rank[String(b.status)] ?? 3) || Number(a.remaining_ms) - Number(b.remaining_ms));
}

function take(venue: FakeVenue, id: number): { sale: FakePurchase; session: Session } {
  const sale = live(venue).find((known) => known.session?.session_id === id);
  if (sale?.session) return { sale, session: sale.session };
  throw refuse(booksOf(venue).ended.some((card) => card.session_id === id) ? 'session_over' : 'session_unknown');
}

const left_ms = (venue: FakeVenue, session: Session): number =>
  session.ends_at ? Math.max(0, Date.parse(session.ends_at) - venue.now_ms()) : session.remaining_ms;

function note(venue: FakeVenue, id: number, event: Partial<Event> & { event: string; to_status: string }): void {
  const kept = booksOf(venue);
  const list = kept.events.get(id) ?? [];
  kept.events.set(id, [
    { id: venue.nextId(), from_status: null, amount_ms: null, origin: 'desk', operator_name: 'Moussa Diop', reason: null, created_at: venue.now(), ...event },
    ...list,
  ]);
  venue.touch('sessions', 'purchases', 'stations');
}

function run(venue: FakeVenue, session: Session, event: string): void {
  const from_status = session.status;
  session.status = 'active';
  session.ends_at = new Date(venue.now_ms() + session.remaining_ms).toISOString();
  note(venue, session.session_id, { event, from_status, to_status: 'active' });
}

function pause(venue: FakeVenue, session: Session, reason: string | null): void {
  session.remaining_ms = left_ms(venue, session);
  session.status = 'paused';
  session.ends_at = null;
  note(venue, session.session_id, { event: 'paused', from_status: 'active', to_status: 'paused', reason });
}

function end(venue: FakeVenue, id: number, status: 'terminated' | 'completed', reason: string): Card {
  const { sale, session } = take(venue, id);
  const rest_ms = left_ms(venue, session);
  const card = { ...sessionCard(venue, sale), status, remaining_ms: 0, ends_at: null, completed_at: venue.now(), played_ms: session.total_ms - rest_ms } as unknown as Card;
  note(venue, id, { event: status, from_status: session.status, to_status: status, reason });
  booksOf(venue).ended.unshift(card);
  sale.session = null;
  sale.invoice_status = 'used';
  return card;
}

function told(venue: FakeVenue, id: number): unknown {
  const { sale } = take(venue, id);
  return sessionCard(venue, sale);
}

/** "Awa Diallo" → "Awa D.", as the real board has it. */
const mask = (name: string): string => name.replace(/^(\S+).*\s(\S)\S*$/u, '$1 $2.');

export const sessionHandlers: Record<string, Handler> = {
  'session.list': (venue) => ({ server_now: venue.now(), sessions: cards(venue) }),
  'session.ended': (venue) => booksOf(venue).ended,
  'session.events': (venue, input: { session_id: number }) => {
    const kept = booksOf(venue).events.get(input.session_id) ?? [];
    const begin = (event: string, minutes: number): Event => ({
      id: minutes, event, from_status: event === 'created' ? null : 'ready', to_status: event === 'created' ? 'ready' : 'active', amount_ms: null, origin: 'desk',
      operator_name: 'Moussa Diop', reason: null, created_at: venue.at(-minutes),
    });
    return [...kept, begin('started', 41), begin('created', 42)];
  },
  'session.show': (venue, input: { session_id: number }) => {
    const ended = booksOf(venue).ended.find((card) => card.session_id === input.session_id);
    const card = ended ?? (told(venue, input.session_id) as Card);
    const added_ms = booksOf(venue).added_ms.get(input.session_id) ?? 0;
    const total_ms = Number(card.total_ms);
    const rest_ms = total_ms - Number(card.played_ms) - Number(card.remaining_ms);
    return {
      card,
      account: {
        bought_ms: total_ms - added_ms, added_ms, compensated_ms: 0, played_ms: card.played_ms, remaining_ms: card.remaining_ms, refunded_ms: 0,
        forfeited_ms: ended ? rest_ms : 0,
      },
      reopenable_until: ended?.completed_at ? new Date(Date.parse(ended.completed_at) + 15 * MINUTE_MS).toISOString() : null,
    };
  },
  'session.start': (venue, input: { session_id: number }) => {
    const { session } = take(venue, input.session_id);
    if (session.status !== 'ready') throw refuse('session_already_running');
    run(venue, session, 'started');
    return told(venue, input.session_id);
  },
  'session.pause': (venue, input: { session_id: number; reason?: string }) => {
    const { session } = take(venue, input.session_id);
    if (session.status !== 'active') throw refuse('session_not_running');
    pause(venue, session, input.reason ?? null);
    return told(venue, input.session_id);
  },
  'session.resume': (venue, input: { session_id: number }) => {
    const { session } = take(venue, input.session_id);
    if (session.status !== 'paused') throw refuse('session_not_paused');
    run(venue, session, 'resumed');
    return told(venue, input.session_id);
  },
  'session.extend': (venue, input: { session_id: number; minutes: number; reason: string }) => {
    const { session } = take(venue, input.session_id);
    const more_ms = input.minutes * MINUTE_MS;
    session.total_ms += more_ms;
    if (session.ends_at) session.ends_at = new Date(Date.parse(session.ends_at) + more_ms).toISOString();
    else session.remaining_ms += more_ms;
    const kept = booksOf(venue).added_ms;
    kept.set(input.session_id, (kept.get(input.session_id) ?? 0) + more_ms);
    note(venue, input.session_id, { event: 'extended', from_status: session.status, to_status: session.status, amount_ms: more_ms, reason: input.reason });
    return told(venue, input.session_id);
  },
  'session.move': (venue, input: { session_id: number; station_id: number | null }) => {
    const { session } = take(venue, input.session_id);
    const holder = live(venue).find((sale) => input.station_id !== null && sale.session?.station_id === input.station_id);
    const station = venue.stations.find((known) => known.station_id === input.station_id)?.name ?? '';
    if (holder) throw refuse('station_taken', { station, customer: customerOf(venue, holder)?.name ?? '' });
    session.station_id = input.station_id;
    note(venue, input.session_id, { event: 'moved', from_status: session.status, to_status: session.status, reason: station || null });
    return told(venue, input.session_id);
  },
  'session.terminate': (venue, input: { session_id: number; reason: string }) => end(venue, input.session_id, 'terminated', input.reason),
  'session.complete': (venue, input: { session_id: number; reason: string }) => end(venue, input.session_id, 'completed', input.reason),
  'session.reopen': (venue, input: { session_id: number; reason: string; added_minutes: number }) => {
    const kept = booksOf(venue);
    const card = kept.ended.find((known) => known.session_id === input.session_id);
    const sale = venue.purchases.find((known) => known.purchase_id === card?.purchase_id);
    if (!card || !sale) throw refuse('session_unknown');
    const rest_ms = Number(card.total_ms) - Number(card.played_ms) + input.added_minutes * MINUTE_MS;
    if (rest_ms <= 0) throw refuse('nothing_to_reopen');
    kept.ended = kept.ended.filter((known) => known !== card);
    sale.session = {
      session_id: card.session_id, status: 'paused', station_id: null, total_ms: Number(card.played_ms) + rest_ms, remaining_ms: rest_ms, ends_at: null,
      started_at: venue.at(-95),
    };
    note(venue, card.session_id, { event: 'reopened', from_status: card.status, to_status: 'paused', reason: input.reason });
    return told(venue, card.session_id);
  },
  'session.pause_all': (venue, input: { reason: string }) => {
    const running = live(venue).flatMap((sale) => (sale.session?.status === 'active' ? [sale.session] : []));
    for (const session of running) {
      pause(venue, session, `all: ${input.reason}`);
      booksOf(venue).pausedTogether.add(session.session_id);
    }
    return { session_ids: running.map((session) => session.session_id) };
  },
  'session.resume_all': (venue) => {
    const together = booksOf(venue).pausedTogether;
    const paused = live(venue).flatMap((sale) => (sale.session?.status === 'paused' && together.has(sale.session.session_id) ? [sale.session] : []));
    for (const session of paused) run(venue, session, 'resumed');
    together.clear();
    return { session_ids: paused.map((session) => session.session_id) };
  },
  'session.cleanup_preview': (venue) => ({ ended_before: venue.at(-43_200), sessions: 14 }),
  'session.cleanup': (venue) => ({ ended_before: venue.at(-43_200), sessions: 14 }),
  'display.board': (venue) => ({
    venue_name: venue.name, timezone: venue.timezone, language: venue.language, theme: shownTheme(), server_now: venue.now(),
    monotonic_ms: Math.round(performance.now()), monitor: '',
    keeper: { is_running: true, beat_at: venue.at(-0.05), monotonic_ms: Math.round(performance.now()) - 3000, boot_id: 'fake' },
    places: [
      ...cards(venue).filter((card) => card.status !== 'ready'),
      ...booksOf(venue).ended.filter((card) => card.status === 'completed' && Date.parse(card.completed_at ?? '') > venue.now_ms() - 5 * MINUTE_MS),
    ].map((card) => ({ ...card, name: mask(String(card.customer_name)) })),
    immersion: comingOf(venue).slice(0, 6),
    reservations: venue.purchases.flatMap((sale) => {
      const kept = reservation(venue, sale);
      return kept ? [{ ...kept, name: mask(String(kept.customer_name)) }] : [];
    }),
  }),
};
