/**
 * What the Sessions screen knows of a session without asking: what is left, how it looks, what may be done, where it belongs in the
 * list. The desk decides; these rules only spare people a refusal.
 */
import type { SessionCard, SessionStatus } from '$door/contract';
import { phaseOf, type Phase } from '$shared/format/phase';

export type Act = 'start' | 'pause' | 'resume' | 'extend' | 'move' | 'complete' | 'terminate' | 'reopen';
/** How a card looks: a phase while it runs, else its state. */
export type Look = Phase | 'ready' | 'paused';
export type SortBy = 'time' | 'station';
export type StatusFilter = 'all' | 'active' | 'paused' | 'ready';

/** For how long after its end a manager may reopen a session. */
export const REOPEN_WITHIN_MS = 15 * 60_000;

/** What is left at that instant: a running session ticks towards its end, everything else stands. */
export function remainingOf(card: SessionCard, now_ms: number): number {
  if (card.status !== 'active' || card.ends_at === null) return card.remaining_ms;
  return Math.max(0, Date.parse(card.ends_at) - now_ms);
}

export function lookOf(card: SessionCard, remaining_ms: number): Look {
  if (card.status === 'active') return phaseOf(remaining_ms);
  if (card.status === 'paused' || card.status === 'ready') return card.status;
  return 'over';
}

const ACTS: Record<SessionStatus, readonly Act[]> = {
  ready: ['start', 'extend', 'move', 'terminate'],
  active: ['pause', 'extend', 'move', 'complete', 'terminate'],
  paused: ['resume', 'extend', 'move', 'complete', 'terminate'],
  completed: ['reopen'],
  terminated: ['reopen'],
  expired: [],
};

/** What may be done with it now, by whom. */
export function actsOf(card: SessionCard, manager: boolean, now_ms: number): readonly Act[] {
  if (card.status === 'active' && remainingOf(card, now_ms) <= 0) return [];
  return ACTS[card.status].filter((act) => act !== 'reopen' || (manager && reopenLeft_ms(card, now_ms) > 0));
}

/** How much longer it may be reopened; 0 when it may not. */
export function reopenLeft_ms(card: SessionCard, now_ms: number): number {
  if (card.completed_at === null || card.status === 'expired') return 0;
  return Math.max(0, Date.parse(card.completed_at) + REOPEN_WITHIN_MS - now_ms);
}

/** The act that the large button of a card stands for. */
export function mainAct(status: SessionStatus): 'start' | 'pause' | 'resume' {
  if (status === 'ready') return 'start';
  return status === 'paused' ? 'resume' : 'pause';
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The cards that have every typed word in their name, game, station or invoice number, in that state. */
export function filterCards(cards: readonly SessionCard[], text: string, status: StatusFilter): SessionCard[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return cards.filter((card) => {
    if (status !== 'all' && card.status !== status) return false;
    const said = fold(`${card.customer_name} ${card.game_name} ${card.station_name ?? ''} ${card.invoice_number}`);
    return words.every((word) => said.includes(word));
  });
}

const RANK: Record<SessionStatus, number> = { active: 0, paused: 1, ready: 2, completed: 3, terminated: 3, expired: 3 };

/** By time: what ends first comes first, then what stands, then what waits. By station: as they are numbered, the placeless last. */
export function sortCards(cards: readonly SessionCard[], by: SortBy, now_ms: number): SessionCard[] {
  const byTime = (a: SessionCard, b: SessionCard): number =>
    RANK[a.status] - RANK[b.status] || remainingOf(a, now_ms) - remainingOf(b, now_ms) || a.session_id - b.session_id;
  const byStation = (a: SessionCard, b: SessionCard): number => {
    if (a.station_name === null || b.station_name === null) {
      return Number(a.station_name === null) - Number(b.station_name === null) || byTime(a, b);
    }
    return a.station_name.localeCompare(b.station_name, 'fr', { numeric: true }) || byTime(a, b);
  };
  return [...cards].sort(by === 'time' ? byTime : byStation);
}

/** How many cards stand where. */
export function countByStatus(cards: readonly SessionCard[]): Record<StatusFilter, number> {
  const counts = { all: cards.length, active: 0, paused: 0, ready: 0 };
  for (const card of cards) if (card.status in counts) counts[card.status as StatusFilter] += 1;
  return counts;
}
