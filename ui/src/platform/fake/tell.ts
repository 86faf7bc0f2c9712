/** The fake desk's rows as the real desk tells them. */
import { codeFor, type FakePackage, type FakePurchase } from './seed';
import type { FakeCustomer, FakeVenue } from './venue';

export const customerOf = (venue: FakeVenue, purchase: FakePurchase): FakeCustomer | undefined =>
  venue.customers.find((customer) => customer.customer_id === purchase.customer_id);

export const packageOf = (venue: FakeVenue, purchase: FakePurchase): FakePackage | undefined =>
  venue.packages.find((known) => known.package_id === purchase.package_id);

const stationName = (venue: FakeVenue, id: number | null): string | null =>
  venue.stations.find((station) => station.station_id === id)?.name ?? null;

export function sessionCard(venue: FakeVenue, purchase: FakePurchase): Record<string, unknown> | null {
  const session = purchase.session;
  if (!session) return null;
  const remaining_ms = session.ends_at ? Math.max(0, Date.parse(session.ends_at) - venue.now_ms()) : session.remaining_ms;
  return {
    ...session,
    purchase_id: purchase.purchase_id,
    invoice_id: purchase.purchase_id,
    invoice_number: purchase.invoice_number,
    customer_id: purchase.customer_id,
    customer_name: customerOf(venue, purchase)?.name ?? '',
    game_name: packageOf(venue, purchase)?.game_name ?? '',
    station_name: stationName(venue, session.station_id),
    remaining_ms,
    played_ms: session.total_ms - remaining_ms,
    paused_at: session.status === 'paused' ? venue.at(-4) : null,
    completed_at: null,
  };
}

export function reservation(venue: FakeVenue, purchase: FakePurchase): Record<string, unknown> | null {
  if (!purchase.window) return null;
  return {
    reservation_id: purchase.purchase_id,
    purchase_id: purchase.purchase_id,
    customer_name: customerOf(venue, purchase)?.name ?? '',
    game_name: packageOf(venue, purchase)?.game_name ?? '',
    station_name: stationName(venue, purchase.window.station_id),
    status: 'booked',
    ...purchase.window,
  };
}

export function purchaseRow(venue: FakeVenue, purchase: FakePurchase): Record<string, unknown> {
  const bought = packageOf(venue, purchase);
  const status = purchase.session?.status ?? (purchase.invoice_status === 'used' ? 'completed' : purchase.invoice_status ? 'pending' : null);
  return {
    purchase_id: purchase.purchase_id,
    customer_id: purchase.customer_id,
    customer_name: customerOf(venue, purchase)?.name ?? '',
    package_name: bought?.name ?? '',
    game_name: bought?.game_name ?? '',
    duration_minutes: bought?.duration_minutes ?? 0,
    price_cents: bought?.price_cents ?? 0,
    currency: venue.currency,
    payment_method: purchase.payment_method,
    payment_status: purchase.payment_status,
    session_status: status,
    actual_session_status: purchase.session?.status ?? null,
    sync_status: purchase.session ? 'SYNCED' : 'NO_SESSION',
    invoice_id: purchase.invoice_status ? purchase.purchase_id : null,
    invoice_number: purchase.invoice_status ? purchase.invoice_number : null,
    invoice_status: purchase.invoice_status,
    session_id: purchase.session?.session_id ?? null,
    created_at: purchase.created_at,
    paid_at: purchase.paid_at,
  };
}

export function purchaseDetail(venue: FakeVenue, purchase: FakePurchase): Record<string, unknown> {
  const paid = purchase.payment_status === 'completed';
  const session = purchase.session;
  const steps: [string, boolean, string | null, string][] = [
    ['paid', paid, purchase.paid_at, 'take_payment'],
    ['invoiced', purchase.invoice_status !== null, purchase.paid_at, 'repair_invoice'],
    ['scanned', session !== null, session?.started_at ?? null, 'scan_invoice'],
    ['ready', session !== null, session?.started_at ?? null, 'start_session'],
    ['started', session !== null, session?.started_at ?? null, 'start_session'],
    ['active', session?.status === 'active', session?.started_at ?? null, 'resume_session'],
  ];
  const next = steps.findIndex(([, done]) => !done);
  return {
    purchase: purchaseRow(venue, purchase),
    reservation: reservation(venue, purchase),
    checklist: steps.map(([name, done, at, hint], index) => ({
      name,
      state: done ? 'done' : index === next ? 'next' : 'waiting',
      at: done ? at : null,
      hint: index === next ? hint : null,
    })),
  };
}

export function invoice(venue: FakeVenue, purchase: FakePurchase): Record<string, unknown> {
  const row = purchaseRow(venue, purchase);
  return {
    ...row,
    invoice_id: purchase.purchase_id,
    validation_code: purchase.validation_code,
    customer_phone: customerOf(venue, purchase)?.phone ?? null,
    amount_cents: row.price_cents,
    status: purchase.invoice_status,
    is_blocked: false,
    blocked_reason: null,
    issued_at: purchase.paid_at,
    expires_at: venue.at(90 * 24 * 60),
    reservation: reservation(venue, purchase),
    venue: { name: venue.name, address: 'Corniche Ouest, Dakar', phone: '+221 33 821 00 00' },
    qr_text: `CPT1:${purchase.invoice_number}:${purchase.validation_code}`,
    qr: drawnCode(purchase.purchase_id),
  };
}

/** A picture in the shape of a QR code: finders and noise; it does not decode, and need not. */
function drawnCode(seed: number): { modules: number; path: string } {
  const side = 25;
  const quiet = 4;
  const noise = codeFor(seed);
  const finder = (x: number, y: number): boolean | null => {
    if (x > 7 || y > 7) return null;
    return x < 7 && y < 7 && Math.min(x, y, 6 - x, 6 - y) !== 1;
  };
  let path = '';
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const fixed = finder(x, y) ?? finder(side - 1 - x, y) ?? finder(x, side - 1 - y);
      const dark = fixed ?? (noise.charCodeAt((x * 3 + y * 7) % noise.length) * (x + 3) * (y + 5)) % 7 < 3;
      if (dark) path += `M${x + quiet} ${y + quiet}h1v1h-1z`;
    }
  }
  return { modules: side + 2 * quiet, path };
}
