/** What the fake desk answers, by name. */
import type { Handler } from './fake';
import { deskHandlers } from './desk-handlers';

export const handlers: Record<string, Handler | undefined> = { ...deskHandlers };
