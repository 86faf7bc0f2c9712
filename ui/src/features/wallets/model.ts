/**
 * What follows from what the desk tells of wallets: shares of a bar, days of a chart, what a decision would leave. Pure; it decides
 * nothing: the desk does, and answers with what it did.
 */
import type { AgeClass, Believed, DayOperations, Hold, LedgerRow, OperationType, Wallet } from '$door/contract';
import { numberFormat, plainSpaces } from '$shared/format/numbers';
import type { Language } from '$shared/i18n/language';

const HUNDREDTHS = 100;
const DAY_MS = 86_400_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

export const OPERATIONS: readonly OperationType[] = ['deposit', 'withdraw', 'freeze', 'commit', 'refund', 'correction'];

export const owned_cents = (wallet: Wallet): number => wallet.balance_cents + wallet.frozen_cents;

/** Free and held as shares of a bar whose whole length stands for `most_cents`, each between 0 and 1. */
export function shares(balance_cents: number, frozen_cents: number, most_cents: number): { free: number; held: number } {
  const share = (amount_cents: number): number => (most_cents > 0 ? Math.min(1, Math.max(0, amount_cents) / most_cents) : 0);
  const free = share(balance_cents);
  return { free, held: Math.min(1 - free, share(frozen_cents)) };
}

/** An amount without the word of its currency, for columns that say it once: "5 000", "12,50". */
export function bareAmount(amount_cents: number, currency: string, language: Language): string {
  const digits = currency === 'XOF' ? 0 : 2;
  const format = numberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return plainSpaces(format.format(amount_cents / HUNDREDTHS));
}

/** What a row did, with its sign: to what is free, but for money that was taken out of a hold. */
export function signed_cents(row: LedgerRow): number {
  return row.operation === 'commit' ? -row.amount_cents : row.balance_after_cents - row.balance_before_cents;
}

/** Time until the deadline of a hold; `null` without one. */
export const left_ms = (hold: Hold, now_ms: number): number | null =>
  hold.expires_at === null ? null : Math.max(0, Date.parse(hold.expires_at) - now_ms);

export const age_ms = (since: string, now_ms: number): number => Math.max(0, now_ms - Date.parse(since));

/** A round span in one unit: 15 → minutes, 360 → hours, 10 080 → days. */
export function roundSpan(minutes: number): { unit: 'minutes' | 'hours' | 'days'; count: number } {
  if (minutes % DAY_MINUTES === 0 && minutes > DAY_MINUTES) return { unit: 'days', count: minutes / DAY_MINUTES };
  if (minutes % HOUR_MINUTES === 0) return { unit: 'hours', count: minutes / HOUR_MINUTES };
  return { unit: 'minutes', count: minutes };
}

/** The class of age that a hold is in, by its place among the classes. */
export function classOf(hold: Hold, classes: readonly AgeClass[], now_ms: number): number {
  const age = age_ms(hold.created_at, now_ms);
  return classes.findIndex(({ younger_than_minutes: bound }) => bound === null || age < bound * 60_000);
}

/** What is free and held after a decision about a critical wallet, and what the ledger gets as its own row. */
export interface Settlement {
  balance_cents: number;
  frozen_cents: number;
  row_cents: number;
}

/** Held is what the open holds say, whichever side is believed; what is missing for them comes in. */
export function settlement(wallet: Wallet, believe: Believed): Settlement {
  const ledgerFree_cents = Math.max(0, wallet.ledger_balance_cents + wallet.ledger_frozen_cents - wallet.held_cents);
  const balance_cents = believe === 'ledger' ? ledgerFree_cents : wallet.balance_cents;
  return { balance_cents, frozen_cents: wallet.held_cents, row_cents: balance_cents - ledgerFree_cents };
}

/** The local days of a chart, oldest first, as `YYYY-MM-DD`. */
export function daysUntil(today: string, count: number): string[] {
  const noon_ms = Date.parse(`${today}T12:00:00Z`);
  return Array.from({ length: count }, (_, index) => new Date(noon_ms - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10));
}

export interface Series {
  operation: OperationType;
  /** Per day, in the order of the days. */
  amounts_cents: number[];
  counts: number[];
  total_cents: number;
  total_count: number;
}

/** One series per type of operation, with a nought for every day on which there was none. */
export function seriesOf(rows: readonly DayOperations[], currency: string, days: readonly string[]): Series[] {
  const found = new Map(rows.filter((row) => row.currency === currency).map((row) => [`${row.operation}/${row.day}`, row]));
  return OPERATIONS.map((operation) => {
    const amounts_cents = days.map((day) => found.get(`${operation}/${day}`)?.amount_cents ?? 0);
    const counts = days.map((day) => found.get(`${operation}/${day}`)?.count ?? 0);
    const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
    return { operation, amounts_cents, counts, total_cents: sum(amounts_cents), total_count: sum(counts) };
  });
}

/** The next round amount that covers this one, in units of the currency: the top of a scale. */
export function roundTop_cents(most_cents: number): number {
  const units = Math.max(1, most_cents / HUNDREDTHS);
  const power = 10 ** Math.floor(Math.log10(units));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= units) ?? 10;
  return step * power * HUNDREDTHS;
}

/** Amounts that are given most often, in hundredths. */
export const QUICK_CENTS: Record<string, readonly number[]> = {
  XOF: [100_000, 200_000, 500_000, 1_000_000],
  EUR: [500, 1000, 2000, 5000],
};
