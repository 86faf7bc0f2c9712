/** What staff need to know of a scan, as labelled lines. Only what the answer holds; nothing is worked out here. */
import type { ScanAnswer } from '$door/contract';
import { moment, time } from '$door/format';
import { t, tMaybe } from '$shared/i18n/i18n.svelte';

export interface Fact {
  label: string;
  value: string;
  /** A reference, shown in the code face. */
  code?: boolean;
}

export function factsOf(answer: ScanAnswer): Fact[] {
  const facts: Fact[] = [];
  const { invoice, session } = answer;
  if (!invoice) {
    if (answer.foreign_kind) {
      const kind = tMaybe(`counter.foreign_${answer.foreign_kind}`) ?? t('counter.foreign_other');
      facts.push({ label: t('counter.fact_kind'), value: kind });
    }
    if (answer.read) facts.push({ label: t('counter.fact_read'), value: answer.read, code: true });
    return facts;
  }
  if (invoice.since) facts.push({ label: t(`counter.since_${answer.verdict}`), value: moment(invoice.since) });
  if (invoice.by) facts.push({ label: t('counter.fact_by'), value: invoice.by });
  if (invoice.reason) facts.push({ label: t('counter.fact_reason'), value: invoice.reason });
  if (invoice.window_starts_at && invoice.window_ends_at) {
    const window = t('counter.window', { from: moment(invoice.window_starts_at), to: time(invoice.window_ends_at) });
    facts.push({ label: t('counter.fact_window'), value: window });
  }
  const station = session?.station_name ?? invoice.reserved_station_name;
  if (station) facts.push({ label: t('counter.fact_station'), value: station });
  facts.push({ label: t('counter.fact_invoice'), value: invoice.invoice_number, code: true });
  return facts;
}
