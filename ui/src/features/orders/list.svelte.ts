/** Which orders are listed, page by page, and which of them are ticked: what is ticked stays so over pages and filters. */
import { SvelteMap } from 'svelte/reactivity';
import type { ListOrders, MismatchClass, OrderPaymentStatus, OrderRow, OrderStatus, PaymentMethod } from '$door/contract';

export const PAGE_SIZE = 50;

export class Listing {
  text = $state('');
  status = $state<OrderStatus | null>(null);
  payment_status = $state<OrderPaymentStatus | null>(null);
  method = $state<PaymentMethod | null>(null);
  /** A class, every class, or no such condition. */
  mismatch = $state<MismatchClass | 'any' | null>(null);
  offset = $state(0);
  /** The ticked orders, as they were when they were ticked. */
  readonly ticked = new SvelteMap<number, OrderRow>();

  /** True where anything narrows the list. */
  narrowed = $derived(this.text.trim() !== '' || this.status !== null || this.payment_status !== null || this.method !== null || this.mismatch !== null);

  input = (): ListOrders => ({
    ...(this.text.trim() === '' ? {} : { search: this.text.trim() }),
    ...(this.status === null ? {} : { status: this.status }),
    ...(this.payment_status === null ? {} : { payment_status: this.payment_status }),
    ...(this.method === null ? {} : { method: this.method }),
    ...(this.mismatch === null ? {} : this.mismatch === 'any' ? { only_mismatched: true } : { mismatch: this.mismatch }),
    page: { limit: PAGE_SIZE, offset: this.offset },
  });

  /** What is narrowed anew begins at its first page. */
  toStart = (): void => {
    this.offset = 0;
  };
  clear = (): void => {
    this.text = '';
    this.status = this.payment_status = this.method = this.mismatch = null;
    this.toStart();
  };
  only = (mismatch: MismatchClass): void => {
    this.clear();
    this.mismatch = mismatch;
  };

  tick = (row: OrderRow): void => {
    if (!this.ticked.delete(row.order_id)) this.ticked.set(row.order_id, row);
  };
  tickAll = (rows: readonly OrderRow[], on: boolean): void => {
    for (const row of rows) {
      if (on) this.ticked.set(row.order_id, row);
      else this.ticked.delete(row.order_id);
    }
  };
}
