/** What the fake venue begins with. */
import type { FakeVenue } from './venue';

export interface FakePackage {
  package_id: number;
  name: string;
  game_name: string;
  duration_minutes: number;
  price_cents: number;
  currency: string;
  description: string;
  is_active: boolean;
  sort_order: number;
}

export interface FakeStation {
  station_id: number;
  name: string;
  zone: string;
}

export type FakeSessionStatus = 'ready' | 'active' | 'paused' | 'completed' | 'terminated' | 'expired';

export interface FakePurchase {
  purchase_id: number;
  customer_id: number;
  package_id: number;
  payment_method: string | null;
  payment_status: 'pending' | 'completed' | 'failed' | 'cancelled' | 'refunded';
  created_at: string;
  paid_at: string | null;
  invoice_status: 'pending' | 'active' | 'used' | 'expired' | 'cancelled' | null;
  invoice_number: string;
  validation_code: string;
  window: { starts_at: string; ends_at: string; station_id: number | null } | null;
  session: {
    session_id: number;
    status: FakeSessionStatus;
    station_id: number | null;
    total_ms: number;
    remaining_ms: number;
    ends_at: string | null;
    started_at: string;
  } | null;
  refund_reason?: string;
}

const MINUTE_MS = 60_000;
const NAMES = [
  'Awa Diallo', 'Ibrahima Sarr', 'Mariama Camara', 'Cheikh Anta Mbaye', 'Aïssatou Bâ', 'Jean-Baptiste Kouassi', 'Ndèye Coumba Fall',
  'Ousmane Traoré', 'Bintou Koné', 'Yannick N’Guessan', 'Khady Sow', 'Serigne Modou Gueye', 'Adja Thiam', 'Mamadou Lamine Cissé',
];
const PACKAGES: readonly (readonly [string, string, number, number, string])[] = [
  ['Découverte', 'Simulateur auto', 30, 150_000, 'Pour essayer'],
  ['Heure console', 'PlayStation 5', 60, 250_000, 'Toutes les consoles'],
  ['Duo', 'PlayStation 5', 90, 400_000, 'À deux sur un poste'],
  ['Immersion VR', 'Réalité virtuelle', 45, 500_000, 'Casque et espace libre'],
  ['Soirée', 'PC Arena', 180, 750_000, 'De 19 h à minuit'],
  ['Formation pilote', 'Simulateur de vol', 120, 1_200_000, 'Avec instructeur'],
];

/** Sales in every state: [customer, package, minutes ago, state]. */
const SALES: readonly (readonly [number, number, number, string])[] = [
  [0, 1, 12, 'waiting'], [1, 4, 95, 'active'], [2, 0, 20, 'active'], [3, 3, 41, 'paused'], [4, 2, 8, 'unpaid'],
  [5, 1, 30, 'waiting'], [6, 5, 55, 'reserved'], [7, 1, 180, 'used'], [8, 0, 240, 'refunded'], [9, 2, 1500, 'used'],
  [10, 3, 1600, 'cancelled'], [11, 1, 60, 'active'], [12, 4, 50, 'waiting'], [13, 0, 4000, 'expired'],
];

const CODE_LETTERS = 'K7QX9M2TB4RZ8WHC3VNP6LDFJ5GY';

export function codeFor(id: number): string {
  return Array.from({ length: 20 }, (_, index) => CODE_LETTERS[(id * 7 + index * 11 + (id >> 2)) % CODE_LETTERS.length]).join('');
}

export function seedSales(venue: FakeVenue): void {
  venue.customers = NAMES.map((name, index) => ({
    customer_id: index + 1,
    name,
    phone: `+221 77 ${String(100 + index * 37).padStart(3, '0')} ${String(10 + index)} ${String(80 - index)}`,
    is_blocked: index === 9,
  }));
  venue.packages = PACKAGES.map(([name, game_name, duration_minutes, price_cents, description], index) => ({
    package_id: index + 1,
    name,
    game_name,
    duration_minutes,
    price_cents,
    currency: venue.currency,
    description,
    is_active: true,
    sort_order: index,
  }));
  venue.stations = ['Console 1', 'Console 2', 'Console 3', 'PC 1', 'PC 2', 'PC 3', 'Simulateur', 'VR'].map((name, index) => ({
    station_id: index + 1,
    name,
    zone: index < 3 ? 'Salon' : 'Arène',
  }));
  SALES.forEach(([customer, pack, ago, state], index) => seedSale(venue, index, customer + 1, pack, ago, state));
}

function seedSale(venue: FakeVenue, index: number, customer_id: number, pack: number, ago: number, state: string): void {
  const bought = venue.packages[pack];
  if (!bought) return;
  const purchase_id = 1029 + index;
  const total_ms = bought.duration_minutes * MINUTE_MS;
  const playing = state === 'active' || state === 'paused';
  const left_ms = Math.max(70_000, total_ms - ago * MINUTE_MS);
  const paid = !['unpaid', 'cancelled'].includes(state);
  venue.purchases.push({
    purchase_id,
    customer_id,
    package_id: bought.package_id,
    payment_method: index % 3 === 0 ? 'wave' : index % 3 === 1 ? 'cash' : 'orange_money',
    payment_status: state === 'unpaid' ? 'pending' : state === 'cancelled' ? 'cancelled' : state === 'refunded' ? 'refunded' : 'completed',
    created_at: venue.at(-ago - 2),
    paid_at: paid ? venue.at(-ago) : null,
    invoice_status: !paid ? null : playing ? 'active' : state === 'used' ? 'used' : state === 'expired' ? 'expired' : state === 'refunded' ? 'cancelled' : 'pending',
    invoice_number: `F00${purchase_id}`,
    validation_code: codeFor(purchase_id),
    window: state === 'reserved' ? { starts_at: venue.at(50), ends_at: venue.at(170), station_id: 7 } : null,
    session: playing
      ? {
          session_id: 300 + index,
          status: state === 'paused' ? 'paused' : 'active',
          station_id: 1 + (index % 5),
          total_ms,
          remaining_ms: left_ms,
          ends_at: state === 'paused' ? null : new Date(venue.now_ms() + left_ms).toISOString(),
          started_at: venue.at(-ago),
        }
      : null,
  });
}
