import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const layers = ['app', 'door', 'features', 'generated', 'locales', 'platform', 'shared', 'views'];

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  resolve: { alias: Object.fromEntries(layers.map((layer) => [`$${layer}`, path(`./src/${layer}`)])) },
  // The windows load from the application's own protocol: relative addresses work there and in a browser preview alike.
  base: './',
  clearScreen: false,
  server: { host: '127.0.0.1' },
  build: {
    target: 'es2022',
    // A data: address would need a wider CSP; every asset stays a file of our own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      input: { desk: path('./index.html'), display: path('./display.html'), customers: path('./customers.html') },
      // What windows share is one file: small ones of their own weigh more than they save.
      output: { codeSplitting: { groups: [{ name: 'base', minShareCount: 2 }] } },
    },
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['./tests/setup.ts'],
    include: ['tests/**/*.test.ts', 'src/**/*.test.ts'],
    restoreMocks: true,
    testTimeout: 40_000,
  },
});
