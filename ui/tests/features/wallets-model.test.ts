import { expect, test } from 'vitest';
import type { AgeClass, Hold, LedgerRow, Wallet } from '$door/contract';
import { reasonText, spanText } from '$features/wallets/looks';
import { bareAmount, classOf, daysUntil, left_ms, roundSpan, roundTop_cents, seriesOf, settlement, shares, signed_cents } from '$features/wallets/model';
import { setLanguage } from '$shared/i18n/i18n.svelte';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test.each([
  [500, 500, 1000, 0.5, 0.5],
  [1000, 0, 4000, 0.25, 0],
  [0, 0, 0, 0, 0],
  [-500, 200, 1000, 0, 0.2],
  [2000, 2000, 1000, 1, 0],
])('%i free and %i held of %i are drawn as %d and %d', (balance, frozen, most, free, held) => {
  expect(shares(balance, frozen, most)).toEqual({ free, held });
});

test('amounts in columns leave their currency to the head', () => {
  expect(plain(bareAmount(1_250_000, 'XOF', 'fr'))).toBe('12 500');
  expect(bareAmount(1250, 'EUR', 'fr')).toBe('12,50');
  expect(bareAmount(1200, 'EUR', 'en')).toBe('12.00');
});

const row = (operation: LedgerRow['operation'], amount: number, balance: [number, number], frozen: [number, number]): LedgerRow =>
  ({ operation, amount_cents: amount, balance_before_cents: balance[0], balance_after_cents: balance[1], frozen_before_cents: frozen[0], frozen_after_cents: frozen[1] }) as LedgerRow;

test.each([
  ['deposit', row('deposit', 500, [0, 500], [0, 0]), 500],
  ['withdraw', row('withdraw', 500, [500, 0], [0, 0]), -500],
  ['freeze', row('freeze', 300, [500, 200], [0, 300]), -300],
  ['commit', row('commit', 300, [200, 200], [300, 0]), -300],
  ['refund', row('refund', 300, [200, 500], [300, 0]), 300],
  ['a correction that frees', row('correction', -100, [200, 300], [300, 200]), 100],
  ['a correction of the wallet alone', row('correction', 0, [200, 200], [300, 300]), 0],
] as const)('%s has the sign of what it did', (_name, one, signed) => {
  expect(signed_cents(one)).toBe(signed);
});

const wallet = (parts: Partial<Wallet>): Wallet => ({ balance_cents: 0, frozen_cents: 0, ledger_balance_cents: 0, ledger_frozen_cents: 0, held_cents: 0, ...parts }) as Wallet;

test.each([
  ['money vanished', { balance_cents: 8400, frozen_cents: 300, ledger_balance_cents: 8450, ledger_frozen_cents: 300, held_cents: 300 }, [8450, 300, 0], [8400, 300, -50]],
  ['money appeared', { balance_cents: 9000, ledger_balance_cents: 8000 }, [8000, 0, 0], [9000, 0, 1000]],
  ['held is off as well', { balance_cents: 700, frozen_cents: 100, ledger_balance_cents: 800, ledger_frozen_cents: 100, held_cents: 300 }, [600, 300, 0], [700, 300, 100]],
  ['more is held than owned', { balance_cents: 0, frozen_cents: 500, ledger_balance_cents: 100, ledger_frozen_cents: 100, held_cents: 500 }, [0, 500, 0], [0, 500, 0]],
  ['only the rows are broken', { balance_cents: 400, ledger_balance_cents: 400 }, [400, 0, 0], [400, 0, 0]],
] as const)('a decision where %s', (_name, parts, ledger, kept) => {
  const told = (believe: 'ledger' | 'wallet'): number[] => {
    const after = settlement(wallet(parts), believe);
    return [after.balance_cents, after.frozen_cents, after.row_cents];
  };
  expect(told('ledger')).toEqual([...ledger]);
  expect(told('wallet')).toEqual([...kept]);
});

test('days run up to today, also over the end of a month', () => {
  expect(daysUntil('2027-03-02', 4)).toEqual(['2027-02-27', '2027-02-28', '2027-03-01', '2027-03-02']);
});

test('a chart has every type and every day, in one currency', () => {
  const days = ['2027-03-01', '2027-03-02'];
  const found = seriesOf(
    [
      { day: '2027-03-02', operation: 'deposit', currency: 'XOF', count: 2, amount_cents: 700 },
      { day: '2027-03-02', operation: 'deposit', currency: 'EUR', count: 9, amount_cents: 900 },
      { day: '2027-02-20', operation: 'freeze', currency: 'XOF', count: 1, amount_cents: 100 },
    ],
    'XOF',
    days,
  );
  expect(found.map((one) => one.operation)).toEqual(['deposit', 'withdraw', 'freeze', 'commit', 'refund', 'correction']);
  expect(found[0]).toMatchObject({ amounts_cents: [0, 700], counts: [0, 2], total_cents: 700, total_count: 2 });
  expect(found[2]).toMatchObject({ amounts_cents: [0, 0], total_count: 0 });
});

test.each([[0, 100], [100, 100], [130_000, 150_000], [2_100_000, 3_000_000], [990_000, 1_000_000]])('a scale for %i ends at %i', (most, top) => {
  expect(roundTop_cents(most)).toBe(top);
});

test('holds have a deadline or none, and a class of age', () => {
  const now = Date.parse('2027-03-02T12:00:00.000Z');
  const hold = (minutes: number, expires_at: string | null): Hold => ({ created_at: new Date(now - minutes * 60_000).toISOString(), expires_at }) as Hold;
  expect(left_ms(hold(1, null), now)).toBeNull();
  expect(left_ms(hold(1, '2027-03-02T12:01:00.000Z'), now)).toBe(60_000);
  expect(left_ms(hold(1, '2027-03-02T11:00:00.000Z'), now)).toBe(0);
  const classes: AgeClass[] = [15, 60, null].map((younger_than_minutes) => ({ younger_than_minutes, holds: 0, amount_cents: 0 }));
  expect([14, 15, 59, 60, 90_000].map((minutes) => classOf(hold(minutes, null), classes, now))).toEqual([0, 1, 1, 2, 2]);
});

test('spans are said in the unit that people would use', () => {
  setLanguage('fr');
  expect([15, 60, 360, 1440, 10_080].map(roundSpan)).toEqual([
    { unit: 'minutes', count: 15 }, { unit: 'hours', count: 1 }, { unit: 'hours', count: 6 }, { unit: 'hours', count: 24 }, { unit: 'days', count: 7 },
  ]);
  expect(plain(spanText(59_000))).toBe('0 min');
  expect(plain(spanText(65 * 60_000))).toBe('1 h 05');
  expect(plain(spanText(76 * 3_600_000))).toBe('3 j 4 h');
});

test('reasons that the desk wrote are put into words, what people wrote stays', () => {
  setLanguage('fr');
  const said = (reason: string | null, operation: LedgerRow['operation'] = 'withdraw'): string => plain(reasonText({ operation, operator_name: null, reason }));
  expect(said('purchase 1043')).toBe('Achat n° 1043');
  expect(said('deadline', 'refund')).toBe('Échéance passée');
  expect(said('frozen_balance said 5, open holds say 0', 'correction')).toBe('Réservé remis d’accord avec les réserves ouvertes');
  expect(said('Rendu au client')).toBe('Rendu au client');
  expect(said(null)).toBe('');
});
