/**
 * What is being done on the Orders screen: the one dialog that is open, and the act that needs none. Must never change an order by
 * itself: the desk's answer comes back through the live queries.
 */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { execute } from '$door/client.svelte';
import type { OrderDetail, OrderId, OrderPayment, OrderStatus, PaymentMethod, Side } from '$door/contract';
import { toDoorError, type DoorError } from '$door/failure';
import { t } from '$shared/i18n/i18n.svelte';
import { showToast } from '$shared/ui/toasts.svelte';

/** What a long work is to be done to: orders that were chosen, or all that wait for money by one method. */
export type BulkWork =
  | { act: 'cancel'; order_ids: readonly OrderId[] }
  | { act: 'validate'; order_ids: readonly OrderId[] }
  | { act: 'validate'; method: PaymentMethod };

/** What is being asked before an act can be done. */
export type Asking =
  | { kind: 'create' }
  | { kind: 'validate' | 'cancel' | 'refund' | 'add_payment' | 'set_money'; detail: OrderDetail }
  | { kind: 'set_state' | 'refund_payment'; payment: OrderPayment; order: OrderDetail | null }
  | { kind: 'attach'; payment: OrderPayment }
  | { kind: 'repair'; order: { order_id: OrderId; reference: string } | null; prefer: Side | null }
  | { kind: 'bulk'; work: BulkWork };

export class Acting {
  asking = $state.raw<Asking | null>(null);
  /** Why the newest act without a dialog failed, by order. */
  readonly failures = new SvelteMap<OrderId, DoorError>();
  readonly busy = new SvelteSet<OrderId>();

  ask = (asking: Asking): void => {
    this.asking = asking;
  };
  close = (): void => {
    this.asking = null;
  };

  /** The goods go one step on. */
  async advance(detail: OrderDetail, status: OrderStatus): Promise<void> {
    const { order_id, reference } = detail.order;
    if (this.busy.has(order_id)) return;
    this.busy.add(order_id);
    this.failures.delete(order_id);
    try {
      await execute('order.set_status', { order_id, status });
      showToast('good', t('orders.advanced', { reference, status: t(`orders.status_${status}`) }));
    } catch (thrown) {
      this.failures.set(order_id, toDoorError(thrown));
    } finally {
      this.busy.delete(order_id);
    }
  }
}
