/** How the states of sessions, bookings and waiting parties look: a word, an icon and a tone each, never a colour alone. */
import type { Component } from 'svelte';
import Ban from '@lucide/svelte/icons/ban';
import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import DoorOpen from '@lucide/svelte/icons/door-open';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Lock from '@lucide/svelte/icons/lock-keyhole';
import LogOut from '@lucide/svelte/icons/log-out';
import TicketCheck from '@lucide/svelte/icons/ticket-check';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo from '@lucide/svelte/icons/undo-2';
import UserX from '@lucide/svelte/icons/user-x';
import Users from '@lucide/svelte/icons/users';
import type { Booking, ImmersionSession, WaitingStatus } from '$door/contract';
import { t, type MessageKey } from '$shared/i18n/i18n.svelte';
import type { Tone } from '$shared/ui/tone';
import { isUndecided, standingOf, type Standing } from './model';

export interface Look {
  tone: Tone;
  icon: Component;
  text: string;
}

const SESSION: Record<Standing, { tone: Tone; icon: Component; word: MessageKey }> = {
  open: { tone: 'good', icon: DoorOpen, word: 'immersion.status_open' },
  full: { tone: 'info', icon: Users, word: 'immersion.status_full' },
  closed: { tone: 'warn', icon: Lock, word: 'immersion.status_closed' },
  over: { tone: 'calm', icon: CalendarCheck, word: 'immersion.status_over' },
};

export function sessionLook(session: ImmersionSession): Look {
  const { tone, icon, word } = SESSION[standingOf(session)];
  return { tone, icon, text: t(word) };
}

/** One booking's state as people call it: a no-show or a refund says more than the bare status. */
export function bookingLook(booking: Booking): Look {
  if (isUndecided(booking)) return { tone: 'bad', icon: TriangleAlert, text: t('immersion.booking_undecided') };
  if (booking.refunded_at !== null) return { tone: 'accent', icon: Undo, text: t('immersion.booking_refunded') };
  if (booking.status === 'cancelled') return { tone: 'calm', icon: Ban, text: t('immersion.booking_cancelled') };
  if (booking.no_show_at !== null) return { tone: 'warn', icon: UserX, text: t('immersion.booking_no_show') };
  if (booking.status === 'confirmed') return { tone: 'good', icon: CircleCheck, text: t('immersion.booking_confirmed') };
  return { tone: 'warn', icon: Hourglass, text: t('immersion.booking_pending') };
}

const WAITING: Record<WaitingStatus, { tone: Tone; icon: Component; word: MessageKey }> = {
  waiting: { tone: 'info', icon: Hourglass, word: 'immersion.waiting_waiting' },
  offered: { tone: 'warn', icon: TicketCheck, word: 'immersion.waiting_offered' },
  accepted: { tone: 'good', icon: CircleCheck, word: 'immersion.waiting_accepted' },
  expired: { tone: 'calm', icon: CalendarX, word: 'immersion.waiting_expired' },
  left: { tone: 'calm', icon: LogOut, word: 'immersion.waiting_left' },
};

export function waitingLook(status: WaitingStatus): Look {
  const { tone, icon, word } = WAITING[status];
  return { tone, icon, text: t(word) };
}
