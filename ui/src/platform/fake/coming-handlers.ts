/** The coming immersion sessions as the fake desk tells customers of them. `?coming=N` chooses how many. */
import type { Handler } from './fake';
import type { FakeVenue } from './venue';

const parameter = (name: string): string | null => new URLSearchParams(globalThis.location?.search ?? '').get(name);

/** The theme of the room's screens: `?theme=light`. */
export const shownTheme = (): string => parameter('theme') ?? 'system';

/** Days from today, days long, seats taken, place. Eight seats each, as at the venue of the demonstration. */
const ROWS: readonly (readonly [number, number, number, string, string?])[] = [
  [-1, 5, 3, 'Dakar', 'Pilotage et réalité virtuelle, niveau 1'],
  [20, 5, 6, 'Dakar', 'Pilotage et réalité virtuelle, niveau 1'],
  [41, 5, 2, 'Saly', 'Simulateur auto, perfectionnement'],
  [62, 5, 8, 'Dakar'],
  [83, 5, 7, 'Thiès'],
  [104, 5, 0, 'Dakar'],
  [125, 5, 0, 'Saint-Louis'],
  [146, 5, 0, 'Dakar'],
];
const SEATS = 8;
const PRICE_CENTS = 199_700;

const dayFrom = (venue: FakeVenue, days: number): string => venue.at(days * 24 * 60).slice(0, 10);

/** As `display.board` and `immersion.coming` list them. */
export function comingOf(venue: FakeVenue): Record<string, unknown>[] {
  const isEmpty = parameter('scenario') === 'empty' || venue.firstStart;
  return ROWS.slice(0, isEmpty ? 0 : Number(parameter('coming') ?? ROWS.length)).map(([start, days, taken, location, description = null], index) => ({
    immersion_id: `fake-coming-${index}`, starts_on: dayFrom(venue, start), ends_on: dayFrom(venue, start + days - 1), location, price_cents: PRICE_CENTS,
    currency: 'EUR', description, free_places: SEATS - taken, max_places: SEATS, status: taken < SEATS ? 'open' : 'full', has_begun: start <= 0,
  }));
}

export const comingHandlers: Record<string, Handler> = {
  'immersion.coming': (venue) => ({
    venue_name: venue.name, timezone: venue.timezone, language: venue.language, theme: shownTheme(), server_now: venue.now(), sessions: comingOf(venue),
  }),
};
