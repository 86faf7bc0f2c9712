/** The Orders screen: the list with both sides, one order in full, and what is done with it. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { refuse, type FakePlatform } from '$platform/fake/fake';
import { listenForShortcuts } from '$shared/keys/shortcuts.svelte';
import { visit } from '$shared/navigation/address.svelte';
import OrdersView from '$views/OrdersView.svelte';
import { openDesk, STAFF } from '../support/desk';

async function openOrders(options = {}, query = '', who?: typeof STAFF): Promise<FakePlatform> {
  const desk = await openDesk(query, options, who);
  render(OrdersView);
  return desk;
}
const inputsOf = (desk: FakePlatform, name: string): unknown[] => desk.calls.filter((call) => call.name === name).map((call) => call.input);
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-order]')];
const rowOf = (reference: string): HTMLElement => {
  const row = rows().find((one) => one.querySelector('strong')?.textContent === reference);
  if (!row) throw new Error(`no row ${reference}`);
  return row;
};
async function open(reference: string): Promise<HTMLElement> {
  await screen.findByText(reference);
  await userEvent.click(rowOf(reference));
  await within(await screen.findByTestId('order-panel')).findByRole('heading', { name: reference });
  return screen.getByTestId('order-panel');
}
const press = (where: HTMLElement, name: string | RegExp): Promise<void> => userEvent.click(within(where).getByRole('button', { name }));
const dialog = (): Promise<HTMLElement> => screen.findByRole('dialog');
const reasonIn = async (where: HTMLElement, text: string): Promise<void> => userEvent.type(within(where).getByLabelText('Motif'), text);
const gone = (): Promise<void> => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

/** The document of the tests finds no `:checked` among options, as browsers do. */
async function choose(label: string, option: string): Promise<void> {
  const select = screen.getByLabelText<HTMLSelectElement>(label);
  const find = select.querySelector.bind(select);
  select.querySelector = ((query: string) => (query === ':checked' ? select.options[select.selectedIndex] : find(query))) as typeof select.querySelector;
  await userEvent.selectOptions(select, option);
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  visit('#/orders');
  return listenForShortcuts();
});

test('each line says the goods and both sides of the money, and what differs is named', async () => {
  await openOrders();
  await screen.findByText('TEST1014');
  const off = rowOf('TEST1014');
  expect(off).toHaveTextContent('Confirmée');
  expect(off).toHaveTextContent('Payée');
  expect(off).toHaveTextContent('En attente');
  expect(off).toHaveTextContent('Payée, mais le paiement attend');
  expect(within(off).getByRole('img', { name: 'diffère' })).toBeInTheDocument();
  const fine = rowOf('CMD000021');
  expect(within(fine).getByRole('img', { name: 'd’accord' })).toBeInTheDocument();
  expect(fine).toHaveTextContent('Tout est payé');
  expect(rowOf('CMD000019')).toHaveTextContent('Payée en partie');
  expect(rowOf('CMD000013')).toHaveTextContent('Trop payée');
  expect(rowOf('CMD000022')).toHaveTextContent('Aucun paiement');
  expect(rowOf('CMD000022')).toHaveTextContent('Rien de payé');
});

test('the search and the filters ask the desk', async () => {
  const desk = await openOrders();
  await screen.findByText('TEST1014');
  await userEvent.keyboard('{Control>}f{/Control}');
  await userEvent.keyboard('test10');
  await waitFor(() => expect(rows()).toHaveLength(3));
  expect(inputsOf(desk, 'order.list').at(-1)).toMatchObject({ search: 'test10', page: { limit: 50, offset: 0 } });
  await userEvent.keyboard('{Escape}');
  await choose('État de la commande', 'Livrée');
  await choose('Moyen de paiement', 'Wave');
  await waitFor(() => expect(rows().map((row) => row.querySelector('strong')?.textContent)).toEqual(['CMD000009']));
  expect(inputsOf(desk, 'order.list').at(-1)).toEqual({ status: 'delivered', method: 'wave', page: { limit: 50, offset: 0 } });
  await userEvent.click(screen.getByRole('button', { name: 'Tout afficher' }));
  await choose('Argent, dit par la commande', 'Échouée');
  await choose('Désaccord', 'Tous les désaccords');
  await waitFor(() => expect(rows()).toHaveLength(1));
  expect(inputsOf(desk, 'order.list').at(-1)).toMatchObject({ payment_status: 'failed', only_mismatched: true });
  await choose('Désaccord', 'Commande et paiement se contredisent');
  expect(await screen.findByText('Rien ne correspond ici')).toBeInTheDocument();
});

