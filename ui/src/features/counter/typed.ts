/**
 * Whether a typed text is meant as a code or as a person. Only chooses between "read it" and "search": the desk alone says what a
 * code is worth, and gets every text as it was typed.
 */
const LONG = 6;

export function looksLikeCode(text: string): boolean {
  if (/^cpt1/i.test(text) || /[:;{}]|:\/\//.test(text)) return true;
  if (text.includes(' ') || text.length < LONG || /^\+?[\d]+$/.test(text)) return false;
  // A code mixes letters with digits (or what AZERTY types for them); a name does not.
  return /\p{L}/u.test(text) && /[\d&"'(_]/.test(text) && !/^\p{L}+['’]\p{L}+$/u.test(text);
}
