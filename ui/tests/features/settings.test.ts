import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import type { FakePlatform } from '$platform/fake/fake';
import SettingsView from '$views/SettingsView.svelte';
import { openDesk, STAFF } from '../support/desk';

const saves = (desk: FakePlatform): unknown[] => desk.calls.filter((call) => call.name === 'setting.set').map((call) => call.input);

describe('a setting', () => {
  test('saves by itself when it is left, and says so beside it', async () => {
    const desk = await openDesk();
    const user = userEvent.setup();
    render(SettingsView);
    const field = await screen.findByRole('textbox', { name: 'Nom' });
    await user.clear(field);
    await user.type(field, 'Arène du Lac{Enter}');
    const row = within(screen.getByTestId('setting-venue.name'));
    expect(await row.findByText('Enregistré')).toBeInTheDocument();
    expect(saves(desk)).toEqual([{ key: 'venue.name', value: 'Arène du Lac' }]);
    expect(field).toHaveValue('Arène du Lac');
  });

  test('that was not changed is not saved', async () => {
    const desk = await openDesk();
    const user = userEvent.setup();
    render(SettingsView);
    await user.click(await screen.findByRole('textbox', { name: 'Nom' }));
    await user.tab();
    expect(saves(desk)).toEqual([]);
  });

  test('that is refused says why in its place and keeps what was typed', async () => {
    await openDesk('', {
      overrides: {
        'setting.set': () => {
          throw { code: 'storage_read_only', args: {} };
        },
      },
    });
    const user = userEvent.setup();
    render(SettingsView);
    const field = await screen.findByRole('textbox', { name: 'Adresse' });
    await user.clear(field);
    await user.type(field, 'Plateau{Enter}');
    const row = screen.getByTestId('setting-venue.address');
    await waitFor(() => expect(within(row).getByTestId('save-state')).toHaveAttribute('data-state', 'failed'));
    expect(row).toHaveTextContent('Le dossier des données ne peut pas être écrit');
    expect(field).toHaveValue('Plateau');
  });

  test('outside its limits is said before it is sent', async () => {
    const desk = await openDesk();
    const user = userEvent.setup();
    render(SettingsView);
    await user.click(await screen.findByRole('button', { name: 'Sessions et factures' }));
    const field = await screen.findByRole('spinbutton', { name: 'Validité des factures (jours)' });
    await user.clear(field);
    await user.type(field, '0{Enter}');
    expect(screen.getByText(/Un nombre entier de 1 à 3/)).toBeInTheDocument();
    expect(saves(desk)).toEqual([]);
    await user.clear(field);
    await user.type(field, '60{Enter}');
    await waitFor(() => expect(saves(desk)).toEqual([{ key: 'invoice.validity_days', value: 60 }]));
  });

  test('that is chosen saves at once', async () => {
    const desk = await openDesk();
    const user = userEvent.setup();
    render(SettingsView);
    await user.click(await screen.findByRole('button', { name: 'Sessions et factures' }));
    await user.click(await screen.findByRole('radio', { name: 'Demander' }));
    await user.click(await screen.findByRole('switch', { name: 'Démarrer dès le scan' }));
    await waitFor(() =>
      expect(saves(desk)).toEqual([
        { key: 'outage.policy', value: 'ask' },
        { key: 'scan.start_on_scan', value: true },
      ]),
    );
  });
});

describe('the sections', () => {
  test('staff may look, and change only their own PIN', async () => {
    const desk = await openDesk('', {}, STAFF);
    const user = userEvent.setup();
    render(SettingsView);
    expect(screen.queryByRole('button', { name: 'Opérateurs' })).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'La salle' }));
    expect(await screen.findByRole('textbox', { name: 'Nom' })).toBeDisabled();
    expect(screen.getByText('Seul un responsable peut changer ces réglages.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Mon compte' }));
    await user.click(await screen.findByRole('button', { name: 'Changer mon code' }));
    await user.type(screen.getByLabelText('Code actuel'), '1111');
    await user.type(screen.getByLabelText('Nouveau code'), '2468');
    await user.type(screen.getByLabelText('Le même, encore une fois'), '2468{Enter}');
    await waitFor(() => expect(desk.calls.at(-1)).toMatchObject({ name: 'operator.change_own_pin', input: { old_pin: '1111', new_pin: '2468' } }));
  });

  test('the last manager stays one, and the dialog says so', async () => {
    await openDesk();
    const user = userEvent.setup();
    render(SettingsView);
    await user.click(await screen.findByRole('button', { name: 'Opérateurs' }));
    await user.click(await screen.findByRole('button', { name: 'Modifier Fatou Ndiaye' }));
    await user.click(screen.getByRole('radio', { name: 'Équipe' }));
    await user.click(screen.getByRole('button', { name: /Enregistrer/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Il faut au moins un responsable actif');
  });

  test('a package is priced in francs and sent in hundredths', async () => {
    const desk = await openDesk();
    const user = userEvent.setup();
    render(SettingsView);
    await user.click(await screen.findByRole('button', { name: 'Forfaits' }));
    await user.click(await screen.findByRole('button', { name: /Ajouter un forfait/ }));
    await user.type(screen.getByLabelText('Nom'), 'Nuit');
    await user.type(screen.getByLabelText('Jeu'), 'PC Arena');
    await user.type(screen.getByLabelText('Prix (F CFA)'), '12 500{Enter}');
    await waitFor(() =>
      expect(desk.calls.find((call) => call.name === 'package.save')?.input).toMatchObject({ name: 'Nuit', price_cents: 1_250_000, duration_minutes: 60, currency: 'XOF' }),
    );
  });

  test.each([
    ['none', 'Aucune caméra branchée'],
    ['busy', 'Caméra occupée'],
    ['refused', 'Accès à la caméra refusé'],
    ['no_format', 'Caméra non lisible'],
  ])('a camera that is %s says so, and what to do', async (state, title) => {
    await openDesk(`camera=${state}`);
    const user = userEvent.setup();
    render(SettingsView);
    await user.click(await screen.findByRole('button', { name: 'Caméra' }));
    expect(await screen.findByText(title)).toBeInTheDocument();
    expect(screen.getByTestId('camera-preview')).toHaveAttribute('data-state', state);
  });

  test('the display opens on the chosen monitor', async () => {
    const desk = await openDesk();
    await desk.execute('setting.set', { key: 'display.monitor', value: 'HDMI-1' }, 'choose');
    const open = vi.spyOn(desk, 'openDisplay');
    const user = userEvent.setup();
    render(SettingsView);
    await user.click(await screen.findByRole('button', { name: 'Affichage' }));
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Écran' })).toHaveValue('HDMI-1'));
    await user.click(screen.getByRole('button', { name: 'Ouvrir' }));
    expect(open).toHaveBeenCalledWith('HDMI-1');
  });
});
