import { render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectDoor } from '$door/client.svelte';
import { fakePlatform, type FakePlatform } from '$platform/fake/fake';
import DisplayView from '$views/DisplayView.svelte';

const START = Date.parse('2026-11-20T14:00:00.000Z');
const at = (offset_ms: number): string => new Date(START + offset_ms).toISOString();
let dead = false;
let beating = true;

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(START);
  dead = false;
  beating = true;
});
afterEach(() => {
  vi.useRealTimers();
});

const PLACE = {
  session_id: 1, name: 'Awa D.', game_name: 'VR', station_id: 1, station_name: 'Console 1', status: 'active', total_ms: 3_600_000, remaining_ms: 600_000,
  ends_at: at(600_000), completed_at: null,
};

function open(places: unknown[], change: Record<string, unknown> = {}): FakePlatform {
  const platform = fakePlatform(new URLSearchParams(), {
    overrides: {
      'display.board': () => {
        if (dead) throw { code: 'storage_failed', args: {} };
        return {
          venue_name: 'Teranga', timezone: 'Africa/Dakar', language: 'fr', theme: 'system', server_now: new Date().toISOString(), monotonic_ms: 0, monitor: '',
          keeper: { is_running: true, beat_at: beating ? new Date().toISOString() : at(0), monotonic_ms: 0, boot_id: 'b' }, places, immersion: [], reservations: [], ...change,
        };
      },
    },
  });
  connectDoor(platform);
  render(DisplayView);
  return platform;
}
const pass = (span_ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(span_ms);
const clock = (): string | null => screen.getByTestId('display-clock').textContent;

test('counts to the second, through the phases, to the end', async () => {
  open([PLACE]);
  await pass(200);
  expect(clock()).toBe('10:00');
  await pass(60_000);
  expect(clock()).toBe('09:00');
  await pass(245_000);
  expect(screen.getByTestId('display-place').dataset.look).toBe('warning');
  await pass(240_000);
  expect(screen.getByTestId('display-place').dataset.look).toBe('danger');
  await pass(60_000);
  expect(screen.getByTestId('display-place').dataset.look).toBe('over');
  expect(screen.getByText('Terminé')).toBeInTheDocument();
});

test('counts on when the books die, says since when, and recovers', async () => {
  open([PLACE]);
  await pass(4_200);
  dead = true;
  await pass(120_000);
  expect(clock()).toBe('07:56');
  const badge = screen.getByTestId('display-badge');
  expect(badge.dataset.kind).toBe('books_unreadable');
  expect(badge).toHaveTextContent('depuis 14:00:04');
  dead = false;
  await pass(2_500);
  expect(screen.queryByTestId('display-badge')).toBeNull();
  expect(clock()).toBe('07:54');
});

test('says since when the desk is silent, and counts on', async () => {
  open([PLACE]);
  beating = false;
  await pass(9_000);
  expect(screen.queryByTestId('display-badge')).toBeNull();
  await pass(4_000);
  const badge = screen.getByTestId('display-badge');
  expect(badge.dataset.kind).toBe('desk_silent');
  expect(badge).toHaveTextContent('14:00:00');
  expect(clock()).toBe('09:47');
});

test('setting the wall clock changes nothing while the books are dead', async () => {
  open([PLACE]);
  await pass(200);
  dead = true;
  vi.setSystemTime(START + 3_600_000);
  await pass(60_000);
  expect(clock()).toBe('09:00');
});

test('is quieter when the desk was closed in good order', async () => {
  open([PLACE], { keeper: { is_running: false, beat_at: at(-60_000), monotonic_ms: 0, boot_id: 'b' } });
  await pass(1_000);
  expect(screen.getByTestId('display-badge').dataset.kind).toBe('desk_closed');
});

test('paused looks paused and stands', async () => {
  open([{ ...PLACE, status: 'paused', ends_at: null, remaining_ms: 240_000 }]);
  await pass(90_000);
  expect(screen.getByText('En pause')).toBeInTheDocument();
  expect(clock()).toBe('04:00');
});

test('without sessions it is the clock of the venue, in its language', async () => {
  open([], { language: 'en', reservations: [{ name: 'Awa D.', game_name: 'VR', station_name: 'VR 1', starts_at: at(3_600_000), ends_at: at(7_200_000) }] });
  await pass(1_000);
  expect(screen.getByTestId('display-idle')).toHaveTextContent('14:00');
  expect(screen.getByText('Next reservations')).toBeInTheDocument();
  expect(screen.getByText('15:00')).toBeInTheDocument();
});

const SESSION = {
  immersion_id: 'a', starts_on: '2027-03-31', ends_on: '2027-04-04', location: 'Dakar', price_cents: 199_700, currency: 'EUR', description: null, free_places: 2, max_places: 8,
  status: 'open', has_begun: false,
};

test('without sessions it tells of the coming immersion sessions and their seats', async () => {
  const full = { ...SESSION, immersion_id: 'b', starts_on: '2027-05-03', ends_on: '2027-05-07', free_places: 0, status: 'full' };
  open([], { immersion: [SESSION, full] });
  await pass(1_000);
  const list = screen.getByTestId('idle-immersion');
  expect(list).toHaveTextContent('31 mars – 4 avril 2027');
  expect(list).toHaveTextContent(/1\s997\s€/);
  expect(screen.getAllByTestId('seats-left').map((seats) => [seats.dataset.state, seats.textContent?.trim()])).toEqual([
    ['few', 'Plus que 2 places'],
    ['full', expect.stringMatching(/^Complet\s+Liste d’attente$/)],
  ]);
  expect(screen.getByRole('img', { name: '6 places prises sur 8' })).toBeInTheDocument();
});

test('beside reservations fewer sessions are told, so that both can be read from afar', async () => {
  const immersion = Array.from({ length: 6 }, (_, index) => ({ ...SESSION, immersion_id: String(index) }));
  const reservations = Array.from({ length: 6 }, (_, index) => ({
    name: `Awa ${index}.`, game_name: 'VR', station_name: null, starts_at: at(3_600_000 + index), ends_at: at(7_200_000),
  }));
  open([], { immersion, reservations });
  await pass(1_000);
  expect(screen.getAllByTestId('seats-left')).toHaveLength(3);
  expect(within(screen.getByTestId('idle-reservations')).getAllByRole('listitem')).toHaveLength(3);
});

test('Esc leaves', async () => {
  const platform = open([]);
  const close = vi.spyOn(platform, 'closeDisplay');
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  expect(close).toHaveBeenCalledOnce();
});
