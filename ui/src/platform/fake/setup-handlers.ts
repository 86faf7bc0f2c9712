/** The fake desk's settings: the venue, its people, what it sells and where it plays. */
import { refuse, type Handler } from './fake';
import type { FakeVenue } from './venue';

type Value = string | number | boolean;

interface Books {
  settings: Record<string, Value>;
  /** Ids of operators that may not sign in, and what else only settings show. */
  inactive: Set<number>;
  locked: Map<number, string>;
  stations: Map<number, { is_active: boolean; sort_order: number }>;
}

const books = new WeakMap<FakeVenue, Books>();

function booksOf(venue: FakeVenue): Books {
  let found = books.get(venue);
  if (!found) {
    found = { settings: defaults(venue), inactive: new Set(), locked: new Map(), stations: new Map() };
    const second = venue.operators[1];
    if (second) found.locked.set(second.operator_id, venue.at(6));
    books.set(venue, found);
  }
  return found;
}

/** The settings as they are, for the other parts of the fake. */
export const settingsOf = (venue: FakeVenue): Record<string, Value> => booksOf(venue).settings;

const defaults = (venue: FakeVenue): Record<string, Value> => ({
  'venue.name': venue.name, 'venue.address': 'Corniche Ouest, Dakar', 'venue.phone': '+221 33 821 00 00', 'venue.timezone': venue.timezone,
  'venue.currency': venue.currency, 'venue.language': venue.language, 'venue.theme': 'system', 'invoice.validity_days': 90, 'scan.start_on_scan': false,
  'reservation.grace_minutes': 15, 'outage.policy': 'give_back', 'desk.lock_after_minutes': 10, 'desk.sound': true, 'camera.source': '',
  'display.mask_names': true, 'display.monitor': '', 'display.open_at_start': false, 'customers.monitor': '', 'customers.open_at_start': false, 'cleanup.after_days': 30,
  'events.listen': false, 'events.address': '127.0.0.1:8787', 'immersion.hold_hours': 48, 'immersion.offer_hours': 24,
});

const RANGES: Record<string, readonly [number, number]> = {
  'invoice.validity_days': [1, 3650], 'reservation.grace_minutes': [0, 240], 'desk.lock_after_minutes': [0, 240], 'cleanup.after_days': [1, 3650],
  'immersion.hold_hours': [1, 720], 'immersion.offer_hours': [0, 720],
};

function set(venue: FakeVenue, input: { key: string; value: Value }): Record<string, Value> {
  const kept = booksOf(venue).settings;
  if (!(input.key in kept)) throw refuse('setting_unknown', { key: input.key });
  const range = RANGES[input.key];
  if (range && (Number(input.value) < range[0] || Number(input.value) > range[1])) {
    throw refuse('bad_input', { problem: `${input.key} must be ${range[0]} to ${range[1]}` });
  }
  if (input.key === 'venue.name' && input.value === '') throw refuse('bad_input', { problem: 'a name must not be empty' });
  kept[input.key] = input.value;
  if (input.key === 'venue.name') venue.name = String(input.value);
  if (input.key === 'venue.language') venue.language = String(input.value);
  if (input.key === 'venue.timezone') venue.timezone = String(input.value);
  venue.touch('settings');
  return kept;
}

function operatorOf(venue: FakeVenue, id: number): FakeVenue['operators'][number] {
  const operator = venue.operators.find((known) => known.operator_id === id);
  if (!operator) throw refuse('operator_unknown');
  return operator;
}

function needGoodPin(pin: string): void {
  if (!/^\d{4,8}$/.test(pin) || /^(\d)\1+$/.test(pin)) throw refuse('pin_too_weak');
}

export const setupHandlers: Record<string, Handler> = {
  'setting.all': (venue) => booksOf(venue).settings,
  'setting.set': set,
  'operator.list': (venue) =>
    venue.operators.map(({ operator_id, name, role }) => ({
      operator_id, name, role, is_active: !booksOf(venue).inactive.has(operator_id), last_sign_in_at: venue.at(-operator_id * 70),
      locked_until: booksOf(venue).locked.get(operator_id) ?? null,
    })),
  'operator.create': (venue, input: { name: string; role: 'staff' | 'manager'; pin: string }) => {
    if (venue.operators.some((known) => known.name === input.name)) throw refuse('operator_name_taken', { name: input.name });
    needGoodPin(input.pin);
    const operator = { operator_id: venue.nextId(), ...input, wrong: 0 };
    venue.operators.push(operator);
    venue.touch('operators');
    return operator;
  },
  'operator.change': (venue, input: { operator_id: number; name: string; role: 'staff' | 'manager'; is_active: boolean }) => {
    const operator = operatorOf(venue, input.operator_id);
    const { inactive } = booksOf(venue);
    const managers = venue.operators.filter((known) => known.role === 'manager' && !inactive.has(known.operator_id));
    if (managers.length === 1 && managers[0] === operator && (input.role !== 'manager' || !input.is_active)) throw refuse('last_manager');
    Object.assign(operator, { name: input.name, role: input.role });
    if (input.is_active) inactive.delete(operator.operator_id);
    else inactive.add(operator.operator_id);
    venue.touch('operators');
    return {};
  },
  'operator.set_pin': (venue, input: { operator_id: number; pin: string }) => {
    needGoodPin(input.pin);
    operatorOf(venue, input.operator_id).pin = input.pin;
    booksOf(venue).locked.delete(input.operator_id);
    venue.touch('operators');
    return {};
  },
  'operator.change_own_pin': (venue, input: { old_pin: string; new_pin: string }) => {
    const operator = venue.operators.find((known) => known.pin === input.old_pin);
    if (!operator) throw refuse('wrong_pin', { tries_left: 4 });
    needGoodPin(input.new_pin);
    operator.pin = input.new_pin;
    return {};
  },
  'package.list': (venue, input: { include_retired: boolean }) => venue.packages.filter((known) => known.is_active || input.include_retired),
  'package.save': (venue, input: FakeVenue['packages'][number]) => {
    const known = venue.packages.find((one) => one.package_id === input.package_id);
    const saved = known ? Object.assign(known, input) : { ...input, package_id: venue.nextId() };
    if (!known) venue.packages.push(saved);
    venue.touch('packages');
    return saved;
  },
  'station.save': (venue, input: { station_id?: number; name: string; zone: string; is_active: boolean; sort_order: number }) => {
    if (venue.stations.some((one) => one.name === input.name && one.station_id !== input.station_id)) throw refuse('station_name_taken');
    const known = venue.stations.find((one) => one.station_id === input.station_id);
    const saved = known ? Object.assign(known, { name: input.name, zone: input.zone }) : { station_id: venue.nextId(), name: input.name, zone: input.zone };
    if (!known) venue.stations.push(saved);
    booksOf(venue).stations.set(saved.station_id, { is_active: input.is_active, sort_order: input.sort_order });
    venue.touch('stations');
    return { ...saved, is_active: input.is_active, sort_order: input.sort_order, taken_by: null, session_id: null, reserved_for: null, next_window_at: null };
  },
};
