/**
 * The message files, by area. A new area is one JSON file per language and one line per language here. The languages of an area stand
 * side by side, since what is alike then weighs once in the bundle.
 */
import frComing from '$locales/fr/coming.json';
import enComing from '$locales/en/coming.json';
import frCounter from '$locales/fr/counter.json';
import enCounter from '$locales/en/counter.json';
import frDisplay from '$locales/fr/display.json';
import enDisplay from '$locales/en/display.json';
import frErrors from '$locales/fr/errors.json';
import enErrors from '$locales/en/errors.json';
import frImmersion from '$locales/fr/immersion.json';
import enImmersion from '$locales/en/immersion.json';
import frMonitor from '$locales/fr/monitor.json';
import enMonitor from '$locales/en/monitor.json';
import frOrders from '$locales/fr/orders.json';
import enOrders from '$locales/en/orders.json';
import frPayments from '$locales/fr/payments.json';
import enPayments from '$locales/en/payments.json';
import frSales from '$locales/fr/sales.json';
import enSales from '$locales/en/sales.json';
import frSessions from '$locales/fr/sessions.json';
import enSessions from '$locales/en/sessions.json';
import frSettings from '$locales/fr/settings.json';
import enSettings from '$locales/en/settings.json';
import frShared from '$locales/fr/shared.json';
import enShared from '$locales/en/shared.json';
import frSignIn from '$locales/fr/sign-in.json';
import enSignIn from '$locales/en/sign-in.json';
import frVerdicts from '$locales/fr/verdicts.json';
import enVerdicts from '$locales/en/verdicts.json';
import frWallets from '$locales/fr/wallets.json';
import enWallets from '$locales/en/wallets.json';

export const french = {
  coming: frComing,
  counter: frCounter,
  display: frDisplay,
  errors: frErrors,
  immersion: frImmersion,
  monitor: frMonitor,
  orders: frOrders,
  payments: frPayments,
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
  coming: enComing,
  counter: enCounter,
  display: enDisplay,
  errors: enErrors,
  immersion: enImmersion,
  monitor: enMonitor,
  orders: enOrders,
  payments: enPayments,
  sales: enSales,
  sessions: enSessions,
  settings: enSettings,
  shared: enShared,
  'sign-in': enSignIn,
  verdicts: enVerdicts,
  wallets: enWallets,
};
