/** Bookings and waiting lists on the Immersion screen: each act, its refusal, and the two ways out of a payment without a seat. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Booking, ImmersionDetail, ImmersionSession } from '$door/contract';
import { refuse, type FakePlatform } from '$platform/fake/fake';
import { listenForShortcuts } from '$shared/keys/shortcuts.svelte';
import { visit } from '$shared/navigation/address.svelte';
import ImmersionView from '$views/ImmersionView.svelte';
import { openDesk, STAFF } from '../support/desk';

const inputsOf = (desk: FakePlatform, name: string): unknown[] => desk.calls.filter((call) => call.name === name).map((call) => call.input);

async function openAt(place: string, options = {}, who?: typeof STAFF): Promise<{ desk: FakePlatform; panel: HTMLElement; session: ImmersionSession }> {
  const desk = await openDesk('', options, who);
  const all = (await desk.query('immersion.list', { include_past: true, include_inactive: true })) as ImmersionSession[];
  // The first one that is not past.
  const session = all.find((one) => one.location.includes(place) && !one.is_over)!;
  visit(`#/immersion?session=${session.immersion_id}`);
  render(ImmersionView);
  const panel = await screen.findByTestId('immersion-panel');
  await within(panel).findByRole('heading', { name: /Réservations/ });
  desk.calls.length = 0;
  return { desk, panel, session };
}
const rowOf = async (panel: HTMLElement, name: string | RegExp): Promise<HTMLElement> => within(panel).findByRole('row', { name: new RegExp(name) });
const detailOf = async (desk: FakePlatform, session: ImmersionSession): Promise<ImmersionDetail> =>
  (await desk.query('immersion.show', { immersion_id: session.immersion_id })) as ImmersionDetail;

async function pick(dialog: HTMLElement, typed: string, name: RegExp): Promise<void> {
  await userEvent.type(within(dialog).getByRole('searchbox', { name: 'Client' }), typed);
  await userEvent.click(await within(dialog).findByRole('option', { name }));
}
async function reason(dialog: HTMLElement, text: string): Promise<void> {
  await userEvent.type(within(dialog).getByLabelText('Motif'), text);
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  return listenForShortcuts();
});

describe('a booking at the counter', () => {
  test('paid at once: the seats are confirmed, the amount is for all of them', async () => {
    const { desk, panel, session } = await openAt('Dakar Plateau');
    await userEvent.keyboard('{Alt>}b{/Alt}');
    const dialog = await screen.findByRole('dialog', { name: /^Réserver/ });
    await pick(dialog, 'thiam', /Adja Thiam/);
    await userEvent.clear(within(dialog).getByLabelText('Nombre de places'));
    await userEvent.type(within(dialog).getByLabelText('Nombre de places'), '2');
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Wave' }));
    await userEvent.type(within(dialog).getByLabelText('Référence du paiement'), 'W-17');
    await userEvent.click(within(dialog).getByRole('button', { name: /^Encaisser 3.994.€/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(inputsOf(desk, 'immersion.book')).toEqual([
      { immersion_id: session.immersion_id, customer_id: 13, seats: 2, paid: true, payment_method: 'wave', reference: 'W-17' },
    ]);
    expect(await within(panel).findByText('2 places libres')).toBeInTheDocument();
  });

  const openWithWallet = async (balance_cents: number): Promise<{ dialog: HTMLElement; desk: Awaited<ReturnType<typeof openAt>>['desk'] }> => {
    const wallet = { customer_id: 13, balance_cents, currency: 'EUR', health: 'ok' };
    const { desk } = await openAt('Dakar Plateau', { overrides: { 'wallet.show': () => ({ wallet }) } });
    await userEvent.keyboard('{Alt>}b{/Alt}');
    const dialog = await screen.findByRole('dialog', { name: /^Réserver/ });
    await pick(dialog, 'thiam', /Adja Thiam/);
    return { dialog, desk };
  };

  test('is paid from the wallet where it suffices', async () => {
    const { dialog, desk } = await openWithWallet(199_700);
    await waitFor(() => expect(within(dialog).getByRole('radio', { name: /^Portefeuille/ })).toBeEnabled());
    await userEvent.click(within(dialog).getByRole('radio', { name: /^Portefeuille/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: /^Encaisser 1.997.€/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(inputsOf(desk, 'immersion.book')).toEqual([expect.objectContaining({ paid: true, payment_method: 'wallet', seats: 1 })]);
  });

  test('says what a wallet lacks, and does not offer it', async () => {
    const { dialog } = await openWithWallet(199_600);
    expect(await within(dialog).findByText(/^Il manque 1.€/)).toBeInTheDocument();
    expect(within(dialog).getByRole('radio', { name: /^Portefeuille/ })).toBeDisabled();
  });

  test('held until its deadline, which runs', async () => {
    const { desk, panel } = await openAt('Saly');
    await userEvent.click(within(panel).getByRole('button', { name: /^Réserver/ }));
    const dialog = await screen.findByRole('dialog', { name: /^Réserver/ });
    await pick(dialog, 'koné', /Bintou Koné/);
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Tenir la place' }));
    expect(await within(dialog).findByText(/La place est tenue 48 h/)).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole('button', { name: /Tenir la place/ }));
    const row = await rowOf(panel, 'Bintou Koné');
    expect(row).toHaveTextContent('En attente de paiement');
    expect(row).toHaveTextContent(/1 j 23 h|2 j 0 h/);
    expect(inputsOf(desk, 'immersion.book')).toEqual([expect.objectContaining({ paid: false, seats: 1 })]);
  });

  test('somebody new is created on the way, and only then booked', async () => {
    const { desk, panel } = await openAt('Saly');
    await userEvent.click(within(panel).getByRole('button', { name: /^Réserver/ }));
    const dialog = await screen.findByRole('dialog', { name: /^Réserver/ });
    await userEvent.type(within(dialog).getByRole('searchbox', { name: 'Client' }), 'Rokhaya Seck 77 888 99 00');
    await userEvent.click(await within(dialog).findByRole('button', { name: /Nouveau client/ }));
    await userEvent.type(within(dialog).getByLabelText('Téléphone'), '{Enter}');
    expect(await within(dialog).findByText('77 888 99 00')).toBeInTheDocument();
    expect(inputsOf(desk, 'immersion.book')).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: /^Encaisser/ }));
    expect(await rowOf(panel, 'Rokhaya Seck')).toHaveTextContent('Confirmée');
    expect(inputsOf(desk, 'immersion.book')).toHaveLength(1);
  });

  test('never more seats than are free', async () => {
    const { panel } = await openAt('Dakar Plateau');
    await userEvent.click(within(panel).getByRole('button', { name: /^Réserver/ }));
    const dialog = await screen.findByRole('dialog', { name: /^Réserver/ });
    await pick(dialog, 'thiam', /Adja Thiam/);
    for (const wrong of ['5', '0', 'deux', '']) {
      await userEvent.clear(within(dialog).getByLabelText('Nombre de places'));
      if (wrong !== '') await userEvent.type(within(dialog).getByLabelText('Nombre de places'), wrong);
      expect(within(dialog).getByLabelText('Nombre de places')).toBeInvalid();
      expect(within(dialog).getByRole('button', { name: /^Encaisser/ })).toBeDisabled();
    }
  });

  test('a seat that went meanwhile is refused in the dialog, and what was typed stays', async () => {
    const { panel } = await openAt('Dakar Plateau', { overrides: { 'immersion.book': () => { throw refuse('immersion_full', { free: 0, wanted: 1 }); } } });
    await userEvent.click(within(panel).getByRole('button', { name: /^Réserver/ }));
    const dialog = await screen.findByRole('dialog', { name: /^Réserver/ });
    await pick(dialog, 'thiam', /Adja Thiam/);
    await userEvent.click(within(dialog).getByRole('button', { name: /^Encaisser/ }));
    expect(await within(dialog).findByText(/Il ne reste plus de place/)).toBeInTheDocument();
    expect(within(dialog).getByText('Adja Thiam')).toBeInTheDocument();
  });

  test('pressed twice, booked once', async () => {
    const { desk, panel } = await openAt('Dakar Plateau', { delay_ms: 15 });
    await userEvent.click(within(panel).getByRole('button', { name: /^Réserver/ }));
    const dialog = await screen.findByRole('dialog', { name: /^Réserver/ });
    await pick(dialog, 'thiam', /Adja Thiam/);
    const button = within(dialog).getByRole('button', { name: /^Encaisser/ });
    await Promise.all([userEvent.click(button), userEvent.click(button)]);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(inputsOf(desk, 'immersion.book')).toHaveLength(1);
  });

  test('a full session takes none, and says why', async () => {
    const { panel } = await openAt('Gorée');
    expect(within(panel).getByRole('button', { name: /^Réserver/ })).toHaveAccessibleDescription(/complète/);
    await userEvent.keyboard('{Alt>}b{/Alt}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

test('a held seat is paid and becomes firm', async () => {
  const { desk, panel } = await openAt('Dakar Plateau');
  await userEvent.click(within(await rowOf(panel, 'En attente de paiement')).getByRole('button', { name: 'Encaisser' }));
  const dialog = await screen.findByRole('dialog', { name: /Encaisser la place/ });
  await userEvent.click(within(dialog).getByRole('radio', { name: 'Orange Money' }));
  await userEvent.click(within(dialog).getByRole('button', { name: /Encaisser et confirmer/ }));
  await waitFor(() => expect(within(panel).queryByText('En attente de paiement')).toBeNull());
  expect(inputsOf(desk, 'immersion.confirm')).toEqual([{ booking_id: expect.any(String), payment_method: 'orange_money' }]);
});

test('an unpaid booking is cancelled with its reason; the seat is free again', async () => {
  const { desk, panel } = await openAt('Dakar Plateau');
  await userEvent.click(within(await rowOf(panel, 'En attente de paiement')).getByRole('button', { name: 'Annuler la réservation' }));
  const dialog = await screen.findByRole('dialog', { name: /Annuler la réservation/ });
  expect(within(dialog).getByRole('button', { name: /Annuler la réservation/ })).toBeDisabled();
  await reason(dialog, 'Ne vient pas');
  await userEvent.click(within(dialog).getByRole('button', { name: /Annuler la réservation/ }));
  expect(await within(panel).findByText('5 places libres')).toBeInTheDocument();
  expect(inputsOf(desk, 'immersion.cancel_booking')).toEqual([{ booking_id: expect.any(String), reason: 'Ne vient pas' }]);
  await userEvent.click(within(panel).getByRole('button', { name: /Montrer les 2 annulées/ }));
  expect(within(panel).getAllByText('Annulée')).toHaveLength(2);
});

test('a paid booking is refunded, once asked, by a manager', async () => {
  const { desk, panel } = await openAt('Gorée');
  await userEvent.click(within(await rowOf(panel, 'Khady Sow')).getByRole('button', { name: 'Rembourser' }));
  const dialog = await screen.findByRole('dialog', { name: /Rembourser Khady Sow/ });
  expect(within(dialog).getByText(/Rendez 1.997,50.€ à Khady Sow/)).toBeInTheDocument();
  expect(within(dialog).getByRole('radio', { name: 'Carte' })).toBeChecked();
  await reason(dialog, 'Malade');
  await userEvent.click(within(dialog).getByRole('button', { name: /^Rembourser 1.997,50.€/ }));
  await waitFor(() => expect(inputsOf(desk, 'immersion.refund_booking')).toEqual([{ booking_id: expect.any(String), reason: 'Malade', method: 'card' }]));
  await waitFor(() => expect(within(panel).queryByRole('row', { name: /Khady Sow/ })).toBeNull());
  // The seat goes to the first party it is enough for: not to the two who wait first, but to the one who waits alone.
  expect(await within(panel).findByText('Place proposée')).toBeInTheDocument();
});

test('staff cannot refund, and see why', async () => {
  const { panel } = await openAt('Gorée', {}, STAFF);
  expect(within(await rowOf(panel, 'Khady Sow')).getByRole('button', { name: /Rembourser \(réservé aux responsables\)/ })).toBeDisabled();
});

test('another session is chosen with its free seats and the difference in price', async () => {
  const { desk, panel, session } = await openAt('Gorée');
  await userEvent.click(within(await rowOf(panel, 'Khady Sow')).getByRole('button', { name: 'Changer de session' }));
  const dialog = await screen.findByRole('dialog', { name: /Autre session pour Khady Sow/ });
  const choices = await within(dialog).findAllByRole('button', { name: /place/ });
  expect(choices.some((choice) => choice.textContent?.includes(session.location))).toBe(false);
  const full = choices.find((choice) => choice.textContent?.includes('Saint-Louis'))!;
  expect(full).toBeDisabled();
  const saly = choices.find((choice) => choice.textContent?.includes('Saly'))!;
  expect(saly).toHaveTextContent(/499,50.€ de plus/);
  expect(choices.find((choice) => /F.CFA/.test(choice.textContent ?? ''))).toHaveTextContent('Autre monnaie');
  await userEvent.click(saly);
  await waitFor(() => expect(within(panel).queryByRole('row', { name: /Khady Sow/ })).toBeNull());
  expect(inputsOf(desk, 'immersion.move_booking')).toHaveLength(1);
});

describe('a payment without a seat', () => {
  test('stands on top, and is resolved by another session', async () => {
    const { desk, panel } = await openAt('Gorée');
    expect(within(panel).getByText(/1.997,50.€ payé, mais la session était complète\./)).toBeInTheDocument();
    await userEvent.click(within(panel).getByRole('button', { name: 'Autre session' }));
    const dialog = await screen.findByRole('dialog', { name: /Autre session pour Adja Thiam/ });
    await userEvent.click((await within(dialog).findAllByRole('button', { name: /Saly/ }))[0]!);
    await waitFor(() => expect(within(panel).queryByText(/mais la session était complète/)).toBeNull());
    const undecided = (await desk.query('immersion.bookings', { undecided: true })) as Booking[];
    expect(undecided.map((one) => one.problem)).toEqual(['amount_differs']);
  });

  test('or by giving the money back', async () => {
    const { desk, panel } = await openAt('Gorée');
    const card = within(panel).getByRole('article');
    await userEvent.click(within(card).getByRole('button', { name: 'Rembourser' }));
    const dialog = await screen.findByRole('dialog', { name: /Rembourser Adja Thiam/ });
    expect(within(dialog).getByText(/Aucune place n’avait été donnée/)).toBeInTheDocument();
    await reason(dialog, 'Session complète');
    await userEvent.click(within(dialog).getByRole('button', { name: /^Rembourser/ }));
    await waitFor(() => expect(within(panel).queryByRole('article')).toBeNull());
    expect(inputsOf(desk, 'immersion.refund_booking')).toHaveLength(1);
  });

  test('all of them are shown from the top of the screen', async () => {
    await openAt('Saly');
    const alert = (await screen.findByText('2 paiements attendent une décision.')).closest('[role="alert"]') as HTMLElement;
    await userEvent.click(within(alert).getByRole('button', { name: 'Décider' }));
    const dialog = await screen.findByRole('dialog', { name: 'Payé, et à décider' });
    expect(within(dialog).getAllByRole('article')).toHaveLength(2);
    expect(within(dialog).getByText(/Gorée/)).toBeInTheDocument();
  });

  test('staff may give another seat, but neither accept nor refund', async () => {
    const { panel } = await openAt('Saint-Louis', {}, STAFF);
    const card = within(panel).getByRole('article');
    expect(within(card).getByRole('button', { name: 'Autre session' })).toBeEnabled();
    for (const name of ['Accepter ce paiement', 'Rembourser']) expect(within(card).getByRole('button', { name })).toBeDisabled();
  });
});

test('another amount than the price is said with both, and can be accepted once a seat is free', async () => {
  const { desk, panel } = await openAt('Saint-Louis');
  expect(within(panel).getByText(/997.€ payé au lieu de 1.997.€\./)).toBeInTheDocument();
  const accept = async (): Promise<HTMLElement> => {
    await userEvent.click(within(panel).getByRole('button', { name: 'Accepter ce paiement' }));
    const dialog = await screen.findByRole('dialog', { name: /Accepter le paiement/ });
    await reason(dialog, 'Promotion');
    await userEvent.click(within(dialog).getByRole('button', { name: /Accepter ce paiement/ }));
    return dialog;
  };
  const dialog = await accept();
  expect(await within(dialog).findByText(/Il ne reste plus de place/)).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole('button', { name: /Annuler/ }));
  const held = await rowOf(panel, 'En attente de paiement');
  await userEvent.click(within(held).getByRole('button', { name: 'Annuler la réservation' }));
  const cancelling = await screen.findByRole('dialog');
  await reason(cancelling, 'Ne vient pas');
  await userEvent.click(within(cancelling).getByRole('button', { name: /Annuler la réservation/ }));
  // The party in line was offered that seat: it declines.
  await userEvent.click(await within(panel).findByRole('button', { name: 'Retirer de la liste d’attente' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Retirer de la liste d’attente' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await accept();
  await waitFor(() => expect(within(panel).queryByRole('article')).toBeNull());
  expect(inputsOf(desk, 'immersion.accept_booking').at(-1)).toEqual({ booking_id: expect.any(String), reason: 'Promotion' });
});

test('a no-show is noted from the first day on, and taken back', async () => {
  const desk = await openDesk();
  const all = (await desk.query('immersion.list', { include_past: true, include_inactive: true })) as ImmersionSession[];
  const past = all.find((one) => one.is_over)!;
  visit(`#/immersion?session=${past.immersion_id}`);
  render(ImmersionView);
  const panel = await screen.findByTestId('immersion-panel');
  const row = (await within(panel).findAllByRole('row', { name: /Confirmée/ }))[0]!;
  await userEvent.click(within(row).getByRole('button', { name: 'Noter l’absence' }));
  expect(await within(panel).findByText('Absent')).toBeInTheDocument();
  await userEvent.click(within(panel).getByRole('button', { name: 'Finalement venu' }));
  await waitFor(() => expect(within(panel).queryByText('Absent')).toBeNull());
  expect(inputsOf(desk, 'immersion.no_show')).toEqual([expect.objectContaining({ no_show: true }), expect.objectContaining({ no_show: false })]);
});

test('a no-show before its first day is not offered', async () => {
  const { panel } = await openAt('Gorée');
  expect(within(panel).queryByRole('button', { name: 'Noter l’absence' })).toBeNull();
});

test('a booking opens in full: facts, history, licence, and all bookings of the customer', async () => {
  const { panel } = await openAt('Gorée');
  const row = await rowOf(panel, 'Khady Sow');
  row.focus();
  await userEvent.keyboard('{Enter}');
  const dialog = await screen.findByRole('dialog', { name: 'Khady Sow' });
  expect(await within(dialog).findByText('Licence immersion')).toBeInTheDocument();
  expect(within(dialog).getByText('Paiement en ligne')).toBeInTheDocument();
  expect(within(dialog).getAllByRole('listitem').map((item) => item.textContent)).toEqual([expect.stringContaining('Confirmée'), expect.stringContaining('Réservée')]);
  await userEvent.click(within(dialog).getByRole('button', { name: /Toutes les réservations de Khady Sow/ }));
  const all = await screen.findByRole('dialog', { name: /Toutes les réservations de Khady Sow/ });
  expect((await within(all).findAllByRole('row')).length).toBeGreaterThan(1);
  expect(within(all).getByRole('columnheader', { name: 'Session' })).toBeInTheDocument();
  await userEvent.click(within(all).getAllByRole('button', { name: /^Fermer/ })[0]!);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(await rowOf(panel, 'Khady Sow')).toHaveFocus();
});

test('what another desk does is seen at once', async () => {
  const { desk, panel, session } = await openAt('Saly');
  await desk.execute('immersion.book', { immersion_id: session.immersion_id, customer_id: 3, paid: true, payment_method: 'cash' }, 'another-desk');
  expect(await rowOf(panel, 'Mariama Camara')).toHaveTextContent('Confirmée');
});

describe('the waiting list', () => {
  test('says who waits, how many they are, and their place', async () => {
    const { panel } = await openAt('Gorée');
    const line = within(panel).getAllByRole('listitem').filter((item) => /Attend/.test(item.textContent ?? ''));
    expect(line).toHaveLength(2);
    expect(line[0]).toHaveTextContent(/1.*Aïssatou Bâ.*2 places/);
    expect(within(line[1]!).getByLabelText('2e de la file')).toBeInTheDocument();
    expect(within(line[0]!).getByRole('button', { name: 'Proposer maintenant' })).toHaveAccessibleDescription('Pas assez de places libres (0).');
  });

  test('a party joins it, with its size', async () => {
    const { desk, panel, session } = await openAt('Gorée');
    await userEvent.keyboard('{Alt>}a{/Alt}');
    const dialog = await screen.findByRole('dialog', { name: /Liste d’attente/ });
    await pick(dialog, 'camara', /Mariama Camara/);
    await userEvent.clear(within(dialog).getByLabelText('Personnes dans le groupe'));
    await userEvent.type(within(dialog).getByLabelText('Personnes dans le groupe'), '3{Enter}');
    await waitFor(() => expect(inputsOf(desk, 'immersion.join_waiting')).toEqual([{ immersion_id: session.immersion_id, customer_id: 3, party_size: 3 }]));
    expect(await within(panel).findByLabelText('3e de la file')).toBeInTheDocument();
  });

  test('who waits already is refused', async () => {
    await openAt('Gorée');
    await userEvent.keyboard('{Alt>}a{/Alt}');
    const dialog = await screen.findByRole('dialog', { name: /Liste d’attente/ });
    await pick(dialog, 'aissatou', /Aïssatou Bâ/);
    await userEvent.click(within(dialog).getByRole('button', { name: /Inscrire en attente/ }));
    expect(await within(dialog).findByText(/déjà sur la liste d’attente/)).toBeInTheDocument();
  });

  test('with enough free seats the party is offered them at once; accepted and paid, they are confirmed', async () => {
    const { desk, panel, session } = await openAt('Saly');
    await userEvent.keyboard('{Alt>}a{/Alt}');
    const joining = await screen.findByRole('dialog', { name: /Liste d’attente/ });
    await pick(joining, 'camara', /Mariama Camara/);
    await userEvent.clear(within(joining).getByLabelText('Personnes dans le groupe'));
    await userEvent.type(within(joining).getByLabelText('Personnes dans le groupe'), '2{Enter}');
    expect(await within(panel).findByText('Place proposée')).toBeInTheDocument();
    expect(within(panel).getByText('Offre valable encore')).toBeInTheDocument();
    await userEvent.click(within(panel).getByRole('button', { name: 'Accepter' }));
    const accepting = await screen.findByRole('dialog', { name: /Mariama Camara accepte/ });
    await userEvent.click(within(accepting).getByRole('button', { name: /^Encaisser 4.994.€/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(inputsOf(desk, 'immersion.accept_offer')).toEqual([expect.objectContaining({ paid: true, payment_method: 'cash' })]);
    const { bookings } = await detailOf(desk, session);
    expect(bookings.map((one) => one.status)).toEqual(['confirmed', 'confirmed']);
    expect(within(panel).getByText('Personne n’attend.')).toBeInTheDocument();
  });

  test('out of turn, a party is offered seats; who leaves gives them back', async () => {
    const { desk, panel, session } = await openAt('Gorée');
    const [first] = (await detailOf(desk, session)).bookings;
    await desk.execute('immersion.refund_booking', { booking_id: first!.booking_id, reason: 'x' }, 'free-one');
    const offered = (await within(panel).findByText('Place proposée')).closest('li')!;
    expect(offered).toHaveTextContent('Jean-Baptiste Kouassi');
    await userEvent.click(within(offered).getByRole('button', { name: 'Retirer de la liste d’attente' }));
    const dialog = await screen.findByRole('dialog', { name: /Retirer Jean-Baptiste Kouassi/ });
    expect(within(dialog).getByText('Les places proposées vont au groupe suivant.')).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Retirer de la liste d’attente' }));
    expect(await within(panel).findByText('1 place libre')).toBeInTheDocument();
    expect(inputsOf(desk, 'immersion.leave_waiting')).toHaveLength(1);
  });
});
