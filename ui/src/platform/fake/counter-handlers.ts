/** The fake desk at the counter: scans, activation, the day's numbers. Any text `CODE-<verdict>` gives that verdict. */
import { refuse, type Handler } from './fake';
import type { FakePurchase } from './seed';
import { customerOf, packageOf, purchaseDetail, sessionCard } from './tell';
import type { FakeVenue } from './venue';

const verdictOf = (purchase: FakePurchase, venue: FakeVenue): string => {
  if (purchase.payment_status === 'refunded') return 'refunded';
  if (purchase.payment_status === 'pending') return 'unpaid';
  if (purchase.session) return 'already_active';
  if (purchase.invoice_status === 'used') return 'already_used';
  if (purchase.invoice_status === 'expired') return 'expired';
  if (customerOf(venue, purchase)?.is_blocked) return 'blocked';
  return purchase.window && Date.parse(purchase.window.starts_at) > venue.now_ms() ? 'too_early' : 'ok';
};

function read(venue: FakeVenue, input: { text: string; source: string }): unknown {
  const forced = /^CODE-(\w+)$/.exec(input.text)?.[1];
  const found = venue.purchases.find((known) => input.text.includes(known.validation_code));
  const bare = ['foreign_qr', 'unknown', 'malformed'];
  const verdict = forced ?? (found ? verdictOf(found, venue) : input.text.length > 15 ? 'unknown' : 'malformed');
  const purchase = found ?? (bare.includes(verdict) ? undefined : (venue.purchases.find((known) => verdictOf(known, venue) === verdict) ?? venue.purchases[0]));
  const scan_id = venue.nextId();
  const name = purchase ? (customerOf(venue, purchase)?.name ?? null) : null;
  venue.scans.unshift({
    scan_id, scanned_at: venue.now(), verdict, source: input.source, repaired: false, customer_name: name,
    invoice_number: purchase?.invoice_number ?? null, purchase_id: purchase?.purchase_id ?? null, operator_name: 'Moussa Diop',
    read: purchase?.validation_code ?? input.text.slice(0, 80),
  });
  venue.touch('scans');
  return {
    scan_id,
    verdict,
    repaired: input.text.startsWith('°'),
    read: verdict === 'foreign_qr' ? 'F;NIM;ED04-7712-AF20-88;2024' : input.text,
    foreign_kind: verdict === 'foreign_qr' ? 'tax_seal' : null,
    invoice: purchase ? scanned(venue, purchase, verdict) : null,
    session: purchase ? sessionCard(venue, purchase) : null,
  };
}

function scanned(venue: FakeVenue, purchase: FakePurchase, verdict: string): unknown {
  const bought = packageOf(venue, purchase);
  return {
    invoice_id: purchase.purchase_id,
    invoice_number: purchase.invoice_number,
    purchase_id: purchase.purchase_id,
    customer_id: purchase.customer_id,
    customer_name: customerOf(venue, purchase)?.name ?? '',
    package_name: bought?.name ?? '',
    game_name: bought?.game_name ?? '',
    duration_minutes: bought?.duration_minutes ?? 0,
    amount_cents: bought?.price_cents ?? 0,
    currency: venue.currency,
    since: verdict === 'ok' ? null : (purchase.session?.started_at ?? purchase.paid_at ?? purchase.created_at),
    by: verdict === 'ok' ? null : 'Fatou Ndiaye',
    reason: verdict === 'blocked' ? 'Matériel cassé le 12 octobre' : verdict === 'refunded' ? 'Panne de courant' : null,
    window_starts_at: purchase.window?.starts_at ?? null,
    window_ends_at: purchase.window?.ends_at ?? null,
    reserved_station_id: purchase.window?.station_id ?? null,
    reserved_station_name: purchase.window ? 'Simulateur' : null,
  };
}

function activate(venue: FakeVenue, input: { invoice_id: number; station_id?: number }): unknown {
  const purchase = venue.purchases.find((known) => known.purchase_id === input.invoice_id);
  const bought = purchase && packageOf(venue, purchase);
  if (!purchase || !bought) throw refuse('invoice_unknown');
  if (purchase.session) throw refuse('invoice_already_active');
  const taken = venue.purchases.find((known) => known.session && known.session.station_id === input.station_id);
  if (taken && input.station_id) {
    const station = venue.stations.find((known) => known.station_id === input.station_id)?.name ?? '';
    throw refuse('station_taken', { station, customer: customerOf(venue, taken)?.name ?? '' });
  }
  const total_ms = bought.duration_minutes * 60_000;
  purchase.invoice_status = 'active';
  purchase.session = {
    session_id: venue.nextId(), status: 'active', station_id: input.station_id ?? null, total_ms, remaining_ms: total_ms,
    ends_at: venue.at(bought.duration_minutes), started_at: venue.now(),
  };
  venue.touch('sessions', 'invoices', 'purchases');
  return sessionCard(venue, purchase);
}

export const counterHandlers: Record<string, Handler> = {
  'scan.read': read,
  'scan.recent': (venue) => venue.scans.slice(0, 12),
  'invoice.activate': activate,
  'counter.today': (venue) => ({
    since: venue.at(-600),
    server_now: venue.now(),
    sales: venue.purchases.length,
    revenue_cents: venue.purchases.reduce((sum, sale) => sum + (sale.payment_status === 'completed' ? (packageOf(venue, sale)?.price_cents ?? 0) : 0), 0),
    currency: venue.currency,
    scans: venue.scans.length,
    scans_ok: 3,
    running: venue.purchases.filter((sale) => sale.session?.status === 'active').length,
    paused: 1,
    completed: 9,
    waiting_invoices: venue.purchases.filter((sale) => sale.invoice_status === 'pending').length,
    unpaid: venue.purchases.filter((sale) => sale.payment_status === 'pending').length,
  }),
  'station.list': (venue) =>
    venue.stations.map((station, index) => {
      const holder = venue.purchases.find((sale) => sale.session?.station_id === station.station_id);
      const name = holder ? (customerOf(venue, holder)?.name ?? null) : null;
      return { ...station, is_active: true, sort_order: index, taken_by: name, session_id: holder?.session?.session_id ?? null, reserved_for: null, next_window_at: null };
    }),
  'purchase.show': (venue, input: { purchase_id: number }) => {
    const purchase = venue.purchases.find((known) => known.purchase_id === input.purchase_id);
    if (!purchase) throw refuse('purchase_unknown');
    return purchaseDetail(venue, purchase);
  },
};
