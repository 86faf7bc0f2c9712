/** Handing in a form: one request id for the intent, busy while it runs, the refusal kept for the form to show. */
import { newRequestId } from './client.svelte';
import { toDoorError, type DoorError } from './failure';

export class Submitting {
  busy = $state(false);
  failure = $state.raw<DoorError | null>(null);
  #requestId = newRequestId();

  /** True when it was done. */
  async run(task: (requestId: string) => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = null;
    try {
      await task(this.#requestId);
      return true;
    } catch (thrown) {
      this.failure = toDoorError(thrown);
      // A refusal is an answer: what is handed in next is a new intent.
      this.#requestId = newRequestId();
      return false;
    } finally {
      this.busy = false;
    }
  }
}
