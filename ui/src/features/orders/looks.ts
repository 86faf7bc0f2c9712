/** How the states of orders and payments look: a word, an icon and a tone each, never a colour alone. */
import type { Component } from 'svelte';
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CirclePlus from '@lucide/svelte/icons/circle-plus';
import CircleX from '@lucide/svelte/icons/circle-x';
import Coins from '@lucide/svelte/icons/coins';
import Hourglass from '@lucide/svelte/icons/hourglass';
import PackageCheck from '@lucide/svelte/icons/package-check';
import Truck from '@lucide/svelte/icons/truck';
import Undo from '@lucide/svelte/icons/undo-2';
import type { OrderMoney, OrderPaymentState, OrderPaymentStatus, OrderRow, OrderStatus } from '$door/contract';
import { t } from '$shared/i18n/i18n.svelte';
import type { Tone } from '$shared/ui/tone';

export interface Look {
  tone: Tone;
  icon: Component;
  text: string;
}
type Sign = Omit<Look, 'text'>;

const STATUS: Record<OrderStatus, Sign> = {
  pending: { tone: 'warn', icon: Hourglass },
  confirmed: { tone: 'info', icon: BadgeCheck },
  shipped: { tone: 'accent', icon: Truck },
  delivered: { tone: 'good', icon: PackageCheck },
  cancelled: { tone: 'calm', icon: Ban },
};
const MONEY_SAID: Record<OrderPaymentStatus, Sign> = {
  pending: { tone: 'warn', icon: Hourglass },
  paid: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  refunded: { tone: 'calm', icon: Undo },
};
const STATE: Record<OrderPaymentState, Sign> = {
  pending: { tone: 'warn', icon: Hourglass },
  completed: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  cancelled: { tone: 'calm', icon: Undo },
};
const SUM: Record<OrderMoney, Sign> = {
  none: { tone: 'calm', icon: CircleDashed },
  part: { tone: 'warn', icon: Coins },
  full: { tone: 'good', icon: CircleCheck },
  over: { tone: 'bad', icon: CirclePlus },
};

export const statusLook = (status: OrderStatus): Look => ({ ...STATUS[status], text: t(`orders.status_${status}`) });
/** What an order says of its money. */
export const saidLook = (status: OrderPaymentStatus): Look => ({ ...MONEY_SAID[status], text: t(`orders.said_${status}`) });
/** How one payment stands. */
export const stateLook = (state: OrderPaymentState | null): Look =>
  state === null ? { tone: 'calm', icon: CircleDashed, text: t('orders.state_none') } : { ...STATE[state], text: t(`orders.state_${state}`) };
/** What the payments of an order say together: a part of the money is not yet "received". */
export function paymentsLook({ payment_state, money }: Pick<OrderRow, 'payment_state' | 'money'>): Look {
  if (payment_state === 'completed' && money === 'part') return { tone: 'warn', icon: Coins, text: t('orders.state_part') };
  return stateLook(payment_state);
}
/** How much of the total has come, from the sums. */
export const moneyLook = (money: OrderMoney): Look => ({ ...SUM[money], text: t(`orders.money_${money}`) });
