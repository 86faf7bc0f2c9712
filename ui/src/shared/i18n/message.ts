/**
 * Fills a message with its arguments. Understood: `{name}` and `{count, plural, =0 {none} one {# session} other {# sessions}}`
 * (one level; `#` is the number). Whole sentences only: no message is ever glued together from pieces.
 */
import { LOCALE_OF, type Language } from './language';
import { formatNumber } from '../format/numbers';

export type MessageArgs = Record<string, string | number>;

const PLURAL = /\{(\w+), plural,((?:\s*(?:=\d+|zero|one|two|few|many|other)\s*\{[^{}]*(?:\{\w+\}[^{}]*)*\})+)\s*\}/g;
const BRANCH = /(=\d+|zero|one|two|few|many|other)\s*\{([^{}]*(?:\{\w+\}[^{}]*)*)\}/g;

const rules = new Map<Language, Intl.PluralRules>();

function category(count: number, language: Language): string {
  let rule = rules.get(language);
  if (!rule) {
    rule = new Intl.PluralRules(LOCALE_OF[language]);
    rules.set(language, rule);
  }
  return rule.select(count);
}

/** The message with every argument in its place; an argument nobody gave stays visible as `{name}`. */
export function fillMessage(message: string, args: MessageArgs, language: Language): string {
  const chosen = message.replace(PLURAL, (_whole, name: string, branches: string) => {
    const count = Number(args[name] ?? 0);
    const texts = new Map([...branches.matchAll(BRANCH)].map((match) => [match[1] ?? '', match[2] ?? '']));
    const text = texts.get(`=${count}`) ?? texts.get(category(count, language)) ?? texts.get('other') ?? '';
    return text.replaceAll('#', formatNumber(count, language));
  });
  return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = args[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value, language) : value;
  });
}
