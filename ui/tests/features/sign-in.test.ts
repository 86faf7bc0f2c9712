import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { operator } from '$door/desk.svelte';
import { lockAfterIdle } from '$features/sign-in/lock';
import PinPad from '$shared/ui/PinPad.svelte';
import SignInView from '$views/SignInView.svelte';
import { openDesk } from '../support/desk';

test('the pad takes the keyboard’s digits, AZERTY’s top row included, and hands them over once', async () => {
  const onsubmit = vi.fn();
  render(PinPad, { label: 'Code', onsubmit });
  await userEvent.keyboard('1é"4{Backspace}\'{Enter}');
  expect(onsubmit).toHaveBeenCalledExactlyOnceWith('1234');
  expect(screen.getByLabelText('Aucun chiffre saisi')).toBeInTheDocument();
});

test('the pad takes clicks, waits for enough digits, and stops at its most', async () => {
  const onsubmit = vi.fn();
  render(PinPad, { label: 'Code', onsubmit, minimum: 4, maximum: 5 });
  for (const digit of ['1', '2', '3']) await userEvent.click(screen.getByRole('button', { name: digit }));
  expect(screen.getByRole('button', { name: 'Valider le code' })).toBeDisabled();
  await userEvent.keyboard('4567');
  await userEvent.click(screen.getByRole('button', { name: 'Valider le code' }));
  expect(onsubmit).toHaveBeenCalledExactlyOnceWith('12345');
});

test('a pad that is switched off takes nothing', async () => {
  const onsubmit = vi.fn();
  render(PinPad, { label: 'Code', onsubmit, disabled: true });
  await userEvent.keyboard('1234{Enter}');
  expect(onsubmit).not.toHaveBeenCalled();
});

test('an operator signs in with name and PIN; wrong PINs say how many tries are left, then lock', async () => {
  const fake = await openDesk('', {}, null);
  render(SignInView);
  await userEvent.click(await screen.findByRole('button', { name: /Moussa Diop/ }));
  await userEvent.keyboard('9999{Enter}');
  expect(await screen.findByText(/Il reste 4 essais/)).toBeInTheDocument();
  for (let wrong = 0; wrong < 4; wrong += 1) {
    await userEvent.keyboard('9999{Enter}');
    await waitFor(() => expect(fake.calls.filter((call) => call.name === 'operator.sign_in')).toHaveLength(wrong + 2));
  }
  expect(await screen.findByText(/Trop de codes faux/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: '1' })).toBeDisabled();
  expect(operator()).toBeNull();
});

test('the right PIN opens the desk', async () => {
  await openDesk('', {}, null);
  render(SignInView);
  await userEvent.click(await screen.findByRole('button', { name: /Fatou Ndiaye/ }));
  await userEvent.keyboard('1234{Enter}');
  await waitFor(() => expect(operator()?.name).toBe('Fatou Ndiaye'));
});

test('the first start makes the manager, with the PIN typed twice', async () => {
  const fake = await openDesk('scenario=first', {}, null);
  render(SignInView);
  await userEvent.click(await screen.findByRole('button', { name: /commencer le travail/ }));
  await userEvent.type(await screen.findByLabelText('Votre nom'), 'Aminata');
  await userEvent.keyboard('{Enter}');
  await screen.findByText('Choisissez un code de 4 à 8 chiffres');
  await userEvent.keyboard('7351{Enter}');
  await screen.findByRole('heading', { name: /encore une fois/ });
  await userEvent.keyboard('1111{Enter}');
  expect(await screen.findByText(/Les deux codes sont différents/)).toBeInTheDocument();
  await userEvent.keyboard('7351{Enter}');
  await screen.findByRole('heading', { name: /encore une fois/ });
  await userEvent.keyboard('7351{Enter}');
  await waitFor(() => expect(operator()?.name).toBe('Aminata'));
  expect(fake.calls.filter((call) => call.name === 'operator.create_first')).toHaveLength(1);
});

test('the first start can show the demonstration, and tells its PINs', async () => {
  await openDesk('scenario=first', {}, null);
  render(SignInView);
  await userEvent.click(await screen.findByRole('button', { name: /salle de démonstration/ }));
  expect(await screen.findByText('1234')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Ouvrir le comptoir' }));
  expect(await screen.findByRole('button', { name: /Moussa Diop/ })).toBeInTheDocument();
});

test('the desk locks after minutes without a touch, and not before', () => {
  vi.useFakeTimers();
  const lock = vi.fn();
  const stop = lockAfterIdle(1, lock);
  vi.advanceTimersByTime(50_000);
  window.dispatchEvent(new Event('pointerdown'));
  vi.advanceTimersByTime(50_000);
  expect(lock).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20_000);
  expect(lock).toHaveBeenCalledOnce();
  stop();
  vi.useRealTimers();
});
