/** More sessions than fit are shown in turns, in their order, each turn for the same time; every turn stands still to be read. */
const TURN_MS = 12_000;

export interface Turn<Item> {
  items: readonly Item[];
  page: number;
  pages: number;
}

/** The items of this moment, so many at a time. */
export function turnOf<Item>(items: readonly Item[], at_once: number, now_ms: number): Turn<Item> {
  const pages = Math.max(1, Math.ceil(items.length / Math.max(1, at_once)));
  const index = Math.floor(now_ms / TURN_MS) % pages;
  return { items: items.slice(index * at_once, (index + 1) * at_once), page: index + 1, pages };
}

/** How cards are laid out on a screen of that shape: as many as can be read from across the room. */
export function layoutFor(count: number, width: number, height: number): { columns: number; rows: number; at_once: number } {
  const isWide = width >= height;
  const most = isWide ? 8 : 9;
  // Turns of one size: never a full screen and then a single card.
  const turns = Math.max(1, Math.ceil(count / most));
  const shown = Math.max(1, Math.ceil(count / turns));
  const columns = isWide && shown > 4 ? 2 : 1;
  return { columns, rows: Math.max(Math.ceil(shown / columns), 2), at_once: shown };
}
