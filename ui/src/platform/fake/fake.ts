/**
 * A desk in memory, for component tests and for looking at screens in a browser (`?fake`, with `as`, `scenario` and `camera`
 * parameters). It speaks the contract's shapes and has just enough of the rules to be believed. Nothing in the product uses it.
 */
import type { DoorFailure, Platform } from '../platform';
import { fakeCamera } from './camera';
import { handlers } from './handlers';
import { listenerStatus } from './payment-handlers';
import { seedVenue, type FakeVenue } from './venue';

/** One command or query of the fake desk. Throw `refuse(…)` for a refusal. */
export type Handler = (venue: FakeVenue, input: never) => unknown;

export interface FakeOptions {
  /** Answers instead of the handler of that name; a function is called with the input. */
  overrides?: Record<string, unknown>;
  delay_ms?: number;
}

export interface FakePlatform extends Platform {
  venue: FakeVenue;
  /** What was asked, in order. */
  calls: { name: string; input: unknown; requestId: string | null }[];
  /** Says that kinds of things changed, as another desk's work would. */
  announce(kinds: readonly string[]): void;
}

/** A refusal of the fake desk, in the shape of the real one's. */
export const refuse = (code: string, args: Record<string, string | number> = {}): DoorFailure => ({ code, args, hint: null });

const wait = (delay_ms: number): Promise<void> =>
  delay_ms > 0 ? new Promise((resolve) => setTimeout(resolve, delay_ms)) : Promise.resolve();

/** The browser's own way of keeping a file. */
function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** A platform with a demonstration venue; the parameters choose a scenario. */
export function fakePlatform(parameters = new URLSearchParams(), options: FakeOptions = {}): FakePlatform {
  const venue = seedVenue(parameters);
  const listeners = new Set<(kinds: readonly string[]) => void>();
  const answered = new Map<string, unknown>();
  const calls: FakePlatform['calls'] = [];
  const announce = (kinds: readonly string[]): void => listeners.forEach((listener) => listener(kinds));

  async function run(name: string, input: unknown, requestId: string | null): Promise<unknown> {
    calls.push({ name, input, requestId });
    await wait(options.delay_ms ?? 0);
    if (requestId !== null && answered.has(requestId)) return answered.get(requestId);
    const override = options.overrides?.[name];
    const handler = handlers[name];
    let output: unknown;
    if (override !== undefined) output = typeof override === 'function' ? override(input) : override;
    else if (handler) output = handler(venue, input as never);
    else throw refuse('unknown_name', { name });
    const copy: unknown = JSON.parse(JSON.stringify(output ?? null));
    if (requestId !== null) {
      answered.set(requestId, copy);
      const kinds = venue.takeChanged();
      if (kinds.length > 0) queueMicrotask(() => announce(kinds));
    }
    return copy;
  }

  return {
    venue,
    calls,
    announce,
    startupState: () => Promise.resolve({ state: 'open' }),
    retryStartup: () => Promise.resolve(),
    startFresh: () => Promise.resolve(),
    quit: () => Promise.resolve(),
    fillDemo: async () => {
      await wait(options.delay_ms ?? 0);
      venue.fillDemo();
      announce(['operators', 'settings']);
      return venue.operators.map(({ name, role, pin }) => ({ name, role, pin }));
    },
    execute: (name, input, requestId) => run(name, input, requestId),
    query: (name, input) => run(name, input, null),
    onChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listCameras: () => Promise.resolve(venue.cameras),
    watchCamera: (_camera, listener) => fakeCamera(venue, parameters.get('camera') ?? 'running', listener),
    readPicture: (picture) => (picture.length > 0 ? Promise.resolve([venue.pictureText]) : Promise.reject(refuse('picture_unreadable'))),
    listMonitors: () =>
      Promise.resolve([
        { id: 'eDP-1', name: 'eDP-1', width: 1366, height: 768, primary: true },
        { id: 'HDMI-1', name: 'HDMI-1 · Samsung', width: 1920, height: 1080, primary: false },
      ]),
    identifyMonitors: () => Promise.resolve(),
    openDisplay: () => Promise.resolve(),
    closeDisplay: () => Promise.resolve(),
    openCustomersPage: () => Promise.resolve(),
    closeCustomersPage: () => Promise.resolve(),
    listenerStatus: () => Promise.resolve(listenerStatus(venue)),
    print: () => {
      globalThis.print?.();
      return Promise.resolve();
    },
    saveTextFile: (name, text) => {
      download(name, text);
      return Promise.resolve(`/home/comptoir/Téléchargements/${name}`);
    },
    appInfo: () => Promise.resolve({ version: '0.1.0', data_dir: '/home/comptoir/.local/share/comptoir' }),
  };
}
