/** How wallets look: a word, an icon and a tone each. What the states mean is the desk's business. */
import type { Component } from 'svelte';
import Ban from '@lucide/svelte/icons/ban';
import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line';
import ArrowUpFromLine from '@lucide/svelte/icons/arrow-up-from-line';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import Hourglass from '@lucide/svelte/icons/hourglass';
import KeyRound from '@lucide/svelte/icons/key-round';
import Lock from '@lucide/svelte/icons/lock';
import OctagonAlert from '@lucide/svelte/icons/octagon-alert';
import Play from '@lucide/svelte/icons/play';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo from '@lucide/svelte/icons/undo-2';
import Wrench from '@lucide/svelte/icons/wrench';
import Zap from '@lucide/svelte/icons/zap';
import type { Health, HoldKind, HoldStatus, LedgerRow, OperationType } from '$door/contract';
import { formatDuration } from '$shared/format/duration';
import { t } from '$shared/i18n/i18n.svelte';
import type { Tone } from '$shared/ui/tone';

export interface Look {
  tone: Tone;
  icon: Component;
  text: string;
}

const HEALTH: Record<Health, Omit<Look, 'text'>> = {
  ok: { tone: 'good', icon: CircleCheck },
  warning: { tone: 'warn', icon: TriangleAlert },
  critical: { tone: 'bad', icon: OctagonAlert },
};
const OPERATION: Record<OperationType, Omit<Look, 'text'>> = {
  deposit: { tone: 'good', icon: ArrowDownToLine },
  withdraw: { tone: 'accent', icon: ArrowUpFromLine },
  freeze: { tone: 'info', icon: Lock },
  commit: { tone: 'accent', icon: HandCoins },
  refund: { tone: 'calm', icon: Undo },
  correction: { tone: 'warn', icon: Wrench },
};
const STATUS: Record<HoldStatus, Omit<Look, 'text'>> = {
  pending: { tone: 'info', icon: Lock },
  waiting: { tone: 'good', icon: Play },
  completed: { tone: 'accent', icon: HandCoins },
  cancelled: { tone: 'calm', icon: Ban },
  expired: { tone: 'warn', icon: Hourglass },
};
export const KIND_ICON: Record<HoldKind, Component> = { activation: Zap, rental: KeyRound };

export const healthLook = (health: Health): Look => ({ ...HEALTH[health], text: t(`wallets.health_${health}`) });
export const operationLook = (operation: OperationType): Look => ({ ...OPERATION[operation], text: t(`wallets.operation_${operation}`) });
export const statusLook = (status: HoldStatus): Look => ({ ...STATUS[status], text: t(`wallets.status_${status}`) });

/** "3 j 4 h" above two days, "1 h 05" below. */
export function spanText(span_ms: number): string {
  const hours = Math.floor(span_ms / 3_600_000);
  if (hours < 48) return formatDuration(Math.floor(span_ms / 60_000) * 60_000);
  return t('wallets.days_hours', { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** The reason of a row as people read it: what the desk wrote by itself is put into words, the rest is as it was typed. */
export function reasonText(row: Pick<LedgerRow, 'operation' | 'operator_name' | 'reason'>): string {
  const { reason } = row;
  if (reason === null || reason === '') return '';
  const purchase = /^purchase (\d+)$/.exec(reason);
  if (purchase) return t('wallets.reason_purchase', { number: purchase[1] ?? '' });
  if (reason === 'deadline') return t('wallets.reason_deadline');
  if (row.operation === 'correction' && reason.startsWith('frozen_balance said ')) return t('wallets.reason_correction');
  return reason;
}
