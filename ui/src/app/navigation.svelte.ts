/** Which screen is on. Kept in the address (`#/sales`), so that a reload stays where it was and a link can lead there. */
import { address, linkTo, visit } from '$shared/navigation/address.svelte';
import { SCREENS, type Screen } from './screens';

export const currentScreen = (): Screen['id'] => SCREENS.find((screen) => screen.id === address().screen)?.id ?? 'counter';

export const goTo = (id: Screen['id']): void => visit(linkTo(id));
