/** The wallet as a way of paying, and as the place where a refund goes. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { refuse, type FakeOptions, type FakePlatform } from '$platform/fake/fake';
import { accountOf } from '$platform/fake/wallet-books';
import { listenForShortcuts } from '$shared/keys/shortcuts.svelte';
import SalesView from '$views/SalesView.svelte';
import { openDesk } from '../support/desk';

const plain = (text: string | null | undefined): string => (text ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const inputsOf = (desk: FakePlatform, name: string) => desk.calls.filter((call) => call.name === name).map((call) => call.input);
const wallet = (): HTMLElement => screen.getByTestId('method-wallet');

async function openSales(options: FakeOptions = {}): Promise<FakePlatform> {
  const desk = await openDesk('', options);
  render(SalesView);
  return desk;
}
async function fillTicket(who: string): Promise<void> {
  await userEvent.click(await screen.findByRole('radio', { name: /Heure console/ }));
  await userEvent.type(screen.getByRole('searchbox', { name: 'Client' }), who);
  await userEvent.click((await screen.findAllByRole('option'))[0] as HTMLElement);
}
async function rowOf(name: string, word: string): Promise<HTMLElement> {
  await userEvent.click(screen.getByRole('tab', { name: /Achats/ }));
  const rows = await screen.findAllByRole('row');
  return rows.find((row) => row.textContent?.includes(name) && row.textContent.includes(word)) as HTMLElement;
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  return listenForShortcuts();
});

test('the wallet waits for the customer, then says what is free and whether it suffices', async () => {
  const desk = await openSales();
  await screen.findByRole('radio', { name: /Heure console/ });
  expect(wallet()).toHaveTextContent('Choisissez d’abord le client');
  expect(within(wallet()).getByRole('radio')).toBeDisabled();
  await fillTicket('diallo');
  await waitFor(() => expect(plain(wallet().textContent)).toMatch(/[\d ]+ F CFA libres, c’est assez/));
  await userEvent.click(within(wallet()).getByRole('radio'));
  const before = accountOf(desk.venue, 1).balance;
  await userEvent.click(screen.getByRole('button', { name: /^Encaisser/ }));
  await screen.findByRole('dialog', { name: 'Vendu et encaissé' });
  expect(inputsOf(desk, 'purchase.create')).toEqual([{ customer_id: 1, package_id: 2, payment_method: 'wallet', paid: true }]);
  expect(accountOf(desk.venue, 1).balance).toBe(before - 250_000);
  // The next sale begins with cash: the next customer's wallet is another one.
  expect(screen.getByRole('radio', { name: 'Espèces' })).toBeChecked();
});

test('a wallet that is short says by how much and cannot be chosen', async () => {
  await openSales();
  await fillTicket('thiam');
  await waitFor(() => expect(plain(wallet().textContent)).toContain('Il manque 2 500 F CFA (0 F CFA libres)'));
  expect(within(wallet()).getByRole('radio')).toBeDisabled();
});

test('a wallet in another currency, or one to be decided about, cannot pay', async () => {
  await openSales();
  await fillTicket('kouassi');
  await waitFor(() => expect(plain(wallet().textContent)).toContain('dans une autre devise'));
  await userEvent.click(screen.getByRole('button', { name: 'Changer de client' }));
  await userEvent.type(screen.getByRole('searchbox', { name: 'Client' }), 'aissatou');
  await userEvent.click((await screen.findAllByRole('option'))[0] as HTMLElement);
  await waitFor(() => expect(wallet()).toHaveTextContent('À trancher par un responsable'));
  expect(within(wallet()).getByRole('radio')).toBeDisabled();
});

test('a wallet emptied in between is refused in words, and the ticket stays', async () => {
  const short = { balance_cents: 100_000, amount_cents: 250_000, currency: 'XOF' };
  await openSales({ overrides: { 'purchase.create': () => { throw refuse('balance_short', short); } } });
  await fillTicket('diallo');
  await waitFor(() => expect(within(wallet()).getByRole('radio')).toBeEnabled());
  await userEvent.click(within(wallet()).getByRole('radio'));
  await userEvent.click(screen.getByRole('button', { name: /^Encaisser/ }));
  expect(plain((await screen.findByRole('alert')).textContent)).toContain('1 000 F CFA libres, 2 500 F CFA demandés');
  expect(screen.getByText('Awa Diallo')).toBeInTheDocument();
});

test('a sale that waits for its money is paid from the wallet, without a reference', async () => {
  const desk = await openSales({
    overrides: { 'wallet.show': { wallet: { customer_id: 5, balance_cents: 900_000, currency: 'XOF', health: 'ok' }, holds: [], ledger: [], ledger_rows: 0 }, 'purchase.mark_paid': () => { throw refuse('wallet_needs_decision', { customer: 'Aïssatou Bâ' }); } },
  });
  const row = await rowOf('Aïssatou', 'À encaisser');
  await userEvent.click(within(row).getByRole('button', { name: 'Encaisser' }));
  const asking = await screen.findByRole('dialog');
  await waitFor(() => expect(within(asking).getByTestId('method-wallet')).toHaveTextContent('c’est assez'));
  await userEvent.click(within(within(asking).getByTestId('method-wallet')).getByRole('radio'));
  expect(within(asking).queryByLabelText('Référence du paiement')).toBeNull();
  await userEvent.click(within(asking).getByRole('button', { name: 'Encaisser' }));
  expect(await within(asking).findByRole('alert')).toHaveTextContent('ne correspond pas à son grand livre');
  expect(inputsOf(desk, 'purchase.mark_paid')).toEqual([expect.objectContaining({ payment_method: 'wallet' })]);
});

test('a refund goes by hand, or into the wallet', async () => {
  const desk = await openSales();
  const before = accountOf(desk.venue, 1).balance;
  const row = await rowOf('Awa Diallo', 'Payé');
  await userEvent.click(within(row).getByRole('button', { name: 'Rembourser' }));
  const asking = await screen.findByRole('dialog', { name: /Rembourser/ });
  expect(within(asking).getByRole('radio', { name: 'De la main à la main' })).toBeChecked();
  await userEvent.click(within(asking).getByRole('radio', { name: 'Au portefeuille' }));
  expect(plain(asking.textContent)).toContain('2 500 F CFA reviennent dans le portefeuille de Awa Diallo');
  await userEvent.type(within(asking).getByLabelText('Motif'), 'Panne');
  await userEvent.click(within(asking).getByRole('button', { name: 'Rembourser' }));
  await waitFor(() => expect(inputsOf(desk, 'purchase.refund')).toEqual([expect.objectContaining({ reason: 'Panne', to_wallet: true })]));
  await waitFor(() => expect(accountOf(desk.venue, 1).balance).toBe(before + 250_000));
});

test('what was paid from the wallet goes back there, without a choice', async () => {
  const desk = await openSales();
  const sale = desk.venue.purchases.find((one) => one.customer_id === 1);
  if (sale) sale.payment_method = 'wallet';
  const row = await rowOf('Awa Diallo', 'Payé');
  await userEvent.click(within(row).getByRole('button', { name: 'Rembourser' }));
  const asking = await screen.findByRole('dialog', { name: /Rembourser/ });
  expect(within(asking).queryByRole('radio')).toBeNull();
  expect(asking).toHaveTextContent('l’argent y retourne');
});
