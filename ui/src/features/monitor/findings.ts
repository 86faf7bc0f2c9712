/** What a finding says: the sentence of its check, filled with what the core tells of it. Names of values end in what they are. */
import type { FindingRow } from '$door/contract';
import { moment, money } from '$door/format';
import { formatDayRange } from '$shared/format/day-range';
import { formatDuration } from '$shared/format/duration';
import { language, tMaybe } from '$shared/i18n/i18n.svelte';
import { stateWord } from './words';

type Value = FindingRow['args'][string] | undefined;

function said(name: string, value: Value, args: FindingRow['args']): string | number {
  if (typeof value === 'number') {
    if (name.endsWith('_cents') && typeof args.currency === 'string') return money(value, args.currency);
    return name.endsWith('_ms') ? formatDuration(value) : value;
  }
  if (typeof value !== 'string') return '–';
  return name.endsWith('_at') ? moment(value) : stateWord(value);
}

const DAYS = /(\d{4}-\d{2}-\d{2}) – (\d{4}-\d{2}-\d{2})/g;

/** A row's label as people read it: days are written out. */
export const labelText = (label: string): string =>
  label.replace(DAYS, (_days, first: string, last: string) => formatDayRange(first, last, language()));

/** Empty where the label says it all. */
export function findingText(check: string, args: FindingRow['args']): string {
  const words = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, said(name, value, args)]));
  return tMaybe(`monitor.finding_${check}`, words) ?? '';
}
