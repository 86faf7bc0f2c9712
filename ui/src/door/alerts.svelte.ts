/**
 * What needs a person: bookings that were paid and have no certain seat, and payment events that contradict the books. One matter is
 * told once: an event about a booking that is in the list is not an alert of its own. Must be made while a component initialises.
 */
import type { Booking, PaymentEvent } from './contract';
import type { DoorError } from './failure';
import { live } from './live.svelte';

export interface Alerts {
  readonly bookings: readonly Booking[];
  readonly events: readonly PaymentEvent[];
  /** How many matters there are. */
  readonly count: number;
  readonly loading: boolean;
  readonly error: DoorError | null;
  refresh(): void;
}

/** Matters beyond this many are told by their count alone, in the inbox itself. */
const MOST_EVENTS = 100;

export function watchAlerts(): Alerts {
  const undecided = live('immersion.bookings', () => ({ undecided: true }));
  const inbox = live('payment_event.list', () => ({ needs_decision: true, limit: MOST_EVENTS }));
  const bookings = $derived(undecided.data ?? []);
  const about = $derived(new Set(bookings.map((booking) => booking.booking_id)));
  const events = $derived((inbox.data?.events ?? []).filter((event) => event.target_id === null || !about.has(event.target_id)));

  return {
    get bookings() {
      return bookings;
    },
    get events() {
      return events;
    },
    get count() {
      return bookings.length + events.length;
    },
    get loading() {
      return undecided.loading || inbox.loading;
    },
    get error() {
      return undecided.error ?? inbox.error;
    },
    refresh() {
      undecided.refresh();
      inbox.refresh();
    },
  };
}
