/** How each verdict looks and sounds. Its words are in `verdicts.json`; what it means is the desk's business alone. */
import type { Component } from 'svelte';
import Ban from '@lucide/svelte/icons/ban';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CalendarX from '@lucide/svelte/icons/calendar-x-2';
import CircleCheckBig from '@lucide/svelte/icons/circle-check-big';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import CircleX from '@lucide/svelte/icons/circle-x';
import Gamepad from '@lucide/svelte/icons/gamepad-2';
import History from '@lucide/svelte/icons/history';
import HourglassOff from '@lucide/svelte/icons/hourglass';
import QrCode from '@lucide/svelte/icons/qr-code';
import ScanX from '@lucide/svelte/icons/scan';
import Undo from '@lucide/svelte/icons/undo-2';
import Wallet from '@lucide/svelte/icons/wallet';
import type { Verdict } from '$door/contract';
import type { Note } from '$shared/sound/synth';

export interface VerdictStyle {
  icon: Component;
  /** The name of its colour token, `--verdict-<name>`. */
  colour: string;
  sound: readonly Note[];
}

const tune = (pitches_hz: readonly number[], step_ms: number, length_ms: number, shape: OscillatorType): Note[] =>
  pitches_hz.map((pitch_hz, index) => ({ pitch_hz, at_ms: index * step_ms, length_ms, shape, loudness: shape === 'sine' ? 0.24 : 0.1 }));

/** Only `ok` rises brightly like the counter's bell; what needs a person falls; what is simply over sounds flat. */
export const VERDICTS: Record<Verdict, VerdictStyle> = {
  ok: { icon: CircleCheckBig, colour: 'ok', sound: tune([880, 1108.7, 1318.5, 1760], 70, 320, 'sine') },
  already_active: { icon: Gamepad, colour: 'already-active', sound: tune([659.3, 659.3], 140, 130, 'sine') },
  already_used: { icon: History, colour: 'already-used', sound: tune([523.3, 392], 150, 200, 'sine') },
  unpaid: { icon: Wallet, colour: 'unpaid', sound: tune([587.3, 740, 587.3], 110, 120, 'triangle') },
  cancelled: { icon: CircleX, colour: 'cancelled', sound: tune([392, 311.1], 160, 240, 'triangle') },
  refunded: { icon: Undo, colour: 'refunded', sound: tune([493.9, 415.3, 329.6], 110, 180, 'sine') },
  expired: { icon: CalendarX, colour: 'expired', sound: tune([349.2, 293.7], 200, 260, 'sine') },
  too_early: { icon: CalendarClock, colour: 'too-early', sound: tune([440, 554.4], 180, 200, 'sine') },
  too_late: { icon: HourglassOff, colour: 'too-late', sound: tune([554.4, 440, 440], 130, 170, 'triangle') },
  blocked: { icon: Ban, colour: 'blocked', sound: tune([233.1, 233.1, 233.1], 150, 120, 'square') },
  foreign_qr: { icon: QrCode, colour: 'foreign-qr', sound: tune([330, 330], 90, 70, 'triangle') },
  unknown: { icon: CircleHelp, colour: 'unknown', sound: tune([415.3, 523.3, 349.2], 120, 160, 'triangle') },
  malformed: { icon: ScanX, colour: 'malformed', sound: tune([220], 0, 260, 'triangle') },
};
