/** The coming immersion sessions as the fake desk tells customers of them. `?coming=N` shows the first few alone. */
import type { ComingSession } from '$generated/door';
import type { Handler } from './fake';
import { booksOf, tellSession } from './immersion-tell';
import type { FakeVenue } from './venue';

const parameter = (name: string): string | null => new URLSearchParams(globalThis.location?.search ?? '').get(name);

/** The theme of the room's screens: `?theme=light`. */
export const shownTheme = (): string => parameter('theme') ?? 'system';

/** As `display.board` and `immersion.coming` list them: active, not over, not closed by the manager. */
export function comingOf(venue: FakeVenue): ComingSession[] {
  const today = venue.now().slice(0, 10);
  return booksOf(venue)
    .sessions.map((session) => tellSession(venue, session))
    .filter((session) => session.is_active && !session.is_over && session.closed_at === null)
    .sort((one, other) => one.starts_on.localeCompare(other.starts_on))
    .slice(0, Number(parameter('coming') ?? Infinity))
    .map(({ immersion_id, starts_on, ends_on, location, price_cents, currency, description, free_places, max_places, status }) => ({
      immersion_id, starts_on, ends_on, location, price_cents, currency, description, free_places, max_places, status, has_begun: starts_on <= today,
    }));
}

export const comingHandlers: Record<string, Handler> = {
  'immersion.coming': (venue) => ({
    venue_name: venue.name, timezone: venue.timezone, language: venue.language, theme: shownTheme(), server_now: venue.now(), sessions: comingOf(venue),
  }),
};
