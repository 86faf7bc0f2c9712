/** WCAG AA for every pair of tokens that meet: text on its ground 4.5:1, borders of controls and marks 3:1, in both themes. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync('src/shared/styles/tokens.css', 'utf8');
const blocks = [...css.matchAll(/:root(?:\[data-theme='dark'\])?\s*\{([^}]*)\}/g)].map((match) => match[1] ?? '');
const read = (block: string): Record<string, string> =>
  Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]));
const light = read(blocks[0] ?? '');
const dark = { ...light, ...read(blocks.find((block) => block.includes('color-scheme: dark')) ?? '') };

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}
function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const VERDICTS = ['ok', 'already-active', 'already-used', 'cancelled', 'refunded', 'expired', 'too-early', 'too-late', 'blocked', 'foreign-qr', 'unknown', 'malformed'];
const TONES = ['good', 'info', 'warn', 'bad', 'calm'];
const text: [string, string][] = [
  ...['canvas', 'surface', 'surface-hover', 'surface-sunken'].flatMap((ground): [string, string][] => [['ink', ground], ['ink-soft', ground]]),
  ['ink-faint', 'canvas'], ['ink-faint', 'surface'], ['ink-faint', 'surface-hover'],
  ['rail-ink', 'rail'], ['rail-ink-soft', 'rail'], ['rail-ink', 'rail-current'], ['rail-ink-soft', 'rail-hover'],
  ['on-accent', 'accent'], ['on-accent', 'accent-hover'], ['accent-ink', 'surface'], ['accent-ink', 'canvas'], ['accent-ink', 'accent-soft'],
  ['ink', 'accent-soft'], ['ink-soft', 'accent-soft'],
  ...TONES.flatMap((tone): [string, string][] => [[`on-${tone}`, tone], [`${tone}-ink`, `${tone}-soft`], [`${tone}-ink`, 'surface'], [`${tone}-ink`, 'canvas'], ['ink', `${tone}-soft`]]),
  ...VERDICTS.map((verdict): [string, string] => ['on-verdict', `verdict-${verdict}`]),
  ['on-verdict-unpaid', 'verdict-unpaid'],
];
const marks: [string, string][] = [
  ['line-strong', 'surface'], ['focus', 'canvas'], ['focus', 'surface'], ['accent', 'surface'], ['brand-mark', 'rail'],
  ...['normal', 'warning', 'danger', 'paused', 'over'].map((phase): [string, string] => [`phase-${phase}`, 'surface']),
];

describe.each([['light', light], ['dark', dark]] as const)('%s theme', (_name, tokens) => {
  test.each(text)('text %s on %s reads', (fore, back) => {
    expect(contrast(tokens[fore] ?? '', tokens[back] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
  test.each(marks)('mark %s on %s is seen', (fore, back) => {
    expect(contrast(tokens[fore] ?? '', tokens[back] ?? '')).toBeGreaterThanOrEqual(3);
  });
});
