import { describe, expect, test } from 'vitest';
import { formatDate, formatMoment, formatTime, instantToLocal, localDay, localToInstant } from '$shared/format/dates';
import { formatClock, formatMinutes, secondsLeft } from '$shared/format/duration';
import { formatMoney, parseMoney, typedMoney } from '$shared/format/money';
import { formatNumber } from '$shared/format/numbers';

const nb = (text: string): string => text.replaceAll('\u00a0', ' ');

test.each([
  [199_700, 'EUR', 'fr', '1 997 €'],
  [199_750, 'EUR', 'fr', '1 997,50 €'],
  [199_700, 'EUR', 'en', '€1,997'],
  [199_750, 'EUR', 'en', '€1,997.50'],
  [250_000, 'XOF', 'fr', '2 500 F CFA'],
  [1_500_000, 'XOF', 'fr', '15 000 F CFA'],
  [250_050, 'XOF', 'fr', '2 501 F CFA'],
  [1_234_567_800, 'XOF', 'en', '12,345,678 F CFA'],
  [0, 'XOF', 'fr', '0 F CFA'],
  [-5_000, 'EUR', 'fr', '-50 €'],
] as const)('money %i %s in %s reads %s', (cents, currency, language, expected) => {
  expect(nb(formatMoney(cents, currency, language))).toBe(expected);
});

test('no narrow space reaches the screen: the faces do not draw it', () => {
  expect(formatMoney(123_456_789, 'EUR', 'fr') + formatNumber(12_345, 'fr')).not.toContain('\u202f');
});

test.each([
  ['1 997', 'EUR', 199_700],
  ['12,5', 'EUR', 1_250],
  ['12.50', 'EUR', 1_250],
  ['5 000', 'XOF', 500_000],
  ['5.000', 'XOF', 500_000],
  ['5,5', 'XOF', null],
  ['abc', 'EUR', null],
  ['', 'XOF', null],
  ['-3', 'EUR', null],
] as const)('typed %s %s is %s hundredths', (text, currency, expected) => {
  expect(parseMoney(text, currency)).toBe(expected);
});

test.each([
  [199_700, 'EUR', 'fr', '1997'],
  [199_750, 'EUR', 'fr', '1997,50'],
  [199_705, 'EUR', 'en', '1997.05'],
  [1_500_000, 'XOF', 'fr', '15000'],
  [0, 'EUR', 'fr', '0'],
] as const)('%i %s in a field (%s) reads %s, and reads back', (cents, currency, language, expected) => {
  expect(typedMoney(cents, currency, language)).toBe(expected);
  expect(parseMoney(expected, currency)).toBe(cents);
});

test.each([
  [0, '00:00'],
  [59, '00:59'],
  [3_599, '59:59'],
  [3_909, '1:05:09'],
  [-4, '00:00'],
])('clock of %i s is %s', (seconds, expected) => expect(formatClock(seconds)).toBe(expected));

test('remaining time is rounded up, and zero exactly at zero', () => {
  expect([1, 999, 1_000, 1_001, 0, -20].map(secondsLeft)).toEqual([1, 1, 1, 2, 0, 0]);
});

test.each([
  [45, '45 min'],
  [60, '1 h'],
  [65, '1 h 05'],
  [180, '3 h'],
  [0, '0 min'],
])('%i minutes read %s', (minutes, expected) => expect(nb(formatMinutes(minutes))).toBe(expected));

describe('instants at the venue', () => {
  const dakar = { language: 'fr', timezone: 'Africa/Dakar' } as const;
  const paris = { language: 'en', timezone: 'Europe/Paris' } as const;

  test('are shown in its zone', () => {
    expect(formatTime('2025-03-03T09:05:00.000Z', dakar)).toBe('09:05');
    expect(formatTime('2025-03-03T09:05:00.000Z', paris)).toBe('10:05');
    expect(nb(formatDate('2025-03-03T09:05:00.000Z', dakar))).toBe('3 mars 2025');
  });
  test('carry their day on other days only', () => {
    expect(formatMoment('2025-03-03T09:05:00Z', '2025-03-03T20:00:00Z', dakar)).toBe('09:05');
    expect(formatMoment('2025-03-02T09:05:00Z', '2025-03-03T20:00:00Z', dakar)).toContain('2 mars');
  });
  test('belong to the local day', () => {
    expect(localDay('2025-03-03T23:30:00Z', 'Europe/Paris')).toBe('2025-03-04');
  });
  test.each([
    ['2025-03-30T01:30', 'Europe/Paris', '2025-03-30T00:30:00.000Z'],
    ['2025-03-30T03:30', 'Europe/Paris', '2025-03-30T01:30:00.000Z'],
    ['2025-10-26T03:30', 'Europe/Paris', '2025-10-26T02:30:00.000Z'],
    ['2025-06-01T14:00', 'Africa/Dakar', '2025-06-01T14:00:00.000Z'],
  ])('local %s in %s is %s, and back', (local, timezone, instant) => {
    expect(localToInstant(local, timezone)).toBe(instant);
    expect(instantToLocal(instant, timezone)).toBe(local);
  });
  test('an unknown zone or a time that is none takes nothing down', () => {
    expect(formatTime('2025-03-03T09:05:00Z', { language: 'fr', timezone: 'Nowhere/Land' })).toBe('09:05');
    expect(localToInstant('soon', 'Africa/Dakar')).toBeNull();
  });
});
