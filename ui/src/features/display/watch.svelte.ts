/**
 * Looks at the board again and again and keeps the last answer whatever happens: a question that fails or hangs changes nothing but
 * the note of since when. Must be made while a component initialises.
 */
import { ask, onShown } from '$door/client.svelte';
import type { DisplayBoard } from '$door/contract';
import { BoardClock } from './board-clock';

const LOOK_EVERY_MS = 2000;
/** A question that hangs this long is given up, so that the next may be asked. */
const GIVE_UP_MS = 6000;
const TICK_MS = 100;

export class BoardWatch {
  board = $state.raw<DisplayBoard | null>(null);
  /** Whether the newest question failed. */
  failing = $state(false);
  /** The display's time; `null` before the first answer. */
  now_ms = $state<number | null>(null);
  /** When, on the display's clock, the board was last read. */
  answered_ms = $state(0);
  readonly #clock: BoardClock;
  #asked_ms: number | null = null;
  #question = 0;

  constructor(clock: BoardClock = new BoardClock()) {
    this.#clock = clock;
    $effect(() => {
      void this.look();
      const looking = setInterval(() => void this.look(), LOOK_EVERY_MS);
      const ticking = setInterval(() => (this.now_ms = this.#clock.now_ms()), TICK_MS);
      const stopHearing = onShown('display.board', () => void this.look());
      return () => {
        clearInterval(looking);
        clearInterval(ticking);
        stopHearing();
        this.#question += 1;
      };
    });
  }

  /** Asks once, unless a question is under way. */
  async look(): Promise<void> {
    const asked_ms = this.#clock.counter_ms();
    if (this.#asked_ms !== null && asked_ms - this.#asked_ms < GIVE_UP_MS) return;
    if (this.#asked_ms !== null) this.failing = true;
    this.#asked_ms = asked_ms;
    const mine = ++this.#question;
    try {
      const board = await ask('display.board', {});
      if (mine !== this.#question) return;
      this.#clock.correct(board.server_now, asked_ms);
      this.now_ms = this.#clock.now_ms();
      this.answered_ms = this.now_ms ?? 0;
      this.board = board;
      this.failing = false;
    } catch {
      // Why does not matter to the room: what is shown goes on, and says since when it is alone.
      if (mine === this.#question) this.failing = true;
    } finally {
      if (mine === this.#question) this.#asked_ms = null;
    }
  }
}
