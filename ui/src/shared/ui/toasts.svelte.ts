/** Short notes of what has just happened. Errors that need an answer are never toasts: they stay where they arose (ErrorNote). */
import type { Tone } from './tone';

export interface Toast {
  id: number;
  tone: Tone;
  text: string;
  /** One thing that can be done about it, such as undo. */
  action?: { label: string; run: () => void };
}

const STAYS_MS = 5000;
const STAYS_WITH_ACTION_MS = 9000;
const MOST = 4;

let items = $state<Toast[]>([]);
let next = 1;

/** The toasts on screen, newest last. */
export const toasts = (): readonly Toast[] => items;

export function dismissToast(id: number): void {
  items = items.filter((toast) => toast.id !== id);
}

/** Shows a toast for a while. */
export function showToast(tone: Tone, text: string, action?: Toast['action']): void {
  const id = next++;
  items = [...items.slice(-(MOST - 1)), { id, tone, text, action }];
  setTimeout(() => dismissToast(id), action ? STAYS_WITH_ACTION_MS : STAYS_MS);
}
