/** The fake desk's memory. */
import type { CameraDevice } from '../platform';

export interface FakeOperator {
  operator_id: number;
  name: string;
  role: 'staff' | 'manager';
  pin: string;
  wrong: number;
}

export class FakeVenue {
  name = 'Teranga Arena';
  currency = 'XOF';
  timezone = 'Africa/Dakar';
  language: string;
  firstStart: boolean;
  operators: FakeOperator[];
  cameras: CameraDevice[] = [{ id: '0', name: 'Logitech C270' }];
  pictureText = 'CPT1:F2026-01042:K7QX9M2TB4';
  private changed = new Set<string>();

  constructor(parameters: URLSearchParams) {
    this.language = parameters.get('lang') ?? 'fr';
    this.firstStart = parameters.get('scenario') === 'first';
    this.operators = this.firstStart
      ? []
      : [
          { operator_id: 1, name: 'Fatou Ndiaye', role: 'manager', pin: '1234', wrong: 0 },
          { operator_id: 2, name: 'Moussa Diop', role: 'staff', pin: '1111', wrong: 0 },
        ];
  }

  now_ms(): number {
    return Date.now();
  }

  /** An instant so many minutes from now, as the desk writes it. */
  at(minutes: number): string {
    return new Date(this.now_ms() + minutes * 60_000).toISOString();
  }

  touch(...kinds: string[]): void {
    for (const kind of kinds) this.changed.add(kind);
  }

  takeChanged(): string[] {
    const kinds = [...this.changed];
    this.changed.clear();
    return kinds;
  }
}

export const seedVenue = (parameters: URLSearchParams): FakeVenue => new FakeVenue(parameters);
