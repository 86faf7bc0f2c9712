import { expect, test } from 'vitest';
import { daysInRange, formatCalendarDay, formatDayRange } from '$shared/format/day-range';

test.each([
  // One month, two months, two years, one day.
  ['2025-03-03', '2025-03-07', 'fr', '3 – 7 mars 2025'],
  ['2025-03-03', '2025-03-07', 'en', '3–7 March 2025'],
  ['2025-03-31', '2025-04-04', 'fr', '31 mars – 4 avril 2025'],
  ['2025-03-31', '2025-04-04', 'en', '31 March – 4 April 2025'],
  ['2025-12-29', '2026-01-02', 'fr', '29 décembre 2025 – 2 janvier 2026'],
  ['2025-12-29', '2026-01-02', 'en', '29 December 2025 – 2 January 2026'],
  ['2025-03-03', '2025-03-03', 'fr', '3 mars 2025'],
  ['2025-03-03', '2025-03-03', 'en', '3 March 2025'],
  // The first of a month is an ordinal in French.
  ['2025-09-01', '2025-09-05', 'fr', '1er – 5 septembre 2025'],
  ['2025-09-01', '2025-09-05', 'en', '1–5 September 2025'],
  ['2025-07-28', '2025-08-01', 'fr', '28 juillet – 1er août 2025'],
  // The same month a year later is another month.
  ['2025-02-24', '2026-02-27', 'fr', '24 février 2025 – 27 février 2026'],
  // The last day of February.
  ['2028-02-28', '2028-02-29', 'fr', '28 – 29 février 2028'],
  // What is no day is shown as it came.
  ['2025-02-30', '2025-03-02', 'fr', '2025-02-30 – 2025-03-02'],
  ['soon', 'soon', 'fr', 'soon'],
] as const)('%s to %s in %s reads %s', (first, last, language, expected) => {
  expect(formatDayRange(first, last, language)).toBe(expected);
});

test.each([
  ['2025-03-03', 'fr', '3 mars 2025'],
  ['2025-01-01', 'fr', '1er janvier 2025'],
  ['2025-01-01', 'en', '1 January 2025'],
] as const)('%s in %s reads %s', (day, language, expected) => {
  expect(formatCalendarDay(day, language)).toBe(expected);
});

test.each([
  ['2025-03-03', '2025-03-07', 5],
  ['2025-03-03', '2025-03-03', 1],
  // The clocks go forward in between: still two days.
  ['2025-03-30', '2025-03-31', 2],
  ['2024-12-30', '2025-01-03', 5],
  ['never', '2025-03-07', null],
])('%s to %s are %s days', (first, last, expected) => {
  expect(daysInRange(first, last)).toBe(expected);
});
