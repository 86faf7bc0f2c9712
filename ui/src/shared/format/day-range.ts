/**
 * Calendar days (`YYYY-MM-DD`, a day at the venue, no instant) as people write them: "3 – 7 mars 2025", "31 mars – 4 avril 2025",
 * "3–7 March 2025". No time zone is involved anywhere, so that a day can never slip to the one before it.
 */
import { LOCALE_OF, type Language } from '../i18n/language';

interface DayParts {
  day: number;
  month: number;
  year: number;
}

const DAY_MS = 86_400_000;
const monthNames = new Map<Language, string[]>();

/** The language's names of the months; asked of `Intl` once. */
function monthName(month: number, language: Language): string {
  let names = monthNames.get(language);
  if (!names) {
    const formatter = new Intl.DateTimeFormat(LOCALE_OF[language], { month: 'long', timeZone: 'UTC' });
    names = Array.from({ length: 12 }, (_, index) => formatter.format(Date.UTC(2025, index, 15)));
    monthNames.set(language, names);
  }
  return names[month - 1] ?? '';
}

/** The parts of a calendar day; `null` for what is none (`2025-02-30` is none). */
function partsOf(text: string): DayParts | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const parts = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  const at = new Date(Date.UTC(parts.year, parts.month - 1, parts.day));
  return at.getUTCMonth() === parts.month - 1 && at.getUTCDate() === parts.day ? parts : null;
}

/** The number of a day within its month: the first one is "1er" in French. */
const dayNumber = (day: number, language: Language): string => (day === 1 && language === 'fr' ? '1er' : String(day));

const dayAndMonth = (parts: DayParts, language: Language): string =>
  `${dayNumber(parts.day, language)} ${monthName(parts.month, language)}`;

/** "3 mars 2025", "1er mars 2025". What is no calendar day is returned as it is. */
export function formatCalendarDay(day: string, language: Language): string {
  const parts = partsOf(day);
  return parts ? `${dayAndMonth(parts, language)} ${parts.year}` : day;
}

/**
 * From the first to the last day, both included; each of month and year is said once where both days share it.
 * What is no calendar day is returned as it is.
 */
export function formatDayRange(first: string, last: string, language: Language): string {
  const from = partsOf(first);
  const to = partsOf(last);
  if (!from || !to) return first === last ? first : `${first} – ${last}`;
  if (first === last) return formatCalendarDay(first, language);
  if (from.year !== to.year) return `${formatCalendarDay(first, language)} – ${formatCalendarDay(last, language)}`;
  if (from.month !== to.month) return `${dayAndMonth(from, language)} – ${dayAndMonth(to, language)} ${to.year}`;
  // English sets no spaces between two bare numbers, French does.
  const dash = language === 'fr' ? ' – ' : '–';
  return `${dayNumber(from.day, language)}${dash}${dayAndMonth(to, language)} ${to.year}`;
}

/** How many days from the first to the last, both included; `null` when one of them is no day. */
export function daysInRange(first: string, last: string): number | null {
  if (!partsOf(first) || !partsOf(last)) return null;
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS) + 1;
}
