import { describe, expect, test } from 'vitest';
import type { BoardPlace, DisplayBoard } from '$door/contract';
import { BoardClock } from '$features/display/board-clock';
import { Bells } from '$features/display/bells';
import { gridFor, OVER_SHOWN_MS, showPlace, showPlaces, standingOf } from '$features/display/model';

const NOW = Date.parse('2026-11-20T14:00:00.000Z');
const MINUTE = 60_000;
const at = (offset_ms: number): string => new Date(NOW + offset_ms).toISOString();

function place(change: Partial<BoardPlace> = {}): BoardPlace {
  return {
    session_id: 1, name: 'Awa D.', game_name: 'VR', station_id: 1, station_name: 'VR 1', status: 'active', total_ms: 60 * MINUTE, remaining_ms: 10 * MINUTE,
    ends_at: at(10 * MINUTE), completed_at: null, ...change,
  };
}
const board = (places: BoardPlace[], keeper: DisplayBoard['keeper'] = null): DisplayBoard =>
  ({ venue_name: 'T', timezone: 'UTC', language: 'fr', theme: 'system', server_now: at(0), monotonic_ms: 0, keeper, places, immersion: [], reservations: [] }) as DisplayBoard;

describe('a place at an instant', () => {
  test('runs through its phases from its deadline alone', () => {
    const running = place();
    const look = (offset_ms: number): string | undefined => showPlace(running, NOW + offset_ms)?.look;
    expect(look(0)).toBe('normal');
    expect(look(5 * MINUTE)).toBe('warning');
    expect(look(9 * MINUTE)).toBe('danger');
    expect(look(10 * MINUTE)).toBe('over');
  });
  test('is over for five minutes although nobody completed it, then gone', () => {
    expect(showPlace(place(), NOW + 10 * MINUTE + OVER_SHOWN_MS - 1)?.look).toBe('over');
    expect(showPlace(place(), NOW + 10 * MINUTE + OVER_SHOWN_MS)).toBeNull();
  });
  test('stands while paused, however long', () => {
    const paused = place({ status: 'paused', ends_at: null, remaining_ms: 30_000 });
    expect(showPlace(paused, NOW + 90 * MINUTE)).toMatchObject({ look: 'paused', remaining_ms: 30_000 });
  });
  test('a completed one shows its end for five minutes', () => {
    const done = place({ status: 'completed', ends_at: null, completed_at: at(0) });
    expect(showPlace(done, NOW + OVER_SHOWN_MS - 1)?.look).toBe('over');
    expect(showPlace(done, NOW + OVER_SHOWN_MS)).toBeNull();
  });
});

test('places keep their order while time runs, and an end gives way to who plays there now', () => {
  const places = [
    place({ session_id: 9, station_id: 10, station_name: 'PC 10' }),
    place({ session_id: 7, station_id: 2, station_name: 'PC 2' }),
    place({ session_id: 5, station_id: null, station_name: null }),
    place({ session_id: 3, station_id: 2, station_name: 'PC 2', status: 'completed', ends_at: null, completed_at: at(-1000) }),
  ];
  expect(showPlaces(board(places), NOW).map((shown) => shown.place.session_id)).toEqual([7, 9, 5]);
});

describe('the badge', () => {
  const keeper = (beat_ms: number, is_running = true): NonNullable<DisplayBoard['keeper']> => ({ is_running, beat_at: at(beat_ms), monotonic_ms: 0, boot_id: 'b' });
  test.each([
    ['fine while the desk beats', keeper(-9_000), 0, false, { kind: 'fine' }],
    ['fine at ten seconds sharp', keeper(-10_000), 0, false, { kind: 'fine' }],
    ['silent after ten seconds', keeper(-10_001), 0, false, { kind: 'desk_silent', since_ms: NOW - 10_001 }],
    ['closed when it left in good order', keeper(-60_000, false), 0, false, { kind: 'desk_closed', since_ms: NOW - 60_000 }],
    ['closed when there never was one', null, 0, false, { kind: 'desk_closed', since_ms: null }],
    ['the books, when they fail', keeper(-1_000), -4_000, true, { kind: 'books_unreadable', since_ms: NOW - 4_000 }],
    ['the books, when they do not answer', keeper(-1_000), -10_001, false, { kind: 'books_unreadable', since_ms: NOW - 10_001 }],
    ['the books before the desk', keeper(-90_000), -12_000, true, { kind: 'books_unreadable', since_ms: NOW - 12_000 }],
  ] as const)('%s', (_name, sign, answered_ms, failing, standing) => {
    expect(standingOf(board([], sign), NOW, NOW + answered_ms, failing)).toEqual(standing);
  });
});

