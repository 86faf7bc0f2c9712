/** Digits as keyboards send them: on AZERTY the top row types `&é"'(-è_çà` without Shift. */
const AZERTY_TOP_ROW: Record<string, string> = {
  '&': '1', 'é': '2', '"': '3', "'": '4', '(': '5', '-': '6', 'è': '7', '_': '8', 'ç': '9', 'à': '0',
};

/** The digit that this key stands for, or `null`. Only for fields that can hold nothing but digits. */
export function digitOf(key: string): string | null {
  if (/^[0-9]$/.test(key)) return key;
  return AZERTY_TOP_ROW[key] ?? null;
}
