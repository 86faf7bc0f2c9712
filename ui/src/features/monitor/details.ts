/** Details that the books keep as JSON text, as pairs that people can read: spans of time in words, the rest as it is. */
import { formatDuration } from '$shared/format/duration';

export function pairsOf(json: string): [string, string][] {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value).map(([name, one]) => [name.replace(/_ms$/, ''), shown(name, one)]);
  } catch {
    return [];
  }
}

function shown(name: string, value: unknown): string {
  if (name.endsWith('_ms') && typeof value === 'number') {
    const sign = value < 0 ? '−' : '';
    return sign + (Math.abs(value) < 60_000 ? `${(Math.abs(value) / 1000).toFixed(1)} s` : formatDuration(Math.abs(value)));
  }
  if (value === null) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
