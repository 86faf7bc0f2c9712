import { expect, test } from 'vitest';
import { ScannerBuffer } from '$features/counter/scanner-buffer';
import { looksLikeCode } from '$features/counter/typed';

/** Types a text with a gap between keys and returns what the last key gave. */
function type(buffer: ScannerBuffer, text: string, gap_ms: number, from_ms = 0): { scanned: string | null; at_ms: number } {
  let at_ms = from_ms;
  for (const key of text) {
    at_ms += gap_ms;
    expect(buffer.press({ key, at_ms })).toBeNull();
  }
  at_ms += gap_ms;
  return { scanned: buffer.press({ key: 'Enter', at_ms }), at_ms };
}

const CODE = 'CPT1:F001042:K7QX9M2TB4';

test('a burst that ends with Enter is a scan', () => {
  expect(type(new ScannerBuffer(), CODE, 8).scanned).toBe(CODE);
});

test('mangled AZERTY text goes on as it came', () => {
  const mangled = 'CPT&MF°°&°\'éMK7QX9%2TB\'';
  expect(type(new ScannerBuffer(), mangled, 8).scanned).toBe(mangled);
});

test('a person who types is no scanner, however sure of the text', () => {
  expect(type(new ScannerBuffer(), CODE, 90).scanned).toBeNull();
});

test('a short burst is no code', () => {
  expect(type(new ScannerBuffer(), '1234', 8).scanned).toBeNull();
});

test('typing before the scan does not stick to it', () => {
  const buffer = new ScannerBuffer();
  for (const [index, key] of [...'awa'].entries()) buffer.press({ key, at_ms: index * 120 });
  expect(type(buffer, CODE, 8, 1_000).scanned).toBe(CODE);
});

test('Enter long after a burst starts nothing', () => {
  const buffer = new ScannerBuffer();
  let at_ms = 0;
  for (const key of CODE) buffer.press({ key, at_ms: (at_ms += 8) });
  expect(buffer.press({ key: 'Enter', at_ms: at_ms + 500 })).toBeNull();
});

test('Shift between the characters belongs to the burst', () => {
  const buffer = new ScannerBuffer();
  let at_ms = 0;
  for (const key of CODE) {
    buffer.press({ key: 'Shift', at_ms: (at_ms += 2) });
    buffer.press({ key, at_ms: (at_ms += 6) });
  }
  expect(buffer.press({ key: 'Enter', at_ms: at_ms + 8 })).toBe(CODE);
});

test('a scanner that pauses before its Enter is still one', () => {
  const buffer = new ScannerBuffer();
  let at_ms = 0;
  for (const key of CODE) buffer.press({ key, at_ms: (at_ms += 8) });
  expect(buffer.press({ key: 'Enter', at_ms: at_ms + 120 })).toBe(CODE);
});

test('two scans in a row stay two', () => {
  const buffer = new ScannerBuffer();
  const first = type(buffer, CODE, 8);
  expect(type(buffer, 'CPT1:F000007:ZZZZ', 8, first.at_ms + 8).scanned).toBe('CPT1:F000007:ZZZZ');
});

test('ten kilobytes are bounded', () => {
  const scanned = type(new ScannerBuffer(), 'x'.repeat(10_000), 5).scanned;
  expect(scanned?.length ?? 0).toBeLessThanOrEqual(4_096);
});

test.each([
  ['CPT1:F001042:K7QX9M2TB4', true],
  ['K7QX9M2TB4RZ', true],
  ['https://shop.example/?code=AB12', true],
  ['Awa Diallo', false],
  ['dia', false],
  ['N’Guessan', false],
  ['771234567', false],
  ['+221771234567', false],
  ["D'Almeida", false],
])('typed %s is a code: %s', (text, expected) => expect(looksLikeCode(text)).toBe(expected));
