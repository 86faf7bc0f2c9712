import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // Short names weigh less: each stands at every element that a component styles.
    cssHash: ({ hash, css }) => `s${hash(css).slice(0, 5)}`,
  },
};
