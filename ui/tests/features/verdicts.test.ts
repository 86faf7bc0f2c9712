import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ScanAnswer, SessionCard, Verdict } from '$door/contract';
import VerdictPanel from '$features/counter/VerdictPanel.svelte';
import { VERDICTS } from '$features/counter/verdicts';
import { setLanguage, t } from '$shared/i18n/i18n.svelte';
import { openDesk } from '../support/desk';

const ALL: Verdict[] = [
  'ok', 'already_active', 'already_used', 'unpaid', 'cancelled', 'refunded', 'expired', 'too_early', 'too_late', 'blocked', 'foreign_qr', 'unknown', 'malformed',
];
const WITHOUT_INVOICE: Verdict[] = ['foreign_qr', 'unknown', 'malformed'];

const SESSION = {
  session_id: 3, purchase_id: 1042, invoice_id: 42, invoice_number: 'F001042', customer_id: 7, customer_name: 'Awa Diallo', game_name: 'PlayStation 5',
  station_id: 2, station_name: 'Console 2', status: 'active', total_ms: 3_600_000, played_ms: 0, remaining_ms: 3_600_000,
  ends_at: new Date(Date.now() + 3_600_000).toISOString(), started_at: new Date().toISOString(), paused_at: null, completed_at: null,
} as SessionCard;

function answerFor(verdict: Verdict): ScanAnswer {
  const invoice = WITHOUT_INVOICE.includes(verdict)
    ? null
    : {
        invoice_id: 42, invoice_number: 'F001042', purchase_id: 1042, customer_id: 7, customer_name: 'Awa Diallo', package_name: 'Heure console',
        game_name: 'PlayStation 5', duration_minutes: 60, amount_cents: 250_000, currency: 'XOF' as const, since: '2025-03-03T09:05:00.000Z', by: 'Moussa Diop',
        reason: verdict === 'blocked' ? 'Matériel cassé' : null, window_starts_at: null, window_ends_at: null, reserved_station_id: null, reserved_station_name: null,
      };
  return {
    scan_id: 1, verdict, repaired: false, read: 'F;NIM;ED04', foreign_kind: verdict === 'foreign_qr' ? 'tax_seal' : null,
    invoice, session: verdict === 'already_active' ? SESSION : null,
  };
}

function show(verdict: Verdict, more: Partial<{ started: SessionCard; manager: boolean; starting: boolean }> = {}) {
  const onstart = vi.fn();
  const onclear = vi.fn();
  render(VerdictPanel, { answer: answerFor(verdict), started: null, starting: false, manager: false, onstart, onclear, ...more });
  return { onstart, onclear };
}

beforeEach(async () => {
  await openDesk();
});

describe.each(ALL)('%s', (verdict) => {
  test('has its title, what to do, and a way to clear', async () => {
    const { onclear } = show(verdict);
    expect(screen.getByRole('heading', { name: t(`verdicts.${verdict}__title`) })).toBeInTheDocument();
    expect(screen.getByText(t(`verdicts.${verdict}__next`))).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /Effacer/ }));
    expect(onclear).toHaveBeenCalledOnce();
  });
  test('says who, what and how long where there is an invoice', () => {
    show(verdict);
    const known = !WITHOUT_INVOICE.includes(verdict);
    expect(screen.queryByText('Awa Diallo') !== null).toBe(known);
    expect(screen.queryByText('1 h') !== null).toBe(known);
    expect(screen.queryByText('Moussa Diop') !== null).toBe(known);
  });
  test('lets in only if it is ok', () => {
    show(verdict);
    expect(screen.queryByRole('button', { name: /Démarrer/ }) !== null).toBe(verdict === 'ok');
  });
  test('speaks English too', () => {
    setLanguage('en');
    show(verdict);
    expect(screen.getByRole('heading', { name: t(`verdicts.${verdict}__title`) })).toBeInTheDocument();
    setLanguage('fr');
  });
});

test('no two verdicts share colour, icon, sound or title', () => {
  const looks = ALL.map((verdict) => VERDICTS[verdict]);
  expect(Object.keys(VERDICTS).sort()).toEqual([...ALL].sort());
  expect(new Set(looks.map((look) => look.colour)).size).toBe(13);
  expect(new Set(looks.map((look) => look.icon)).size).toBe(13);
  expect(new Set(looks.map((look) => JSON.stringify(look.sound))).size).toBe(13);
  expect(new Set(ALL.map((verdict) => t(`verdicts.${verdict}__title`))).size).toBe(13);
});

test('a manager, and nobody else, may let a late customer in', async () => {
  const { onstart } = show('too_late', { manager: true });
  await userEvent.click(screen.getByRole('button', { name: /Laisser entrer/ }));
  expect(onstart).toHaveBeenCalledExactlyOnceWith(true);
});
test('staff are not offered it', () => {
  show('too_late', { manager: false });
  expect(screen.queryByRole('button', { name: /Laisser entrer/ })).toBeNull();
});
test('after the start it says so, counts, and starts nothing more', () => {
  show('ok', { started: SESSION });
  expect(screen.getByRole('heading', { name: 'C’est parti !' })).toBeInTheDocument();
  expect(screen.getByLabelText('Temps restant')).toHaveTextContent(/^(1:00:00|59:\d\d)$/);
  expect(screen.queryByRole('button', { name: /Démarrer/ })).toBeNull();
});
test('names the kind of a foreign code, and a refusal’s reason', () => {
  show('foreign_qr');
  expect(screen.getByText('Timbre fiscal')).toBeInTheDocument();
  show('blocked');
  expect(screen.getByText('Matériel cassé')).toBeInTheDocument();
});
