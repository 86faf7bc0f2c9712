import { expect, test } from 'vitest';
import { language, setLanguage, t, tMaybe } from '$shared/i18n/i18n.svelte';
import { fillMessage } from '$shared/i18n/message';
import { describeFailure, showInstantsWith } from '$shared/ui/failure-text';

const PLURAL = '{count, plural, =0 {rien} one {# session de {who}} other {# sessions}}';

test.each([
  ['{a} et {b}', { a: 'x', b: 1_234 }, 'fr', 'x et 1\u00a0234'],
  ['{missing}', {}, 'fr', '{missing}'],
  [PLURAL, { count: 0, who: 'Awa' }, 'fr', 'rien'],
  [PLURAL, { count: 1, who: 'Awa' }, 'fr', '1 session de Awa'],
  [PLURAL, { count: 5, who: 'Awa' }, 'fr', '5 sessions'],
  ['{n, plural, one {# minute} other {# minutes}}', { n: 0 }, 'fr', '0 minute'],
  ['{n, plural, one {# minute} other {# minutes}}', { n: 0 }, 'en', '0 minutes'],
] as const)('%s filled', (message, args, lang, expected) => {
  expect(fillMessage(message, args, lang)).toBe(expected);
});

test('the language switches every text at once', () => {
  setLanguage('en');
  expect([language(), t('shared.close'), document.documentElement.lang]).toEqual(['en', 'Close', 'en']);
  setLanguage('fr');
  expect(t('shared.close')).toBe('Fermer');
  expect(tMaybe('errors.no_such_code')).toBeNull();
});

test('a failure finds its words by code, its instants in the venue’s time', () => {
  showInstantsWith(() => '14:05');
  expect(describeFailure({ code: 'pin_locked', args: { until: '2025-03-03T14:05:00.000Z' } }).what).toContain('14:05');
  expect(describeFailure({ code: 'station_taken', args: { station: 'PC 1', customer: 'Awa' } }).what).toContain('PC 1');
});

test('a code from the future says that nothing was changed, and names itself', () => {
  const said = describeFailure({ code: 'from_the_future', args: {} });
  expect(said.what).toContain('from_the_future');
  expect(said.what).toContain('Rien n’a été modifié');
});

test.each([
  ['fr', '1\u00a0500\u00a0F\u00a0CFA', '40\u00a0000\u00a0F\u00a0CFA'],
  ['en', '1,500\u00a0F\u00a0CFA', '40,000\u00a0F\u00a0CFA'],
] as const)('a short balance is said as money (%s)', (lang, free, asked) => {
  setLanguage(lang);
  const args = { balance_cents: 150_000, amount_cents: 4_000_000, currency: 'XOF' };
  const { what } = describeFailure({ code: 'balance_short', args });
  expect(what).toContain(free);
  expect(what).toContain(asked);
  setLanguage('fr');
});

test('euros keep their hundredths', () => {
  const args = { held_cents: 150, amount_cents: 150_050, currency: 'EUR' };
  const { what } = describeFailure({ code: 'amount_above_hold', args });
  expect(what).toContain('1,50\u00a0€');
  expect(what).toContain('1\u00a0500,50\u00a0€');
});
