import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import Rail from '$app/Rail.svelte';
import { ask } from '$door/client.svelte';
import type { PaymentEvent } from '$door/contract';
import type { FakeOptions, FakePlatform } from '$platform/fake/fake';
import { visit } from '$shared/navigation/address.svelte';
import MonitorView from '$views/MonitorView.svelte';
import { openDesk, STAFF } from '../support/desk';

const EVENT: PaymentEvent = {
  event_id: 7, provider: 'stripe', provider_event_id: 'evt_7', event_type: 'checkout.session.completed', outcome: 'paid_without_seat', args: { customer_name: 'Awa Diop' },
  received_at: '2026-11-20T10:00:00.000Z', processed_at: null, deliveries: 1, target_kind: 'immersion', target_id: null, via: 'http', needs_decision: true,
};
const inbox = (...events: PaymentEvent[]): FakeOptions => ({ overrides: { 'payment_event.list': { events, total: events.length } } });

afterEach(() => visit('#/'));

async function open(options: FakeOptions = inbox(), who?: typeof STAFF): Promise<{ desk: FakePlatform; user: ReturnType<typeof userEvent.setup> }> {
  const desk = await openDesk('', options, who);
  visit('#/monitor?tab=alerts');
  const user = userEvent.setup();
  render(MonitorView);
  return { desk, user };
}
const sent = (desk: FakePlatform, name: string): unknown[] => desk.calls.filter((call) => call.name === name).map((call) => call.input);

describe('a paid booking without a seat', () => {
  test('is an alert; another session settles it, and the alert is gone', async () => {
    const { desk, user } = await open();
    const [alert] = await screen.findAllByTestId('alert-booking');
    if (!alert) throw new Error('no alert');
    const before = screen.getAllByTestId('alert-booking').length;
    await user.click(within(alert).getByRole('button', { name: 'Autre session' }));
    const dialog = await screen.findByRole('dialog');
    const choices = await within(dialog).findAllByRole('button', { name: /places? libres?/ });
    await user.click(choices.find((choice) => !choice.hasAttribute('disabled')) ?? dialog);
    await waitFor(() => expect(screen.queryAllByTestId('alert-booking')).toHaveLength(before - 1));
    const [input] = sent(desk, 'immersion.move_booking') as { booking_id: string }[];
    const { booking } = await ask('immersion.booking', { booking_id: input?.booking_id ?? '' });
    expect(booking).toMatchObject({ status: 'confirmed', holds_seat: true, problem: null });
  });

  test('is an alert; a refund settles it, with a reason, and the alert is gone', async () => {
    const { desk, user } = await open();
    const [alert] = await screen.findAllByTestId('alert-booking');
    if (!alert) throw new Error('no alert');
    const before = screen.getAllByTestId('alert-booking').length;
    await user.click(within(alert).getByRole('button', { name: 'Rembourser' }));
    const dialog = await screen.findByRole('dialog');
    const button = within(dialog).getByRole('button', { name: /^Rembourser/ });
    expect(button).toBeDisabled();
    await user.type(within(dialog).getByRole('textbox'), 'Ne peut pas venir une autre semaine');
    await user.click(button);
    await waitFor(() => expect(screen.queryAllByTestId('alert-booking')).toHaveLength(before - 1));
    expect(sent(desk, 'immersion.refund_booking')).toMatchObject([{ reason: 'Ne peut pas venir une autre semaine' }]);
  });

  test('staff may place it, and see who may refund it', async () => {
    await open(inbox(), STAFF);
    const [alert] = await screen.findAllByTestId('alert-booking');
    if (!alert) throw new Error('no alert');
    expect(within(alert).getByRole('button', { name: 'Autre session' })).toBeEnabled();
    expect(within(alert).getByRole('button', { name: 'Rembourser' })).toBeDisabled();
  });
});

describe('a payment event to decide', () => {
  test('is an alert that opens the event', async () => {
    const event: PaymentEvent = { ...EVENT, outcome: 'conflict', args: { customer_name: 'Awa Diop', problem: 'paid_twice' } };
    const { user } = await open({ overrides: { ...inbox(event).overrides, 'payment_event.show': { event, body: '{}' } } });
    const alert = await screen.findByTestId('alert-event');
    expect(alert).toHaveTextContent('Contradiction');
    expect(alert).toHaveTextContent('Awa Diop');
    await user.click(within(alert).getByRole('button', { name: 'Voir l’événement' }));
    expect(within(await screen.findByRole('dialog')).getByText('déjà payé par un autre paiement')).toBeInTheDocument();
  });

  test('about a booking that is an alert itself is told once', async () => {
    const bookings = await openDesk().then((desk) => desk.query('immersion.bookings', { undecided: true }));
    const [booking] = bookings as { booking_id: string }[];
    const same = { ...EVENT, target_id: booking?.booking_id ?? null };
    const options = inbox(same, { ...EVENT, event_id: 8, outcome: 'malformed', args: {} });
    await open({ overrides: { ...options.overrides, 'immersion.bookings': bookings } });
    await screen.findAllByTestId('alert-booking');
    expect((await screen.findAllByTestId('alert-event')).map((event) => event.dataset.outcome)).toEqual(['malformed']);
  });
});

test('without anything to decide the Monitor says so', async () => {
  await open({ overrides: { 'payment_event.list': { events: [], total: 0 }, 'immersion.bookings': [] } });
  expect(await screen.findByText('Aucune alerte')).toBeInTheDocument();
});

test('the rail counts what waits behind each screen', async () => {
  const desk = await openDesk('', inbox(EVENT));
  render(Rail, { current: 'counter', ongo: () => undefined, onlock: () => undefined });
  const waiting = ((await desk.query('immersion.bookings', { undecided: true })) as unknown[]).length;
  expect(await screen.findByTestId('rail-badge-immersion')).toHaveTextContent(String(waiting));
  await waitFor(() => expect(screen.getByTestId('rail-badge-monitor')).toHaveTextContent(String(waiting + 1)));
  expect(screen.getByRole('button', { name: new RegExp(`Contrôle ${waiting + 1} alertes`) })).toBeInTheDocument();
  expect(screen.queryByTestId('rail-badge-sales')).toBeNull();
});
