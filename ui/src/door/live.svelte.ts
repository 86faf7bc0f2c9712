/**
 * A query that keeps itself fresh: it runs at once, again when its input changes, and again whenever the desk says that a
 * kind of thing it shows has changed. Old answers never overwrite newer ones, and what was there stays until the new is there,
 * so nothing jumps. Must be called while a component initialises.
 */
import { untrack } from 'svelte';
import { ask, onShown } from './client.svelte';
import type { QueryInput, QueryName, QueryOutput } from './contract';
import { toDoorError, type DoorError } from './failure';

export interface Live<Output> {
  /** The newest answer, or `null` before the first. */
  readonly data: Output | null;
  /** Why the newest try failed; `null` after a success. Data of an earlier success stays. */
  readonly error: DoorError | null;
  /** True until the first answer or failure. */
  readonly loading: boolean;
  /** Asks again now (a "try again" button). */
  refresh(): void;
}

/** `input` is a function so that it can depend on runes; `null` from it means "do not ask now". */
export function live<Name extends QueryName>(
  name: Name,
  input: () => QueryInput<Name> | null,
): Live<QueryOutput<Name>> {
  let data = $state.raw<QueryOutput<Name> | null>(null);
  let error = $state.raw<DoorError | null>(null);
  let loading = $state(true);
  let asked = 0;
  let running = false;
  let again = false;

  async function run(wanted: QueryInput<Name> | null): Promise<void> {
    const mine = ++asked;
    if (wanted === null) {
      data = null;
      error = null;
      loading = false;
      running = false;
      return;
    }
    running = true;
    try {
      const answer = await ask(name, wanted);
      if (mine === asked) {
        data = answer;
        error = null;
      }
    } catch (thrown) {
      if (mine === asked) error = toDoorError(thrown);
    }
    if (mine !== asked) return;
    loading = false;
    running = false;
    if (again) refresh();
  }

  /** Changes that arrive while an answer is under way are served by one more run, not by one each. */
  function refresh(): void {
    if (running) {
      again = true;
      return;
    }
    again = false;
    void run(untrack(input));
  }

  $effect(() => {
    const wanted = input();
    untrack(() => {
      again = false;
      void run(wanted);
    });
  });
  $effect(() => onShown(name, refresh));
  $effect(() => () => {
    asked += 1;
  });

  return {
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    refresh,
  };
}
