import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { refuse, type FakeOptions, type FakePlatform } from '$platform/fake/fake';
import { accountOf, openHolds } from '$platform/fake/wallet-books';
import { listenForShortcuts } from '$shared/keys/shortcuts.svelte';
import { linkTo, visit } from '$shared/navigation/address.svelte';
import WalletsView from '$views/WalletsView.svelte';
import { MANAGER, openDesk, STAFF } from '../support/desk';

const AWA = 1;
const JEAN = 6;
const AISSATOU = 5;

const plain = (text: string | null | undefined): string => (text ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const callsOf = (desk: FakePlatform, name: string) => desk.calls.filter((call) => call.name === name);
const inputsOf = (desk: FakePlatform, name: string) => callsOf(desk, name).map((call) => call.input);
const refusing = (name: string, code: string, args = {}): FakeOptions => ({ overrides: { [name]: () => { throw refuse(code, args); } } });
const figure = (which: string): string => plain(screen.getByTestId(`figure-${which}`).textContent);

async function openWallets(options: FakeOptions = {}, who = MANAGER, query = ''): Promise<FakePlatform> {
  const desk = await openDesk(query, options, who);
  render(WalletsView);
  return desk;
}
async function openWallet(customer: number, options: FakeOptions = {}, who = MANAGER): Promise<FakePlatform> {
  const desk = await openWallets(options, who);
  await userEvent.click(await screen.findByTestId(`wallet-${customer}`));
  await screen.findByRole('table', { name: 'Grand livre' });
  return desk;
}
const dialog = (): Promise<HTMLElement> => screen.findByRole('dialog');
const firstHold = async (): Promise<HTMLElement> => {
  const list = await screen.findByRole('list', { name: 'Réserves ouvertes' });
  return within(list).getAllByRole('listitem')[0] as HTMLElement;
};

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  visit(linkTo('wallets'));
  return listenForShortcuts();
});

describe('the list', () => {
  test('begins with what needs somebody, each with a word, and shows the first', async () => {
    await openWallets();
    const rows = await screen.findAllByRole('option');
    expect(rows[0]).toHaveTextContent('Aïssatou Bâ');
    expect(rows[0]).toHaveTextContent('À trancher');
    expect(rows[1]).toHaveTextContent('À corriger');
    expect(rows[0]).toHaveAttribute('aria-selected', 'true');
    expect(await screen.findByRole('heading', { name: 'Aïssatou Bâ' })).toBeInTheDocument();
    expect(within(rows[2] as HTMLElement).getByRole('img').getAttribute('aria-label')).toMatch(/Libre.*réservé/);
  });

  test('finds by name, also somebody without money, and the arrows choose', async () => {
    await openWallets();
    const search = screen.getByRole('searchbox');
    await waitFor(() => expect(search).toHaveFocus());
    await userEvent.type(search, 'thiam');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    expect(await screen.findByRole('heading', { name: 'Adja Thiam' })).toBeInTheDocument();
    await userEvent.clear(search);
    await waitFor(() => expect(screen.getAllByRole('option').length).toBeGreaterThan(3));
    await userEvent.click(screen.getAllByRole('option')[0] as HTMLElement);
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(screen.getAllByRole('option')[2]).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{ArrowUp}');
    expect(screen.getAllByRole('option')[1]).toHaveAttribute('aria-selected', 'true');
  });

  test('says when nobody is found, and when there is no money at all', async () => {
    await openWallets({}, MANAGER, 'scenario=empty');
    expect(await screen.findByText('Aucun argent dans les portefeuilles')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: 'Tous les clients' }));
    expect((await screen.findAllByRole('option')).length).toBeGreaterThan(5);
    await userEvent.type(screen.getByRole('searchbox'), 'zzz');
    expect(await screen.findByText(/Personne ne s’appelle/)).toBeInTheDocument();
  });

  test('that cannot be read says so, and is read on demand', async () => {
    let broken = true;
    const desk = await openWallets({ overrides: { 'wallet.list': () => { if (broken) throw refuse('storage_busy'); return []; } } });
    expect(await screen.findByText(/Les livres sont occupés/)).toBeInTheDocument();
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Réessayer' }));
    expect(await screen.findByText('Aucun argent dans les portefeuilles')).toBeInTheDocument();
    expect(callsOf(desk, 'wallet.list').length).toBeGreaterThanOrEqual(2);
  });

  test('a link leads to a wallet or to a tab', async () => {
    visit(linkTo('wallets', { customer: String(JEAN) }));
    await openWallets();
    expect(await screen.findByRole('heading', { name: 'Jean-Baptiste Kouassi' })).toBeInTheDocument();
    visit(linkTo('wallets', { tab: 'health' }));
    expect(await screen.findByTestId('wallet-health')).toBeInTheDocument();
  });
});

