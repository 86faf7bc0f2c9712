/** What the fake venue's shop begins with: orders in every state, and what an older shop left behind. `?scenario=many` adds a long list. */
import type { MismatchClass, OrderPaymentState, OrderPaymentStatus, OrderStatus, PaymentMethod, RefundTo } from '$generated/door';
import type { FakeVenue } from './venue';

export interface FakePayment {
  payment_id: number;
  order_id: number | null;
  order_reference: string | null;
  method: PaymentMethod;
  amount_cents: number;
  currency: 'XOF' | 'EUR';
  status: OrderPaymentState;
  provider_reference: string | null;
  refunded_to: RefundTo | null;
  created_at: string;
  updated_at: string;
  completed_at: string | null;
  cancelled_at: string | null;
}

export interface FakeLog {
  log_id: number;
  order_id: number;
  at: string;
  event: string;
  field: string;
  payment_id: number | null;
  old: string | null;
  new: string | null;
  origin: string;
  operator_name: string | null;
  reason: string | null;
}

export interface FakeOrder {
  order_id: number;
  reference: string;
  customer_id: number;
  status: OrderStatus;
  payment_status: OrderPaymentStatus;
  currency: 'XOF' | 'EUR';
  note: string | null;
  lines: { line_id: number; label: string; quantity: number; unit_price_cents: number }[];
  created_at: string;
  updated_at: string;
  paid_at: string | null;
  cancelled_at: string | null;
  refunded_at: string | null;
}

export interface OrderBooks {
  orders: FakeOrder[];
  payments: FakePayment[];
  log: FakeLog[];
}

/** The classes that a repair mends by itself. */
export const MENDED: readonly MismatchClass[] = [
  'order_paid_payment_pending', 'order_failed_payment_pending', 'order_refunded_payment_pending', 'order_pending_payment_completed',
  'order_pending_payment_failed', 'order_pending_payment_cancelled', 'order_cancelled_payment_pending',
];

const SHELF: readonly (readonly [string, number])[] = [
  ['Maillot Éléphants domicile', 1_500_000], ['Maillot ASEC', 1_200_000], ['Short d’entraînement', 600_000], ['Manette sans fil', 3_250_000],
  ['Casque micro', 1_800_000], ['Écharpe du club', 450_000], ['Carte cadeau 10 000', 1_000_000],
];

type Seed = readonly [reference: string, minutesAgo: number, OrderStatus, OrderPaymentStatus, (readonly [PaymentMethod, OrderPaymentState, share: number])[]];
const CMD = 'CMD000';
const SEEDS: readonly Seed[] = [
  [`${CMD}024`, 2 * 60, 'pending', 'pending', [['wave', 'pending', 1]]],
  [`${CMD}023`, 3 * 60, 'pending', 'pending', [['wave', 'pending', 1]]],
  ['TEST1001', 4 * 60, 'confirmed', 'pending', [['wave', 'completed', 1]]],
  ['TEST1008', 5 * 60, 'pending', 'failed', [['orange_money', 'pending', 1]]],
  ['TEST1014', 6 * 60, 'confirmed', 'paid', [['wave', 'pending', 1]]],
  [`${CMD}022`, 7 * 60, 'pending', 'pending', []],
  [`${CMD}021`, 9 * 60, 'confirmed', 'paid', [['wave', 'completed', 1]]],
  [`${CMD}020`, 22 * 60, 'confirmed', 'paid', [['card', 'completed', 1]]],
  [`${CMD}019`, 26 * 60, 'pending', 'pending', [['wave', 'completed', 0.5]]],
  [`${CMD}018`, 30 * 60, 'pending', 'failed', [['orange_money', 'failed', 1]]],
  [`${CMD}017`, 33 * 60, 'pending', 'paid', [['wave', 'failed', 1]]],
  [`${CMD}016`, 40 * 60, 'cancelled', 'refunded', [['wave', 'completed', 1]]],
  [`${CMD}015`, 47 * 60, 'shipped', 'paid', [['wave', 'completed', 1]]],
  [`${CMD}014`, 52 * 60, 'delivered', 'paid', [['cash', 'completed', 1]]],
  [`${CMD}013`, 60 * 60, 'confirmed', 'paid', [['wave', 'completed', 1], ['cash', 'completed', 0.5]]],
  [`${CMD}012`, 75 * 60, 'cancelled', 'refunded', [['orange_money', 'cancelled', 1]]],
  [`${CMD}011`, 97 * 60, 'shipped', 'paid', [['card', 'completed', 1]]],
  [`${CMD}010`, 121 * 60, 'cancelled', 'refunded', [['wave', 'cancelled', 1]]],
  [`${CMD}009`, 144 * 60, 'delivered', 'paid', [['wave', 'completed', 1]]],
  [`${CMD}008`, 168 * 60, 'confirmed', 'paid', [['cash', 'completed', 0.5]]],
  [`${CMD}007`, 200 * 60, 'delivered', 'paid', [['orange_money', 'completed', 1]]],
  [`${CMD}006`, 290 * 60, 'pending', 'pending', [['wave', 'pending', 0.5]]],
  [`${CMD}005`, 380 * 60, 'delivered', 'paid', [['cash', 'completed', 1]]],
];

