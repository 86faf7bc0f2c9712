/** The time zones offered: those of the venues first, then all that this machine knows. */
const VENUES = ['Africa/Abidjan', 'Africa/Dakar', 'Africa/Bamako', 'Africa/Ouagadougou', 'Africa/Lome', 'Africa/Porto-Novo', 'Africa/Niamey', 'Africa/Conakry', 'Africa/Douala', 'Europe/Paris', 'Indian/Reunion'];

export function zonesWith(current: string): string[] {
  const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  return [...new Set([current, ...VENUES, ...known])];
}
