/** The reserved window of a sale, between the fields (local time) and the desk (instants). */
import { instantToLocal, localToInstant } from '$shared/format/dates';

const QUARTER_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/** The next full quarter of an hour at the venue, as a field holds it. */
export const nextQuarter = (now_ms: number, timezone: string): string =>
  instantToLocal(Math.ceil((now_ms + 1) / QUARTER_MS) * QUARTER_MS, timezone);

/** The end that fits a package's length, as a field holds it; empty when the beginning is no time. */
export function endAfter(from: string, minutes: number, timezone: string): string {
  const begin = localToInstant(from, timezone);
  return begin === null ? '' : instantToLocal(Date.parse(begin) + minutes * MINUTE_MS, timezone);
}

export interface WantedWindow {
  starts_at: string;
  ends_at: string;
  station_id: number | null;
}

/** What the desk is asked for, or `null` when the fields hold no valid window. */
export function windowOf(from: string, to: string, stationId: number | null, timezone: string): WantedWindow | null {
  const starts_at = localToInstant(from, timezone);
  const ends_at = localToInstant(to, timezone);
  if (starts_at === null || ends_at === null || ends_at <= starts_at) return null;
  return { starts_at, ends_at, station_id: stationId };
}
