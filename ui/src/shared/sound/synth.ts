/** Short sounds made on the spot: no files, no network. Silence (no audio device, no permission yet) is never an error. */

export interface Note {
  /** In hertz. */
  pitch_hz: number;
  /** From the beginning of the sound. */
  at_ms: number;
  length_ms: number;
  shape?: OscillatorType;
  /** 0 to 1; 0.2 when left out. */
  loudness?: number;
}

const ATTACK_S = 0.008;
let context: AudioContext | null = null;
let muted = false;

/** Switches all sounds of this window off or on. */
export function setMuted(next: boolean): void {
  muted = next;
}

/** Plays notes, unless muted. */
export function play(notes: readonly Note[]): void {
  if (muted || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume().catch(() => undefined);
  const begin = context.currentTime + 0.01;
  for (const note of notes) playNote(context, note, begin);
}

function playNote(audio: AudioContext, note: Note, begin: number): void {
  const from = begin + note.at_ms / 1000;
  const until = from + note.length_ms / 1000;
  const loudness = note.loudness ?? 0.2;
  const source = audio.createOscillator();
  const gain = audio.createGain();
  source.type = note.shape ?? 'sine';
  source.frequency.value = note.pitch_hz;
  gain.gain.setValueAtTime(0.0001, from);
  gain.gain.exponentialRampToValueAtTime(loudness, from + ATTACK_S);
  gain.gain.exponentialRampToValueAtTime(0.0001, until);
  source.connect(gain).connect(audio.destination);
  source.start(from);
  source.stop(until + 0.02);
}
