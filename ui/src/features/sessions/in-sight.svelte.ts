/** Which of many elements are in sight (or nearly): only those need to tick. Where that cannot be told, all are. */
import { SvelteSet } from 'svelte/reactivity';

const MARGIN = '240px';

export class InSight {
  readonly #ids = new SvelteSet<number>();
  readonly #observer =
    typeof IntersectionObserver === 'undefined' ? null : new IntersectionObserver((entries) => this.#note(entries), { rootMargin: MARGIN });

  has(id: number): boolean {
    return this.#observer === null || this.#ids.has(id);
  }

  /** An attachment for the element of that id. */
  watch(id: number): (node: Element) => () => void {
    return (node) => {
      node.setAttribute('data-sight', String(id));
      this.#observer?.observe(node);
      return () => {
        this.#observer?.unobserve(node);
        this.#ids.delete(id);
      };
    };
  }

  #note(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const id = Number(entry.target.getAttribute('data-sight'));
      if (entry.isIntersecting) this.#ids.add(id);
      else this.#ids.delete(id);
    }
  }
}
