import { render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectDoor } from '$door/client.svelte';
import { seatState } from '$door/parts/seats';
import { layoutFor, turnOf } from '$features/customers-page/rotation';
import { fakePlatform, type FakePlatform } from '$platform/fake/fake';
import CustomersView from '$views/CustomersView.svelte';
import ImmersionView from '$views/ImmersionView.svelte';
import { openDesk } from '../support/desk';

const START = Date.parse('2027-01-31T22:59:30.000Z');
let free = 3;
let dead = false;

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(START);
  free = 3;
  dead = false;
});
afterEach(() => {
  vi.useRealTimers();
});

const SESSION = {
  immersion_id: 'a', starts_on: '2027-03-31', ends_on: '2027-04-04', location: 'Dakar', price_cents: 199_700, currency: 'EUR', description: 'Niveau 1', max_places: 8,
  has_begun: false,
};

function open(change: Record<string, unknown> = {}): FakePlatform {
  const platform = fakePlatform(new URLSearchParams(), {
    overrides: {
      'immersion.coming': () => {
        if (dead) throw { code: 'storage_failed', args: {} };
        const sessions = [{ ...SESSION, free_places: free, status: free > 0 ? 'open' : 'full' }];
        return { venue_name: 'Teranga', timezone: 'Africa/Lagos', language: 'fr', theme: 'system', server_now: new Date().toISOString(), sessions, ...change };
      },
    },
  });
  connectDoor(platform);
  render(CustomersView);
  return platform;
}
const pass = (span_ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(span_ms);
const asked = (platform: FakePlatform): number => platform.calls.length;

describe('the customers’ page', () => {
  test('tells when, where, how much and how many seats, and asks for nothing else', async () => {
    const platform = open();
    await pass(500);
    const card = screen.getByTestId('coming-session');
    expect(card).toHaveTextContent('31 mars – 4 avril 2027');
    expect(card).toHaveTextContent(/1\s997\s€/);
    expect(card).toHaveTextContent('Dakar');
    expect(card).toHaveTextContent('3 places');
    expect(new Set(platform.calls.map((call) => call.name))).toEqual(new Set(['immersion.coming']));
  });

  test('follows the desk: the last seat, then none', async () => {
    const platform = open();
    await pass(500);
    free = 1;
    platform.announce(['immersion']);
    await pass(200);
    expect(screen.getByText('Dernière place')).toBeInTheDocument();
    free = 0;
    platform.announce(['immersion']);
    await pass(200);
    expect(screen.getByTestId('seats-left').dataset.state).toBe('full');
    expect(screen.getByText('Liste d’attente')).toBeInTheDocument();
  });

  test('asks again at the midnight of the venue', async () => {
    const platform = open();
    await pass(25_000);
    const before = asked(platform);
    // Lagos is an hour ahead: its February begins at 23:00 UTC.
    await pass(4_000);
    expect(asked(platform)).toBe(before);
    await pass(2_000);
    expect(asked(platform)).toBe(before + 1);
  });

  test('says from when its seats are while nobody answers, and no longer than that', async () => {
    open();
    await pass(500);
    dead = true;
    await pass(25_000);
    expect(screen.getByTestId('coming-stale')).toHaveTextContent('Places à 23:59');
    expect(screen.getByText('3 places')).toBeInTheDocument();
    dead = false;
    await pass(25_000);
    expect(screen.queryByTestId('coming-stale')).toBeNull();
  });

  test('says so when there is nothing, in the language of the venue', async () => {
    open({ sessions: [], language: 'en' });
    await pass(500);
    expect(screen.getByTestId('coming-empty')).toHaveTextContent('No immersion session for now');
  });

  test('is dark, except where the venue is light', async () => {
    open({ theme: 'light' });
    await pass(500);
    expect(document.documentElement.dataset.theme).toBe('light');
  });

  test('Esc leaves', () => {
    const close = vi.spyOn(open(), 'closeDisplay');
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(close).toHaveBeenCalledOnce();
  });
});

test('it is opened from the Immersion screen, on the screen of the settings', async () => {
  vi.useRealTimers();
  const opened = vi.spyOn(await openDesk(), 'openCustomersPage');
  render(ImmersionView);
  (await screen.findByRole('button', { name: 'Ouvrir la page clients' })).click();
  expect(opened).toHaveBeenCalledExactlyOnceWith(null);
});

test.each([
  ['open', 8, false, 'free'],
  ['open', 3, false, 'free'],
  ['open', 2, false, 'few'],
  ['open', 1, false, 'few'],
  ['full', 0, false, 'full'],
  // Seats that are free in a session that takes nobody are none.
  ['closed', 3, false, 'full'],
  ['open', 3, true, 'begun'],
] as const)('%s with %i free seats (begun: %s) is %s', (status, free_places, has_begun, expected) => {
  expect(seatState({ status, free_places, has_begun })).toBe(expected);
});

test.each([
  // sessions, width, height → columns, rows
  [1, 1920, 1080, 1, 2],
  [3, 1920, 1080, 1, 3],
  [4, 1920, 1080, 1, 4],
  [5, 1920, 1080, 2, 3],
  [8, 1366, 768, 2, 4],
  [20, 1920, 1080, 2, 4],
  [9, 1080, 1920, 1, 9],
  [10, 1080, 1920, 1, 5],
  [0, 1920, 1080, 1, 2],
])('%i sessions on %i × %i stand in %i columns and %i rows', (count, width, height, columns, rows) => {
  expect(layoutFor(count, width, height)).toMatchObject({ columns, rows });
});

test('what does not fit takes turns, in order, and comes round', () => {
  const items = ['a', 'b', 'c', 'd', 'e'];
  const shown = [0, 11_999, 12_000, 24_000, 36_000].map((now_ms) => turnOf(items, 2, now_ms).items.join(''));
  expect(shown).toEqual(['ab', 'ab', 'cd', 'e', 'ab']);
  expect(turnOf([], 8, 99_000)).toEqual({ items: [], page: 1, pages: 1 });
});
