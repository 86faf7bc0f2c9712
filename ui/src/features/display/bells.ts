/** Which bell rings when: once per step towards the end, never for what was already so when it was first seen. */
import type { Note } from '$shared/sound/synth';
import type { Look, ShownPlace } from './model';

export type Bell = 'warning' | 'danger' | 'over';

const URGENCY: Record<Look, number> = { paused: -1, normal: 0, warning: 1, danger: 2, over: 3 };
const BELLS: readonly Bell[] = ['warning', 'danger', 'over'];

const ding = (pitch_hz: number, at_ms: number, length_ms = 900): Note => ({ pitch_hz, at_ms, length_ms, shape: 'sine', loudness: 0.35 });

/** The sound of each bell: one stroke, two, three falling ones. */
export const BELL_NOTES: Record<Bell, readonly Note[]> = {
  warning: [ding(880, 0)],
  danger: [ding(988, 0, 500), ding(988, 420)],
  over: [ding(1047, 0, 600), ding(784, 380, 600), ding(523, 760, 1400)],
};

export class Bells {
  readonly #seen = new Map<number, Look>();

  /** The most urgent bell that these places call for now, or `null`. */
  listen(places: readonly ShownPlace[]): Bell | null {
    let most = 0;
    const present = new Set<number>();
    for (const { place, look } of places) {
      present.add(place.session_id);
      const before = this.#seen.get(place.session_id);
      this.#seen.set(place.session_id, look);
      if (before === undefined || before === 'paused') continue;
      if (URGENCY[look] > URGENCY[before]) most = Math.max(most, URGENCY[look]);
    }
    for (const id of [...this.#seen.keys()]) if (!present.has(id)) this.#seen.delete(id);
    return BELLS[most - 1] ?? null;
  }
}
