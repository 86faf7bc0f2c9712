/**
 * The Counter's state: the last verdict, and what is under way. One scan at a time; a newer one replaces the older.
 * Sound and colour follow the committed answer only, never a guess.
 */
import { execute, newRequestId } from '$door/client.svelte';
import type { ScanAnswer, ScanSource, SessionCard } from '$door/contract';
import { toDoorError, type DoorError } from '$door/failure';
import { play } from '$shared/sound/synth';
import { VERDICTS } from './verdicts';

export class ScanDesk {
  answer = $state.raw<ScanAnswer | null>(null);
  /** The session that this desk has just let in. */
  started = $state.raw<SessionCard | null>(null);
  failure = $state.raw<DoorError | null>(null);
  reading = $state(false);
  starting = $state(false);
  stationId = $state<number | null>(null);
  #scans = 0;
  /** One id per verdict: pressing Enter twice lets in once. */
  #activation = newRequestId();

  /** Reads a code. */
  async read(text: string, source: ScanSource): Promise<void> {
    const mine = ++this.#scans;
    this.reading = true;
    try {
      const answer = await execute('scan.read', { text, source, activate: false, start: false });
      if (mine !== this.#scans) return;
      this.#show(answer);
    } catch (thrown) {
      if (mine !== this.#scans) return;
      this.clear();
      this.failure = toDoorError(thrown);
    } finally {
      if (mine === this.#scans) this.reading = false;
    }
  }

  #show(answer: ScanAnswer): void {
    this.answer = answer;
    this.failure = null;
    // A desk set to start on scan has let them in already.
    this.started = answer.verdict === 'ok' ? answer.session : null;
    this.stationId = answer.invoice?.reserved_station_id ?? null;
    this.#activation = newRequestId();
    play(VERDICTS[answer.verdict].sound);
  }

  /** Lets the customer of an `ok` in (or, late, as a manager) and starts the session. */
  async start(letInLate = false): Promise<void> {
    const invoice = this.answer?.invoice;
    if (!invoice || this.starting || this.started) return;
    this.starting = true;
    this.failure = null;
    const station = this.stationId === null ? {} : { station_id: this.stationId };
    try {
      const input = { invoice_id: invoice.invoice_id, start: true, let_in_late: letInLate, ...station };
      this.started = await execute('invoice.activate', input, this.#activation);
    } catch (thrown) {
      this.failure = toDoorError(thrown);
      // Refused: the next try (another station, say) is another request.
      this.#activation = newRequestId();
    } finally {
      this.starting = false;
    }
  }

  clear(): void {
    this.#scans += 1;
    this.answer = null;
    this.started = null;
    this.failure = null;
    this.reading = false;
    this.stationId = null;
  }
}
