import { describe, expect, test } from 'vitest';
import { addDays, addMonths, dayByKey, daysBetween, formatMonth, formatWholeDay, monthWeeks, weekdayNames, weekdayOf } from '$shared/format/calendar';
import { parseDay } from '$shared/format/parse-day';

test.each([
  // first Monday shown, last Sunday shown, weeks
  ['2025-03', '2025-02-24', '2025-04-06', 6],
  ['2026-02', '2026-01-26', '2026-03-01', 5],
  ['2027-02', '2027-02-01', '2027-02-28', 4],
  ['2024-02', '2024-01-29', '2024-03-03', 5],
])('%s is shown from %s to %s, in %i weeks', (month, first, last, weeks) => {
  const shown = monthWeeks(month);
  expect(shown).toHaveLength(weeks);
  expect(shown.every((week) => week.length === 7)).toBe(true);
  expect([shown[0]?.[0], shown.at(-1)?.at(-1)]).toEqual([first, last]);
});

test.each([
  ['2025-12-31', 1, '2026-01-01'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2025-03-30', 1, '2025-03-31'],
  ['2025-03-01', -1, '2025-02-28'],
])('%s and %i days is %s', (day, days, expected) => {
  expect(addDays(day, days)).toBe(expected);
  expect(daysBetween(day, expected)).toBe(days);
});

test.each([
  ['2025-01-31', 1, '2025-02-28'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2025-12-15', 1, '2026-01-15'],
  ['2025-01-15', -1, '2024-12-15'],
  ['2025-03-31', -1, '2025-02-28'],
])('%s and %i months is %s', (day, months, expected) => expect(addMonths(day, months)).toBe(expected));

test.each([
  ['ArrowLeft', '2025-03-05'],
  ['ArrowRight', '2025-03-07'],
  ['ArrowUp', '2025-02-27'],
  ['ArrowDown', '2025-03-13'],
  ['PageUp', '2025-02-06'],
  ['PageDown', '2025-04-06'],
  ['Home', '2025-03-03'],
  ['End', '2025-03-09'],
  ['Enter', null],
])('from Thursday, 6 March 2025, %s leads to %s', (key, expected) => expect(dayByKey('2025-03-06', key)).toBe(expected));

test('weeks begin on Monday, and are named so', () => {
  expect([weekdayOf('2025-03-03'), weekdayOf('2025-03-09')]).toEqual([0, 6]);
  expect(weekdayNames('fr').map((name) => name.long)).toEqual(['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche']);
  expect(weekdayNames('en')[0]).toEqual({ short: 'Mon', long: 'Monday' });
});

test('months and days are said in full', () => {
  expect(formatMonth('2025-08', 'fr')).toBe('août 2025');
  expect(formatWholeDay('2025-03-03', 'fr')).toBe('lundi 3 mars 2025');
  expect(formatWholeDay('2025-04-01', 'fr')).toBe('mardi 1er avril 2025');
  expect(formatWholeDay('2025-03-11', 'fr')).toBe('mardi 11 mars 2025');
  expect(formatWholeDay('2025-03-03', 'en')).toMatch(/^Monday,? 3 March 2025$/);
});

describe('a typed day', () => {
  test.each([
    ['2025-03-03', '2025-03-03'],
    ['3/3/2025', '2025-03-03'],
    ['03.03.2025', '2025-03-03'],
    ['3-3-25', '2025-03-03'],
    ['3 mars 2025', '2025-03-03'],
    ['lundi 3 mars 2025', '2025-03-03'],
    ['1er avril 2026', '2026-04-01'],
    ['1ER AVRIL 2026', '2026-04-01'],
    ['15 août', '2025-08-15'],
    ['15 aout', '2025-08-15'],
    ['3 March 2025', '2025-03-03'],
    ['2nd sept. 2025', '2025-09-02'],
    ['29/2/2028', '2028-02-29'],
    // Without a year: the next one from today (20 June 2025) on.
    ['20/6', '2025-06-20'],
    ['19/6', '2026-06-19'],
    ['3 mars', '2026-03-03'],
    ['+7', '2025-06-27'],
    // None.
    ['29/2/2025', null],
    ['31/4/2026', null],
    ['3 ma 2025', null],
    ['3 ju 2025', null],
    ['mars', null],
    ['', null],
    ['soon', null],
  ])('%s is %s', (text, expected) => {
    expect(parseDay(text, '2025-06-20')).toBe(expected);
  });
});
