/** Formatting with the venue's language, zone and currency already in hand: what screens use. Reactive where it is read. */
import { formatMoment, formatDay, formatTime, formatTimeSeconds, formatDate, formatLongDay } from '$shared/format/dates';
import { formatMoney } from '$shared/format/money';
import { formatNumber } from '$shared/format/numbers';
import { language } from '$shared/i18n/i18n.svelte';
import { venueNow_ms } from './clock.svelte';
import { currency, dateStyle } from './desk.svelte';

/** Hundredths as money; the venue's currency unless another is given. */
export const money = (amount_cents: number, of: string = currency()): string => formatMoney(amount_cents, of, language());
export const number = (value: number): string => formatNumber(value, language());
export const time = (instant: string | number): string => formatTime(instant, dateStyle());
export const timeSeconds = (instant: string | number): string => formatTimeSeconds(instant, dateStyle());
export const day = (instant: string | number): string => formatDay(instant, dateStyle());
export const longDay = (instant: string | number): string => formatLongDay(instant, dateStyle());
export const date = (instant: string | number): string => formatDate(instant, dateStyle());
/** The time alone today, with the day on other days. */
export const moment = (instant: string | number): string => formatMoment(instant, venueNow_ms(), dateStyle());
