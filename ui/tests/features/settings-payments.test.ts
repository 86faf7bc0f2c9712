import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FakePlatform } from '$platform/fake/fake';
import { visit } from '$shared/navigation/address.svelte';
import SettingsView from '$views/SettingsView.svelte';
import { openDesk, STAFF } from '../support/desk';

type User = ReturnType<typeof userEvent.setup>;

afterEach(() => visit('#/'));

async function open(section: string, who?: typeof STAFF): Promise<{ desk: FakePlatform; user: User }> {
  const desk = await openDesk('', {}, who);
  visit(`#/settings?section=${section}`);
  const user = userEvent.setup();
  render(SettingsView);
  return { desk, user };
}
const sent = (desk: FakePlatform, name: string): unknown[] => desk.calls.filter((call) => call.name === name).map((call) => call.input);

describe('online payments', () => {
  test('a link leads here; switching on shows how the listener really is', async () => {
    const { desk, user } = await open('payments');
    expect(await screen.findByRole('heading', { name: 'Paiements en ligne' })).toBeInTheDocument();
    expect(await screen.findByText('N’écoute pas')).toBeInTheDocument();
    await user.click(screen.getByRole('switch', { name: /Recevoir les événements/ }));
    expect(await screen.findByText('À l’écoute sur 127.0.0.1:8787')).toBeInTheDocument();
    expect(sent(desk, 'setting.set')).toEqual([{ key: 'events.listen', value: true }]);
  });

  test('a listener that cannot listen says so where it was switched on, and what to do', async () => {
    const { desk, user } = await open('payments');
    vi.spyOn(desk, 'listenerStatus').mockResolvedValue({ is_on: false, address: '127.0.0.1:80', problem: 'listener_address_taken' });
    await user.click(await screen.findByRole('switch', { name: /Recevoir les événements/ }));
    expect(await screen.findByText('N’écoute pas, malgré le réglage')).toBeInTheDocument();
    expect(await screen.findByRole('alert')).toBeInTheDocument();
  });

  test('warns before an address that others can reach', async () => {
    const { user } = await open('payments');
    const field = await screen.findByRole('textbox', { name: 'Adresse d’écoute' });
    expect(screen.queryByText(/derrière un pare-feu/)).toBeNull();
    await user.clear(field);
    await user.type(field, '0.0.0.0:8787{Enter}');
    expect(await screen.findByText(/derrière un pare-feu/)).toBeInTheDocument();
    expect(screen.getByLabelText('Adresse pour Stripe')).toHaveTextContent('http://0.0.0.0:8787/webhooks/stripe');
  });

  test('tells the two addresses, to be copied', async () => {
    const { user } = await open('payments');
    expect(await screen.findByLabelText('Adresse pour la boutique')).toHaveTextContent('http://127.0.0.1:8787/webhooks/payment');
    await user.click(screen.getByRole('button', { name: 'Copier : Adresse pour Stripe' }));
    expect(await navigator.clipboard.readText()).toBe('http://127.0.0.1:8787/webhooks/stripe');
    expect(await screen.findByText('Copié.')).toBeInTheDocument();
  });

  test('a secret is never shown: only that it is there, and how it ends', async () => {
    await open('payments');
    const row = within(await screen.findByTestId('secret-events.stripe_secret'));
    expect(await row.findByText('finit par …1a2b')).toBeInTheDocument();
    expect(document.body.textContent).not.toContain('whsec_8Hq');
    expect(within(screen.getByTestId('secret-events.shop_secret')).getByText('Aucun secret')).toBeInTheDocument();
  });

  test('a secret is put in place, once it can be one', async () => {
    const { desk, user } = await open('payments');
    const row = within(await screen.findByTestId('secret-events.shop_secret'));
    await user.click(await row.findByRole('button', { name: 'Mettre en place' }));
    const dialog = within(await screen.findByRole('dialog'));
    const field = dialog.getByLabelText('Secret');
    expect(field).toHaveAttribute('type', 'password');
    await user.type(field, 'too short');
    expect(dialog.getByText('De 16 à 200 caractères, sans espace.')).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: /Enregistrer/ })).toBeDisabled();
    await user.clear(field);
    await user.type(field, ' 0123456789abcdef9f8e {Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent(desk, 'secret.set')).toEqual([{ name: 'events.shop_secret', value: '0123456789abcdef9f8e' }]);
  });

  test('a secret is removed after it was asked once', async () => {
    const { desk, user } = await open('payments');
    const row = within(await screen.findByTestId('secret-events.stripe_secret'));
    await user.click(await row.findByRole('button', { name: 'Retirer' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/seront refusés jusqu’à ce qu’un autre secret/)).toBeInTheDocument();
    expect(sent(desk, 'secret.set')).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Retirer' }));
    await waitFor(() => expect(sent(desk, 'secret.set')).toEqual([{ name: 'events.stripe_secret', value: null }]));
  });

  test('hours outside their limits are said before they are sent', async () => {
    const { desk, user } = await open('payments');
    const field = await screen.findByRole('spinbutton', { name: 'Place retenue sans paiement (heures)' });
    await user.clear(field);
    await user.type(field, '0{Enter}');
    expect(screen.getByText('Un nombre entier de 1 à 720.')).toBeInTheDocument();
    await user.clear(field);
    await user.type(field, '24{Enter}');
    await waitFor(() => expect(sent(desk, 'setting.set')).toEqual([{ key: 'immersion.hold_hours', value: 24 }]));
  });

  test('staff see how it is and why they cannot change it, and ask for no secret', async () => {
    const { desk } = await open('payments', STAFF);
    expect(await screen.findByText('Seul un responsable peut changer ces réglages.')).toBeInTheDocument();
    expect(await screen.findByRole('switch', { name: /Recevoir les événements/ })).toBeDisabled();
    expect(screen.getByText('Seul un responsable voit s’il y a des secrets, et les change.')).toBeInTheDocument();
    expect(sent(desk, 'secret.status')).toEqual([]);
  });
});

describe('the customers’ page', () => {
  test('opens on its own screen, and closes', async () => {
    const { desk, user } = await open('display');
    const opened = vi.spyOn(desk, 'openCustomersPage');
    const closed = vi.spyOn(desk, 'closeCustomersPage');
    await user.click(await screen.findByRole('button', { name: 'Ouvrir la page clients' }));
    expect(opened).toHaveBeenLastCalledWith(null);
    await desk.execute('setting.set', { key: 'customers.monitor', value: 'HDMI-1' }, 'choose');
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Écran de la page clients' })).toHaveValue('HDMI-1'));
    await user.click(screen.getByRole('button', { name: 'Ouvrir la page clients' }));
    expect(opened).toHaveBeenLastCalledWith('HDMI-1');
    await user.click(screen.getByRole('button', { name: 'Fermer la page clients' }));
    expect(closed).toHaveBeenCalledOnce();
  });
});
