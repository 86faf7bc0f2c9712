/** How each look of a session is drawn and called: always a word, an icon and a colour together. */
import type { Component } from 'svelte';
import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CirclePlay from '@lucide/svelte/icons/circle-play';
import DoorOpen from '@lucide/svelte/icons/door-open';
import Hourglass from '@lucide/svelte/icons/hourglass';
import type { MessageKey } from '$shared/i18n/i18n.svelte';
import type { Tone } from '$shared/ui/tone';
import type { Look } from './model';

interface LookStyle {
  icon: Component;
  tone: Tone;
  word: MessageKey;
}

export const LOOKS: Record<Look, LookStyle> = {
  normal: { icon: CirclePlay, tone: 'good', word: 'sessions.look_normal' },
  warning: { icon: Hourglass, tone: 'warn', word: 'sessions.look_warning' },
  danger: { icon: AlarmClock, tone: 'bad', word: 'sessions.look_danger' },
  over: { icon: CircleCheck, tone: 'calm', word: 'sessions.look_over' },
  paused: { icon: CirclePause, tone: 'calm', word: 'sessions.look_paused' },
  ready: { icon: DoorOpen, tone: 'info', word: 'sessions.look_ready' },
};
