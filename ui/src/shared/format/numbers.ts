/** Plain numbers, and the cache of `Intl` formatters (they are dear to make). */
import { LOCALE_OF, type Language } from '../i18n/language';

const formatters = new Map<string, Intl.NumberFormat>();

/** The cached formatter for these options. */
export function numberFormat(language: Language, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(LOCALE_OF[language], options);
    formatters.set(key, formatter);
  }
  return formatter;
}

/** `Intl` separates thousands with U+202F, which our faces do not draw: use the no-break space they do. */
export const plainSpaces = (text: string): string => text.replace(/\u202f/g, '\u00a0');

/** `12345` → "12 345" in French, "12,345" in English. */
export const formatNumber = (value: number, language: Language): string =>
  plainSpaces(numberFormat(language).format(value));
