/**
 * Running the checks. They read the whole file, so they do not run at every change: on entry, on demand, after a repair, and when the
 * live count of mismatches moves. The time of the run stands beside its result.
 */
import { ask } from '$door/client.svelte';
import { venueNow_ms } from '$door/clock.svelte';
import type { CheckResult } from '$door/contract';
import { toDoorError, type DoorError } from '$door/failure';

export class Checking {
  results = $state.raw<CheckResult[] | null>(null);
  /** When the results were true, on the venue's clock. */
  at_ms = $state<number | null>(null);
  running = $state(false);
  error = $state.raw<DoorError | null>(null);
  #again = false;

  async run(): Promise<void> {
    if (this.running) {
      this.#again = true;
      return;
    }
    this.running = true;
    try {
      this.results = await ask('monitor.checks', {});
      this.at_ms = venueNow_ms();
      this.error = null;
    } catch (thrown) {
      this.error = toDoorError(thrown);
    } finally {
      this.running = false;
    }
    if (this.#again) {
      this.#again = false;
      await this.run();
    }
  }

  /** How many rows are wrong in all. */
  get found(): number {
    return (this.results ?? []).reduce((sum, check) => sum + check.count, 0);
  }

  /** How many of them a program may mend. */
  get mendable(): number {
    return (this.results ?? []).reduce((sum, check) => sum + (check.can_repair ? check.count : 0), 0);
  }
}
