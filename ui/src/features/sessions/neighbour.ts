/** Where an arrow leads among boxes that flow over rows: by how they lie, whatever their number per row. */
interface Box {
  left: number;
  top: number;
}

/** The index of the box that this key leads to from that one, or `null` when it leads nowhere. */
export function neighbour(boxes: readonly Box[], from: number, key: string): number | null {
  const here = boxes[from];
  if (!here) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return boxes.length - 1;
  if (key === 'ArrowRight') return from + 1 < boxes.length ? from + 1 : null;
  if (key === 'ArrowLeft') return from > 0 ? from - 1 : null;
  const down = key === 'ArrowDown';
  if (!down && key !== 'ArrowUp') return null;
  const tops = boxes.map((box) => box.top).filter((top) => (down ? top > here.top + 1 : top < here.top - 1));
  if (tops.length === 0) return null;
  const row = down ? Math.min(...tops) : Math.max(...tops);
  const inRow = boxes.map((box, index) => ({ box, index })).filter(({ box }) => Math.abs(box.top - row) <= 1);
  const nearest = inRow.reduce((best, one) => (Math.abs(one.box.left - here.left) < Math.abs(best.box.left - here.left) ? one : best));
  return nearest.index;
}
