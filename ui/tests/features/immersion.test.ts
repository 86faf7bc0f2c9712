/** The Immersion screen: sessions, their seats, the month, and what a manager does with a session. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { refuse, type FakePlatform } from '$platform/fake/fake';
import { addDays, addMonths, formatWholeDay, monthOf, monthWeeks } from '$shared/format/calendar';
import { formatDayRange } from '$shared/format/day-range';
import { listenForShortcuts } from '$shared/keys/shortcuts.svelte';
import { visit } from '$shared/navigation/address.svelte';
import ImmersionView from '$views/ImmersionView.svelte';
import { openDesk, STAFF } from '../support/desk';

interface Told {
  immersion_id: string;
  starts_on: string;
  ends_on: string;
  location: string;
}

async function openImmersion(options = {}, query = '', who?: typeof STAFF): Promise<FakePlatform> {
  const desk = await openDesk(query, options, who);
  render(ImmersionView);
  return desk;
}
const inputsOf = (desk: FakePlatform, name: string): unknown[] => desk.calls.filter((call) => call.name === name).map((call) => call.input);
const rows = (): HTMLElement[] => within(screen.getByRole('list', { name: 'Sessions d’immersion' })).getAllByRole('button');
const told = async (desk: FakePlatform): Promise<Told[]> => (await desk.query('immersion.list', { include_past: true, include_inactive: true })) as Told[];
const dates = (session: { starts_on: string; ends_on: string }): string => formatDayRange(session.starts_on, session.ends_on, 'fr');

async function openSession(desk: FakePlatform, place: string): Promise<HTMLElement> {
  await waitFor(() => expect(rows().some((row) => row.textContent?.includes(place))).toBe(true));
  const row = rows().find((one) => one.textContent?.includes(place))!;
  await userEvent.click(row);
  const panel = await screen.findByTestId('immersion-panel');
  const session = (await told(desk)).find((one) => one.immersion_id === row.dataset.session);
  await within(panel).findByRole('heading', { name: dates(session!) });
  return panel;
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  visit('#/immersion');
  return listenForShortcuts();
});

test('the coming sessions stand with their dates, places, prices and seats in words', async () => {
  const desk = await openImmersion();
  await screen.findByText('À venir (8)');
  const [first] = (await told(desk)).filter((one) => one.location === 'Dakar Plateau' && one.ends_on >= new Date().toISOString().slice(0, 10));
  const row = rows()[0]!;
  expect(row).toHaveTextContent(dates(first!));
  expect(row).toHaveTextContent('Ouverte');
  expect(row).toHaveTextContent('1 997 €');
  expect(row).toHaveTextContent('4 places libres');
  expect(within(row).getByRole('img')).toHaveAccessibleName('4 places prises sur 8, 3 confirmées, 1 tenue, 4 libres');
  expect(rows()).toHaveLength(8);
});

test('prices are written as people write them', async () => {
  await openImmersion();
  await screen.findByText('À venir (8)');
  expect(screen.getByText('1 997,50 €')).toBeInTheDocument();
  expect(screen.getByText('1 500 000 F CFA')).toBeInTheDocument();
});

test('what does not add up is said in words, beside the red', async () => {
  await openImmersion();
  expect(await screen.findByText('2 places annoncées en plus')).toBeInTheDocument();
  expect(screen.getAllByText('1 payée, à décider')).toHaveLength(2);
  expect(screen.getAllByRole('img').some((bar) => /1 à décider/.test(bar.getAttribute('aria-label') ?? ''))).toBe(true);
});

test('past and inactive sessions have their own lists', async () => {
  await openImmersion();
  await userEvent.click(await screen.findByRole('radio', { name: 'Passées (2)' }));
  await waitFor(() => expect(rows()).toHaveLength(2));
  // The newest first: what was last is looked for first.
  expect(rows()[0]).toHaveTextContent('7/8');
  await userEvent.click(screen.getByRole('radio', { name: 'Retirées (1)' }));
  await waitFor(() => expect(rows()[0]).toHaveTextContent('Thiès'));
});

test('the search asks the desk, by name as well', async () => {
  const desk = await openImmersion();
  await screen.findByText('À venir (8)');
  await userEvent.keyboard('{Control>}f{/Control}');
  expect(screen.getByRole('searchbox')).toHaveFocus();
  await userEvent.keyboard('goree');
  await waitFor(() => expect(rows()).toHaveLength(1));
  expect(rows()[0]).toHaveTextContent('Gorée');
  expect(inputsOf(desk, 'immersion.list').at(-1)).toMatchObject({ search: 'goree' });
  await userEvent.keyboard('{ArrowDown}');
  await waitFor(() => expect(rows()[0]).toHaveFocus());
  // Esc undoes the search, and leaves what is open alone.
  await userEvent.keyboard('{Enter}');
  const panel = await screen.findByTestId('immersion-panel');
  screen.getByRole('searchbox').focus();
  await userEvent.keyboard('{Escape}');
  expect(screen.getByRole('searchbox')).toHaveValue('');
  expect(panel).toBeInTheDocument();
  await userEvent.type(screen.getByRole('searchbox'), 'xyz');
  expect(await screen.findByText('Rien ne correspond ici')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Effacer la recherche' }));
  await waitFor(() => expect(rows()).toHaveLength(8));
});

test('arrows go through the list, Enter opens, the panel follows, Esc gives the focus back', async () => {
  await openImmersion();
  await screen.findByText('À venir (8)');
  rows()[0]!.focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(rows()[1]).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  const panel = await screen.findByTestId('immersion-panel');
  expect(await within(panel).findByText('Saint-Louis, Hôtel de la Poste')).toBeInTheDocument();
  await userEvent.keyboard('{End}');
  expect(await within(screen.getByTestId('immersion-panel')).findByText(/Île de Ngor/)).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByTestId('immersion-panel')).toBeNull();
  expect(rows().at(-1)).toHaveFocus();
});

test('the month marks today, spans sessions over their days, and goes on by keyboard', async () => {
  const desk = await openImmersion();
  await screen.findByText('À venir (8)');
  const here = new Date().toISOString().slice(0, 10);
  const today = await screen.findByRole('gridcell', { current: 'date' });
  expect(today).toHaveAttribute('data-day', here);
  today.focus();
  await userEvent.keyboard('{PageDown}');
  await waitFor(() => expect(document.activeElement).toHaveAttribute('data-day', addMonths(here, 1)));
  const shown = (document.activeElement as HTMLElement).dataset.day!;
  expect(monthOf(shown)).toBe(monthOf(addMonths(here, 1)));
  // A session of the month is said with its days, and its bar is drawn in each of its weeks.
  const inMonth = (await told(desk)).find((one) => monthOf(one.starts_on) === monthOf(shown))!;
  expect(await screen.findByRole('gridcell', { name: new RegExp(`^${formatWholeDay(inMonth.starts_on, 'fr')}, ${dates(inMonth)}`) })).toBeInTheDocument();
  const weeks = monthWeeks(monthOf(shown));
  expect(inputsOf(desk, 'immersion.list')).toContainEqual({ include_past: true, include_inactive: true, from: weeks[0]![0], to: weeks.at(-1)!.at(-1) });
});

test('a bar of the month opens its session; an empty day begins a new one', async () => {
  const desk = await openImmersion();
  await screen.findByText('À venir (8)');
  const bar = (await screen.findAllByTitle(/Dakar Plateau · Ouverte · 4\/8/))[0]!;
  await userEvent.click(bar);
  const panel = await screen.findByTestId('immersion-panel');
  expect(await within(panel).findByText('4 places libres')).toBeInTheDocument();
  // The month made room for it: the keyboard goes on in the list.
  await waitFor(() => expect(rows()[0]).toHaveFocus());
  await userEvent.keyboard('{Alt>}m{/Alt}');
  const sessions = await told(desk);
  const shown = await screen.findAllByRole('gridcell');
  const empty = shown.find((cell) => !sessions.some((one) => one.starts_on <= cell.dataset.day! && one.ends_on >= cell.dataset.day!))!;
  const day = empty.dataset.day!;
  await userEvent.click(empty);
  const dialog = await screen.findByRole('dialog', { name: 'Nouvelle session d’immersion' });
  expect(within(dialog).getByText(formatWholeDay(day, 'fr'))).toBeInTheDocument();
  expect(within(dialog).getByText(`${formatWholeDay(addDays(day, 4), 'fr')} · 5 jours`)).toBeInTheDocument();
});

test('a session is created, and opens', async () => {
  const desk = await openImmersion();
  await screen.findByText('À venir (8)');
  await userEvent.keyboard('{Alt>}n{/Alt}');
  const dialog = await screen.findByRole('dialog', { name: 'Nouvelle session d’immersion' });
  const first = within(dialog).getByLabelText('Premier jour');
  await userEvent.clear(first);
  await userEvent.type(first, '29/12/2031');
  // The last day keeps its distance: five days, over the turn of the year.
  expect(within(dialog).getByLabelText('Dernier jour')).toHaveValue('2 janvier 2032');
  expect(within(dialog).getByText('vendredi 2 janvier 2032 · 5 jours')).toBeInTheDocument();
  await userEvent.selectOptions(within(dialog).getByLabelText('Monnaie'), 'EUR');
  await userEvent.type(within(dialog).getByLabelText('Prix par place'), '1 997,50');
  await userEvent.type(within(dialog).getByLabelText('Lieu'), 'Ziguinchor{Enter}');
  await waitFor(() =>
    expect(inputsOf(desk, 'immersion.create')).toEqual([
      { starts_on: '2031-12-29', ends_on: '2032-01-02', max_places: 8, external_places: 0, location: 'Ziguinchor', price_cents: 199_750, currency: 'EUR', is_active: true },
    ]),
  );
  expect(await screen.findByRole('heading', { name: '29 décembre 2031 – 2 janvier 2032' })).toBeInTheDocument();
});

test('what is typed wrong is said where it is, and nothing can be sent', async () => {
  const desk = await openImmersion();
  await screen.findByText('À venir (8)');
  await userEvent.click(screen.getByRole('button', { name: /Nouvelle session/ }));
  const dialog = await screen.findByRole('dialog');
  const last = within(dialog).getByLabelText('Dernier jour');
  await userEvent.clear(last);
  await userEvent.type(last, '1/1/2020');
  expect(within(dialog).getByText('Le dernier jour vient avant le premier.')).toBeInTheDocument();
  await userEvent.clear(within(dialog).getByLabelText('Places'));
  await userEvent.type(within(dialog).getByLabelText('Places'), '0');
  expect(within(dialog).getByText(/Un nombre de 1 à 1/)).toBeInTheDocument();
  await userEvent.type(within(dialog).getByLabelText('Prix par place'), 'gratuit{Enter}');
  expect(within(dialog).getByText('Ce n’est pas un montant.')).toBeInTheDocument();
  expect(within(dialog).getByRole('button', { name: /Créer la session/ })).toBeDisabled();
  expect(inputsOf(desk, 'immersion.create')).toEqual([]);
});

test('a session is edited where it stands: Enter saves what changed, with its revision', async () => {
  const desk = await openImmersion();
  const panel = await openSession(desk, 'Saly');
  await userEvent.keyboard('{Alt>}e{/Alt}');
  const place = await within(panel).findByLabelText('Lieu');
  await userEvent.clear(place);
  await userEvent.type(place, 'Mbour{Enter}');
  await waitFor(() => expect(inputsOf(desk, 'immersion.edit')).toEqual([{ immersion_id: expect.any(String), location: 'Mbour', revision: 1 }]));
  expect(await within(panel).findByText('Mbour')).toBeInTheDocument();
  expect(within(panel).queryByLabelText('Lieu')).toBeNull();
});

test('Esc leaves the session as it was', async () => {
  const desk = await openImmersion();
  const panel = await openSession(desk, 'Saly');
  await userEvent.click(within(panel).getByRole('button', { name: /Modifier/ }));
  await userEvent.type(await within(panel).findByLabelText('Lieu'), ' Nord');
  await userEvent.keyboard('{Escape}');
  expect(within(panel).queryByLabelText('Lieu')).toBeNull();
  expect(within(panel).getByText('Saly Portudal')).toBeInTheDocument();
  expect(inputsOf(desk, 'immersion.edit')).toEqual([]);
});

test('fewer seats than are taken: the number is said while typing, and nothing can be saved', async () => {
  const desk = await openImmersion();
  const panel = await openSession(desk, 'Gorée');
  await userEvent.click(within(panel).getByRole('button', { name: /Modifier/ }));
  const seats = await within(panel).findByLabelText('Places');
  await userEvent.clear(seats);
  await userEvent.type(seats, '7');
  expect(within(panel).getByText('8 places sont prises : pas moins.')).toBeInTheDocument();
  expect(within(panel).getByRole('button', { name: /Enregistrer/ })).toBeDisabled();
  await userEvent.keyboard('{Enter}');
  expect(inputsOf(desk, 'immersion.edit')).toEqual([]);
});

test('who is concerned by other days is shown before they are saved, and can be copied', async () => {
  const written = vi.fn(() => Promise.resolve());
  const desk = await openImmersion();
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(written);
  const panel = await openSession(desk, 'Gorée');
  await user.click(within(panel).getByRole('button', { name: /Modifier/ }));
  const first = await within(panel).findByLabelText('Premier jour');
  await user.clear(first);
  await user.type(first, '3/3/2031');
  const concerned = await within(panel).findByRole('region', { name: 'Personnes concernées' });
  // Eight with a seat (one of them paid once more), two parties in line: each is called once.
  expect(within(concerned).getByText('10 personnes concernées')).toBeInTheDocument();
  expect(within(concerned).getByText('Adja Thiam')).toBeInTheDocument();
  await user.click(within(concerned).getByRole('button', { name: 'Copier la liste' }));
  expect(await within(concerned).findByText('Copiée')).toBeInTheDocument();
  expect(written).toHaveBeenCalledWith(expect.stringContaining('Adja Thiam\t+221'));
  expect(inputsOf(desk, 'immersion.impact').at(-1)).toMatchObject({ starts_on: '2031-03-03', ends_on: '2031-03-07' });
});

test('somebody else changed it meanwhile: said, and their version can be taken up', async () => {
  const desk = await openImmersion({ overrides: { 'immersion.edit': () => { throw refuse('immersion_changed'); } } });
  const panel = await openSession(desk, 'Saly');
  await userEvent.click(within(panel).getByRole('button', { name: /Modifier/ }));
  await userEvent.type(await within(panel).findByLabelText('Lieu'), ' Nord{Enter}');
  expect(await within(panel).findByRole('alert')).toBeInTheDocument();
  expect(within(panel).getByLabelText('Lieu')).toHaveValue('Saly Portudal Nord');
  await userEvent.click(within(panel).getByRole('button', { name: 'Reprendre la version actuelle' }));
  expect(within(panel).getByLabelText('Lieu')).toHaveValue('Saly Portudal');
  expect(within(panel).queryByRole('alert')).toBeNull();
});

test('a duplicate shows where its days fall, and opens', async () => {
  const desk = await openImmersion();
  await openSession(desk, 'Saint-Louis');
  await userEvent.keyboard('{Alt>}d{/Alt}');
  const dialog = await screen.findByRole('dialog', { name: 'Dupliquer la session' });
  const first = within(dialog).getByLabelText('Premier jour');
  await userEvent.clear(first);
  await userEvent.type(first, '29/12/2031');
  expect(within(dialog).getByText('29 décembre 2031 – 2 janvier 2032')).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole('button', { name: /Dupliquer/ }));
  expect(await screen.findByRole('heading', { name: '29 décembre 2031 – 2 janvier 2032' })).toBeInTheDocument();
  expect(inputsOf(desk, 'immersion.duplicate')).toEqual([{ immersion_id: expect.any(String), starts_on: '2031-12-29' }]);
  expect(within(screen.getByTestId('immersion-panel')).getByText('Aucune réservation')).toBeInTheDocument();
});

test('deleting is refused with bookings, and offers to show them', async () => {
  const desk = await openImmersion();
  const panel = await openSession(desk, 'Gorée');
  await userEvent.click(within(panel).getByRole('button', { name: 'Supprimer' }));
  const dialog = await screen.findByRole('dialog', { name: /Supprimer la session/ });
  await userEvent.click(within(dialog).getByRole('button', { name: 'Supprimer' }));
  await userEvent.click(await within(dialog).findByRole('button', { name: 'Voir les réservations' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(within(screen.getByTestId('immersion-panel')).getByRole('table', { name: 'Réservations' })).toBeInTheDocument();
  expect(await told(desk)).toHaveLength(11);
});

test('an empty session is deleted and leaves the list', async () => {
  const desk = await openImmersion();
  const panel = await openSession(desk, 'Saly');
  await userEvent.click(within(panel).getByRole('button', { name: 'Supprimer' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Supprimer' }));
  await waitFor(() => expect(screen.queryByTestId('immersion-panel')).toBeNull());
  await waitFor(() => expect(rows()).toHaveLength(7));
});

test('closing shows who is concerned, then nobody can be booked; reopening takes it back', async () => {
  const desk = await openImmersion();
  const panel = await openSession(desk, 'Gorée');
  await userEvent.click(within(panel).getByRole('button', { name: /Fermer la session/ }));
  const dialog = await screen.findByRole('dialog', { name: /Fermer la session/ });
  expect(await within(dialog).findByText('10 personnes concernées')).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole('button', { name: /Fermer la session/ }));
  expect(await within(panel).findByText('Fermée')).toBeInTheDocument();
  expect(within(panel).getByRole('button', { name: /Réserver/ })).toBeDisabled();
  expect(within(panel).getByRole('button', { name: /Inscrire en attente/ })).toHaveAccessibleDescription('La session est fermée.');
  await userEvent.click(within(panel).getByRole('button', { name: 'Rouvrir' }));
  await waitFor(() => expect(within(panel).getByText('Complète')).toBeInTheDocument());
  expect(inputsOf(desk, 'immersion.reopen')).toHaveLength(1);
});

test.each([
  ['Compter 2 places prises ailleurs', true, '2 prises ailleurs'],
  ['S’en tenir aux réservations', false, '8 libres'],
])('a claim is settled: %s', async (name, accept, then) => {
  const desk = await openImmersion();
  await userEvent.click((await screen.findByText('2 places annoncées en plus')).closest('button')!);
  const panel = await screen.findByTestId('immersion-panel');
  await userEvent.click(await within(panel).findByRole('button', { name }));
  expect(await within(panel).findByText(then)).toBeInTheDocument();
  expect(inputsOf(desk, 'immersion.settle_claim')).toEqual([expect.objectContaining({ accept })]);
  expect(within(panel).queryByRole('group', { name: /ne correspondent pas/ })).toBeNull();
});

test('staff see what they may not do, with the reason', async () => {
  const desk = await openImmersion({}, '', STAFF);
  const panel = await openSession(desk, 'Gorée');
  for (const name of [/Modifier/, /Dupliquer/, /Fermer la session/, 'Supprimer', 'Rembourser']) {
    const button = within(panel).getAllByRole('button', { name })[0]!;
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription('Réservé aux responsables.');
  }
  expect(screen.getByRole('button', { name: /Nouvelle session/ })).toBeDisabled();
  await userEvent.keyboard('{Alt>}e{/Alt}{Alt>}d{/Alt}{Alt>}n{/Alt}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(within(panel).queryByLabelText('Lieu')).toBeNull();
});

test('the bookings are kept as a table', async () => {
  const desk = await openImmersion();
  const saved = vi.spyOn(desk, 'saveTextFile').mockImplementation((name) => Promise.resolve(`/home/x/${name}`));
  const panel = await openSession(desk, 'Gorée');
  await userEvent.click(within(panel).getByRole('button', { name: /Exporter/ }));
  await waitFor(() => expect(saved).toHaveBeenCalledOnce());
  expect(saved.mock.calls[0]?.[0]).toMatch(/\.csv$/);
  expect(inputsOf(desk, 'immersion.csv')).toEqual([{ immersion_id: expect.any(String) }]);
});

test('a table that could not be kept says so', async () => {
  const desk = await openImmersion();
  vi.spyOn(desk, 'saveTextFile').mockRejectedValue(refuse('file_not_saved'));
  await screen.findByText('À venir (8)');
  await userEvent.click(screen.getByRole('button', { name: /Exporter toutes/ }));
  expect(await screen.findByText(/Le fichier n’a pas pu être enregistré/)).toBeInTheDocument();
});

test('nothing there says what to do; a failure says what happened and can be tried again', async () => {
  await openImmersion({}, 'scenario=empty');
  expect(await screen.findByText('Aucune session à venir')).toBeInTheDocument();
  expect(screen.getAllByRole('button', { name: /Nouvelle session/ })).toHaveLength(2);
});

test('a failure says what happened, and the next try succeeds', async () => {
  let broken = true;
  await openImmersion({ overrides: { 'immersion.list': () => { if (broken) throw refuse('storage_busy'); return []; } } });
  const note = (await screen.findAllByText('Les livres sont occupés. Rien n’a été modifié.'))[0]!.closest('[role="alert"]') as HTMLElement;
  broken = false;
  await userEvent.click(within(note).getByRole('button', { name: 'Réessayer' }));
  expect(await screen.findByText('Aucune session à venir')).toBeInTheDocument();
});

test('a link leads to its session, or to its booking', async () => {
  const desk = await openDesk();
  const sessions = await told(desk);
  const gorée = sessions.find((one) => one.location === 'Gorée')!;
  const { bookings } = (await desk.query('immersion.show', { immersion_id: gorée.immersion_id })) as { bookings: { booking_id: string; problem: string | null }[] };
  const alert = bookings.find((one) => one.problem === 'no_seat')!;
  visit(`#/immersion?booking=${alert.booking_id}`);
  render(ImmersionView);
  expect(await screen.findByRole('dialog', { name: 'Adja Thiam' })).toBeInTheDocument();
  expect(await screen.findByRole('heading', { name: dates(gorée) })).toBeInTheDocument();
});

test('a link to what is gone says so', async () => {
  await openDesk();
  visit('#/immersion?session=gone');
  render(ImmersionView);
  expect(await screen.findByRole('alert')).toBeInTheDocument();
});
