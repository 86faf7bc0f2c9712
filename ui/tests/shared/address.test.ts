import { afterEach, expect, test, vi } from 'vitest';
import { address, linkTo, visit } from '$shared/navigation/address.svelte';

afterEach(() => visit('#/'));

test.each([
  ['sales', {}, '#/sales'],
  ['immersion', { booking: 'b-1' }, '#/immersion?booking=b-1'],
  ['settings', { section: 'a b&c' }, '#/settings?section=a+b%26c'],
])('a link to %s with %o is %s, and read back', (screen, parameters, link) => {
  expect(linkTo(screen, parameters)).toBe(link);
  visit(link);
  expect(address().screen).toBe(screen);
  expect(Object.fromEntries(address().parameters)).toEqual(parameters);
});

test('a link that is followed is noticed', async () => {
  location.hash = '#/monitor?tab=log';
  dispatchEvent(new HashChangeEvent('hashchange'));
  await vi.waitFor(() => expect(address().screen).toBe('monitor'));
  expect(address().parameters.get('tab')).toBe('log');
});