test('a long list comes page by page', async () => {
  const desk = await openOrders({}, 'scenario=many');
  expect(await screen.findByText('1 à 50 sur 203')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Page suivante' }));
  expect(await screen.findByText('51 à 100 sur 203')).toBeInTheDocument();
  expect(inputsOf(desk, 'order.list').at(-1)).toMatchObject({ page: { limit: 50, offset: 50 } });
});

test('the arrows go through the list, Enter opens, Esc gives the focus back', async () => {
  await openOrders();
  await screen.findByText('TEST1014');
  rows()[0]!.focus();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  const panel = await screen.findByTestId('order-panel');
  expect(await within(panel).findByRole('heading', { name: 'CMD000023' })).toBeInTheDocument();
  await userEvent.keyboard('{ArrowDown}');
  expect(await screen.findByRole('heading', { name: 'TEST1001' })).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByTestId('order-panel')).toBeNull();
  expect(rowOf('TEST1001')).toHaveFocus();
});

test('an order in full: lines, sums, payments, and who changed what, when and why', async () => {
  await openOrders();
  const sums = within(await open('CMD000019')).getByRole('table', { name: 'Articles' });
  expect(sums.textContent?.replace(/\s/g, ' ')).toMatch(/Total ?12 000 F CFA.*Encaissé ?6 000 F CFA.*Reste à payer ?6 000 F CFA/);
  expect(rowOf('CMD000019')).toHaveTextContent('Encaissé en partie');
  const panel = await open('CMD000012');
  expect(within(panel).getByRole('list', { name: 'Paiements' })).toHaveTextContent('Orange Money');
  expect(within(panel).getByRole('list', { name: 'Paiements' })).toHaveTextContent('Rendu par le même moyen');
  const log = within(panel).getAllByRole('listitem').find((one) => one.textContent?.includes('Annulé des deux côtés'))!;
  expect(log).toHaveTextContent('Moussa Diop');
  expect(log).toHaveTextContent('Le client a changé d’avis');
  expect(log.querySelector('del')).toHaveTextContent('En attente');
  expect(log.querySelector('ins')).toHaveTextContent('Annulée');
});

test('a link names an order or a class', async () => {
  await openOrders();
  await screen.findByText('TEST1014');
  visit('#/orders?order=704');
  expect(await screen.findByRole('heading', { name: 'TEST1014' })).toBeInTheDocument();
  visit('#/orders?mismatch=conflict');
  await waitFor(() => expect(rows()).toHaveLength(1));
});

test('both sides are validated at once', async () => {
  const desk = await openOrders();
  const panel = await open('CMD000024');
  await press(panel, /^Valider/);
  await userEvent.click(within(await dialog()).getByRole('button', { name: /^Valider .*F.CFA/ }));
  await gone();
  expect(inputsOf(desk, 'order.validate')).toEqual([{ order_id: 700 }]);
  await waitFor(() => expect(rowOf('CMD000024')).toHaveTextContent('Payée'));
  expect(rowOf('CMD000024')).toHaveTextContent('Encaissé');
  expect(await within(panel).findAllByText('Validé des deux côtés')).toHaveLength(2);
});

test('an order without a payment gets one when it is validated', async () => {
  const desk = await openOrders();
  const panel = await open('CMD000022');
  await press(panel, /^Valider/);
  const form = await dialog();
  await userEvent.click(within(form).getByLabelText('Wave'));
  await userEvent.type(within(form).getByLabelText('Référence du paiement'), 'WV42');
  await userEvent.click(within(form).getByRole('button', { name: /^Valider .*F.CFA/ }));
  await gone();
  expect(inputsOf(desk, 'order.validate')).toEqual([{ order_id: 705, payment_method: 'wave', provider_reference: 'WV42' }]);
});

test('a refusal stands where it arose, in its words', async () => {
  await openOrders();
  const panel = await open('CMD000006');
  await press(panel, /^Valider/);
  await userEvent.click(within(await dialog()).getByRole('button', { name: /^Valider .*F.CFA/ }));
  expect(await within(await dialog()).findByRole('alert')).toHaveTextContent(/Les paiements de cette commande font .* pour un total de .*Notez d’abord le paiement qui manque/);
});

