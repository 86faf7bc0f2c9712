/** How many seats a session has left, as customers are told: a state, a word, a colour. */
import type { ComingSession } from '$door/contract';
import { t } from '$shared/i18n/i18n.svelte';
import type { Tone } from '$shared/ui/tone';

export type SeatState = 'free' | 'few' | 'full' | 'begun';

/** Up to so many free seats count as few. */
const FEW_SEATS = 2;

/** `status` is the desk's word for it; the seats themselves have the last one. */
export function seatState({ status, free_places, has_begun }: Pick<ComingSession, 'status' | 'free_places' | 'has_begun'>): SeatState {
  if (has_begun) return 'begun';
  if (status !== 'open' || free_places <= 0) return 'full';
  return free_places <= FEW_SEATS ? 'few' : 'free';
}

export const SEAT_TONE: Record<SeatState, Tone> = { free: 'good', few: 'warn', full: 'bad', begun: 'calm' };

/** "5 places", "Plus que 2 places", "Complet", "En cours". */
export function seatWord(state: SeatState, free_places: number): string {
  if (state === 'free') return t('coming.seats', { count: free_places });
  if (state === 'few') return t('coming.seats_few', { count: free_places });
  return t(state === 'full' ? 'coming.full' : 'coming.begun');
}
