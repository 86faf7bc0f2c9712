/** The message files, by area. A new area is one JSON file per language and one line per language here. */
import frCounter from '$locales/fr/counter.json';
import frDisplay from '$locales/fr/display.json';
import frErrors from '$locales/fr/errors.json';
import frMonitor from '$locales/fr/monitor.json';
import frSales from '$locales/fr/sales.json';
import frSessions from '$locales/fr/sessions.json';
import frSettings from '$locales/fr/settings.json';
import frShared from '$locales/fr/shared.json';
import frSignIn from '$locales/fr/sign-in.json';
import frVerdicts from '$locales/fr/verdicts.json';
import frWallets from '$locales/fr/wallets.json';
import enCounter from '$locales/en/counter.json';
import enDisplay from '$locales/en/display.json';
import enErrors from '$locales/en/errors.json';
import enMonitor from '$locales/en/monitor.json';
import enSales from '$locales/en/sales.json';
import enSessions from '$locales/en/sessions.json';
import enSettings from '$locales/en/settings.json';
import enShared from '$locales/en/shared.json';
import enSignIn from '$locales/en/sign-in.json';
import enVerdicts from '$locales/en/verdicts.json';
import enWallets from '$locales/en/wallets.json';

export const french = {
  counter: frCounter,
  display: frDisplay,
  errors: frErrors,
  monitor: frMonitor,
  sales: frSales,
  sessions: frSessions,
  settings: frSettings,
  shared: frShared,
  'sign-in': frSignIn,
  verdicts: frVerdicts,
  wallets: frWallets,
};

/** French is the reference: its keys are the type of every key. */
export type Messages = typeof french;

export const english: Messages = {
  counter: enCounter,
  display: enDisplay,
  errors: enErrors,
  monitor: enMonitor,
  sales: enSales,
  sessions: enSessions,
  settings: enSettings,
  shared: enShared,
  'sign-in': enSignIn,
  verdicts: enVerdicts,
  wallets: enWallets,
};
