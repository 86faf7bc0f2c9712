/** A month as a calendar shows it, and moving about in it. Days are calendar days (`YYYY-MM-DD`), weeks begin on Monday. */
import { LOCALE_OF, type Language } from '../i18n/language';

const DAY_MS = 86_400_000;
const DAYS_OF_WEEK = 7;

const at_ms = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const textOf = (time_ms: number): string => new Date(time_ms).toISOString().slice(0, 10);

/** The day so many days later (or earlier). */
export const addDays = (day: string, days: number): string => textOf(at_ms(day) + days * DAY_MS);

/** How many days later `to` is than `from`; negative when it is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((at_ms(to) - at_ms(from)) / DAY_MS);

/** The same day so many months later; the 31st of a shorter month is its last day. */
export function addMonths(day: string, months: number): string {
  const date = new Date(at_ms(day));
  const first_ms = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const last = new Date(Date.UTC(new Date(first_ms).getUTCFullYear(), new Date(first_ms).getUTCMonth() + 1, 0)).getUTCDate();
  return textOf(first_ms + (Math.min(date.getUTCDate(), last) - 1) * DAY_MS);
}

/** The month of a day: `YYYY-MM`. */
export const monthOf = (day: string): string => day.slice(0, 7);

/** How far a day is from the Monday of its week: 0 … 6. */
export const weekdayOf = (day: string): number => (new Date(at_ms(day)).getUTCDay() + DAYS_OF_WEEK - 1) % DAYS_OF_WEEK;

/** The weeks that a month touches, Monday first, whole: days of the months beside it fill the edges. */
export function monthWeeks(month: string): string[][] {
  const first = `${month}-01`;
  const start = addDays(first, -weekdayOf(first));
  const end = addDays(addMonths(first, 1), -1);
  const weeks = Math.ceil((daysBetween(start, end) + 1) / DAYS_OF_WEEK);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: DAYS_OF_WEEK }, (_, index) => addDays(start, week * DAYS_OF_WEEK + index)),
  );
}

/** Where a key leads in a calendar, or `null` when it leads nowhere. */
export function dayByKey(day: string, key: string): string | null {
  switch (key) {
    case 'ArrowLeft': return addDays(day, -1);
    case 'ArrowRight': return addDays(day, 1);
    case 'ArrowUp': return addDays(day, -DAYS_OF_WEEK);
    case 'ArrowDown': return addDays(day, DAYS_OF_WEEK);
    case 'PageUp': return addMonths(day, -1);
    case 'PageDown': return addMonths(day, 1);
    case 'Home': return addDays(day, -weekdayOf(day));
    case 'End': return addDays(day, DAYS_OF_WEEK - 1 - weekdayOf(day));
    default: return null;
  }
}

const names = (language: Language, options: Intl.DateTimeFormatOptions, day: string): string =>
  new Intl.DateTimeFormat(LOCALE_OF[language], { ...options, timeZone: 'UTC' }).format(at_ms(day));

/** "mars 2025". */
export const formatMonth = (month: string, language: Language): string => names(language, { month: 'long', year: 'numeric' }, `${month}-01`);

/** The days of the week, Monday first, short and whole. */
export const weekdayNames = (language: Language): { short: string; long: string }[] =>
  // The 3rd of March 2025 is a Monday.
  Array.from({ length: DAYS_OF_WEEK }, (_, index) => {
    const day = addDays('2025-03-03', index);
    return { short: names(language, { weekday: 'short' }, day), long: names(language, { weekday: 'long' }, day) };
  });

/** "lundi 3 mars 2025": a day said in full. */
export const formatWholeDay = (day: string, language: Language): string => {
  const said = names(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, day);
  return language === 'fr' ? said.replace(/\b1 (?=\p{L})/u, '1er ') : said;
};
