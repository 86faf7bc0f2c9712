/** A calendar day as people type it: "3/3/2025", "3 mars", "1er avril 2026", "2025-03-03", "+7". No time zone is involved. */
import { LOCALE_OF, LANGUAGES } from '../i18n/language';
import { addDays } from './calendar';

const SHORTEST_MONTH = 3;

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** The names of the months in every language of the interface: people type as they speak, whatever the screen's language. */
const MONTHS: readonly (readonly string[])[] = Array.from({ length: 12 }, (_, month) =>
  LANGUAGES.map((language) => fold(new Intl.DateTimeFormat(LOCALE_OF[language], { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2025, month, 15)))),
);

/** 1 … 12 for the beginning of a month's name that no other month shares, else 0. */
function monthNamed(word: string): number {
  if (word.length < SHORTEST_MONTH) return 0;
  const found = MONTHS.flatMap((names, index) => (names.some((name) => name.startsWith(word)) ? [index + 1] : []));
  return found.length === 1 ? (found[0] ?? 0) : 0;
}

function dayOf(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}

/** A day without its year is the next one, from today on. */
function nextDay(month: number, day: number, today: string): string | null {
  const year = Number(today.slice(0, 4));
  const here = dayOf(year, month, day);
  return here !== null && here < today ? dayOf(year + 1, month, day) : (here ?? dayOf(year + 1, month, day));
}

function withYear(year: string | undefined, month: number, day: number, today: string): string | null {
  if (year === undefined) return nextDay(month, day, today);
  return dayOf(year.length === 2 ? 2000 + Number(year) : Number(year), month, day);
}

/** The day as `YYYY-MM-DD`, or `null` when it is none. `today` decides about years that were left out. */
export function parseDay(text: string, today: string): string | null {
  const typed = fold(text);
  const ahead = /^\+\s*(\d{1,3})$/.exec(typed);
  if (ahead) return addDays(today, Number(ahead[1]));
  const written = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (written) return dayOf(Number(written[1]), Number(written[2]), Number(written[3]));
  const figures = /^(\d{1,2})[/.\s-](\d{1,2})(?:[/.\s-](\d{4}|\d{2}))?$/.exec(typed);
  if (figures) return withYear(figures[3], Number(figures[2]), Number(figures[1]), today);
  const words = /^(?:\p{L}+\.?\s+)?(\d{1,2})(?:er|st|nd|rd|th)?\s+(\p{L}+)\.?(?:\s+(\d{4}|\d{2}))?$/u.exec(typed);
  if (!words) return null;
  const month = monthNamed(words[2] ?? '');
  return month > 0 ? withYear(words[3], month, Number(words[1]), today) : null;
}