describe('a wallet', () => {
  test('shows what is free, held and owned, in its own currency', async () => {
    const desk = await openWallet(JEAN);
    const account = accountOf(desk.venue, JEAN);
    expect(figure('held')).toBe('12,50 €');
    expect(figure('owned')).toBe(plain(new Intl.NumberFormat('fr', { minimumFractionDigits: 2 }).format((account.balance + account.frozen) / 100)) + ' €');
    expect(screen.getByRole('columnheader', { name: 'Libre (€)' })).toBeInTheDocument();
  });

  test('has its holds with age and deadline, and its ledger with before and after', async () => {
    await openWallet(AWA);
    expect(await firstHold()).toHaveTextContent(/Tournoi du samedi.*depuis (9 h|8 h 59).*encore 2[56] h/s);
    const row = screen.getAllByRole('row')[1] as HTMLElement;
    expect(within(row).getByText('Mise en réserve')).toBeInTheDocument();
    expect(plain(row.textContent)).toMatch(/−1 500 F CFA/);
    expect(within(row).getAllByRole('img')).toHaveLength(2);
    expect(row).toHaveTextContent('Moussa Diop');
    expect(row).toHaveTextContent('Caution du casque');
  });

  test('pages its ledger, older and back', async () => {
    const desk = await openWallet(AWA);
    expect(screen.getByText(/1 à 50 sur/)).toBeInTheDocument();
    const newest = plain(screen.getAllByRole('row')[1]?.textContent);
    await userEvent.click(screen.getByRole('button', { name: 'Plus anciennes' }));
    await waitFor(() => expect(callsOf(desk, 'wallet.ledger')).toHaveLength(1));
    expect(inputsOf(desk, 'wallet.ledger')[0]).toMatchObject({ customer_id: AWA, limit: 50, before: expect.any(Number) });
    expect(await screen.findByText(/51 à/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Plus récentes' }));
    await waitFor(() => expect(plain(screen.getAllByRole('row')[1]?.textContent)).toBe(newest));
  });

  test('that is critical lets nothing move, and says why', async () => {
    await openWallet(AISSATOU);
    expect(screen.getByText(/L’argent ne correspond pas au grand livre/)).toBeInTheDocument();
    for (const name of [/^Déposer/, /^Réserver/, /^Retirer/, /^Encaisser/, /^Rendre/]) {
      expect(screen.getByRole('button', { name })).toBeDisabled();
      expect(screen.getByRole('button', { name })).toHaveAttribute('title', 'Un responsable doit d’abord trancher.');
    }
    await userEvent.keyboard('{Alt>}d{/Alt}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('staff see what they may not do, and the reason', async () => {
    await openWallet(AWA, {}, STAFF);
    expect(screen.getByRole('button', { name: /^Retirer/ })).toBeDisabled();
    expect(screen.getByText('Seul un responsable peut retirer de l’argent.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^Déposer/ })).toBeEnabled();
  });
});

describe('a deposit', () => {
  test('says how much and how it came; the figures follow', async () => {
    const desk = await openWallet(AWA);
    const before = accountOf(desk.venue, AWA).balance;
    await userEvent.keyboard('{Alt>}d{/Alt}');
    const asking = await dialog();
    await userEvent.type(within(asking).getByLabelText('Montant'), '5 000');
    await userEvent.click(within(asking).getByRole('radio', { name: 'Wave' }));
    await userEvent.type(within(asking).getByLabelText('Référence ou note'), 'W-77');
    await userEvent.click(within(asking).getByRole('button', { name: /^Déposer 5/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(inputsOf(desk, 'wallet.deposit')).toEqual([{ customer_id: AWA, amount_cents: 500_000, currency: 'XOF', reason: 'Wave · W-77' }]);
    const after = plain(new Intl.NumberFormat('fr').format((before + 500_000) / 100));
    await waitFor(() => expect(figure('free')).toBe(`${after} F CFA`));
  });

  test('takes one of the usual amounts, in euros where the wallet is in euros', async () => {
    const desk = await openWallet(JEAN);
    await userEvent.click(screen.getByRole('button', { name: /^Déposer/ }));
    const asking = await dialog();
    await userEvent.click(within(asking).getByRole('button', { name: '10,00' }));
    await userEvent.click(within(asking).getByRole('button', { name: /^Déposer 10/ }));
    await waitFor(() => expect(inputsOf(desk, 'wallet.deposit')).toEqual([{ customer_id: JEAN, amount_cents: 1000, currency: 'EUR', reason: 'Espèces' }]));
  });

  test.each(['', '0', 'abc', '-5', '12,5'])('of "%s" cannot be handed in', async (typed) => {
    await openWallet(AWA);
    await userEvent.click(screen.getByRole('button', { name: /^Déposer/ }));
    const asking = await dialog();
    if (typed !== '') await userEvent.type(within(asking).getByLabelText('Montant'), typed);
    expect(within(asking).getByRole('button', { name: /^Déposer/ })).toBeDisabled();
  });

  test('pressed twice is one deposit', async () => {
    const desk = await openWallet(AWA, { delay_ms: 15 });
    await userEvent.click(screen.getByRole('button', { name: /^Déposer/ }));
    const asking = await dialog();
    await userEvent.type(within(asking).getByLabelText('Montant'), '1000{Enter}{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(callsOf(desk, 'wallet.deposit')).toHaveLength(1);
  });

  test('refused says why in the dialog, and the next try is a new request', async () => {
    const desk = await openWallet(AWA, refusing('wallet.deposit', 'wallet_currency_differs', { currency: 'EUR' }));
    await userEvent.click(screen.getByRole('button', { name: /^Déposer/ }));
    const asking = await dialog();
    await userEvent.type(within(asking).getByLabelText('Montant'), '1000{Enter}');
    expect(await within(asking).findByRole('alert')).toHaveTextContent('Ce portefeuille est en EUR');
    await userEvent.click(within(asking).getByRole('button', { name: /^Déposer/ }));
    await waitFor(() => expect(callsOf(desk, 'wallet.deposit')).toHaveLength(2));
    const [first, second] = callsOf(desk, 'wallet.deposit');
    expect(first?.requestId).not.toBe(second?.requestId);
  });
});

describe('a withdrawal', () => {
  test('needs a reason, and no more than is free', async () => {
    const desk = await openWallet(AWA);
    await userEvent.keyboard('{Alt>}t{/Alt}');
    const asking = await dialog();
    await userEvent.type(within(asking).getByLabelText('Montant'), '99999999');
    expect(plain(asking.textContent)).toMatch(/Il manque [\d ]+ F CFA/);
    await userEvent.click(within(asking).getByRole('button', { name: 'Tout' }));
    expect(within(asking).getByRole('button', { name: /^Retirer/ })).toBeDisabled();
    await userEvent.click(within(asking).getByRole('button', { name: 'Portefeuille fermé' }));
    const all = accountOf(desk.venue, AWA).balance;
    await userEvent.click(within(asking).getByRole('button', { name: /^Retirer/ }));
    await waitFor(() => expect(inputsOf(desk, 'wallet.withdraw')).toEqual([{ customer_id: AWA, amount_cents: all, reason: 'Portefeuille fermé' }]));
    await waitFor(() => expect(figure('free')).toBe('0 F CFA'));
  });

  test('refused in between says how much was free', async () => {
    await openWallet(AWA, refusing('wallet.withdraw', 'balance_short', { balance_cents: 200_000, amount_cents: 500_000, currency: 'XOF' }));
    await userEvent.click(screen.getByRole('button', { name: /^Retirer/ }));
    const asking = await dialog();
    await userEvent.type(within(asking).getByLabelText('Montant'), '5000');
    await userEvent.click(within(asking).getByRole('button', { name: 'À la demande du client' }));
    await userEvent.click(within(asking).getByRole('button', { name: /^Retirer/ }));
    expect(plain((await within(asking).findByRole('alert')).textContent)).toContain('2 000 F CFA libres, 5 000 F CFA demandés');
  });
});

describe('a hold', () => {
  test('is made by hand, with what for and until when', async () => {
    const desk = await openWallet(AWA);
    const holds = openHolds(desk.venue, AWA).length;
    await userEvent.keyboard('{Alt>}r{/Alt}');
    const asking = await dialog();
    await userEvent.type(within(asking).getByLabelText('Montant'), '2000');
    await userEvent.type(within(asking).getByLabelText('Service ou objet'), 'Manette');
    await userEvent.click(within(asking).getByRole('radio', { name: /^1.h$/ }));
    const pressed_ms = Date.now();
    await userEvent.click(within(asking).getByRole('button', { name: /^Réserver 2/ }));
    await waitFor(() => expect(callsOf(desk, 'wallet.freeze')).toHaveLength(1));
    const call = callsOf(desk, 'wallet.freeze')[0];
    expect(call?.input).toMatchObject({ customer_id: AWA, amount_cents: 200_000, kind: 'rental', service: 'Manette', reason: 'Caution', transaction_id: `counter-${call?.requestId}` });
    const { expires_at } = call?.input as { expires_at: string };
    expect(Math.abs(Date.parse(expires_at) - pressed_ms - 3_600_000)).toBeLessThan(60_000);
    await waitFor(() => expect(openHolds(desk.venue, AWA)).toHaveLength(holds + 1));
  });

  test('of more than is free by now is refused in words', async () => {
    await openWallet(AWA, refusing('wallet.freeze', 'balance_short', { balance_cents: 100, amount_cents: 200_000, currency: 'XOF' }));
    await userEvent.click(screen.getByRole('button', { name: /^Réserver/ }));
    const asking = await dialog();
    await userEvent.type(within(asking).getByLabelText('Montant'), '2000');
    await userEvent.click(within(asking).getByRole('button', { name: /^Réserver 2/ }));
    expect(await within(asking).findByRole('alert')).toHaveTextContent('Le solde ne suffit pas');
  });

  test('is taken whole', async () => {
    const desk = await openWallet(AWA);
    const hold = openHolds(desk.venue, AWA)[0];
    await userEvent.click(within(await firstHold()).getByRole('button', { name: 'Encaisser' }));
    const asking = await dialog();
    expect(within(asking).getByText('Rien ne revient au client.')).toBeInTheDocument();
    await userEvent.click(within(asking).getByRole('button', { name: /^Encaisser 2/ }));
    await waitFor(() => expect(inputsOf(desk, 'wallet.commit')).toEqual([{ hold_id: hold?.hold_id, customer_id: AWA }]));
    await waitFor(() => expect(screen.queryByTestId(`hold-${hold?.hold_id}`)).toBeNull());
    await waitFor(() => expect(figure('held')).toBe('1 500 F CFA'));
  });

  test('is taken in part: never more than it holds, the rest comes back', async () => {
    const desk = await openWallet(AWA);
    await userEvent.click(within(await firstHold()).getByRole('button', { name: 'Encaisser' }));
    const asking = await dialog();
    await userEvent.click(within(asking).getByRole('radio', { name: 'Une partie' }));
    const amount = within(asking).getByLabelText('Montant');
    expect(amount).toHaveFocus();
    await userEvent.type(amount, '9000');
    expect(plain(asking.textContent)).toContain('La réserve ne tient que 2 000 F CFA');
    expect(within(asking).getByRole('button', { name: /^Encaisser/ })).toBeDisabled();
    await userEvent.clear(amount);
    await userEvent.type(amount, '1200');
    expect(plain(asking.textContent)).toContain('800 F CFA redeviennent libres');
    await userEvent.click(within(asking).getByRole('button', { name: /^Encaisser/ }));
    await waitFor(() => expect(inputsOf(desk, 'wallet.commit')).toEqual([expect.objectContaining({ amount_cents: 120_000 })]));
  });

  test('is given back', async () => {
    const desk = await openWallet(AWA);
    const free = accountOf(desk.venue, AWA).balance;
    await userEvent.click(within(await firstHold()).getByRole('button', { name: 'Rendre' }));
    const asking = await dialog();
    await userEvent.click(within(asking).getByRole('button', { name: /^Rendre 2/ }));
    await waitFor(() => expect(accountOf(desk.venue, AWA).balance).toBe(free + 200_000));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test.each([
    ['wallet.commit', 'Encaisser', 'already_committed', 'a déjà été encaissée'],
    ['wallet.commit', 'Encaisser', 'hold_expired', 'L’échéance de cette réserve est passée'],
    ['wallet.refund', 'Rendre', 'already_refunded', 'a déjà été rendue'],
    ['wallet.refund', 'Rendre', 'hold_of_another', 'appartient à un autre client'],
  ])('%s pressed as "%s" and refused with %s says it in words', async (name, button, code, words) => {
    await openWallet(AWA, refusing(name, code));
    await userEvent.click(within(await firstHold()).getByRole('button', { name: button }));
    const asking = await dialog();
    await userEvent.click(within(asking).getByRole('button', { name: new RegExp(`^${button} 2`) }));
    expect(await within(asking).findByRole('alert')).toHaveTextContent(words);
  });

  test('whose service begins stays held and says so', async () => {
    const desk = await openWallet(AWA);
    await userEvent.click(within(await firstHold()).getByRole('button', { name: 'Le service commence' }));
    expect(await screen.findByText('Service en cours')).toBeInTheDocument();
    expect(openHolds(desk.venue, AWA)[0]?.status).toBe('waiting');
  });

  test('whose service cannot begin says why beside it', async () => {
    await openWallet(AWA, refusing('wallet.hold_waits', 'hold_expired'));
    await userEvent.click(within(await firstHold()).getByRole('button', { name: 'Le service commence' }));
    expect(await within(await firstHold()).findByRole('alert')).toHaveTextContent('L’échéance de cette réserve est passée');
  });
});
