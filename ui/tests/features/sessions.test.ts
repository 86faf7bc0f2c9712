import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { listenForShortcuts } from '$shared/keys/shortcuts.svelte';
import type { FakePlatform } from '$platform/fake/fake';
import SessionsView from '$views/SessionsView.svelte';
import { openDesk, MANAGER, STAFF } from '../support/desk';

const lastCall = (desk: FakePlatform, name: string): unknown => desk.calls.filter((call) => call.name === name).at(-1)?.input;
const cardOf = async (name: string): Promise<HTMLElement> => {
  const opener = await screen.findByRole('button', { name });
  return opener.closest('li') as HTMLElement;
};

beforeEach(() => localStorage.clear());

describe('the Sessions screen', () => {
  test('says what to do when nobody plays', async () => {
    await openDesk('scenario=empty', { overrides: { 'outage.list': [] } });
    render(SessionsView);
    expect(await screen.findByText('Personne ne joue en ce moment')).toBeInTheDocument();
    expect(screen.getByText(/Scannez une facture/)).toBeInTheDocument();
  });

  test('pauses and resumes from the card', async () => {
    const desk = await openDesk('', {}, STAFF);
    const user = userEvent.setup();
    render(SessionsView);
    const card = await cardOf('Ibrahima Sarr');
    await user.click(within(card).getByRole('button', { name: 'Pause' }));
    await waitFor(async () => expect(within(await cardOf('Ibrahima Sarr')).getByText('En pause')).toBeInTheDocument());
    expect(lastCall(desk, 'session.pause')).toEqual({ session_id: expect.any(Number) });
    await user.click(within(await cardOf('Ibrahima Sarr')).getByRole('button', { name: 'Reprendre' }));
    await waitFor(async () => expect(within(await cardOf('Ibrahima Sarr')).getByText('En jeu')).toBeInTheDocument());
  });

  test('more time takes one click and Enter: the first reason is chosen already', async () => {
    const desk = await openDesk('', {}, STAFF);
    const user = userEvent.setup();
    render(SessionsView);
    await user.click(within(await cardOf('Ibrahima Sarr')).getByRole('button', { name: 'Ajouter 30 minutes' }));
    expect(await screen.findByRole('dialog', { name: 'Ajouter du temps à Ibrahima Sarr' })).toBeInTheDocument();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(lastCall(desk, 'session.extend')).toMatchObject({ minutes: 30, reason: 'Temps payé en plus' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test('a refusal stays beside the card it concerns', async () => {
    await openDesk('', {
      overrides: {
        'session.pause': () => {
          throw { code: 'session_not_running', args: {} };
        },
      },
    });
    const user = userEvent.setup();
    render(SessionsView);
    await user.click(within(await cardOf('Ibrahima Sarr')).getByRole('button', { name: 'Pause' }));
    expect(await within(await cardOf('Ibrahima Sarr')).findByText(/Cette session ne court pas/)).toBeInTheDocument();
  });

  test('terminating asks what becomes of the time, and sends it', async () => {
    const desk = await openDesk();
    const user = userEvent.setup();
    render(SessionsView);
    await user.click(within(await cardOf('Ibrahima Sarr')).getByRole('button', { name: 'Arrêter' }));
    await user.click(await screen.findByRole('radio', { name: /Est remboursé/ }));
    await user.click(screen.getByRole('button', { name: 'Problème technique' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: /Arrêter/ }));
    await waitFor(() => expect(lastCall(desk, 'session.terminate')).toMatchObject({ unused: 'refund_to_wallet', reason: 'Problème technique' }));
  });

  test('the keyboard acts on the card that has the focus', async () => {
    const desk = await openDesk();
    const stop = listenForShortcuts();
    const user = userEvent.setup();
    render(SessionsView);
    (await screen.findByRole('button', { name: 'Mariama Camara' })).focus();
    await user.keyboard('{Alt>}d{/Alt}');
    expect(await screen.findByRole('dialog', { name: 'Déplacer Mariama Camara' })).toBeInTheDocument();
    const free = await screen.findByRole('button', { name: /VR/ });
    expect(screen.getByRole('button', { name: /Console 3/ })).toBeDisabled();
    await user.click(free);
    await waitFor(() => expect(lastCall(desk, 'session.move')).toMatchObject({ station_id: 8 }));
    stop();
  });

  test('only a manager reopens, and only within the time', async () => {
    for (const [who, buttons] of [[STAFF, 0], [MANAGER, 1]] as const) {
      await openDesk('', { overrides: { 'session.ended': [ended(3), ended(20)] } }, who);
      const user = userEvent.setup();
      const { unmount } = render(SessionsView);
      await user.click(await screen.findByRole('tab', { name: 'Finies récemment' }));
      await screen.findAllByText('Awa Diallo');
      expect(screen.queryAllByRole('button', { name: /Rouvrir/ })).toHaveLength(buttons);
      unmount();
    }
  });

  test('an undecided outage is decided session by session', async () => {
    const desk = await openDesk('', {}, STAFF);
    const user = userEvent.setup();
    render(SessionsView);
    await user.click(await screen.findByRole('button', { name: 'Décider' }));
    const [giveBack] = await screen.findAllByRole('button', { name: 'Rendre le temps' });
    await user.click(giveBack as HTMLElement);
    await waitFor(() => expect(lastCall(desk, 'outage.decide')).toMatchObject({ outage_id: 2, give_back: true }));
    expect(await screen.findByText('Temps rendu')).toBeInTheDocument();
  });
});

function ended(minutesAgo: number): Record<string, unknown> {
  return {
    session_id: minutesAgo, purchase_id: 1, invoice_id: 1, invoice_number: 'F1', customer_id: 1, customer_name: 'Awa Diallo', game_name: 'PC', station_id: null,
    station_name: null, status: 'terminated', total_ms: 3_600_000, played_ms: 60_000, remaining_ms: 0, ends_at: null, started_at: null, paused_at: null,
    completed_at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
  };
}
