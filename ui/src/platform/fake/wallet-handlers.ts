/** What the fake desk answers about wallets. */
import type { Currency, DayOperations, FreezeFunds, Hold, ListHolds, ListWallets, Wallet } from '$generated/door';
import { refuse, type Handler } from './fake';
import type { FakeVenue } from './venue';
import { booksOf, correct, corrected, deposit, end, freeze, isOpen, openHolds, walletOf, withdraw, write } from './wallet-books';

const AGES_MINUTES = [15, 60, 6 * 60, 24 * 60, 7 * 24 * 60, null];
const RANK = { critical: 0, warning: 1, ok: 2 };
const LEDGER_PAGE = 50;

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** `?scenario=failing`: a desk that cannot read its books, to look at how that is said. */
function readable(): void {
  if (new URLSearchParams(globalThis.location?.search ?? '').get('scenario') === 'failing') throw refuse('storage_failed');
}

function wallets(venue: FakeVenue): Wallet[] {
  readable();
  const all = venue.customers.map((customer) => walletOf(venue, customer.customer_id));
  const owns = (wallet: Wallet): boolean => wallet.balance_cents + wallet.frozen_cents !== 0;
  return all.sort(
    (a, b) => RANK[a.health] - RANK[b.health] || Number(owns(b)) - Number(owns(a)) || a.customer_name.localeCompare(b.customer_name),
  );
}

function ledger(venue: FakeVenue, customer_id: number, before?: number, limit = LEDGER_PAGE): unknown[] {
  readable();
  walletOf(venue, customer_id);
  return booksOf(venue)
    .rows.filter((row) => row.customer_id === customer_id && (before === undefined || row.operation_id < before))
    .reverse()
    .slice(0, limit)
    .map(({ customer_id: _of, ...row }) => row);
}

function holdOf(venue: FakeVenue, id: number, customer_id?: number): Hold {
  const hold = booksOf(venue).holds.find((known) => known.hold_id === id);
  if (!hold) throw refuse('hold_unknown');
  if (customer_id !== undefined && customer_id !== hold.customer_id) throw refuse('hold_of_another');
  const isOver = hold.expires_at !== null && Date.parse(hold.expires_at) <= venue.now_ms();
  if (isOpen(hold) && isOver) end(venue, hold, 'expired', 0, { reason: 'deadline', operator: null });
  return hold;
}

/** Gives back what is past its deadline. */
function sweep(venue: FakeVenue): number {
  const due = openHolds(venue).filter((hold) => hold.expires_at !== null && Date.parse(hold.expires_at) <= venue.now_ms());
  const swept = due.filter((hold) => walletOf(venue, hold.customer_id).health !== 'critical');
  for (const hold of swept) end(venue, hold, 'expired', 0, { reason: 'deadline', operator: null });
  return swept.length;
}

const digest = (wallet: Wallet): string =>
  [wallet.balance_cents, wallet.frozen_cents, wallet.ledger_balance_cents, wallet.ledger_frozen_cents, wallet.held_cents]
    .reduce((sum, part) => (sum * 31 + part + 7) % 0xffffffff, wallet.customer_id)
    .toString(16)
    .padStart(8, '0')
    .repeat(8);

function correctable(venue: FakeVenue, customer_id: number): Wallet {
  const wallet = walletOf(venue, customer_id);
  if (wallet.health === 'ok') throw refuse('wallet_sound');
  if (wallet.health === 'critical') throw refuse('wallet_needs_decision', { customer: wallet.customer_name });
  return wallet;
}

function settle(venue: FakeVenue, customer_id: number, believe: string, reason: string): void {
  const said = walletOf(venue, customer_id);
  if (said.health !== 'critical') throw refuse('wallet_sound');
  const { balance, frozen } = corrected(said);
  const moved = frozen - said.ledger_frozen_cents;
  if (moved !== 0 || believe === 'ledger') write(venue, customer_id, 'correction', moved, balance, frozen, { reason });
  if (believe === 'wallet') {
    const difference = said.balance_cents - balance;
    write(venue, customer_id, difference > 0 ? 'deposit' : 'withdraw', Math.abs(difference), said.balance_cents, frozen, { reason });
  }
  venue.touch('log');
}

