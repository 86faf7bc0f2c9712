/**
 * Tells a USB scanner from a person: a scanner types a whole code in a burst and ends it with Enter. It hears every key of the
 * screen, whatever has the focus, and never repairs anything: what an AZERTY layout mangled goes to the desk as it came.
 */

/** Keys of a burst come closer together than this; the fastest typist is slower. */
export const BURST_GAP_MS = 45;
/** Some scanners pause before the key that ends the code. */
export const END_GAP_MS = 150;
/** Shorter than any code of ours; longer than what a person rolls over by accident. */
export const BURST_LENGTH = 8;
/** The desk reads no longer text than this either. */
const MOST_CHARACTERS = 4096;

export interface KeyPress {
  key: string;
  at_ms: number;
}

export class ScannerBuffer {
  #text = '';
  #last_ms = Number.NEGATIVE_INFINITY;

  /** Takes a key press; returns the scanned text when this key ended a burst, else `null`. */
  press({ key, at_ms }: KeyPress): string | null {
    const gap_ms = at_ms - this.#last_ms;
    if (key === 'Enter' || key === 'Tab') {
      const text = this.#text;
      this.reset();
      return gap_ms <= END_GAP_MS && text.length >= BURST_LENGTH ? text : null;
    }
    // Shift, CapsLock and dead keys come between the characters of a burst and are none.
    if ([...key].length !== 1) return null;
    this.#text = gap_ms <= BURST_GAP_MS && this.#text.length < MOST_CHARACTERS ? this.#text + key : key;
    this.#last_ms = at_ms;
    return null;
  }

  /** What has been typed in the present burst. */
  get length(): number {
    return this.#text.length;
  }

  reset(): void {
    this.#text = '';
    this.#last_ms = Number.NEGATIVE_INFINITY;
  }
}
