/** Both languages say the same things: same keys, same arguments, nothing empty, no straight apostrophes in French. */
import { describe, expect, test } from 'vitest';
import { english, french } from '$shared/i18n/messages';

const argumentsOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)(?=[},])/g)].map((match) => match[1] ?? ''))].sort();

describe.each(Object.keys(french) as (keyof typeof french)[])('%s', (area) => {
  const fr: Record<string, string> = french[area];
  const en: Record<string, string> = english[area];

  test('has the same keys in French and English', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort());
  });
  test('names the same arguments', () => {
    for (const [key, text] of Object.entries(fr)) expect([key, argumentsOf(en[key] ?? '')]).toEqual([key, argumentsOf(text)]);
  });
  test('leaves nothing empty and writes French apostrophes', () => {
    for (const text of [...Object.values(fr), ...Object.values(en)]) expect(text.trim()).not.toBe('');
    for (const text of Object.values(fr)) expect(text).not.toMatch(/\w'\w/);
  });
});
