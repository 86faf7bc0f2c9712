/** All holds, the chart of operations, and the health of all wallets. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { refuse, type FakeOptions, type FakePlatform } from '$platform/fake/fake';
import { accountOf } from '$platform/fake/wallet-books';
import { listenForShortcuts } from '$shared/keys/shortcuts.svelte';
import { linkTo, visit } from '$shared/navigation/address.svelte';
import WalletsView from '$views/WalletsView.svelte';
import { MANAGER, openDesk, STAFF } from '../support/desk';

const AISSATOU = 5;
const NDEYE = 7;

const plain = (text: string | null | undefined): string => (text ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const callsOf = (desk: FakePlatform, name: string) => desk.calls.filter((call) => call.name === name);
const inputsOf = (desk: FakePlatform, name: string) => callsOf(desk, name).map((call) => call.input);
const refusing = (name: string, code: string, args = {}): FakeOptions => ({ overrides: { [name]: () => { throw refuse(code, args); } } });

async function openWallets(options: FakeOptions = {}, who = MANAGER, query = ''): Promise<FakePlatform> {
  const desk = await openDesk(query, options, who);
  render(WalletsView);
  return desk;
}
const tab = async (name: RegExp): Promise<void> => userEvent.click(screen.getByRole('tab', { name }));
const dialog = (): Promise<HTMLElement> => screen.findByRole('dialog');

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  visit(linkTo('wallets'));
  return listenForShortcuts();
});

describe('all holds', () => {
  test('stand in classes of age; a class shows only its own, the oldest first', async () => {
    await openWallets();
    await tab(/^Réserves/);
    const ages = await screen.findByRole('list', { name: 'Par âge' });
    expect(await within(ages).findAllByRole('listitem')).toHaveLength(6);
    expect(await screen.findByText('oubliées ?')).toBeInTheDocument();
    const table = await screen.findByRole('table', { name: 'Réserves' });
    const names = within(table).getAllByRole('link').map((link) => link.textContent);
    expect(names[0]).toBe('Mariama Camara');
    expect(names.length).toBeGreaterThan(4);
    await userEvent.click(within(ages).getByRole('button', { name: /Plus de 7 jours/ }));
    await waitFor(() => expect(within(table).getAllByRole('link')).toHaveLength(1));
    await userEvent.click(within(ages).getByRole('button', { name: /Plus de 7 jours/ }));
    await waitFor(() => expect(within(table).getAllByRole('link')).toHaveLength(names.length));
  });

  test('in another currency are counted apart', async () => {
    const desk = await openWallets();
    await tab(/^Réserves/);
    await userEvent.click(await screen.findByRole('radio', { name: 'Euros' }));
    await waitFor(() => expect(inputsOf(desk, 'wallet.holds_by_age')).toContainEqual({ currency: 'EUR' }));
    const table = await screen.findByRole('table', { name: 'Réserves' });
    await waitFor(() => expect(within(table).getAllByRole('link').map((link) => link.textContent)).toEqual(['Jean-Baptiste Kouassi']));
  });

  test('that ended are shown by how they ended', async () => {
    const desk = await openWallets();
    await tab(/^Réserves/);
    await userEvent.click(await screen.findByRole('radio', { name: 'Encaissées' }));
    await waitFor(() => expect(inputsOf(desk, 'wallet.holds')).toContainEqual({ page: { limit: 500 }, status: 'completed' }));
    expect((await screen.findAllByText('Encaissée')).length).toBeGreaterThan(3);
    await userEvent.click(screen.getByRole('radio', { name: 'Échues' }));
    expect(await screen.findByText('Aucune réserve dans cet état')).toBeInTheDocument();
  });

  test('none yet says what will be here', async () => {
    await openWallets({}, MANAGER, 'scenario=empty');
    await tab(/^Réserves/);
    expect(await screen.findByText(/L’argent mis de côté/)).toBeInTheDocument();
  });
});

describe('the chart of operations', () => {
  test('has one part per type with its sum in words, over the chosen days', async () => {
    const desk = await openWallets();
    await tab(/^Opérations/);
    const charts = await screen.findAllByRole('img', { name: /sur 30 jours/ });
    expect(charts).toHaveLength(6);
    expect(plain(charts[0]?.getAttribute('aria-label'))).toMatch(/^Dépôt : [\d ]+ F CFA en \d+ fois sur 30 jours$/);
    await userEvent.click(screen.getByRole('radio', { name: '90 jours' }));
    expect(await screen.findAllByRole('img', { name: /sur 90 jours/ })).toHaveLength(6);
    expect(inputsOf(desk, 'wallet.operations')).toEqual([{ days: 30 }, { days: 90 }]);
  });

  test('is pointed at with the arrows, in all parts at once', async () => {
    await openWallets();
    await tab(/^Opérations/);
    const group = await screen.findByRole('group', { name: 'Opérations sur 30 jours' });
    expect(within(group).getAllByText('Total de la période')).toHaveLength(6);
    group.focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(within(group).queryByText('Total de la période')).toBeNull();
    await userEvent.tab();
    await waitFor(() => expect(within(group).getAllByText('Total de la période')).toHaveLength(6));
  });

  test('is a table as well', async () => {
    await openWallets();
    await tab(/^Opérations/);
    await userEvent.click(await screen.findByRole('radio', { name: 'Tableau' }));
    const table = await screen.findByRole('table', { name: 'Opérations sur 30 jours' });
    expect(within(table).getAllByRole('columnheader').map((one) => one.textContent)).toEqual([
      'Jour', 'Dépôt', 'Retrait', 'Mise en réserve', 'Encaissement', 'Réserve rendue', 'Correction',
    ]);
    expect(within(table).getAllByRole('row').length).toBeGreaterThan(10);
  });

  test('without operations says so; that cannot be read says so as well', async () => {
    await openWallets({ overrides: { 'wallet.operations': [] } });
    await tab(/^Opérations/);
    expect(await screen.findByText('Aucune opération sur cette période')).toBeInTheDocument();
  });

  test('that cannot be read says so', async () => {
    await openWallets(refusing('wallet.operations', 'storage_failed'));
    await tab(/^Opérations/);
    expect(await screen.findByText(/Les livres n’ont pas répondu/)).toBeInTheDocument();
  });
});

describe('health', () => {
  async function openHealth(options: FakeOptions = {}, who = MANAGER): Promise<FakePlatform> {
    const desk = await openWallets(options, who);
    await tab(/^Santé/);
    await screen.findByTestId(`sick-${AISSATOU}`);
    return desk;
  }
  const act = async (customer: number, name: string): Promise<HTMLElement> => {
    await userEvent.click(within(screen.getByTestId(`sick-${customer}`)).getByRole('button', { name }));
    return dialog();
  };

  test('says how many, and what each side says', async () => {
    await openHealth();
    expect(screen.getByTestId('wallet-health')).toHaveTextContent('2 portefeuilles demandent votre attention');
    expect(screen.getByTestId('wallet-health')).toHaveTextContent('1 à trancher par un responsable, 1 à corriger en une ligne.');
    expect(within(screen.getByTestId(`sick-${NDEYE}`)).getAllByText('diffère')).toHaveLength(2);
    expect(within(screen.getByTestId(`sick-${AISSATOU}`)).getAllByText('diffère')).toHaveLength(1);
  });

  test('is live: what another hand mends is gone', async () => {
    const desk = await openHealth();
    const account = accountOf(desk.venue, NDEYE);
    account.frozen = account.ledger.frozen;
    desk.announce(['wallets']);
    await waitFor(() => expect(screen.queryByTestId(`sick-${NDEYE}`)).toBeNull());
  });

  test('checked now corrects what is only to be corrected; each press is a check of its own', async () => {
    const desk = await openHealth();
    await userEvent.keyboard('{Alt>}c{/Alt}');
    await waitFor(() => expect(screen.getByTestId('check-report')).toHaveTextContent('1 corrigé, aucune réserve échue, 1 à trancher'));
    await waitFor(() => expect(screen.queryByTestId(`sick-${NDEYE}`)).toBeNull());
    expect(screen.getByTestId(`sick-${AISSATOU}`)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /Vérifier maintenant/ }));
    await waitFor(() => expect(screen.getByTestId('check-report')).toHaveTextContent('rien à corriger'));
    const [first, second] = callsOf(desk, 'wallet.check_health');
    expect(first?.requestId).not.toBe(second?.requestId);
  });

  test('a check that fails says so', async () => {
    await openHealth(refusing('wallet.check_health', 'storage_busy'));
    await userEvent.click(screen.getByRole('button', { name: /Vérifier maintenant/ }));
    expect(await screen.findByText(/Les livres sont occupés/)).toBeInTheDocument();
  });

  test('a correction is shown before and after, then that very one is made', async () => {
    const desk = await openHealth();
    const asking = await act(NDEYE, 'Corriger…');
    expect(await within(asking).findByText(/Empreinte/)).toBeInTheDocument();
    expect(plain(within(asking).getByLabelText('Après').textContent)).toMatch(/Réservé.*1 000 F CFA.*0 F CFA/);
    await userEvent.click(within(asking).getByRole('button', { name: /^Corriger/ }));
    await waitFor(() => expect(screen.queryByTestId(`sick-${NDEYE}`)).toBeNull());
    expect(inputsOf(desk, 'wallet.correct')).toEqual([{ customer_id: NDEYE, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  test('a correction of what has changed meanwhile is not made but shown anew', async () => {
    const desk = await openHealth();
    const asking = await act(NDEYE, 'Corriger…');
    await within(asking).findByText(/Empreinte/);
    accountOf(desk.venue, NDEYE).frozen += 50_000;
    await userEvent.click(within(asking).getByRole('button', { name: /^Corriger/ }));
    expect(await within(asking).findByText(/Rien n’a été corrigé/)).toBeInTheDocument();
    expect(plain(within(asking).getByLabelText('Après').textContent)).toContain('1 500 F CFA');
    await userEvent.click(within(asking).getByRole('button', { name: /^Corriger/ }));
    await waitFor(() => expect(screen.queryByTestId(`sick-${NDEYE}`)).toBeNull());
    const [first, second] = callsOf(desk, 'wallet.correct');
    expect(first?.requestId).not.toBe(second?.requestId);
  });

  test('a correction that is no longer needed says so', async () => {
    await openHealth(refusing('wallet.correction', 'wallet_sound'));
    const asking = await act(NDEYE, 'Corriger…');
    expect(await within(asking).findByRole('alert')).toHaveTextContent('Il n’y a rien à corriger');
    expect(within(asking).getByRole('button', { name: /^Corriger/ })).toBeDisabled();
  });

  test.each([
    ['Croire le grand livre', 'ledger', /^Remettre à/],
    ['Croire le portefeuille', 'wallet', /^Garder/],
  ])('a person decides: %s', async (choice, believe, button) => {
    const desk = await openHealth();
    const said = accountOf(desk.venue, AISSATOU).balance;
    const ledger = accountOf(desk.venue, AISSATOU).ledger.balance;
    const asking = await act(AISSATOU, 'Trancher…');
    expect(within(asking).getByRole('button', { name: /^Trancher/ })).toBeDisabled();
    await userEvent.click(within(asking).getByRole('radio', { name: new RegExp(choice) }));
    expect(within(asking).getByRole('button', { name: button })).toBeDisabled();
    await userEvent.type(within(asking).getByLabelText('Pourquoi ?'), 'Caisse recomptée');
    await userEvent.click(within(asking).getByRole('button', { name: button }));
    await waitFor(() => expect(screen.queryByTestId(`sick-${AISSATOU}`)).toBeNull());
    expect(inputsOf(desk, 'wallet.settle')).toEqual([{ customer_id: AISSATOU, believe, reason: 'Caisse recomptée' }]);
    expect(accountOf(desk.venue, AISSATOU).balance).toBe(believe === 'ledger' ? ledger : said);
  });

  test('the choices say what each would write', async () => {
    await openHealth();
    const asking = await act(AISSATOU, 'Trancher…');
    expect(plain(asking.textContent)).toContain('un retrait de 500 F CFA s’inscrit au grand livre');
    expect(plain(asking.textContent)).toContain('Le portefeuille revient à ce que disent les lignes.');
  });

  test('a decision that is refused says why', async () => {
    await openHealth(refusing('wallet.settle', 'wallet_sound'));
    const asking = await act(AISSATOU, 'Trancher…');
    await userEvent.click(within(asking).getByRole('radio', { name: /Croire le grand livre/ }));
    await userEvent.type(within(asking).getByLabelText('Pourquoi ?'), 'x{Enter}');
    expect(await within(asking).findByRole('alert')).toHaveTextContent('Il n’y a rien à corriger');
  });

  test('staff see both ways out, disabled, with the reason', async () => {
    await openHealth({}, STAFF);
    for (const [customer, name, why] of [[NDEYE, 'Corriger…', 'corriger'], [AISSATOU, 'Trancher…', 'trancher']] as const) {
      const card = within(screen.getByTestId(`sick-${customer}`));
      expect(card.getByRole('button', { name })).toBeDisabled();
      expect(card.getByText(`Seul un responsable peut ${why}.`)).toBeInTheDocument();
    }
  });

  test('of an empty venue is well', async () => {
    await openWallets({}, MANAGER, 'scenario=empty');
    await tab(/^Santé/);
    expect(await screen.findByText('Tous les portefeuilles concordent')).toBeInTheDocument();
    expect(screen.getByText('Rien à corriger, rien à trancher')).toBeInTheDocument();
  });
});
