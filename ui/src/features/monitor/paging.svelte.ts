/** A long list, page by page: the next page is asked for when the list is to grow, never all at once. */
export const PAGE_SIZE = 50;

export class Paging {
  offset = $state(0);

  input = (): { limit: number; offset: number } => ({ limit: PAGE_SIZE, offset: this.offset });
  older = (): void => void (this.offset += PAGE_SIZE);
  newer = (): void => void (this.offset = Math.max(0, this.offset - PAGE_SIZE));
}
