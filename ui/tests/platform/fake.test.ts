/** The fake desk keeps to the contract, so that what is tested against it means something. */
import { expect, test, vi } from 'vitest';
import { ROLE_NEEDED } from '$door/contract';
import { fakePlatform, refuse } from '$platform/fake/fake';
import { handlers } from '$platform/fake/handlers';

test('it knows no name that the desk does not have', () => {
  expect(Object.keys(handlers).filter((name) => !(name in ROLE_NEEDED))).toEqual([]);
});

test('it answers the same request once, and says what changed', async () => {
  const desk = fakePlatform();
  const heard = vi.fn();
  const stop = desk.onChanged(heard);
  const first = await desk.execute('customer.create', { name: 'Awa' }, 'one');
  expect(await desk.execute('customer.create', { name: 'Awa' }, 'one')).toEqual(first);
  await Promise.resolve();
  expect(heard).toHaveBeenCalledExactlyOnceWith(['customers']);
  stop();
  await desk.execute('customer.create', { name: 'Awa' }, 'two');
  await Promise.resolve();
  expect(heard).toHaveBeenCalledOnce();
});

test('it refuses what it does not know, and what it is told to', async () => {
  const desk = fakePlatform(new URLSearchParams(), { overrides: { 'scan.read': () => { throw refuse('storage_full'); } } });
  await expect(desk.query('no.such_name', {})).rejects.toMatchObject({ code: 'unknown_name' });
  await expect(desk.execute('scan.read', {}, 'x')).rejects.toMatchObject({ code: 'storage_full' });
});

test('its answers are copies: changing one changes no memory', async () => {
  const desk = fakePlatform();
  const packages = (await desk.query('package.list', {})) as { name: string }[];
  for (const pack of packages) pack.name = 'changed';
  expect(((await desk.query('package.list', {})) as { name: string }[])[0]?.name).not.toBe('changed');
});
