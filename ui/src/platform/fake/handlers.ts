/** What the fake desk answers, by name. */
import type { Handler } from './fake';
import { counterHandlers } from './counter-handlers';
import { deskHandlers } from './desk-handlers';
import { salesHandlers } from './sales-handlers';

export const handlers: Record<string, Handler | undefined> = { ...deskHandlers, ...counterHandlers, ...salesHandlers };
