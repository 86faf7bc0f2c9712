/** The fake desk's memory. */
import type { CameraDevice } from '../platform';

export interface FakeOperator {
  id: number;
  name: string;
  role: 'staff' | 'manager';
  pin: string;
  locked_until: string | null;
  wrong: number;
}

export class FakeVenue {
  name = 'Teranga Arena';
  currency = 'XOF';
  timezone = 'Africa/Dakar';
  language: string;
  firstStart: boolean;
  operators: FakeOperator[];
  signedIn: FakeOperator | null = null;
  cameras: CameraDevice[] = [{ id: '0', name: 'Logitech C270' }];
  pictureText = 'CPT1:F2026-01042:K7QX9M2TB4';
  private changed = new Set<string>();

  constructor(parameters: URLSearchParams) {
    this.language = parameters.get('lang') ?? 'fr';
    this.firstStart = parameters.get('scenario') === 'first';
    this.operators = this.firstStart
      ? []
      : [
          { id: 1, name: 'Fatou Ndiaye', role: 'manager', pin: '1234', locked_until: null, wrong: 0 },
          { id: 2, name: 'Moussa Diop', role: 'staff', pin: '1111', locked_until: null, wrong: 0 },
        ];
    const who = parameters.get('as');
    this.signedIn = this.operators.find((operator) => operator.role === who) ?? null;
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
