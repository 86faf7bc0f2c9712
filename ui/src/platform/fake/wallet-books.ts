/** The fake desk's wallets: their rules, and ninety days of history to look at. Has just enough of the real rules to be believed. */
import type { Hold, HoldKind, HoldStatus, LedgerRow, OperationType, Wallet } from '$generated/door';
import { refuse } from './fake';
import type { FakeVenue } from './venue';

interface Account {
  balance: number;
  frozen: number;
  ledger: { balance: number; frozen: number };
  currency: 'XOF' | 'EUR';
  updated_at: string;
}

export interface Books {
  accounts: Map<number, Account>;
  holds: Hold[];
  rows: (LedgerRow & { customer_id: number })[];
}

interface Act {
  at?: string;
  reason?: string | null;
  transaction_id?: string | null;
  operator?: string | null;
}

const books = new WeakMap<FakeVenue, Books>();

/** The wallets of this venue; made at the first question. A venue without sales has no money in any wallet either. */
export function booksOf(venue: FakeVenue): Books {
  let found = books.get(venue);
  if (!found) {
    found = { accounts: new Map(), holds: [], rows: [] };
    books.set(venue, found);
    const changed = venue.takeChanged();
    if (venue.purchases.length > 0) seed(venue);
    // What stood there from the beginning is no change; what was changed before is one still.
    venue.takeChanged();
    venue.touch(...changed);
  }
  return found;
}

export function accountOf(venue: FakeVenue, customer_id: number): Account {
  const { accounts } = booksOf(venue);
  if (!venue.customers.some((known) => known.customer_id === customer_id)) throw refuse('customer_unknown');
  let account = accounts.get(customer_id);
  if (!account) {
    account = { balance: 0, frozen: 0, ledger: { balance: 0, frozen: 0 }, currency: venue.currency, updated_at: venue.at(-60_000) };
    accounts.set(customer_id, account);
  }
  return account;
}

export const openHolds = (venue: FakeVenue, customer_id?: number): Hold[] =>
  booksOf(venue).holds.filter((hold) => isOpen(hold) && (customer_id === undefined || hold.customer_id === customer_id));

export const isOpen = (hold: Hold): boolean => hold.status === 'pending' || hold.status === 'waiting';

export function walletOf(venue: FakeVenue, customer_id: number): Wallet {
  const account = accountOf(venue, customer_id);
  const customer = venue.customers.find((known) => known.customer_id === customer_id);
  const holds = openHolds(venue, customer_id);
  const held_cents = holds.reduce((sum, hold) => sum + hold.amount_cents, 0);
  const { balance, frozen, ledger } = account;
  const isOk = balance === ledger.balance && frozen === ledger.frozen && frozen === held_cents;
  return {
    customer_id,
    customer_name: customer?.name ?? '',
    customer_phone: customer?.phone ?? null,
    is_blocked: customer?.is_blocked ?? false,
    balance_cents: balance,
    frozen_cents: frozen,
    currency: account.currency,
    ledger_balance_cents: ledger.balance,
    ledger_frozen_cents: ledger.frozen,
    held_cents,
    open_holds: holds.length,
    health: isOk ? 'ok' : balance === ledger.balance ? 'warning' : 'critical',
    updated_at: account.updated_at,
  };
}

/** Writes a row and moves the wallet with it. */
export function write(venue: FakeVenue, customer_id: number, operation: OperationType, amount: number, balance: number, frozen: number, act: Act, hold_id: number | null = null): void {
  const account = accountOf(venue, customer_id);
  const at = act.at ?? venue.now();
  booksOf(venue).rows.push({
    customer_id,
    operation_id: booksOf(venue).rows.length + 1,
    operation,
    amount_cents: amount,
    balance_before_cents: account.ledger.balance,
    balance_after_cents: balance,
    frozen_before_cents: account.ledger.frozen,
    frozen_after_cents: frozen,
    currency: account.currency,
    hold_id,
    transaction_id: act.transaction_id ?? null,
    reason: act.reason ?? null,
    operator_name: act.operator === undefined ? 'Fatou Ndiaye' : act.operator,
    at,
  });
  Object.assign(account, { balance, frozen, ledger: { balance, frozen }, updated_at: at });
  venue.touch('wallets', 'customers');
}

