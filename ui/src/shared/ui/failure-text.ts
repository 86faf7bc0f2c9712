/** The words for a failure. Nothing but the code chooses them; the hint is for support and logs. */
import { t, tMaybe } from '../i18n/i18n.svelte';

export interface Failure {
  code: string;
  args: Record<string, string | number>;
  hint?: string | null;
}

/** What happened, and what to do next (if there is something to say). */
export function describeFailure(failure: Failure): { what: string; next: string | null } {
  const what = tMaybe(`errors.${failure.code}`, failure.args);
  if (what === null) return { what: t('shared.error_unknown', { code: failure.code }), next: t('shared.error_unknown_next') };
  return { what, next: tMaybe(`errors.${failure.code}__next`, failure.args) };
}
