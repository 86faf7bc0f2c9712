import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { setLanguage } from '$shared/i18n/i18n.svelte';
import DayField from '$shared/ui/DayField.svelte';

beforeEach(() => setLanguage('fr'));

function openField(value = '2025-03-03'): { days: string[] } {
  const days: string[] = [];
  render(DayField, { label: 'Premier jour', value, today: '2025-03-01', onchange: (day: string) => days.push(day) });
  return { days };
}

test('a day is typed as people write it, and said in full below', async () => {
  const { days } = openField();
  const input = screen.getByLabelText('Premier jour');
  expect(input).toHaveValue('3 mars 2025');
  await userEvent.clear(input);
  await userEvent.type(input, '1/4/2025');
  expect(days.at(-1)).toBe('2025-04-01');
  expect(screen.getByText('mardi 1er avril 2025')).toBeInTheDocument();
});

test('what is no day says so', async () => {
  const { days } = openField();
  const input = screen.getByLabelText('Premier jour');
  await userEvent.clear(input);
  await userEvent.type(input, '31/2');
  expect(days.at(-1)).toBe('');
  expect(input).toBeInvalid();
  expect(screen.getByText('Un jour, comme 3/3/2025 ou 3 mars')).toBeInTheDocument();
});

test('a day is chosen in the calendar without a mouse', async () => {
  const { days } = openField();
  const input = screen.getByLabelText('Premier jour');
  input.focus();
  await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
  expect(await screen.findByRole('gridcell', { name: 'lundi 3 mars 2025' })).toHaveFocus();
  await userEvent.keyboard('{ArrowDown}');
  expect(await screen.findByRole('gridcell', { name: 'lundi 10 mars 2025' })).toHaveFocus();
  await userEvent.keyboard('{PageDown}');
  expect(await screen.findByRole('gridcell', { name: 'jeudi 10 avril 2025' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(days).toEqual(['2025-04-10']);
  expect(input).toHaveValue('10 avril 2025');
  expect(input).toHaveFocus();
});

test('Esc leaves the calendar and changes nothing', async () => {
  const { days } = openField();
  await userEvent.click(screen.getByRole('button', { name: /ouvrir le calendrier/ }));
  await screen.findByRole('grid');
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('grid')).toBeNull();
  expect(days).toEqual([]);
  expect(screen.getByLabelText('Premier jour')).toHaveFocus();
});