function movable(venue: FakeVenue, customer_id: number, amount: number): Account {
  if (!Number.isSafeInteger(amount) || amount <= 0) throw refuse('amount_invalid');
  const wallet = walletOf(venue, customer_id);
  if (wallet.health === 'critical') throw refuse('wallet_needs_decision', { customer: wallet.customer_name });
  if (wallet.health === 'warning') correct(venue, wallet);
  return accountOf(venue, customer_id);
}

function affordable(account: Account, amount: number): void {
  if (account.balance < amount) {
    throw refuse('balance_short', { balance_cents: account.balance, amount_cents: amount, currency: account.currency });
  }
}

export function deposit(venue: FakeVenue, customer_id: number, amount: number, act: Act, currency?: 'XOF' | 'EUR'): void {
  const account = movable(venue, customer_id, amount);
  if (currency && currency !== account.currency) {
    if (account.balance + account.frozen > 0) throw refuse('wallet_currency_differs', { currency: account.currency });
    account.currency = currency;
  }
  write(venue, customer_id, 'deposit', amount, account.balance + amount, account.frozen, act);
}

export function withdraw(venue: FakeVenue, customer_id: number, amount: number, act: Act): void {
  const account = movable(venue, customer_id, amount);
  affordable(account, amount);
  write(venue, customer_id, 'withdraw', amount, account.balance - amount, account.frozen, act);
}

export interface Wish {
  kind?: HoldKind;
  service?: string;
  expires_at?: string | null;
}

export function freeze(venue: FakeVenue, customer_id: number, amount: number, wish: Wish, act: Act): Hold {
  const wallet = walletOf(venue, customer_id);
  if (wallet.is_blocked) throw refuse('customer_blocked');
  const account = movable(venue, customer_id, amount);
  affordable(account, amount);
  const hold: Hold = {
    hold_id: venue.nextId(),
    customer_id,
    customer_name: wallet.customer_name,
    kind: wish.kind ?? 'activation',
    service: wish.service ?? '',
    amount_cents: amount,
    committed_cents: null,
    currency: account.currency,
    status: 'pending',
    reason: act.reason ?? null,
    transaction_id: act.transaction_id ?? null,
    created_at: act.at ?? venue.now(),
    expires_at: wish.expires_at ?? null,
    ended_at: null,
  };
  booksOf(venue).holds.push(hold);
  write(venue, customer_id, 'freeze', amount, account.balance - amount, account.frozen + amount, act, hold.hold_id);
  return hold;
}

const ENDED: Partial<Record<HoldStatus, string>> = { completed: 'already_committed', cancelled: 'already_refunded', expired: 'hold_expired' };

/** Ends a hold: takes that much of it, gives the rest back. */
export function end(venue: FakeVenue, hold: Hold, status: 'completed' | 'cancelled' | 'expired', taken: number, act: Act): Hold {
  const refusal = ENDED[hold.status];
  if (refusal) throw refuse(refusal);
  if (taken > hold.amount_cents) throw refuse('amount_above_hold', { held_cents: hold.amount_cents, amount_cents: taken, currency: hold.currency });
  if (walletOf(venue, hold.customer_id).health === 'critical') throw refuse('wallet_needs_decision', { customer: hold.customer_name });
  const back = hold.amount_cents - taken;
  const account = movable(venue, hold.customer_id, 1);
  Object.assign(hold, { status, committed_cents: taken, ended_at: act.at ?? venue.now() });
  if (taken > 0) write(venue, hold.customer_id, 'commit', taken, account.balance, account.frozen - taken, act, hold.hold_id);
  if (back > 0) write(venue, hold.customer_id, 'refund', back, account.balance + back, account.frozen - back, act, hold.hold_id);
  return hold;
}

/** What would be free and held after a correction. */
export const corrected = (wallet: Wallet): { balance: number; frozen: number } => ({
  balance: wallet.ledger_balance_cents + wallet.ledger_frozen_cents - wallet.held_cents,
  frozen: wallet.held_cents,
});

export function correct(venue: FakeVenue, wallet: Wallet): void {
  const { balance, frozen } = corrected(wallet);
  const reason = `frozen_balance said ${wallet.frozen_cents}, open holds say ${wallet.held_cents}`;
  write(venue, wallet.customer_id, 'correction', frozen - wallet.ledger_frozen_cents, balance, frozen, { reason, operator: null });
}

