/** A desk for component tests: the fake platform, connected, with the overview loaded and somebody signed in. */
import { connectDoor } from '$door/client.svelte';
import type { OperatorTile } from '$door/contract';
import { refreshDesk, setOperator } from '$door/desk.svelte';
import { fakePlatform, type FakeOptions, type FakePlatform } from '$platform/fake/fake';
import { setLanguage } from '$shared/i18n/i18n.svelte';

export const MANAGER: OperatorTile = { operator_id: 1, name: 'Fatou Ndiaye', role: 'manager' };
export const STAFF: OperatorTile = { operator_id: 2, name: 'Moussa Diop', role: 'staff' };

/** Connects a fresh fake desk. `query` chooses a scenario, as in the address of the preview. */
export async function openDesk(query = '', options: FakeOptions = {}, who: OperatorTile | null = MANAGER): Promise<FakePlatform> {
  const platform = fakePlatform(new URLSearchParams(query), options);
  connectDoor(platform);
  await refreshDesk();
  setLanguage('fr');
  setOperator(who);
  return platform;
}
