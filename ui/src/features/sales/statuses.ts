/** How the states of a purchase look: a word, an icon and a tone each. What they mean is the desk's business. */
import type { Component } from 'svelte';
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock-3';
import Flag from '@lucide/svelte/icons/flag';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Pause from '@lucide/svelte/icons/pause';
import Play from '@lucide/svelte/icons/play';
import Square from '@lucide/svelte/icons/square';
import Undo from '@lucide/svelte/icons/undo-2';
import type { PaymentStatus } from '$door/contract';
import { t, tMaybe } from '$shared/i18n/i18n.svelte';
import type { Tone } from '$shared/ui/tone';

export interface StatusLook {
  tone: Tone;
  icon: Component;
  text: string;
}

const PAYMENT: Record<PaymentStatus, Omit<StatusLook, 'text'>> = {
  pending: { tone: 'warn', icon: Hourglass },
  completed: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  cancelled: { tone: 'calm', icon: Ban },
  refunded: { tone: 'accent', icon: Undo },
};

const SESSION: Record<string, Omit<StatusLook, 'text'>> = {
  pending: { tone: 'warn', icon: Clock },
  ready: { tone: 'info', icon: Flag },
  active: { tone: 'good', icon: Play },
  paused: { tone: 'calm', icon: Pause },
  completed: { tone: 'calm', icon: CircleCheck },
  terminated: { tone: 'calm', icon: Square },
  expired: { tone: 'bad', icon: Hourglass },
};

export const paymentLook = (status: PaymentStatus): StatusLook => ({ ...PAYMENT[status], text: t(`sales.payment_${status}`) });

/** `null`: nothing to play yet. */
export function sessionLook(status: string | null): StatusLook | null {
  if (status === null) return null;
  const look = SESSION[status] ?? { tone: 'calm' as const, icon: Clock };
  return { ...look, text: tMaybe(`sales.session_${status}`) ?? status };
}
