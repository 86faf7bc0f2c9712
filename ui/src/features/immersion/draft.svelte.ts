/**
 * A session as it is being written, in a form: texts as typed, what is wrong with each, and what to ask the desk. The desk decides;
 * this only says early what it would refuse.
 */
import type { CommandInput, Currency, ImmersionSession } from '$door/contract';
import { daysBetween } from '$shared/format/calendar';
import { daysInRange } from '$shared/format/day-range';
import { parseMoney, typedMoney } from '$shared/format/money';
import { language } from '$shared/i18n/i18n.svelte';
import { shiftedEnd } from './model';

export const MOST_PLACES = 1000;
export const DEFAULT_PLACES = 8;
/** A new session lasts five days, Monday to Friday, until somebody says otherwise. */
const DEFAULT_LENGTH_DAYS = 5;

const places = (text: string, least: number): number | null => {
  const typed = text.trim();
  const value = Number(typed);
  return typed !== '' && Number.isInteger(value) && value >= least && value <= MOST_PLACES ? value : null;
};

export type Edit = CommandInput<'immersion.edit'>;

export class Draft {
  starts_on = $state('');
  ends_on = $state('');
  max = $state('');
  external = $state('');
  location = $state('');
  price = $state('');
  currency = $state<Currency>('EUR');
  description = $state('');
  is_active = $state(true);
  /** The session as it was when the writing began; `null` for a new one. */
  readonly from: ImmersionSession | null;

  constructor(from: ImmersionSession | null, begins: string, currency: Currency) {
    this.from = from;
    this.starts_on = from?.starts_on ?? begins;
    this.ends_on = from?.ends_on ?? shiftedEnd('2025-03-03', `2025-03-0${2 + DEFAULT_LENGTH_DAYS}`, begins);
    this.max = String(from?.max_places ?? DEFAULT_PLACES);
    this.external = String(from?.external_places ?? 0);
    this.location = from?.location ?? '';
    this.currency = from?.currency ?? currency;
    this.price = from ? typedMoney(from.price_cents, from.currency, language()) : '';
    this.description = from?.description ?? '';
    this.is_active = from?.is_active ?? true;
  }

  readonly max_places = $derived(places(this.max, 1));
  readonly external_places = $derived(places(this.external, 0));
  readonly price_cents = $derived(this.price.trim() === '' ? 0 : parseMoney(this.price, this.currency));
  /** How many days it lasts; `null` while the days are none, or in the wrong order. */
  readonly days = $derived.by(() => {
    const days = daysInRange(this.starts_on, this.ends_on);
    return days !== null && days > 0 ? days : null;
  });
  readonly inOrder = $derived(this.starts_on === '' || this.ends_on === '' || daysBetween(this.starts_on, this.ends_on) >= 0);
  readonly complete = $derived(this.days !== null && this.max_places !== null && this.external_places !== null && this.price_cents !== null);

  /** Moves the whole session: the last day keeps its distance from the first. */
  begin(day: string, before: string): void {
    if (day !== '' && before !== '' && this.ends_on !== '') this.ends_on = shiftedEnd(before, this.ends_on, day);
    this.starts_on = day;
  }

  /** What differs from the session as it was, for `immersion.edit`; `null` when nothing does. */
  changes(): Edit | null {
    const { from, max_places, external_places, price_cents } = this;
    if (from === null || !this.complete || max_places === null || external_places === null || price_cents === null) return null;
    const edit: Partial<Edit> = {};
    if (this.starts_on !== from.starts_on) edit.starts_on = this.starts_on;
    if (this.ends_on !== from.ends_on) edit.ends_on = this.ends_on;
    if (max_places !== from.max_places) edit.max_places = max_places;
    if (external_places !== from.external_places) edit.external_places = external_places;
    if (this.location.trim() !== from.location) edit.location = this.location.trim();
    if (price_cents !== from.price_cents) edit.price_cents = price_cents;
    if (this.currency !== from.currency) edit.currency = this.currency;
    if (this.description.trim() !== (from.description ?? '')) edit.description = this.description.trim();
    if (this.is_active !== from.is_active) edit.is_active = this.is_active;
    return Object.keys(edit).length === 0 ? null : { ...edit, immersion_id: from.immersion_id, revision: from.revision };
  }

  /** What the desk is asked for a new session; `null` while something is missing. */
  creation(): CommandInput<'immersion.create'> | null {
    if (!this.complete || this.max_places === null || this.external_places === null || this.price_cents === null) return null;
    const description = this.description.trim();
    return {
      starts_on: this.starts_on,
      ends_on: this.ends_on,
      max_places: this.max_places,
      external_places: this.external_places,
      location: this.location.trim(),
      price_cents: this.price_cents,
      currency: this.currency,
      is_active: this.is_active,
      ...(description === '' ? {} : { description }),
    };
  }
}