describe('the clock of its own', () => {
  function clockAt(): { clock: BoardClock; advance: (span_ms: number) => void } {
    let counter_ms = 5_000;
    return { clock: new BoardClock(() => counter_ms), advance: (span_ms) => (counter_ms += span_ms) };
  }
  test('knows nothing before it is told, and then carries on alone', () => {
    const { clock, advance } = clockAt();
    expect(clock.now_ms()).toBeNull();
    clock.correct(at(0), clock.counter_ms());
    advance(37 * MINUTE + 250);
    expect(clock.now_ms()).toBe(NOW + 37 * MINUTE + 250);
  });
  test('counts half of the way there and back', () => {
    const { clock, advance } = clockAt();
    const asked_ms = clock.counter_ms();
    advance(200);
    clock.correct(at(0), asked_ms);
    expect(clock.now_ms()).toBe(NOW + 100);
  });
  test('does not stutter with answers that jitter, and follows real drift', () => {
    const { clock, advance } = clockAt();
    clock.correct(at(0), clock.counter_ms());
    advance(1000);
    clock.correct(at(1_080), clock.counter_ms());
    expect(clock.now_ms()).toBe(NOW + 1000);
    clock.correct(at(1_400), clock.counter_ms());
    expect(clock.now_ms()).toBe(NOW + 1_400);
  });
  test('trusts a slow answer only when the counter must have slept', () => {
    const { clock, advance } = clockAt();
    clock.correct(at(0), clock.counter_ms());
    const asked_ms = clock.counter_ms();
    advance(2_000);
    clock.correct(at(2_500), asked_ms);
    expect(clock.now_ms()).toBe(NOW + 2_000);
    clock.correct(at(90 * MINUTE), clock.counter_ms() - 2_000);
    expect(clock.now_ms()).toBe(NOW + 90 * MINUTE + 1_000);
  });
  test('does not take nonsense for a time', () => {
    const { clock } = clockAt();
    clock.correct('soon', clock.counter_ms());
    expect(clock.now_ms()).toBeNull();
  });
});

describe('bells', () => {
  const hear = (bells: Bells, ...offsets_ms: number[]): (string | null)[] => offsets_ms.map((offset) => bells.listen(showPlaces(board([place()]), NOW + offset)));
  test('ring once per step', () => {
    expect(hear(new Bells(), 0, 5 * MINUTE, 5 * MINUTE + 100, 9 * MINUTE, 10 * MINUTE, 10 * MINUTE + 100)).toEqual([null, 'warning', null, 'danger', 'over', null]);
  });
  test('are silent about what was so when the display opened', () => expect(hear(new Bells(), 9 * MINUTE)).toEqual([null]));
  test('ring again after more time was given', () => {
    const bells = new Bells();
    hear(bells, 0, 5 * MINUTE);
    bells.listen(showPlaces(board([place({ ends_at: at(25 * MINUTE) })]), NOW + 6 * MINUTE));
    expect(bells.listen(showPlaces(board([place({ ends_at: at(25 * MINUTE) })]), NOW + 20 * MINUTE))).toBe('warning');
  });
});

test.each([
  [1, 1, 1],
  [2, 2, 1],
  [4, 2, 2],
  [6, 3, 2],
  [12, 4, 3],
  [40, 8, 5],
])('%i places in a wide room lie in %i × %i', (count, columns, rows) => {
  const grid = gridFor(count, 1880, 900);
  expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(count);
  expect([grid.columns, grid.rows]).toEqual([columns, rows]);
});