test('cancelling asks once, with its reason, and both sides follow', async () => {
  const desk = await openOrders();
  const panel = await open('CMD000023');
  await press(panel, 'Annuler la commande');
  const form = await dialog();
  expect(within(form).getByRole('button', { name: /^Annuler la commande/ })).toBeDisabled();
  // The way out is not one more "cancel".
  expect(within(form).getByRole('button', { name: /^Ne rien faire/ })).toBeEnabled();
  expect(within(form).getAllByRole('button', { name: /^Annuler/ })).toHaveLength(1);
  await reasonIn(form, 'Plus voulu');
  await userEvent.click(within(form).getByRole('button', { name: /^Annuler la commande/ }));
  await gone();
  expect(inputsOf(desk, 'order.cancel')).toEqual([{ order_id: 701, reason: 'Plus voulu' }]);
  await waitFor(() => expect(rowOf('CMD000023')).toHaveTextContent('Annulée'));
  expect(rowOf('CMD000023')).toHaveTextContent('Remboursée');
  expect(await within(panel).findAllByText(/Plus voulu/)).not.toHaveLength(0);
});

test('the goods go on step by step; what the desk refuses is said in the panel', async () => {
  let refused = false;
  const desk = await openOrders();
  const panel = await open('CMD000021');
  await press(panel, 'Expédier');
  expect(await within(panel).findByRole('button', { name: 'Livrer' })).toBeInTheDocument();
  expect(inputsOf(desk, 'order.set_status')).toEqual([{ order_id: 706, status: 'shipped' }]);
  const execute = desk.execute.bind(desk);
  desk.execute = (name, input, id) => {
    if (name !== 'order.set_status') return execute(name, input, id);
    refused = true;
    return Promise.reject(refuse('order_transition_illegal', { from: 'shipped', to: 'delivered' }));
  };
  await press(panel, 'Livrer');
  expect(await within(panel).findByText(/Cette commande ne peut pas passer à cet état/)).toBeInTheDocument();
  expect(refused).toBe(true);
});

test('a payment is added; too much is refused, and a manager may accept it', async () => {
  const desk = await openOrders();
  const panel = await open('CMD000019');
  await press(panel, /^Ajouter un paiement/);
  const form = await dialog();
  const amount = within(form).getByLabelText('Montant');
  await userEvent.clear(amount);
  await userEvent.type(amount, '900000');
  const accept = await within(form).findByRole('switch', { name: /Accepter le surplus/ });
  await userEvent.click(within(form).getByRole('button', { name: /^Ajouter un paiement/ }));
  expect(await within(form).findByText(/C’est plus que ce qui reste à payer/)).toBeInTheDocument();
  await userEvent.click(accept);
  await userEvent.click(within(form).getByRole('button', { name: /^Ajouter un paiement/ }));
  await gone();
  expect(inputsOf(desk, 'order.add_payment').at(-1)).toEqual({ order_id: 708, method: 'cash', amount_cents: 90_000_000, completed: true, accept_surplus: true });
  await waitFor(() => expect(rowOf('CMD000019')).toHaveTextContent('Trop payée'));
});

test('either status is set, and the other follows', async () => {
  const desk = await openOrders();
  const panel = await open('CMD000018');
  await press(panel, 'État du paiement');
  let form = await dialog();
  await userEvent.click(within(form).getByRole('radio', { name: 'Payée' }));
  await userEvent.click(within(form).getByRole('button', { name: /Enregistrer/ }));
  await gone();
  expect(inputsOf(desk, 'order.set_payment_status')).toEqual([{ order_id: 709, payment_status: 'paid' }]);
  await waitFor(() => expect(rowOf('CMD000018')).toHaveTextContent('Encaissé'));
  await waitFor(() => expect(within(panel).getByRole('list', { name: 'Paiements' })).toHaveTextContent('Encaissé'));
  await press(panel, 'Changer l’état de ce paiement');
  form = await dialog();
  await userEvent.click(within(form).getByRole('radio', { name: 'Échoué' }));
  expect(within(form).getByRole('button', { name: /Enregistrer/ })).toBeDisabled();
  await reasonIn(form, 'Virement rejeté');
  await userEvent.click(within(form).getByRole('button', { name: /Enregistrer/ }));
  await gone();
  expect(inputsOf(desk, 'payment.set_status')).toEqual([{ payment_id: 7090, status: 'failed', reason: 'Virement rejeté' }]);
  await waitFor(() => expect(rowOf('CMD000018')).toHaveTextContent('Échouée'));
});

