/**
 * The venue's clock: the desk's time, carried on by this machine's monotonic clock. Every answer of the desk that has a
 * `server_now` corrects it; the wall clock of this machine is never read after the first guess, so setting it changes nothing.
 * One ticker serves every running number on screen, and it runs only while something reads it.
 */
import { createSubscriber } from 'svelte/reactivity';

/** How often running numbers look at the clock. They re-render only when their own second changes. */
const TICK_MS = 100;

let offset_ms = Date.now() - monotonic_ms();
let now_ms = Date.now();

function monotonic_ms(): number {
  return performance.now();
}

const subscribe = createSubscriber((update) => {
  const timer = setInterval(() => {
    now_ms = venueNow_ms();
    update();
  }, TICK_MS);
  return () => clearInterval(timer);
});

/**
 * Takes the desk's word for what time it is. `asked_at_ms` is the monotonic time of the question: the answer was true somewhere
 * between then and now, so half of that wait is added.
 */
export function syncClock(serverNow: string, asked_at_ms: number): void {
  const server_ms = Date.parse(serverNow);
  if (Number.isNaN(server_ms)) return;
  const received_ms = monotonic_ms();
  offset_ms = server_ms + (received_ms - asked_at_ms) / 2 - received_ms;
}

/** The monotonic time to hand to `syncClock`. */
export const askedAt_ms = (): number => monotonic_ms();

/** The venue's time now, in milliseconds since 1970, without subscribing to anything. */
export const venueNow_ms = (): number => monotonic_ms() + offset_ms;

/** The venue's time now; read inside a component it ticks (ten times a second: derive what you show from it). */
export function tickingNow_ms(): number {
  subscribe();
  // Without a subscriber (outside an effect) the stored time would be stale.
  const fresh_ms = venueNow_ms();
  if (Math.abs(fresh_ms - now_ms) > TICK_MS) now_ms = fresh_ms;
  return now_ms;
}

/** The venue's time to the second; changes once a second. */
export const tickingSecond_ms = (): number => Math.floor(tickingNow_ms() / 1000) * 1000;
