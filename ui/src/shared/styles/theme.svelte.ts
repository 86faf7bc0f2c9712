/** Light, dark, or as the system has it: the venue's setting, unless this screen chose for itself (kept in its storage). */
export type Theme = 'light' | 'dark' | 'system';

const KEY = 'comptoir.theme';
const systemDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

let chosen = $state<Theme>('system');
let isOwn = false;

/** What was chosen. */
export const theme = (): Theme => chosen;

function apply(): void {
  const dark = chosen === 'dark' || (chosen === 'system' && systemDark().matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

export function setTheme(next: Theme): void {
  chosen = next;
  isOwn = true;
  localStorage.setItem(KEY, next);
  apply();
}

/** Takes up the venue's theme, unless this screen has one of its own. */
export function offerTheme(offered: Theme): void {
  if (isOwn || chosen === offered) return;
  chosen = offered;
  apply();
}

/** Takes up the remembered choice and follows the system. Called once per window. */
export function startTheme(override: string | null = null): void {
  const kept = override ?? localStorage.getItem(KEY);
  if (kept === 'light' || kept === 'dark' || kept === 'system') {
    chosen = kept;
    isOwn = true;
  }
  systemDark().addEventListener('change', apply);
  apply();
}
