import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { refuse, type FakePlatform } from '$platform/fake/fake';
import { listenForShortcuts } from '$shared/keys/shortcuts.svelte';
import SalesView from '$views/SalesView.svelte';
import { openDesk, STAFF } from '../support/desk';

async function openSales(options = {}, query = '', who?: typeof STAFF): Promise<FakePlatform> {
  const desk = await openDesk(query, options, who);
  render(SalesView);
  return desk;
}
const inputsOf = (desk: FakePlatform, name: string) => desk.calls.filter((call) => call.name === name).map((call) => call.input);

async function fillTicket(): Promise<void> {
  await userEvent.click(await screen.findByRole('radio', { name: /Heure console/ }));
  await userEvent.type(screen.getByRole('searchbox', { name: 'Client' }), 'diallo');
  await userEvent.click(await screen.findByRole('option', { name: /Awa Diallo/ }));
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  return listenForShortcuts();
});

test('a package is sold, paid at once, and its invoice stands there with the code', async () => {
  const desk = await openSales();
  await fillTicket();
  await userEvent.click(screen.getByRole('button', { name: /^Encaisser/ }));
  const dialog = await screen.findByRole('dialog', { name: 'Vendu et encaissé' });
  expect(await within(dialog).findByRole('img', { name: /Code QR/ })).toBeInTheDocument();
  expect(within(dialog).getByText('Awa Diallo')).toBeInTheDocument();
  expect(inputsOf(desk, 'purchase.create')).toEqual([{ customer_id: 1, package_id: 2, payment_method: 'cash', paid: true }]);
});

test('a package clicked hands the focus to the customer; the whole sale needs no mouse', async () => {
  const desk = await openSales();
  await userEvent.click(await screen.findByRole('radio', { name: /Heure console/ }));
  expect(screen.getByRole('searchbox', { name: 'Client' })).toHaveFocus();
  await userEvent.keyboard('diallo');
  await screen.findByRole('option', { name: /Awa Diallo/ });
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByRole('dialog', { name: 'Vendu et encaissé' });
  expect(inputsOf(desk, 'purchase.create')).toHaveLength(1);
});

test('Ctrl+Enter sells; a second press sells nothing more', async () => {
  const desk = await openSales({ delay_ms: 15 });
  await fillTicket();
  await userEvent.keyboard('{Control>}{Enter}{Enter}{/Control}');
  await screen.findByRole('dialog', { name: 'Vendu et encaissé' });
  expect(inputsOf(desk, 'purchase.create')).toHaveLength(1);
});

test('a sale to be paid later is offered for payment, then has its invoice', async () => {
  const desk = await openSales();
  await fillTicket();
  await userEvent.click(screen.getByRole('button', { name: /payer plus tard/ }));
  await waitFor(() => expect(inputsOf(desk, 'purchase.create')).toEqual([expect.objectContaining({ paid: false })]));
  await userEvent.click(screen.getByRole('tab', { name: /Achats/ }));
  const row = (await screen.findAllByRole('row')).find((one) => one.textContent?.includes('Awa Diallo') && one.textContent.includes('À encaisser'));
  await userEvent.click(within(row as HTMLElement).getByRole('button', { name: 'Encaisser' }));
  const asking = await screen.findByRole('dialog', { name: /Encaisser/ });
  await userEvent.click(within(asking).getByRole('radio', { name: 'Wave' }));
  await userEvent.click(within(asking).getByRole('button', { name: 'Encaisser' }));
  expect(await screen.findByRole('dialog', { name: 'Vendu et encaissé' })).toBeInTheDocument();
  expect(inputsOf(desk, 'purchase.mark_paid')).toEqual([expect.objectContaining({ payment_method: 'wave' })]);
});

