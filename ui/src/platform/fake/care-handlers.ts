/** The fake desk looking after itself: checks, repair, outages, logs, the audit trail. */
import type { FindingRow } from '$generated/door';
import { refuse, type Handler } from './fake';
import type { FakeVenue } from './venue';

interface Trouble {
  check: string;
  id: string;
  label: string;
  args: FindingRow['args'];
  field: string;
  before: string;
  after: string;
  minutesAgo: number;
}

interface Books {
  troubles: Trouble[];
  outages: { outage_id: number; minutesAgo: number; gap_ms: number; policy: string; sessions: { session_id: number; customer_name: string; gap_ms: number; decision: string }[] }[];
}

/** name, area, severity, whether a program may mend it. */
const CHECKS: readonly (readonly [string, string, string, boolean])[] = [
  ['session_past_its_time', 'sessions', 'warning', true],
  ['void_purchase_with_live_session', 'sessions', 'warning', true],
  ['session_truth_drifted', 'sessions', 'warning', true],
  ['session_mismatch', 'sessions', 'warning', true],
  ['invoice_behind_session', 'sessions', 'warning', true],
  ['session_account_off', 'sessions', 'critical', false],
  ['paid_without_invoice', 'sales', 'warning', true],
  ['void_purchase_with_valid_invoice', 'sales', 'warning', true],
  ['stations_double_booked', 'sales', 'critical', false],
  ['audit_chain_broken', 'desk', 'critical', false],
  ['foreign_keys_broken', 'desk', 'critical', false],
  ['database_damaged', 'desk', 'critical', false],
];

const books = new WeakMap<FakeVenue, Books>();

function booksOf(venue: FakeVenue): Books {
  let found = books.get(venue);
  if (!found) {
    const scenario = new URLSearchParams(globalThis.location?.search ?? '').get('scenario');
    found = { troubles: scenario === 'empty' ? [] : seedTroubles(), outages: scenario === 'empty' ? [] : seedOutages() };
    books.set(venue, found);
  }
  return found;
}

const seedTroubles = (): Trouble[] => [
  { check: 'session_mismatch', id: '1031', label: '#1031 Simulateur auto', args: { purchase: 'pending', session: 'completed' }, field: 'purchase.session_status', before: 'pending', after: 'completed', minutesAgo: 190 },
  { check: 'session_mismatch', id: '1036', label: '#1036 PlayStation 5', args: { purchase: 'active', session: 'terminated' }, field: 'purchase.session_status', before: 'active', after: 'terminated', minutesAgo: 75 },
  { check: 'invoice_behind_session', id: '1036', label: 'F001036', args: { is: 'active', should: 'used' }, field: 'invoice.status', before: 'active', after: 'used', minutesAgo: 75 },
  { check: 'stations_double_booked', id: '12', label: 'Simulateur', args: { begins_at: '2026-11-20T17:00:00.000Z' }, field: '', before: '', after: '', minutesAgo: 30 },
];

const seedOutages = (): Books['outages'] => [
  {
    outage_id: 2, minutesAgo: 55, gap_ms: 37 * 60_000, policy: 'ask',
    sessions: [
      { session_id: 301, customer_name: 'Ibrahima Sarr', gap_ms: 37 * 60_000, decision: 'undecided' },
      { session_id: 303, customer_name: 'Cheikh Anta Mbaye', gap_ms: 21 * 60_000, decision: 'undecided' },
    ],
  },
  { outage_id: 1, minutesAgo: 4300, gap_ms: 6 * 60_000 + 12_000, policy: 'give_back', sessions: [{ session_id: 212, customer_name: 'Bintou Koné', gap_ms: 372_000, decision: 'given_back' }] },
];

function result(venue: FakeVenue, [name, area, severity, can_repair]: (typeof CHECKS)[number]): unknown {
  const rows = booksOf(venue).troubles.filter((trouble) => trouble.check === name);
  const oldest = Math.max(...rows.map((row) => row.minutesAgo), 0);
  return {
    name, area, severity, can_repair, count: rows.length, oldest: rows.length > 0 ? venue.at(-oldest) : null,
    rows: rows.map((row) => ({ id: row.id, label: row.label, args: row.args, since: venue.at(-row.minutesAgo) })),
  };
}

