/** The layers hold: each forbidden import is refused by the rules that `npm run lint` applies. */
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const eslint = new ESLint();

async function refused(filePath: string, from: string): Promise<boolean> {
  const [result] = await eslint.lintText(`import { x } from '${from}';\nx();\n`, { filePath });
  return (result?.messages ?? []).some((message) => message.ruleId === 'no-restricted-imports');
}

test.each([
  ['src/shared/format/probe.ts', '$door/client.svelte', true],
  ['src/shared/format/probe.ts', '$generated/door', true],
  ['src/shared/format/probe.ts', '$shared/i18n/language', false],
  ['src/platform/probe.ts', '$door/client.svelte', true],
  ['src/platform/probe.ts', '@tauri-apps/api/core', true],
  ['src/platform/tauri.ts', '@tauri-apps/api/core', false],
  ['src/door/probe.ts', '$features/sales/window', true],
  ['src/door/probe.ts', '$platform/platform', false],
  ['src/features/sales/probe.ts', '$features/counter/verdicts', true],
  ['src/features/sales/probe.ts', '../counter/verdicts', true],
  ['src/features/sales/probe.ts', '../../views/SalesView.svelte', true],
  ['src/features/sales/probe.ts', '$views/SalesView.svelte', true],
  ['src/features/sales/probe.ts', '$platform/platform', true],
  ['src/features/sales/probe.ts', '@tauri-apps/api/core', true],
  ['src/features/sales/probe.ts', '$door/client.svelte', false],
  ['src/views/probe.ts', '$features/counter/verdicts', false],
  ['src/views/probe.ts', '$app/navigation.svelte', true],
  ['src/app/probe.ts', '@tauri-apps/api/core', true],
])('%s importing %s is refused: %s', async (filePath, from, expected) => {
  expect(await refused(filePath, from)).toBe(expected);
}, 20_000);
