/** What the fake desk answers, by name. */
import type { Handler } from './fake';
import { careHandlers } from './care-handlers';
import { comingHandlers } from './coming-handlers';
import { counterHandlers } from './counter-handlers';
import { deskHandlers } from './desk-handlers';
import { immersionHandlers } from './immersion-handlers';
import { orderHandlers } from './order-handlers';
import { paymentHandlers } from './payment-handlers';
import { salesHandlers } from './sales-handlers';
import { sessionHandlers } from './session-handlers';
import { setupHandlers } from './setup-handlers';
import { walletHandlers } from './wallet-handlers';

export const handlers: Record<string, Handler | undefined> = {
  ...deskHandlers,
  ...counterHandlers,
  ...salesHandlers,
  ...sessionHandlers,
  ...careHandlers,
  ...setupHandlers,
  ...paymentHandlers,
  ...immersionHandlers,
  ...comingHandlers,
  ...orderHandlers,
  ...walletHandlers,
};
