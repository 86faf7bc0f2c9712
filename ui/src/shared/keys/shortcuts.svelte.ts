/**
 * The keyboard: one registry of shortcuts, one listener. A shortcut never takes a key that types text (AZERTY included): only
 * function keys, Escape, and combinations with Ctrl or Alt may be registered; Enter only fires outside fields and buttons.
 */
export interface Shortcut {
  /** As shown to people: `F2`, `Ctrl+K`, `Esc`, `Enter`. */
  keys: string;
  run: () => void;
  /** False switches it off without unregistering. */
  enabled?: () => boolean;
}

const TYPES_TEXT = /^.$/u;
const stack: Shortcut[] = [];

/** The key event as people write it, or `null` for a key that types. */
export function keysOf(event: KeyboardEvent): string | null {
  const names: Record<string, string> = { Escape: 'Esc', ' ': 'Space' };
  const key = names[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  const modifiers = [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : ''].filter(Boolean);
  // AltGr arrives as Ctrl+Alt on Windows and types @ # { on AZERTY: it is text.
  if (event.getModifierState?.('AltGraph') || modifiers.length === 2) return null;
  if (modifiers.length === 0 && TYPES_TEXT.test(key)) return null;
  return [...modifiers, key].join('+');
}

/** Registers a shortcut and returns how to remove it. The newest registration of the same keys wins (a dialog over a screen). */
export function registerShortcut(shortcut: Shortcut): () => void {
  stack.push(shortcut);
  return () => {
    const index = stack.indexOf(shortcut);
    if (index >= 0) stack.splice(index, 1);
  };
}

/** In a component: the shortcut lives as long as the component. */
export function useShortcut(keys: string, run: () => void, enabled?: () => boolean): void {
  $effect(() => registerShortcut({ keys, run, enabled }));
}

function ownsEnter(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, select, textarea, input, [role="dialog"]') !== null;
}

/** The window's key listener. Returns true when a shortcut ran. */
export function handleKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  const keys = keysOf(event);
  if (keys === null || (keys === 'Enter' && ownsEnter(event.target))) return false;
  const found = [...stack].reverse().find((shortcut) => shortcut.keys === keys && (shortcut.enabled?.() ?? true));
  if (!found) return false;
  event.preventDefault();
  found.run();
  return true;
}

/** Installs the one listener; returns how to remove it. */
export function listenForShortcuts(target: Window = window): () => void {
  const listener = (event: KeyboardEvent): void => void handleKey(event);
  target.addEventListener('keydown', listener);
  return () => target.removeEventListener('keydown', listener);
}
