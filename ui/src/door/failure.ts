/** Failures of the door as an error one can throw and show: the code finds the text in `errors.json`, nothing else does. */
import type { DoorFailure } from '$platform/platform';

export class DoorError extends Error {
  readonly code: string;
  readonly args: Record<string, string | number | boolean | null>;
  readonly hint: string | null;

  constructor(failure: DoorFailure) {
    super(failure.code);
    this.name = 'DoorError';
    this.code = failure.code;
    this.args = failure.args ?? {};
    this.hint = failure.hint ?? null;
  }
}

/** Whatever was thrown, as a `DoorError`: what is not a failure of the desk becomes `internal`. */
export function toDoorError(thrown: unknown): DoorError {
  if (thrown instanceof DoorError) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string') {
    return new DoorError(thrown as DoorFailure);
  }
  return new DoorError({ code: 'internal', args: {}, hint: thrown instanceof Error ? thrown.message : String(thrown) });
}
