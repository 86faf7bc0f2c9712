/**
 * What every screen needs to know of the desk: the venue (name, currency, time zone) and who is signed in. One rune, filled by the
 * application and refreshed by it; screens only read. Roles here only decide what is shown: the desk itself decides what is allowed.
 */
import { setLanguage, language } from '$shared/i18n/i18n.svelte';
import type { DateStyle } from '$shared/format/dates';
import { ask } from './client.svelte';
import type { DeskOverview, Operator } from './contract';

let current = $state.raw<DeskOverview | null>(null);

/** The overview, or `null` before the desk has answered. */
export const desk = (): DeskOverview | null => current;

/** The operator at this desk, or `null` when it is locked. */
export const operator = (): Operator | null => current?.operator ?? null;

export const isManager = (): boolean => current?.operator?.role === 'manager';

/** The venue's currency. */
export const currency = (): string => current?.currency ?? 'XOF';

/** How dates are to be read here. */
export const dateStyle = (): DateStyle => ({ language: language(), timezone: current?.timezone ?? 'UTC' });

/** Asks the desk again. Throws a `DoorError`. */
export async function refreshDesk(): Promise<void> {
  const first = current === null;
  current = await ask('desk.overview', {});
  if (first && (current?.language === 'fr' || current?.language === 'en')) setLanguage(current.language);
}
