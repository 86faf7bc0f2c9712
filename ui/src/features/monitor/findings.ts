/** What a finding says, in the language of the screen. The core tells it in the words of the books; what is not known here stays as told. */
import { moment } from '$door/format';
import { formatDuration } from '$shared/format/duration';
import { t, type MessageKey } from '$shared/i18n/i18n.svelte';
import { stateWord } from './words';

const FORMS: readonly (readonly [RegExp, MessageKey])[] = [
  [/^purchase (\S+), session (\S+)$/, 'monitor.finding_mismatch'],
  [/^payment (\S+), session (\S+)$/, 'monitor.finding_payment_session'],
  [/^payment (\S+), invoice (\S+)$/, 'monitor.finding_payment_invoice'],
  [/^is (\S+), should be (\S+)$/, 'monitor.finding_should_be'],
  [/^told (\S+), is (\S+)$/, 'monitor.finding_told'],
  [/^active, up since (\S+)$/, 'monitor.finding_up_since'],
  [/^paid, no invoice$/, 'monitor.finding_no_invoice'],
  [/^two windows at (\S+)$/, 'monitor.finding_two_windows'],
  [/^\w+: given (\d+ ms), accounted (\d+ ms)$/, 'monitor.finding_account'],
];

const said = (part: string): string => {
  if (/^\d{4}-\d{2}-\d{2}T/.test(part)) return moment(part);
  const span = /^(\d+) ms$/.exec(part);
  return span ? formatDuration(Number(span[1])) : stateWord(part);
};

export function findingText(detail: string): string {
  for (const [form, key] of FORMS) {
    const match = form.exec(detail);
    if (match) return t(key, { a: said(match[1] ?? ''), b: said(match[2] ?? '') });
  }
  return detail;
}