test('a manager gives money back, to the wallet too; of one payment alone as well', async () => {
  const desk = await openOrders();
  let panel = await open('CMD000020');
  await press(panel, 'Rembourser');
  const form = await dialog();
  await userEvent.click(within(form).getByRole('radio', { name: 'Le portefeuille du client' }));
  await reasonIn(form, 'Rupture');
  await userEvent.click(within(form).getByRole('button', { name: /^Rembourser/ }));
  await gone();
  expect(inputsOf(desk, 'order.refund')).toEqual([{ order_id: 707, to: 'wallet', reason: 'Rupture' }]);
  await waitFor(() => expect(rowOf('CMD000020')).toHaveTextContent('Annulée'));
  panel = await open('CMD000013');
  await userEvent.click(within(panel).getAllByRole('button', { name: 'Rembourser ce paiement' })[1]!);
  await reasonIn(await dialog(), 'Payé deux fois');
  await userEvent.click(within(await dialog()).getByRole('button', { name: /^Rembourser/ }));
  await gone();
  expect(inputsOf(desk, 'payment.refund')).toEqual([{ payment_id: 7141, to: 'method', reason: 'Payé deux fois' }]);
  await waitFor(() => expect(rowOf('CMD000013')).toHaveTextContent('Tout est payé'));
});

test('staff see what is for a manager, with the reason', async () => {
  await openOrders({}, '', STAFF);
  const panel = await open('CMD000021');
  for (const name of ['Rembourser', 'Annuler la commande', 'État du paiement', 'Rembourser ce paiement', 'Changer l’état de ce paiement']) {
    const button = within(panel).getByRole('button', { name });
    expect(button).toBeDisabled();
    expect(button).toHaveAttribute('title', 'Pour un responsable.');
  }
  expect(within(panel).getByRole('button', { name: /^Valider/ })).toHaveAttribute('title', expect.stringMatching(/^Déjà payée ou remboursée/));
  const reasons = within(within(panel).getByRole('list', { name: 'Pourquoi pas maintenant' })).getAllByRole('listitem').map((one) => one.textContent?.replace(/\s/g, ' '));
  expect(reasons).toContain('État du paiement, Rembourser, Annuler : Pour un responsable.');
  expect(reasons).toContain('Valider : Déjà payée ou remboursée.');
  expect(screen.getByRole('button', { name: 'Valider tous les Wave en attente' })).toBeDisabled();
});

test('an order is made with its lines and how it is paid; what is refused keeps what was typed', async () => {
  const desk = await openOrders();
  await screen.findByText('TEST1014');
  await userEvent.keyboard('{Alt>}n{/Alt}');
  const form = await dialog();
  const make = within(form).getByRole('button', { name: /^Noter la commande/ });
  expect(make).toBeDisabled();
  await userEvent.type(within(form).getByLabelText('Client'), 'Awa');
  await userEvent.click(await within(form).findByRole('option', { name: /Awa Diallo/ }));
  await userEvent.type(within(form).getByLabelText('Article'), 'Maillot');
  const quantity = within(form).getByLabelText('Quantité');
  await userEvent.clear(quantity);
  await userEvent.type(quantity, '2');
  await userEvent.type(within(form).getByLabelText(/^Prix unitaire/), '15 000');
  await userEvent.click(within(form).getByRole('button', { name: 'Ajouter un article' }));
  expect(make).toBeDisabled();
  await userEvent.click(within(form).getByRole('button', { name: 'Retirer l’article 2' }));
  await userEvent.type(within(form).getByLabelText('Référence'), 'TEST1014');
  await userEvent.click(within(form).getByRole('radio', { name: 'Déjà encaissé' }));
  await userEvent.click(make);
  expect(await within(form).findByText(/La référence TEST1014 est déjà celle d’une autre commande/)).toBeInTheDocument();
  const reference = within(form).getByLabelText('Référence');
  await userEvent.clear(reference);
  await userEvent.type(reference, 'N-1');
  await userEvent.click(make);
  await gone();
  expect(inputsOf(desk, 'order.create').at(-1)).toEqual({
    customer_id: 1,
    lines: [{ label: 'Maillot', quantity: 2, unit_price_cents: 1_500_000 }],
    reference: 'N-1',
    payment: { method: 'cash', completed: true },
  });
  expect(await screen.findByRole('heading', { name: 'N-1' })).toBeInTheDocument();
  expect(rowOf('N-1')).toHaveTextContent('Tout est payé');
});

test('a desk that does not answer is said, and asked again', async () => {
  await openOrders({}, 'scenario=broken');
  expect((await screen.findAllByRole('alert'))[0]).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Réessayer' })).toBeInTheDocument();
});

test('without orders the screen says how to begin', async () => {
  await openOrders({}, 'scenario=empty');
  expect(await screen.findByText('Aucune commande pour l’instant')).toBeInTheDocument();
});
