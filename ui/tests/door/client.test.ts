import { render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { ask, execute, newRequestId, onKinds } from '$door/client.svelte';
import { askedAt_ms, syncClock, tickingNow_ms, venueNow_ms } from '$door/clock.svelte';
import { QUERY_SHOWS } from '$door/contract';
import { toDoorError } from '$door/failure';
import { refuse } from '$platform/fake/fake';
import { openDesk } from '../support/desk';
import LiveProbe from '../support/LiveProbe.svelte';

describe('commands', () => {
  test('carry a request id; a retry with the same id does nothing twice', async () => {
    const desk = await openDesk();
    const before = desk.venue.customers.length;
    const id = newRequestId();
    const first = await execute('customer.create', { name: 'Coumba' }, id);
    const second = await execute('customer.create', { name: 'Coumba' }, id);
    expect(second).toEqual(first);
    expect(desk.venue.customers).toHaveLength(before + 1);
  });
  test('get an id of their own when none is given', async () => {
    const desk = await openDesk();
    await execute('customer.create', { name: 'A' });
    await execute('customer.create', { name: 'B' });
    const ids = desk.calls.filter((call) => call.name === 'customer.create').map((call) => call.requestId);
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
  });
  test('throw the desk’s refusal with code and arguments', async () => {
    await openDesk('', { overrides: { 'session.pause': () => { throw refuse('session_over', { ended_at: 'x' }); } } });
    await expect(execute('session.pause', { session_id: 1 } as never)).rejects.toMatchObject({ code: 'session_over', args: { ended_at: 'x' } });
  });
  test('turn what is no refusal into an internal failure', () => {
    expect(toDoorError(new Error('boom'))).toMatchObject({ code: 'internal', hint: 'boom' });
    expect(toDoorError('boom').code).toBe('internal');
  });
});

describe('changes', () => {
  test('reach those who show one of the kinds, and nobody else', async () => {
    const desk = await openDesk();
    const sales = vi.fn();
    const scans = vi.fn();
    const stop = [onKinds(['purchases', 'invoices'], sales), onKinds(['scans'], scans)];
    desk.announce(['invoices', 'customers']);
    stop.forEach((remove) => remove());
    desk.announce(['scans', 'purchases']);
    expect([sales.mock.calls.length, scans.mock.calls.length]).toEqual([1, 0]);
  });
  test('every query of the contract says what it shows', () => {
    for (const [name, kinds] of Object.entries(QUERY_SHOWS)) expect([name, kinds.length > 0]).toEqual([name, true]);
  });
});

describe('live queries', () => {
  const searches = (desk: Awaited<ReturnType<typeof openDesk>>): number => desk.calls.filter((call) => call.name === 'customer.search').length;

  test('ask at once, again on a change they show, and not on another', async () => {
    const desk = await openDesk();
    render(LiveProbe, { input: { text: 'diallo' } });
    await waitFor(() => expect(screen.getByTestId('names')).toHaveTextContent('Awa Diallo'));
    desk.announce(['scans']);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(searches(desk)).toBe(1);
    const awa = desk.venue.customers[0];
    if (awa) awa.name = 'Awa Diallo-Sow';
    desk.announce(['customers']);
    await waitFor(() => expect(screen.getByTestId('names')).toHaveTextContent('Awa Diallo-Sow'));
    expect(searches(desk)).toBe(2);
  });
  test('follow their input, and rest without one', async () => {
    const desk = await openDesk();
    const { rerender } = render(LiveProbe, { input: { text: 'sarr' } });
    await waitFor(() => expect(screen.getByTestId('names')).toHaveTextContent('Ibrahima Sarr'));
    await rerender({ input: { text: 'khady' } });
    await waitFor(() => expect(screen.getByTestId('names')).toHaveTextContent('Khady Sow'));
    await rerender({ input: null });
    expect(screen.getByTestId('names').textContent).toBe('');
    desk.announce(['customers']);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(searches(desk)).toBe(2);
  });
  test('a late answer to an old question is dropped', async () => {
    const answer = async (input: { text: string }): Promise<unknown> => {
      await new Promise((resolve) => setTimeout(resolve, input.text === 'slow' ? 60 : 5));
      return [{ customer: { name: input.text }, waiting: [], live: [] }];
    };
    const desk = await openDesk();
    desk.query = (_name, input) => answer(input as { text: string });
    const { rerender } = render(LiveProbe, { input: { text: 'slow' } });
    await rerender({ input: { text: 'quick' } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(screen.getByTestId('names')).toHaveTextContent('quick');
  });
  test('many changes during one answer cost one more question', async () => {
    const desk = await openDesk('', { delay_ms: 30 });
    render(LiveProbe, { input: { text: 'diallo' } });
    for (let i = 0; i < 20; i += 1) desk.announce(['customers']);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(searches(desk)).toBe(2);
  });
  test('a failure is shown and mended by trying again; what was there stays', async () => {
    let fails = false;
    const row = { customer: { name: 'Awa' }, waiting: [], live: [] };
    const desk = await openDesk('', { overrides: { 'customer.search': () => { if (fails) throw refuse('storage_busy'); return [row]; } } });
    render(LiveProbe, { input: { text: 'awa' } });
    await waitFor(() => expect(screen.getByTestId('state')).toHaveTextContent('ready'));
    fails = true;
    desk.announce(['customers']);
    await waitFor(() => expect(screen.getByTestId('state')).toHaveTextContent('failed storage_busy'));
    expect(screen.getByTestId('names')).toHaveTextContent('Awa');
    fails = false;
    screen.getByText('refresh').click();
    await waitFor(() => expect(screen.getByTestId('state')).toHaveTextContent('ready'));
  });
});

describe('the venue’s clock', () => {
  test('follows the desk, not this machine', async () => {
    await openDesk('', { overrides: { 'counter.today': { server_now: '2031-05-06T07:08:09.000Z' } } });
    await ask('counter.today', {});
    expect(Math.abs(venueNow_ms() - Date.parse('2031-05-06T07:08:09.000Z'))).toBeLessThan(100);
    expect(Math.abs(tickingNow_ms() - venueNow_ms())).toBeLessThan(200);
  });
  test('is not moved by a nonsense answer, nor by setting this machine’s clock', () => {
    syncClock('2031-05-06T07:08:09.000Z', askedAt_ms());
    syncClock('yesterday', askedAt_ms());
    vi.spyOn(Date, 'now').mockReturnValue(0);
    expect(Math.abs(venueNow_ms() - Date.parse('2031-05-06T07:08:09.000Z'))).toBeLessThan(100);
  });
});
