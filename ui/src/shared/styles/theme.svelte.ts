/** Light, dark, or as the system has it. A matter of this screen, not of the venue: kept in this window's storage. */
export type Theme = 'light' | 'dark' | 'system';

const KEY = 'comptoir.theme';
const systemDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

let chosen = $state<Theme>('system');

/** What was chosen. */
export const theme = (): Theme => chosen;

function apply(): void {
  const dark = chosen === 'dark' || (chosen === 'system' && systemDark().matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

export function setTheme(next: Theme): void {
  chosen = next;
  localStorage.setItem(KEY, next);
  apply();
}

/** Takes up the remembered choice and follows the system. Called once per window. */
export function startTheme(override: string | null = null): void {
  const kept = override ?? localStorage.getItem(KEY);
  if (kept === 'light' || kept === 'dark' || kept === 'system') chosen = kept;
  systemDark().addEventListener('change', apply);
  apply();
}
