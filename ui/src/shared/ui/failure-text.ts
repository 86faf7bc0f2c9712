/** The words for a failure. Nothing but the code chooses them; the hint is for support and logs. */
import { formatMoney } from '../format/money';
import { language, t, tMaybe } from '../i18n/i18n.svelte';

export interface Failure {
  code: string;
  args: Record<string, string | number | boolean | null>;
  hint?: string | null;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;
let showInstant = (instant: string): string => instant;

/** How instants among the arguments are shown; set by whoever knows the venue's time zone. */
export function showInstantsWith(show: (instant: string) => string): void {
  showInstant = show;
}

/** Arguments as people read them: instants in the venue's time, `…_cents` as money where a `currency` stands beside them. */
function shown(args: Failure['args']): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      if (typeof value === 'number') {
        const isMoney = name.endsWith('_cents') && typeof args.currency === 'string';
        return [name, isMoney ? formatMoney(value, String(args.currency), language()) : value];
      }
      const text = String(value ?? '');
      return [name, INSTANT.test(text) ? showInstant(text) : text];
    }),
  );
}

/** What happened, and what to do next (if there is something to say). */
export function describeFailure(failure: Failure): { what: string; next: string | null } {
  const args = shown(failure.args);
  const what = tMaybe(`errors.${failure.code}`, args);
  if (what === null) return { what: t('shared.error_unknown', { code: failure.code }), next: t('shared.error_unknown_next') };
  return { what, next: tMaybe(`errors.${failure.code}__next`, args) };
}
