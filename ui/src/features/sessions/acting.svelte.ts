/**
 * Doing things to sessions: one command at a time per session, its failure kept beside the session it concerns, and the dialog that
 * an act needs before it can be done. Must never change a card by itself: the desk's answer comes back through the live list.
 */
import { execute, newRequestId } from '$door/client.svelte';
import type { CommandInput, CommandName, SessionCard, UnusedTime } from '$door/contract';
import { toDoorError, type DoorError } from '$door/failure';
import { formatMinutes } from '$shared/format/duration';
import { t } from '$shared/i18n/i18n.svelte';
import { showToast } from '$shared/ui/toasts.svelte';
import { SvelteMap } from 'svelte/reactivity';
import { mainAct, type Act } from './model';

/** What is being asked before an act can be done. */
export type Asking =
  | { act: 'extend'; card: SessionCard; minutes: number }
  | { act: 'move' | 'complete' | 'terminate' | 'reopen'; card: SessionCard }
  | { act: 'pause_all' };

export class Acting {
  asking = $state.raw<Asking | null>(null);
  /** Why the newest act on a session failed. */
  readonly failures = new SvelteMap<number, DoorError>();
  readonly busy = new SvelteMap<number, Act>();
  /** Failure of the act in the open dialog. */
  dialogFailure = $state.raw<DoorError | null>(null);
  dialogBusy = $state(false);
  /** One intent, one id: pressing again after a lost answer does nothing twice. */
  #requestId = newRequestId();

  /** Begins an act: does it at once, or opens its dialog. */
  begin(act: Act, card: SessionCard, minutes = 15): void {
    if (act === 'start' || act === 'pause' || act === 'resume') {
      void this.#atOnce(act, card);
      return;
    }
    this.ask(act === 'extend' ? { act, card, minutes } : { act, card });
  }

  main(card: SessionCard): void {
    this.begin(mainAct(card.status), card);
  }

  ask(asking: Asking): void {
    this.dialogFailure = null;
    this.#requestId = newRequestId();
    this.asking = asking;
  }

  close = (): void => {
    if (!this.dialogBusy) this.asking = null;
  };

  async #atOnce(act: 'start' | 'pause' | 'resume', card: SessionCard): Promise<void> {
    const id = card.session_id;
    if (this.busy.has(id)) return;
    this.busy.set(id, act);
    this.failures.delete(id);
    try {
      await execute(`session.${act}`, { session_id: id });
    } catch (thrown) {
      this.failures.set(id, toDoorError(thrown));
    } finally {
      this.busy.delete(id);
    }
  }

  extend(card: SessionCard, minutes: number, reason: string): Promise<void> {
    const said = t('sessions.extended', { name: card.customer_name, time: formatMinutes(minutes) });
    return this.#inDialog('session.extend', { session_id: card.session_id, minutes, reason }, said);
  }

  move(card: SessionCard, station_id: number | null, station: string): Promise<void> {
    return this.#inDialog('session.move', { session_id: card.session_id, station_id }, t('sessions.moved', { name: card.customer_name, station }));
  }

  terminate(card: SessionCard, unused: UnusedTime, reason: string): Promise<void> {
    return this.#inDialog('session.terminate', { session_id: card.session_id, unused, reason }, t('sessions.terminated', { name: card.customer_name }));
  }

  complete(card: SessionCard, reason: string): Promise<void> {
    return this.#inDialog('session.complete', { session_id: card.session_id, reason }, t('sessions.completed', { name: card.customer_name }));
  }

  reopen(card: SessionCard, added_minutes: number, reason: string): Promise<void> {
    const input = { session_id: card.session_id, added_minutes, reason };
    return this.#inDialog('session.reopen', input, t('sessions.reopened', { name: card.customer_name }));
  }

  pauseAll(reason: string): Promise<void> {
    return this.#inDialog('session.pause_all', { reason }, t('sessions.all_paused'));
  }

  async resumeAll(): Promise<void> {
    try {
      const { session_ids } = await execute('session.resume_all', {});
      showToast('good', t('sessions.all_resumed', { count: session_ids.length }));
    } catch (thrown) {
      showToast('bad', t('sessions.resume_all_failed', { code: toDoorError(thrown).code }));
    }
  }

  async #inDialog<Name extends CommandName>(name: Name, input: CommandInput<Name>, said: string): Promise<void> {
    if (this.dialogBusy) return;
    this.dialogBusy = true;
    this.dialogFailure = null;
    try {
      await execute(name, input, this.#requestId);
      this.asking = null;
      showToast('good', said);
    } catch (thrown) {
      this.dialogFailure = toDoorError(thrown);
      // A refusal is an answer: the next try is a new intent.
      this.#requestId = newRequestId();
    } finally {
      this.dialogBusy = false;
    }
  }
}
