/**
 * Where one is within the window, as its address says: `#/sales`, `#/settings?section=display`. What points somewhere is an ordinary
 * link to such an address; a screen reads the parameters that it knows. Must never hold what is typed: an address is seen and kept.
 */
export interface Address {
  screen: string;
  /** What is to be shown there first. */
  parameters: ReadonlyMap<string, string>;
}

const read = (): Address => {
  const [screen = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return { screen, parameters: new Map(new URLSearchParams(query)) };
};

let current = $state.raw(read());
addEventListener('hashchange', () => (current = read()));

/** The address now; reactive where it is read. */
export const address = (): Address => current;

/** The link to a screen. */
export function linkTo(screen: string, parameters: Record<string, string> = {}): string {
  const query = new URLSearchParams(parameters).toString();
  return query === '' ? `#/${screen}` : `#/${screen}?${query}`;
}

/** Goes there. The step is not kept in the history: Back is no key of a desk. */
export function visit(link: string): void {
  history.replaceState(null, '', link);
  current = read();
}
