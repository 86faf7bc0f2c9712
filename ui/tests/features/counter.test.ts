import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CameraListener } from '$platform/platform';
import type { FakePlatform } from '$platform/fake/fake';
import { refuse } from '$platform/fake/fake';
import { listenForShortcuts } from '$shared/keys/shortcuts.svelte';
import CounterView from '$views/CounterView.svelte';
import { openDesk } from '../support/desk';

let camera: CameraListener;
let stopCamera: ReturnType<typeof vi.fn>;

async function openCounter(query = '', options = {}): Promise<FakePlatform> {
  const desk = await openDesk(query, options);
  stopCamera = vi.fn();
  desk.watchCamera = (_which, listener) => {
    camera = listener;
    listener.status({ state: 'running' });
    return stopCamera as () => void;
  };
  render(CounterView);
  return desk;
}
const scans = (desk: FakePlatform) => desk.calls.filter((call) => call.name === 'scan.read').map((call) => call.input as { text: string; source: string });
const activations = (desk: FakePlatform) => desk.calls.filter((call) => call.name === 'invoice.activate');

/** Types as a USB scanner does: all keys within a few milliseconds, at whatever has the focus. */
function scanWithUsb(text: string): void {
  for (const key of [...text, 'Enter']) {
    // Capital letters come with Shift, and what is not prevented lands in the field, as in a browser.
    for (const pressed of key.length === 1 && key !== key.toLowerCase() ? ['Shift', key] : [key]) {
      const target = document.activeElement ?? document.body;
      const event = new KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true });
      target.dispatchEvent(event);
      const field = document.activeElement;
      if (!event.defaultPrevented && pressed.length === 1 && field instanceof HTMLInputElement) {
        field.value += pressed;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
    }
  }
}

beforeEach(() => {
  localStorage.clear();
  return listenForShortcuts();
});

test('idle, it invites, and shows today’s numbers', async () => {
  await openCounter();
  expect(screen.getByRole('heading', { name: 'Présentez le code' })).toBeInTheDocument();
  await waitFor(() => expect(screen.getByLabelText('Aujourd’hui')).toHaveTextContent(/F CFA/));
  expect(screen.getByRole('searchbox', { name: 'Code, nom ou téléphone' })).toHaveFocus();
});

test('a code before the camera gives a verdict; Enter starts once, however often it is pressed', async () => {
  const desk = await openCounter();
  camera.read('CODE-ok');
  expect(await screen.findByRole('heading', { name: 'C’est bon !' })).toBeInTheDocument();
  expect(scans(desk)).toEqual([expect.objectContaining({ text: 'CODE-ok', source: 'camera' })]);
  await userEvent.keyboard('{Enter}{Enter}{Enter}');
  expect(await screen.findByRole('heading', { name: 'C’est parti !' })).toBeInTheDocument();
  expect(activations(desk)).toHaveLength(1);
  expect(activations(desk)[0]?.input).toMatchObject({ start: true, let_in_late: false });
  await userEvent.keyboard('{Escape}');
  expect(await screen.findByRole('heading', { name: 'Présentez le code' })).toBeInTheDocument();
});

test('Enter starts nothing on any other verdict', async () => {
  const desk = await openCounter();
  camera.read('CODE-refunded');
  await screen.findByRole('heading', { name: 'Facture remboursée' });
  await userEvent.keyboard('{Enter}');
  expect(activations(desk)).toHaveLength(0);
});

