/** Many orders at once, the repair of what disagrees, and payments that have no order. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { BulkRun } from '$features/orders/bulk.svelte';
import { refuse, type FakePlatform } from '$platform/fake/fake';
import { listenForShortcuts } from '$shared/keys/shortcuts.svelte';
import { visit } from '$shared/navigation/address.svelte';
import OrdersView from '$views/OrdersView.svelte';
import { openDesk, STAFF } from '../support/desk';

async function openOrders(options = {}, query = '', who?: typeof STAFF): Promise<FakePlatform> {
  const desk = await openDesk(query, options, who);
  render(OrdersView);
  await screen.findByText('TEST1014');
  return desk;
}
const callsOf = (desk: FakePlatform, name: string): FakePlatform['calls'] => desk.calls.filter((call) => call.name === name);
const inputsOf = (desk: FakePlatform, name: string): unknown[] => callsOf(desk, name).map((call) => call.input);
const rowOf = (reference: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>('[data-order]')].find((one) => one.querySelector('strong')?.textContent === reference);
const dialog = (): Promise<HTMLElement> => screen.findByRole('dialog');
const press = async (name: string | RegExp, where?: HTMLElement): Promise<void> => userEvent.click(await (where ? within(where) : screen).findByRole('button', { name }));
const report = async (): Promise<string[]> => within(await screen.findByRole('list', { name: 'Compte rendu' })).getAllByRole('listitem').map((row) => row.textContent ?? '');

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  visit('#/orders');
  return listenForShortcuts();
});

test('all Wave payments that wait are validated; the one that cannot says why', async () => {
  const desk = await openOrders();
  await press('Valider tous les Wave en attente');
  await press(/^Valider/, await dialog());
  expect(await screen.findByText(/2 faites, 1 refusée/)).toBeInTheDocument();
  expect(inputsOf(desk, 'order.bulk_validate')).toEqual([{ method: 'wave' }]);
  const rows = await report();
  expect(rows[0]).toMatch(/CMD000006.*Les paiements de cette commande font.*Notez d’abord le paiement qui manque/);
  expect(rows.filter((row) => row.includes('Validée'))).toHaveLength(2);
  await press('Fermer', (await dialog()).querySelector<HTMLElement>('.buttons')!);
  await waitFor(() => expect(rowOf('CMD000024')).toHaveTextContent('Payée'));
});

test('ticked orders are cancelled with one reason; what is refused stands first', async () => {
  const desk = await openOrders();
  for (const reference of ['CMD000024', 'CMD000021', 'CMD000014']) await userEvent.click(screen.getByRole('checkbox', { name: `Cocher ${reference}` }));
  expect(screen.getByText('3 commandes cochées')).toBeInTheDocument();
  await press('Annuler ces commandes');
  const form = await dialog();
  expect(within(form).getByRole('button', { name: /^Annuler ces commandes/ })).toBeDisabled();
  await userEvent.type(within(form).getByLabelText('Motif'), 'Rupture de stock');
  await press(/^Annuler ces commandes/, form);
  expect(await screen.findByText(/2 faites, 1 refusée/)).toBeInTheDocument();
  expect(inputsOf(desk, 'order.bulk_cancel')).toEqual([{ order_ids: [700, 706, 713], reason: 'Rupture de stock' }]);
  expect((await report())[0]).toMatch(/CMD000014.*ne peut pas passer à cet état/);
  expect(screen.queryByText('3 commandes cochées')).toBeNull();
});

test('the whole page is ticked, Space ticks a line', async () => {
  await openOrders();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Cocher toute la page' }));
  expect(screen.getByText('23 commandes cochées')).toBeInTheDocument();
  rowOf('CMD000024')!.focus();
  await userEvent.keyboard(' ');
  expect(screen.getByText('22 commandes cochées')).toBeInTheDocument();
  await press('Tout décocher');
  expect(screen.queryByText(/commandes cochées/)).toBeNull();
});

test('a long work goes chunk by chunk, each with a request of its own, and can be stopped and gone on with', async () => {
  const desk = await openDesk('scenario=many');
  const order_ids = Array.from({ length: 120 }, (_, place) => 800 + place);
  const bulk = new BulkRun({ act: 'validate', order_ids });
  const execute = desk.execute.bind(desk);
  let lost = true;
  desk.execute = async (name, input, id) => {
    const answer = await execute(name, input, id);
    if (callsOf(desk, 'order.bulk_validate').length === 1) bulk.stop();
    // The answer to the second chunk is lost once: it is asked for again under the same id.
    if (callsOf(desk, 'order.bulk_validate').length === 2 && lost) {
      lost = false;
      throw refuse('storage_busy');
    }
    return answer;
  };
  await bulk.run('');
  expect([bulk.state, bulk.rows.length, bulk.left]).toEqual(['stopped', 50, 70]);
  await bulk.run('');
  expect([bulk.state, bulk.failure?.code, bulk.rows.length]).toEqual(['stopped', 'storage_busy', 50]);
  await bulk.run('');
  expect([bulk.state, bulk.rows.length, bulk.done, bulk.left]).toEqual(['done', 120, 120, 0]);
  const calls = callsOf(desk, 'order.bulk_validate');
  expect(calls.map((call) => (call.input as { after?: number }).after)).toEqual([undefined, 849, 849, 899]);
  expect(calls[1]!.requestId).toBe(calls[2]!.requestId);
  expect(new Set(calls.map((call) => call.requestId)).size).toBe(3);
});

test('how far a long work is shows as it goes, and it stops when told to', async () => {
  const desk = await openDesk('scenario=many', { delay_ms: 60 });
  render(OrdersView);
  await press('Valider tous les Wave en attente');
  const form = await dialog();
  await press(/^Valider/, form);
  await within(form).findByText(/sur 183/);
  await press('Arrêter', form);
  expect(await within(form).findByText(/Arrêté\. Ce qui est fait reste fait/)).toBeInTheDocument();
  const stopped_after = callsOf(desk, 'order.bulk_validate').length;
  expect(stopped_after).toBeLessThan(4);
  expect(within(form).getByRole('progressbar')).toHaveAttribute('aria-valuemax', '183');
  expect(Number(within(form).getByRole('progressbar').getAttribute('aria-valuenow'))).toBe(stopped_after * 50);
  await press('Continuer', form);
  expect(await within(form).findByText('183 sur 183')).toBeInTheDocument();
});

test('an order is repaired by the very plan that was shown; a stale one is shown anew', async () => {
  const desk = await openOrders();
  await userEvent.click(rowOf('TEST1014')!);
  await press('Réparer…', await screen.findByTestId('disagreement'));
  const plan = await screen.findByTestId('repair-plan');
  expect(plan.querySelector('del')).toHaveTextContent('En attente');
  expect(plan.querySelector('ins')).toHaveTextContent('Encaissé');
  // Meanwhile somebody sets the other side: the plan on screen is no longer true.
  await desk.execute('order.add_payment', { order_id: 704, method: 'cash', amount_cents: 100 }, 'elsewhere');
  await press(/^Appliquer/);
  expect(await screen.findByTestId('plan-renewed')).toHaveTextContent('Rien n’a été écrit');
  expect(rowOf('TEST1014')).toHaveTextContent('Payée, mais le paiement attend');
  await press(/^Appliquer ces 2/);
  expect(await screen.findByTestId('repair-report')).toHaveTextContent('2 changements appliqués');
  expect(inputsOf(desk, 'monitor.plan')).toEqual([{ order_id: 704 }, { order_id: 704 }]);
  const repairs = inputsOf(desk, 'monitor.repair') as { order_id: number; digest: string }[];
  expect(repairs.map((one) => one.order_id)).toEqual([704, 704]);
  expect(repairs[0]!.digest).not.toBe(repairs[1]!.digest);
});

test('where both sides are settled a person says which one to believe', async () => {
  const desk = await openOrders();
  await userEvent.click(rowOf('CMD000017')!);
  await press('Croire le paiement…', await screen.findByTestId('disagreement'));
  expect(await screen.findByText(/Le paiement est cru : un changement est prévu/)).toBeInTheDocument();
  await press(/^Appliquer ce changement/);
  await screen.findByTestId('repair-report');
  expect(inputsOf(desk, 'monitor.repair')[0]).toMatchObject({ order_id: 710, prefer: 'payment' });
  await waitFor(() => expect(rowOf('CMD000017')).toHaveTextContent('Échouée'));
});

test('staff see the plan, and that a manager applies it', async () => {
  await openOrders({}, '', STAFF);
  await userEvent.click(rowOf('TEST1014')!);
  await press('Réparer…', await screen.findByTestId('disagreement'));
  await screen.findByTestId('repair-plan');
  expect(screen.getByRole('button', { name: /^Appliquer/ })).toBeDisabled();
  expect(await dialog()).toHaveTextContent('Pour un responsable.');
});

test('what disagrees is told by class, and a class leads to its orders', async () => {
  await openOrders();
  expect(await screen.findByText('7 commandes où les deux côtés ne s’accordent pas.')).toBeInTheDocument();
  await press('Voir');
  const classes = await screen.findByRole('list', { name: 'Désaccords' });
  expect(within(classes).getAllByRole('listitem')).toHaveLength(7);
  const conflict = within(classes).getByRole('button', { name: /se contredisent/ });
  expect(conflict).toHaveTextContent('À trancher');
  expect(within(classes).getByRole('button', { name: /Payée, mais le paiement attend/ })).toHaveTextContent('Réparable');
  await userEvent.click(conflict);
  await waitFor(() => expect(document.querySelectorAll('[data-order]')).toHaveLength(1));
  expect(rowOf('CMD000017')).toBeDefined();
});

test('all that a program may mend is mended at once, by the plan that was shown', async () => {
  const desk = await openOrders();
  await userEvent.click(await screen.findByRole('tab', { name: /À vérifier/ }));
  await press(/^Réparer 3 commandes/);
  await press(/^Appliquer/);
  expect(await screen.findByTestId('repair-report')).toHaveTextContent('3 changements appliqués');
  expect(inputsOf(desk, 'monitor.repair')[0]).toMatchObject({ area: 'orders' });
  await press('Fermer', (await dialog()).querySelector<HTMLElement>('footer')!);
  expect(await screen.findByText('4 commandes où les deux côtés ne s’accordent pas.')).toBeInTheDocument();
});

test('overpaid orders and payments without an order have lists of their own', async () => {
  await openOrders();
  await userEvent.click(await screen.findByRole('tab', { name: /Trop payées/ }));
  await waitFor(() => expect([...document.querySelectorAll('[data-order]')]).toHaveLength(1));
  expect(rowOf('CMD000013')).toHaveTextContent('Trop payée');
  await userEvent.click(screen.getByRole('tab', { name: /Paiements sans commande/ }));
  expect(await screen.findByText('CMD009999')).toBeInTheDocument();
});

test('a payment without an order finds its order; too much needs the manager’s word', async () => {
  const desk = await openOrders();
  await userEvent.click(await screen.findByRole('tab', { name: /Paiements sans commande/ }));
  await press(/^Rattacher/, await screen.findByRole('table', { name: 'Paiements sans commande' }));
  const form = await dialog();
  expect(await within(form).findByText('Rien ne correspond ici')).toBeInTheDocument();
  const search = within(form).getByLabelText('Chercher la commande');
  await userEvent.clear(search);
  await userEvent.type(search, 'CMD000022');
  await userEvent.click(await within(form).findByRole('radio', { name: /CMD000022/ }));
  const attach = within(form).getByRole('button', { name: /^Rattacher/ });
  await userEvent.click(attach);
  expect(await within(form).findByText(/C’est plus que ce qui reste à payer/)).toBeInTheDocument();
  await userEvent.click(within(form).getByRole('switch', { name: /Accepter le surplus/ }));
  await userEvent.click(attach);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(inputsOf(desk, 'order.attach_payment').at(-1)).toEqual({ payment_id: 9001, order_id: 705, accept_surplus: true });
  expect(await screen.findByRole('heading', { name: 'CMD000022' })).toBeInTheDocument();
  expect(await screen.findByText('Paiement rattaché')).toBeInTheDocument();
});

test('staff see orphans, and who may act on them', async () => {
  await openOrders({}, '', STAFF);
  await userEvent.click(await screen.findByRole('tab', { name: /Paiements sans commande/ }));
  const table = await screen.findByRole('table', { name: 'Paiements sans commande' });
  expect(within(table).getByRole('button', { name: /^Rattacher/ })).toBeDisabled();
  expect(screen.getByText(/Pour un responsable/)).toBeInTheDocument();
});
