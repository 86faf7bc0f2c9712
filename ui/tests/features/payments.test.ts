import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import type { Outcome, PaymentEvent } from '$door/contract';
import { aboutOf, factsOf, OUTCOME_LOOKS, outcomeNext, outcomeText, outcomeWord } from '$features/monitor/outcomes';
import { setLanguage } from '$shared/i18n/i18n.svelte';
import { visit } from '$shared/navigation/address.svelte';
import MonitorView from '$views/MonitorView.svelte';
import { openDesk, STAFF } from '../support/desk';

const OUTCOMES = Object.keys(OUTCOME_LOOKS) as Outcome[];
const EVENT: PaymentEvent = {
  event_id: 7, provider: 'stripe', provider_event_id: 'evt_7', event_type: 'checkout.session.completed', outcome: 'conflict', args: {},
  received_at: '2026-11-20T10:00:00.000Z', processed_at: null, deliveries: 1, target_kind: null, target_id: null, via: 'http', needs_decision: true,
};
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

afterEach(() => visit('#/'));

describe.each(['fr', 'en'] as const)('in %s', (language) => {
  test.each(OUTCOMES)('%s has a word and a sentence', (outcome) => {
    setLanguage(language);
    expect(outcomeWord(outcome)).not.toContain('payments.');
    expect(outcomeText(outcome)).toMatch(/\.$/);
  });
});

test('what needs a person says what the person can do', () => {
  const toDecide = OUTCOMES.filter((outcome) => OUTCOME_LOOKS[outcome].tone === 'bad');
  expect(toDecide).toEqual(['paid_without_seat', 'amount_differs', 'currency_differs', 'session_unknown', 'conflict', 'malformed']);
  for (const outcome of toDecide) expect(outcomeNext({ outcome, target_kind: null })).not.toBeNull();
  expect(outcomeNext({ outcome: 'amount_differs', target_kind: 'purchase' })).toContain('(F3)');
});

test.each([
  [{ customer_name: 'Awa', starts_on: '2027-03-31', ends_on: '2027-04-04' }, ['Client: Awa', 'Session: 31 mars – 4 avril 2027']],
  [{ purchase_id: 12, amount_cents: 149_700, currency: 'EUR', expected_cents: 250_000, expected_currency: 'XOF' }, ['Achat: n° 12', 'Payé: 1 497 €', 'Prix: 2 500 F CFA']],
  // As immersion sessions tell it: the price is told where it is another than what was paid.
  [{ customer: 'Awa', amount_cents: 199_700, currency: 'EUR', price_cents: 199_700, price_currency: 'EUR', problem: 'no_seat' }, ['Client: Awa', 'Payé: 1 997 €']],
  [{ amount_cents: 149_700, currency: 'EUR', price_cents: 199_700, price_currency: 'EUR', problem: 'amount_differs' }, ['Payé: 1 497 €', 'Prix: 1 997 €']],
  [{ wanted_session: 'b2b7', problem: 'session_closed' }, ['Session: b2b7', 'Problème: la session est fermée']],
  [{ problem: 'partial_refund', refunded_cents: 50_000, currency: 'EUR' }, ['Rendu: 500 €', 'Problème: remboursé en partie seulement']],
  // A refusal of the books speaks in its own words; what nobody knows shows itself.
  [{ problem: 'station_name_taken' }, [expect.stringMatching(/^Problème: .+\./)]],
  [{ problem: 'never_heard_of' }, ['Problème: never_heard_of']],
  [{ reference: '', email: null }, []],
])('the facts of %o', async (args, expected) => {
  await openDesk();
  expect(factsOf({ args }).map(([name, value]) => plain(`${name}: ${value}`))).toEqual(expected);
});

test('a list tells events apart by their customer and session', async () => {
  await openDesk();
  expect(aboutOf({ ...EVENT, args: { amount_cents: 100, customer_name: 'Awa', reference: 'R1' } })).toBe('Awa · R1');
});

async function openTab(query = '', options = {}, who?: typeof STAFF): Promise<{ desk: Awaited<ReturnType<typeof openDesk>>; user: ReturnType<typeof userEvent.setup> }> {
  const desk = await openDesk(query, options, who);
  const user = userEvent.setup();
  render(MonitorView);
  await user.click(await screen.findByRole('tab', { name: 'Paiements en ligne' }));
  return { desk, user };
}

