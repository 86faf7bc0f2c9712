/**
 * Money as people read it. Amounts are integers in hundredths of the currency unit, for every currency:
 * XOF (francs CFA) is kept in hundredths as well and never shows decimals.
 */
import type { Language } from '../i18n/language';
import { numberFormat, plainSpaces } from './numbers';

const CURRENCY_WORD: Record<string, string> = { XOF: 'F\u00a0CFA', EUR: '€' };
const HUNDREDTHS = 100;

/** How people call the currency beside an amount: "€", "F CFA". */
export const currencyWord = (currency: string): string => CURRENCY_WORD[currency] ?? currency;

/** `199700` EUR → "1 997 €"; decimals are shown only where there are cents. `amount_cents` are hundredths. */
export function formatMoney(amount_cents: number, currency: string, language: Language): string {
  const whole = currency === 'XOF' || amount_cents % HUNDREDTHS === 0;
  const digits = whole ? 0 : 2;
  const amount = numberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    amount_cents / HUNDREDTHS,
  );
  const word = currencyWord(currency);
  return language === 'en' && currency === 'EUR' ? plainSpaces(`${word}${amount}`) : plainSpaces(`${amount}\u00a0${word}`);
}

/** What a person typed ("1 997", "12,50", "5.000") as hundredths, or `null` when it is not an amount. */
export function parseMoney(text: string, currency: string): number | null {
  const compact = text.replace(/[\s\u00a0\u202f]/g, '');
  if (currency === 'XOF') {
    const francs = compact.replace(/[.,](?=\d{3}(\D|$))/g, '');
    return /^\d{1,12}$/.test(francs) ? Number(francs) * HUNDREDTHS : null;
  }
  const match = /^(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(compact);
  if (!match) return null;
  return Number(match[1]) * HUNDREDTHS + Number((match[2] ?? '').padEnd(2, '0'));
}

/** Hundredths as a person would type them into a field: "1997", "1997,50". `parseMoney` reads it back. */
export function typedMoney(amount_cents: number, currency: string, language: Language): string {
  const whole = Math.trunc(amount_cents / HUNDREDTHS);
  const rest = amount_cents % HUNDREDTHS;
  if (currency === 'XOF' || rest === 0) return String(whole);
  return `${whole}${language === 'fr' ? ',' : '.'}${String(rest).padStart(2, '0')}`;
}
