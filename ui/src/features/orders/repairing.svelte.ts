/**
 * The repair of one order (or of all that a program may mend): the plan is shown, that very plan is applied. When the books have
 * changed since it was shown nothing is applied: the plan is made anew and shown first.
 */
import { ask, execute, newRequestId } from '$door/client.svelte';
import type { OrderId, RepairPlan, RepairReport, Side } from '$door/contract';
import { toDoorError, type DoorError } from '$door/failure';

interface About {
  area?: string;
  order_id?: OrderId;
  prefer?: Side;
}

export class Repairing {
  plan = $state.raw<RepairPlan | null>(null);
  report = $state.raw<RepairReport | null>(null);
  busy = $state(false);
  error = $state.raw<DoorError | null>(null);
  /** The plan on screen replaced one that was out of date. */
  renewed = $state(false);
  readonly #about: About;
  #requestId = newRequestId();

  constructor(order_id: OrderId | null, prefer: Side | null) {
    this.#about = { ...(order_id === null ? { area: 'orders' } : { order_id }), ...(prefer === null ? {} : { prefer }) };
  }

  async preview(): Promise<void> {
    this.renewed = false;
    await this.#guarded(() => this.#plan());
  }

  async apply(): Promise<void> {
    const { plan } = this;
    if (!plan || this.busy) return;
    await this.#guarded(async () => {
      this.report = await execute('monitor.repair', { ...this.#about, digest: plan.digest }, this.#requestId);
    });
    if (this.error?.code !== 'plan_outdated') return;
    await this.#guarded(() => this.#plan());
    this.renewed = this.error === null;
  }

  async #plan(): Promise<void> {
    this.#requestId = newRequestId();
    this.plan = await ask('monitor.plan', this.#about);
  }

  async #guarded(task: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.error = null;
    try {
      await task();
    } catch (thrown) {
      this.error = toDoorError(thrown);
    } finally {
      this.busy = false;
    }
  }
}
