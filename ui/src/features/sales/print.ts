/** Puts an invoice on paper: mounts the sheet outside the screens, sets the paper's size, and opens the print dialog. */
import { mount, tick, unmount } from 'svelte';
import { host } from '$door/client.svelte';
import type { Invoice } from '$door/contract';
import PrintSheet from './PrintSheet.svelte';

export type PaperFormat = 'page' | 'roll';

/** The roll's length is what an invoice needs; printers cut where the page ends. */
const PAPER: Record<PaperFormat, string> = {
  page: '@page { size: A4 portrait; margin: 0; }',
  roll: '@page { size: 80mm 170mm; margin: 0; }',
};

let sheet: ReturnType<typeof mount> | null = null;
let paper: CSSStyleSheet | null = null;

/** Throws what the platform throws (`print_failed`). The sheet stays until the next one: the dialog reads it while it is open. */
export async function printInvoice(invoice: Invoice, format: PaperFormat): Promise<void> {
  if (sheet) await unmount(sheet);
  sheet = mount(PrintSheet, { target: document.body, props: { invoice, format } });
  document.body.classList.add('printing');
  setPaper(PAPER[format]);
  await tick();
  await document.fonts?.ready;
  await host().print();
}

/** A constructed style sheet: the page's security policy allows no inline one. */
function setPaper(rule: string): void {
  if (!paper) {
    paper = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, paper];
  }
  paper.replaceSync(rule);
}
