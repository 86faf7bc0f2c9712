/** Orders in words: what the log tells, as people say it. An unknown name shows itself. Reactive where read. */
import type { PaymentLog, PlannedChange } from '$door/contract';
import { moment } from '$door/format';
import { t, tMaybe } from '$shared/i18n/i18n.svelte';
import type { Barrier } from './model';

const PREFIX: Record<string, string> = { 'order.status': 'status', 'order.payment_status': 'said', 'payment.status': 'state' };

/** Which of the two sides a field is on. */
export const fieldName = (field: string): string => tMaybe(`orders.field_${field.replaceAll('.', '_')}`) ?? field;

/** A stored word of a field as people say it. */
export const stateWord = (field: string, word: string): string => tMaybe(`orders.${PREFIX[field] ?? 'status'}_${word}`) ?? word;

export const eventName = (event: string): string => tMaybe(`orders.event_${event}`) ?? event;

/** Who did it: an operator, or whoever wrote from outside. */
export const byWhom = (row: PaymentLog): string => row.operator_name ?? t(row.origin === 'outside' ? 'orders.by_outside' : 'orders.by_desk');

/** "completed, 2026-11-20T17:00:00.000Z" → the word, and the time at the venue. */
export const planned = (change: PlannedChange, value: string): string =>
  value
    .split(', ')
    .map((part) => (/^\d{4}-\d{2}-\d{2}T/.test(part) ? moment(part) : stateWord(change.field, part)))
    .join(', ');

/** Why an act is not possible, in words. */
export const whyNot = (barrier: Barrier | null): string | null => (barrier === null ? null : t(`orders.why_${barrier}`));
