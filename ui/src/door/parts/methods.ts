/** The ways of paying, with their icons, in the order of the till; the wallet is offered where it is known whose. Their words are in the sales texts. */
import type { Component } from 'svelte';
import Banknote from '@lucide/svelte/icons/banknote';
import CreditCard from '@lucide/svelte/icons/credit-card';
import Smartphone from '@lucide/svelte/icons/smartphone';
import Waves from '@lucide/svelte/icons/waves';
import type { PaymentMethod } from '../contract';

export const METHODS: readonly { value: PaymentMethod; icon: Component }[] = [
  { value: 'cash', icon: Banknote },
  { value: 'wave', icon: Waves },
  { value: 'orange_money', icon: Smartphone },
  { value: 'card', icon: CreditCard },
];

/** What is to be paid from whose wallet. `null`: not known yet. */
export interface WalletPayment {
  customer_id: number | null;
  price_cents: number | null;
  currency: string | null;
}

/** Whether somebody else's system gives a payment made this way a reference. */
export const takesReference = (method: PaymentMethod): boolean => method !== 'cash' && method !== 'wallet';