describe('a USB scanner', () => {
  test.each(['field', 'button', 'nothing'])('is heard with the focus on %s', async (focus) => {
    const desk = await openCounter();
    if (focus === 'button') screen.getByRole('button', { name: 'Couper le son' }).focus();
    if (focus === 'nothing') (document.activeElement as HTMLElement | null)?.blur();
    scanWithUsb('CODE-unpaid');
    expect(await screen.findByRole('heading', { name: 'Pas encore payée' })).toBeInTheDocument();
    expect(scans(desk)).toEqual([expect.objectContaining({ text: 'CODE-unpaid', source: 'usb' })]);
    expect(screen.getByRole('button', { name: 'Couper le son' })).toHaveAttribute('aria-pressed', 'false');
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });
  test('mangled by AZERTY goes to the desk as it came', async () => {
    const desk = await openCounter();
    scanWithUsb('CPT&MF°°&°\'éMK7QX');
    await waitFor(() => expect(scans(desk)[0]?.text).toBe('CPT&MF°°&°\'éMK7QX'));
  });
});

test('a typed name finds the customer; the invoice picked is read', async () => {
  const desk = await openCounter();
  await userEvent.type(screen.getByRole('searchbox'), 'diallo', { delay: 60 } as never);
  const results = await screen.findByRole('listbox');
  expect(await within(results).findByText('Awa Diallo')).toBeInTheDocument();
  await userEvent.keyboard('{Enter}');
  expect(await screen.findByRole('heading', { name: 'C’est bon !' })).toBeInTheDocument();
  expect(scans(desk)[0]).toMatchObject({ source: 'search', text: desk.venue.purchases[0]?.validation_code });
});

test('a pasted picture is read; one without a code says so', async () => {
  const desk = await openCounter();
  const paste = (): void => {
    const file = new File([new Uint8Array([1, 2])], 'code.png', { type: 'image/png' });
    const event = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { files: [file] } });
    window.dispatchEvent(event);
  };
  desk.venue.pictureText = 'CODE-expired';
  paste();
  expect(await screen.findByRole('heading', { name: 'Facture périmée' })).toBeInTheDocument();
  expect(scans(desk)[0]?.source).toBe('picture');
  desk.readPicture = () => Promise.resolve([]);
  paste();
  expect(await screen.findByText(/Aucun code n’a été trouvé/)).toBeInTheDocument();
});

test('a taken station cannot be picked; a free one is, and Enter starts there', async () => {
  const desk = await openCounter();
  camera.read('CODE-ok');
  await screen.findByRole('heading', { name: 'C’est bon !' });
  expect(await screen.findByRole('button', { name: 'Console 2' })).toBeDisabled();
  await userEvent.click(screen.getByRole('button', { name: 'VR' }));
  await userEvent.keyboard('{Enter}');
  await screen.findByRole('heading', { name: 'C’est parti !' });
  expect(activations(desk)[0]?.input).toMatchObject({ station_id: 8 });
});

test('a refused start says why and keeps the verdict', async () => {
  await openCounter('', { overrides: { 'invoice.activate': () => { throw refuse('station_taken', { station: 'PC 1', customer: 'Awa' }); } } });
  camera.read('CODE-ok');
  await screen.findByRole('heading', { name: 'C’est bon !' });
  await userEvent.keyboard('{Enter}');
  expect(await screen.findByText(/PC 1 est occupé par Awa/)).toBeInTheDocument();
  expect(screen.getByRole('heading', { name: 'C’est bon !' })).toBeInTheDocument();
});

test.each([
  ['none', 'Aucune caméra branchée'],
  ['busy', 'Caméra occupée'],
  ['refused', 'Accès à la caméra refusé'],
  ['no_format', 'Caméra non lisible'],
  ['unplugged', 'Caméra débranchée'],
  ['failed', 'La caméra ne répond pas'],
] as const)('a camera that is %s says so, and what to do', async (state, words) => {
  await openCounter();
  camera.status({ state, detail: null });
  expect(await screen.findByText(words)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Réessayer' })).toBeInTheDocument();
});

test('the camera is let go when it is switched off', async () => {
  await openCounter();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Éteindre la caméra' })).toBeInTheDocument());
  await userEvent.click(screen.getByRole('button', { name: 'Éteindre la caméra' }));
  expect(stopCamera).toHaveBeenCalledOnce();
  expect(await screen.findByText('Caméra éteinte')).toBeInTheDocument();
});