function operations(venue: FakeVenue, days: number): DayOperations[] {
  readable();
  const first = new Date(venue.now_ms() - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  const sums = new Map<string, DayOperations>();
  for (const row of booksOf(venue).rows) {
    const day = row.at.slice(0, 10);
    if (day < first) continue;
    const { currency } = walletOf(venue, row.customer_id);
    const key = `${day}/${row.operation}/${currency}`;
    const sum = sums.get(key) ?? { day, operation: row.operation, currency, count: 0, amount_cents: 0 };
    sums.set(key, { ...sum, count: sum.count + 1, amount_cents: sum.amount_cents + Math.abs(row.amount_cents) });
  }
  return [...sums.values()];
}

function ages(venue: FakeVenue, currency: Currency): unknown[] {
  readable();
  const classes = AGES_MINUTES.map((minutes) => ({ younger_than_minutes: minutes, holds: 0, amount_cents: 0 }));
  for (const hold of openHolds(venue).filter((one) => one.currency === currency)) {
    const age_ms = venue.now_ms() - Date.parse(hold.created_at);
    const fits = classes.find((one) => one.younger_than_minutes === null || age_ms < one.younger_than_minutes * 60_000);
    if (fits) {
      fits.holds += 1;
      fits.amount_cents += hold.amount_cents;
    }
  }
  return classes;
}

function health(venue: FakeVenue): unknown {
  const all = wallets(venue);
  const totals = new Map<string, { currency: Currency; balance_cents: number; frozen_cents: number; open_holds: number }>();
  for (const wallet of all.filter((one) => one.balance_cents > 0 || one.frozen_cents > 0)) {
    const sum = totals.get(wallet.currency) ?? { currency: wallet.currency, balance_cents: 0, frozen_cents: 0, open_holds: 0 };
    totals.set(wallet.currency, {
      ...sum,
      balance_cents: sum.balance_cents + wallet.balance_cents,
      frozen_cents: sum.frozen_cents + wallet.frozen_cents,
      open_holds: sum.open_holds + wallet.open_holds,
    });
  }
  const held = new Set(booksOf(venue).rows.map((row) => row.customer_id));
  return { wallets: held.size, sick: all.filter((wallet) => wallet.health !== 'ok'), totals: [...totals.values()] };
}

interface Move {
  customer_id: number;
  amount_cents: number;
  reason: string;
  currency?: Currency;
  transaction_id?: string;
}

export const walletHandlers: Record<string, Handler> = {
  'wallet.list': (venue, { search = '', with_money, page }: ListWallets) =>
    wallets(venue)
      .filter((wallet) => fold(`${wallet.customer_name} ${wallet.customer_phone?.replace(/\s/g, '') ?? ''}`).includes(fold(search.trim())))
      .filter((wallet) => !with_money || wallet.balance_cents + wallet.frozen_cents > 0 || wallet.health !== 'ok')
      .slice(page?.offset ?? 0, (page?.offset ?? 0) + (page?.limit ?? 50)),
  'wallet.show': (venue, { customer_id }: { customer_id: number }) => ({
    wallet: walletOf(venue, customer_id),
    holds: openHolds(venue, customer_id),
    ledger: ledger(venue, customer_id),
    ledger_rows: booksOf(venue).rows.filter((row) => row.customer_id === customer_id).length,
  }),
  'wallet.ledger': (venue, input: { customer_id: number; before?: number; limit?: number }) =>
    ledger(venue, input.customer_id, input.before, input.limit),
  'wallet.holds': (venue, { customer_id, status, open, page }: ListHolds) => {
    readable();
    return booksOf(venue)
      .holds.filter((hold) => (!open || isOpen(hold)) && (!status || hold.status === status) && (!customer_id || hold.customer_id === customer_id))
      .reverse()
      .slice(page?.offset ?? 0, (page?.offset ?? 0) + (page?.limit ?? 50));
  },
  'wallet.holds_by_age': (venue, { currency }: { currency: Currency }) => ages(venue, currency),
  'wallet.health': (venue) => health(venue),
  'wallet.operations': (venue, { days }: { days: number }) => operations(venue, days),
  'wallet.correction': (venue, { customer_id }: { customer_id: number }) => {
    const wallet = correctable(venue, customer_id);
    const { balance, frozen } = corrected(wallet);
    return { wallet, balance_after_cents: balance, frozen_after_cents: frozen, digest: digest(wallet) };
  },
  'wallet.deposit': (venue, { customer_id, amount_cents, currency, ...act }: Move) => {
    deposit(venue, customer_id, amount_cents, act, currency);
    return walletOf(venue, customer_id);
  },
  'wallet.withdraw': (venue, { customer_id, amount_cents, ...act }: Move) => {
    withdraw(venue, customer_id, amount_cents, act);
    return walletOf(venue, customer_id);
  },
  'wallet.freeze': (venue, { customer_id, amount_cents, kind, service, expires_at, ...act }: FreezeFunds) =>
    freeze(venue, customer_id, amount_cents, { kind, service, expires_at: expires_at ?? null }, act),
  'wallet.hold_waits': (venue, { hold_id }: { hold_id: number }) => {
    const hold = holdOf(venue, hold_id);
    if (isOpen(hold)) hold.status = 'waiting';
    venue.touch('wallets');
    return hold;
  },
  'wallet.commit': (venue, input: { hold_id: number; customer_id?: number; amount_cents?: number; reason?: string }) => {
    const hold = holdOf(venue, input.hold_id, input.customer_id);
    return end(venue, hold, 'completed', input.amount_cents ?? hold.amount_cents, { reason: input.reason ?? null });
  },
  'wallet.refund': (venue, input: { hold_id: number; customer_id?: number; reason?: string }) =>
    end(venue, holdOf(venue, input.hold_id, input.customer_id), 'cancelled', 0, { reason: input.reason ?? null }),
  'wallet.sweep': (venue) => sweep(venue),
  'wallet.check_health': (venue) => {
    const expired = sweep(venue);
    const sick = wallets(venue).filter((wallet) => wallet.health !== 'ok');
    const warned = sick.filter((wallet) => wallet.health === 'warning');
    for (const wallet of warned) correct(venue, wallet);
    return {
      corrected: warned.map((wallet) => wallet.customer_id),
      critical: sick.filter((wallet) => wallet.health === 'critical').map((wallet) => wallet.customer_id),
      expired,
    };
  },
  'wallet.correct': (venue, input: { customer_id: number; digest: string }) => {
    const wallet = correctable(venue, input.customer_id);
    if (digest(wallet) !== input.digest) throw refuse('plan_outdated');
    correct(venue, wallet);
    return walletOf(venue, input.customer_id);
  },
  'wallet.settle': (venue, input: { customer_id: number; believe: string; reason: string }) => {
    settle(venue, input.customer_id, input.believe, input.reason);
    return walletOf(venue, input.customer_id);
  },
};
