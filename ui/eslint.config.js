// The layers, enforced: platform ← door ← features ← views ← app, with shared below all of them and knowing none.
import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const tauri = { group: ['@tauri-apps/*'], message: 'Only src/platform/tauri.ts may import the Tauri API.' };
const escapes = { group: ['../../*'], message: 'Cross a layer through its alias ($shared, $door, …), not by climbing.' };
const forbid = (layer, names) => ({
  group: names.map((name) => `$${name}/*`),
  message: `The layer "${layer}" must not know ${names.join(', ')}.`,
});
const layer = (files, ...patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [tauri, escapes, ...patterns] }] },
});

// A feature never imports another: each folder gets its own fence, so that a new feature is fenced by existing.
const features = readdirSync(new URL('./src/features', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const featureFences = features.map((feature) =>
  layer([`src/features/${feature}/**`], forbid('features', ['views', 'app', 'platform']), {
    group: ['$features/*', ...features.filter((other) => other !== feature).map((other) => `../${other}/*`)],
    message: 'A feature never imports another feature: compose them in a view.',
  }),
);

export default ts.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'src/generated'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // Plain sets and maps hold what nobody renders (listeners, caches); what is rendered is a rune.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  { files: ['tools/**', '*.js', 'vite.config.ts'], languageOptions: { globals: globals.node }, rules: { 'no-console': 'off' } },
  layer(['src/**']),
  layer(['src/shared/**'], forbid('shared', ['platform', 'door', 'features', 'views', 'app', 'generated'])),
  layer(['src/platform/**'], forbid('platform', ['door', 'features', 'views', 'app'])),
  layer(['src/door/**'], forbid('door', ['features', 'views', 'app'])),
  layer(['src/views/**'], forbid('views', ['app', 'platform'])),
  ...featureFences,
  {
    files: ['src/platform/tauri.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [escapes, forbid('platform', ['door', 'features', 'views', 'app'])] }] },
  },
);
