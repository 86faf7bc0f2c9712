/** A session in words: its dates as people write them, its price, and both with the place for a line of text. Reactive where read. */
import type { Booking, ImmersionSession } from '$door/contract';
import { dateStyle } from '$door/desk.svelte';
import { venueNow_ms } from '$door/clock.svelte';
import { money } from '$door/format';
import { localDay } from '$shared/format/dates';
import { formatDayRange } from '$shared/format/day-range';
import { formatClock, formatMinutes } from '$shared/format/duration';
import { language, t } from '$shared/i18n/i18n.svelte';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const datesOf = (session: { starts_on: string; ends_on: string }): string => formatDayRange(session.starts_on, session.ends_on, language());

/** The dates where they may have to break: after the dash, never within a date. */
export function dateLines(session: { starts_on: string; ends_on: string }): string[] {
  const dates = datesOf(session);
  const [from, to] = dates.split(' – ');
  return from !== undefined && to !== undefined && /\p{L}{3}/u.test(from) ? [`${from} – `, to] : [dates];
}

export const priceOf = (session: ImmersionSession): string => money(session.price_cents, session.currency);

/** The day it is at the venue. */
export const today = (): string => localDay(venueNow_ms(), dateStyle().timezone);

/** "3 – 7 mars 2025 · Dakar Plateau". */
export const titleOf = (session: ImmersionSession): string =>
  session.location === '' ? datesOf(session) : t('immersion.title_line', { dates: datesOf(session), location: session.location });

/** Which session a booking is for, or what its payment called it. */
export function sessionOf(booking: Booking): string {
  if (booking.starts_on !== null && booking.ends_on !== null) {
    const dates = formatDayRange(booking.starts_on, booking.ends_on, language());
    return booking.location ? t('immersion.title_line', { dates, location: booking.location }) : dates;
  }
  return booking.wanted_session === null ? t('immersion.no_session') : t('immersion.wanted_session', { name: booking.wanted_session });
}

/** What was paid; `null` when nothing was. */
export const paidOf = (booking: Booking): string | null =>
  booking.amount_cents === null || booking.paid_at === null ? null : money(booking.amount_cents, booking.currency ?? undefined);

/** A deadline as it runs down: days and hours while it is far, a clock in the last hour. */
export function formatLeft(left_ms: number): string {
  if (left_ms < HOUR_MS) return formatClock(Math.ceil(left_ms / 1000));
  if (left_ms < DAY_MS) return formatMinutes(Math.floor(left_ms / 60_000));
  return t('immersion.days_hours', { days: Math.floor(left_ms / DAY_MS), hours: Math.floor((left_ms % DAY_MS) / HOUR_MS) });
}
