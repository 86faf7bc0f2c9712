/**
 * The door client: the only way a screen changes or reads the desk. Commands carry a request id that a retry keeps, so that
 * pressing twice, or asking again after a lost answer, never does a thing twice. It holds no data and no rule.
 */
import type { Platform } from '$platform/platform';
import { askedAt_ms, syncClock } from './clock.svelte';
import { toDoorError } from './failure';
import { QUERY_SHOWS, type CommandInput, type CommandName, type CommandOutput } from './contract';
import type { Kind, QueryInput, QueryName, QueryOutput } from './contract';

type ChangeListener = (kinds: ReadonlySet<string>) => void;

let platform: Platform | null = null;
let stopHearing: (() => void) | null = null;
const listeners = new Set<ChangeListener>();

/** Connects the page to its platform. Called once by the entry of a window (and by tests). */
export function connectDoor(chosen: Platform): void {
  stopHearing?.();
  platform = chosen;
  stopHearing = chosen.onChanged((kinds) => {
    const changed = new Set(kinds);
    for (const listener of [...listeners]) listener(changed);
  });
}

/** The connected platform, for what is not the desk: camera, monitors, printing. */
export function host(): Platform {
  if (!platform) throw new Error('connectDoor has not been called');
  return platform;
}

/** A fresh request id. Make one per intent of the operator, and keep it for the retries of that intent. */
export const newRequestId = (): string => crypto.randomUUID();

/** Runs a command. Throws a `DoorError`. */
export async function execute<Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
  requestId: string = newRequestId(),
): Promise<CommandOutput<Name>> {
  const asked_ms = askedAt_ms();
  try {
    const output = (await host().execute(name, input, requestId)) as CommandOutput<Name>;
    hearClock(output, asked_ms);
    return output;
  } catch (thrown) {
    throw toDoorError(thrown);
  }
}

/** Asks a query once. Throws a `DoorError`. Screens use `live` instead, which keeps itself fresh. */
export async function ask<Name extends QueryName>(name: Name, input: QueryInput<Name>): Promise<QueryOutput<Name>> {
  const asked_ms = askedAt_ms();
  try {
    const output = (await host().query(name, input)) as QueryOutput<Name>;
    hearClock(output, asked_ms);
    return output;
  } catch (thrown) {
    throw toDoorError(thrown);
  }
}

function hearClock(output: unknown, asked_ms: number): void {
  if (typeof output === 'object' && output !== null && 'server_now' in output && typeof output.server_now === 'string') {
    syncClock(output.server_now, asked_ms);
  }
}

/** Calls back when one of these kinds changed. */
export function onKinds(kinds: readonly Kind[], callback: () => void): () => void {
  const listener: ChangeListener = (changed) => {
    if (kinds.some((kind) => changed.has(kind))) callback();
  };
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls back when something that this query shows changed. */
export const onShown = (name: QueryName, callback: () => void): (() => void) => onKinds(QUERY_SHOWS[name] ?? [], callback);
