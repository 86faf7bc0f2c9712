/** The fake desk selling: customers, packages, purchases, invoices. */
import { refuse, type Handler } from './fake';
import { codeFor, type FakePurchase } from './seed';
import { customerOf, invoice, packageOf, purchaseDetail, purchaseRow, reservation, sessionCard } from './tell';
import type { FakeCustomer, FakeVenue } from './venue';
import { deposit, walletOf, withdraw } from './wallet-books';

const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’']/g, '').toLowerCase();

const customer = (venue: FakeVenue, one: FakeCustomer): Record<string, unknown> => ({
  ...one, email: null, blocked_reason: null, balance_cents: walletOf(venue, one.customer_id).balance_cents,
  currency: walletOf(venue, one.customer_id).currency, created_at: venue.at(-90_000),
});

function found(venue: FakeVenue, one: FakeCustomer): Record<string, unknown> {
  const own = venue.purchases.filter((sale) => sale.customer_id === one.customer_id);
  return {
    customer: customer(venue, one),
    waiting: own
      .filter((sale) => sale.invoice_status === 'pending')
      .map((sale) => ({
        invoice_id: sale.purchase_id, invoice_number: sale.invoice_number, validation_code: sale.validation_code, purchase_id: sale.purchase_id,
        game_name: packageOf(venue, sale)?.game_name, duration_minutes: packageOf(venue, sale)?.duration_minutes, issued_at: sale.paid_at,
      })),
    live: own.filter((sale) => sale.session).map((sale) => sessionCard(venue, sale)),
  };
}

function purchaseOf(venue: FakeVenue, id: number): FakePurchase {
  const purchase = venue.purchases.find((known) => known.purchase_id === id);
  if (!purchase) throw refuse('purchase_unknown');
  return purchase;
}

function pay(venue: FakeVenue, purchase: FakePurchase, method: string | null): void {
  if (method === 'wallet') withdraw(venue, purchase.customer_id, packageOf(venue, purchase)?.price_cents ?? 0, { reason: `purchase ${purchase.purchase_id}` });
  purchase.payment_status = 'completed';
  purchase.payment_method = method;
  purchase.paid_at = venue.now();
  purchase.invoice_status = 'pending';
  venue.touch('purchases', 'invoices');
}

interface Sale {
  customer_id: number;
  package_id: number;
  payment_method?: string;
  paid: boolean;
  window?: FakePurchase['window'];
}

export const salesHandlers: Record<string, Handler> = {
  'customer.search': (venue, input: { text: string; limit?: number }) =>
    venue.customers
      .filter((one) => fold(`${one.name} ${one.phone?.replace(/\s/g, '')}`).includes(fold(input.text)))
      .slice(0, input.limit ?? 10)
      .map((one) => found(venue, one)),
  'customer.create': (venue, input: { name: string; phone?: string }) => {
    const one = { customer_id: venue.nextId(), name: input.name, phone: input.phone ?? null, is_blocked: false };
    venue.customers.push(one);
    venue.touch('customers');
    return customer(venue, one);
  },
  'package.list': (venue) => venue.packages,
  'purchase.create': (venue, input: Sale) => {
    const purchase_id = venue.nextId();
    const purchase: FakePurchase = {
      purchase_id, customer_id: input.customer_id, package_id: input.package_id, payment_method: input.payment_method ?? null,
      payment_status: 'pending', created_at: venue.now(), paid_at: null, invoice_status: null, invoice_number: `F00${purchase_id}`,
      validation_code: codeFor(purchase_id), window: input.window ?? null, session: null,
    };
    if (input.paid) pay(venue, purchase, input.payment_method ?? null);
    venue.purchases.unshift(purchase);
    venue.touch('purchases', 'reservations');
    return purchaseDetail(venue, purchase);
  },
  'purchase.mark_paid': (venue, input: { purchase_id: number; payment_method: string }) => {
    const purchase = purchaseOf(venue, input.purchase_id);
    if (purchase.payment_status !== 'pending') throw refuse('purchase_not_pending');
    pay(venue, purchase, input.payment_method);
    return purchaseDetail(venue, purchase);
  },
  'purchase.cancel': (venue, input: { purchase_id: number }) => {
    const purchase = purchaseOf(venue, input.purchase_id);
    purchase.payment_status = 'cancelled';
    venue.touch('purchases');
    return purchaseDetail(venue, purchase);
  },
  'purchase.refund': (venue, input: { purchase_id: number; reason: string; to_wallet?: boolean }) => {
    const purchase = purchaseOf(venue, input.purchase_id);
    if (purchase.session?.status === 'active') throw refuse('purchase_has_live_session');
    if (input.to_wallet || purchase.payment_method === 'wallet') {
      deposit(venue, purchase.customer_id, packageOf(venue, purchase)?.price_cents ?? 0, { reason: input.reason }, venue.currency);
    }
    purchase.payment_status = 'refunded';
    purchase.invoice_status = 'cancelled';
    venue.touch('purchases', 'invoices');
    return purchaseDetail(venue, purchase);
  },
  'purchase.list': (venue) =>
    [...venue.purchases].sort((a, b) => b.created_at.localeCompare(a.created_at)).map((sale) => purchaseRow(venue, sale)),
  'invoice.show': (venue, input: { invoice_id: number }) => invoice(venue, purchaseOf(venue, input.invoice_id)),
  'invoice.waiting': (venue) =>
    venue.purchases
      .filter((sale) => sale.invoice_status === 'pending')
      .map((sale) => ({ ...invoice(venue, sale), customer_name: customerOf(venue, sale)?.name, reservation: reservation(venue, sale) })),
};
