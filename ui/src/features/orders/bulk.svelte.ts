/**
 * A long work over many orders, chunk by chunk: what came of each, how far it is, and a way to stop between two chunks. What is done
 * stays done; what was refused says why. Each chunk has a request id of its own, kept when its answer was lost.
 */
import { execute, newRequestId } from '$door/client.svelte';
import type { BulkRow, BulkStep, OrderId } from '$door/contract';
import { toDoorError, type DoorError } from '$door/failure';
import type { BulkWork } from './acting.svelte';

export type BulkState = 'asked' | 'running' | 'stopping' | 'stopped' | 'done';

export class BulkRun {
  state = $state<BulkState>('asked');
  rows = $state.raw<readonly BulkRow[]>([]);
  /** How many are still to come; `null` before the first answer. */
  left = $state<number | null>(null);
  failure = $state.raw<DoorError | null>(null);
  readonly done = $derived(this.rows.filter((row) => row.outcome === 'done').length);
  readonly refused = $derived(this.rows.filter((row) => row.outcome === 'refused'));
  readonly work: BulkWork;
  #after: OrderId | null = null;
  #requestId = newRequestId();

  constructor(work: BulkWork) {
    this.work = work;
  }

  /** Goes on until the end, until it is stopped, or until a chunk fails; called again it goes on where it was. */
  async run(reason: string): Promise<void> {
    if (this.state === 'running' || this.state === 'stopping') return;
    this.state = 'running';
    this.failure = null;
    try {
      let step: BulkStep;
      do {
        step = await this.#step(reason);
        this.#requestId = newRequestId();
        this.#after = step.next_after;
        this.rows = [...this.rows, ...step.rows];
        this.left = step.left;
      } while (step.next_after !== null && this.#goesOn());
      this.state = step.next_after === null ? 'done' : 'stopped';
    } catch (thrown) {
      this.failure = toDoorError(thrown);
      this.state = this.rows.length === 0 ? 'asked' : 'stopped';
    }
  }

  stop(): void {
    if (this.state === 'running') this.state = 'stopping';
  }

  // Read anew after each chunk: somebody may have pressed "stop" meanwhile.
  #goesOn(): boolean {
    return this.state === 'running';
  }

  #step(reason: string): Promise<BulkStep> {
    const after = this.#after === null ? {} : { after: this.#after };
    if (this.work.act === 'cancel') return execute('order.bulk_cancel', { order_ids: [...this.work.order_ids], reason, ...after }, this.#requestId);
    const which = 'method' in this.work ? { method: this.work.method } : { order_ids: [...this.work.order_ids] };
    return execute('order.bulk_validate', { ...which, ...(reason === '' ? {} : { reason }), ...after }, this.#requestId);
  }
}