test('a customer nobody knows is created from what was typed', async () => {
  const desk = await openSales();
  await userEvent.type(await screen.findByRole('searchbox', { name: 'Client' }), 'Rokhaya Seck 77 888 99 00');
  await userEvent.click(await screen.findByRole('button', { name: /Nouveau client/ }));
  expect(screen.getByLabelText('Nom du client')).toHaveValue('Rokhaya Seck');
  await userEvent.click(screen.getByRole('button', { name: 'Créer le client' }));
  expect(await screen.findByText('Rokhaya Seck')).toBeInTheDocument();
  expect(inputsOf(desk, 'customer.create')).toEqual([{ name: 'Rokhaya Seck', phone: '77 888 99 00' }]);
});

test('a reservation carries its window', async () => {
  const desk = await openSales();
  await fillTicket();
  await userEvent.click(screen.getByRole('radio', { name: 'Réserver' }));
  const from = screen.getByLabelText('De');
  await userEvent.clear(from);
  await userEvent.type(from, '23h30');
  expect(screen.getByLabelText('À')).toHaveValue('00:30');
  await userEvent.click(screen.getByRole('button', { name: /^Encaisser/ }));
  await waitFor(() => expect(inputsOf(desk, 'purchase.create')).toHaveLength(1));
  const { window } = inputsOf(desk, 'purchase.create')[0] as { window: { starts_at: string; ends_at: string } };
  expect(window.starts_at).toMatch(/T23:30:00/);
  expect(Date.parse(window.ends_at) - Date.parse(window.starts_at)).toBe(3_600_000);
});

test('a refused sale says why and keeps the ticket', async () => {
  await openSales({ overrides: { 'purchase.create': () => { throw refuse('customer_blocked'); } } });
  await fillTicket();
  await userEvent.click(screen.getByRole('button', { name: /^Encaisser/ }));
  expect(await screen.findByText(/Ce client est bloqué/)).toBeInTheDocument();
  expect(screen.getByText('Awa Diallo')).toBeInTheDocument();
});

test('a refund needs a reason and a manager', async () => {
  const desk = await openSales();
  await userEvent.click(screen.getByRole('tab', { name: /Achats/ }));
  const row = (await screen.findAllByRole('row')).find((one) => one.textContent?.includes('Adja Thiam'));
  await userEvent.click(within(row as HTMLElement).getByRole('button', { name: 'Rembourser' }));
  const asking = await screen.findByRole('dialog', { name: /Rembourser/ });
  expect(within(asking).getByRole('button', { name: 'Rembourser' })).toBeDisabled();
  await userEvent.type(within(asking).getByLabelText('Motif'), 'Panne');
  await userEvent.click(within(asking).getByRole('button', { name: 'Rembourser' }));
  await waitFor(() => expect(inputsOf(desk, 'purchase.refund')).toEqual([expect.objectContaining({ reason: 'Panne' })]));
});

test('staff are not offered refunds', async () => {
  await openSales({}, '', STAFF);
  await userEvent.click(screen.getByRole('tab', { name: /Achats/ }));
  await screen.findAllByRole('row');
  expect(screen.queryByRole('button', { name: 'Rembourser' })).toBeNull();
});

test('the invoice is printed on a page or a roll', async () => {
  const desk = await openSales();
  desk.print = vi.fn(() => Promise.resolve());
  await userEvent.click(screen.getByRole('tab', { name: /Factures en attente/ }));
  await userEvent.click(await screen.findByRole('button', { name: /Awa Diallo/ }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(await within(dialog).findByRole('button', { name: 'Ticket 80 mm' }));
  await waitFor(() => expect(desk.print).toHaveBeenCalledOnce());
  const sheet = document.querySelector('body > .print-sheet');
  expect(sheet).toHaveClass('roll');
  expect(sheet).toHaveTextContent('Présentez ce code au comptoir.');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Imprimer (A4)' }));
  await waitFor(() => expect(document.querySelectorAll('body > .print-sheet.page')).toHaveLength(1));
});

test('nothing sold yet says what to do', async () => {
  await openSales({}, 'scenario=empty');
  await userEvent.click(screen.getByRole('tab', { name: /Achats/ }));
  expect(await screen.findByText('Aucun achat ici')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('tab', { name: /Factures en attente/ }));
  expect(await screen.findByText('Aucune facture n’attend')).toBeInTheDocument();
});
