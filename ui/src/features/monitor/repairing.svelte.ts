/**
 * A repair in three steps: the plan is shown, that very plan is applied, what remains is told. When the books have changed since the
 * plan was shown nothing is applied: the plan is made anew and shown first.
 */
import { ask, execute, newRequestId } from '$door/client.svelte';
import type { RepairPlan, RepairReport } from '$door/contract';
import { toDoorError, type DoorError } from '$door/failure';

export class Repairing {
  plan = $state.raw<RepairPlan | null>(null);
  report = $state.raw<RepairReport | null>(null);
  busy = $state(false);
  error = $state.raw<DoorError | null>(null);
  /** The plan on screen replaced one that was out of date. */
  renewed = $state(false);
  #requestId = newRequestId();

  async preview(): Promise<void> {
    this.busy = true;
    this.error = null;
    this.report = null;
    this.renewed = false;
    try {
      await this.#plan();
    } catch (thrown) {
      this.error = toDoorError(thrown);
    } finally {
      this.busy = false;
    }
  }

  async apply(): Promise<void> {
    if (!this.plan || this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      this.report = await execute('monitor.repair', { digest: this.plan.digest }, this.#requestId);
    } catch (thrown) {
      this.error = toDoorError(thrown);
      if (this.error.code === 'plan_outdated') await this.#renew();
    } finally {
      this.busy = false;
    }
  }

  async #renew(): Promise<void> {
    try {
      await this.#plan();
      this.renewed = true;
      this.error = null;
    } catch (thrown) {
      this.error = toDoorError(thrown);
    }
  }

  async #plan(): Promise<void> {
    this.#requestId = newRequestId();
    this.plan = await ask('monitor.plan', {});
  }
}
