/** Instants (UTC text of the desk) as the venue's people read them. Every function takes the venue's time zone. */
import { LOCALE_OF, type Language } from '../i18n/language';
import { plainSpaces } from './numbers';

/** How dates are to be read: the language of the interface, the zone of the venue. */
export interface DateStyle {
  language: Language;
  /** IANA name, such as `Africa/Dakar`. */
  timezone: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter({ language, timezone }: DateStyle, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}|${timezone}|${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(LOCALE_OF[language], { timeZone: safeZone(timezone), ...options });
    formatters.set(key, found);
  }
  return found;
}

/** A zone this machine does not know must not take the screen down: UTC is shown instead. */
function safeZone(timezone: string): string {
  try {
    new Intl.DateTimeFormat('fr', { timeZone: timezone });
    return timezone;
  } catch {
    return 'UTC';
  }
}

const show = (style: DateStyle, instant: string | number, options: Intl.DateTimeFormatOptions): string =>
  plainSpaces(formatter(style, options).format(new Date(instant)));

/** "14:05", always 24 hours: it stands beside clocks. */
export const formatTime = (instant: string | number, style: DateStyle): string =>
  show(style, instant, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** "14:05:09". */
export const formatTimeSeconds = (instant: string | number, style: DateStyle): string =>
  show(style, instant, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** "3 mars 2025". */
export const formatDate = (instant: string | number, style: DateStyle): string =>
  show(style, instant, { day: 'numeric', month: 'long', year: 'numeric' });

/** "lun. 3 mars". */
export const formatDay = (instant: string | number, style: DateStyle): string =>
  show(style, instant, { weekday: 'short', day: 'numeric', month: 'short' });

/** "vendredi 3 mars", for headings. */
export const formatLongDay = (instant: string | number, style: DateStyle): string =>
  show(style, instant, { weekday: 'long', day: 'numeric', month: 'long' });

/** "14:05" today, "lun. 3 mars, 14:05" on another local day. */
export function formatMoment(instant: string | number, now: string | number, style: DateStyle): string {
  const time = formatTime(instant, style);
  return localDay(instant, style.timezone) === localDay(now, style.timezone) ? time : `${formatDay(instant, style)}, ${time}`;
}

/** The local calendar day as `YYYY-MM-DD`. */
export function localDay(instant: string | number, timezone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: safeZone(timezone), dateStyle: 'short' }).format(new Date(instant));
}

/** Local `YYYY-MM-DDTHH:MM` (as a datetime field holds it) → the UTC instant in ISO form, or `null` if it is no time. */
export function localToInstant(local: string, timezone: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(local);
  if (!match) return null;
  const asUtc_ms = Date.parse(`${match[1]}T${match[2]}:00Z`);
  if (Number.isNaN(asUtc_ms)) return null;
  // Twice: the offset that counts is the one in force at the instant found, not at the first guess (DST edges).
  let instant_ms = asUtc_ms - offset_ms(asUtc_ms, timezone);
  instant_ms = asUtc_ms - offset_ms(instant_ms, timezone);
  return new Date(instant_ms).toISOString();
}

/** The UTC instant as local `YYYY-MM-DDTHH:MM`, for a datetime field. */
export function instantToLocal(instant: string | number, timezone: string): string {
  const at_ms = new Date(instant).getTime();
  return new Date(at_ms + offset_ms(at_ms, timezone)).toISOString().slice(0, 16);
}

/** Milliseconds that local time is ahead of UTC at that instant. */
function offset_ms(at_ms: number, timezone: string): number {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: safeZone(timezone), dateStyle: 'short', timeStyle: 'medium' });
  const whole_ms = Math.floor(at_ms / 1000) * 1000;
  return Date.parse(`${local.format(whole_ms).replace(' ', 'T')}Z`) - whole_ms;
}
