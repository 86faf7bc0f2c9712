/**
 * What the Immersion screen works out by itself: the parts of a seat bar, what may be done with whom, the lanes of the month. Pure.
 * Must never decide what the desk decides: these rules only spare people a refusal.
 */
import type { Booking, ImmersionSession } from '$door/contract';
import { addDays } from '$shared/format/calendar';

export type Filter = 'coming' | 'past' | 'inactive';

/** The seats of a session, part by part. `off` is what does not add up: claimed elsewhere without a booking, or paid without a seat. */
export interface SeatParts {
  confirmed: number;
  held: number;
  external: number;
  off: number;
  free: number;
  /** How many seats the bar is drawn for: the maximum, or more where more is claimed than there is. */
  drawn: number;
}

export function seatParts(session: ImmersionSession): SeatParts {
  const { confirmed_places: confirmed, held_places: held, external_places: external, max_places } = session;
  const reserved = confirmed + held + external;
  const off = surplusClaimed(session) + session.undecided;
  return { confirmed, held, external, off, free: Math.max(0, max_places - reserved - off), drawn: Math.max(max_places, reserved + off) };
}

/** How many seats an older tool claims beyond the bookings; 0 where it claims nothing, or less. */
export const surplusClaimed = (session: ImmersionSession): number =>
  session.claimed_places === null ? 0 : Math.max(0, session.claimed_places - session.reserved_places);

/** Whether something waits for a person's decision. */
export const isOff = (session: ImmersionSession): boolean => session.claimed_places !== null || session.undecided > 0;

/** How a session stands, in one word. */
export type Standing = 'open' | 'full' | 'closed' | 'over';

export const standingOf = (session: ImmersionSession): Standing => (session.is_over ? 'over' : session.status);

/** Which of them a filter shows. What is taken off the offer is neither coming nor past. */
export function ofFilter(sessions: readonly ImmersionSession[], filter: Filter): ImmersionSession[] {
  return sessions.filter((session) => {
    if (filter === 'inactive') return !session.is_active;
    return session.is_active && session.is_over === (filter === 'past');
  });
}

/** Whether customers can still be given a seat. */
export const takesBookings = (session: ImmersionSession): boolean => !session.is_over && session.closed_at === null && session.status === 'open';

/** Whether money has come for it that was not given back. */
export const isPaid = (booking: Booking): boolean => booking.paid_at !== null && booking.refunded_at === null;

/** A paid booking that waits for a person: another session, or the money back. */
export const isUndecided = (booking: Booking): boolean => booking.status === 'pending' && booking.problem !== null;

export type BookingAct = 'confirm' | 'move' | 'no_show' | 'no_show_undo' | 'cancel' | 'refund' | 'accept';

/** What can be done with a booking on that day at the venue, the most likely first. */
export function bookingActs(booking: Booking, today: string): BookingAct[] {
  if (booking.status === 'cancelled') return [];
  const undo: BookingAct = isPaid(booking) ? 'refund' : 'cancel';
  if (isUndecided(booking)) {
    const acceptable = booking.problem === 'amount_differs' || booking.problem === 'currency_differs';
    return [...(acceptable ? (['accept'] as const) : []), 'move', undo];
  }
  if (booking.status === 'pending') return ['confirm', 'move', undo];
  const begun = booking.starts_on !== null && booking.starts_on <= today;
  if (booking.no_show_at !== null) return ['no_show_undo', 'move', undo];
  return [...(begun ? (['no_show'] as const) : []), 'move', undo];
}

/** Acts that only a manager may do. */
export const NEEDS_MANAGER: ReadonlySet<BookingAct> = new Set(['refund', 'accept']);

/** What is left of a deadline; `null` without one. */
export const left_ms = (until: string | null, now_ms: number): number | null =>
  until === null ? null : Math.max(0, Date.parse(until) - now_ms);

/** One session's stretch within one week of the month: columns 0 … 6, and the line it is drawn on. */
export interface Stretch {
  session: ImmersionSession;
  from: number;
  to: number;
  lane: number;
  /** It began before this week, or goes on after it. */
  before: boolean;
  after: boolean;
}

/** The stretches of the sessions in a week, each on the first line that is free for it. */
export function stretchesOf(sessions: readonly ImmersionSession[], week: readonly string[]): Stretch[] {
  const [monday] = week;
  const sunday = week.at(-1);
  if (monday === undefined || sunday === undefined) return [];
  const lanes: number[] = [];
  return sessions
    .filter((session) => session.starts_on <= sunday && session.ends_on >= monday)
    .sort((a, b) => a.starts_on.localeCompare(b.starts_on) || b.ends_on.localeCompare(a.ends_on) || a.immersion_id.localeCompare(b.immersion_id))
    .map((session) => {
      const from = Math.max(0, week.indexOf(session.starts_on));
      const last = week.indexOf(session.ends_on);
      const to = last < 0 ? week.length - 1 : last;
      const free = lanes.findIndex((end) => end < from);
      const lane = free < 0 ? lanes.length : free;
      lanes[lane] = to;
      return { session, from, to, lane, before: session.starts_on < monday, after: session.ends_on > sunday };
    });
}

/** The sessions that take place on a day. */
export const onDay = (sessions: readonly ImmersionSession[], day: string): ImmersionSession[] =>
  sessions.filter((session) => session.starts_on <= day && session.ends_on >= day);

/** The last day of a session of the same length that begins on another day. */
export function shiftedEnd(starts_on: string, ends_on: string, begins: string): string {
  const length_ms = Date.parse(`${ends_on}T00:00:00Z`) - Date.parse(`${starts_on}T00:00:00Z`);
  return addDays(begins, Math.round(length_ms / 86_400_000));
}

/** People as lines that can be pasted anywhere: name, phone, e-mail. */
export const peopleText = (people: readonly { name: string; phone: string | null; email: string | null }[]): string =>
  people.map(({ name, phone, email }) => [name, phone, email].filter(Boolean).join('\t')).join('\n');