const books = new WeakMap<FakeVenue, OrderBooks>();

export function orderBooks(venue: FakeVenue): OrderBooks {
  let found = books.get(venue);
  if (!found) {
    found = { orders: [], payments: [], log: [] };
    books.set(venue, found);
    if (venue.scenario !== 'empty' && !venue.firstStart) seed(venue, found);
  }
  return found;
}

function seed(venue: FakeVenue, kept: OrderBooks): void {
  SEEDS.forEach((one, place) => seedOrder(venue, kept, one, place));
  if (venue.scenario === 'many') {
    for (let place = 0; place < 180; place += 1) {
      seedOrder(venue, kept, [`LOT${String(180 - place).padStart(4, '0')}`, (400 + place) * 60, 'pending', 'pending', [['wave', 'pending', 1]]], 100 + place);
    }
  }
  kept.payments.push({
    payment_id: 9001, order_id: null, order_reference: 'CMD009999', method: 'wave', amount_cents: 1_500_000, currency: 'XOF', status: 'completed', provider_reference: 'WV337903391',
    refunded_to: null, created_at: venue.at(-500), updated_at: venue.at(-500), completed_at: venue.at(-500), cancelled_at: null,
  });
}

function seedOrder(venue: FakeVenue, kept: OrderBooks, [reference, ago, status, payment_status, payments]: Seed, place: number): void {
  const order_id = 700 + place;
  const created_at = venue.at(-ago);
  const labels = place % 3 === 0 ? [place, place + 3] : [place];
  const lines = labels.map((shelf, index) => {
    const [label, unit_price_cents] = SHELF[shelf % SHELF.length] ?? ['Article', 100_000];
    return { line_id: order_id * 10 + index, label, quantity: place % 5 === 4 ? 2 : 1, unit_price_cents };
  });
  const paid_at = payment_status === 'paid' ? venue.at(-ago + 20) : null;
  const ended_at = status === 'cancelled' ? venue.at(-ago + 90) : null;
  kept.orders.push({
    order_id, reference, customer_id: 1 + ((place * 5) % 14), status, payment_status, currency: venue.currency, note: place === 0 ? 'À retirer samedi' : null, lines,
    created_at, updated_at: created_at, paid_at, cancelled_at: ended_at, refunded_at: ended_at,
  });
  const total = lines.reduce((sum, line) => sum + line.quantity * line.unit_price_cents, 0);
  note(venue, kept, order_id, { at: created_at, event: 'order_created', field: 'order.status', old: null, new: 'pending' });
  payments.forEach(([method, state, share], index) => {
    const payment_id = order_id * 10 + index;
    const provider_reference = method === 'wave' ? `WV${String(payment_id * 48_271).padStart(9, '0')}` : method === 'orange_money' ? `OM${String(payment_id * 39_119).padStart(9, '0')}` : null;
    kept.payments.push({
      payment_id, order_id, order_reference: reference, method, amount_cents: total * share, currency: venue.currency, status: state, provider_reference, refunded_to: state === 'cancelled' ? 'method' : null,
      created_at, updated_at: created_at, completed_at: state === 'completed' ? venue.at(-ago + 20) : null, cancelled_at: state === 'cancelled' ? ended_at : null,
    });
    note(venue, kept, order_id, { at: created_at, event: 'payment_added', field: 'payment.status', payment_id, old: null, new: 'pending' });
    if (state !== 'pending') note(venue, kept, order_id, { at: venue.at(-ago + 20), event: 'payment_event', field: 'payment.status', payment_id, old: 'pending', new: state, origin: 'outside' });
  });
  if (status !== 'pending') {
    const reason = status === 'cancelled' ? 'Le client a changé d’avis' : null;
    note(venue, kept, order_id, { at: venue.at(-ago + 90), event: status === 'cancelled' ? 'order_and_payment_cancelled' : 'order_status_set', field: 'order.status', old: 'pending', new: status, reason });
  }
}

/** Writes one line into the log of an order. */
export function note(venue: FakeVenue, kept: OrderBooks, order_id: number, row: Partial<FakeLog> & Pick<FakeLog, 'event' | 'field' | 'old' | 'new'>): void {
  const origin = row.origin ?? 'desk';
  kept.log.push({ log_id: kept.log.length + 1, order_id, at: venue.now(), payment_id: null, origin, operator_name: origin === 'desk' ? 'Moussa Diop' : null, reason: null, ...row });
}
