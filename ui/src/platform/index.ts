/**
 * Which platform this page has: Tauri's window, or the fake in a browser preview (`npm run dev`, or a build with `--mode preview`).
 * The product's build holds no fake: outside of its window it has no desk and says so.
 */
import type { Platform } from './platform';

/** True where the page runs inside the application's window. */
const inTauri = (): boolean => '__TAURI_INTERNALS__' in globalThis;

export async function choosePlatform(): Promise<Platform> {
  if (inTauri()) return (await import('./tauri')).tauriPlatform;
  if (import.meta.env.MODE === 'production') throw new Error('Comptoir runs in its own window');
  return (await import('./fake/fake')).fakePlatform(new URLSearchParams(location.search));
}
