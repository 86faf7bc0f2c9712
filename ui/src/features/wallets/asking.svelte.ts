/** Which dialog is open, and about what. One at a time; the dialog itself does the act. */
import type { Hold, Wallet } from '$door/contract';

export type Question =
  | { act: 'deposit' | 'withdraw' | 'freeze' | 'correct' | 'settle'; wallet: Wallet }
  | { act: 'commit' | 'refund'; hold: Hold };

export class Asking {
  question = $state.raw<Question | null>(null);

  ask = (question: Question): void => {
    this.question = question;
  };
  close = (): void => {
    this.question = null;
  };
}
