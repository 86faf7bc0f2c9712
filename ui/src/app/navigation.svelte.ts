/** Which screen is on. Kept in the address (`#/sales`), so that a reload stays where it was. */
import { SCREENS, type Screen } from './screens';

const fromAddress = (): Screen['id'] => SCREENS.find((screen) => location.hash === `#/${screen.id}`)?.id ?? 'counter';

let current = $state<Screen['id']>(fromAddress());

export const currentScreen = (): Screen['id'] => current;

export function goTo(id: Screen['id']): void {
  current = id;
  history.replaceState(null, '', `#/${id}`);
}
