/** The fake desk itself: operators, sign-in, the overview. */
import { refuse, type Handler } from './fake';

const MOST_WRONG = 5;
const LOCK_MINUTES = 10;

export const deskHandlers: Record<string, Handler> = {
  'desk.overview': (venue) => ({
    server_now: new Date(venue.now_ms()).toISOString(),
    venue_name: venue.name,
    currency: venue.currency,
    timezone: venue.timezone,
    language: venue.language,
    first_start: venue.firstStart,
    auto_lock_minutes: 10,
    operator: venue.signedIn && { id: venue.signedIn.id, name: venue.signedIn.name, role: venue.signedIn.role },
  }),
  'operator.tiles': (venue) => ({
    operators: venue.operators.map(({ id, name, role, locked_until }) => ({ id, name, role, locked_until })),
  }),
  'operator.sign_in': (venue, input: { operator_id: number; pin: string }) => {
    const operator = venue.operators.find((known) => known.id === input.operator_id);
    if (!operator) throw refuse('operator_unknown');
    if (operator.pin !== input.pin) {
      operator.wrong += 1;
      if (operator.wrong >= MOST_WRONG) {
        operator.locked_until = venue.at(LOCK_MINUTES);
        throw refuse('pin_locked', { locked_until: operator.locked_until });
      }
      throw refuse('pin_wrong', { attempts_left: MOST_WRONG - operator.wrong });
    }
    operator.wrong = 0;
    venue.signedIn = operator;
    venue.touch('operator');
    return { id: operator.id, name: operator.name, role: operator.role };
  },
  'operator.sign_out': (venue) => {
    venue.signedIn = null;
    venue.touch('operator');
    return {};
  },
  'operator.create_first': (venue, input: { name: string; pin: string }) => {
    const operator = { id: 1, name: input.name, role: 'manager' as const, pin: input.pin, locked_until: null, wrong: 0 };
    venue.operators.push(operator);
    venue.signedIn = operator;
    venue.firstStart = false;
    venue.touch('operator', 'setting');
    return { id: 1 };
  },
};
