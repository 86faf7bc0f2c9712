/** Durations: as a running clock (`1:05:09`) and in words (`1 h 05`). Inputs in milliseconds or minutes, as named. */
const SECOND_MS = 1000;

/** Whole seconds still to show for a remaining time: rounded up, so that zero is shown exactly when time is up. */
export const secondsLeft = (remaining_ms: number): number => Math.max(0, Math.ceil(remaining_ms / SECOND_MS));

const pad = (value: number): string => String(value).padStart(2, '0');

/** `3909` s → "1:05:09"; below one hour "05:09". Never negative. */
export function formatClock(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(total / 3600);
  const rest = `${pad(Math.floor(total / 60) % 60)}:${pad(total % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** `65` → "1 h 05", `45` → "45 min", `120` → "2 h". The same in French and English. */
export function formatMinutes(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes));
  if (whole < 60) return `${whole}\u00a0min`;
  const rest = whole % 60;
  return rest === 0 ? `${whole / 60}\u00a0h` : `${Math.floor(whole / 60)}\u00a0h\u00a0${pad(rest)}`;
}

/** `formatMinutes` for a length in milliseconds. */
export const formatDuration = (duration_ms: number): string => formatMinutes(duration_ms / 60_000);
