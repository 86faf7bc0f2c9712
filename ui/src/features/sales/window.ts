/**
 * The reserved window of a sale, between what people choose (a day, two times of the venue) and what the desk is asked (instants).
 * An end that is not after the beginning means the next day: venues are open past midnight.
 */
import { instantToLocal, localDay, localToInstant } from '$shared/format/dates';

const QUARTER_MS = 15 * 60_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** How far ahead a window may be chosen here. */
const DAYS_AHEAD = 60;

/** "14:15", "14h15", "14 h", "1415" or "9" as `HH:MM`, or `null` when it is no time. */
export function parseTime(text: string): string | null {
  const match = /^(\d{1,2})\s*(?:[:h.]\s*(\d{2})?|(\d{2}))?$/i.exec(text.trim());
  if (!match) return null;
  const hour = Number(match[1]);
  const minute = Number(match[2] ?? match[3] ?? 0);
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** The local days that can be chosen, today first, as `YYYY-MM-DD`. */
export function daysAhead(now_ms: number, timezone: string): string[] {
  const noon_ms = Date.parse(`${localDay(now_ms, timezone)}T12:00:00Z`);
  return Array.from({ length: DAYS_AHEAD }, (_, index) => new Date(noon_ms + index * DAY_MS).toISOString().slice(0, 10));
}

/** The next full quarter of an hour at the venue: its day and its time. */
export function nextQuarter(now_ms: number, timezone: string): { day: string; time: string } {
  const local = instantToLocal(Math.ceil((now_ms + 1) / QUARTER_MS) * QUARTER_MS, timezone);
  return { day: local.slice(0, 10), time: local.slice(11) };
}

/** The time so many minutes after another, as `HH:MM`; empty when that one is no time. */
export function timeAfter(from: string, minutes: number): string {
  const begin = parseTime(from);
  if (begin === null) return '';
  const total = Number(begin.slice(0, 2)) * 60 + Number(begin.slice(3)) + minutes;
  return `${String(Math.floor(total / 60) % 24).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}

export interface WantedWindow {
  starts_at: string;
  ends_at: string;
  station_id: number | null;
}

/** What the desk is asked for, or `null` when a time is none. */
export function windowOf(day: string, from: string, to: string, stationId: number | null, timezone: string): WantedWindow | null {
  const begin = parseTime(from);
  const end = parseTime(to);
  if (begin === null || end === null) return null;
  const nextDay = new Date(Date.parse(`${day}T12:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  const starts_at = localToInstant(`${day}T${begin}`, timezone);
  const ends_at = localToInstant(`${end > begin ? day : nextDay}T${end}`, timezone);
  return starts_at && ends_at ? { starts_at, ends_at, station_id: stationId } : null;
}