const DAY = 24 * 60;
const PLACES = ['Espèces', 'Wave', 'Espèces', 'Orange Money', 'Espèces', 'Carte'];

/** A quiet sequence that is the same at every run. */
function* numbers(): Generator<number, never> {
  for (let state = 20_261; ; state = (state * 48_271) % 2_147_483_647) yield state / 2_147_483_647;
}

/** One day's work in the wallets: busier towards the weekend, never the same twice. */
function seedDay(venue: FakeVenue, ago: number, draw: () => number): void {
  const weekday = new Date(venue.now_ms() - ago * DAY * 60_000).getUTCDay();
  const busy = [3, 1, 1, 2, 2, 4, 5][weekday] ?? 1;
  for (let turn = 0; turn < busy; turn += 1) {
    const customer_id = 1 + Math.floor(draw() * 8);
    const euro = accountOf(venue, customer_id).currency === 'EUR';
    const unit = euro ? 250 : 50_000;
    const at = venue.at(-ago * DAY - Math.floor(draw() * 600) - 5);
    const operator = draw() > 0.4 ? 'Moussa Diop' : 'Fatou Ndiaye';
    deposit(venue, customer_id, unit * (2 + Math.floor(draw() * 14)), { at, operator, reason: PLACES[Math.floor(draw() * PLACES.length)] });
    const free = accountOf(venue, customer_id).balance;
    const amount = unit * (1 + Math.floor(draw() * 6));
    if (amount > free) continue;
    const what = draw();
    if (what < 0.3) withdraw(venue, customer_id, amount, { at, operator, reason: `purchase ${1040 + ago}` });
    else if (what < 0.85) {
      const hold = freeze(venue, customer_id, amount, { service: 'Casque VR', kind: what < 0.55 ? 'activation' : 'rental' }, { at, operator, reason: 'Caution du casque' });
      const part = draw();
      end(venue, hold, part < 0.7 ? 'completed' : 'cancelled', part < 0.2 ? Math.floor(amount / unit / 2) * unit : part < 0.7 ? amount : 0, { at, operator, reason: 'Fin du service' });
    }
  }
}

/** Holds that are open now: customer, amount, kind, service, reason, minutes ago, minutes left. */
const OPEN: readonly (readonly [number, number, HoldKind, string, string, number, number | null])[] = [
  [3, 500_000, 'rental', 'Volant Logitech G29', 'Caution du volant', 9 * DAY, null],
  [2, 250_000, 'rental', 'Casque VR', 'Caution du casque', 2 * DAY, null],
  [1, 200_000, 'activation', 'Tournoi du samedi', 'Inscription au tournoi', 9 * 60, 26 * 60],
  [5, 300_000, 'rental', 'Manette DualSense', 'Caution de la manette', 200, 40],
  [1, 150_000, 'rental', 'Casque VR', 'Caution du casque', 42, 12.4],
  [6, 1250, 'activation', 'Formation pilote', 'Acompte', 30, 2 * DAY],
  [4, 100_000, 'activation', 'PC Arena', 'Poste retenu', 8, 0.8],
];

function seedOpen(venue: FakeVenue, days: number): void {
  for (const [customer, amount, kind, service, reason, ago, left] of OPEN.filter((hold) => Math.floor(hold[5] / DAY) === days)) {
    const short = Math.max(0, amount * 2.5 - accountOf(venue, customer).balance);
    if (short > 0) deposit(venue, customer, Math.ceil(short / 50_000) * 50_000, { at: venue.at(-ago - 3), reason: 'Espèces' });
    freeze(venue, customer, amount, { kind, service, expires_at: left === null ? null : venue.at(left) }, { at: venue.at(-ago), reason, operator: 'Moussa Diop' });
  }
}

function seed(venue: FakeVenue): void {
  accountOf(venue, 6).currency = 'EUR';
  const sequence = numbers();
  const draw = (): number => sequence.next().value;
  for (let ago = 88; ago >= 0; ago -= 1) {
    if (ago > 0) seedDay(venue, ago, draw);
    seedOpen(venue, ago);
  }
  const waiting = openHolds(venue, 2)[0];
  if (waiting) waiting.status = 'waiting';
  // Another program's hand: held money nobody holds, and free money nobody paid in.
  accountOf(venue, 7).frozen += 100_000;
  accountOf(venue, 5).balance -= 50_000;
}
