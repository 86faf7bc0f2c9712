/** Saving one setting: at once when it is changed, said beside it when it is saved, its refusal in the same place. */
import { execute, newRequestId } from '$door/client.svelte';
import type { Settings } from '$door/contract';
import { toDoorError, type DoorError } from '$door/failure';

/** How long "saved" stays in sight. */
const SAID_FOR_MS = 3000;

export type SaveState = 'idle' | 'saving' | 'saved' | 'failed';

export class Saving<Key extends keyof Settings> {
  state = $state<SaveState>('idle');
  error = $state.raw<DoorError | null>(null);
  readonly key: Key;
  #turn = 0;

  constructor(key: Key) {
    this.key = key;
  }

  /** True when it was saved. The newest value wins: an answer to an older one says nothing any more. */
  async save(value: Settings[Key]): Promise<boolean> {
    const turn = ++this.#turn;
    this.state = 'saving';
    this.error = null;
    try {
      await execute('setting.set', { key: this.key, value }, newRequestId());
      if (turn === this.#turn) this.#said(turn);
      return true;
    } catch (thrown) {
      if (turn === this.#turn) {
        this.error = toDoorError(thrown);
        this.state = 'failed';
      }
      return false;
    }
  }

  #said(turn: number): void {
    this.state = 'saved';
    setTimeout(() => {
      if (turn === this.#turn && this.state === 'saved') this.state = 'idle';
    }, SAID_FOR_MS);
  }
}
