/** The fake desk itself: operators, sign-in, the overview. */
import { refuse, type Handler } from './fake';
import type { FakeOperator } from './venue';

const tile = ({ operator_id, name, role }: FakeOperator): Pick<FakeOperator, 'operator_id' | 'name' | 'role'> => ({ operator_id, name, role });

const MOST_WRONG = 5;
const LOCK_MINUTES = 10;

export const deskHandlers: Record<string, Handler> = {
  'desk.overview': (venue) => ({
    server_now: new Date(venue.now_ms()).toISOString(),
    venue_name: venue.name,
    currency: venue.currency,
    timezone: venue.timezone,
    language: venue.language,
    theme: 'system',
    is_first_start: venue.firstStart,
    lock_after_minutes: 10,
    sound: true,
    version: '0.1.0',
  }),
  'operator.tiles': (venue) => venue.operators.map(tile),
  'operator.sign_in': (venue, input: { operator_id: number; pin: string }) => {
    const operator = venue.operators.find((known) => known.operator_id === input.operator_id);
    if (!operator) throw refuse('operator_unknown');
    if (operator.pin !== input.pin) {
      operator.wrong += 1;
      if (operator.wrong >= MOST_WRONG) {
        throw refuse('pin_locked', { until: venue.at(LOCK_MINUTES) });
      }
      throw refuse('wrong_pin', { tries_left: MOST_WRONG - operator.wrong });
    }
    operator.wrong = 0;
    venue.touch('operators');
    return tile(operator);
  },
  'operator.sign_out': (venue) => {
    venue.touch('operators');
    return {};
  },
  'operator.create_first': (venue, input: { name: string; pin: string }) => {
    const operator = { operator_id: 1, name: input.name, role: 'manager' as const, pin: input.pin, wrong: 0 };
    venue.operators.push(operator);
    venue.firstStart = false;
    venue.touch('operators');
    return tile(operator);
  },
};
