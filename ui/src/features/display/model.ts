/** What the display shows at an instant, from the last board it was given and its own clock alone. Pure. */
import type { BoardPlace, DisplayBoard } from '$door/contract';
import { phaseOf, type Phase } from '$shared/format/phase';

/** For how long an end stays on screen. */
export const OVER_SHOWN_MS = 5 * 60_000;
/** The keeper beats at least every 5 s: twice that without a beat is silence. */
export const SILENT_AFTER_MS = 10_000;

export type Look = Phase | 'paused';

export interface ShownPlace {
  place: BoardPlace;
  look: Look;
  /** What is left, in milliseconds; 0 once it is over. */
  remaining_ms: number;
  /** What is left of all there is, 0 to 1. */
  share: number;
}

/** How one place looks at that instant; `null` once its end has been shown long enough. */
export function showPlace(place: BoardPlace, now_ms: number): ShownPlace | null {
  if (place.status === 'paused') {
    return { place, look: 'paused', remaining_ms: place.remaining_ms, share: shareOf(place, place.remaining_ms) };
  }
  if (place.status === 'active' && place.ends_at !== null) {
    const remaining_ms = Date.parse(place.ends_at) - now_ms;
    if (remaining_ms > 0) return { place, look: phaseOf(remaining_ms), remaining_ms, share: shareOf(place, remaining_ms) };
    return -remaining_ms < OVER_SHOWN_MS ? over(place) : null;
  }
  if (place.completed_at === null) return null;
  return now_ms - Date.parse(place.completed_at) < OVER_SHOWN_MS ? over(place) : null;
}

const over = (place: BoardPlace): ShownPlace => ({ place, look: 'over', remaining_ms: 0, share: 0 });
const shareOf = (place: BoardPlace, remaining_ms: number): number =>
  place.total_ms > 0 ? Math.min(1, Math.max(0, remaining_ms / place.total_ms)) : 0;

/**
 * All places in an order that does not move while people look: by station as numbered, then as they were let in. An end gives way
 * to whoever plays at the same station now.
 */
export function showPlaces(board: DisplayBoard, now_ms: number): ShownPlace[] {
  const shown = board.places.map((place) => showPlace(place, now_ms)).filter((one) => one !== null);
  const held = new Set(shown.filter((one) => one.look !== 'over' && one.place.station_id !== null).map((one) => one.place.station_id));
  return shown
    .filter((one) => one.look !== 'over' || !held.has(one.place.station_id))
    .sort(({ place: a }, { place: b }) => byStation(a, b) || a.session_id - b.session_id);
}

function byStation(a: BoardPlace, b: BoardPlace): number {
  if (a.station_name === null || b.station_name === null) return Number(a.station_name === null) - Number(b.station_name === null);
  return a.station_name.localeCompare(b.station_name, 'fr', { numeric: true });
}

/** How far what is shown can be trusted, and since when not. */
export type Standing =
  | { kind: 'fine' }
  /** The desk should be there and is not heard of: counting on alone. */
  | { kind: 'desk_silent'; since_ms: number }
  /** The desk was closed in good order. */
  | { kind: 'desk_closed'; since_ms: number | null }
  /** The books themselves cannot be read: counting on with what was read last. */
  | { kind: 'books_unreadable'; since_ms: number };

/** `answered_ms`: when (on the display's clock) the books were last read. `failing`: whether the newest try failed. */
export function standingOf(board: DisplayBoard, now_ms: number, answered_ms: number, failing: boolean): Standing {
  if (failing || now_ms - answered_ms > SILENT_AFTER_MS) return { kind: 'books_unreadable', since_ms: answered_ms };
  const { keeper } = board;
  if (keeper === null) return { kind: 'desk_closed', since_ms: null };
  const beat_ms = Date.parse(keeper.beat_at);
  if (!keeper.is_running) return { kind: 'desk_closed', since_ms: beat_ms };
  return now_ms - beat_ms > SILENT_AFTER_MS ? { kind: 'desk_silent', since_ms: beat_ms } : { kind: 'fine' };
}

/** Digits are about this wide and high beside their cell. */
const DIGITS_OF_WIDTH = 0.27;
const DIGITS_OF_HEIGHT = 0.42;

/** The columns and rows that make the digits largest for so many cells in a space of that size. */
export function gridFor(count: number, width: number, height: number): { columns: number; rows: number } {
  let best = { columns: 1, rows: Math.max(1, count), size: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(count / columns);
    const size = Math.min((width / columns) * DIGITS_OF_WIDTH, (height / rows) * DIGITS_OF_HEIGHT);
    // Larger by a hair does not make up for a hole in the last row.
    const isBetter = size > best.size * 1.02 || (size >= best.size * 0.98 && columns * rows < best.columns * best.rows);
    if (isBetter) best = { columns, rows, size: Math.max(size, best.size) };
  }
  return { columns: best.columns, rows: best.rows };
}
