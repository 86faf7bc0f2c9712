/**
 * What is being done on the Immersion screen: the one dialog that is open, and the acts that need none. Must never change a session or
 * a booking by itself: the desk's answer comes back through the live queries.
 */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { ask, execute, host } from '$door/client.svelte';
import type { Booking, CommandInput, CommandName, ImmersionSession, WaitingParty } from '$door/contract';
import { toDoorError, type DoorError } from '$door/failure';
import { t } from '$shared/i18n/i18n.svelte';
import { showToast } from '$shared/ui/toasts.svelte';
import type { BookingAct } from './model';

/** What is being asked before an act can be done. */
export type Asking =
  | { kind: 'create'; begins: string }
  | { kind: 'duplicate' | 'delete' | 'close' | 'book' | 'join'; session: ImmersionSession }
  | { kind: 'confirm' | 'cancel' | 'refund' | 'move' | 'accept' | 'booking' | 'customer'; booking: Booking }
  | { kind: 'accept_offer' | 'leave'; party: WaitingParty; session: ImmersionSession }
  | { kind: 'undecided' };

export class Acting {
  asking = $state.raw<Asking | null>(null);
  /** Why the newest act without a dialog failed, by what it was done to. */
  readonly failures = new SvelteMap<string, DoorError>();
  readonly busy = new SvelteSet<string>();

  ask = (asking: Asking): void => {
    this.asking = asking;
  };
  close = (): void => {
    this.asking = null;
  };

  /** Begins what was chosen for a booking: its dialog, or the act itself. */
  begin(act: BookingAct, booking: Booking): void {
    if (act === 'no_show' || act === 'no_show_undo') {
      const no_show = act === 'no_show';
      const said = t(no_show ? 'immersion.no_show_done' : 'immersion.no_show_undone', { name: booking.customer_name });
      void this.#atOnce(booking.booking_id, 'immersion.no_show', { booking_id: booking.booking_id, no_show }, said);
    } else {
      this.ask({ kind: act, booking });
    }
  }

  reopen(session: ImmersionSession): void {
    void this.#atOnce(session.immersion_id, 'immersion.reopen', { immersion_id: session.immersion_id }, t('immersion.reopened'));
  }

  settleClaim(session: ImmersionSession, accept: boolean): void {
    const said = t(accept ? 'immersion.claim_accepted' : 'immersion.claim_dropped');
    void this.#atOnce(session.immersion_id, 'immersion.settle_claim', { immersion_id: session.immersion_id, accept }, said);
  }

  offer(party: WaitingParty): void {
    void this.#atOnce(party.waiting_id, 'immersion.offer', { waiting_id: party.waiting_id }, t('immersion.offered', { name: party.customer_name }));
  }

  /** Saves the bookings of a session (of all, without one) as a table. */
  async exportTable(immersion_id: string | null): Promise<void> {
    const key = immersion_id ?? 'all';
    await this.#guarded(key, async () => {
      const { file_name, text } = await ask('immersion.csv', immersion_id === null ? {} : { immersion_id });
      const path = await host().saveTextFile(file_name, text);
      showToast('good', t('immersion.exported', { path }));
    });
  }

  #atOnce<Name extends CommandName>(key: string, name: Name, input: CommandInput<Name>, said: string): Promise<void> {
    return this.#guarded(key, async () => {
      await execute(name, input);
      showToast('good', said);
    });
  }

  async #guarded(key: string, task: () => Promise<void>): Promise<void> {
    if (this.busy.has(key)) return;
    this.busy.add(key);
    this.failures.delete(key);
    try {
      await task();
    } catch (thrown) {
      this.failures.set(key, toDoorError(thrown));
    } finally {
      this.busy.delete(key);
    }
  }
}
