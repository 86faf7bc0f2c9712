/**
 * Which platform this page has: Tauri's window, or (in a browser: `?fake`, or tests) the fake. The fake is loaded lazily so that
 * the product's bundle does not carry it through its first screen.
 */
import type { Platform } from './platform';

/** True where the page runs inside the application's window. */
const inTauri = (): boolean => '__TAURI_INTERNALS__' in globalThis;

export async function choosePlatform(): Promise<Platform> {
  if (inTauri()) return (await import('./tauri')).tauriPlatform;
  return (await import('./fake/fake')).fakePlatform(new URLSearchParams(location.search));
}