const planned = (venue: FakeVenue): Trouble[] => booksOf(venue).troubles.filter((trouble) => trouble.field !== '');
const digest = (venue: FakeVenue): string => planned(venue).map((row) => `${row.check}/${row.id}`).join(',') || 'nothing';
const change = ({ check, id, label, field, before, after }: Trouble): unknown => ({ check, id, label, field, before, after });

const AUDIT: readonly (readonly [string, string, string | null, string | null, string])[] = [
  ['Fatou Ndiaye', 'setting.set', 'settings', null, '{"key":"outage.policy","value":"ask"}'],
  ['Moussa Diop', 'session.extend', 'sessions', '301', '{"session_id":301,"minutes":15,"reason":"Problème technique"}'],
  ['Moussa Diop', 'invoice.activate', 'invoices', '1030', '{"invoice_id":1030,"start":true,"let_in_late":false}'],
  ['Moussa Diop', 'purchase.create', 'purchases', '1042', '{"customer_id":14,"package_id":1,"paid":true}'],
  ['Système', 'session.countdown', 'sessions', null, '{}'],
];

export const careHandlers: Record<string, Handler> = {
  'monitor.checks': (venue) => CHECKS.map((check) => result(venue, check)),
  'monitor.check': (venue, input: { name: string }) => {
    const check = CHECKS.find(([name]) => name === input.name);
    if (!check) throw refuse('check_unknown');
    return result(venue, check);
  },
  'monitor.mismatches': (venue) => booksOf(venue).troubles.filter((trouble) => trouble.check === 'session_mismatch').length,
  'monitor.plan': (venue) => ({ changes: planned(venue).map(change), digest: digest(venue) }),
  'monitor.repair': (venue, input: { digest?: string }) => {
    if (input.digest !== undefined && input.digest !== digest(venue)) throw refuse('plan_outdated');
    const changes = planned(venue).map(change);
    const kept = booksOf(venue);
    kept.troubles = kept.troubles.filter((trouble) => trouble.field === '');
    venue.touch('purchases', 'invoices', 'sessions');
    return { changes, remaining: CHECKS.filter(([, , , mends]) => mends).map((check) => result(venue, check)).filter((one) => (one as { count: number }).count > 0) };
  },
  'outage.list': (venue, input: { undecided_only: boolean }) =>
    booksOf(venue)
      .outages.filter((outage) => !input.undecided_only || outage.sessions.some((session) => session.decision === 'undecided'))
      .map(({ minutesAgo, ...outage }) => ({ ...outage, noticed_at: venue.at(-minutesAgo), last_beat_at: venue.at(-minutesAgo - outage.gap_ms / 60_000) })),
  'outage.decide': (venue, input: { outage_id: number; session_id: number; give_back: boolean }) => {
    const session = booksOf(venue).outages.find((outage) => outage.outage_id === input.outage_id)?.sessions.find((one) => one.session_id === input.session_id);
    if (!session) throw refuse('outage_unknown');
    if (session.decision !== 'undecided') throw refuse('outage_decided');
    session.decision = input.give_back ? 'given_back' : 'charged';
    venue.touch('outages', 'sessions');
    return {};
  },
  'log.list': (venue) => [
    { id: 3, level: 'warning', area: 'desk', code: 'clock_jumped', data: '{"jump_ms":-3600000}', created_at: venue.at(-22) },
    { id: 2, level: 'critical', area: 'desk', code: 'outage', data: '{"gap_ms":2220000,"sessions":2}', created_at: venue.at(-55) },
    { id: 1, level: 'info', area: 'sessions', code: 'cleanup', data: '{"sessions":14}', created_at: venue.at(-640) },
  ],
  'audit.list': (venue, input: { page: { limit?: number; offset?: number } }) => {
    const total = 137;
    const from = input.page.offset ?? 0;
    return Array.from({ length: Math.max(0, Math.min(input.page.limit ?? 50, total - from)) }, (_, index) => {
      const [operator_name, command, subject_kind, subject_id, details] = AUDIT[(from + index) % AUDIT.length] ?? AUDIT[0]!;
      return { seq: total - from - index, at: venue.at(-(from + index) * 6), operator_name, command, subject_kind, subject_id, details };
    });
  },
  'audit.verify': () => ({ rows_verified: 137, first_broken_seq: null, problem: null }),
};
