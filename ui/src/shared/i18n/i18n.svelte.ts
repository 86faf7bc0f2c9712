/**
 * Translation with typed keys: `t('counter.title')`, `t('sales.sold', { count: 3 })`. A key is `<file>.<key in it>`.
 * The language is one rune: setting it re-renders every text at once. Must never fall back silently to another language
 * (a test holds both languages to the same keys and arguments).
 */
import { fillMessage, type MessageArgs } from './message';
import { french, english, type Messages } from './messages';
import type { Language } from './language';

export type MessageKey = {
  [Area in keyof Messages & string]: `${Area}.${keyof Messages[Area] & string}`;
}[keyof Messages & string];

const FLAT: Record<Language, Map<string, string>> = { fr: flatten(french), en: flatten(english) };

let current = $state<Language>('fr');

function flatten(messages: Record<string, Record<string, string>>): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [area, texts] of Object.entries(messages)) {
    for (const [key, text] of Object.entries(texts)) flat.set(`${area}.${key}`, text);
  }
  return flat;
}

/** The language in force. */
export const language = (): Language => current;

/** Switches the whole interface at once. */
export function setLanguage(next: Language): void {
  current = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next;
}

/** The text of a key in the language in force, its arguments filled in. */
export const t = (key: MessageKey, args: MessageArgs = {}): string =>
  fillMessage(FLAT[current].get(key) ?? key, args, current);

/** The text of a key made at run time (an error code, a state), or `null` when there is none. */
export function tMaybe(key: string, args: MessageArgs = {}): string | null {
  const text = FLAT[current].get(key);
  return text === undefined ? null : fillMessage(text, args, current);
}
