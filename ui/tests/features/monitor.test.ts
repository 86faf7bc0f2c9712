import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { findingText, labelText } from '$features/monitor/findings';
import { pairsOf } from '$features/monitor/details';
import MonitorView from '$views/MonitorView.svelte';
import { openDesk, STAFF } from '../support/desk';

describe('the Monitor', () => {
  test('one line per check, green or a count, with its rows behind it', async () => {
    await openDesk();
    const user = userEvent.setup();
    render(MonitorView);
    expect(await screen.findByTestId('check-session_mismatch')).toHaveAttribute('data-count', '2');
    // What the badge counts, it names: orders and wallets may be off beside it.
    expect(screen.getByTestId('mismatch-count')).toHaveTextContent(/^Ventes et sessions.: 2 écarts$/);
    expect(within(screen.getByTestId('check-database_damaged')).getByText('En ordre')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /Écarts entre achat et session/ }));
    expect(screen.getByText('#1031 Simulateur auto')).toBeInTheDocument();
    expect(screen.getByText('achat : en attente, session : terminée')).toBeInTheDocument();
  });

  test('the plan is shown, then that very plan is applied, then what remains is told', async () => {
    const desk = await openDesk();
    const user = userEvent.setup();
    render(MonitorView);
    await user.click(await screen.findByRole('button', { name: /Aperçu de la réparation/ }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findAllByRole('row')).toHaveLength(4);
    expect(desk.calls.some((call) => call.name === 'monitor.repair')).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: 'Faire ces 3 changements' }));
    expect(await screen.findByTestId('repair-report')).toHaveTextContent('3 changements faits. Il ne reste rien à réparer.');
    const digest = 'session_mismatch/1031,session_mismatch/1036,invoice_behind_session/1036';
    expect(desk.calls.find((call) => call.name === 'monitor.repair')?.input).toEqual({ digest });
    await waitFor(() => expect(screen.getByTestId('check-session_mismatch')).toHaveAttribute('data-count', '0'));
  });

  test('an outdated plan is made anew and shown first; nothing is applied unseen', async () => {
    let digest = 'old';
    const change = (id: number): unknown => ({ check: 'session_mismatch', id, label: `#${id}`, field: 'purchase.session_status', before: 'pending', after: 'completed' });
    const applied: string[] = [];
    await openDesk('', {
      overrides: {
        'monitor.plan': () => ({ digest, changes: digest === 'old' ? [change(1)] : [change(1), change(2)] }),
        'monitor.repair': (input: { digest: string }) => {
          if (input.digest === 'old') {
            digest = 'new';
            throw { code: 'plan_outdated', args: {} };
          }
          applied.push(input.digest);
          return { changes: [change(1), change(2)], remaining: [] };
        },
      },
    });
    const user = userEvent.setup();
    render(MonitorView);
    await user.click(await screen.findByRole('button', { name: /Aperçu de la réparation/ }));
    await user.click(await screen.findByRole('button', { name: 'Faire ce changement' }));
    expect(await screen.findByTestId('plan-renewed')).toBeInTheDocument();
    expect(applied).toEqual([]);
    await user.click(await screen.findByRole('button', { name: 'Faire ces 2 changements' }));
    await screen.findByTestId('repair-report');
    expect(applied).toEqual(['new']);
  });

  test('staff may look at everything they may see, and repair nothing', async () => {
    await openDesk('', {}, STAFF);
    const user = userEvent.setup();
    render(MonitorView);
    expect(screen.queryByRole('tab', { name: 'Piste d’audit' })).toBeNull();
    expect(screen.queryByRole('tab', { name: 'Journal' })).toBeNull();
    await user.click(await screen.findByRole('button', { name: /Aperçu de la réparation/ }));
    expect(await screen.findByRole('button', { name: 'Faire ces 3 changements' })).toBeDisabled();
    expect(screen.getByText('Seul un responsable peut réparer.')).toBeInTheDocument();
  });

  test('the seal is verified on demand, and a broken one names its row', async () => {
    await openDesk('', { overrides: { 'audit.verify': { rows_verified: 41, first_broken_seq: 42, problem: 'row_changed' } } });
    const user = userEvent.setup();
    render(MonitorView);
    await user.click(await screen.findByRole('tab', { name: 'Piste d’audit' }));
    await user.click(await screen.findByRole('button', { name: /Vérifier le sceau/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent('La ligne 42 a été modifiée après coup');
  });
});

test.each([
  ['invoice_behind_session', { is: 'active', should: 'used' }, 'est active, devrait être utilisée'],
  ['paid_without_invoice', {}, 'payé, sans facture'],
  ['session_account_off', { status: 'completed', given_ms: 3_600_000, accounted_ms: 1_800_000 }, 'donné : 1 h, compté : 30 min'],
  ['database_damaged', {}, ''],
] as const)('a finding of %s with %o is said as "%s"', async (check, args, said) => {
  await openDesk();
  expect(findingText(check, args).replaceAll('\u00a0', ' ')).toBe(said);
});

test('details are read as pairs, and what is no object is nothing', () => {
  expect(pairsOf('{"jump_ms":-3600000,"note":null,"on":true}')).toEqual([['jump', '−1\u00a0h'], ['note', '–'], ['on', 'true']]);
  expect(pairsOf('[1]')).toEqual([]);
  expect(pairsOf('{')).toEqual([]);
});

test('the days in a label are written as people write them', () => {
  expect(labelText('Awa Diop · 2027-03-31 – 2027-04-04 Dakar')).toBe('Awa Diop · 31 mars – 4 avril 2027 Dakar');
  expect(labelText('#1031 Simulateur auto')).toBe('#1031 Simulateur auto');
});
