/** The fake desk's memory: a small venue with sales in every state. */
import type { CameraDevice } from '../platform';
import { seedSales, type FakePackage, type FakePurchase, type FakeStation } from './seed';

export interface FakeOperator {
  operator_id: number;
  name: string;
  role: 'staff' | 'manager';
  pin: string;
  wrong: number;
}

export interface FakeCustomer {
  customer_id: number;
  name: string;
  phone: string | null;
  is_blocked: boolean;
}

export interface FakeScan {
  scan_id: number;
  scanned_at: string;
  verdict: string;
  source: string;
  repaired: boolean;
  invoice_number: string | null;
  purchase_id: number | null;
  customer_name: string | null;
  operator_name: string | null;
  read: string;
}

export class FakeVenue {
  name = 'Teranga Arena';
  currency: 'XOF' | 'EUR' = 'XOF';
  timezone = 'Africa/Dakar';
  language: string;
  /** The scenario that the address asks for. */
  readonly scenario: string | null;
  firstStart: boolean;
  operators: FakeOperator[] = [];
  customers: FakeCustomer[] = [];
  packages: FakePackage[] = [];
  stations: FakeStation[] = [];
  purchases: FakePurchase[] = [];
  scans: FakeScan[] = [];
  cameras: CameraDevice[] = [{ id: 'Logitech C270', name: 'Logitech C270' }];
  pictureText: string;
  #changed = new Set<string>();
  #next = 5000;

  constructor(parameters: URLSearchParams) {
    this.language = parameters.get('lang') ?? 'fr';
    this.scenario = parameters.get('scenario');
    this.firstStart = parameters.get('scenario') === 'first';
    if (!this.firstStart) this.fillDemo();
    if (parameters.get('scenario') === 'empty') this.purchases = [];
    if (parameters.get('scenario') === 'idle') for (const sale of this.purchases) sale.session = null;
    this.pictureText = `CODE-${parameters.get('verdict') ?? 'ok'}`;
  }

  fillDemo(): void {
    this.firstStart = false;
    this.operators = [
      { operator_id: 1, name: 'Fatou Ndiaye', role: 'manager', pin: '1234', wrong: 0 },
      { operator_id: 2, name: 'Moussa Diop', role: 'staff', pin: '1111', wrong: 0 },
    ];
    seedSales(this);
  }

  now_ms(): number {
    return Date.now();
  }

  now(): string {
    return new Date(this.now_ms()).toISOString();
  }

  /** An instant so many minutes from now, as the desk writes it. */
  at(minutes: number): string {
    return new Date(this.now_ms() + minutes * 60_000).toISOString();
  }

  nextId(): number {
    this.#next += 1;
    return this.#next;
  }

  touch(...kinds: string[]): void {
    for (const kind of kinds) this.#changed.add(kind);
  }

  takeChanged(): string[] {
    const kinds = [...this.#changed];
    this.#changed.clear();
    return kinds;
  }
}

export const seedVenue = (parameters: URLSearchParams): FakeVenue => new FakeVenue(parameters);
