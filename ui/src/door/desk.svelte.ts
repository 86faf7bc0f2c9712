/**
 * What every screen needs to know of the desk: the venue (name, currency, time zone) and who has signed in at this window. Filled by
 * the application; screens only read. Roles here only decide what is shown: the desk itself decides what is allowed.
 */
import type { DateStyle } from '$shared/format/dates';
import { formatMoment } from '$shared/format/dates';
import { language, setLanguage } from '$shared/i18n/i18n.svelte';
import { showInstantsWith } from '$shared/ui/failure-text';
import { ask } from './client.svelte';
import { venueNow_ms } from './clock.svelte';
import type { Overview, OperatorTile } from './contract';

let current = $state.raw<Overview | null>(null);
let signedIn = $state.raw<OperatorTile | null>(null);

/** The overview, or `null` before the desk has answered. */
export const desk = (): Overview | null => current;

/** The operator at this window, or `null` when it is locked. */
export const operator = (): OperatorTile | null => signedIn;

/** Notes who has signed in (or, with `null`, that nobody has). Only sign-in and lock call this. */
export function setOperator(next: OperatorTile | null): void {
  signedIn = next;
}

export const isManager = (): boolean => signedIn?.role === 'manager';

/** The venue's currency. */
export const currency = (): string => current?.currency ?? 'XOF';

/** How dates are to be read here. */
export const dateStyle = (): DateStyle => ({ language: language(), timezone: current?.timezone ?? 'UTC' });

/** Asks the desk again. The venue's language is taken up at the first answer, and when somebody changes it. Throws a `DoorError`. */
export async function refreshDesk(): Promise<void> {
  const before = current?.language;
  current = await ask('desk.overview', {});
  if (current && current.language !== before) setLanguage(current.language);
}

showInstantsWith((instant) => formatMoment(instant, venueNow_ms(), dateStyle()));
