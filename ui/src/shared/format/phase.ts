/** The phases of a countdown: how urgent what is left has become. The same limits everywhere a countdown is drawn. */
import type { Tone } from '../ui/tone';

export type Phase = 'normal' | 'warning' | 'danger' | 'over';

export const WARNING_MS = 5 * 60_000;
export const DANGER_MS = 60_000;

/** The phase that a remaining time is in. A limit belongs to the more urgent side. */
export function phaseOf(remaining_ms: number): Phase {
  if (remaining_ms <= 0) return 'over';
  if (remaining_ms <= DANGER_MS) return 'danger';
  return remaining_ms <= WARNING_MS ? 'warning' : 'normal';
}

/** How a phase is toned. */
export const PHASE_TONE: Record<Phase, Tone> = { normal: 'good', warning: 'warn', danger: 'bad', over: 'calm' };
