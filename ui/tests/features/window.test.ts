import { expect, test } from 'vitest';
import { splitNameAndPhone } from '$door/parts/typed-customer';
import { daysAhead, nextQuarter, parseTime, timeAfter, windowOf } from '$features/sales/window';

test.each([
  ['14:15', '14:15'],
  ['14h15', '14:15'],
  ['14 h', '14:00'],
  ['9', '09:00'],
  ['1415', '14:15'],
  ['24:00', null],
  ['14:75', null],
  ['soon', null],
  ['', null],
])('%s is %s', (text, expected) => expect(parseTime(text)).toBe(expected));

test('a window over midnight ends on the next day', () => {
  expect(windowOf('2025-03-03', '22:30', '00:30', 7, 'Africa/Dakar')).toEqual({
    starts_at: '2025-03-03T22:30:00.000Z',
    ends_at: '2025-03-04T00:30:00.000Z',
    station_id: 7,
  });
  expect(windowOf('2025-03-03', 'x', '10:00', null, 'Africa/Dakar')).toBeNull();
  expect(timeAfter('23:30', 60)).toBe('00:30');
});

test('the first proposal is the next quarter of an hour, on the venue’s day', () => {
  expect(nextQuarter(Date.parse('2025-03-03T23:50:00Z'), 'Europe/Paris')).toEqual({ day: '2025-03-04', time: '01:00' });
  expect(daysAhead(Date.parse('2025-03-30T00:10:00Z'), 'Europe/Paris').slice(0, 3)).toEqual(['2025-03-30', '2025-03-31', '2025-04-01']);
});

test.each([
  ['Awa Diallo 77 123 45 67', 'Awa Diallo', '77 123 45 67'],
  ['+221 77 123 45 67', '', '+221 77 123 45 67'],
  ['Khady Sow', 'Khady Sow', ''],
])('%s is split', (text, name, phone) => expect(splitNameAndPhone(text)).toEqual({ name, phone }));