describe('the inbox of payment events', () => {
  test('tells newest first what came of each, in a word', async () => {
    await openTab();
    const [, first] = await screen.findAllByRole('row');
    expect(first).toHaveTextContent('Payé, sans place');
    expect(screen.getByTestId('payment-count')).toHaveTextContent('13 événements, 9 aujourd’hui');
  });

  test('is filtered by what waits and what is to be decided', async () => {
    const { user } = await openTab();
    await user.click(await screen.findByRole('radio', { name: 'En attente (1)' }));
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(2));
    expect(screen.getByTestId('payment-count')).toHaveTextContent('1 événement');
    await user.click(screen.getByRole('radio', { name: 'À décider (4)' }));
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(5));
  });

  test('goes on page by page, each beginning where the last one ended', async () => {
    const asked: unknown[] = [];
    const events = Array.from({ length: 60 }, (_, index) => ({ ...EVENT, event_id: 60 - index, provider_event_id: `evt_${index}` }));
    const list = (input: { before?: number; limit: number; needs_decision?: boolean }): unknown => {
      if (input.needs_decision === undefined) asked.push(input);
      return { events: events.filter((one) => one.event_id < (input.before ?? 99)).slice(0, input.limit), total: 60 };
    };
    const { user } = await openTab('', { overrides: { 'payment_event.list': list } });
    await user.click(await screen.findByRole('button', { name: 'Suite' }));
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(11));
    expect(asked).toEqual([{ limit: 50 }, { limit: 50, before: 11 }]);
    expect(screen.queryByRole('button', { name: 'Suite' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Retour au début' }));
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(51));
  });

  test('empty, it says how a provider is connected, and leads there', async () => {
    const nothing = { events: [], total: 0 };
    await openTab('', { overrides: { 'payment_event.list': nothing } });
    expect(await screen.findByText('Aucun événement de paiement')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Relier un prestataire' })).toHaveAttribute('href', '#/settings?section=payments');
  });

  test('an event says what came of it, and a manager sees what was sent', async () => {
    const { user } = await openTab();
    await user.click(await screen.findByText('Montant différent'));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByTestId('payment-outcome')).toHaveTextContent('Le montant payé n’est pas le prix.');
    expect(plain(dialog.textContent ?? '')).toMatch(/Client\s*Oumar Ba/);
    expect(plain(dialog.textContent ?? '')).toMatch(/Payé\s*1 497 €/);
    expect(await within(dialog).findByLabelText('Contenu reçu')).toHaveTextContent('"type":"checkout.session.completed"');
    expect(within(dialog).getByRole('link', { name: 'Régler la réservation' })).toHaveAttribute('href', '#/immersion?booking=fake-paid-amount_differs');
  });

  test('what waits can be tried again', async () => {
    const { user, desk } = await openTab();
    await user.click(await screen.findByRole('cell', { name: 'En attente' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(await within(dialog).findByRole('button', { name: 'Traiter à nouveau' }));
    await waitFor(() => expect(within(dialog).getByTestId('payment-outcome').dataset.outcome).toBe('purchase_paid'));
    expect(desk.calls.filter((call) => call.name === 'payment_event.retry')).toHaveLength(1);
    expect(within(dialog).queryByRole('button', { name: 'Traiter à nouveau' })).toBeNull();
  });

  test('is put aside only with a reason', async () => {
    const { user, desk } = await openTab();
    await user.click(await screen.findByRole('cell', { name: 'Illisible' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(await within(dialog).findByRole('button', { name: 'Écarter' }));
    const button = within(dialog).getByRole('button', { name: /Écarter/ });
    expect(button).toBeDisabled();
    expect(within(dialog).getByRole('textbox', { name: 'Motif' })).toHaveFocus();
    await user.keyboard('  Page d’erreur du relais ');
    await user.click(button);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(desk.calls.find((call) => call.name === 'payment_event.dismiss')?.input).toEqual({ event_id: 3, reason: 'Page d’erreur du relais' });
  });

  test('staff see what came of it, but neither the content nor the acts of managers', async () => {
    const { user, desk } = await openTab('', {}, STAFF);
    await user.click(await screen.findByText('Payé, sans place'));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/Seul un responsable peut lire le contenu reçu/)).toBeInTheDocument();
    expect(within(dialog).queryByRole('button', { name: 'Écarter' })).toBeNull();
    expect(within(dialog).getByRole('link', { name: 'Régler la réservation' })).toBeInTheDocument();
    expect(desk.calls.some((call) => call.name === 'payment_event.show')).toBe(false);
  });
});
