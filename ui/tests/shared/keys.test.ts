import { expect, test, vi } from 'vitest';
import { digitOf } from '$shared/keys/digits';
import { handleKey, keysOf, registerShortcut } from '$shared/keys/shortcuts.svelte';

const key = (name: string, more: KeyboardEventInit = {}): KeyboardEvent =>
  new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more });

test('the top row of AZERTY types digits', () => {
  expect([...'&é"\'(-è_çà'].map(digitOf).join('')).toBe('1234567890');
  expect([...'1234567890'].map(digitOf).join('')).toBe('1234567890');
  expect(digitOf('a')).toBeNull();
});

test.each([
  ['F3', {}, 'F3'],
  ['Escape', {}, 'Esc'],
  ['k', { ctrlKey: true }, 'Ctrl+K'],
  ['é', {}, null],
  ['a', {}, null],
  // AltGr on AZERTY: @ and # are text.
  ['@', { ctrlKey: true, altKey: true }, null],
] as const)('%s %o is the shortcut %s', (name, modifiers, expected) => {
  expect(keysOf(key(name, modifiers))).toBe(expected);
});

test('the newest registration wins, and gives way when it goes', () => {
  const screen = vi.fn();
  const dialog = vi.fn();
  const removeScreen = registerShortcut({ keys: 'Esc', run: screen });
  const removeDialog = registerShortcut({ keys: 'Esc', run: dialog });
  handleKey(key('Escape'));
  removeDialog();
  handleKey(key('Escape'));
  removeScreen();
  expect(handleKey(key('Escape'))).toBe(false);
  expect([dialog.mock.calls.length, screen.mock.calls.length]).toEqual([1, 1]);
});

test('Enter belongs to the button that has the focus', () => {
  const run = vi.fn();
  const remove = registerShortcut({ keys: 'Enter', run });
  const button = document.body.appendChild(document.createElement('button'));
  button.addEventListener('keydown', (event) => handleKey(event));
  button.dispatchEvent(key('Enter'));
  expect(run).not.toHaveBeenCalled();
  document.body.addEventListener('keydown', (event) => handleKey(event), { once: true });
  document.body.dispatchEvent(key('Enter'));
  expect(run).toHaveBeenCalledOnce();
  remove();
  button.remove();
});
