/** Locking the desk: by hand, or after nobody has touched it for a while. */
import { execute } from '$door/client.svelte';
import { setOperator } from '$door/desk.svelte';
import { toDoorError } from '$door/failure';
import { describeFailure } from '$shared/ui/failure-text';
import { showToast } from '$shared/ui/toasts.svelte';

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
const LOOK_EVERY_MS = 5_000;

/** Signs out whoever is signed in; running sessions go on. */
export async function signOut(): Promise<void> {
  try {
    await execute('operator.sign_out', {});
    setOperator(null);
  } catch (thrown) {
    showToast('bad', describeFailure(toDoorError(thrown)).what);
  }
}

/** Calls `lock` once after so many minutes without a touch. Returns how to stop watching. */
export function lockAfterIdle(minutes: number, lock: () => void): () => void {
  let touched_ms = performance.now();
  const touch = (): void => {
    touched_ms = performance.now();
  };
  for (const sign of SIGNS_OF_LIFE) addEventListener(sign, touch, { passive: true });
  const timer = setInterval(() => {
    if (performance.now() - touched_ms < minutes * 60_000) return;
    touch();
    lock();
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, touch);
  };
}
