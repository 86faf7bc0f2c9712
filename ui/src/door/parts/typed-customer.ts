/** "Awa Diallo 77 123 45 67", as typed at the counter, as a name and a phone. */
export function splitNameAndPhone(text: string): { name: string; phone: string } {
  const phone = /\+?\d[\d\s.-]{5,}\d/.exec(text)?.[0]?.trim() ?? '';
  return { name: text.replace(phone, '').replace(/\s+/g, ' ').trim(), phone };
}
