import { describe, expect, test } from 'vitest';
import type { SessionCard, SessionStatus } from '$door/contract';
import { actsOf, countByStatus, filterCards, lookOf, mainAct, remainingOf, reopenLeft_ms, sortCards } from '$features/sessions/model';
import { neighbour } from '$features/sessions/neighbour';
import { phaseOf } from '$shared/format/phase';

const NOW = Date.parse('2026-11-20T14:00:00.000Z');
const MINUTE = 60_000;
const at = (minutes: number): string => new Date(NOW + minutes * MINUTE).toISOString();

function card(change: Partial<SessionCard> = {}): SessionCard {
  return {
    session_id: 1, purchase_id: 1, invoice_id: 1, invoice_number: 'F000777', customer_id: 1, customer_name: 'Aïssatou Bâ', game_name: 'PC Arena',
    station_id: 3, station_name: 'PC 2', status: 'active', total_ms: 60 * MINUTE, played_ms: 20 * MINUTE, remaining_ms: 40 * MINUTE, ends_at: at(40),
    started_at: at(-20), paused_at: null, completed_at: null, ...change,
  };
}

test.each([
  [5 * MINUTE + 1, 'normal'],
  [5 * MINUTE, 'warning'],
  [MINUTE + 1, 'warning'],
  [MINUTE, 'danger'],
  [1, 'danger'],
  [0, 'over'],
  [-5, 'over'],
])('%i ms left is %s', (left_ms, phase) => expect(phaseOf(left_ms)).toBe(phase));

describe('what is left', () => {
  test('a running session ticks from its end, whatever it was told when it was read', () => {
    expect(remainingOf(card({ remaining_ms: 1 }), NOW + 10 * MINUTE)).toBe(30 * MINUTE);
    expect(remainingOf(card(), NOW + 41 * MINUTE)).toBe(0);
  });
  test('a paused or waiting session stands still', () => {
    for (const status of ['paused', 'ready'] as const) {
      expect(remainingOf(card({ status, ends_at: null, remaining_ms: 12_345 }), NOW + 500 * MINUTE)).toBe(12_345);
    }
  });
  test('a paused session looks paused even in its last minute', () => {
    expect(lookOf(card({ status: 'paused' }), 30_000)).toBe('paused');
    expect(lookOf(card(), 30_000)).toBe('danger');
    expect(lookOf(card({ status: 'terminated' }), 0)).toBe('over');
  });
});

describe('what may be done', () => {
  const table: [SessionStatus, boolean, string][] = [
    ['ready', false, 'start extend move terminate'],
    ['active', false, 'pause extend move complete terminate'],
    ['paused', false, 'resume extend move complete terminate'],
    ['completed', false, ''],
    ['completed', true, 'reopen'],
    ['terminated', true, 'reopen'],
    ['terminated', false, ''],
    ['expired', true, ''],
  ];
  test.each(table)('%s, manager %s: %s', (status, manager, acts) => {
    const over = ['completed', 'terminated', 'expired'].includes(status);
    expect(actsOf(card({ status, completed_at: over ? at(-3) : null }), manager, NOW).join(' ')).toBe(acts);
  });
  test('nothing, when the time is up and the desk has not said so yet', () => {
    expect(actsOf(card({ ends_at: at(0) }), true, NOW)).toEqual([]);
  });
  test('an end can be taken back for fifteen minutes', () => {
    const ended = card({ status: 'completed', completed_at: at(-14) });
    expect(reopenLeft_ms(ended, NOW)).toBe(MINUTE);
    expect(actsOf(ended, true, NOW + MINUTE)).toEqual([]);
  });
  test.each([['ready', 'start'], ['active', 'pause'], ['paused', 'resume']] as const)('the large button of %s is %s', (status, act) =>
    expect(mainAct(status)).toBe(act),
  );
});

describe('the list', () => {
  const cards = [
    card({ session_id: 1, ends_at: at(40), station_name: 'Console 10' }),
    card({ session_id: 2, status: 'ready', ends_at: null, station_name: null, station_id: null }),
    card({ session_id: 3, ends_at: at(2), station_name: 'Console 2', customer_name: 'Ndèye Fall' }),
    card({ session_id: 4, status: 'paused', ends_at: null, remaining_ms: MINUTE, station_name: 'VR' }),
  ];
  const ids = (list: readonly SessionCard[]): number[] => list.map((one) => one.session_id);

  test('ending soon comes first, then what stands, then what waits', () => expect(ids(sortCards(cards, 'time', NOW))).toEqual([3, 1, 4, 2]));
  test('stations come as they are numbered, the placeless last', () => expect(ids(sortCards(cards, 'station', NOW))).toEqual([3, 1, 4, 2]));
  test.each([
    ['ndeye', 'all', [3]],
    ['console 10', 'all', [1]],
    ['', 'paused', [4]],
    ['ndeye', 'paused', []],
    ['f000777 vr', 'all', [4]],
  ] as const)('"%s" among %s finds %j', (text, status, found) => expect(ids(filterCards(cards, text, status))).toEqual(found));
  test('counts', () => expect(countByStatus(cards)).toEqual({ all: 4, active: 2, paused: 1, ready: 1 }));
});

test.each([
  [0, 'ArrowRight', 1],
  [2, 'ArrowRight', 3],
  [4, 'ArrowRight', null],
  [0, 'ArrowLeft', null],
  [1, 'ArrowDown', 4],
  [2, 'ArrowDown', 4],
  [4, 'ArrowUp', 1],
  [1, 'ArrowUp', null],
  [3, 'Home', 0],
  [0, 'End', 4],
  [0, 'a', null],
])('from box %i, %s leads to %s', (from, key, to) => {
  const boxes = [[0, 0], [100, 0], [200, 0], [0, 50], [100, 50]].map(([left, top]) => ({ left: left ?? 0, top: top ?? 0 }));
  expect(neighbour(boxes, from, key)).toBe(to);
});
