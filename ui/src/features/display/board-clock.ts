/**
 * The display's own clock: the desk's time, carried on by this machine's forward-only counter, so that it stays true to the second
 * when nothing answers any more. Must never read the wall clock: setting it changes nothing here.
 */

/** Answers jitter by some milliseconds. Below this much a correction would only make digits stutter. */
const SLACK_MS = 120;
/** An answer that took this long says little about what time it is. */
const SLOW_ANSWER_MS = 1000;
/** Unless it is this far off: then the counter slept with the machine, and anything is better. */
const FAR_OFF_MS = 3000;

export class BoardClock {
  #offset_ms: number | null = null;
  readonly #counter: () => number;

  constructor(counter: () => number = () => performance.now()) {
    this.#counter = counter;
  }

  /** What the counter shows: to be noted before a question is asked. */
  counter_ms = (): number => this.#counter();

  /** Takes the desk's word for what time it was, half-way between question and answer. */
  correct(serverNow: string, asked_ms: number, answered_ms: number = this.#counter()): void {
    const server_ms = Date.parse(serverNow);
    if (Number.isNaN(server_ms)) return;
    const offset_ms = server_ms + (answered_ms - asked_ms) / 2 - answered_ms;
    if (this.#offset_ms !== null) {
      const off_ms = Math.abs(offset_ms - this.#offset_ms);
      const isVague = answered_ms - asked_ms > SLOW_ANSWER_MS && off_ms < FAR_OFF_MS;
      if (off_ms <= SLACK_MS || isVague) return;
    }
    this.#offset_ms = offset_ms;
  }

  /** The desk's time now, in milliseconds since 1970; `null` before the first answer. */
  now_ms(): number | null {
    return this.#offset_ms === null ? null : this.#counter() + this.#offset_ms;
  }
}
