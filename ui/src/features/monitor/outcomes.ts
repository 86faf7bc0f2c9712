/** What became of a payment event, as people read it: word, sentence, next step, sign, and the facts it stands on. */
import type { Component } from 'svelte';
import Archive from '@lucide/svelte/icons/archive';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import FileX from '@lucide/svelte/icons/file-x-corner';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Minus from '@lucide/svelte/icons/minus';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { Outcome, PaymentEvent } from '$door/contract';
import { moment, money } from '$door/format';
import { formatDayRange } from '$shared/format/day-range';
import { language, t, tMaybe } from '$shared/i18n/i18n.svelte';
import type { Tone } from '$shared/ui/tone';

const done = { tone: 'good', icon: CircleCheck } as const;
const undone = { tone: 'calm', icon: Undo2 } as const;
const failed = { tone: 'calm', icon: CircleX } as const;
const decide = { tone: 'bad', icon: TriangleAlert } as const;

export const OUTCOME_LOOKS: Record<Outcome, { tone: Tone; icon: Component }> = {
  confirmed: done,
  purchase_paid: done,
  order_paid: done,
  held: { tone: 'info', icon: Hourglass },
  pending: { tone: 'info', icon: Hourglass },
  released: undone,
  refunded: undone,
  purchase_refunded: undone,
  order_refunded: undone,
  purchase_failed: failed,
  order_failed: failed,
  ignored: { tone: 'calm', icon: Minus },
  dismissed: { tone: 'calm', icon: Archive },
  waiting: { tone: 'warn', icon: Clock },
  paid_without_seat: decide,
  amount_differs: decide,
  currency_differs: decide,
  session_unknown: decide,
  conflict: decide,
  malformed: { tone: 'bad', icon: FileX },
};

export const outcomeWord = (outcome: Outcome): string => t(`payments.outcome_${outcome}`);
export const outcomeText = (outcome: Outcome): string => t(`payments.outcome_${outcome}__text`);
/** What a person can do; for some outcomes it depends on what the money is for. */
export const outcomeNext = ({ outcome, target_kind }: Pick<PaymentEvent, 'outcome' | 'target_kind'>): string | null =>
  tMaybe(`payments.outcome_${outcome}__next_${target_kind}`) ?? tMaybe(`payments.outcome_${outcome}__next`);

/** Why something does not go: a word of the inbox, or the code of a refusal. */
const problemText = (problem: string): string => tMaybe(`payments.problem_${problem}`) ?? tMaybe(`errors.${problem}`) ?? problem;

/** Problems that the outcome's own word says already. */
const SAID_BY_OUTCOME: ReadonlySet<string> = new Set(['no_seat', 'amount_differs', 'currency_differs', 'session_unknown']);

/** What an event is about, as name and value, the most telling first. What it does not tell is left out. */
export function factsOf({ args }: Pick<PaymentEvent, 'args'>): [name: string, value: string][] {
  const text = (...names: string[]): string | null => {
    const value = names.map((name) => args[name]).find((one) => one !== undefined && one !== null && one !== '');
    return value === undefined ? null : String(value);
  };
  const sum = (name: string, currency: string | null): string | null => {
    const cents = args[name];
    return typeof cents === 'number' ? money(cents, currency ?? undefined) : null;
  };
  const paid = sum('amount_cents', text('currency'));
  const price = sum('price_cents', text('price_currency', 'currency')) ?? sum('expected_cents', text('expected_currency', 'currency'));
  const [first, last, purchase, problem, until] = [text('starts_on'), text('ends_on'), text('purchase_id'), text('problem'), text('hold_until')];
  const facts: [string, string | null][] = [
    [t('payments.fact_customer'), text('customer_name', 'customer')],
    [t('payments.fact_session'), first && last ? formatDayRange(first, last, language()) : text('session', 'wanted_session')],
    [t('payments.fact_purchase'), purchase && t('payments.purchase_number', { id: purchase })],
    [t('payments.fact_reference'), text('reference')],
    [t('payments.fact_amount'), paid],
    [t('payments.fact_expected'), price === paid ? null : price],
    [t('payments.fact_refunded'), sum('refunded_cents', text('currency'))],
    [t('payments.fact_email'), text('email')],
    [t('payments.fact_until'), until && moment(until)],
    [t('payments.fact_reason'), text('reason')],
    [t('payments.fact_problem'), problem && !SAID_BY_OUTCOME.has(problem) ? problemText(problem) : null],
  ];
  return facts.flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []));
}

/** The one fact that tells events apart in a list. */
export const aboutOf = (event: PaymentEvent): string => factsOf(event).slice(0, 2).map(([, value]) => value).join(' · ');
